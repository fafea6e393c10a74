"""A graph in which everything that a page can show is hostile, and an index of its names.

Whatever of it a browser would take for markup has ``poison`` in its name, so that a page betrays
itself by any element or attribute of that name.
"""

from collections.abc import Iterator

import pyoxigraph as ox

from samgraf.config import Settings
from samgraf.linking import indexing
from samgraf.linking.entries import Entry, Mark, Title
from samgraf.pipeline import verbatim
from samgraf.store.versions import Versions
from samgraf.terms import (
    CODE,
    COUNTRY,
    DCAT,
    DCT,
    FOAF,
    GEO,
    GRAPH,
    ID,
    OA,
    ORG,
    PAV,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SG,
    SKOS,
    XSD,
)  # fmt: skip

SCRIPT = "<script>poison()</script>"
NAMES = {
    "script": SCRIPT,
    "image": '<img src="x" onerror="poison()">',
    "cdata": '"]]><poison-made poison-given="1">',
    "title": "</title></textarea></style></script><poison-made>",
    "comment": "<!--poison--><!-- --!><poison-made>",
    "attribute": "\" onpoison=\"poison()\" ' onpoison='x'",
    "template": "{{ 7 * 7 }} {% raw %} ${poison} %s {0}",
    "entity": "&lt;poison-made&gt; &amp;amp; &#60;b&#62;",
    "bidi": "abc\u202etxt.exe\u202c\u2066\u2067 def",
    "unclosed": "Kommune \u202d\u2067\u202ereversed",
    "hebrew": "\u05e2\u05d9\u05e8\u05d9\u05d9\u05ea \u05d7\u05d9\u05e4\u05d4 (2007)",
    "control": "a\u0001b\u0008c\u007fd\u0085e\u2028f\ufffeg",
    "invisible": "Ves\u200btegn\u00aden \ufeff\u2060sam",
    "stacked": "Z" + "\u0301\u0302\u0303\u0304\u0305" * 12 + "algo",
    "long": "Samarbejdskommissionsforretningsudvalg" * 8,
    "wide": "W" * 300,
    "arabic": "\u0628" * 300,
    "formula": '=HYPERLINK("https://poison.example","x")',
    "spaces": "   \t  \n  ",
    "slash": "../../..//poison.example/%2e%2e",
}
"""Each is the name of an actor of its own, ``dk-`` and its key."""

LANGUAGES = ("zh-hant-cn", "x-poison", "de-1996", "i-klingon", "sr-latn", "en-gb-oed")
IRIS = (
    "javascript:poison()",
    "JaVaScRiPt:poison()",
    "data:text/html,%3Cscript%3Epoison()%3C/script%3E",
    "vbscript:poison",
    "file:///etc/passwd",
    "https://poison.example/'onpoison='x'(1)",
    "https://poison.example/%22%3E%3Cpoison-made%3E",
    "https://poison.example/\u202egpj.exe",
    f"{ID}actor/x%22%3E%3Cpoison-made%3E",
    f"{ID}poison/../../../etc",
    f"{CODE}topic/%3Cpoison-made%3E",
)
BODY, BARE, POPULAR, HUGE, CROWD = (
    ID[f"actor/dk-{key}"] for key in ("body", "bare", "popular", "huge", "crowd")
)
INCOMING, MEMBERS = 5000, 400
YEARS = ("0000", "9999", "0000-00-00", "2007-13-45", "-0044", "12007", "soon <poison-made>")
POINTS = (
    "POINT(<poison-made>)",
    "POINT(9.5 55.2)",
    "POINT(999 999)",
    "POLYGON EMPTY",
    "POINT(nan inf)",
    "POINT(1e999 0)",
)
SOURCE = ID["source/hostile"]
CODES = ("'\"><poison-made>", "0101", "<script>poison()</script>")
PATHS = (
    "/",
    "/search",
    "/search?sort=name",
    "/page/relation/m-first",
    "/page/claim/hostile",
    "/page/source/hostile",
    "/page/event/hostile",
    "/page/programme/hostile",
    "/page/project/hostile",
    "/page/plan/hostile",
    "/code",
    "/code/topic",
    "/code/topic/a",
    "/code/topic/b",
    "/code/role/hostile",
    "/code/dk-kommunekode/0101",
    "/queries",
    "/queries/claims-about?about=actor/dk-body",
    "/queries/members-on-date?body=actor/dk-body",
    "/queries/cq22-mayors-board?page=1",
    *(f"/page/actor/dk-{key}" for key in (*NAMES, "body", "bare", "popular", "huge", "crowd")),
)


def _text(value: str, language: str = "") -> ox.Literal:
    return ox.Literal(value, language=language) if language else ox.Literal(value)


def _iri(value: object) -> ox.NamedNode:
    return ox.NamedNode(str(value))


Statement = tuple[object, object, object]


def statements() -> Iterator[Statement]:
    """Yield what the default graph says; a string is an IRI, a literal a literal."""
    for key, name in NAMES.items():
        actor = ID[f"actor/dk-{key}"]
        yield from _actor(actor, SG.Municipality)
        yield from ((actor, p, _text(name, "da")) for p in (SKOS.prefLabel, SKOS.editorialNote))
        yield from _membership(f"m-{key}", actor, BODY)
    yield from _body()
    yield from _large()
    yield from _others()
    yield from _codes()


def _actor(actor: object, kind: object) -> Iterator[Statement]:
    yield actor, RDF.type, kind
    yield actor, SG.country, COUNTRY.DNK
    yield actor, DCT.created, ox.Literal("2026-11-21", datatype=_iri(XSD.date))


def _membership(key: str, member: object, body: object, day: str = "2007") -> Iterator[Statement]:
    relation, during = ID[f"relation/{key}"], ID[f"relation/{key}#during"]
    yield relation, RDF.type, SG.Membership
    yield relation, ORG.member, member
    yield relation, ORG.organization, body
    yield relation, ORG.role, CODE["role/hostile"]
    yield relation, SG.supportedBy, ID["claim/hostile"]
    yield relation, SG.during, during
    yield relation, SG.beginsNotBefore, _text(day)
    yield relation, SG.endsNotAfter, _text(day)
    yield during, DCAT.startDate, _text(day)
    yield member, SG.memberOf, body


def _body() -> Iterator[Statement]:
    """A body with names in odd languages, and every hostile IRI as a value."""
    yield from _actor(BODY, SG.CooperationBody)
    for number, language in enumerate(LANGUAGES):
        yield BODY, SKOS.prefLabel, _text(f"{SCRIPT} {number}", language)
    for iri in IRIS:
        yield from (
            (BODY, p, iri) for p in (FOAF.homepage, SKOS.exactMatch, SCHEMA.url, DCT.license)
        )
        yield BODY, iri, _text(f"said by {iri}")
        yield BODY, RDF.type, iri
    yield from _actor(BARE, SG.Municipality)
    yield from _membership("m-first", BARE, BODY)
    for number, year in enumerate(YEARS):
        yield from _membership(f"m-year-{number}", ID["actor/dk-script"], BODY, year)
    for point, key in zip(POINTS, NAMES, strict=False):
        actor = ID[f"actor/dk-{key}"]
        yield actor, GEO.hasDefaultGeometry, f"{actor}#point"
        yield f"{actor}#point", GEO.asWKT, _text(point)
    yield f"{ID['actor/dk-script']}#v-first", PROV.specializationOf, ID["actor/dk-script"]
    yield f"{ID['actor/dk-script']}#v-first", SG.population, _text("<poison-made>")


def _large() -> Iterator[Statement]:
    """What many things point to, what has many members, and what is said at length."""
    for actor, name in ((POPULAR, "Popular"), (CROWD, "Crowd"), (HUGE, "Huge")):
        yield from _actor(actor, SG.CooperationBody)
        yield actor, SKOS.prefLabel, _text(name, "da")
    for number in range(INCOMING):
        yield ID[f"project/p{number}"], DCT.relation, POPULAR
        yield ID[f"project/p{number}"], DCT.title, _text(f"<poison-made {number}>", "en")
    for number in range(MEMBERS):
        yield from _actor(ID[f"actor/dk-c{number}"], SG.Municipality)
        yield from _membership(f"m-c{number}", ID[f"actor/dk-c{number}"], CROWD)
    yield HUGE, SKOS.editorialNote, _text("<poison-made> & " * 6250, "en")
    yield HUGE, SKOS.definition, _text("x" * 100_000, "en")


def _others() -> Iterator[Statement]:
    claim, event, passage = ID["claim/hostile"], ID["event/hostile"], f"{ID['claim/hostile']}#e"
    for kind, thing in (("Claim", claim), ("Source", SOURCE), ("ChangeEvent", event)):
        yield thing, RDF.type, SG[kind]
    for key in ("programme", "project", "plan"):
        yield from ((ID[f"{key}/hostile"], p, _text(SCRIPT, "en")) for p in (DCT.title, SG.stated))
        yield ID[f"{key}/hostile"], SG.topic, CODE["topic/a"]
    yield SOURCE, DCT.title, _text(NAMES["title"], "da")
    yield SOURCE, DCT.publisher, _text(NAMES["attribute"])
    yield SOURCE, PAV.retrievedOn, _text(YEARS[-1])
    yield from ((SOURCE, SCHEMA.url, iri) for iri in IRIS)
    yield claim, DCT.source, SOURCE
    yield claim, SG.readingMode, CODE["reading/hostile"]
    yield claim, SG.claimValue, _text(SCRIPT)
    yield claim, SG.claimSubject, ID["relation/m-first"]
    yield claim, SG.attestedOn, _text(YEARS[-1])
    yield claim, SG.evidence, passage
    yield passage, OA.hasSource, f"{SOURCE}#snapshot"
    yield passage, OA.hasSelector, f"{passage}.at"
    yield f"{passage}.at", SG.textFragment, _text(':~:text="><poison-made>')
    yield f"{SOURCE}#snapshot", PROV.specializationOf, SOURCE
    yield event, SG.changeKind, CODE["change-kind/hostile"]
    yield event, DCT.date, _text(YEARS[-1])
    yield event, ORG.originalOrganization, BARE
    yield event, ORG.resultingOrganization, ID["actor/dk-script"]


def _codes() -> Iterator[Statement]:
    for key in ("topic", "role", "reading", "change-kind"):
        yield CODE[key], RDF.type, SKOS.ConceptScheme
        yield CODE[key], SKOS.prefLabel, _text(SCRIPT, "en")
        for slug in ("hostile", "a", "b"):
            yield CODE[f"{key}/{slug}"], RDF.type, SKOS.Concept
            yield CODE[f"{key}/{slug}"], SKOS.inScheme, CODE[key]
            yield CODE[f"{key}/{slug}"], SKOS.prefLabel, _text(f"{SCRIPT} {slug}", "en")
    for one, other in (("a", "b"), ("b", "a"), ("a", "a")):
        yield CODE[f"topic/{one}"], SKOS.broader, CODE[f"topic/{other}"]
        yield CODE[f"topic/{one}"], SKOS.narrower, CODE[f"topic/{other}"]
    yield CODE["dk-kommunekode"], RDF.type, RDFS.Datatype
    yield CODE["dk-kommunekode"], RDFS.label, _text(SCRIPT, "en")


def versions() -> Iterator[Statement]:
    """Yield what stands in the graph of a source: names and codes of versions of all actors."""
    datatype = _iri(CODE["dk-kommunekode"])
    for key, name in NAMES.items():
        actor = ID[f"actor/dk-{key}"]
        version = f"{actor}#v-first"
        yield version, PROV.specializationOf, actor
        yield version, SKOS.prefLabel, _text(name, "da")
        yield version, SG.population, _text("<poison-made>")
        yield from ((version, SG.officialCode, ox.Literal(c, datatype=datatype)) for c in CODES)
        yield version, SG.inRegion, CODE["topic/a"]


def quads() -> Iterator[ox.Quad]:
    """Yield the whole graph."""
    source = _iri(GRAPH["source/hostile"])
    for graph, found in ((ox.DefaultGraph(), statements()), (ox.DefaultGraph(), versions())):
        yield from (_quad(statement, graph) for statement in found)
    yield from (_quad(statement, source) for statement in versions())


def _quad(statement: Statement, graph: ox.NamedNode | ox.DefaultGraph) -> ox.Quad:
    subject, property, value = statement
    term = value if isinstance(value, ox.Literal) else _iri(value)
    return ox.Quad(_iri(subject), _iri(property), term, graph)


def entries() -> Iterator[Entry]:
    """Yield the names as the index of a version has them."""
    for number, (key, name) in enumerate(NAMES.items()):
        yield Entry(
            path=f"id/actor/dk-{key}",
            kind="Municipality",
            current=bool(number % 3),
            titles=(Title(name, "da", "preferred"), Title(f"also {name}", "en", "former")),
            marks=(Mark("dk-kommunekode", SCRIPT),),
            countries=("DNK",),
            regions=(SCRIPT,),
            topics=("a",),
            prominence=number,
        )


def build(settings: Settings) -> None:
    """Make the version, with an index beside it as a build from tables has one."""
    file = settings.build.dir.parent / "poison.nq"
    ox.serialize(quads(), str(file), ox.RdfFormat.N_QUADS)
    version = verbatim.build(settings, file, lambda _: None).version
    index = Versions(settings.build.dir).path(version) / "index"
    for old in sorted(index.rglob("*"), reverse=True):
        if old.name != "rules.json":
            old.rmdir() if old.is_dir() else old.unlink()
    labels = {
        "kind": {"Municipality": {"en": SCRIPT}},
        "region": {SCRIPT: {"en": SCRIPT}},
        "topic": {"a": {"en": NAMES["attribute"]}},
        "country": {"DNK": {"en": NAMES["bidi"]}},
    }
    indexing.write(index, entries(), labels)
