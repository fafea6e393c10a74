"""The terms that the editor completes and explains: classes, properties, datatypes and codes.

They come as one file for each version and language. It is read when somebody begins to write, so
it holds what completion needs and no more: territories and things are found by ``/suggest``.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from samgraf.namespaces import BASE, CODES, COUNTRIES, FAMILIAR
from samgraf.store.keywords import KEYWORDS
from samgraf.store.rows import Term
from samgraf.terms import OWL, RDF, RDFS, SG, SKOS, XSD

from . import languages
from .languages import reader
from .reused import REUSED
from .seen import seen
from .site import Site
from .views import best
from .words import labels

_PLAIN = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
"""A local name that needs no escape after any prefix (SPARQL 1.1, PN_LOCAL)."""

_PARTS = re.compile(r"(.*[#/])([^#/]+)", re.DOTALL)
_PREFIX_OF = {iri: prefix for prefix, iri in FAMILIAR.items()}
_MOST = 5000
_LONGEST = 400
"""Characters of a definition."""

_CLAUSES = (
    *("SELECT", "ASK", "CONSTRUCT", "DESCRIBE", "DISTINCT", "REDUCED", "WHERE", "FROM", "NAMED"),
    *("PREFIX", "BASE", "OPTIONAL", "FILTER", "UNION", "MINUS", "GRAPH", "BIND", "VALUES"),
    *("LATERAL", "EXISTS", "NOT", "GROUP", "ORDER", "BY", "HAVING", "LIMIT", "OFFSET"),
    *("ASC", "DESC", "AS", "IN", "UNDEF", "TRUE", "FALSE"),
)
"""Words that no bracket follows, as they come in a query."""

_NOT_OFFERED = frozenset(
    (
        *("A", "ADD", "ADJUST", "ALL", "CLEAR", "COPY", "CREATE", "DATA", "DEFAULT", "DELETE"),
        *("DROP", "INSERT", "INTO", "LOAD", "MOVE", "SEPARATOR", "SERVICE", "SILENT", "TO"),
        *("USING", "VERSION", "WITH"),
    )
)
"""Words that a query here has no use for, or that only stand within others."""

_DATATYPES = ("boolean", "date", "dateTime", "decimal", "double", "gYear", "gYearMonth", "integer")
_PROPERTIES = frozenset(
    str(kind) for kind in (OWL.ObjectProperty, OWL.DatatypeProperty, RDF.Property)
)


@dataclass(frozen=True, slots=True)
class _Uses:
    """How often each term is used, and by what, from the statistics of a version."""

    classes: Mapping[str, int]
    properties: Mapping[str, int]
    codes: Mapping[str, int]
    classes_of: Mapping[str, list[str]]
    """The classes whose things have a property."""
    properties_of: Mapping[str, set[str]]
    """The properties that have a code as a value."""


def written(iri: str) -> str:
    """Return how a query writes a term: with its usual prefix, or in full."""
    match = _PARTS.fullmatch(iri)
    prefix = _PREFIX_OF.get(match[1]) if match else None
    if match is None or prefix is None or not _PLAIN.fullmatch(match[2]):
        return f"<{iri}>"
    return f"{prefix}:{match[2]}"


def statistics(here: Site, name: str) -> list[list[Any]]:
    """Return the rows of a statistic; a version that was made of a file as it stands has none."""
    rows: list[list[Any]] = here.manifest().get("statistics", {}).get(name, [])
    return rows


def definitions(here: Site) -> Mapping[str, Term]:
    """Return what each term of the ontology means, in the reader's language or the nearest."""
    found: dict[str, list[Term]] = {}
    for row in here.rows("pages/ontology-terms"):
        if row["part"].value == str(SKOS.definition):
            found.setdefault(row["term"].value, []).append(row["value"])
    chosen = ((iri, best(terms, iri)) for iri, terms in found.items())
    return {iri: term for iri, term in chosen if term is not None}


def told(here: Site) -> bytes:
    """Write all that the editor completes, as JSON in the reader's language."""
    terms: dict[object, dict[str, object]] = {}
    for term in _terms(here):
        terms.setdefault(term["name"], term)
    functions = KEYWORDS - frozenset(_CLAUSES) - _NOT_OFFERED
    text = {
        "version": here.manifest()["version"],
        "lang": reader(),
        "prefixes": FAMILIAR,
        "clauses": _CLAUSES,
        "functions": sorted(functions),
        "terms": list(terms.values())[:_MOST],
    }
    return json.dumps(text, ensure_ascii=False, separators=(",", ":")).encode()


def _terms(here: Site) -> Iterator[dict[str, object]]:
    """Yield every term: the classes, the properties, the datatypes, the codes."""
    uses = _uses(here)
    yield from _ontology(here, uses)
    yield from _reused(uses) if uses.properties else _uncounted(here)
    yield from _codes(here, uses)
    for name in _DATATYPES:
        yield _told(str(XSD[name]), "datatype")


def _uses(here: Site) -> _Uses:
    """Read the statistics of a version."""
    classes_of: dict[str, list[str]] = {}
    properties_of: dict[str, set[str]] = {}
    codes: dict[str, int] = {}
    for kind, prop, _, _ in statistics(here, "properties-of-classes"):
        classes_of.setdefault(prop, []).append(written(kind))
    for prop, code, count in statistics(here, "codes"):
        codes[code] = codes.get(code, 0) + int(count)
        properties_of.setdefault(code, set()).add(prop)
    return _Uses(
        {iri: int(count) for iri, count in statistics(here, "classes")},
        {iri: int(count) for iri, count in statistics(here, "properties")},
        codes,
        classes_of,
        properties_of,
    )


def _ontology(here: Site, uses: _Uses) -> Iterator[dict[str, object]]:
    """Yield the terms of our ontology."""
    kinds: dict[str, str] = {}
    for row in here.rows("pages/ontology-terms"):
        if row["part"].value == str(RDF.type):
            kind = _kind(row["value"].value)
            if kind or row["term"].value not in kinds:
                kinds[row["term"].value] = kind
    meanings, names = definitions(here), labels()
    for iri in sorted(kinds):
        counts = uses.properties if kinds[iri] == "property" else uses.classes
        said = _told(iri, kinds[iri] or "other", names.get(iri, []), meanings.get(iri))
        yield said | _counted(counts.get(iri, 0), uses.classes_of.get(iri, []))


def _kind(type_iri: str) -> str:
    """Name the kind of a term by its class, '' for none that matters here."""
    if type_iri in _PROPERTIES:
        return "property"
    return {str(OWL.Class): "class", str(RDFS.Datatype): "datatype"}.get(type_iri, "")


def _reused(uses: _Uses) -> Iterator[dict[str, object]]:
    """Yield the terms of other vocabularies that the data use, by the words we have for them."""
    for kind, counts in (("class", uses.classes), ("property", uses.properties)):
        for iri, count in sorted(counts.items()):
            if not iri.startswith(BASE):
                said = _told(iri, kind)
                label = {"label": languages.told(REUSED[iri])} if iri in REUSED else {}
                yield said | label | _counted(count, uses.classes_of.get(iri, []))


def _uncounted(here: Site) -> Iterator[dict[str, object]]:
    """Yield the terms of a version that nothing was counted in: classes are those with a capital.

    Whether a term is a class or a property costs more to find out than the name tells, and where
    the name misleads the term is still offered, only later.
    """
    for iri in sorted({row["term"].value for row in here.rows("pages/vocabulary")}):
        match = _PARTS.fullmatch(iri)
        if match is not None and not iri.startswith((CODES, str(XSD))):
            yield _told(iri, "class" if match[2][:1].isupper() else "property")


def _codes(here: Site, uses: _Uses) -> Iterator[dict[str, object]]:
    """Yield the codes of the code lists, each with its list and the properties that have it."""
    schemes: dict[str, str] = {}
    names: dict[str, list[Term]] = {}
    meanings: dict[str, list[Term]] = {}
    for row in here.rows("pages/editor-codes"):
        code, is_meaning = row["code"].value, row["part"].value == str(SKOS.definition)
        schemes.setdefault(code, row["scheme"].value)
        (meanings if is_meaning else names).setdefault(code, []).append(row["value"])
    for code in sorted(schemes):
        said = _told(code, "code", names.get(code, []), best(meanings.get(code, []), code))
        properties = sorted(map(written, uses.properties_of.get(code, ())))
        shown = _list(schemes[code])
        yield said | {"list": shown, "by": properties, "uses": uses.codes.get(code, 0)}


def _list(scheme: str) -> str:
    """Return what a code list is called; that of countries is not ours, and is called a country."""
    term = str(SG.country) if COUNTRIES.startswith(scheme) else scheme
    title = best(labels().get(term, []), term)
    return seen(title.value) if title else scheme.rpartition("/")[2]


def _told(
    iri: str, kind: str, names: list[Term] | None = None, meaning: Term | None = None
) -> dict[str, object]:
    """Say of a term how it is written, what it is called here and elsewhere, and what it means."""
    said: dict[str, object] = {"name": written(iri), "kind": kind}
    chosen = best(names or [], iri)
    if chosen is not None:
        said["label"] = seen(chosen.value)
        if chosen.language and chosen.language != reader():
            said["lang"] = chosen.language
        others = {n.value for n in names or [] if n.value.lower() != chosen.value.lower()}
        said["also"] = sorted(map(seen, others))
    if meaning is not None:
        said["meaning"] = seen(meaning.value)[:_LONGEST]
        if meaning.language and meaning.language != reader():
            said["meaningLang"] = meaning.language
    return said


def _counted(uses: int, classes: list[str]) -> dict[str, object]:
    """Say how often a term is used, and by the things of which classes."""
    return {"uses": uses} | ({"of": sorted(classes)} if classes else {})
