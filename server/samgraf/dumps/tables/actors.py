"""Tables of who there is: actors with names, codes and places through time; regions; code lists."""

from samgraf.namespaces import CODES
from samgraf.terms import COUNTRY, DCAT, DCT, FOAF, ORG, PROV, RDF, SG, SKOS

from .declared import (
    ACTOR,
    EVENT,
    IRI,
    MANY,
    REGION,
    SOURCE,
    Column,
    Table,
    actor,
    called,
    code,
    key,
    other,
    term,
)

_COUNTRY = Column(
    "country", "country, ISO 3166-1 alpha-3", "key", str(SG.country), str(COUNTRY), needed=True
)
_FROM = "first day, month or year, as precise as the source; empty: not known"
_TO = "last day, month or year; empty: not known or not ended"
_PERIOD = (
    Column("valid_from", _FROM, "part", str(DCAT.startDate), of="during"),
    Column("valid_to", _TO, "part", str(DCAT.endDate), of="during"),
)
_WHEN = (Column("valid_from", _FROM, "part"), Column("valid_to", _TO, "part"))
_VERSION = other("version", "stretch of the actor's life", "versions", ACTOR)
_LANGUAGES = {
    "en": "English",
    "da": "Danish",
    "nb": "Norwegian bokmål",
    "sv": "Swedish",
    "fi": "Finnish",
}

_ACTORS = Table(
    "actors",
    "Actors: municipalities, regional authorities, state bodies, cooperation bodies and others",
    (
        key(ACTOR),
        IRI,
        term("class", "kind of actor", str(RDF.type), needed=True),
        Column("name", "name of today, or the last one, in the language of the place", made="key"),
        _COUNTRY,
        code("body_kind", "kind of cooperation body", "body-kind", str(SG.bodyKind)),
        code("form", "legal form", "form", str(SG.form)),
        code("governance", "how it is governed", "governance", str(SG.governance)),
        code("obligation", "voluntary, mandatory …", "obligation", str(SG.obligation)),
        actor("part_of", "actor that it is a part of", str(ORG.subOrganizationOf)),
        Column("homepage", "its own pages", "iri", str(FOAF.homepage)),
        Column("point", "where it lies: WKT, longitude before latitude (WGS 84)"),
    ),
    ("key",),
    ACTOR + "{+key}",
)

_VERSIONS = Table(
    "versions",
    "Versions of actors: stretches in which names, codes and region stay the same",
    (
        key(ACTOR),
        IRI,
        actor("actor", "whose it is", str(PROV.specializationOf), needed=True),
        *_PERIOD,
        Column(
            "region",
            "region it lies in; key in regions",
            "key",
            str(SG.inRegion),
            REGION,
            refers="regions",
        ),
        Column("population", "inhabitants", "whole", str(SG.population)),
        Column("population_year", "year of that count", "year", str(SG.populationYear)),
        Column("area_km2", "area in square kilometres", "number", str(SG.areaKm2)),
    ),
    ("key",),
    ACTOR + "{+key}",
    nodes=".",
)

_NAMES = Table(
    "names",
    "Names of actors by language and time: one row for each version that has the name",
    (
        _VERSION,
        actor("actor", "whose name it is", needed=True),
        Column("name", "the name", needed=True),
        Column("language", "its language (BCP 47)", needed=True),
        Column("kind", "preferred or alternative", needed=True),
        *_WHEN,
    ),
    ("version", "kind", "language", "name"),
)

_CODES = Table(
    "codes",
    "Official codes of actors by register and time: one row for each version that has the code",
    (
        _VERSION,
        actor("actor", "whose code it is", needed=True),
        Column("scheme", "register", "key", begin=CODES, needed=True),
        Column("code", "the code; text, since leading zeros count", needed=True),
        *_WHEN,
    ),
    ("version", "scheme"),
)

_AREAS = Table(
    "areas",
    "Further areas that actors lay in: statistical, state and electoral ones",
    (_VERSION, other("area", "the area", "regions", REGION, str(SG.inArea))),
    ("version", "area"),
    ACTOR + "{+version}",
)

_REGIONS = Table(
    "regions",
    "Regions, counties and statistical areas, as territories",
    (
        key(REGION),
        IRI,
        Column("name", "its name", property=str(SKOS.prefLabel), needed=True),
        Column("language", "language of the name (BCP 47)"),
        Column("country", "country, ISO 3166-1 alpha-3", "key", str(SG.country), str(COUNTRY)),
        code("level", "what it is", "region-level", str(SG.regionLevel), needed=True),
        Column("code", "official code; text", property=str(SKOS.notation)),
        Column(
            "within",
            "region that it lies in; key in regions",
            "key",
            str(SKOS.broader),
            REGION,
            refers="regions",
        ),
        *_PERIOD,
    ),
    ("key",),
    REGION + "{+key}",
)

_CONCEPTS = Table(
    "concepts",
    "What the codes of the lists mean: topics, roles, forms and the like",
    (
        IRI,
        Column("scheme", "list", "key", str(SKOS.inScheme), CODES, needed=True),
        Column("code", "code in the list", "last", needed=True),
        Column("broader", "address of the broader code", "iri", str(SKOS.broader)),
        *(
            Column(tag, f"name in {name}", property=str(SKOS.prefLabel), language=tag)
            for tag, name in _LANGUAGES.items()
        ),
    ),
    ("iri",),
    "{+iri}",
)

_EVENTS = Table(
    "events",
    "Changes: mergers, splits, foundings, renamings and the like",
    (
        key(EVENT),
        IRI,
        code("kind", "kind of change", "change-kind", str(SG.changeKind), needed=True),
        Column(
            "date", "first day, month or year of the new state", "part", str(DCT.date), needed=True
        ),
        Column("sources", f"keys in sources, with {MANY} between", "list", begin=SOURCE),
    ),
    ("key",),
    EVENT + "{+key}",
)

_EVENT_ACTORS = Table(
    "event-actors",
    "Who was there before and after each change; who is on both sides lives on",
    (
        other("event", "the change", "events", EVENT),
        Column("side", "before or after", needed=True),
        actor("actor", "who", needed=True),
        called("actor_name", "actor"),
    ),
    ("event", "side", "actor"),
)

_LINKS = Table(
    "links",
    "Links to the data of others: Wikidata, registers, GeoNames, EuroVoc and the like",
    (
        Column("thing", "permanent address of the thing here", "iri", needed=True),
        Column(
            "match",
            "exact: the same; close: nearly, as a territory is; document: what others say of it",
            needed=True,
        ),
        Column("other", "address of the thing there", "iri", needed=True),
    ),
    ("thing", "match", "other"),
)

TABLES = (
    _ACTORS,
    _VERSIONS,
    _NAMES,
    _CODES,
    _AREAS,
    _REGIONS,
    _CONCEPTS,
    _EVENTS,
    _EVENT_ACTORS,
    _LINKS,
)
"""The tables of this part."""
