"""The catalogue of a version in DCAT-AP 3.0.1: data sets, their files, and the services.

https://semiceu.github.io/DCAT-AP/releases/3.0.1/. Values come from the lists that it demands. No
data set here is a high-value one (Regulation (EU) 2023/138): that is for what public sector bodies
publish themselves, so neither category nor legislation is named; licence, contact, documentation,
bulk download and API are told as that profile wants them.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from rdflib import Literal, URIRef

from samgraf.terms import (
    AUTHORITY,
    BASE,
    COUNTRY,
    DCAT,
    DCATAP,
    DCT,
    FOAF,
    MEDIA,
    RDF,
    RDFS,
    SKOS,
    VCARD,
    XSD,
)

from .addresses import address
from .kinds import SETS, file_type, media_type, said_of, set_of
from .provenance import checksum
from .services import services
from .version import File, Version
from .words import (
    CREATIVE_COMMONS,
    DESCRIPTION,
    KEYWORDS,
    LANGUAGES,
    LICENCE,
    PUBLISHER,
    TITLE,
)
from .writing import Term, Triple, english, told

CATALOGUE = URIRef(BASE + "catalog")
ALL_VERSIONS = URIRef(BASE)
_AGENT, _CONTACT = URIRef(f"{CATALOGUE}#publisher"), URIRef(f"{CATALOGUE}#contact")
_PROFILE = URIRef("https://semiceu.github.io/DCAT-AP/releases/3.0.1/")
_ONTOLOGY, _SHAPES = URIRef(BASE + "ontology"), URIRef(BASE + "shapes")
_THEMES = {"GOVE": "Government and public sector", "REGI": "Regions and cities"}
_TAXONOMY = AUTHORITY["data-theme"]
_AVAILABLE = AUTHORITY["planned-availability/AVAILABLE"]
_PUBLIC = AUTHORITY["access-right/PUBLIC"]
_IRREGULAR = AUTHORITY["frequency/IRREG"]
_NORDIC = tuple(str(COUNTRY[c]) for c in ("ALA", "DNK", "FIN", "FRO", "GRL", "ISL", "NOR", "SWE"))


def catalogue(version: Version) -> Iterator[Triple]:
    """Yield every triple of the catalogue."""
    yield from _catalogue(version)
    yield from _every_version(version)
    sets: dict[str, list[File]] = defaultdict(list)
    for file in version.files:
        year = f"-{file.year}" if file.year else ""
        sets[f"{set_of(file)}{year}"].append(file)
    for name in sorted(sets):
        yield from _dataset(version, name, sets[name])
    if any(file.year for file in version.files):
        yield from _yearly(version)
    for file in version.files:
        yield from _distribution(version, file)
    for service in services(version.iri):
        yield CATALOGUE, DCAT.service, service.iri
        yield from _about(service.iri, version)
        yield from service.triples()
    yield from _named()


def _catalogue(version: Version) -> Iterator[Triple]:
    homepage = address("about")
    yield CATALOGUE, RDF.type, DCAT.Catalog
    yield CATALOGUE, DCT.title, english("Samgraf: data sets and services")
    yield CATALOGUE, DCT.description, english("Every version of Samgraf, its files and services.")
    yield CATALOGUE, DCT.publisher, _AGENT
    yield CATALOGUE, DCT.license, LICENCE
    yield CATALOGUE, FOAF.homepage, homepage
    yield homepage, RDF.type, FOAF.Document
    yield CATALOGUE, DCT.language, AUTHORITY["language/ENG"]
    yield CATALOGUE, DCT.modified, _day(version)
    yield CATALOGUE, DCT.issued, _day(version)
    yield CATALOGUE, DCAT.themeTaxonomy, _TAXONOMY
    yield CATALOGUE, DCT.conformsTo, _PROFILE
    yield from _standard(_PROFILE, "DCAT-AP 3.0.1")
    yield from ((CATALOGUE, DCT.spatial, country) for country in _countries(version))
    yield CATALOGUE, DCAT.resource, ALL_VERSIONS  # dcat:dataset wants a dcat:Dataset


def _every_version(version: Version) -> Iterator[Triple]:
    """Describe the series that this version is in; what came before is added by who serves it."""
    yield ALL_VERSIONS, RDF.type, DCAT.DatasetSeries
    yield from ((ALL_VERSIONS, DCT.title, title) for title in told(TITLE))
    yield from ((ALL_VERSIONS, DCT.description, text) for text in told(DESCRIPTION))
    yield ALL_VERSIONS, DCT.publisher, _AGENT
    yield ALL_VERSIONS, DCAT.contactPoint, _CONTACT
    yield ALL_VERSIONS, DCT.accrualPeriodicity, _IRREGULAR
    yield from ((ALL_VERSIONS, DCT.spatial, country) for country in _countries(version))
    yield ALL_VERSIONS, DCAT.hasVersion, version.iri


def _yearly(version: Version) -> Iterator[Triple]:
    """Describe the series of the networks of each year."""
    series, words = version.part("networks"), SETS["networks"]
    yield series, RDF.type, DCAT.DatasetSeries
    yield series, DCT.title, english(words.title)
    yield series, DCT.description, english(words.description)
    yield series, DCT.publisher, _AGENT
    yield series, DCAT.contactPoint, _CONTACT
    yield from ((series, DCT.spatial, country) for country in _countries(version))
    yield CATALOGUE, DCAT.resource, series


def _dataset(version: Version, name: str, files: Sequence[File]) -> Iterator[Triple]:
    """Describe the whole, or what is made from it: tables, the networks of a year and the like."""
    iri = version.part(name) if name else version.iri
    yield CATALOGUE, DCAT.dataset, iri
    yield iri, RDF.type, DCAT.Dataset
    yield from _part(iri, version, name) if name else _whole(iri)
    yield iri, DCAT.version, Literal(version.name)
    yield iri, DCT.identifier, Literal(str(iri))
    yield iri, DCT.issued, _day(version)
    yield iri, DCT.modified, _day(version)
    yield from _about(iri, version)
    yield from _coverage(iri, version)
    yield from ((iri, DCAT.distribution, _file(version, file)) for file in files)


def _whole(iri: URIRef) -> Iterator[Triple]:
    yield from ((iri, DCT.title, title) for title in told(TITLE))
    yield from ((iri, DCT.description, text) for text in told(DESCRIPTION))
    yield iri, DCAT.isVersionOf, ALL_VERSIONS
    yield iri, DCAT.inSeries, ALL_VERSIONS


def _part(iri: URIRef, version: Version, name: str) -> Iterator[Triple]:
    kind, _, year = name.partition("-")
    words = SETS[kind]
    yield iri, DCT.isPartOf, version.iri
    yield iri, DCT.title, english(f"{words.title}, {year or version.name}")
    yield iri, DCT.description, english(words.description)
    if year:
        yield iri, DCAT.inSeries, version.part(kind)


def _about(iri: URIRef, version: Version) -> Iterator[Triple]:
    """Tell what data sets and services have in common."""
    landing, page = address("download"), address("about")
    yield iri, DCT.publisher, _AGENT
    yield iri, DCAT.contactPoint, _CONTACT
    yield iri, DCT.accessRights, _PUBLIC
    yield iri, DCAT.landingPage, landing
    yield iri, FOAF.page, page
    yield landing, RDF.type, FOAF.Document
    yield page, RDF.type, FOAF.Document
    for lang, words in KEYWORDS.items():
        yield from ((iri, DCAT.keyword, Literal(word, lang=lang)) for word in words)
    yield from ((iri, DCAT.theme, AUTHORITY[f"data-theme/{name}"]) for name in _THEMES)


def _coverage(iri: URIRef, version: Version) -> Iterator[Triple]:
    """Tell what time and which countries a data set is about, and what it keeps to."""
    period = version.part("temporal")
    yield iri, DCT.temporal, period
    yield period, RDF.type, DCT.PeriodOfTime
    yield period, DCAT.endDate, _day(version)
    for first, *_ in version.statistics.get("period", ()):
        if first:
            yield period, DCAT.startDate, Literal(first, datatype=XSD.gYear, normalize=False)
    for country in _countries(version):
        yield iri, DCT.spatial, country
        yield country, RDF.type, DCT.Location
    for code in LANGUAGES.values():
        yield iri, DCT.language, AUTHORITY[f"language/{code}"]
    yield iri, DCT.accrualPeriodicity, _IRREGULAR
    yield iri, DCT.conformsTo, _ONTOLOGY
    yield iri, DCT.conformsTo, _SHAPES
    history = version.part("provenance")
    yield iri, DCT.provenance, history
    yield history, RDF.type, DCT.ProvenanceStatement
    yield history, RDFS.label, english(_HISTORY)
    yield history, RDFS.seeAlso, address("provenance.ttl")


_HISTORY = (
    "Read from registers, laws, web pages and reports; each source has a graph of its own. Checked "
    "against the shapes, then bounds in time and shortcuts derived by rules."
)


def _distribution(version: Version, file: File) -> Iterator[Triple]:
    """Describe one file."""
    iri = _file(version, file)
    where = address(f"dumps/{version.name}/{file.name}")
    yield iri, RDF.type, DCAT.Distribution
    yield iri, DCT.title, Literal(file.name)
    yield iri, DCT.description, english(said_of(file))
    yield iri, DCAT.accessURL, where
    yield iri, DCAT.downloadURL, where
    yield iri, DCAT.byteSize, Literal(str(file.size), datatype=XSD.nonNegativeInteger)
    yield iri, DCT.license, LICENCE
    yield iri, DCT.issued, _day(version)
    yield iri, DCATAP.availability, _AVAILABLE
    yield from _formats(iri, file)
    if file.graph:
        yield iri, DCT.source, URIRef(file.graph)
    yield from checksum(iri, file.sha256)


def _formats(iri: URIRef, file: File) -> Iterator[Triple]:
    media, form = MEDIA[media_type(file)], file_type(file)
    yield iri, DCAT.mediaType, media
    yield media, RDF.type, DCT.MediaType
    if form:
        yield iri, DCT["format"], AUTHORITY[f"file-type/{form}"]
        yield AUTHORITY[f"file-type/{form}"], RDF.type, DCT.MediaTypeOrExtent
    if file.compression:
        packed = MEDIA[file.compression]
        yield iri, DCAT.compressFormat, packed
        yield packed, RDF.type, DCT.MediaType


def _file(version: Version, file: File) -> URIRef:
    return version.part(f"file/{file.name}")


def _countries(version: Version) -> list[URIRef]:
    """Return the Nordic countries that actors are of; Åland where a region of its own is known."""
    known = {row[1] for row in version.statistics.get("actors", ())}
    return [URIRef(country) for country in _NORDIC if country in known]


def _named() -> Iterator[Triple]:
    """Say what the values of the catalogue are, since harvesters look no further."""
    yield _AGENT, RDF.type, FOAF.Agent
    yield _AGENT, FOAF.name, english(PUBLISHER)
    yield _CONTACT, RDF.type, VCARD.Kind
    yield _CONTACT, RDF.type, VCARD.Organization
    yield _CONTACT, VCARD.fn, english(PUBLISHER)
    yield _CONTACT, VCARD.hasURL, URIRef(BASE)
    yield LICENCE, RDF.type, DCT.LicenseDocument
    yield LICENCE, SKOS.exactMatch, CREATIVE_COMMONS
    yield _PUBLIC, RDF.type, DCT.RightsStatement
    yield _IRREGULAR, RDF.type, DCT.Frequency
    yield _TAXONOMY, RDF.type, SKOS.ConceptScheme
    yield _TAXONOMY, DCT.title, english("Data theme")
    for name, label in _THEMES.items():
        yield from _concept(AUTHORITY[f"data-theme/{name}"], label)
    yield from _concept(_AVAILABLE, "available")
    for code in LANGUAGES.values():
        yield AUTHORITY[f"language/{code}"], RDF.type, DCT.LinguisticSystem
    yield from _standard(_ONTOLOGY, "The Samgraf ontology")
    yield from _standard(_SHAPES, "The shapes of Samgraf, in SHACL")


def _concept(iri: URIRef, label: str) -> Iterator[Triple]:
    yield iri, RDF.type, SKOS.Concept
    yield iri, SKOS.prefLabel, english(label)


def _standard(iri: URIRef, title: str) -> Iterator[Triple]:
    yield iri, RDF.type, DCT.Standard
    yield iri, DCT.title, english(title)


def _day(version: Version) -> Term:
    return Literal(version.data_date.isoformat(), datatype=XSD.date)
