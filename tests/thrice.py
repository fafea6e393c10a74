"""Runs all tests of pages, queries, linking and validation over each store, and prints a table.

``python -m tests.thrice [memory|disk|virtuoso]``; the exit status is 1 where a test fails or none
passed.
"""

import os
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from tempfile import TemporaryDirectory
from xml.etree import ElementTree

from .storing import STORES

ROOT = Path(__file__).parents[1]
PAGES = "about_pages actor_page citing editor_terms hints identifiers kind_pages languages pages"
QUERIES = "endpoint examples explore library negotiation networks_served protocol questions \
results_pages service_description snippets suggest"
LINKING = "changes_served description dumps lookup profiles reconciling"
VALIDATION = "hostile_validation submissions"
FILES = [f"tests/test_{name}.py" for name in f"{PAGES} {QUERIES} {LINKING} {VALIDATION}".split()]


def run(store: str) -> Counter[str]:
    """Run the tests over one store; return how many passed, failed and were excepted."""
    with TemporaryDirectory() as folder:
        report = Path(folder) / "report.xml"
        command = [sys.executable, "-m", "pytest", "-q", "-n", "2", f"--junitxml={report}"]
        command += ["-m", "not crawl and not linking and not fire and not trials", *FILES]
        subprocess.run(command, cwd=ROOT, env={**os.environ, "SAMGRAF_TEST_STORE": store})
        cases = ElementTree.parse(report).getroot().iter("testcase")
        return Counter(_outcome(case) for case in cases)


def _outcome(case: ElementTree.Element) -> str:
    if case.find("failure") is not None or case.find("error") is not None:
        return "failed"
    return "excepted" if case.find("skipped") is not None else "passed"


def main(chosen: list[str]) -> int:
    """Run over the stores that were chosen, all three by default."""
    lines, failed = ["store     passed  failed  excepted  seconds"], 0
    for store in chosen or STORES:
        started = time.monotonic()
        found = run(store)
        seconds = time.monotonic() - started
        numbers = f"{found['passed']:>6}  {found['failed']:>6}  {found['excepted']:>8}"
        lines.append(f"{store:<8}  {numbers}  {seconds:>7.0f}")
        failed += found["failed"] or not found["passed"]
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
