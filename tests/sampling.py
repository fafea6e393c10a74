"""A fixed choice of things of a served graph, some of every class."""

import random
from collections import defaultdict
from pathlib import Path

import pyoxigraph as ox

from samgraf.store.versions import Versions
from samgraf.terms import CODE, ID

_CLASSES = """
SELECT DISTINCT ?thing ?class {
  ?thing a ?class
  FILTER(STRSTARTS(STR(?thing), "%s") || STRSTARTS(STR(?thing), "%s"))
  FILTER(!CONTAINS(STR(?thing), "#"))
}"""


_SOURCES = """
PREFIX dct: <http://purl.org/dc/terms/>
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX prov: <http://www.w3.org/ns/prov#>
PREFIX schema: <http://schema.org/>
PREFIX sg: <https://w3id.org/samgraf/ontology#>
SELECT DISTINCT ?source {
  VALUES ?thing { <%s> }
  { GRAPH ?source { ?thing ?p ?o } }
  UNION { ?version prov:specializationOf ?thing . GRAPH ?source { ?version ?p ?o } }
  UNION { ?thing dct:source/schema:url ?source }
  UNION { ?thing sg:evidence/oa:hasSource/schema:url ?source }
  UNION {
    { ?thing sg:supportedBy ?claim } UNION { ?claim sg:claimSubject ?thing }
    ?claim dct:source/schema:url ?source
  }
}"""


def store_of(build: Path) -> ox.Store:
    """Open the store of the served version to read."""
    versions = Versions(build)
    return ox.Store.read_only(str(versions.path(versions.needed()) / "store"))


def rows(store: ox.Store, text: str, *names: str) -> set[tuple[str, ...]]:
    """Ask over all graphs at once; return the values of each row as text."""
    found = store.query(text, use_default_graph_as_union=True)
    assert isinstance(found, ox.QuerySolutions)
    return {tuple(_text(row[name]) for name in names) for row in found}


def _text(term: object) -> str:
    assert isinstance(term, ox.NamedNode | ox.Literal | ox.BlankNode)
    return term.value


def sources(store: ox.Store, iri: str) -> set[str]:
    """Return the sources that state something of a thing, and where its passages are found."""
    found = {source for (source,) in rows(store, _SOURCES % iri, "source")}
    return {iri.replace("/graph/source/", "/id/source/") for iri in found}


def classes(store: ox.Store) -> dict[str, list[str]]:
    """Return the IRIs of the things of each class, sorted."""
    found = defaultdict(set)
    for thing, kind in rows(store, _CLASSES % (ID, CODE), "thing", "class"):
        found[kind].add(thing)
    return {name: sorted(found[name]) for name in sorted(found)}


def sample(groups: dict[str, list[str]], size: int, seed: int = 6) -> list[str]:
    """Choose so many things, in turn one of each class, so that small classes are there whole."""
    chance = random.Random(seed)
    shuffled = [chance.sample(group, len(group)) for group in groups.values()]
    chosen: dict[str, None] = {}
    while len(chosen) < size and any(shuffled):
        for group in shuffled:
            if group and len(chosen) < size:
                chosen[group.pop()] = None
    return list(chosen)
