"""The addresses of the query page and of networks, for the table of ``openapi_table``."""

from collections.abc import Iterator

from .openapi_table import (
    CITED,
    HTML,
    JSON,
    LANG,
    Operation,
    Parameter,
    Schema,
    ending,
    in_path,
)

_SVG, _FORM = "image/svg+xml", "application/x-www-form-urlencoded"
_SPARQL = "application/sparql-query"
_WORD: Schema = {"type": "string", "maxLength": 100}
_QUERY = Parameter("query", "a query in SPARQL 1.1", {"type": "string"}, example="ASK {}")
_VIEWS = ["table", "map", "timeline", "bar", "line", "network"]
_VIEW = Parameter("view", "how the answer is shown", {"type": "string", "enum": _VIEWS})
_NAME = in_path("name", "what a kept query is called", "0000000000000000", minLength=1)
_GROUP = "The query page"


def operations() -> Iterator[Operation]:
    """Yield every operation of the query page and of networks."""
    yield from _editor()
    yield from _answers()
    yield from _links()
    yield from _networks()


def _editor() -> Iterator[Operation]:
    yield Operation("/sparql/schema", "Show what there is to ask for", _GROUP, (HTML,), (LANG,))
    yield Operation("/sparql/terms.json", "Give the terms that the editor completes", _GROUP,
                    (JSON,), (LANG,))  # fmt: skip
    yield Operation("/sparql/problems.json", "Give what problems of a query mean", _GROUP,
                    (JSON,), (LANG,))  # fmt: skip
    iri = Parameter("iri", "an address", {"type": "string", "format": "iri"})
    yield Operation("/sparql/thing.json", "Tell what an address stands for", _GROUP, (JSON,),
                    (iri, LANG))  # fmt: skip
    for method, sent in (("get", ()), ("post", (_FORM,))):
        asked = (_QUERY,) if method == "get" else ()
        yield Operation("/sparql/snippets", "Give a query as code", _GROUP, (JSON,), asked,
                        problems=(413, 415), method=method, body=sent)  # fmt: skip
        yield Operation("/sparql/plan", "Tell what a query costs", _GROUP, (HTML, JSON), asked,
                        problems=(403, 406, 413, 415), method=method, body=sent)  # fmt: skip


def _answers() -> Iterator[Operation]:
    yield Operation("/sparql/picture", "Draw the answer of a query", _GROUP, (_SVG, JSON),
                    (_QUERY, _VIEW), problems=(403, 406, 413, 415))  # fmt: skip
    yield Operation("/sparql/picture", "Draw rows that one has", _GROUP, (JSON,), (),
                    problems=(413, 415), method="post", body=(JSON,))  # fmt: skip
    yield Operation("/sparql/labels", "Name things, 200 at most", _GROUP, (JSON,), (),
                    problems=(413, 415), method="post", body=(JSON,))  # fmt: skip


def _links() -> Iterator[Operation]:
    yield Operation("/q", "Lead to where queries are written", _GROUP, (HTML,), good=303)
    yield Operation("/q", "Keep a query under a link", _GROUP, (JSON,), (),
                    {201: (JSON,), 303: (HTML,)}, (403, 413, 415, 507), method="post",
                    body=(_FORM, JSON))  # fmt: skip
    yield Operation("/q/{name}", "Show a kept query with its answer", _GROUP,
                    (HTML, JSON, _SPARQL), (_NAME, LANG), problems=(403, 406))  # fmt: skip
    yield Operation("/q/{name}/embed", "Show the bare answer, for a frame", _GROUP, (HTML,),
                    (_NAME, LANG), problems=(403,))  # fmt: skip
    yield Operation("/cite/q/{name}.{ending}", "Tell how to cite a kept query", _GROUP, CITED,
                    (_NAME, ending(("bib", "ris", "json", "txt"))))  # fmt: skip
    slug = in_path("name", "the name of a question of the library", "partners-of-actor")
    yield Operation("/cite/queries/{name}.{ending}", "Tell how to cite an answer", _GROUP, CITED,
                    (slug, ending(("bib", "ris", "json", "txt"))), problems=(400,))  # fmt: skip


def _networks() -> Iterator[Operation]:
    names = ("mode", "weight", "country", "kind", "topic", "confirmed", "associations")
    chosen = tuple(Parameter(name, f"the {name} of the network", _WORD) for name in names)
    on = Parameter("on", "a day, month, year or years such as 2010-2020", _WORD, example="2015")
    yield Operation("/networks", "Show what networks there are", "Networks", (HTML,),
                    (on, *chosen, LANG))  # fmt: skip
    day = in_path("on", "a day, month, year or years", "2015", minLength=4)
    part = Parameter("part", "edges or nodes", {"type": "string", "enum": ["edges", "nodes"]})
    yield Operation(
        "/networks/{on}.{ending}", "Give who shares bodies with whom as a file", "Networks",
        ("application/graphml+xml", "application/gexf+xml", "text/csv"),
        (day, ending(("graphml", "gexf", "csv")), *chosen, part),
    )  # fmt: skip
