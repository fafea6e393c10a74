"""The files of a version: each is what the lists say, whoever builds it, and comes in parts too."""

import gzip
import json
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
import zstandard

from samgraf import queries
from samgraf.dumps import listing, making, packing
from samgraf.dumps.origin import Origin
from samgraf.dumps.tables.filling import standing
from samgraf.dumps.tables.writing import TABLES
from samgraf.errors import OwnFault
from samgraf.store.serialising import by_graph
from samgraf.store.versions import DUMPS, NO_ROOM, Versions

from .asking import Reply, send
from .described import (
    check_counts,
    check_csvw,
    check_frictionless,
    check_networks,
    check_reifiers,
    check_values,
    tables,
)
from .serving import Server


@pytest.fixture(scope="module")
def folder(server: Server) -> Path:
    """The folder of the version that is served."""
    return (server.build / "current").resolve()


@pytest.fixture(scope="module")
def address(server: Server, folder: Path) -> str:
    return f"http://127.0.0.1:{server.port}/dumps/{folder.name}"


def get(server: Server, path: str, **headers: str) -> Reply:
    return send(server.port, "GET", path, None, "127.0.0.1", **headers)


def test_every_file_is_listed_with_its_size_and_digest(folder: Path) -> None:
    digests = json.loads((folder / "files.json").read_text("utf-8"))["files"]
    listed = {f"dumps/{file.name}": file for file in listing.read(folder)}
    assert listed.keys() == {name for name in digests if name.startswith("dumps/")}
    for name, file in listed.items():
        assert file.sha256 == digests[name]
        assert file.bytes == (folder / name).stat().st_size
        assert file.purpose in listing.PURPOSES


def test_every_purpose_has_files_and_the_formats_that_are_promised(folder: Path) -> None:
    files = listing.read(folder)
    assert {file.purpose for file in files} == set(listing.PURPOSES)
    names = {file.name for file in files}
    whole = ("samgraf.nq", "default-graph.nt", "samgraf.trig", "samgraf.jsonld", "samgraf-rdf12.nq")
    assert {f"{stem}{ending}" for stem in whole for ending in (".gz", ".zst")} <= names
    assert {"ontology.ttl", "shapes.ttl", "datapackage.json", "csv-metadata.json"} <= names
    assert {
        "tables.zip",
        "memberships.csv",
        "members-2010.graphml.gz",
        "members-2010.csv.gz",
        "shared-2010.graphml.gz",
        "shared-2010.csv.gz",
    } <= names
    assert any(name.startswith("graph-source-") for name in names)


def test_both_compressions_of_a_file_hold_the_same(folder: Path) -> None:
    packed = [file for file in listing.read(folder) if file.name.endswith(".zst")]
    assert len(packed) > 5
    for file in packed:
        path = folder / "dumps" / file.name
        other = path.with_name(f"{file.stem}.gz").read_bytes()
        assert zstandard.decompress(path.read_bytes()) == gzip.decompress(other)


def test_no_name_and_no_time_is_in_what_is_packed() -> None:
    packed = packing.gzipped(b"x")
    assert (packed[3], packed[4:8]) == (0, bytes(4))  # RFC 1952: FLG, MTIME


def test_the_packed_tables_are_the_tables(folder: Path) -> None:
    with zipfile.ZipFile(folder / "dumps" / "tables.zip") as archive:
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        names = archive.namelist()
        for name in names:
            assert archive.read(name) == (folder / "dumps" / name).read_bytes()
    tables = {file.name for file in listing.read(folder) if file.purpose == "tables"}
    assert {*names} == tables - {"tables.zip"}


def test_the_sums_are_those_that_coreutils_check(folder: Path, tmp_path: Path) -> None:
    shutil.copytree(folder / "dumps", tmp_path / "copy")
    command = ["sha256sum", "--check", "--strict", listing.SUMS]
    done = subprocess.run(command, cwd=tmp_path / "copy", capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count(": OK\n") == len(listing.read(folder)) - 1
    victim = tmp_path / "copy" / "actors.csv"
    victim.chmod(0o644)
    victim.write_bytes(victim.read_bytes() + b"x")
    assert subprocess.run(command, cwd=tmp_path / "copy", capture_output=True).returncode == 1


def test_programs_get_the_list_as_json(server: Server, folder: Path) -> None:
    reply = get(server, f"/dumps/{folder.name}/")
    assert reply.headers["content-type"] == "application/json"
    told = json.loads(reply.body)
    assert told["version"] == folder.name
    files = {file["name"]: file for file in told["files"]}
    assert files.keys() == {file.name for file in listing.read(folder)}
    for name in ("samgraf.nq.gz", "actors.csv", listing.SUMS):
        body = get(server, files[name]["address"]).body
        assert len(body) == files[name]["bytes"]


def test_people_get_the_list_as_a_page(server: Server, folder: Path) -> None:
    page = get(server, f"/dumps/{folder.name}/", Accept="text/html").body.decode()
    for file in listing.read(folder):
        assert f'href="/dumps/{folder.name}/{file.name}"' in page
    assert get(server, f"/dumps/{folder.name}/", Accept="text/turtle").status == 406
    moved = get(server, f"/dumps/{folder.name}")
    assert (moved.status, moved.headers["location"]) == (308, f"/dumps/{folder.name}/")
    assert get(server, "/dumps/1999-01-01-00000000/").status == 404
    assert get(server, "/dumps/").status == 404


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("samgraf.nq.gz", "application/gzip"),
        ("samgraf.nq.zst", "application/zstd"),
        ("tables.zip", "application/zip"),
        ("actors.csv", "text/csv; charset=utf-8"),
        ("ontology.ttl", "text/turtle; charset=utf-8"),
        ("csv-metadata.json", "application/csvm+json"),
        ("datapackage.json", "application/json"),
        (listing.SUMS, "text/plain; charset=utf-8"),
    ],
)
def test_a_file_is_told_as_what_it_is(server: Server, folder: Path, name: str, kind: str) -> None:
    reply = get(server, f"/dumps/{folder.name}/{name}", Accept_Encoding="gzip, br")
    assert reply.headers["content-type"] == kind
    assert "content-encoding" not in reply.headers
    assert reply.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert ("link" in reply.headers) == name.endswith(".csv")
    assert reply.body == (folder / "dumps" / name).read_bytes()


def test_a_range_means_nothing_to_head(server: Server, folder: Path) -> None:
    path = f"/dumps/{folder.name}/actors.csv"
    head = send(server.port, "HEAD", path, Range="bytes=0-3")
    assert (head.status, head.body) == (200, b"")
    assert int(head.headers["content-length"]) == len(get(server, path).body)


def test_curl_goes_on_where_it_was_cut_off(folder: Path, address: str, tmp_path: Path) -> None:
    whole = (folder / "dumps" / "samgraf.nq.gz").read_bytes()
    here = tmp_path / "samgraf.nq.gz"
    here.write_bytes(whole[: len(whole) // 3])
    command = ["curl", "--silent", "--show-error", "--fail", "-C", "-", "-O"]
    command += ["--write-out", "%{http_code} %{size_download}", f"{address}/samgraf.nq.gz"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert done.stdout == f"206 {len(whole) - len(whole) // 3}"
    assert here.read_bytes() == whole


@pytest.fixture(scope="module")
def page(server: Server) -> str:
    return get(server, "/download", Accept="text/html").body.decode()


def test_the_page_tells_size_and_digest_of_what_it_shows(page: str, folder: Path) -> None:
    shown = re.findall(r'href="/dumps/[^/"]*/([^"#]+)"', page)
    assert len(shown) > 25
    files = {file.name: file for file in listing.read(folder)}
    for name in {*shown}:
        assert files[name].sha256 in page
    assert f'href="/dumps/{folder.name}/"' in page


def test_what_the_page_says_of_checking_is_so(page: str, server: Server, tmp_path: Path) -> None:
    commands = next(text for text in _codes(page) if "curl -C -" in text)
    script = commands.replace("curl", "curl --silent --show-error --fail")
    done = subprocess.run(
        ["bash", "-e", "-c", script], cwd=tmp_path, capture_output=True, text=True, timeout=30
    )
    assert (done.returncode, done.stdout) == (0, "samgraf.nq.gz: OK\n"), done.stderr


@pytest.mark.slow
def test_what_the_page_says_of_pandas_is_so(page: str, folder: Path) -> None:
    code = next(text for text in _codes(page) if text.startswith("import pandas"))
    names: dict[str, object] = {}
    exec(code, names)  # what a reader would type
    table = names["members"]
    rows = next(f.rows for f in listing.read(folder) if f.name == "memberships.csv")
    assert len(table) == rows  # type: ignore[arg-type]


def _codes(page: str) -> Iterator[str]:
    for text in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL):
        yield text.replace("&lt;", "<").replace("&#34;", '"').replace("&quot;", '"')


def test_dumps_stay_when_the_store_of_their_version_is_gone(
    server: Server, folder: Path, tmp_path: Path
) -> None:
    versions = Versions(server.build)
    old = versions.path("2020-01-01-0000abcd")
    shutil.copytree(folder, old, ignore=shutil.ignore_patterns("store", "authored"))
    try:
        reply = get(server, f"/dumps/{old.name}/actors.csv")
        assert reply.body == (folder / "dumps" / "actors.csv").read_bytes()
        assert (
            f'href="/dumps/{old.name}/"'
            in get(server, "/download?x", Accept="text/html").body.decode()
        )
    finally:
        shutil.rmtree(old)


@pytest.fixture(scope="module")
def dumped(folder: Path) -> Path:
    return folder / "dumps"


def test_every_table_has_as_many_rows_as_the_graph_has_things(dumped: Path) -> None:
    check_counts(dumped)


def test_every_cell_states_what_the_graph_states(dumped: Path) -> None:
    assert check_values(dumped) > 500


def test_networks_have_the_memberships_of_their_years(dumped: Path) -> None:
    assert check_networks(dumped) > 20


def test_statements_are_told_with_who_says_them(dumped: Path) -> None:
    assert check_reifiers(dumped) > 3


@pytest.mark.slow
def test_both_descriptions_hold_for_their_libraries(dumped: Path) -> None:
    check_frictionless(dumped)
    check_csvw(dumped)


@pytest.mark.slow
@pytest.mark.parametrize("table", ["memberships.csv", "claims.csv"])
def test_a_key_that_leads_nowhere_is_found(dumped: Path, tmp_path: Path, table: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(dumped, copy)
    victim = copy / {"memberships.csv": "actors.csv", "claims.csv": "sources.csv"}[table]
    victim.chmod(0o644)
    lines = victim.read_bytes().splitlines(keepends=True)
    victim.write_bytes(b"".join(lines[:2]))
    for check in (check_frictionless, check_csvw):
        with pytest.raises((AssertionError, ValueError)):
            check(copy)


def test_keys_lead_to_rows(dumped: Path) -> None:
    found = {name: (schema, rows) for name, schema, rows in tables(dumped)}
    followed = 0
    for schema, rows in found.values():
        keys = schema["foreignKeys"]
        assert isinstance(keys, list)
        for key in keys:
            other = found[key["reference"]["resource"].removesuffix(".csv")][1]
            known = {row["key"] for row in other}
            used = {row[key["columnReference"]] for row in rows} - {""}
            assert used <= known, (key, used - known)
            followed += len(used)
    assert followed > 30


def test_rows_are_told_apart_by_their_keys(dumped: Path) -> None:
    for table in TABLES:
        rows = next(rows for name, _, rows in tables(dumped) if name == table.name)
        keys = [tuple(row[name] for name in table.key) for row in rows]
        assert len(keys) == len({*keys}), table.name


@pytest.mark.parametrize(
    ("bounds", "day", "word"),
    [
        (("", "2010-12-31", "2016-01-01", ""), "2012-05-01", "certain"),
        (("", "2010-12-31", "2016-01-01", ""), "2020-05-01", "presumed"),
        (("", "2010-12-31", "2016-01-01", "2019-12-31"), "2020-05-01", "no"),
        (("2009-01-01", "2010-12-31", "2016-01-01", ""), "2008-05-01", "no"),
        (("2009-01-01", "2010-12-31", "2016-01-01", ""), "2010-05-01", "possible"),
        (("", "", "", ""), "2010-05-01", "possible"),
    ],
)
def test_how_a_relation_stands_follows_from_its_bounds(
    bounds: tuple[str, ...], day: str, word: str
) -> None:
    names = ("begins_not_before", "begins_not_after", "ends_not_before", "ends_not_after")
    assert standing(dict(zip(names, bounds, strict=True)), day) == word


def test_names_are_in_the_language_of_the_place(dumped: Path) -> None:
    _, _, rows = next(found for found in tables(dumped) if found[0] == "actors")
    names = {row["key"]: row["name"] for row in rows}
    assert all(names.values())


@pytest.fixture
def place(dumped: Path, tmp_path: Path) -> Path:
    """A version that has its two dumps and nothing else yet."""
    folder = tmp_path / "version"
    (folder / "dumps").mkdir(parents=True)
    for name in DUMPS:
        shutil.copy(dumped / name, folder / "dumps" / name)
    return folder


@pytest.mark.slow
def test_a_process_beside_the_build_makes_the_same_files(folder: Path, place: Path) -> None:
    with making.making(place, Origin(folder.name, folder.name[:10]), quads=10**6):
        assert not (place / "dumps.json").exists()
    assert (place / "dumps.json").read_bytes() == (folder / "dumps.json").read_bytes()


@pytest.mark.slow
def test_files_that_cannot_be_made_stop_the_build(place: Path) -> None:
    (place / "dumps" / DUMPS[1]).unlink()
    gone = pytest.raises(OwnFault, match=r"the dumps were not made: .*default-graph")
    with gone, making.making(place, Origin("x", "soon"), quads=10**6):
        pass


@pytest.mark.slow
def test_a_full_disk_is_told_as_one(place: Path) -> None:
    command = [
        "bash",
        "-c",
        'ulimit -f 8; exec "$@"',
        "bash",
        sys.executable,
        "-m",
        "samgraf.dumps",
    ]
    done = subprocess.run([*command, str(place), "x", "2026-11-21"], capture_output=True)
    assert done.returncode in NO_ROOM


def test_a_column_that_a_query_does_not_answer_stops_the_build(
    place: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = queries.text

    def without(name: str) -> str:
        return (
            usual(name).replace("?retrieved ", "", 1)
            if name.endswith("table-sources")
            else usual(name)
        )

    monkeypatch.setattr(queries, "text", without)
    with pytest.raises(OwnFault, match="sources"):
        making.make(place, Origin("2026-11-21-00000000", "2026-11-21"))


def test_each_graph_is_a_file_by_itself(dumped: Path) -> None:
    graphs = by_graph(gzip.decompress((dumped / "samgraf.nq.gz").read_bytes()))
    told = json.loads((dumped.parent / "dumps.json").read_text("utf-8"))["files"]
    alone = {file["graph"]: file for file in told if file.get("holds") in ("graph", "ontology")}
    for name, quads in graphs.items():
        if "/asof/" in name:
            continue
        file = alone[name]
        body = (dumped / file["name"]).read_bytes()
        text = gzip.decompress(body) if file["name"].endswith(".gz") else body
        triples = {*ox.parse(text, format=ox.RdfFormat.TURTLE)}
        assert triples == {ox.Quad(q.subject, q.predicate, q.object) for q in quads}
        assert file["triples"] == len(triples)
