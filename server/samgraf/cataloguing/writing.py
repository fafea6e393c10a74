"""Triples of a description as lines, sorted: the same description is the same bytes."""

from collections.abc import Iterable

from rdflib import Graph, Literal, URIRef

from samgraf.terms import XSD

Term = URIRef | Literal
Triple = tuple[URIRef, URIRef, Term]


def ntriples(triples: Iterable[Triple]) -> bytes:
    """Write triples as sorted N-Triples, each once."""
    graph = Graph(bind_namespaces="none")
    for triple in triples:
        graph.add(triple)
    lines = graph.serialize(format="nt").splitlines(keepends=True)
    return "".join(sorted(line for line in lines if line.strip())).encode()


def number(value: int | str) -> Literal:
    """Write a whole number."""
    return Literal(str(value), datatype=XSD.integer)


def english(text: str) -> Literal:
    """Write a text in English."""
    return Literal(text, lang="en")


def told(texts: dict[str, str]) -> list[Literal]:
    """Write one text in several languages."""
    return [Literal(text, lang=lang) for lang, text in texts.items()]
