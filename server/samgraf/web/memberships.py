"""Memberships as a page shows them: since when, until when, how certain, and who says so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from samgraf.drawing.timeline import Axis, Span, axis_row, bar
from samgraf.store.rows import Term
from samgraf.terms import concept

from .addresses import local, shown_iri
from .languages import alphabetical
from .site import Rows
from .views import Fact, Value, named, span, text
from .words import words


@dataclass(slots=True, kw_only=True)
class Sourced:
    """Something that sources say, with their numbers on the page."""

    sources: list[Value] = field(default_factory=list)
    assumed: bool = True
    """Whether nothing but an unchecked source says so."""
    notes: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Relation(Sourced):
    """One membership with everything a reader asks: since when, until when, who says so."""

    iri: str
    other: Value
    role: str
    period: str
    certainty: str
    last_seen: str
    seen_as: str = ""
    """When it was last seen, as its sources write it: a year may be all that they tell."""
    role_label: str = ""
    span: Span = field(default_factory=lambda: Span(None, None))
    bar: Markup = field(default_factory=Markup)
    key: str = ""
    """The IRI of the other side."""
    bounds: dict[str, Term] = field(default_factory=dict)

    def on(self, day: date) -> str:
        """Answer for another day."""
        return certainty(self.bounds, day)

    @property
    def state(self) -> str:
        """How certain it is."""
        return self.certainty

    @property
    def begun_by(self) -> str:
        """The day by which it had begun, where that is all that is known."""
        return "" if self.period else text(self.bounds, "beginsNotAfter")

    @property
    def holds(self) -> bool:
        """Whether it makes somebody a member on the day, certainly or presumably."""
        return self.role == "member" and self.certainty in CURRENT


def drawn(*sides: list[Relation], today: date) -> Markup:
    """Give every relation its bar on one axis, and return the axis."""
    axis = Axis.over((r.span for side in sides for r in side), years(today.isoformat()) or 0)
    for side in sides:
        for relation in side:
            relation.bar = Markup(bar(relation.span, axis))
    return Markup(axis_row(axis))


def numbered(said: Iterable[Sourced | Fact]) -> list[Value]:
    """Number the sources of a page as they first occur, and every value with them."""
    known: dict[str, Value] = {}
    for one in said:
        for source in one.sources:
            known.setdefault(source.link or source.text, source)
        links = list(known)
        one.notes = sorted({links.index(s.link or s.text) + 1 for s in one.sources})
    return list(known.values())


def years(text: str, end: bool = False) -> float | None:
    """Return a date, month or year as years; the end of a stretch for its end."""
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    months = 0.0 if month is None else month - 1 + (0 if day is None else (day - 1) / 31)
    rest = (1.0 if month is None else 1 / 12 if day is None else 1 / 365) if end else 0.0
    return (year or 0) + months / 12 + rest


def relations(rows: Rows, side: str, day: date) -> list[Relation]:
    """Gather the memberships of one side, with their sources, for a day."""
    grouped: dict[str, Rows] = {}
    for row in rows:
        if row["side"].value == side:
            grouped.setdefault(row["relation"].value, []).append(row)
    found = (_relation(iri, of_one, day) for iri, of_one in grouped.items())
    return sorted((one for one in found if one is not None), key=_order)


def _relation(iri: str, rows: Rows, day: date) -> Relation | None:
    """Make one membership of its names, claims and period; None where no role is stated."""
    about = next((row for row in rows if "role" in row), None)
    if about is None:
        return None
    other, answer = about["other"].value, certainty(about, day)
    relation = Relation(
        iri,
        named(other, (row["name"] for row in rows if "name" in row)),
        about["role"].value.rpartition("/")[2],
        span(text(about, "start"), text(about, "end")),
        answer,
        text(about, "endsNotBefore"),
        as_attested(text(about, "endsNotBefore"), rows),
        role_label=words(about["role"].value),
        span=Span(
            years(text(about, "start") or text(about, "beginsNotBefore")),
            years(text(about, "end") or text(about, "endsNotAfter"), end=True),
            answer,
        ),
        key=other,
        bounds=about,
    )
    add_sources(relation, rows)
    return relation


CURRENT = ("certain", "presumed")
"""What counts as holding on a day."""

CERTAINTY = (*CURRENT, "possible", "later", "ended")
"""What can be said of a membership on a day, the surest first."""


def _order(relation: Relation) -> tuple[int, bool, str, str]:
    role = relation.role != "member"
    return (
        CERTAINTY.index(relation.certainty),
        role,
        alphabetical(relation.other.text),
        relation.iri,
    )


def add_sources(relation: Sourced, rows: Rows) -> None:
    """Add the sources of the claims among some rows, each once."""
    claims = [row for row in rows if "source" in row]
    claims.sort(key=lambda row: (row["source"].value, text(row, "attested")))
    for claim in claims:
        _add_source(relation, claim)


def _add_source(relation: Sourced, row: dict[str, Term]) -> None:
    title = text(row, "sourceTitle") or shown_iri(row["source"].value)
    language = row["sourceTitle"].language if "sourceTitle" in row else None
    source = Value(title, local(row["source"].value), language, text(row, "attested") or None)
    if all(known.link != source.link for known in relation.sources):
        relation.sources.append(source)
    if text(row, "reading") != str(concept("reading", "assumed")):
        relation.assumed = False


def as_attested(seen: str, rows: Rows) -> str:
    """Return the last day that something was seen as its claims write it: a year stays a year.

    The bounds of the data have the first day of a year or month that a source speaks of.
    """
    written = {text(row, "attested") for row in rows}
    if seen in written:
        return seen
    return next((part for part in (seen[:7], seen[:4]) if part in written and part), seen)


def certainty(row: dict[str, Term], on: date) -> str:
    """Answer for a day by the bounds (design: ontology, section 3)."""
    day = on.isoformat()
    begun, seen = text(row, "beginsNotAfter"), text(row, "endsNotBefore")
    if text(row, "endsNotAfter", day) < day:
        return "ended"
    if text(row, "beginsNotBefore", day) > day:
        return "later"
    if not begun or not seen or begun > day:
        return "possible"
    return "certain" if day <= seen else "presumed"
