"""Names from the vocabulary: entries for its concepts and terms, labels for the facets."""

from collections.abc import Iterator, Mapping
from typing import cast

from rdflib import Graph, Literal, Node, URIRef

from samgraf.linking.entries import KINDS, Entry, Labels, Title
from samgraf.model import Records
from samgraf.terms import BASE, CODE, COUNTRY, OWL, RDF, RDFS, SG, SKOS, concept

_OWN = {
    "Region": ("region", "region", "region", "region", "alue"),
    "Topic": ("topic", "emne", "emne", "ämne", "aihe"),
    "Code": ("code", "kode", "kode", "kod", "koodi"),
    "Term": ("term of the ontology", "ontologiens begreb", "begrep i ontologien",
             "ontologins begrepp", "ontologian käsite"),
    "current": ("current", "nuværende", "nåværende", "nuvarande", "nykyinen"),
    "yes": ("with funding", "med støtte", "med støtte", "med stöd", "rahoitettu"),
    "ended": ("ended", "ophørt", "opphørt", "upphörd", "päättynyt"),
}  # fmt: skip
_TERMS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty)


def of_vocabulary(vocabulary: Graph) -> Iterator[Entry]:
    """Describe the concepts of our code lists and the terms of our ontology."""
    for node in sorted(set(vocabulary.subjects(RDF.type, SKOS.Concept)), key=str):
        if str(node).startswith(CODE):
            kind = "Topic" if str(node).startswith(CODE["topic/"]) else "Code"
            yield from _entry(vocabulary, node, kind, SKOS.prefLabel)
    terms = {node for kind in _TERMS for node in vocabulary.subjects(RDF.type, kind)}
    for node in sorted(terms, key=str):
        if str(node).startswith(SG):
            yield from _entry(vocabulary, node, "Term", RDFS.label)


def labels(records: Records, vocabulary: Graph) -> Labels:
    """Return the names of the values of every facet."""
    languages = ("en", "da", "nb", "sv", "fi")
    own = {kind: dict(zip(languages, names, strict=True)) for kind, names in _OWN.items()}
    kinds = {kind: _names(vocabulary, SG[kind], RDFS.label) for kind in KINDS if kind not in own}
    topics, forms = set(_slugs(vocabulary, "topic")), set(_slugs(vocabulary, "form"))
    return {
        "kind": kinds | {kind: own[kind] for kind in KINDS if kind in own},
        "country": {
            str(node).removeprefix(COUNTRY): _names(vocabulary, node, SKOS.prefLabel)
            for node in vocabulary.subjects(SKOS.prefLabel)
            if str(node).startswith(COUNTRY)
        },
        "region": {region.key: {region.lang: region.name} for region in records.regions},
        "topic": {s: _names(vocabulary, concept("topic", s), SKOS.prefLabel) for s in topics},
        "form": {s: _names(vocabulary, concept("form", s), SKOS.prefLabel) for s in forms},
        "status": {status: own[status] for status in ("current", "ended")},
        "funded": {"yes": own["yes"]},
    }


def _entry(vocabulary: Graph, node: Node, kind: str, property: URIRef) -> Iterator[Entry]:
    """Describe one concept or term, if it has a name; its short name is one too."""
    names = [Title(n, lang, "preferred") for lang, n in _names(vocabulary, node, property).items()]
    alternative = vocabulary.objects(node, SKOS.altLabel)
    names += [_title(cast("Literal", label)) for label in sorted(alternative, key=str)]
    if kind == "Term":
        names.append(Title(str(node).removeprefix(SG), "", "alternative"))
    if names:
        prominence = sum(1 for _ in vocabulary.triples((None, None, node)))
        path = str(node).removeprefix(BASE)
        yield Entry(path, kind, True, tuple(names), prominence=prominence)


def _title(label: Literal) -> Title:
    return Title(str(label), label.language or "", "alternative")


def _names(vocabulary: Graph, node: Node, property: URIRef) -> Mapping[str, str]:
    """Return the names of a node by language, sorted."""
    found = [cast("Literal", label) for label in vocabulary.objects(node, property)]
    found.sort(key=lambda label: (label.language or "", str(label)))
    return {label.language or "": str(label) for label in found}


def _slugs(vocabulary: Graph, scheme: str) -> Iterator[str]:
    for node in vocabulary.subjects(SKOS.inScheme, CODE[scheme]):
        yield str(node).removeprefix(CODE[f"{scheme}/"])
