"""Graphs in an order of their own: the same triples are the same bytes, whoever answered."""

import io
import re
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

from . import wellformed
from .changing import SYNTAXES
from .jsonld import jsonld

_TYPE = b"<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
_ROOT = re.compile(rb"<rdf:RDF[^>]*>")
_ATTRIBUTE = re.compile(rb'[\w:]+="[^"]*"')


def sorted_graph(
    graphs: Iterable[bytes], media_type: str, first: str, prefixes: Mapping[str, str]
) -> bytes:
    """Join graphs in N-Triples and write them in a syntax, each triple once.

    What one IRI says comes first, then its hash nodes, and of each thing its classes. Raise
    ``QueryRefused`` where the syntax cannot say it: triple terms, or in XML control characters.
    """
    lines = {line for graph in graphs for line in graph.split(b"\n") if line}
    own, parts = f"<{first}>".encode(), f"<{first}#".encode()

    def place(line: bytes) -> tuple[int, bytes, bool, bytes]:
        subject, predicate, rest = line.split(b" ", 2)
        rank = 0 if subject == own else 1 if subject.startswith(parts) else 2
        return rank, subject, predicate != _TYPE, predicate + rest

    ordered = b"".join(line + b"\n" for line in sorted(lines, key=place))
    if media_type == "application/n-triples":
        return ordered
    used = {p: n for p, n in sorted(prefixes.items()) if f"<{n}".encode() in ordered}
    triples = (quad.triple for quad in ox.parse(ordered, ox.RdfFormat.N_TRIPLES))
    if media_type == "application/ld+json":
        return jsonld(wellformed.without_triple_terms(triples, media_type, OFFERED), used)
    body = io.BytesIO()
    with wellformed.sink(body, media_type, OFFERED) as sink:
        ox.serialize(triples, sink, format=SYNTAXES[media_type], prefixes=used)
    return _TIDIED[media_type](body.getvalue())


def _turtle(body: bytes) -> bytes:
    """Sort the prefixes, which the engine shuffles, and set the things apart."""
    lines = body.split(b"\n")
    told = sorted(line for line in lines if line.startswith(b"@prefix"))
    rest = [line for line in lines if not line.startswith(b"@prefix")]
    apart = [line if line[:1] in (b"\t", b"") else b"\n" + line for line in rest]
    return b"\n".join([*told, *apart])


def _xml(body: bytes) -> bytes:
    """Sort the prefixes, which the engine shuffles."""
    root = _ROOT.search(body)
    if root is None:
        return body
    attributes = b" ".join(sorted(_ATTRIBUTE.findall(root[0])))
    return body[: root.start()] + b"<rdf:RDF " + attributes + b">" + body[root.end() :]


_TIDIED = {"text/turtle": _turtle, "application/rdf+xml": _xml}
OFFERED = (*_TIDIED, "application/ld+json", "application/n-triples")
"""The syntaxes that a graph is written in, by media type."""
