"""The graph as files: whole in several syntaxes, each graph by itself, ontology and rules."""

import re
from collections.abc import Iterator

from samgraf import queries, resources
from samgraf.store import serialising
from samgraf.store.loading import Bench
from samgraf.store.serialising import Graphs
from samgraf.store.versions import DUMPS
from samgraf.terms import GRAPH, RDF, REIFIED, VOCAB

from .listing import Content
from .shelf import WHOLE, Shelf

_REIFIERS = "dumps/reifiers"
_REIFIES = RDF["reifies"]
_YEARLY = str(GRAPH["asof/"])
_TURTLE, _QUADS = "text/turtle", "application/n-quads"


def write(shelf: Shelf, dump: bytes, union: bytes, bench: Bench) -> None:
    """Put the graph on a shelf; ``dump`` is N-Quads of it, ``union`` N-Triples of all merged.

    The two that a build makes by itself, packed by gzip, lie there already.
    """
    quads, triples = dump.count(b"\n"), union.count(b"\n")
    named = Content("samgraf.nq", "graph", "named-graphs", _QUADS, triples=quads)
    merged = Content(
        "default-graph.nt", "graph", "merged", "application/n-triples", triples=triples
    )
    for what, body, name in zip((named, merged), (dump, union), DUMPS, strict=True):
        shelf.note(what, name)
        shelf.put(what, body, ".zst")
    _said(shelf, dump, bench)
    graphs = serialising.by_graph(dump)
    trig = Content("samgraf.trig", "graph", "named-graphs", "application/trig", triples=quads)
    shelf.put(trig, serialising.trig(graphs), *WHOLE)
    jsonld = Content(
        "samgraf.jsonld", "graph", "named-graphs", "application/ld+json", triples=quads
    )
    shelf.put(jsonld, serialising.jsonld(graphs), *WHOLE)
    _each(shelf, graphs)
    _rules(shelf)


def _said(shelf: Shelf, dump: bytes, bench: Bench) -> None:
    """Put who says which statement on a shelf: with everything else, and by itself."""
    reifiers = sorted(set(reified(bench)))
    lines = sorted([*dump.splitlines(keepends=True), *reifiers])
    whole = Content("samgraf-rdf12.nq", "graph", "rdf-1.2", _QUADS, triples=len(lines))
    shelf.put(whole, b"".join(lines), *WHOLE)
    alone = serialising.turtle(serialising.by_graph(b"".join(reifiers)).get(str(REIFIED), ()))
    what = Content(
        "who-says-rdf12.ttl",
        "graph",
        "reifiers",
        _TURTLE,
        triples=len(reifiers),
        graph=str(REIFIED),
    )
    shelf.put(what, alone, *WHOLE)


def reified(bench: Bench) -> Iterator[bytes]:
    """Yield who says which statement as N-Quads of RDF 1.2 (RDF 1.2 N-Quads, section 2.5).

    A statement in a triple term is told of, not stated: whether it holds is for the other graphs.
    """
    for reifier, subject, predicate, value in bench.terms(_REIFIERS, queries.text(_REIFIERS)):
        term = f"<<( {subject} {predicate} {value} )>>"
        yield f"{reifier} <{_REIFIES}> {term} <{REIFIED}> .\n".encode()


def _each(shelf: Shelf, graphs: Graphs) -> None:
    """Put each graph on a shelf by itself; the yearly ones are there as networks."""
    for name, quads in graphs.items():
        if name.startswith(_YEARLY):
            continue
        path = name.removeprefix(str(GRAPH))
        of_source = path.startswith("source/")
        purpose = "sources" if of_source else "graph"
        what = Content(file_of(path), purpose, "graph", _TURTLE, triples=len(quads), graph=name)
        if name == str(VOCAB):
            what = Content(
                "ontology.ttl", "model", "ontology", _TURTLE, triples=len(quads), graph=name
            )
            shelf.put(what, serialising.turtle(quads), "", ".gz")
        else:
            shelf.put(what, serialising.turtle(quads), ".gz")


def file_of(path: str) -> str:
    """Name the file of a graph by the end of its address, such as ``source/brreg``."""
    return f"graph-{re.sub(r'[^a-z0-9.-]', '-', path)}.ttl"


def _rules(shelf: Shelf) -> None:
    """Put the rules that facts are held to on a shelf, as one Turtle file."""
    body = b"\n".join(file.read_bytes() for file in resources.files("shapes", ".ttl"))
    shelf.put(Content("shapes.ttl", "model", "shapes", _TURTLE), body, "", ".gz")
