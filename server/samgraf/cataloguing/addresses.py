"""Which canonical IRIs of a description are addresses that a server answers under its own name."""

from rdflib import URIRef

from samgraf.terms import BASE

PATHS = (
    "about",
    "catalog.",
    "download",
    "dumps/",
    "lookup",
    "networks",
    "ontology.",
    "openapi.json",
    "provenance.",
    "quality.",
    "queries",
    "reconcile",
    "search",
    "shapes.",
    "sparql",
    "store",
    "suggest",
    "void.",
    "void-sources.",
)
"""How the paths of such addresses begin; no IRI of a thing, a code or a graph begins so."""


def address(path: str) -> URIRef:
    """Make the canonical form of an address of the site, such as ``download``.

    Raise ``ValueError`` for a path that no server would map.
    """
    if not path.startswith(PATHS):
        raise ValueError(f"{path}: add how it begins to PATHS")
    return URIRef(BASE + path)


def mapped(ntriples: bytes, site: str) -> bytes:
    """Put the address of a site where the addresses of a description are canonical."""
    here = site.rstrip("/")
    for path in PATHS:
        ntriples = ntriples.replace(f"<{BASE}{path}".encode(), f"<{here}/{path}".encode())
    return ntriples
