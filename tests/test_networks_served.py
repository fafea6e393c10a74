"""Networks by command and over HTTP: files, validators, refusals in words, and the page."""

import csv
import gzip
import html
import io
import re
from pathlib import Path

import networkx as nx
import pyoxigraph
import pytest
from click.testing import CliRunner, Result

from samgraf.cli.commands import cli
from samgraf.limits import Limits
from samgraf.store.versions import DUMPS, Versions

from .asking import Reply, send
from .serving import Server, wait_for

pytestmark = pytest.mark.slow

CSV = "text/csv; charset=utf-8"


def get(server: Server, path: str, **headers: str) -> Reply:
    return send(server.port, "GET", path, None, "127.0.0.1", **headers)


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, list(arguments))


def rows(body: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body.decode(), newline="")))


@pytest.fixture
def build(server: Server) -> Path:
    """The build folder that the server answers from; commands only read it."""
    return server.build


def test_a_network_is_a_file_with_a_name_and_a_version(server: Server) -> None:
    reply = get(server, "/networks/2009.graphml")
    assert reply.status == 200
    assert reply.headers["content-type"] == "application/graphml+xml"
    assert 'filename="samgraf-2009-12-31-one-mode.graphml"' in reply.headers["content-disposition"]
    assert reply.headers["samgraf-version"].startswith("2026-")
    found = nx.read_graphml(io.BytesIO(reply.body))
    assert found.edges["dk-aaby", "no-oey-until-2019"]["bodies"] == "dk-raadet"
    assert found.nodes["dk-aaby"]["latitude"] == 57.013


def test_every_format_is_served(server: Server) -> None:
    gexf = nx.read_gexf(io.BytesIO(get(server, "/networks/2009.gexf?mode=two").body))
    assert gexf.nodes["body:dk-raadet"]["label"] == "Rådet <b>&</b> venner"
    edges = get(server, "/networks/2009.csv")
    assert edges.headers["content-type"] == CSV
    assert [row["source"] for row in rows(edges.body)] == ["dk-aaby"]
    nodes = rows(get(server, "/networks/2009.csv?part=nodes").body)
    assert {row["id"]: row["code"] for row in nodes}["dk-aaby"] == "0101"
    panel = rows(get(server, "/networks/2009-2011.csv").body)
    assert [row["year"] for row in panel] == ["2009", "2010", "2011"]


def test_an_unchanged_network_is_not_sent_again(server: Server) -> None:
    first = get(server, "/networks/2010.graphml")
    assert get(server, "/networks/2010.graphml").body == first.body
    tag = first.headers["etag"]
    assert get(server, "/networks/2010.graphml", If_None_Match=tag).status == 304
    assert get(server, "/networks/2010.graphml?mode=two", If_None_Match=tag).status == 200
    assert get(server, "/networks/2010-12-31.graphml", If_None_Match=tag).status == 304
    head = send(server.port, "HEAD", "/networks/2010.graphml")
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", tag)
    packed = get(server, "/networks/2010.graphml", Accept_Encoding="gzip")
    assert gzip.decompress(packed.body) == first.body
    assert packed.headers["etag"] != tag


@pytest.mark.parametrize(
    ("path", "status", "kind", "words"),
    [
        ("someday.graphml", 400, "date", "'someday' is not a day, a month or a year"),
        ("2015-02-30.csv", 400, "date", "write a day such as 2015-01-31"),
        ("2015-2010.csv", 400, "network", "2015 is later than 2010"),
        ("2099.csv", 400, "date", '2099 is later than the data, which speak for 2026-11-21"'),
        ("2015.csv?contry=NOR", 400, "network", "contry= is not known here; did you mean country?"),
        ("2015.csv?country=Norge", 400, "network", "did you mean NOR?"),
        ("2015.csv?country=Narnia", 400, "network", "no member is of this country; known are"),
        ("2015.csv?mode=three", 400, "network", "write one or two"),
        ("2015.csv?mode=two&weight=newman", 400, "network", "have no weight"),
        ("2015.csv?confirmed=perhaps", 400, "network", "write confirmed=yes"),
        ("2015.csv?part=all", 400, "network", "write part=edges or part=nodes"),
        ("2015.gexf?part=nodes", 400, "network", "part= is for csv"),
        ("2015.xls", 404, "not-found", "/networks/2015.graphml"),
        (".csv", 404, "not-found", "/networks/2015.csv"),
        ("%00.csv", 400, "date", "is not a day"),
    ],
)
def test_what_cannot_be_is_refused_in_words(
    server: Server, path: str, status: int, kind: str, words: str
) -> None:
    reply = get(server, f"/networks/{path}", Accept="application/problem+json")
    assert (reply.status, reply.kind) == (status, kind)
    assert words in reply.body.decode()
    assert reply.headers["cache-control"] == "no-store"


def test_a_network_is_only_read(server: Server) -> None:
    reply = send(server.port, "POST", "/networks/2015.csv", b"x")
    assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")


def test_a_network_over_a_limit_is_refused_and_pages_go_on(build: Path) -> None:
    with Server(build, Limits(transfer_seconds=0.05)) as server:
        reply = get(server, "/networks/2009.graphml", Accept="application/problem+json")
        assert (reply.status, reply.kind) == (503, "network-too-large")
        assert "[limits] transfer_seconds = 0.05" in reply.body.decode()
        # A page, too, may meet so short a limit where the machine is busy with others.
        wait_for(lambda: get(server, "/networks").status == 200, 10)


@pytest.mark.parametrize(
    "query", ["", "?on=2009&mode=two", "?on=2009-2011&country=DNK&confirmed=yes&weight=newman"]
)
def test_the_page_leads_to_files_that_are_there(server: Server, query: str) -> None:
    page = html.unescape(get(server, f"/networks{query}", Accept="text/html").body.decode())
    files = page.partition('id="files"')[2].partition("</ul>")[0]
    links = re.findall(r'href="(/networks/[^"]*)"', files)
    assert len(links) == 4
    assert [get(server, link).status for link in links] == [200] * 4


def test_the_page_says_what_is_wrong_with_a_choice(server: Server) -> None:
    for query, words in (
        ("on=soon", "'soon' is not a day"),
        ("country=Norge", "did you mean NOR?"),
        ("on=<script>alert(1)</script>", "is not a day"),
    ):
        page = get(server, f"/networks?{query}", Accept="text/html").body.decode()
        assert 'role="alert"' in page
        assert words in html.unescape(page)
        assert "<script>alert" not in page


def test_the_command_of_the_page_makes_the_same_file(server: Server, tmp_path: Path) -> None:
    page = html.unescape(get(server, "/networks?on=2009&country=DNK").body.decode())
    command = re.findall(r"<code>samgraf (export graphml [^<]*)</code>", page)[0].split()
    file = tmp_path / "network.graphml"
    store = ["--store", str(server.build)]
    assert run(*command[:-1], str(file), *store).exit_code == 0
    assert file.read_bytes() == get(server, "/networks/2009.graphml?country=DNK").body


def test_a_command_tells_what_it_wrote_and_left_out(build: Path) -> None:
    result = run("export", "edges", "--on", "2009", "--store", str(build))
    assert result.exit_code == 0
    assert result.stdout.splitlines()[0].startswith(
        "source,target,source_label,target_label,weight"
    )
    assert "2009-12-31: 2 actors, 1 ties" in result.stderr
    empty = run("export", "graphml", "--on", "1200", "--store", str(build))
    assert empty.exit_code == 0
    assert "0 actors, 0 ties; nothing" in empty.stderr


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["edges", "--on", "soon"], "'soon' is not a day"),
        (["edges", "--country", "Norge"], "did you mean NOR?"),
        (["edges", "--from", "2010"], "--from and --to go together"),
        (["edges", "--on", "2010", "--from", "2010", "--to", "2011"], "choose one of them"),
        (["edges", "--mode", "two", "--weight", "newman"], "have no weight"),
        (["trig", "--on", "2010"], "leave out the options of networks"),
        (["xls"], "'xls' is not one of"),
        (["edges", "--output", "nowhere/at/all.csv"], "cannot be written there"),
    ],
)
def test_misuse_is_exit_2_with_the_remedy(build: Path, arguments: list[str], words: str) -> None:
    result = run("export", *arguments, "--store", str(build))
    assert result.exit_code == 2, result.output
    assert words in result.output


def test_a_file_is_there_whole_or_not_at_all(build: Path, tmp_path: Path) -> None:
    file = tmp_path / "network.csv"
    file.write_text("old")
    arguments = ["export", "edges", "--output", str(file), "--store", str(build)]
    assert run(*arguments, "--country", "Norge").exit_code == 2
    assert file.read_text() == "old"
    assert run(*arguments).exit_code == 0
    assert file.read_text().startswith("source,target")
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["network.csv"]


def test_the_whole_graph_is_exported(build: Path, tmp_path: Path) -> None:
    version = Versions(build).path(Versions(build).needed())
    files = {form: tmp_path / f"whole.{form}" for form in ("nquads", "trig")}
    for form, file in files.items():
        assert run("export", form, "--output", str(file), "--store", str(build)).exit_code == 0
    dump = gzip.decompress((version / "dumps" / DUMPS[0]).read_bytes())
    assert files["nquads"].read_bytes() == dump
    trig = pyoxigraph.parse(files["trig"].read_bytes(), format=pyoxigraph.RdfFormat.TRIG)
    nquads = pyoxigraph.parse(dump, format=pyoxigraph.RdfFormat.N_QUADS)
    assert set(trig) == set(nquads)
    again = tmp_path / "again.trig"
    assert run("export", "trig", "--output", str(again), "--store", str(build)).exit_code == 0
    assert again.read_bytes() == files["trig"].read_bytes()
