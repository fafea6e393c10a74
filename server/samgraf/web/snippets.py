"""A query as code: curl, Python, R, JavaScript, Power Query and an address, right for any text.

What cannot be seen, and line ends other than a line feed, are written as SPARQL's own escapes
(SPARQL 1.1, section 19.2) first: the same query for the engine, and a text that no page, editor or
clipboard changes. Then each language has one rule of quoting.
"""

import re
from dataclasses import dataclass
from urllib.parse import quote

from samgraf.store import scan

TABLE, TRUTH, GRAPH = "table", "truth", "graph"
_FORMS = {"SELECT": TABLE, "ASK": TRUTH, "CONSTRUCT": GRAPH, "DESCRIBE": GRAPH}
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufdd0-\ufdef\ufffe\uffff\ud800-\udfff]"
)
"""What ``seen`` takes from pages, and carriage returns: names of SPARQL have none of it."""

_OF_ADDRESSES = "/:[]%"
_LONGEST_ADDRESS = 6 << 10
"""Bytes; servers and proxies between refuse much longer ones."""


@dataclass(frozen=True, slots=True)
class Snippet:
    """A query in one language: a key, its name for people, and the code."""

    key: str
    name: str
    text: str


def of(query: str, endpoint: str) -> list[Snippet]:
    """Return a query as code that asks an endpoint."""
    text, form = visible(query), form_of(query)
    endpoint = quote(endpoint, safe=_OF_ADDRESSES)  # whatever a Host header held
    made = [
        Snippet("curl", "curl", _curl(text, endpoint, form)),
        Snippet("python", "Python (SPARQLWrapper, pandas)", _python(text, endpoint, form)),
        Snippet("r", "R (httr2, readr)", _r(text, endpoint, form)),
        Snippet("javascript", "JavaScript (fetch)", _javascript(text, endpoint, form)),
        Snippet("powerquery", "Excel (Power Query)", _powerquery(text, endpoint, form)),
    ]
    address = f"{endpoint}?query={quote(text, safe='')}&format={_FORMATS[form]}"
    if len(address) <= _LONGEST_ADDRESS:
        made.append(Snippet("address", NAMES[0], address))
    return made


NAMES = ("Address of the answer",)
"""What is called in the reader's language."""


def form_of(query: str) -> str:
    """Say what a query is answered with: a table, a truth or a graph."""
    words = (word for _, _, word in scan.tokens(query) if word in _FORMS)
    return _FORMS[next(words, "SELECT")]


def visible(query: str) -> str:
    """Return the same query with every character that cannot be seen written as its number."""
    lines = query.replace("\r\n", "\n").strip()
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04X}", lines)


_TYPES = {TABLE: "text/csv", TRUTH: "text/csv", GRAPH: "text/turtle"}
_FORMATS = {TABLE: "csv", TRUTH: "csv", GRAPH: "turtle"}

_CURL = """\
curl -sS --fail-with-body '{endpoint}' \\
  -H 'Accept: {accept}' \\
  --data-urlencode 'query={query}'
"""


def _curl(text: str, endpoint: str, form: str) -> str:
    # Within single quotes of a POSIX shell nothing but the quote itself means anything.
    query = text.replace("'", "'\\''")
    return _CURL.format(endpoint=endpoint, accept=_TYPES[form], query=query)


_PYTHON = '''\
# pip install sparqlwrapper{also}
{imports}from SPARQLWrapper import {kind}, POST, SPARQLWrapper

sparql = SPARQLWrapper({endpoint})
sparql.setMethod(POST)
sparql.setReturnFormat({kind})
sparql.setQuery("""
{query}
""")
answer = sparql.queryAndConvert()
{rest}'''

_PYTHON_TABLE = """\
numbers = {"integer": int, "decimal": float, "double": float}


def value(cell):
    \"\"\"Numbers as numbers; all else, such as the code 0101, as text.\"\"\"
    kind = cell.get("datatype", "").rpartition("#")[2]
    return numbers.get(kind, str)(cell["value"])


table = pandas.DataFrame(
    [{name: value(cell) for name, cell in row.items()} for row in answer["results"]["bindings"]],
    columns=answer["head"]["vars"],
)
print(table.to_string())
"""


def _python(text: str, endpoint: str, form: str) -> str:
    # In triple quotes a backslash and three quotes in a row mean something; nothing else does.
    query = text.replace("\\", "\\\\").replace('"""', '\\"\\"\\"')
    rest = {
        TABLE: _PYTHON_TABLE,
        TRUTH: 'print(answer["boolean"])\n',
        GRAPH: "print(answer.decode())\n",
    }[form]
    return _PYTHON.format(
        also=" pandas" if form == TABLE else "",
        imports="import pandas\n" if form == TABLE else "",
        kind="TURTLE" if form == GRAPH else "JSON",
        endpoint=f'"{endpoint}"',
        query=query,
        rest=rest,
    )


_JAVASCRIPT = """\
const query = `
{query}
`;
const answer = await fetch('{endpoint}', {{
  method: 'POST',
  headers: {{ Accept: '{accept}' }},
  body: new URLSearchParams({{ query }}),
}});
if (!answer.ok) throw new Error(await answer.text());
{rest}"""

_JAVASCRIPT_TABLE = """\
const { results } = await answer.json();
const rows = results.bindings.map((row) =>
  Object.fromEntries(Object.entries(row).map(([name, cell]) => [name, cell.value])),
);
console.table(rows);
"""
_TAG = re.compile(r"<(?=/|!--|script)", re.IGNORECASE)


def _javascript(text: str, endpoint: str, form: str) -> str:
    # Between backticks; a tag would end the script of a page that it is copied into.
    query = text.replace("\\", "\\\\").replace("`", "\\`").replace("${", "\\${")
    rest = {
        TABLE: _JAVASCRIPT_TABLE,
        TRUTH: "console.log((await answer.json()).boolean);\n",
        GRAPH: "console.log(await answer.text());\n",
    }[form]
    accept = "text/turtle" if form == GRAPH else "application/sparql-results+json"
    query = _TAG.sub(r"<\\", query)
    return _JAVASCRIPT.format(query=query, endpoint=endpoint, accept=accept, rest=rest)


_R = """\
# install.packages(c("httr2"{also}))
library(httr2)

query <- r"{dashes}(
{query}
){dashes}"
answer <- request("{endpoint}") |>
  req_headers(Accept = "{accept}") |>
  req_body_form(query = query) |>
  req_perform()
{rest}"""


def _r(text: str, endpoint: str, form: str) -> str:
    # A raw string of R 4.0 ends at a bracket with as many dashes as it began with.
    dashes = "---"
    while f"){dashes}" in text:
        dashes += "-"
    table = "table <- readr::read_csv(resp_body_string(answer), show_col_types = FALSE)\ntable\n"
    return _R.format(
        also=', "readr"' if form == TABLE else "",
        dashes=dashes,
        query=text,
        endpoint=endpoint,
        accept=_TYPES[form],
        rest=table if form == TABLE else "cat(resp_body_string(answer))\n",
    )


_POWERQUERY = """\
let
    Query = Text.Combine({{
        {lines}
    }}, "#(lf)"),
    Answer = Web.Contents("{endpoint}", [
        Headers = [Accept = "{accept}", #"Content-Type" = "application/x-www-form-urlencoded"],
        Content = Text.ToBinary(Uri.BuildQueryString([query = Query]))
    ]),
    {read}
in
    Table
"""
_READ: dict[str, str] = {
    TABLE: "Cells = Csv.Document(Answer, [Encoding = 65001, QuoteStyle = QuoteStyle.Csv]),\n"
    "    Table = Table.PromoteHeaders(Cells, [PromoteAllScalars = false])",
    TRUTH: 'Table = Table.FromColumns({Lines.FromBinary(Answer, null, null, 65001)}, {"answer"})',
    GRAPH: 'Table = Table.FromColumns({Lines.FromBinary(Answer, null, null, 65001)}, {"triple"})',
}


def _powerquery(text: str, endpoint: str, form: str) -> str:
    # In texts of M a quote is doubled, and #( begins an escape; tabs stay as they are.
    escaped = (line.replace("#(", "#(#)(").replace('"', '""') for line in text.split("\n"))
    return _POWERQUERY.format(
        lines=",\n        ".join(f'"{line}"' for line in escaped),
        endpoint=endpoint,
        accept="application/n-triples" if form == GRAPH else "text/csv",
        read=_READ[form],
    )
