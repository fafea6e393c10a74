"""Every public limit is told three times and always alike; every kind of problem has a page."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from rdflib import RDF, RDFS, Graph, Literal

from samgraf import config, resources
from samgraf.describing.service import Described, written
from samgraf.limits import PUBLIC, Limits, public
from samgraf.terms import ONTOLOGY, OWL, SG, SKOS, XSD
from samgraf.web import kinds, problems
from samgraf.web.application import Application
from samgraf.web.problems import build

from .asgi import Answered, Client
from .serving import TIGHT, make_version, some_quads, zygote

CHANGED = replace(
    Limits(),
    query_seconds=7.25,
    cpu_seconds=90.0,
    transfer_seconds=3600.0,
    stall_seconds=0.001,
    queue_seconds=0.5,
    memory_mib=77,
    reply_mib=3,
    query_kib=5,
    write_mib=9,
    slots=2,
    slots_per_client=8,
    waiting_per_client=1,
)
SETS = pytest.mark.parametrize("limits", [Limits(), TIGHT, CHANGED], ids=["usual", "tight", "own"])
DURATION = re.compile(r"PT(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?")
SCRIPT = "<script>alert(1)</script>"


@contextmanager
def client_of(folder: Path, limits: Limits) -> Iterator[Client]:
    """Make the whole application, and ask it without a server."""
    settings = config.change(config.Settings(), "build", dir=folder)
    whole = Application(replace(settings, limits=limits), folder / "run", None)

    async def answer(exchange: object) -> None:
        await whole(exchange.scope, exchange.receive, exchange._send)  # type: ignore[attr-defined]

    client = Client(answer)
    try:
        yield client
    finally:
        whole.close()
        client.close()


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("limits")
    version = make_version(folder, "v1", some_quads(100))
    with zygote(version, folder / "run", TIGHT), client_of(folder, TIGHT) as made:
        yield made


def described(limits: Limits) -> Graph:
    one = Described("https://s.example", "v1", limits, False, False, None)
    return Graph().parse(data=written(one, "application/n-triples"), format="nt")


def number(literal: Literal) -> Decimal:
    """Read a limit of the service description."""
    if literal.datatype != XSD.duration:
        return Decimal(str(literal))
    match = DURATION.fullmatch(str(literal))
    assert match is not None, literal
    hours, minutes, seconds = (Decimal(part or "0") for part in match.groups())
    return hours * 3600 + minutes * 60 + seconds


def by_term(limits: Limits) -> dict[str, Decimal]:
    """Return the limits that the service description tells."""
    graph = described(limits)
    found = {}
    for name, term in PUBLIC.items():
        [value] = graph.objects(None, SG[term])
        assert isinstance(value, Literal)
        found[name] = number(value)
    return found


def by_problem(limits: Limits) -> dict[str, Decimal]:
    """Return the limits that a problem document tells."""
    told = json.loads(build("time-limit", "x", limits).json())["limits"]
    return {name: Decimal(str(value)) for name, value in told.items()}


def by_page(limits: Limits, folder: Path) -> dict[str, Decimal]:
    """Return the limits that the page tells and links to a term."""
    folder.joinpath("run").mkdir()
    folder.joinpath("run", "current").symlink_to("v1.sock")
    with client_of(folder, limits) as client:
        page = client.open("/about/limits", Accept="text/html").data.decode()
    rows = re.findall(r'<tr id="(\w+)">.*?<td class="num">([^<]*)</td>.*?</tr>', page)
    linked = set(re.findall(r"<code>sg:(\w+)</code>", page))
    assert linked == set(PUBLIC.values())
    return {name: Decimal(value) for name, value in rows if name in PUBLIC}


@SETS
def test_each_public_limit_is_told_three_times_alike(tmp_path: Path, limits: Limits) -> None:
    declared = {name: Decimal(str(value)) for name, value in public(limits).items()}
    assert by_term(limits) == declared
    assert by_problem(limits) == declared
    assert by_page(limits, tmp_path) == declared


def test_the_quota_of_a_client_is_the_one_that_takes_effect() -> None:
    assert public(CHANGED)["slots_per_client"] == CHANGED.at_once == 1


@pytest.mark.parametrize("term", PUBLIC.values())
def test_each_limit_has_a_term_in_five_languages(term: str) -> None:
    ontology = Graph().parse(resources.ROOT / "ontology" / "service.ttl")
    labels = {label.language for label in ontology.objects(SG[term], RDFS.label)}  # type: ignore[attr-defined]
    assert labels == {"en", "da", "nb", "sv", "fi"}
    assert (SG[term], RDFS.isDefinedBy, ONTOLOGY) in ontology
    assert (SG[term], RDF.type, OWL.DatatypeProperty) in ontology
    assert (SG[term], SKOS.definition, None) in ontology
    seconds = next(name for name, told in PUBLIC.items() if told == term).endswith("_seconds")
    assert (SG[term], RDFS.range, XSD.duration if seconds else XSD.integer) in ontology


def ask(client: Client, query: str, accept: str = "*/*") -> Answered:
    return client.open("/sparql", parameters={"query": query}, Accept=accept)


@pytest.mark.parametrize("query", ["ASK {}", "ASK {", ""])
def test_each_answer_tells_its_limits_in_headers_that_a_script_may_read(
    client: Client, query: str
) -> None:
    reply = ask(client, query)
    assert reply.headers["Samgraf-Time-Limit"] == "2"
    assert reply.headers["RateLimit-Policy"] == '"client";q=2;qu="concurrent-requests"'
    exposed = {name.strip() for name in reply.headers["Access-Control-Expose-Headers"].split(",")}
    own = {name for name in reply.headers.keys() if name.startswith(("Samgraf-", "RateLimit"))}  # noqa: SIM118
    assert own < exposed
    assert {"RateLimit", "Samgraf-Hint", "ETag", "Retry-After"} < exposed


def test_only_a_refusal_says_that_nothing_of_the_quota_is_left() -> None:
    told = dict(build("too-many-queries", "x", TIGHT).headers)
    assert (told["RateLimit"], told["Retry-After"]) == ('"client";r=0', "2")
    assert "RateLimit" not in dict(build("busy", "x", TIGHT).headers)


@pytest.mark.parametrize("kind", kinds.STATUS)
def test_the_type_of_each_problem_leads_to_its_page(client: Client, kind: str) -> None:
    problem = build(kind, "x", TIGHT)
    reply = client.open(str(problem.document["type"]), Accept="text/html")
    assert (reply.status, reply.media_type) == (200, "text/html")
    page = reply.data.decode()
    for part in (str(problem.status), str(problem.document["title"])):
        assert part in page
    assert kinds.MEANING[kind].split(",")[0] in page
    limited = "limits" in problem.document
    assert ("<code>query_seconds</code>" in page) is limited
    assert limited is (kind in kinds.LIMITED)


def test_each_kind_of_problem_has_a_meaning_and_advice() -> None:
    assert kinds.STATUS.keys() == kinds.MEANING.keys() == kinds.ADVICE.keys()
    assert kinds.STATUS.keys() >= kinds.LIMITED | kinds.CAPPED


def test_a_problem_that_is_no_kind_of_ours_has_no_page(client: Client) -> None:
    assert client.open("/problem/nothing", Accept="text/html").status == 404


BROWSER = "text/html,application/xhtml+xml,*/*;q=0.8"


def test_a_browser_gets_a_page_with_the_place_marked_and_escaped(client: Client) -> None:
    reply = ask(client, f"SELECT * {{\n ?s ?p {SCRIPT} }}", BROWSER)
    assert (reply.status, reply.media_type) == (400, "text/html")
    page = reply.data.decode()
    assert SCRIPT not in page
    assert "&lt;script&gt;" in page
    assert "^" in page
    assert 'href="/problem/syntax"' in page


@pytest.mark.parametrize(
    ("path", "parameters", "status"),
    [
        ("/store", {"graph": f"x:{SCRIPT}"}, 400),
        ("/store", {"graph": SCRIPT}, 400),
        (f"/store/{SCRIPT}", {}, 400),
        ("/store", {}, 400),
        ("/sparql", {"query": "ASK {}", "default-graph-uri": f"{SCRIPT} x"}, 400),
        ("/sparql", {"query": "ASK {}", "format": SCRIPT}, 406),
        ("/sparql", {"update": SCRIPT}, 403),
    ],
)
def test_no_page_of_a_problem_holds_what_a_stranger_wrote(
    client: Client, path: str, parameters: dict[str, str], status: int
) -> None:
    reply = client.open(path, parameters=parameters, Accept=BROWSER)
    assert (reply.media_type, reply.status) == ("text/html", status)
    assert b"<script>alert" not in reply.data


def test_a_page_about_a_limit_shows_the_limits(client: Client) -> None:
    long = "ASK {} #" + "x" * (TIGHT.query_kib << 10)
    reply = client.open(
        "/sparql", "POST", long.encode(), Content_Type="application/sparql-query", Accept=BROWSER
    )
    assert reply.status == 413
    assert b"<code>query_kib</code>" in reply.data


def test_the_kinds_are_those_of_problems() -> None:
    assert problems.STATUS is kinds.STATUS
