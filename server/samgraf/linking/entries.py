"""What can be found by name: one entry for each thing, as plain records and as JSON."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

KINDS = (
    "Municipality",
    "RegionalAuthority",
    "CooperationBody",
    "StateBody",
    "Actor",
    "Programme",
    "Region",
    "Topic",
    "Code",
    "Call",
    "PolicyPlan",
    "Project",
    "Term",
)
"""The kinds of entries, in the order in which equally good hits stand."""

LANGUAGES = ("en", "da", "nb", "sv", "fi")
"""The languages that an entry is shown in for a reader who asks for one."""

NATIVE = ("da", "nb", "nn", "no", "fi", "sv", "is", "fo", "kl", "en")
"""In which order a place's own languages are looked for, where the place is not known."""

CLOSEST = {
    "en": ("en",),
    "da": ("da", "nb", "nn", "no", "sv"),
    "nb": ("nb", "no", "nn", "da", "sv"),
    "sv": ("sv", "nb", "nn", "no", "da"),
    "fi": ("fi",),
}
"""What a reader of each language reads best, the best first."""

_ROLES = ("preferred", "alternative", "former")


@dataclass(frozen=True, slots=True)
class Title:
    """One name in one language; ``role`` is preferred, alternative or former."""

    name: str
    language: str
    role: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """One official code; ``scheme`` is that of a register, or ``wikidata``."""

    scheme: str
    code: str
    since: str = ""
    until: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that can be found; ``path`` is its IRI behind our base."""

    path: str
    kind: str
    current: bool
    titles: tuple[Title, ...]
    marks: tuple[Mark, ...] = ()
    countries: tuple[str, ...] = ()
    regions: tuple[str, ...] = ()
    forms: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    since: str = ""
    """The first day that it is known to have been there, '' where that is not known."""
    until: str = ""
    """The last one, '' where it has not ended."""
    funded: bool = False
    """Whether money was granted or paid to it, or for it."""
    members: int = 0
    prominence: int = 0

    def to_json(self) -> str:
        """Write the entry on one line."""
        return json.dumps(asdict(self), ensure_ascii=False, separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> "Entry":
        """Read an entry that ``to_json`` wrote."""
        told = json.loads(text)
        told["titles"] = tuple(Title(**title) for title in told["titles"])
        told["marks"] = tuple(Mark(**mark) for mark in told["marks"])
        for name in ("countries", "regions", "forms", "topics"):
            told[name] = tuple(told[name])
        return cls(**told)

    def shown(self, language: str = "") -> Title:
        """Return the name for a reader: in the language, the closest, its own, or any."""
        order = (*CLOSEST.get(language, ()), *NATIVE)
        return min(self.titles, key=lambda title: _for_show(title, order))

    def status(self) -> str:
        """Tell whether it still is."""
        return "current" if self.current else "ended"


def read(file: Path, kind: str) -> Iterator[Entry]:
    """Yield the entries of one kind from the lines of a file."""
    mark = f'"kind":"{kind}"'
    with file.open(encoding="utf-8") as lines:
        yield from (Entry.from_json(line) for line in lines if mark in line)


def _for_show(title: Title, order: tuple[str, ...]) -> tuple[int, int, str]:
    known = title.language in order
    place = order.index(title.language) if known else len(order)
    return (_ROLES.index(title.role), place, title.name)


def number_of(day: str, otherwise: int) -> int:
    """Return a day as the number that days are compared by."""
    return int(day.replace("-", "")) if day else otherwise


Labels = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Names of the values of facets: facet, value, language."""
