"""``make soak``: abuse, builds and flips beside ordinary load, all of it on the real graph.

Writes a section of RESULTS.md. Exit status 1 where a bound is broken: a failed ordinary request, a
slow one in a hundred, abuse, a build or a flip that ends otherwise than it may, memory that grows,
or workers and files that are left behind.
"""

import os
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path

import abusing
import questions
import sections
import soak_report
import watching
from processes import free_port, running
from soaked import SECONDS, Soaked
from versioning import Operator, building, on
from visiting import Visit, Visitor

SAMGRAF = Path(sys.executable).parent / "samgraf"
VISITORS = 3
DAYS = (date(2026, 11, 20), date(2026, 11, 21))
"""The days for which the versions speak that are there at the start."""

WARM = 10.0  # seconds until pages and workers have been used
SETTLE = 35.0  # seconds after which the last idle connection is gone


def soak(minutes: float) -> Soaked:
    """Serve the real graph and do everything to it."""
    with tempfile.TemporaryDirectory(prefix="soak-") as place:
        folder = Path(place)
        build, log, port = folder / "build", folder / "log", free_port()
        for day in DAYS:  # two versions, so that flips can begin
            subprocess.run(building(build), check=True, env={**os.environ, **on(day)})
        environment = {"SAMGRAF_LIMITS_QUERY_SECONDS": f"{SECONDS:g}"}
        command = [str(SAMGRAF), "serve", "--store", str(build), "--port", str(port)]
        url = f"http://127.0.0.1:{port}/sparql"
        found = Soaked(minutes)
        with running("samgraf", command, url, log, environment, folder) as server:
            _phases(found, port, server.pid, build)
        found.said = log.read_text(encoding="utf-8").splitlines()
        return found


def _phases(found: Soaked, port: int, pid: int, build: Path) -> None:
    """Be quiet; abuse, build and flip; besiege; and be quiet again."""
    seconds = found.minutes * 60
    _say("quiet")
    visit(port, WARM)
    found.quiet = visit(port, max(20.0, seconds * 0.1))
    found.uses["start"] = watching.look(pid)
    _say("abuse, builds and flips")
    _mixed(found, port, pid, build, seconds * 0.8)
    _say("siege")
    siege = abusing.Abuse(port, [abusing.many_of_one] * 3)
    time.sleep(2)
    found.besieged = visit(port, max(10.0, seconds * 0.1))
    siege.stop()
    _say("one by one")
    time.sleep(SETTLE)
    for make, accepted in abusing.QUERIES:
        tries = [abusing.heavy(port, "127.0.8.2", make, accepted) for _ in range(3)]
        found.exact.append(min(tries, key=lambda one: one.first))
        found.outcomes += tries
    visit(port, 5)
    found.uses["end"] = watching.look(pid)


def _mixed(found: Soaked, port: int, pid: int, build: Path, seconds: float) -> None:
    """Let ordinary clients ask while others mean harm and the operator builds and flips."""
    abuse = abusing.Abuse(port, [abusing.in_turn, *abusing.BESIDE])
    operator, sampler = Operator(build), watching.Sampler(pid)
    operator.start()
    time.sleep(2)
    found.abused = visit(port, seconds / 2)
    found.uses["middle"] = watching.look(pid)
    found.abused += visit(port, seconds / 2)
    found.quarters = sampler.stop()
    found.outcomes = abuse.stop()
    found.changes = operator.stop()


def visit(port: int, seconds: float) -> list[Visit]:
    """Let ordinary clients ask for a while."""
    known = questions.read(questions.QUERIES / "scale")
    visitors = [Visitor(port, f"127.0.7.{n}", known) for n in range(1, VISITORS + 1)]
    for visitor in visitors:
        visitor.start()
    time.sleep(seconds)
    return [visit for visitor in visitors for visit in visitor.stop()]


def _say(text: str) -> None:
    sys.stderr.write(f"{datetime.now(UTC):%H:%M:%S} {text}\n")


def main(minutes: float) -> int:
    """Soak, write the results, and say whether every bound holds."""
    found = soak(minutes)
    lines = [*soak_report.report(found)]
    sections.put("soak", lines)
    sys.stdout.write("\n".join(lines) + "\n")
    return 1 if [*found.broken()] else 0


if __name__ == "__main__":
    raise SystemExit(main(float(sys.argv[1]) if sys.argv[1:] else 10.0))
