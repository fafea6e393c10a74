"""What a soak has measured, and the bounds that it is held to."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import watching
from abusing import Outcome
from versioning import Change
from visiting import Visit
from watching import ALL, Use

SECONDS = 2.0
"""The only setting: SAMGRAF_LIMITS_QUERY_SECONDS."""

GROWTH = 0.05  # of the memory of the second quarter, in the last
TARGET = 5.0  # p99 under abuse by p99 quiet
FLOOR = 0.010  # seconds; a quiet value below counts as this
ACCURACY = 0.1  # seconds that an entry of the list may take beyond its limit
MOST_WORKERS = 14  # places of queries and pages in two web processes
MORE_FILES, MORE_MIB = 40, 200
"""Of one process; a web process may keep 64 MiB of replies, and the parts of a second version."""


@dataclass(slots=True)
class Soaked:
    """All that was measured."""

    minutes: float
    load: float = field(default_factory=lambda: os.getloadavg()[0])
    """Of the machine, before anything was started."""
    quiet: list[Visit] = field(default_factory=list)
    abused: list[Visit] = field(default_factory=list)
    besieged: list[Visit] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    exact: list[Outcome] = field(default_factory=list)
    """The best of three of each entry of the list, alone."""
    uses: dict[str, dict[str, Use]] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    quarters: list[dict[str, float]] = field(default_factory=list)
    """Median MiB by kind of process, in each quarter of the time of abuse."""
    said: list[str] = field(default_factory=list)

    def ratio(self) -> float:
        """Return p99 under abuse by p99 quiet."""
        return part(self.abused, 99) / max(part(self.quiet, 99), FLOOR)

    def growth(self) -> float:
        """Return by which part the memory of the last quarter is above that of the second."""
        return self.quarters[-1][ALL] / self.quarters[1][ALL] - 1 if self.quarters else 0.0

    def broken(self) -> Iterator[str]:
        """Name the bounds that do not hold."""
        if failed := [visit.trouble for visit in self.quiet + self.abused if visit.trouble]:
            yield f"{len(failed)} ordinary requests failed, such as {failed[0]}"
        if self.ratio() > TARGET:
            yield f"p99 under abuse is {self.ratio():.1f} times the quiet one, not {TARGET:g}"
        yield from self._changed()
        if wrong := [one for one in self.outcomes if not one.right]:
            yield f"{len(wrong)} acts of abuse ended wrongly, such as {wrong[0]}"
        for one in self.exact:
            if one.first > SECONDS + ACCURACY:
                yield f"{one.name} took {one.first:.3f} s alone until {one.ended}"
        if said := [line for line in self.said if "Traceback" in line or "[ERROR]" in line]:
            yield f"the server said {said[0]}"
        yield from self._left_behind()

    def _changed(self) -> Iterator[str]:
        if bad := [change for change in self.changes if change.trouble]:
            yield f"{len(bad)} builds or flips failed, such as {bad[0]}"
        if self.growth() > GROWTH:
            yield f"memory of the last quarter is {self.growth():.1%} above that of the second"

    def _left_behind(self) -> Iterator[str]:
        start, end = self.uses["start"], self.uses["end"]
        if end["worker"].number > MOST_WORKERS:
            yield f"{end['worker'].number} workers are left"
        for kind in watching.KINDS:
            if kind != "worker" and end[kind].number != start[kind].number:
                yield f"{end[kind].number} processes of {kind}, {start[kind].number} at the start"
            if end[kind].files > start[kind].files + MORE_FILES:
                yield f"a process of {kind} has {end[kind].files} open files"
        for kind in ("supervisor", "gunicorn", "web", "zygote"):
            if end[kind].each > start[kind].each + MORE_MIB:
                more = f"{start[kind].each:.0f} at the start"
                yield f"a process of {kind} has {end[kind].each:.0f} MiB, {more}"


def part(visits: Sequence[Visit], percent: int) -> float:
    """Return the seconds within which so many of a hundred visits were answered."""
    ordered = sorted(visit.seconds for visit in visits)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)] if ordered else 0.0
