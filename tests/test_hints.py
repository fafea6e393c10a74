"""What may have been meant: terms, prefixes and words, and where the error stands."""

import asyncio
import json
import time
from collections.abc import Callable

import pyoxigraph as ox
import pytest

from samgraf.linking.vocabulary import Vocabulary
from samgraf.namespaces import PREFIXES
from samgraf.store import worker
from samgraf.store.mentions import mentions, unknown_word
from samgraf.store.places import exact
from samgraf.store.pool import Pool
from samgraf.store.rows import Term
from samgraf.web import negotiation
from samgraf.web.emptiness import tells_nothing
from samgraf.web.hints import Hints, told
from samgraf.web.problems import build

from .asking import JSON, Reply, get
from .serving import TIGHT, Server

SG = PREFIXES["sg"]
TERMS = [
    *(SG + name for name in ("memberOf", "cooperatesOn", "Municipality", "timeLimit")),
    PREFIXES["skos"] + "prefLabel",
    PREFIXES["org"] + "member",
    "https://w3id.org/samgraf/code/form/kommunalt-faellesskab",
]
WORDS = Vocabulary(TERMS)


def hint(pattern: str) -> str:
    head = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items())
    return told(f"{head}SELECT * {{ {pattern} }}", WORDS)


@pytest.mark.parametrize(
    ("pattern", "wanted"),
    [
        ("?a sg:membrOf ?b", "sg:membrOf is not in this version; did you mean sg:memberOf?"),
        ("?a sg:memberof ?b.", "sg:memberof is not in this version; did you mean sg:memberOf?"),
        (
            f"?a <{SG}membrOf> ?b",
            f"<{SG}membrOf> is not in this version; did you mean sg:memberOf?",
        ),
        ("?a a sg:Municipalty.", "sg:Municipalty is not in this version; did you mean sg:Municip"),
        ("?a sg:prefLabel ?b", "sg:prefLabel is not in this version; did you mean skos:prefLabel?"),
        ("?a sg:a ?b FILTER(?b > '1'^^xsd:Date)", "xsd:Date is not in this version; did you mean "),
        (
            "?a ?b <https://w3id.org/samgraf/code/form/kommunalt-faelleskab>",
            "did you mean form:kommunalt-faellesskab?",
        ),
        (
            "?a <http://schema.orgs/name> ?b",
            "did you mean PREFIX schema: <http://schema.org/>?",
        ),
        ("?a sg:memberÓf ?b", "sg:member%C3%93f is not in this version; did you mean sg:memberOf?"),
    ],
)
def test_a_term_that_is_not_here_is_told_with_a_near_one(pattern: str, wanted: str) -> None:
    said = hint(pattern)
    assert wanted in said
    assert said.isascii()
    assert said.isprintable()


@pytest.mark.parametrize(
    "pattern",
    [
        "?a sg:memberOf ?b . ?a skos:prefLabel ?c",
        "?a sg:entirelyDifferent ?b",
        "?a rdfs:label 'sg:membrOf' # sg:membrOf",
        '?a rdfs:label """ <https://w3id.org/samgraf/ontology#membrOf> """',
        "?a <https://example.org/membrOf> ?b",
        "<https://w3id.org/samgraf/id/actor/dk-vejl> ?a ?b",
        "GRAPH <https://w3id.org/samgraf/graph/sourc/x> { ?a ?b ?c }",
        "_:sg ?sg:membrOf ?b",
        "?a ?b '1'^^xsd:byte",
    ],
)
def test_a_known_term_and_one_with_nothing_near_give_no_hint(pattern: str) -> None:
    assert hint(pattern) == ""


def test_three_terms_are_told_at_most() -> None:
    many = " . ".join(f"?a sg:memberOf{letter} ?b" for letter in "abcdef")
    assert hint(many).count("did you mean") == 3


def test_prefixes_are_read_as_they_are_declared() -> None:
    found = mentions("prefix : <x:>\r\nPREFIX\tå: <y:#>\nASK { :a å:b <z:c> , '''x:y''' . }")
    assert found.prefixes == {"": "x:", "å": "y:#"}
    assert found.terms == {":a": "x:a", "å:b": "y:#b", "<z:c>": "z:c"}


EMPTY = ["SELECT * { ?s ?p ?o }", "ASK { ?s ?p ?o }", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"]
EMPTY += ["SELECT (COUNT(*) AS ?n) (SAMPLE(?s) AS ?m) { ?s ?p ?o }"]
FULL = ["SELECT (1 AS ?n) {}", "ASK {}", "SELECT ?n { VALUES ?n { 0 0 } }"]
FULL += ["SELECT (<x:0> AS ?n) (0 AS ?m) {}", "SELECT ('a' AS ?n) {}", "SELECT * {}"]
NO_GRAPH, GRAPH = "DESCRIBE <x:a>", "CONSTRUCT { <x:a> <x:b> 0 } {}"


@pytest.mark.parametrize("media_type", negotiation.BINDINGS)
@pytest.mark.parametrize("query", [*EMPTY, *FULL])
def test_an_answer_without_content_is_seen_in_each_format(media_type: str, query: str) -> None:
    result = ox.Store().query(query)
    assert isinstance(result, ox.QuerySolutions | ox.QueryBoolean)
    body = result.serialize(format=worker.BINDINGS[media_type])
    assert body is not None
    assert tells_nothing(media_type, body) is (query in EMPTY)


@pytest.mark.parametrize("media_type", negotiation.GRAPHS)
@pytest.mark.parametrize("query", [NO_GRAPH, GRAPH])
def test_a_graph_without_content_is_seen_in_each_format(media_type: str, query: str) -> None:
    result = ox.Store().query(query)
    assert isinstance(result, ox.QueryTriples)
    body = ox.serialize(result, format=worker.GRAPHS[media_type], prefixes={"skos": "x:"})
    assert body is not None
    assert tells_nothing(media_type, body) is (query == NO_GRAPH)


def test_a_long_answer_is_not_looked_at() -> None:
    assert not tells_nothing("text/csv", b"a" * 100_000)


def syntax(query: str) -> dict[str, object]:
    """Return the problem document of a query that cannot be read, as the engine tells it."""
    with pytest.raises(SyntaxError) as raised:
        ox.Store().query(query)
    return dict(build("syntax", exact(str(raised.value), query), TIGHT, query).document)


@pytest.mark.parametrize(
    "before",
    ["", "'æøå' ", "'😀' ", "\t", "# æ😀\r\n\t", "?å ?p '𝄞e\u0301' .\r\n", "<x:é> a 'a\\tb' . "],
)
def test_the_place_is_right_behind_any_character(before: str) -> None:
    query = f"SELECT * {{\r\n {before}?s ?p ) }}"
    place = query.index(")")
    found = syntax(query)
    line = query[:place].count("\n") + 1
    assert found["line"] == line
    assert found["column"] == place - query[:place].rfind("\n")
    assert found["token"] == ")"


@pytest.mark.parametrize("before", ["'æøå' ?p ?o . ", "'😀' ?p ?o .\r\n\t", "\t", ""])
@pytest.mark.parametrize("prefix", ["SKOS", "skoss", "Skos", "skos"])
def test_an_undeclared_prefix_is_found_behind_any_character(before: str, prefix: str) -> None:
    query = f"SELECT * {{\r\n{before}?s {prefix}:notation ?o }}"
    found = syntax(query)
    place = query.index(prefix)
    assert found["token"] == f"{prefix}:notation"
    assert found["column"] == place - query[:place].rfind("\n")
    assert found["didYouMean"] == "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>"


def test_a_declared_prefix_is_meant_by_one_in_capitals() -> None:
    found = syntax("PREFIX skos: <http://www.w3.org/2004/02/skos/core#> ASK { ?s SKOS:note ?o }")
    assert found["didYouMean"] == "skos:note"


@pytest.mark.parametrize(
    ("query", "word", "meant"),
    [
        ("PREFX sg: <x:> SELECT * { ?s ?p ?o }", "PREFX", "PREFIX"),
        ("SELCT * { ?s ?p ?o }", "SELCT", "SELECT"),
        ("select * { 'æ' ?p ?o .\r\n\toptinal { ?a ?b ?c } }", "optinal", "OPTIONAL"),
        ("SELECT * { ?s ?p ?o FILTR(?s) }", "FILTR", "FILTER"),
        ("SELECT * { ?s ?p ?o FILTER(STRLN(?s) > 3) }", "STRLN", "STRLEN"),
        ("SELECT * { ?s ?p ?o } LIMT 5", "LIMT", "LIMIT"),
        ("SELECT * { '😀' memberOf ?o }", "memberOf", None),
    ],
)
def test_a_misspelt_word_is_marked_itself(query: str, word: str, meant: str | None) -> None:
    found = syntax(query)
    place = query.index(word)
    assert found["token"] == word
    assert (found["line"], found["column"]) == (
        query[:place].count("\n") + 1,
        place - query[:place].rfind("\n"),
    )
    assert found.get("didYouMean") == meant


@pytest.mark.parametrize("letters", ["ab", "æø", "日本", "😀", "e\u0301"])
def test_the_mark_stands_below_the_token(letters: str) -> None:
    query = f"ASK {{ '{letters}' ?p ) }}"
    with pytest.raises(SyntaxError) as raised:
        ox.Store().query(query)
    line, mark = build("syntax", exact(str(raised.value), query), TIGHT, query).place().split("\n")
    wide = {"日本": 2, "😀": 1, "e\u0301": -1}.get(letters, 0)
    assert mark.index("^") == line.index(")") + wide


@pytest.mark.parametrize("part", ["x ", "x,", "\\x", "<a:b> ", "a:b\\,c", "PREFIX a: <b:> "])
def test_a_hostile_text_takes_little_time(part: str) -> None:
    text = part * ((1 << 16) // len(part))
    started = time.process_time()
    mentions(text)
    unknown_word(text, len(text))
    assert time.process_time() - started < 1


def counting(answer: Callable[[], list[dict[str, Term]]], pool: Pool) -> list[str]:
    """Let a pool answer by a function; return the list that its questions go into."""
    asked: list[str] = []

    def table(text: str, version: str | None = None, **_: str) -> list[dict[str, Term]]:
        asked.append(str(version))
        return answer()

    pool.table = table  # type: ignore[method-assign]
    return asked


TYPO = f"PREFIX sg: <{SG}> SELECT * {{ ?a sg:membrOf ?b }}"
NOTHING = b"a,b\r\n"


@pytest.fixture
def pool(tmp_path_factory: pytest.TempPathFactory) -> Pool:
    return Pool(tmp_path_factory.mktemp("pool"), TIGHT)


def test_terms_are_asked_for_once_for_each_version(pool: Pool) -> None:
    asked = counting(lambda: [{"term": Term(SG + "memberOf", "uri")}], pool)

    async def many() -> list[str | None]:
        hints = Hints(pool)
        at_once = (hints.of(TYPO, "text/csv", NOTHING, version) for version in ("v1", "v1", "v1"))
        return [*await asyncio.gather(*at_once), await hints.of(TYPO, "text/csv", NOTHING, "v2")]

    assert {said and said[:10] for said in asyncio.run(many())} == {"sg:membrOf"}
    assert asked == ["v1", "v2"]


def test_terms_that_were_read_before_are_not_asked_for(pool: Pool) -> None:
    asked = counting(lambda: [{"term": Term(SG + "memberOf", "uri")}], pool)
    hints = Hints(pool)

    async def said(version: str) -> str | None:
        return await hints.of(TYPO, "text/csv", NOTHING, version)

    hints.prepare("v1")
    hints.prepare("v2")
    assert (asyncio.run(said("v1")) or "")[:10] == "sg:membrOf"
    assert (asyncio.run(said("v2")) or "")[:10] == "sg:membrOf"
    assert asked == ["v1", "v2"]


def test_an_answer_does_not_wait_long_for_the_terms(pool: Pool) -> None:
    def slowly() -> list[dict[str, Term]]:
        time.sleep(1)
        return []

    counting(slowly, pool)

    async def one() -> float:
        started = time.monotonic()
        assert await Hints(pool).of(TYPO, "text/csv", NOTHING, "v1") is None
        return time.monotonic() - started

    assert asyncio.run(one()) < 0.8


@pytest.mark.parametrize("many", [0, 20_000])
def test_without_terms_or_with_too_many_nothing_is_told(pool: Pool, many: int) -> None:
    rows = [{"term": Term(f"{SG}memberOf{number}", "uri")} for number in range(many)]
    counting(lambda: rows, pool)

    async def one() -> str | None:
        hints = Hints(pool)
        while (said := await hints.of(TYPO, "text/csv", NOTHING, "v1")) is None:
            pass
        return said

    assert asyncio.run(one()) == ""


@pytest.fixture(scope="module")
def told_once(server: Server) -> Server:
    """A server that knows its terms already."""
    until = time.monotonic() + 10
    while "samgraf-hint" not in ask(server, f"{TYPO} # {time.monotonic()}").headers:
        assert time.monotonic() < until
    return server


def ask(server: Server, query: str, **headers: str) -> Reply:
    return get(server.port, query, **headers)


def test_an_empty_answer_carries_its_hint_and_keeps_it(told_once: Server) -> None:
    first, second = ask(told_once, TYPO), ask(told_once, TYPO)
    wanted = "sg:membrOf is not in this version; did you mean sg:memberOf?"
    assert first.headers["samgraf-hint"] == second.headers["samgraf-hint"] == wanted
    assert "Samgraf-Hint" in first.headers["access-control-expose-headers"]
    again = ask(told_once, TYPO, If_None_Match=first.headers["etag"])
    assert (again.status, again.headers["etag"]) == (304, first.headers["etag"])


@pytest.mark.parametrize("accept", [*negotiation.BINDINGS])
def test_a_hint_comes_with_every_format(told_once: Server, accept: str) -> None:
    assert "samgraf-hint" in ask(told_once, TYPO, Accept=accept).headers


def test_a_full_answer_and_a_right_query_have_none(told_once: Server) -> None:
    full = TYPO.replace("{ ?a", "{ ?s ?p ?o OPTIONAL { ?a").replace("?b }", "?b } } LIMIT 1")
    right = f"PREFIX sg: <{SG}> SELECT * {{ <x:a> sg:memberOf ?b }}"
    for query in (full, right):
        reply = ask(told_once, query)
        assert reply.status == 200
        assert "samgraf-hint" not in reply.headers


def test_a_name_without_its_prefix_gets_the_term(told_once: Server) -> None:
    problem = json.loads(ask(told_once, "SELECT * { ?a memberOf ?b }", Accept=JSON).body)
    assert (problem["token"], problem["didYouMean"]) == ("memberOf", "sg:memberOf")
