"""Measures of quality, in the Data Quality Vocabulary: counts, each the row of a query.

https://www.w3.org/TR/vocab-dqv/. A measure is a number of the statistics of a version, whose
queries are in ``queries/statistics/``; the country or year that it is of is told with the
dimensions of SDMX.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rdflib import Literal, URIRef

from samgraf.terms import BASE, DCT, DQV, LDQD, RDF, RDFS, SDMX, SKOS, XSD

from .addresses import address
from .version import Version
from .writing import Triple, english, number

_METRICS = BASE + "quality#"


@dataclass(frozen=True, slots=True)
class Measured:
    """One row of statistics as measures: the column of each number, and what the rest say."""

    dimension: str
    """What kind of quality, as the linked data quality dimensions name it."""
    numbers: Mapping[int, str]
    """Column and what is counted there."""
    country: int | None = None
    year: int | None = None
    of: tuple[int, ...] = ()
    """Columns that are a part of what is counted, such as a class."""


MEASURES: Mapping[str, Measured] = {
    "actors": Measured("completeness", {2: "actors", 3: "actors of today"}, country=1, of=(0,)),
    "coverage": Measured(
        "completeness", {2: "bodies", 3: "memberships that held"}, country=0, year=1
    ),
    "gaps": Measured("completeness", {1: "things with a gap"}, of=(0,)),
    "gaps-by-country": Measured(
        "completeness",
        {2: "things with a gap", 3: "things looked at for a gap"},
        country=1,
        of=(0,),
    ),
    "names-by-language": Measured("versatility", {1: "actors with a name"}, of=(0,)),
    "readings": Measured("trustworthiness", {1: "claims", 2: "claims with a passage"}, of=(0,)),
    "relations-by-last-seen": Measured(
        "timeliness", {3: "relations last attested"}, country=1, year=2, of=(0,)
    ),
    "relations-by-sources": Measured(
        "trustworthiness", {3: "relations by number of sources"}, country=1, of=(0, 2)
    ),
    "rosters": Measured("completeness", {1: "complete lists of members"}, year=0),
}
"""The statistics that measure quality, by the name of their query."""


def quality(version: Version) -> Iterator[Triple]:
    """Yield every measure of a version, with the metrics that they are of."""
    for name, measured in MEASURES.items():
        for column, counted in measured.numbers.items():
            metric = URIRef(f"{_METRICS}{name}-{column}")
            yield from _metric(metric, name, counted, measured)
            for place, row in enumerate(sorted(version.statistics.get(name, ())), 1):
                yield from _measurement(version, metric, place, row, (measured, column))


def _metric(metric: URIRef, name: str, counted: str, measured: Measured) -> Iterator[Triple]:
    yield metric, RDF.type, DQV.Metric
    yield metric, SKOS.prefLabel, english(counted)
    yield metric, SKOS.definition, english(f"A number of queries/statistics/{name}.rq: {counted}.")
    yield metric, DQV.expectedDataType, XSD.integer
    yield metric, DQV.inDimension, LDQD[measured.dimension]


def _measurement(
    version: Version, metric: URIRef, place: int, row: list[str], of: tuple[Measured, int]
) -> Iterator[Triple]:
    measured, column = of
    iri = version.part(f"{str(metric).removeprefix(_METRICS)}-{place}")
    yield version.iri, DQV.hasQualityMeasurement, iri
    yield iri, RDF.type, DQV.QualityMeasurement
    yield iri, DQV.isMeasurementOf, metric
    yield iri, DQV.computedOn, version.iri
    yield iri, DQV.value, number(row[column])
    if measured.country is not None and row[measured.country]:
        yield iri, SDMX.refArea, URIRef(row[measured.country])
    if measured.year is not None and row[measured.year]:
        year = Literal(row[measured.year], datatype=XSD.gYear, normalize=False)
        yield iri, SDMX.refPeriod, year
    for part in measured.of:
        value = row[part]
        web = value.startswith(("http://", "https://"))
        yield iri, DCT.subject, URIRef(value) if web else Literal(value)


def documents(version: Version) -> Iterator[Triple]:
    """Say where the other parts of the description are."""
    for name in ("catalog", "provenance", "quality", "void"):
        yield version.iri, RDFS.seeAlso, address(f"{name}.ttl")
