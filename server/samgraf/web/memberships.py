"""Memberships as a page shows them: since when, until when, how certain, and who says so."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from markupsafe import Markup

from samgraf.drawing.timeline import Axis, Span, axis_row, bar
from samgraf.store.pool import Term
from samgraf.terms import concept

from .addresses import local, shown_iri
from .languages import alphabetical
from .site import Rows
from .views import Fact, Value, best, span, text
from .words import words


@dataclass(slots=True)
class Relation:
    """One membership with everything a reader asks: since when, until when, who says so."""

    iri: str
    other: Value
    role: str
    period: str
    certainty: str
    last_seen: str
    sources: list[Value] = field(default_factory=list)
    assumed: bool = True
    notes: list[int] = field(default_factory=list)
    role_label: str = ""
    span: Span = field(default_factory=lambda: Span(None, None))
    bar: Markup = field(default_factory=Markup)


def drawn(*sides: list[Relation], today: date) -> Markup:
    """Give every relation its bar on one axis, and return the axis."""
    axis = Axis.over((r.span for side in sides for r in side), _years(today.isoformat()) or 0)
    for side in sides:
        for relation in side:
            relation.bar = Markup(bar(relation.span, axis))
    return Markup(axis_row(axis))


def numbered(said: Iterable[Relation | Fact]) -> list[Value]:
    """Number the sources of a page as they first occur, and every value with them."""
    known: dict[str, Value] = {}
    for one in said:
        for source in one.sources:
            known.setdefault(source.link or source.text, source)
        links = list(known)
        one.notes = sorted({links.index(s.link or s.text) + 1 for s in one.sources})
    return list(known.values())


def _years(text: str, end: bool = False) -> float | None:
    """Return a date, month or year as years; the end of a stretch for its end."""
    found = re.match(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?", text)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    months = 0.0 if month is None else month - 1 + (0 if day is None else (day - 1) / 31)
    rest = (1.0 if month is None else 1 / 12 if day is None else 1 / 365) if end else 0.0
    return (year or 0) + months / 12 + rest


def relations(rows: Rows, side: str, today: date) -> list[Relation]:
    """Gather the memberships of one side, with their sources, for a day."""
    found: dict[str, Relation] = {}
    names: dict[str, list[Term]] = {}
    others: dict[str, str] = {}
    for row in rows:
        if row["side"].value != side:
            continue
        iri, other = row["relation"].value, row["other"].value
        others[iri] = other
        names.setdefault(iri, []).extend([row["name"]] if "name" in row else [])
        if iri not in found:
            found[iri] = Relation(
                iri,
                Value(shown_iri(other), local(other)),
                row["role"].value.rpartition("/")[2],
                span(text(row, "start"), text(row, "end")),
                certainty(row, today),
                text(row, "endsNotBefore"),
                role_label=words(row["role"].value),
                span=Span(
                    _years(text(row, "start") or text(row, "beginsNotBefore")),
                    _years(text(row, "end"), end=True),
                    certainty(row, today),
                ),
            )
        _add_source(found[iri], row)
    for iri, relation in found.items():
        label = best(names[iri], others[iri])
        if label:
            relation.other = Value(label.value, relation.other.link, label.language)
    return sorted(found.values(), key=_order)


CERTAINTY = ("certain", "presumed", "possible", "ended")


def _order(relation: Relation) -> tuple[int, bool, str, str]:
    role = relation.role != "member"
    return (
        CERTAINTY.index(relation.certainty),
        role,
        alphabetical(relation.other.text),
        relation.iri,
    )


def _add_source(relation: Relation, row: dict[str, Term]) -> None:
    title = text(row, "sourceTitle") or shown_iri(row["source"].value)
    language = row["sourceTitle"].language if "sourceTitle" in row else None
    source = Value(title, local(row["source"].value), language, text(row, "attested") or None)
    if all(known.link != source.link for known in relation.sources):
        relation.sources.append(source)
    if row["reading"].value != str(concept("reading", "assumed")):
        relation.assumed = False


def certainty(row: dict[str, Term], today: date) -> str:
    """Answer for a day by the bounds (design: ontology, section 3)."""
    day = today.isoformat()
    begun, seen = text(row, "beginsNotAfter"), text(row, "endsNotBefore")
    if text(row, "endsNotAfter", day) < day or text(row, "beginsNotBefore", day) > day:
        return "ended" if text(row, "endsNotAfter", day) < day else "possible"
    if not begun or not seen or begun > day:
        return "possible"
    return "certain" if day <= seen else "presumed"
