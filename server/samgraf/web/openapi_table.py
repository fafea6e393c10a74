"""Every address of the site as a table: the one place that OpenAPI is made from.

A test holds it to the routes of the application, in both directions. The questions of the library
are not here: their addresses follow from their heads (``openapi_library``).
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from samgraf.linking.entries import LANGUAGES
from samgraf.linking.indexing import FACETS
from samgraf.linking.search import SORTS
from samgraf.terms import KINDS, WIKIDATA

from . import negotiation, profiles, submissions
from .kinds import STATUS
from .subject import DATA

HTML, JSON, PLAIN, XML = "text/html", "application/json", "text/plain", "application/xml"
ANY = "*/*"
DUMPED = (
    "application/gzip", "application/zstd", "application/zip", "text/csv", "text/turtle", JSON,
    "application/csvm+json", PLAIN,
)  # fmt: skip
"""What the files of a version are, whatever is packed in them."""
Schema = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that an address takes."""

    name: str
    words: str
    schema: Schema = field(default_factory=lambda: {"type": "string", "maxLength": 200})
    where: str = "query"
    example: object = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one address."""

    path: str
    words: str
    group: str
    types: tuple[str, ...] = (HTML,)
    """The media types of a good answer."""
    parameters: tuple[Parameter, ...] = ()
    others: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Other answers that are no problems, by status, with their media types."""
    problems: tuple[int, ...] = ()
    """Statuses of problems beside those that any address may answer with."""
    method: str = "get"
    body: tuple[str, ...] = ()
    """What may be sent."""
    fields: tuple[str, ...] = ("query",)
    """The fields of a form; one that stands alone is required."""
    rule: str = ""
    """The route in the application, where the path does not tell it."""
    good: int = 200


def in_path(name: str, words: str, example: str, **schema: object) -> Parameter:
    """Return a value that stands in the path, with further keywords of its schema."""
    return Parameter(name, words, {"type": "string", **schema}, "path", example, True)


def ending(endings: Mapping[str, str] | tuple[str, ...]) -> Parameter:
    """Return the ending of a path that chooses the form of the answer."""
    names = [*endings]
    return in_path("ending", "which form the answer has", names[0], enum=names)


_WORD: Schema = {"type": "string", "maxLength": 100}
_DAY: Schema = {"type": "string", "format": "date"}
_KIND = in_path("kind", "the kind of thing", "actor", enum=[*KINDS])
_KEY = in_path("key", "the key of the thing", "dk-vejle", minLength=1)
LANG = Parameter("lang", "the language of the answer", {"type": "string", "enum": [*LANGUAGES]})
_ON = Parameter("on", "the day that is shown", _DAY, example="2015-01-31")
_PAGE = Parameter("page", "which part of a list", {"type": "integer", "minimum": 1}, example=1)
_LIMIT = Parameter(
    "limit", "things in one part", {"type": "integer", "minimum": 1, "maximum": 1000}, example=50
)
_TEXT = Parameter("q", "a name or an official code, or a part of one", example="Haderslev")
_SORT = Parameter("sort", "the order", {"type": "string", "enum": [*SORTS]})
_DATA = tuple(DATA.values())
_PROFILE = Parameter(
    "profile", "the model whose terms an actor is told in, or all for the list",
    {"type": "string", "enum": ["samgraf", *(one.token for one in profiles.VIEWS), profiles.ALL]},
)  # fmt: skip
_GRAPH = tuple(negotiation.GRAPHS)
DOCUMENT = ".<any(ttl, jsonld, nt, rdf):ending>"
"""How the route of a part of what a version says of itself ends."""
CITED = (
    "application/x-bibtex",
    "application/x-research-info-systems",
    "application/vnd.citationstyles.csl+json",
    PLAIN,
)
_FORMAT = Parameter(
    "format",
    "the form of the answer, instead of Accept",
    {"type": "string", "enum": [*negotiation.FORMATS]},
)
_REPORTS = ("text/plain", JSON, "text/turtle", "application/sarif+json", HTML)


def operations() -> Iterator[Operation]:
    """Yield every operation but those of the questions of the library."""
    yield from _things()
    yield from _codes()
    yield from _searches()
    yield from _graph()
    yield from _changes()
    yield from _pages()
    yield from _service()


def _things() -> Iterator[Operation]:
    group, one = "Things", (_KIND, _KEY)
    yield Operation(
        "/id/{kind}/{key}", "Lead from the identifier of a thing to its page or its data", group,
        (HTML,), one, {410: (*_DATA,)}, (406, 410), good=303,
    )  # fmt: skip
    yield Operation(
        "/page/{kind}/{key}", "Show a thing", group, (HTML,), (*one, _ON, LANG), problems=(410,)
    )
    yield Operation(
        "/data/{kind}/{key}.{ending}", "Give the data of a thing", group, (*_DATA, JSON),
        (*one, ending(profiles.ENDINGS), _PAGE, _PROFILE), {410: _DATA}, (406, 410),
    )  # fmt: skip
    cited = ending(("bib", "ris", "json", "txt"))
    yield Operation(
        "/cite/{kind}/{key}.{ending}", "Tell how to cite a thing or a code", group, CITED,
        (*one, cited, _ON, LANG), {410: _DATA}, (410,), rule="/cite/<path:path>.<ending>",
    )  # fmt: skip
    yield Operation(
        "/cite/dataset.{ending}", "Tell how to cite the whole", group, CITED,
        (cited, _ON, LANG), rule="/cite/<path:path>.<ending>",
    )  # fmt: skip


def _codes() -> Iterator[Operation]:
    group = "Codes and the ontology"
    scheme = in_path("scheme", "the code list or register", "role", minLength=1)
    slug = in_path("slug", "the code", "member", minLength=1)
    held = {300: (HTML,), 303: (HTML,), 410: _DATA}
    yield Operation("/code", "List the code lists", group)
    yield Operation(
        "/code/{scheme}", "Show a code list, or give its data", group, (HTML, *_DATA),
        (scheme,), {410: _DATA}, (406, 410),
    )  # fmt: skip
    yield Operation(
        "/code/{scheme}/{slug}", "Show a concept, give its data, or lead to who held a code",
        group, (HTML, *_DATA), (scheme, slug, _ON), {**held, 404: (HTML,)}, (406, 410),
    )  # fmt: skip
    yield Operation(
        "/ontology", "Show the ontology, or give it", group,
        (HTML, "text/turtle", "application/ld+json"), problems=(406,),
    )  # fmt: skip
    yield Operation(
        "/ontology.{ending}", "Give the ontology", group, ("text/turtle", "application/ld+json"),
        (ending(("ttl", "jsonld")),), problems=(406,),
    )  # fmt: skip
    yield Operation(
        "/ontology/{version}", "Lead from the IRI of a version of the ontology to it", group,
        (HTML,), (in_path("version", "the version", "0.1.0", minLength=1),), good=303,
    )  # fmt: skip
    yield Operation(
        "/shapes", "Show the rules that facts are held to", group, (HTML, "text/turtle"),
        problems=(406,),
    )  # fmt: skip
    yield Operation("/shapes.ttl", "Give the rules as SHACL", group, ("text/turtle",))


def _searches() -> Iterator[Operation]:
    group = "Search"
    chosen = tuple(Parameter(name, f"only of this {name}", _WORD) for name in FACETS)
    asked = (_TEXT, *chosen, _ON, LANG, _SORT, _PAGE)
    view = Parameter("view", "a list or a map", {"type": "string", "enum": ["list", "map"]})
    every = Parameter("all", "the choice that is shown whole", _WORD)
    yield Operation("/search", "Find things by name and by what is chosen", group, (HTML,),
                    (*asked, view, every), {303: (HTML,)})  # fmt: skip
    for ending, media_type in (("csv", "text/csv"), ("json", JSON), ("ttl", "text/turtle")):
        words = f"The same list as {ending.upper()}; Link leads to the next part"
        yield Operation(f"/search.{ending}", words, group, (media_type,), (*asked, _LIMIT))
    yield _lookup(group)
    few = Parameter("limit", "how many", {"type": "integer", "minimum": 1, "maximum": 20})
    yield Operation("/suggest", "Suggest what somebody means who types", group, (JSON,),
                    (_TEXT, few, LANG))  # fmt: skip


def _lookup(group: str) -> Operation:
    given = (
        Parameter("iri", "an address of others, or one of ours", example=f"{WIKIDATA}Q21152"),
        Parameter("scheme", "a register, a code list or a link set", _WORD, example="no-orgnr"),
        Parameter("code", "a code of the scheme", _WORD, example="974760673"),
    )
    words = "Lead from an address or a code elsewhere to the thing here; list several"
    others = {300: (HTML, JSON, "text/turtle"), 303: (HTML,), 410: _DATA}
    return Operation(
        "/lookup", words, group, (HTML,), (*given, _ON, LANG), others, (406, 410)
    )  # fmt: skip


def _graph() -> Iterator[Operation]:
    group, tables = "Queries and graphs", (*negotiation.BINDINGS, *_GRAPH)
    text = Parameter("query", "a query in SPARQL 1.1",
                     {"type": "string"}, example="ASK { ?s ?p ?o }")  # fmt: skip
    iri: Schema = {"type": "string", "format": "iri"}
    graphs = tuple(
        Parameter(f"{name}-graph-uri", "a graph to ask", iri) for name in ("default", "named")
    )
    asked = (text, _FORMAT, *graphs)
    refused = (401, 403, 406, 413, 415)
    yield Operation("/sparql", "Ask a query; without one the service is described", group,
                    (*tables, HTML), asked, problems=refused)  # fmt: skip
    yield Operation(
        "/sparql", "Ask a query; it may be the body", group, tables, problems=refused,
        method="post", body=("application/sparql-query", "application/x-www-form-urlencoded"),
    )  # fmt: skip
    graph = Parameter("graph", "the address of a named graph", iri)
    default = Parameter("default", "the default graph", {"type": "string", "enum": [""]})
    yield Operation("/store", "Give a graph (SPARQL 1.1 Graph Store Protocol)", group, _GRAPH,
                    (graph, default, _FORMAT), problems=(403, 406))  # fmt: skip
    yield Operation(
        "/store/{path}", "Give the graph whose address this is", group, _GRAPH,
        (in_path("path", "the rest of its address", "graph", minLength=1), _FORMAT),
        problems=(403, 406),
    )  # fmt: skip
    yield Operation("/validate", "Show a form for facts to be checked", group, (HTML,), (LANG,))
    form = Parameter("format", "the form of the report", {"type": "string", "enum":
                     ["text", "json", "turtle", "sarif", "github", "html"]})  # fmt: skip
    yield Operation(
        "/validate", "Check facts; nothing is kept", group, _REPORTS, (form, LANG),
        {400: _REPORTS}, (406, 413, 415), method="post",
        body=(*submissions.SYNTAXES.values(), "multipart/form-data"),
    )  # fmt: skip


def _changes() -> Iterator[Operation]:
    group, listed = "Versions and what changed", ("application/json", "text/csv", "text/turtle")
    since = Parameter("since", "a version, or a day", _WORD, example="2026-11-21")
    old, new = (in_path(n, f"the {n} version", "2026-11-21-00000000") for n in ("old", "new"))
    yield Operation("/versions", "List the versions at hand", group, (HTML, JSON), (LANG,),
                    problems=(406,))  # fmt: skip
    version = in_path("version", "a version", "2026-11-21-00000000", minLength=1)
    yield Operation("/versions/{version}", "Show a version and its files", group, (HTML, JSON),
                    (version, LANG), problems=(406,))  # fmt: skip
    yield Operation("/changes", "Tell what changed since a version or a day", group, (HTML,),
                    (since, LANG), problems=(503,))  # fmt: skip
    ending_ = ending(("json", "csv", "ttl"))
    yield Operation("/changes.{ending}", "The same as a list", group, listed, (since, ending_),
                    problems=(503,))  # fmt: skip
    yield Operation("/changes/{old}..{new}", "Tell what changed between two versions", group,
                    (HTML, *listed), (old, new, LANG), problems=(503,),
                    rule="/changes/<named>")  # fmt: skip
    file = ending(("patch", "added.nq", "removed.nq"))
    yield Operation("/changes/{old}..{new}.{ending}", "Give the changed quads", group,
                    ("application/rdf-patch", "application/n-quads"), (old, new, file),
                    problems=(503,))  # fmt: skip
    yield Operation("/changes.atom", "Give the changes as a feed", group,
                    ("application/atom+xml",), (_PAGE,))  # fmt: skip


def _pages() -> Iterator[Operation]:
    group = "Pages"
    pages = {
        "/": "Show what there is and where to begin",
        "/about": "Tell how the graph is made and what it lacks",
        "/about/api": "Tell every address with an example",
        "/about/limits": "Tell every declared limit",
        "/about/quality": "Tell how well the facts are supported, by country and year",
        "/about/accessibility": "Tell how accessible the pages are",
        "/download": "Show the files of the served version",
        "/status": "Show what is served, and its counts",
    }
    yield from (Operation(path, words, group, parameters=(LANG,)) for path, words in pages.items())
    wanted = (
        Parameter("q", "words of a question"),
        Parameter("tag", "its subject", _WORD),
        Parameter("kind", "how its answer is shown", _WORD),
    )
    yield Operation("/queries", "Show the library of questions", group, (HTML,),
                    (*wanted, _PAGE, LANG))  # fmt: skip
    kind = in_path("kind", "a kind of problem", "time-limit", enum=[*STATUS])
    yield Operation("/problem/{kind}", "Tell what a kind of problem means", group, (HTML,), (kind,))


def _service() -> Iterator[Operation]:
    group = "The service"
    version = in_path("version", "a version", "2026-11-21-00000000", minLength=1)
    file = in_path("file", "one of its files", "samgraf.nq.gz", minLength=1)
    yield Operation(
        "/dumps/{version}/{file}", "Give a file of a version, or a part of it", group, DUMPED,
        (version, file), {206: DUMPED, 416: ()},
    )  # fmt: skip
    yield Operation(
        "/dumps/{version}/", "List the files of a version, with their digests", group, (JSON, HTML),
        (version, LANG), problems=(406,), rule="/dumps/<version>/",
    )  # fmt: skip
    name = in_path("file", "a file with a digest in its name", "site.css", minLength=1)
    yield Operation("/static/{file}", "Give style, script, fonts and icons", group, (ANY,), (name,))
    yield Operation("/healthz", "Tell whether queries are answered", group, (JSON,), (),
                    {503: (JSON,)})  # fmt: skip
    yield Operation("/metrics", "Give numbers to whoever runs the server", group, (PLAIN,))
    yield Operation("/openapi.json", "Give this description", group,
                    ("application/vnd.oai.openapi+json",))  # fmt: skip
    yield Operation(
        "/.well-known/sparql-examples", "Give the library of questions as RDF", group,
        ("text/turtle", "application/ld+json", "application/n-triples"), (), {303: (HTML,)}, (406,),
    )  # fmt: skip
    documents = {
        "void": "Give the VoID description: what there is, counted",
        "void-sources": "Give the partitions of the graph of each source, in VoID",
        "catalog": "Give the catalogue of data sets, files and services (DCAT-AP)",
        "provenance": "Tell what the served version was made from (PROV)",
        "quality": "Give the measures of quality (DQV)",
    }
    for document, words in documents.items():
        yield Operation(f"/{document}.{{ending}}", words, group, _DATA, (ending(DATA),),
                        rule=f"/{document}{DOCUMENT}")  # fmt: skip
    yield Operation("/.well-known/void", "Give the VoID description", group, _DATA, (), {}, (406,))
    yield Operation("/catalog", "Give the catalogue, or lead to the page of files", group, _DATA,
                    (), {303: (HTML,)}, (406,))  # fmt: skip
    yield Operation("/robots.txt", "Tell what programs that walk the site may fetch", group,
                    (PLAIN,))  # fmt: skip
    yield Operation("/sitemap.xml", "Name the parts of the list of pages", group, (XML,))
    number = Parameter("number", "which part", {"type": "integer", "minimum": 1}, "path", 1, True)
    yield Operation("/sitemap-{number}.xml", "Give a part of the list of pages", group, (XML,),
                    (number,), rule="/sitemap-<int:number>.xml")  # fmt: skip
