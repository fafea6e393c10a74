"""A growing set of statements, each in its named graph, and the row that each thing came from."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from rdflib import Graph, Literal, URIRef

from samgraf.model import PartialDate, Period, Place
from samgraf.terms import (
    CORE,
    DCAT,
    DCT,
    RDF,
    SG,
    SKOS,
    XSD,
    concept,
    hash_node,
    source_graph,
    thing,
)

Term = URIRef | Literal
_DATATYPES = {4: XSD.gYear, 7: XSD.gYearMonth, 10: XSD.date}


@dataclass(slots=True)
class Statements:
    """Statements with their graphs, and the way back from a thing to its row.

    A thing that several rows speak of, such as a version, has the row of each value too:
    ``value_places`` leads from the thing and the value as N-Triples writes it.
    """

    quads: set[tuple[URIRef, URIRef, Term, URIRef]] = field(default_factory=set)
    places: dict[URIRef, Place] = field(default_factory=dict)
    value_places: dict[tuple[str, str], Place] = field(default_factory=dict)

    def say(self, graph: URIRef, subject: URIRef, predicate: URIRef, *objects: Term | None) -> None:
        """State each object that is not None."""
        self.quads |= {(subject, predicate, o, graph) for o in objects if o is not None}

    def core(self, subject: URIRef, predicate: URIRef, *objects: Term | None) -> None:
        """State something as the editors' reading."""
        self.say(CORE, subject, predicate, *objects)

    def from_sources(
        self, sources: Iterable[str], subject: URIRef, predicate: URIRef, *objects: Term | None
    ) -> None:
        """State something as each of these sources does."""
        for key in sources:
            self.say(source_graph(key), subject, predicate, *objects)

    def came_from(self, place: Place, subject: URIRef, value: Term) -> None:
        """Remember the row of one value of a thing."""
        self.places.setdefault(subject, place)
        self.value_places.setdefault((str(subject), value.n3()), place)

    def place_of(self, subject: str, value: str) -> Place | None:
        """Return the row of a value, or else of the thing."""
        return self.value_places.get((subject, value)) or self.places.get(URIRef(subject))

    def note(self, subject: URIRef, text: str | None) -> None:
        """State an editorial note."""
        self.core(subject, SKOS.editorialNote, english(text))

    def during(self, owner: URIRef, period: Period) -> None:
        """State the period of a relation or version as a node of its own, if any end is known."""
        if period.start is None and period.end is None:
            return
        iri = hash_node(owner, "during")
        self.core(owner, SG.during, iri)
        self.core(iri, RDF.type, DCT.PeriodOfTime)
        self.core(iri, DCAT.startDate, dated(period.start))
        self.core(iri, DCAT.endDate, dated(period.end))
        if owner in self.places:
            self.places[iri] = self.places[owner]

    def merged(self) -> Graph:
        """Return all statements as one graph, without the graphs' names."""
        graph = Graph()
        graph += ((s, p, o) for s, p, o, _ in self.quads)
        return graph

    def claim(
        self,
        key: str,
        source: str,
        subject: URIRef,
        *,
        reading: str,
        rank: str = "normal",
        attested: Iterable[PartialDate] = (),
        place: Place,
    ) -> URIRef:
        """State a claim in the graph of its source; return its IRI."""
        iri, graph = thing("claim", key), source_graph(source)
        self.places[iri] = place
        self.say(graph, iri, RDF.type, SG.Claim)
        self.say(graph, iri, SG.claimSubject, subject)
        self.say(graph, iri, DCT.source, thing("source", source))
        self.say(graph, iri, SG.readingMode, concept("reading", reading))
        self.say(graph, iri, SG.rank, concept("rank", rank))
        self.say(graph, iri, SG.attestedOn, *(dated(day) for day in attested))
        return iri


def dated(value: PartialDate | date | None) -> Literal | None:
    """Write a date with the datatype of its precision."""
    if value is None:
        return None
    text = value.text if isinstance(value, PartialDate) else value.isoformat()
    return Literal(text, datatype=_DATATYPES[len(text)], normalize=False)


def english(text: str | None) -> Literal | None:
    """Write a text of the editors."""
    return None if text is None else Literal(text, lang="en")


def number(value: Decimal | int | None) -> Literal | None:
    """Write a number: xsd:integer or xsd:decimal."""
    if value is None:
        return None
    if isinstance(value, int):
        return Literal(str(value), datatype=XSD.integer, normalize=False)
    return Literal(f"{value:f}", datatype=XSD.decimal, normalize=False)  # never with an exponent


def line(subject: URIRef, predicate: URIRef, value: Term) -> str:
    """Write a triple as N-Triples without the final point (RDF 1.1 N-Triples, section 4)."""
    return f"<{subject}> <{predicate}> {_term(value)}"


def _term(value: Term) -> str:
    """Write an IRI or literal in canonical N-Triples."""
    if isinstance(value, URIRef):
        return f"<{value}>"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    text = text.replace("\n", "\\n").replace("\r", "\\r")
    if value.language:
        return f'"{text}"@{value.language}'
    if value.datatype is None or value.datatype == XSD.string:
        return f'"{text}"'
    return f'"{text}"^^<{value.datatype}>'
