"""The official codes of every thing that can be found, and which one says most."""

from pathlib import Path

from samgraf.linking.entries import Entry, Mark
from samgraf.matching import periods
from samgraf.matching.codes import ORGANISATIONS

_FIRST = (
    "kommunekode",
    "kommunenummer",
    "kommunkod",
    "kuntanumero",
    "sveitarfelagsnumer",
    "hagstova",
    "fylkesnummer",
    "regionskode",
    "lanskod",
    "hyvinvointialue",
)
"""Registers of municipalities and regions, whose codes say more of those than numbers of
organisations do; without the country before them."""

_OF_OTHERS = frozenset({"wikidata"})
"""What is no official code, and no number of an organisation."""

_NOT_YET = "~"  # sorts behind every day

_LEVELS = {"nuts": ("nuts0", "nuts1", "nuts2", "nuts3")}
"""Registers whose codes stand at several levels; a territory with the borders of such a region
bears its code too, under the name of the whole register."""


class Holdings:
    """Which thing holds which codes, and when."""

    def __init__(self, entries: Path) -> None:
        """Read the entries of an index."""
        with entries.open(encoding="utf-8") as lines:
            found = [Entry.from_json(line) for line in lines]
        self._marks = {entry.path: entry.marks for entry in found if entry.marks}
        self.schemes = sorted({mark.scheme for entry in found for mark in entry.marks})
        """Every register that a code may be of."""

    def named(self, scheme: str) -> tuple[str, ...]:
        """Return the registers that are meant by the name of one, () for an unknown one."""
        meant = _LEVELS.get(scheme, (scheme,))
        return tuple(name for name in meant if name in self.schemes)

    def code(self, path: str, on: str = "") -> str:
        """Return the code of a thing in a day, month or year, or its latest one; '' for none.

        It is of the one register that says most, whatever the day: where that had no code of the
        thing then, the number of another register would look like one of it.
        """
        marks = [mark for mark in self._marks.get(path, ()) if mark.scheme not in _OF_OTHERS]
        if not marks:
            return ""
        register = min(marks, key=_rank).scheme
        held = [mark for mark in marks if mark.scheme == register]
        then = [mark for mark in held if on and periods.holds(mark.since, mark.until, on)]
        return max(then or held, key=_last).code


def _rank(mark: Mark) -> int:
    """Put codes of municipalities and regions first, numbers of organisations last."""
    name = mark.scheme.partition("-")[2]
    place = _FIRST.index(name) if name in _FIRST else len(_FIRST)
    return place + (mark.scheme in ORGANISATIONS)


def _last(mark: Mark) -> tuple[str, str]:
    """Put a code behind those that ended or began before it."""
    return (mark.until or _NOT_YET, mark.since)
