"""Rows of page queries, gathered into what the templates show."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from flask_babel import gettext

from samgraf.linking.entries import CLOSEST, NATIVE
from samgraf.store.rows import Term
from samgraf.terms import DCT, ORG, RDFS, SG, SKOS, XSD, thing

from .addresses import local, shown_iri
from .dates import day, number
from .languages import alphabetical, reader, told
from .languages import named as language_named
from .projects import project_of
from .reused import reused
from .seen import shortened
from .site import Rows

_OWN = {
    "ax": "sv",
    "dk": "da",
    "fi": "fi",
    "fo": "fo",
    "gl": "kl",
    "is": "is",
    "no": "nb",
    "se": "sv",
}
"""The language of the place that a key begins with."""

_ACTORS = thing("actor", "")
_PLACE = re.compile(r"[/-]([a-z]{2})-[^/]*")
_NUMBERS = frozenset(str(XSD[name]) for name in ("integer", "decimal", "double"))
_DATES = frozenset(str(XSD[name]) for name in ("date", "gYearMonth"))


NAME = 500
"""Characters of a name on a page."""


@dataclass(frozen=True, slots=True)
class Value:
    """A value as a page shows it: text, and a link where it may be one."""

    text: str
    link: str | None = None
    language: str | None = None
    title: str | None = None
    date: str | None = None
    """The date for machines, where the text is one in the reader's form."""
    raw: str | None = None
    """The literal as the data have it, where the text is another."""

    @property
    def written(self) -> str:
        """The text as the data have it."""
        return self.raw or self.text


@dataclass(slots=True)
class Fact:
    """One name, code, region or size of a version, and the sources that state it."""

    property: str
    text: str
    link: str | None
    language: str | None = None
    sources: list[Value] = field(default_factory=list)
    notes: list[int] = field(default_factory=list)
    """The numbers of its sources on the page."""
    kind: str = ""
    """The IRI of the property."""


@dataclass(slots=True)
class Version:
    """One version of an actor, in the order of time."""

    fragment: str
    period: str
    end: str
    facts: list[Fact] = field(default_factory=list)
    start: str = ""

    def holds(self, day: str) -> bool:
        """Say whether it is the state of a day; a year or month counts whole."""
        begun = not self.start or self.start <= day[: len(self.start)]
        return begun and (not self.end or self.end >= day[: len(self.end)])


@dataclass(slots=True)
class Change:
    """One event of an actor's life."""

    iri: str
    kind: str
    date: str
    kind_iri: str = ""
    before: list[Value] = field(default_factory=list)
    after: list[Value] = field(default_factory=list)
    divided: set[str] = field(default_factory=set)
    """The addresses of those before that went elsewhere too."""
    note: str = ""


def text(row: dict[str, Term], name: str, other: str = "") -> str:
    """Return a value of a row as text, or the other where it has none."""
    return row[name].value if name in row else other


def best(labels: Iterable[Term], iri: str = "") -> Term | None:
    """Choose the label to show: of an actor its own, of anything else the reader's.

    Where the reader's language has none: the nearest, the place's own, English, any.
    """
    labels = list(labels)
    if len(labels) < 2:
        return labels[0] if labels else None
    order = _order(reader(), _own(iri), iri.startswith(_ACTORS))
    return min(
        labels,
        key=lambda label: (order.get(label.language or "", len(order)), label.value),
        default=None,
    )


def _own(iri: str) -> str:
    """Return the language of the place that a thing belongs to, '' where its key names none."""
    found = _PLACE.search(iri, iri.rfind("/")) if iri else None
    return _OWN.get(found[1], "") if found else ""


@lru_cache(maxsize=256)
def _order(language: str, own: str, native: bool) -> dict[str, int]:
    """Return the place of each language among labels."""
    mine, theirs = (*CLOSEST[language],), (own, *NATIVE)
    order = (*theirs, *mine) if native else (*mine, own, "en", *theirs)
    return {code: number for number, code in enumerate(dict.fromkeys(order)) if code}


def named(iri: str, labels: Iterable[Term]) -> Value:
    """Return a thing of ours by its best label, with a link to its page."""
    label = best(labels, iri)
    if label is None:
        return Value(shown_iri(iri), local(iri))
    return Value(label.value, local(iri), label.language)


def by_name(value: Value) -> tuple[str, str]:
    """Order things by their names, in the reader's alphabet."""
    return alphabetical(value.text), value.link or value.title or ""


def values(rows: Rows, group: str, value: str) -> dict[str, list[Value]]:
    """Group rows by a property; each value once, with its best label, in the order of the IRIs."""
    labels: dict[tuple[str, str, str], list[Term]] = {}
    terms: dict[tuple[str, str, str], Term] = {}
    for row in rows:
        term = row[value]
        key = (row[group].value, term.value, f"{term.language}{term.datatype}")
        terms[key] = term
        labels.setdefault(key, []).extend([row["label"]] if "label" in row else [])
    grouped: dict[str, list[Value]] = {}
    for key, term in sorted(terms.items(), key=lambda item: item[0]):
        label = best(labels[key], term.value)
        grouped.setdefault(key[0], []).append(_value(term, label, key[0]))
    return {group: in_order(found) for group, found in grouped.items()}


def in_order(found: list[Value]) -> list[Value]:
    """Sort things by name in the reader's alphabet; literals stay as the query has them."""
    return sorted(found, key=lambda value: alphabetical(value.text) if value.link else "")


def gathered(rows: Rows, key: str, *names: str) -> list[dict[str, Value]]:
    """Make one row of many that differ in languages alone: the best of each of these names."""
    first: dict[str, dict[str, Term]] = {}
    labels: dict[tuple[str, str], list[Term]] = {}
    for row in rows:
        iri = row[key].value
        first.setdefault(iri, row)
        for name in names:
            labels.setdefault((iri, name), []).extend([row[name]] if name in row else [])
    found = []
    for iri, row in first.items():
        told = {name: Value(term.value) for name, term in row.items()}
        chosen = {name: best(labels[iri, name], iri) for name in names}
        found.append(
            told | {n: Value(t.value, None, t.language) for n, t in chosen.items() if t is not None}
        )
    return found


def _value(term: Term, label: Term | None, group: str = "") -> Value:
    if term.kind == "uri":
        shown = shortened(label.value if label else reused(term.value), NAME)
        return Value(shown, local(term.value), label.language if label else None, term.value)
    datatype = shown_iri(term.datatype) if term.datatype else None
    said = literal(term, group)
    raw = term.value if said != term.value else None
    return Value(said, None, term.language, datatype, raw if term.datatype in _DATES else None, raw)


def literal(term: Term, group: str = "") -> str:
    """Write a literal as the reader does; a year is text, whatever its datatype."""
    if term.datatype in _DATES:
        return day(term.value)
    if group == str(DCT.language):
        return language_named(term.value)
    if term.datatype in _NUMBERS and not group.endswith("Year"):
        return number(term.value)
    return shortened(term.value)


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


def source_of(graph: str, title: str = "") -> Value:
    """Return the source whose named graph a fact stands in."""
    key = graph.rpartition("/source/")[2]
    return Value(title or key, f"/page/source/{key}" if "/source/" in graph else None)


def versions(rows: Rows) -> list[Version]:
    """Gather the versions of an actor with the sources of each fact, in the order of time."""
    found: dict[str, Version] = {}
    facts: dict[tuple[str, ...], Fact] = {}
    labels: dict[tuple[str, ...], list[Term]] = {}
    for row in sorted(rows, key=_in_time):
        iri, term = row["version"].value, row["value"]
        version = found.setdefault(
            iri,
            Version(
                iri.rpartition("#")[2],
                span(text(row, "start"), text(row, "end")),
                text(row, "end"),
                start=text(row, "start"),
            ),
        )
        key = (iri, row["property"].value, term.value, term.language or "")
        if key not in facts:
            kind = row["property"].value
            said = literal(term, kind)
            facts[key] = Fact(_fact_name(row), said, None, term.language, kind=kind)
            version.facts.append(facts[key])
        source = source_of(row["source"].value, text(row, "sourceTitle"))
        if source not in facts[key].sources:
            facts[key].sources.append(source)
        if "label" in row:
            labels.setdefault(key, []).append(row["label"])
            label = best(labels[key], term.value) or row["label"]
            facts[key].text, facts[key].language = label.value, label.language
            facts[key].link = local(term.value)
    return list(found.values())


def _in_time(row: dict[str, Term]) -> tuple[str, ...]:
    return (
        text(row, "start"),
        *(row[name].value for name in ("version", "property", "value", "source")),
    )


FACTS = {
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
    name = told(FACTS.get(row["property"].value, "")) or shown_iri(row["property"].value)
    return f"{name} ({term.language})" if term.language else name


def span(start: str, end: str) -> str:
    """Write a period in words; an unknown or open end is left out."""
    begun, over = day(start), day(end)
    if start and end:
        return str(gettext("%(start)s to %(end)s", start=begun, end=over))
    if start:
        return str(gettext("from %(start)s", start=begun))
    return str(gettext("until %(end)s", end=over)) if end else ""


def changes(rows: Rows) -> list[Change]:
    """Gather the events of an actor, each side once and in the reader's language."""
    found: dict[str, Change] = {}
    kinds: dict[str, list[Term]] = {}
    names: dict[tuple[str, str, str], list[Term]] = {}
    for row in rows:
        iri, kind = row["event"].value, row["kind"].value
        found.setdefault(iri, Change(iri, shown_iri(kind), row["date"].value, kind))
        if "kindLabel" in row:
            kinds.setdefault(iri, []).append(row["kindLabel"])
        elif "note" in row:
            found[iri].note = row["note"].value
        else:
            if "elsewhere" in row:
                found[iri].divided.add(local(row["actor"].value) or "")
            key = (iri, row["side"].value, row["actor"].value)
            names.setdefault(key, []).extend([row["name"]] if "name" in row else [])
    for iri, labels in kinds.items():
        found[iri].kind = best(labels).value  # type: ignore[union-attr]
    for (iri, side, actor), labels in names.items():
        label = best(labels, actor)
        name, language = (label.value, label.language) if label else (shown_iri(actor), None)
        value = Value(name, local(actor), language)
        (found[iri].before if side == "before" else found[iri].after).append(value)
    for change in found.values():
        change.before.sort(key=by_name)
        change.after.sort(key=by_name)
    return sorted(found.values(), key=lambda change: (change.date, change.iri))


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
    project = project_of(iri)
    if project:
        return Value(shortened(project[1].value, NAME), None, project[1].language)
    for pattern, properties in NAMED_BY:
        parts = [facts.get(str(p), [None])[0] for p in properties]
        if all(parts):
            return Value(told(pattern).format(*(part.text for part in parts if part)))
    return Value(shown_iri(iri))


NAMED_BY = (
    ("{} in {}", (ORG.member, ORG.organization)),
    ("Funding of {} by {}", (SG.recipient, SG.funder)),
    ("Funding of {} by {}", (SG.collectiveParticipant, SG.funder)),
    ("Cooperation of {} on {}", (SG.collectiveParticipant, SG.topic)),
    ("Cooperation of {} and others on {}", (SG.participant, SG.topic)),
    ("Claim of the source “{}”", (DCT.source,)),
    ("Change: {}, {}", (SG.changeKind, DCT.date)),
)
