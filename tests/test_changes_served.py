"""Versions, what changed between them, and the feed, as a server tells them."""

import gzip
import json
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from rdflib import Graph, Literal, URIRef

from samgraf.differences import history, keeping, telling
from samgraf.errors import StoreError
from samgraf.limits import Limits
from samgraf.store.versions import Versions
from samgraf.terms import BASE, DCT, SKOS

from .asking import Reply, send
from .serving import Server
from .small import Grown, growing
from .test_versions_compared import run

pytestmark = pytest.mark.slow

NAMES = "names.csv"
MEMBERSHIPS = "memberships/all.csv"
ATOM = "{http://www.w3.org/2005/Atom}"
MEMBERSHIP = f"{BASE}id/relation/m-dk-raadet--dk-aaby"


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grown]:
    with growing(tmp_path_factory.mktemp("served")) as found:
        edit(found.root, NAMES, "dk-raadet,Rådet <b>&</b> venner", "dk-raadet,Forum <b>&</b> co")
        edit(found.root, MEMBERSHIPS, "dk-raadet,member,2007,,", "dk-raadet,member,2007,2024,")
        found.build()
        yield found


@pytest.fixture(scope="module")
def server(grown: Grown) -> Iterator[Server]:
    with Server(grown.root / "build", Limits()) as running:
        yield running


def edit(root: Path, table: str, old: str, new: str) -> None:
    file = root / "data" / table
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def ask(server: Server, path: str, **headers: str) -> Reply:
    return send(server.port, "GET", path, None, "127.0.0.1", **headers)


def test_versions_are_listed_with_what_each_changed(server: Server, grown: Grown) -> None:
    page = ask(server, "/versions", Accept="text/html").body.decode()
    old, new = grown.names
    assert page.index(f"/versions/{new}") < page.index(f"/versions/{old}")
    assert f'href="/changes/{old}..{new}"' in page
    told = json.loads(ask(server, "/versions", Accept="application/json").body)
    assert [one["version"] for one in told["versions"]] == [new, old]
    assert [one["state"] for one in told["versions"]] == ["served", "stored"]
    assert ask(server, "/versions", Accept="image/png").status == 406


def test_a_version_has_a_page_with_files_and_changes(server: Server, grown: Grown) -> None:
    old, new = grown.names
    page = ask(server, f"/versions/{new}", Accept="text/html").body.decode()
    assert f"/dumps/{new}/samgraf.nq.gz" in page
    assert "Forum &lt;b&gt;&amp;&lt;/b&gt; co" in page
    first = ask(server, f"/versions/{old}", Accept="text/html").body.decode()
    assert "This is the first version at hand." in first
    missing = ask(server, "/versions/2001-01-01-00000000", Accept="application/json")
    assert (missing.status, new in missing.body.decode()) == (404, True)


def test_what_changed_is_a_page_and_lists_of_things(server: Server, grown: Grown) -> None:
    pair = "/changes/" + "..".join(grown.names)
    page = ask(server, pair, Accept="text/html").body.decode()
    assert "Forum &lt;b&gt;&amp;&lt;/b&gt; co" in page
    assert "<td>2024</td>" in page or ">2024<" in page
    told = json.loads(ask(server, f"{pair}.json").body)
    [ended] = [one for one in told["list"] if one["iri"] == MEMBERSHIP]
    assert ended["news"] == ["ended 2024"]
    assert told["things"]["listed"] == told["things"]["things"]
    table = ask(server, f"{pair}.csv").body.decode()
    assert table.splitlines()[0] == "iri,what,class,name,news,concerns"
    assert MEMBERSHIP in table
    graph = Graph().parse(data=ask(server, f"{pair}.ttl").body, format="turtle")
    assert (URIRef(MEMBERSHIP), SKOS.changeNote, Literal("ended 2024", "en")) in graph
    assert len(set(graph.subjects(DCT.modified))) == told["things"]["things"]


def test_the_page_of_a_thing_names_the_version_that_changed_it_last(
    server: Server, grown: Grown
) -> None:
    told = f"Last changed in version {grown.names[1]}."
    for path in ("actor/dk-raadet", "actor/dk-aaby", "relation/m-dk-raadet--dk-aaby"):
        assert told in ask(server, f"/page/{path}", Accept="text/html").body.decode(), path
    other = ask(server, "/page/actor/no-nes-until-2019", Accept="text/html").body.decode()
    assert "Last changed" not in other


def test_changed_since_takes_a_version_or_a_day(server: Server, grown: Grown) -> None:
    old, new = grown.names
    for asked in ("", f"?since={old}"):
        told = json.loads(ask(server, f"/changes.json{asked}").body)
        assert (told["from"]["name"], told["to"]["name"]) == (old, new)
    today = json.loads(ask(server, "/changes.json?since=2026-11-21").body)
    assert today["from"]["name"] == new
    assert today["things"]["things"] == 0
    early = ask(server, "/changes.json?since=2001-01-01")
    assert early.status == 404
    assert f"the first is {old}" in json.loads(early.body)["detail"]
    assert ask(server, "/changes.json?since=nothing").status == 404
    assert ask(server, "/changes.xml").status == 404


def test_the_quads_are_a_patch_and_two_files(server: Server, grown: Grown) -> None:
    pair = "/changes/" + "..".join(grown.names)
    patch = ask(server, f"{pair}.patch")
    assert patch.headers["content-type"] == "application/rdf-patch"
    packed = ask(server, f"{pair}.patch", Accept_Encoding="gzip")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == patch.body
    rows = patch.body.splitlines(keepends=True)
    for ending, row in (("added", b"A "), ("removed", b"D ")):
        quads = b"".join(line[2:] for line in rows if line.startswith(row))
        assert ask(server, f"{pair}.{ending}.nq").body == quads
        sent = ask(server, f"{pair}.{ending}.nq", Accept_Encoding="gzip")
        assert gzip.decompress(sent.body) == quads
    head = send(server.port, "HEAD", f"{pair}.patch")
    assert (head.status, head.body, head.headers["etag"]) == (200, b"", patch.headers["etag"])
    again = ask(server, f"{pair}.patch", If_None_Match=patch.headers["etag"])
    assert again.status == 304
    assert send(server.port, "POST", f"{pair}.patch").status == 405
    assert ask(server, f"/changes/{grown.names[0]}..2001-01-01-0.patch").status == 404


def test_the_feed_is_atom_with_days_of_the_data(server: Server, grown: Grown) -> None:
    reply = ask(server, "/changes.atom")
    assert reply.headers["content-type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(reply.body)
    for name in ("id", "title", "updated", "author"):
        assert feed.find(ATOM + name) is not None
    links = {link.get("rel"): link.get("href", "") for link in feed.findall(f"{ATOM}link")}
    assert {"self", "alternate", "first", "last"} == links.keys()
    entries = feed.findall(f"{ATOM}entry")
    ids = [entry.findtext(f"{ATOM}id", "") for entry in entries]
    assert len(set(ids)) == len(ids)
    assert ids[0] == f"{BASE}versions/{grown.names[1]}"
    assert ids[-1] == f"{BASE}versions/{grown.names[0]}"
    assert {entry.findtext(f"{ATOM}updated") for entry in entries} == {"2026-11-21T00:00:00Z"}
    told = {entry.findtext(f"{ATOM}title"): entry.findtext(f"{ATOM}content") for entry in entries}
    assert told["Åby: membership in Forum <b>&</b> co"] == "ended 2024"
    assert ask(server, "/changes.atom?page=2").status == 404
    known = ask(server, "/changes.atom", If_None_Match=reply.headers["etag"])
    assert (known.status, known.body) == (304, b"")
    assert b'type="application/atom+xml" href="/changes.atom"' in ask(server, "/").body


@pytest.mark.slow
def test_of_a_version_without_a_store_the_files_can_be_cited(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with growing(tmp_path_factory.mktemp("four")) as grown:
        for number in range(3):
            text = "Rådet <b>&</b> venner" if number == 0 else f"Forum {number}"
            edit(grown.root, NAMES, f"dk-raadet,{text}", f"dk-raadet,Forum {number + 1}")
            grown.build()
        first = grown.names[0]
        assert not (Versions(grown.root / "build").path(first) / "store").exists()
        with Server(grown.root / "build", Limits()) as server:
            told = json.loads(ask(server, f"/versions/{first}", Accept="application/json").body)
            assert told["state"] == "files"
            for file in told["files"]:
                assert ask(server, file["address"]).status == 200
            page = ask(server, f"/versions/{first}", Accept="text/html").body
            assert b"Of this version the files are left" in page
            changes = ask(server, f"/changes.json?since={first}")
            assert json.loads(changes.body)["from"]["name"] == first


def test_a_build_keeps_what_changed_in_plain_words_outside_the_version(grown: Grown) -> None:
    versions = grown.versions
    assert history.sequence(versions) == grown.names
    assert history.before(versions, grown.names[1]) == grown.names[0]
    kept = keeping.kept(versions, *grown.pair)
    assert kept is not None
    assert versions.whole(grown.names[1])
    told = [str(line) for line in telling.lines(kept.summary())]
    forum = "Forum <b>&</b> co"
    assert told[0] == f"{forum}: renamed from “Rådet <b>&</b> venner” (da) to “{forum}” (da)"
    assert f"Åby: membership in {forum}: ended 2024" in told
    again = run("diff", *grown.names, "--store", grown.versions.folder)
    assert again.exit_code == 1
    assert f"  Åby: membership in {forum}: ended 2024\n" in again.stdout


def test_the_patch_of_two_versions_leads_from_the_one_dump_to_the_other(
    grown: Grown, tmp_path: Path
) -> None:
    store = ("--store", grown.versions.folder)
    assert run(
        "diff", *grown.names, "--format", "patch", "--output", tmp_path / "p", *store
    ).exit_code
    made = run("apply", tmp_path / "p", grown.names[0], *store).stdout_bytes
    dump = grown.versions.path(grown.names[1]) / "dumps" / "samgraf.nq.gz"
    assert made == gzip.decompress(dump.read_bytes())


def test_a_difference_is_the_same_bytes_when_it_is_made_again(grown: Grown) -> None:
    versions = grown.versions
    kept = keeping.difference(versions, *grown.pair, Limits())
    first = kept.patch.read_bytes(), (kept.folder / "summary.json.gz").read_bytes()
    for file in kept.folder.iterdir():
        file.unlink()
    kept.folder.rmdir()
    again = keeping.difference(versions, *grown.pair, Limits())
    assert (again.patch.read_bytes(), (again.folder / "summary.json.gz").read_bytes()) == first


def test_a_version_without_its_dump_cannot_be_compared(grown: Grown) -> None:
    versions = grown.versions
    dump = versions.path(grown.names[0]) / "dumps" / "samgraf.nq.gz"
    aside = dump.rename(dump.with_name("aside"))
    with pytest.raises(StoreError, match="is gone: build it again"):
        keeping.difference(versions, grown.names[1], grown.names[0], Limits())
    aside.rename(dump)


def test_the_summary_is_json_for_programs(grown: Grown) -> None:
    told = json.loads(
        run("diff", *grown.names, "--format", "json", "--store", grown.versions.folder).stdout
    )
    assert (told["from"]["name"], told["to"]["name"]) == tuple(grown.names)
    [ended] = [t for t in told["list"] if t["iri"].endswith("/m-dk-raadet--dk-aaby")]
    assert {iri.rpartition("/")[2] for iri in ended["concerns"]} == {"dk-aaby", "dk-raadet"}
    assert told["things"]["things"] == len(told["list"])
