"""Clients that people use ask our endpoint as they are, without a setting made for us."""

import csv
import gc
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode

import pandas
import pytest
from rdflib import Graph, Literal, URIRef
from rdflib.namespace import SKOS
from rdflib.plugins.stores.sparqlstore import SPARQLStore
from SPARQLWrapper import CSV, JSON, JSONLD, N3, RDFXML, TSV, TURTLE, XML, SPARQLWrapper
from SPARQLWrapper.SPARQLExceptions import QueryBadFormed

from samgraf.terms import thing

from .asking import get, post
from .serving import Server

CLIENTS = Path(__file__).parent / "clients"
AABY, COUNCIL = thing("actor", "dk-aaby"), thing("actor", "dk-raadet")
ABROAD = "https://example.org/på/Åby?ø=æ"

NAMES = f"""
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
SELECT ?actor ?name {{ VALUES ?actor {{ <{AABY}> <{COUNCIL}> }} ?actor skos:prefLabel ?name }}
ORDER BY ?actor  # æøå
"""
ADDRESS = (
    f"SELECT ?iri ?name {{ VALUES (?iri ?name) {{ (<{ABROAD}> 'Łódź \U0001f1e9\U0001f1f0') }} }}"
)
YES = f"ASK {{ <{AABY}> ?p 'Åby'@da }}"
NO = f"ASK {{ <{AABY}> ?p 'Abby'@da }}"
NAME = URIRef("http://schema.org/name")
BUILD = f"CONSTRUCT {{ <{ABROAD}> <{NAME}> ?name }} {{ <{AABY}> <{SKOS.prefLabel}> ?name }}"
DESCRIBE = f"DESCRIBE <{AABY}>"
FAULTY = "SELECT ?s {\n ?s }"
PLACE = "line 2, column 5"
CELLS = [
    ("comma", "Åby, Nes og Lund"),
    ("quotes", 'kaldet "Å", altså "æ,ø"'),
    ("line", "første\nanden"),
    ("blanks", "  foran og bagved  "),
    ("empty", ""),
    ("number", "0101"),
    ("formula", "=1+1"),
]
TABLE = "SELECT ?key ?value { VALUES (?key ?value) {\n" + "\n".join(
    f"({json.dumps(key)} {json.dumps(value, ensure_ascii=False)})" for key, value in CELLS
) + "\n} }"  # fmt: skip
pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings(
        # SPARQLWrapper and rdflib leave their connections to the garbage collector.
        "ignore:Exception ignored in. <socket:pytest.PytestUnraisableExceptionWarning",
        "ignore:unclosed <socket:ResourceWarning",
    ),
]
BINDINGS = [
    {"actor": str(AABY), "name": "Åby"},
    {"actor": str(COUNCIL), "name": "Rådet <b>&</b> venner"},
]


@pytest.fixture(autouse=True)
def _no_connection_is_left() -> Iterator[None]:
    """Have what a client leaves open closed in its own test."""
    yield
    gc.collect()


@pytest.fixture
def endpoint(server: Server) -> str:
    return f"http://127.0.0.1:{server.port}/sparql"


@pytest.fixture(params=["GET-urlencoded", "POST-urlencoded", "POST-postdirectly"])
def wrapper(endpoint: str, request: pytest.FixtureRequest) -> SPARQLWrapper:
    """SPARQLWrapper in each of its ways to send a query."""
    method, way = request.param.split("-")
    made = SPARQLWrapper(endpoint)
    made.setMethod(method)
    made.setRequestMethod(way)
    return made


@pytest.fixture(params=["GET", "POST", "POST_FORM"])
def remote(endpoint: str, request: pytest.FixtureRequest) -> Graph:
    """A graph of rdflib that lies with us, in each of its ways to send a query."""
    return Graph(SPARQLStore(endpoint, method=request.param))


def answer(wrapper: SPARQLWrapper, query: str) -> Any:
    """Ask by SPARQLWrapper; what comes back depends on the wanted format."""
    wrapper.setQuery(query)
    return wrapper.queryAndConvert()


def test_sparqlwrapper_reads_a_table_as_it_asks_by_itself(wrapper: SPARQLWrapper) -> None:
    document = answer(wrapper, NAMES)
    texts = [node.firstChild.data for node in document.getElementsByTagName("literal")]
    assert texts == [row["name"] for row in BINDINGS]


def test_sparqlwrapper_reads_a_table_in_json(wrapper: SPARQLWrapper) -> None:
    wrapper.setReturnFormat(JSON)
    rows = answer(wrapper, NAMES)["results"]["bindings"]
    assert [{name: cell["value"] for name, cell in row.items()} for row in rows] == BINDINGS
    [row] = answer(wrapper, ADDRESS)["results"]["bindings"]
    assert (row["iri"]["value"], row["name"]["value"]) == (ABROAD, "Łódź \U0001f1e9\U0001f1f0")


@pytest.mark.parametrize("wanted", [CSV, TSV])
def test_sparqlwrapper_reads_a_table_as_text(wrapper: SPARQLWrapper, wanted: str) -> None:
    wrapper.setReturnFormat(wanted)
    assert "Rådet <b>&</b> venner" in answer(wrapper, NAMES).decode()


@pytest.mark.parametrize(("query", "expected"), [(YES, True), (NO, False)])
def test_sparqlwrapper_reads_a_boolean(wrapper: SPARQLWrapper, query: str, expected: bool) -> None:
    [node] = answer(wrapper, query).getElementsByTagName("boolean")
    assert node.firstChild.data == str(expected).lower()
    wrapper.setReturnFormat(JSON)
    assert answer(wrapper, query)["boolean"] is expected


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("wanted", [None, XML, RDFXML, JSONLD])
def test_sparqlwrapper_reads_a_graph(wrapper: SPARQLWrapper, wanted: str | None) -> None:
    if wanted is not None:
        wrapper.setReturnFormat(wanted)
    assert [*answer(wrapper, BUILD)] == [(URIRef(ABROAD), NAME, Literal("Åby", lang="da"))]
    assert (AABY, SKOS.prefLabel, Literal("Åby", lang="da")) in answer(wrapper, DESCRIBE)


@pytest.mark.parametrize("wanted", [TURTLE, N3])
def test_sparqlwrapper_reads_a_graph_as_text(wrapper: SPARQLWrapper, wanted: str) -> None:
    wrapper.setReturnFormat(wanted)
    text = answer(wrapper, BUILD)
    assert Graph().parse(data=text, format="turtle").value(URIRef(ABROAD), NAME) == Literal(
        "Åby", "da"
    )


def test_sparqlwrapper_tells_the_place_of_an_error(wrapper: SPARQLWrapper) -> None:
    with pytest.raises(QueryBadFormed, match=PLACE):
        answer(wrapper, FAULTY)


def test_rdflib_reads_a_table(remote: Graph) -> None:
    rows = [{"actor": str(row[0]), "name": str(row[1])} for row in remote.query(NAMES)]  # type: ignore[index]
    assert rows == BINDINGS
    assert [*remote.query(ADDRESS)] == [(URIRef(ABROAD), Literal("Łódź \U0001f1e9\U0001f1f0"))]


def test_rdflib_reads_a_boolean(remote: Graph) -> None:
    assert [bool(remote.query(query)) for query in (YES, NO)] == [True, False]


def test_rdflib_reads_a_graph(remote: Graph) -> None:
    [(subject, _, name)] = remote.query(BUILD)  # type: ignore[misc]
    assert (subject, name) == (URIRef(ABROAD), Literal("Åby", lang="da"))
    described = remote.query(DESCRIBE).graph
    assert described is not None
    assert (AABY, SKOS.prefLabel, Literal("Åby", lang="da")) in described


def test_rdflib_walks_through_our_graph_as_through_its_own(remote: Graph) -> None:
    assert remote.value(AABY, SKOS.prefLabel) == Literal("Åby", lang="da")
    assert (COUNCIL, SKOS.prefLabel, Literal("Rådet <b>&</b> venner", lang="da")) in remote
    assert len(remote) > 1000


def test_rdflib_raises_its_own_error_for_a_faulty_query(endpoint: str) -> None:
    with pytest.raises(ValueError, match="your SPARQL query") as raised:
        Graph(SPARQLStore(endpoint, method="GET")).query(FAULTY)
    assert isinstance(raised.value.__context__, HTTPError)
    assert raised.value.__context__.code == 400


@pytest.mark.parametrize("method", ["POST", "POST_FORM"])
def test_rdflib_gives_the_status_of_a_faulty_query_that_it_posted(
    endpoint: str, method: str
) -> None:
    # rdflib 7.6 returns the status here instead of raising.
    assert SPARQLStore(endpoint, method=method).query(FAULTY)[0] == 400  # type: ignore[index]


def curl(*arguments: str, stdin: str = "") -> subprocess.CompletedProcess[str]:
    """Run curl; what is read by ``@-`` comes from ``stdin``."""
    if shutil.which("curl") is None:
        pytest.fail("curl is missing: install the package 'curl' of your system")
    command = ["curl", "--silent", "--show-error", "--max-time", "30", *arguments]
    return subprocess.run(command, input=stdin, capture_output=True, text=True, check=False)


CURL = {
    "get": ["--get", "--data-urlencode", "query@-"],
    "form": ["--data-urlencode", "query@-"],
    "body": ["--header", "Content-Type: application/sparql-query", "--data-binary", "@-"],
}
every_curl = pytest.mark.parametrize("way", CURL.values(), ids=CURL.keys())


@every_curl
def test_curl_reads_a_table_in_json_without_asking_for_it(endpoint: str, way: list[str]) -> None:
    rows = json.loads(curl(*way, endpoint, stdin=NAMES).stdout)["results"]["bindings"]
    assert [{name: cell["value"] for name, cell in row.items()} for row in rows] == BINDINGS


@every_curl
def test_curl_reads_a_boolean_and_a_graph(endpoint: str, way: list[str]) -> None:
    assert json.loads(curl(*way, endpoint, stdin=YES).stdout)["boolean"] is True
    text = curl(*way, endpoint, stdin=BUILD).stdout
    assert Graph().parse(data=text, format="turtle").value(URIRef(ABROAD), NAME) == Literal(
        "Åby", "da"
    )


@every_curl
def test_curl_reads_what_it_asks_for(endpoint: str, way: list[str]) -> None:
    reply = curl(*way, "--header", "Accept: text/csv", endpoint, stdin=ADDRESS)
    assert reply.stdout.splitlines() == ["iri,name", f"{ABROAD},Łódź \U0001f1e9\U0001f1f0"]


@every_curl
def test_curl_reads_a_compressed_reply(endpoint: str, way: list[str]) -> None:
    plain, packed = (curl(*way, *more, endpoint, stdin=NAMES) for more in ([], ["--compressed"]))
    assert packed.stdout == plain.stdout != ""


@every_curl
def test_curl_shows_the_place_of_an_error(endpoint: str, way: list[str]) -> None:
    shown = curl(*way, endpoint, stdin=FAULTY)
    assert (shown.returncode, PLACE in shown.stdout) == (0, True)
    failed = curl(*way, "--fail", endpoint, stdin=FAULTY)
    assert (failed.returncode, "400" in failed.stderr) == (22, True)


def address(endpoint: str, query: str) -> str:
    """Return the address of a table as CSV, which can be given to a program as it stands."""
    return f"{endpoint}?{urlencode({'query': query, 'format': 'csv'})}"


def test_pandas_reads_a_table_from_its_address(endpoint: str) -> None:
    assert pandas.read_csv(address(endpoint, NAMES)).to_dict("records") == BINDINGS
    [row] = pandas.read_csv(address(endpoint, ADDRESS)).to_dict("records")
    assert row == {"iri": ABROAD, "name": "Łódź \U0001f1e9\U0001f1f0"}


def test_pandas_reads_a_table_from_a_body(server: Server) -> None:
    reply = get(server.port, NAMES, Accept="text/csv")
    assert pandas.read_csv(BytesIO(reply.body)).to_dict("records") == BINDINGS
    tabs = get(server.port, NAMES, Accept="text/tab-separated-values")
    table = pandas.read_csv(BytesIO(tabs.body), sep="\t", quoting=csv.QUOTE_NONE)
    assert [*table.columns] == ["?actor", "?name"]
    assert table["?name"].to_list() == ['"Åby"@da', '"Rådet <b>&</b> venner"@da']


def test_pandas_reads_a_table_from_json(server: Server) -> None:
    rows = json.loads(post(server.port, NAMES).body)["results"]["bindings"]
    assert pandas.json_normalize(rows)["name.value"].to_list() == [row["name"] for row in BINDINGS]


def test_pandas_reads_every_cell_as_it_was_written(endpoint: str) -> None:
    table = pandas.read_csv(address(endpoint, TABLE), dtype=str, keep_default_na=False)
    assert [*table.itertuples(index=False, name=None)] == CELLS


def test_pandas_reads_numbers_as_numbers(endpoint: str) -> None:
    query = "SELECT ?n ?part { VALUES (?n ?part) { (1 0.5) (2 1.5) } } ORDER BY ?n"
    assert pandas.read_csv(address(endpoint, query)).sum().to_dict() == {"n": 3, "part": 2.0}


def test_pandas_reads_an_empty_table_with_its_columns(endpoint: str) -> None:
    table = pandas.read_csv(address(endpoint, "SELECT ?a ?b { FILTER(false) }"))
    assert ([*table.columns], len(table)) == (["a", "b"], 0)


def test_pandas_raises_the_status_of_a_faulty_query(endpoint: str) -> None:
    with pytest.raises(HTTPError, match="400") as raised:
        pandas.read_csv(address(endpoint, FAULTY))
    assert PLACE in raised.value.read().decode()


def as_r_reads(body: bytes) -> list[list[str]]:
    """Read CSV by the rules of R's read.csv: UTF-8, a header, quotes doubled within quotes."""
    text = body.decode("utf-8")
    return [*csv.reader(StringIO(text, newline=""), delimiter=",", doublequote=True, strict=True)]


def test_r_reads_every_cell_as_it_was_written(server: Server) -> None:
    [header, *rows] = as_r_reads(get(server.port, TABLE, Accept="text/csv").body)
    assert header == ["key", "value"]
    assert [tuple(row) for row in rows] == CELLS


def test_r_finds_no_mark_before_the_header(server: Server) -> None:
    reply = get(server.port, NAMES, Accept="text/csv")
    assert reply.headers["content-type"].lower().replace(" ", "") == "text/csv;charset=utf-8"
    assert reply.body.startswith(b"actor,name\r\n")


def test_r_finds_every_row_ended_and_as_long_as_the_header(server: Server) -> None:
    query = "SELECT ?a ?b ?c { VALUES (?a ?b ?c) { (UNDEF 1 UNDEF) ('x' UNDEF UNDEF) } }"
    body = get(server.port, query, Accept="text/csv").body
    assert body.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n", body)
    assert as_r_reads(body) == [["a", "b", "c"], ["", "1", ""], ["x", "", ""]]


@pytest.fixture(scope="module")
def javascript(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The client in JavaScript, installed as its lock file says."""
    for program in ("node", "npm"):
        if shutil.which(program) is None:
            pytest.fail(f"{program} is missing: install Node.js 20 or later, which brings npm")
    folder = tmp_path_factory.mktemp("javascript")
    for name in ("package.json", "package-lock.json", "ask.mjs"):
        shutil.copy(CLIENTS / name, folder)
    quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"]
    made = subprocess.run(
        ["npm", "ci", *quiet], cwd=folder, capture_output=True, text=True, check=False
    )
    assert made.returncode == 0, made.stdout + made.stderr
    return folder


JAVASCRIPT = [["GET"], ["POST"], ["POST", "direct"], ["QUERY"]]


@pytest.mark.slow
@pytest.mark.parametrize("way", JAVASCRIPT, ids="-".join)
def test_javascript_reads_tables_booleans_graphs_and_errors(
    javascript: Path, endpoint: str, way: list[str]
) -> None:
    questions = [
        ["bindings", NAMES],
        ["bindings", ADDRESS],
        ["ask", YES],
        ["ask", NO],
        ["triples", BUILD],
        ["triples", DESCRIBE],
        ["bindings", FAULTY],
    ]
    asked = subprocess.run(
        ["node", "ask.mjs", endpoint, *way],
        input=json.dumps(questions),
        cwd=javascript,
        capture_output=True,
        text=True,
        check=True,
    )
    names, addresses, yes, no, built, described, failed = json.loads(asked.stdout)
    assert [{key: term["value"] for key, term in row.items()} for row in names] == BINDINGS
    assert [row["name"]["language"] for row in names] == ["da", "da"]
    assert addresses[0]["iri"] == {"type": "NamedNode", "value": ABROAD}
    assert (yes, no) == (True, False)
    assert [[term["value"] for term in triple] for triple in built] == [[ABROAD, str(NAME), "Åby"]]
    assert "Åby" in [triple[2]["value"] for triple in described]
    assert "400" in failed["error"]
    assert PLACE in failed["error"]


def test_the_lock_of_the_javascript_client_names_no_registry() -> None:
    lock = json.loads((CLIENTS / "package-lock.json").read_text(encoding="utf-8"))
    packages = {name: made for name, made in lock["packages"].items() if name}
    assert len(packages) > 10
    assert all("integrity" in made and "resolved" not in made for made in packages.values())
