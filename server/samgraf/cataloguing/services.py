"""The services of a site as data services of DCAT-AP, one for each protocol that it speaks."""

from collections.abc import Iterator
from dataclasses import dataclass

from rdflib import RDF, URIRef

from samgraf.terms import BASE, DCAT, DCT

from .addresses import address
from .words import LICENCE
from .writing import Triple, english


@dataclass(frozen=True, slots=True)
class Kept:
    """What a service keeps to: a specification and its name."""

    iri: str
    title: str


@dataclass(frozen=True, slots=True)
class Service:
    """One service of the site."""

    path: str
    title: str
    description: str
    described: tuple[str, ...]
    """Where programs read how it is asked."""
    keeps: tuple[Kept, ...]
    serves: URIRef

    @property
    def iri(self) -> URIRef:
        """Name it."""
        return URIRef(f"{BASE}catalog#{self.path}")

    def triples(self) -> Iterator[Triple]:
        """Yield what is said of this service alone."""
        yield self.iri, RDF.type, DCAT.DataService
        yield self.iri, DCT.title, english(self.title)
        yield self.iri, DCT.description, english(self.description)
        yield self.iri, DCAT.endpointURL, address(self.path)
        yield self.iri, DCAT.servesDataset, self.serves
        yield self.iri, DCT.license, LICENCE
        for where in self.described:
            yield self.iri, DCAT.endpointDescription, address(where)
        for kept in self.keeps:
            yield self.iri, DCT.conformsTo, URIRef(kept.iri)
            yield URIRef(kept.iri), RDF.type, DCT.Standard
            yield URIRef(kept.iri), DCT.title, english(kept.title)


_OPENAPI = Kept("https://spec.openapis.org/oas/v3.1.1", "OpenAPI 3.1")


def services(dataset: URIRef) -> Iterator[Service]:
    """Yield the services that give access to a version."""
    yield Service(
        "sparql",
        "SPARQL endpoint",
        "Queries in SPARQL 1.1, read-only, within the limits that its description declares.",
        ("sparql", "openapi.json"),
        (Kept("https://www.w3.org/TR/sparql11-protocol/", "SPARQL 1.1 Protocol"),),
        dataset,
    )
    yield Service(
        "store",
        "Graphs by their names",
        "Each named graph as RDF, read-only.",
        ("openapi.json",),
        (
            Kept(
                "https://www.w3.org/TR/sparql11-http-rdf-update/",
                "SPARQL 1.1 Graph Store HTTP Protocol",
            ),
        ),
        dataset,
    )
    yield Service(
        "search.json",
        "Search",
        "Finds actors, programmes and codes by name, code and what is chosen.",
        ("openapi.json",),
        (_OPENAPI,),
        dataset,
    )
    yield Service(
        "reconcile",
        "Reconciliation",
        "Matches the rows of other tables to things here, with a score and its reasons.",
        ("reconcile", "openapi.json"),
        (
            Kept(
                "https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/",
                "Reconciliation Service API 0.2",
            ),
        ),
        dataset,
    )
    yield Service(
        "lookup",
        "Look-up",
        "Leads from an IRI or a code of others to the thing here.",
        ("openapi.json",),
        (_OPENAPI,),
        dataset,
    )
