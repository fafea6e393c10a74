"""``python -m tests.fuzz MINUTES [TARGET…]``: so many minutes of processor time for each target.

Inputs that reach new code go to ``build/fuzz/TARGET/corpus``, those that break a property to
``build/fuzz/TARGET/found``. Where the process itself dies, it is started again with what is left.
"""

import json
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from .target import MODULES, target

FOLDER = Path("build") / "fuzz"
_COVERED = re.compile(r"cov: (\d+)")
_MOST_DEATHS = 20


@dataclass(slots=True)
class Told:
    """What became of one target."""

    executions: int = 0
    seconds: float = 0.0
    findings: int = 0
    deaths: int = 0
    covered: tuple[int, int] = (0, 0)
    """Places of the program that were reached by the kept inputs, and in the end."""


def searched(name: str, minutes: float) -> Told:
    """Search for one target."""
    folder = FOLDER / name
    for place in ("corpus", "found"):
        (folder / place).mkdir(parents=True, exist_ok=True)
    told = Told()
    while told.seconds < minutes * 60 and told.deaths < _MOST_DEATHS:
        _once(name, folder, minutes * 60 - told.seconds, told)
    return told


def _once(name: str, folder: Path, seconds: float, told: Told) -> None:
    ran, log = folder / "ran.json", folder / "log.txt"
    ran.unlink(missing_ok=True)
    command = [sys.executable, "-m", "tests.fuzz.child", name, str(seconds), str(folder)]
    with log.open("w", encoding="utf-8") as file:
        subprocess.run(command, stderr=file, stdout=file, check=False)
    covered = [int(found) for found in _COVERED.findall(log.read_text("utf-8", "replace"))]
    if covered:
        told.covered = (told.covered[0] or covered[0], covered[-1])
    if not ran.exists():
        told.deaths += 1
        log.rename(folder / f"death-{told.deaths}.txt")
        told.seconds += 60  # what a process used that died is not known
        return
    found = json.loads(ran.read_text())
    told.executions += found["executions"]
    told.seconds += found["seconds"]
    told.findings += found["findings"]


def main(minutes: str, *names: str) -> int:
    """Search for each target in turn; 1 where anything was found."""
    wrong = 0
    for name in names or MODULES:
        told = searched(name, float(minutes))
        kept = sum(1 for _ in target(name).corpus.iterdir())
        grown = sum(1 for _ in (FOLDER / name / "corpus").iterdir())
        wrong += told.findings + told.deaths
        sys.stdout.write(
            f"{name}: {told.executions} executions in {told.seconds:.0f} s of processor time, "
            f"{kept} inputs kept and {grown} more, coverage {told.covered[0]} → {told.covered[1]}, "
            f"{told.findings} findings, {told.deaths} deaths\n"
        )
        sys.stdout.flush()
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
