"""A query as code: whatever its text holds, each language reads that very query."""

import ast
import json
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from samgraf.web import snippets
from samgraf.web.seen import seen

from .asking import get
from .poison import NAMES
from .serving import Server

ENDPOINT = "https://samgraf.example/sparql"
SELECT = "SELECT * {{ ?s ?p {0} }}"
HOSTILE = [
    *(SELECT.format(json.dumps(text, ensure_ascii=False)) for text in NAMES.values()),
    "SELECT * {}\n# it's `$(rm -rf ~)` ${x} !! %PATH% \\ \" ' ''' \"\"\" "
    '#(lf) #(#) )---" )----" */ -->',
    "SELECT ('\\\\' AS ?x) (\"\"\"a\\\"\\\"\\\"b\"\"\" AS ?y) ('''it''s''' AS ?z) {}",
    "SELECT ('</script><!-- <script>' AS ?x) {} # `",
    "SELECT ('æøå 中文 \U0001f1e9\U0001f1f0 \u0301' AS ?x) {}",
    "SELECT *\r\n{ ?s ?p ?o }\r\n# \r end\\",
    "SELECT ('\t' AS ?x) {} # ends with a quote \"",
    "SELECT * { ?s $p ?o } # ends with a backslash \\",
    'SELECT ("x" AS ?x) {} # ends with three """',
]


def code(query: str, key: str) -> str:
    return next(one.text for one in snippets.of(query, ENDPOINT) if one.key == key)


def in_shell(text: str) -> str:
    words = shlex.split(text.replace("\\\n", " "))
    assert words[:3] == ["curl", "-sS", "--fail-with-body"]
    assert words[3] == ENDPOINT
    return words[-1].removeprefix("query=")


def in_python(text: str) -> str:
    calls = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.Call)]
    [call] = [c for c in calls if isinstance(c.func, ast.Attribute) and c.func.attr == "setQuery"]
    value = ast.literal_eval(call.args[0])
    assert isinstance(value, str)
    return value.strip("\n")


def in_r(text: str) -> str:
    """Read the raw string of R 4.0: it ends at the first bracket with its dashes and quote."""
    match = re.search(r'query <- r"(-*)\(\n(.*?)\n\)\1"\n', text, re.DOTALL)
    assert match is not None
    assert f'){match[1]}"' not in match[2]
    assert _balanced(text[: match.start()] + text[match.end() :])
    return match[2]


def in_m(text: str) -> str:
    """Read the texts of Power Query's M: doubled quotes, and escapes that begin with #(."""
    block = text[text.index("{") : text.index('}, "#(lf)")')]
    lines = re.findall(r'"((?:[^"]|"")*)"', block)
    assert "".join(block.split()) == "{" + ",".join('"' + "".join(x.split()) + '"' for x in lines)
    escapes = {"#": "#", "lf": "\n"}
    read = [re.sub(r"#\(([^)]*)\)", lambda m: escapes[m[1]], x.replace('""', '"')) for x in lines]
    assert text.startswith("let\n")
    assert text.rstrip().endswith("in\n    Table")
    return "\n".join(read)


def _balanced(text: str) -> bool:
    plain = re.sub(r'"(?:[^"\\]|\\.)*"|#.*', "", text)
    return all(plain.count(a) == plain.count(b) for a, b in ("()", "[]", "{}"))


def in_address(text: str) -> str:
    return parse_qs(urlsplit(text).query)["query"][0]


READERS = {
    "curl": in_shell,
    "python": in_python,
    "r": in_r,
    "powerquery": in_m,
    "address": in_address,
}


@pytest.mark.parametrize("key", READERS)
@pytest.mark.parametrize("query", HOSTILE)
def test_each_language_reads_the_query_that_was_written(key: str, query: str) -> None:
    assert READERS[key](code(query, key)) == snippets.visible(query)


@pytest.mark.parametrize("query", HOSTILE)
def test_no_snippet_holds_what_a_page_would_change(query: str) -> None:
    for one in snippets.of(query, ENDPOINT):
        assert seen(one.text) == one.text
        assert "\r" not in one.text
        if one.key == "javascript":
            assert not re.search(r"</script|<!--|<script", one.text, re.IGNORECASE)


def test_what_cannot_be_seen_is_the_same_query_in_escapes() -> None:
    assert snippets.visible("SELECT ('a\u202eb\r\nc\u0001' AS ?x) {}") == (
        "SELECT ('a\\u202Eb\nc\\u0001' AS ?x) {}"
    )
    assert snippets.visible("SELECT ('\u200d' AS ?x) {}") == "SELECT ('\u200d' AS ?x) {}"


def test_an_address_with_quotes_in_it_is_no_code() -> None:
    for one in snippets.of("ASK {}", "https://x'$(id)`\"${y}/sparql"):
        assert "$(id)" not in one.text
        assert "x'$" not in one.text


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ("# SELECT\nPREFIX select: <urn:SELECT> ASK {}", "truth"),
        ("SELECT (1 AS ?construct) {}", "table"),
        ("BASE <urn:x> CONSTRUCT WHERE { ?s ?p ?o }", "graph"),
        ("describe <urn:x>", "graph"),
        ("nonsense", "table"),
    ],
)
def test_the_form_of_a_query_decides_how_its_answer_is_read(query: str, form: str) -> None:
    assert snippets.form_of(query) == form


P = "PREFIX skos: <http://www.w3.org/2004/02/skos/core#>\nPREFIX org: <http://www.w3.org/ns/org#>\n"
TEN = [
    P + "SELECT ?s ?name {\n  ?s skos:prefLabel ?name\n} ORDER BY ?s ?name LIMIT 20",
    P + "SELECT ?s (COUNT(*) AS ?names) { ?s skos:prefLabel ?name } GROUP BY ?s ORDER BY ?s",
    'SELECT ("it\'s" AS ?quote) (1.5 AS ?n) {}',
    "SELECT ('\\\\ \\\" `$HOME` ${x} $(id) %s {0}' AS ?x) {}",
    'SELECT (\'\'\'two\nlines\'\'\' AS ?x) ("""and \\"\\"\\" three""" AS ?y) {}',
    "SELECT ('æøå 中文 \U0001f1e9\U0001f1f0' AS ?x) ('0101' AS ?code) {}",
    "SELECT ('</script><!--' AS ?x) { } # it's a comment: ` \" ''' \"\"\" \\",
    "SELECT ?x ?y { VALUES (?x ?y) { (1 UNDEF) (UNDEF 'b') (2 '') } } ORDER BY ?x ?y",
    "ASK { ?s ?p ?o }",
    P + "CONSTRUCT { ?s skos:altLabel ?name } WHERE { ?s skos:prefLabel ?name }",
]
"""Ten queries, for which the snippets are run as they are printed."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def ran(command: list[str], folder: Path) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def made(server: Server, query: str, key: str) -> str:
    endpoint = f"http://127.0.0.1:{server.port}/sparql"
    return next(one.text for one in snippets.of(query, endpoint) if one.key == key)


def rows(server: Server, query: str) -> list[dict[str, str]]:
    found = json.loads(get(server.port, query).body)["results"]["bindings"]
    return [{name: cell["value"] for name, cell in row.items()} for row in found]


def triples(text: str) -> set[str]:
    from rdflib import Graph

    return {
        " ".join(t.n3() for t in triple) for triple in Graph().parse(data=text, format="turtle")
    }


@pytest.mark.slow
@pytest.mark.parametrize("query", TEN)
def test_curl_as_printed_gives_the_rows_of_the_endpoint(
    server: Server, query: str, folder: Path
) -> None:
    said = ran(["sh", "-c", made(server, query, "curl")], folder)
    accept = {"table": "text/csv", "truth": "text/csv", "graph": "text/turtle"}
    expected = get(server.port, query, Accept=accept[snippets.form_of(query)]).body.decode()
    if snippets.form_of(query) == "graph":
        assert triples(said) == triples(expected) != set()
    else:
        assert said.splitlines() == expected.splitlines()


@pytest.mark.slow
@pytest.mark.parametrize("query", TEN)
def test_python_as_printed_gives_the_rows_of_the_endpoint(
    server: Server, query: str, folder: Path
) -> None:
    form = snippets.form_of(query)
    text = made(server, query, "python")
    (folder / "snippet.py").write_text(text, encoding="utf-8")
    runner = (
        "import json, runpy; told = runpy.run_path('snippet.py')\n"
        "if 'table' in told: told['table'].to_json('rows.json', orient='records')\n"
    )
    said = ran([sys.executable, "-X", "utf8", "-c", runner], folder)
    if form == "table":
        read = json.loads((folder / "rows.json").read_text(encoding="utf-8"))
        found = [{k: v for k, v in row.items() if v is not None} for row in read]
        assert [{k: _plain(v) for k, v in row.items()} for row in found] == rows(server, query)
    elif form == "truth":
        assert said.strip() == "True"
    else:
        assert triples(said) == triples(get(server.port, query, Accept="text/turtle").body.decode())


def _plain(value: object) -> str:
    """Write a value of pandas as the endpoint does: whole numbers may have become floats."""
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


@pytest.mark.slow
@pytest.mark.parametrize("query", TEN)
def test_javascript_as_printed_gives_the_rows_of_the_endpoint(
    server: Server, query: str, folder: Path
) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.fail("this test needs node 20 or later: apt-get install nodejs")
    form = snippets.form_of(query)
    told = "\nconsole.log('\\n' + JSON.stringify(rows));" if form == "table" else ""
    (folder / "snippet.mjs").write_text(made(server, query, "javascript") + told, encoding="utf-8")
    said = ran([node, "snippet.mjs"], folder)
    if form == "table":
        assert json.loads(said.splitlines()[-1]) == rows(server, query)
    elif form == "truth":
        assert said.strip() == "true"
    else:
        assert triples(said) == triples(get(server.port, query, Accept="text/turtle").body.decode())
