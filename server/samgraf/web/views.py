"""Rows of page queries, gathered into what the templates show."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from samgraf.store.pool import Term
from samgraf.terms import DCT, ORG, RDFS, SG, SKOS, thing

from .addresses import local, shown_iri
from .seen import shortened
from .site import Rows

READER = ("en", "da", "nb", "nn", "no", "sv", "fi", "is", "fo")
"""In which language a page shows concepts and terms."""

NATIVE = ("da", "nb", "nn", "no", "fi", "sv", "is", "fo", "kl", "en")
"""In which language a page shows actors: their own, so that nobody has to translate a name."""


NAME = 500
"""Characters of a name on a page."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value as a page shows it: text, and a link where it may be one."""

    text: str
    link: str | None = None
    language: str | None = None
    title: str | None = None


@dataclass(slots=True)
class Fact:
    """One name, code, region or size of a version, and the sources that state it."""

    property: str
    text: str
    link: str | None
    sources: list[Value] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    """The numbers of its sources on the page."""


@dataclass(slots=True)
class Version:
    """One version of an actor, in the order of time."""

    fragment: str
    period: str
    end: str
    facts: list[Fact] = field(default_factory=list)


@dataclass(slots=True)
class Change:
    """One event of an actor's life."""

    iri: str
    kind: str
    date: str
    before: list[Value] = field(default_factory=list)
    after: list[Value] = field(default_factory=list)


def text(row: dict[str, Term], name: str, other: str = "") -> str:
    """Return a value of a row as text, or the other where it has none."""
    return row[name].value if name in row else other


def best(labels: Iterable[Term], iri: str = "") -> Term | None:
    """Choose the label to show: of an actor its own, of anything else the reader's."""
    languages = NATIVE if iri.startswith(thing("actor", "")) else READER
    order = {language: number for number, language in enumerate(languages)}
    return min(
        labels,
        key=lambda label: (order.get(label.language or "", len(order)), label.value),
        default=None,
    )


def values(rows: Rows, group: str, value: str) -> dict[str, list[Value]]:
    """Group rows by a property; each value once, with its best label."""
    labels: dict[tuple[str, str, str], list[Term]] = {}
    terms: dict[tuple[str, str, str], Term] = {}
    for row in rows:
        term = row[value]
        key = (row[group].value, term.value, f"{term.language}{term.datatype}")
        terms[key] = term
        labels.setdefault(key, []).extend([row["label"]] if "label" in row else [])
    grouped: dict[str, list[Value]] = {}
    for key, term in terms.items():
        grouped.setdefault(key[0], []).append(_value(term, best(labels[key], term.value)))
    return grouped


def _value(term: Term, label: Term | None) -> Value:
    if term.kind == "uri":
        shown = shortened(label.value if label else shown_iri(term.value), NAME)
        return Value(shown, local(term.value), label.language if label else None, term.value)
    datatype = shown_iri(term.datatype) if term.datatype else None
    return Value(shortened(term.value), None, term.language, datatype)


@dataclass(slots=True)
class Part:
    """A hash node of a thing: its period, or a passage that a claim rests on."""

    role: str
    facts: dict[str, list[Value]]
    jump: str | None = None


def parts(rows: Rows) -> list[Part]:
    """Gather the hash nodes of a thing; a passage gets the address that jumps to it."""
    grouped: dict[tuple[str, str], Rows] = {}
    for row in rows:
        grouped.setdefault((row["role"].value, row["part"].value), []).append(row)
    return [
        Part(role, values(found, "property", "value"), _jump(found))
        for (role, _), found in grouped.items()
    ]


def _jump(rows: Rows) -> str | None:
    """Return the source's address with the text fragment of the passage."""
    address = next((row["address"].value for row in rows if "address" in row), None)
    fragments = (
        row["value"].value for row in rows if row["property"].value == str(SG.textFragment)
    )
    fragment = next(fragments, None)
    link = local(address) if address else None
    return f"{link}#{fragment}" if link and fragment else link


def source_of(graph: str) -> Value:
    """Return the source whose named graph a fact stands in."""
    key = graph.rpartition("/source/")[2]
    return Value(key, f"/page/source/{key}" if "/source/" in graph else None)


def versions(rows: Rows) -> list[Version]:
    """Gather the versions of an actor with the sources of each fact, in the order of time."""
    found: dict[str, Version] = {}
    facts: dict[tuple[str, ...], Fact] = {}
    labels: dict[tuple[str, ...], list[Term]] = {}
    for row in rows:
        iri, term = row["version"].value, row["value"]
        version = found.setdefault(
            iri,
            Version(
                iri.rpartition("#")[2],
                span(text(row, "start"), text(row, "end")),
                text(row, "end"),
            ),
        )
        key = (iri, row["property"].value, term.value, term.language or "")
        if key not in facts:
            facts[key] = Fact(_fact_name(row), term.value, None)
            version.facts.append(facts[key])
        source = source_of(row["source"].value)
        if source not in facts[key].sources:
            facts[key].sources.append(source)
        if "label" in row:
            labels.setdefault(key, []).append(row["label"])
            facts[key].text = best(labels[key]).value  # type: ignore[union-attr]
            facts[key].link = local(term.value)
    return list(found.values())


_FACTS = {
    str(SKOS.prefLabel): "name",
    str(SKOS.altLabel): "also",
    str(SG.inRegion): "in",
    str(SG.inArea): "in the area",
    str(SG.population): "population",
    str(SG.populationYear): "population year",
    str(SG.areaKm2): "area in km²",
}


def _fact_name(row: dict[str, Term]) -> str:
    term = row["value"]
    if row["property"].value == str(SG.officialCode):
        return (term.datatype or "code").rpartition("/")[2]
    name = _FACTS.get(row["property"].value, shown_iri(row["property"].value))
    return f"{name} ({term.language})" if term.language else name


def span(start: str, end: str) -> str:
    """Write a period as its source does; an unknown or open end is left out."""
    if start and end:
        return f"{start} to {end}"
    return f"from {start}" if start else f"until {end}" if end else ""


def changes(rows: Rows) -> list[Change]:
    """Gather the events of an actor, each side once and in the reader's language."""
    found: dict[str, Change] = {}
    names: dict[tuple[str, str, str], list[Term]] = {}
    for row in rows:
        iri = row["event"].value
        kind = text(row, "kindLabel", shown_iri(row["kind"].value))
        found.setdefault(iri, Change(iri, kind, row["date"].value))
        key = (iri, row["side"].value, row["actor"].value)
        names.setdefault(key, []).extend([row["name"]] if "name" in row else [])
    for (iri, side, actor), labels in names.items():
        label = best(labels, actor)
        value = Value(label.value if label else shown_iri(actor), local(actor))
        (found[iri].before if side == "before" else found[iri].after).append(value)
    return list(found.values())


LABELS = (str(SKOS.prefLabel), str(RDFS.label), str(DCT.title))


def ended(versions: list[Version]) -> str:
    """Return the last end of an actor of which no version is open, else nothing."""
    ends = [version.end for version in versions]
    return max(ends) if ends and all(ends) else ""


def heading(statements: Rows, iri: str) -> Value:
    """Return the name of a thing for its page: its own language first, then the reader's.

    A relation, claim or event has no name; its parties, source or date stand for it.
    """
    for label in LABELS:
        terms = [row["value"] for row in statements if row["property"].value == label]
        if terms:
            chosen = best(terms, iri)
            if chosen:
                return Value(shortened(chosen.value, NAME), None, chosen.language)
    facts = values(statements, "property", "value")
    for pattern, properties in _NAMED_BY:
        parts = [facts.get(str(p), [None])[0] for p in properties]
        if all(parts):
            return Value(pattern.format(*(part.text for part in parts if part)))
    return Value(shown_iri(iri))


_NAMED_BY = (
    ("{} in {}", (ORG.member, ORG.organization)),
    ("Funding of {} by {}", (SG.recipient, SG.funder)),
    ("Funding of {} by {}", (SG.collectiveParticipant, SG.funder)),
    ("Cooperation of {} on {}", (SG.collectiveParticipant, SG.topic)),
    ("Cooperation of {} and others on {}", (SG.participant, SG.topic)),
    ("Claim of the source “{}”", (DCT.source,)),
    ("Change: {}, {}", (SG.changeKind, DCT.date)),
)
