"""Memberships as a page shows them: since when, until when, how certain, and who says so."""

from dataclasses import dataclass, field
from datetime import date

from samgraf.store.pool import Term
from samgraf.terms import concept, thing

from .addresses import local, shown_iri
from .site import Rows
from .views import Value, best, span, text


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


def relations(rows: Rows, side: str, today: date) -> list[Relation]:
    """Gather the memberships of one side, with their sources, for a day."""
    found: dict[str, Relation] = {}
    names: dict[str, list[Term]] = {}
    for row in rows:
        if row["side"].value != side:
            continue
        iri, other = row["relation"].value, row["other"].value
        names.setdefault(iri, []).extend([row["name"]] if "name" in row else [])
        if iri not in found:
            found[iri] = Relation(
                iri,
                Value(shown_iri(other), local(other)),
                row["role"].value.rpartition("/")[2],
                span(text(row, "start"), text(row, "end")),
                certainty(row, today),
                text(row, "endsNotBefore"),
            )
        _add_source(found[iri], row)
    for iri, relation in found.items():
        label = best(names[iri], thing("actor", ""))
        if label:
            relation.other = Value(label.value, relation.other.link, label.language)
    return sorted(found.values(), key=_order)


_ORDER = ("certain", "presumed", "possible", "ended")


def _order(relation: Relation) -> tuple[int, bool, str, str]:
    role = relation.role != "member"
    return (_ORDER.index(relation.certainty), role, relation.other.text.casefold(), relation.iri)


def _add_source(relation: Relation, row: dict[str, Term]) -> None:
    title = text(row, "sourceTitle") or shown_iri(row["source"].value)
    source = Value(title, local(row["source"].value), None, text(row, "attested") or None)
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
