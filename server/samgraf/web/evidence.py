"""What sources say for, against and about a thing: who, where, how read, and for when."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from samgraf.terms import DCT, OA, SCHEMA, SG, concept

from .addresses import local
from .dates import day
from .items import Parts, all_of, first, items
from .site import site
from .texts import gettext
from .views import Value
from .words import words


@dataclass(slots=True)
class Said:
    """One claim, as a row of a table shows it."""

    iri: str
    link: str | None
    source: Value
    reading: Value
    rank: Value
    about: str
    """The property that it states, in words; '' where it states the whole."""
    value: list[Value]
    attested: str
    reason: str
    paraphrase: str
    place: str
    jump: str | None
    against: bool
    omits: bool
    assumed: bool
    notes: list[int] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Testimony:
    """The claims on a thing, by what they do for it."""

    pro: list[Said]
    contra: list[Said]
    other: list[Said]
    """What is claimed of it without being a reason for it."""
    more: bool
    """Whether there are more than are shown."""

    @property
    def all(self) -> list[Said]:
        """All of them, in the order of the page."""
        return [*self.pro, *self.contra, *self.other]

    @property
    def assumed(self) -> bool:
        """Whether nothing but unchecked sources says so."""
        return all(said.assumed for said in self.pro)

    @property
    def notes(self) -> list[int]:
        """The numbers of the sources that speak for the thing."""
        return sorted({n for said in self.pro for n in said.notes})


def numbered(told: Iterable[Said]) -> list[Value]:
    """Number the sources of a page as they first occur, and every claim with its source's."""
    known: dict[str, Value] = {}
    for one in told:
        key = one.source.title or one.source.text
        known.setdefault(key, one.source)
        one.notes = [list(known).index(key) + 1]
    return list(known.values())


MOST = 100
"""So many claims on one thing are read; a page says so where there may be more."""
_AGAINST = frozenset(("conflict", "omits"))


def testimony(term: str) -> Testimony:
    """Read the claims on a thing."""
    rows = site().rows("pages/claims", thing=term)
    roles: dict[str, set[str]] = {}
    for row in rows:
        roles.setdefault(row["item"].value, set()).add(row["how"].value)
    found = [(said(iri, parts, roles[iri]), roles[iri]) for iri, parts in items(rows).items()]
    found.sort(key=lambda one: (one[0].source.text.casefold(), one[0].iri))
    return Testimony(
        [s for s, how in found if "for" in how and not s.against],
        [s for s, _ in found if s.against],
        [s for s, how in found if "for" not in how and not s.against],
        sum(map(len, roles.values())) >= MOST,
    )


def said(iri: str, parts: Parts, how: Iterable[str] = ()) -> Said:
    """Return a claim as a page tells it."""
    roles = set(how)
    rank, reading = _coded(parts, SG.rank), _coded(parts, SG.readingMode)
    deprecated = rank.title == str(concept("rank", "deprecated"))
    stated = first(parts, SG.claimProperty)
    return Said(
        iri,
        local(iri),
        first(parts, DCT.source) or Value(gettext("no source")),
        reading,
        rank,
        words(stated.title or "") if stated else "",
        all_of(parts, SG.claimValue),
        ", ".join(day(v.written) for v in all_of(parts, SG.attestedOn)),
        _text(parts, SG.rankReason),
        _text(parts, SG.paraphrase),
        place(parts),
        jump(parts),
        deprecated or (bool(roles & _AGAINST) and "for" not in roles and "about" not in roles),
        "omits" in roles,
        reading.title == str(concept("reading", "assumed")),
    )


def _coded(parts: Parts, prop: str) -> Value:
    return first(parts, prop) or Value("")


def _text(parts: Parts, prop: str) -> str:
    found = first(parts, prop)
    return found.written if found else ""


def place(parts: Parts) -> str:
    """Say where in the captured text a passage stands."""
    start, end = first(parts, OA.start), first(parts, OA.end)
    if start is None or end is None:
        return ""
    return gettext("characters %(start)s to %(end)s", start=start.written, end=end.written)


def jump(parts: Parts) -> str | None:
    """Return the address that jumps to the passage at its source."""
    address, fragment = first(parts, SCHEMA.url), first(parts, SG.textFragment)
    link = local(address.title or "") if address else None
    return f"{link}#{fragment.text}" if link and fragment else None


def explained(reading: str) -> str:
    """Say what a way of reading a source means."""
    known = {
        "explicit": gettext("The source says it in so many words."),
        "enumerated": gettext("The source names it in a list."),
        "collective": gettext(
            "The source speaks of a group as a whole, without naming its members."
        ),
        "computed": gettext("It was worked out from register data or counts of the source."),
        "interpreted": gettext("The editors read more into the source than its words say."),
        "assumed": gettext("Nobody has checked the source yet; it supports nothing."),
    }
    return known.get(reading.rpartition("/")[2], "")


def ranked(rank: str) -> str:
    """Say what a rank means."""
    known = {
        "preferred": gettext("It is believed over the claims that it conflicts with."),
        "normal": gettext("It is neither preferred nor rejected."),
        "deprecated": gettext(
            "It is not believed; it is kept with the reason, and supports nothing."
        ),
    }
    return known.get(rank.rpartition("/")[2], "")
