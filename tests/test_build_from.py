"""One RDF file as it stands becomes a version that can be served, asked, listed and activated."""

import gzip
import json
import threading
from pathlib import Path

import pyoxigraph as ox
import pytest
from click.testing import CliRunner, Result

from samgraf import pipeline
from samgraf.cli.commands import cli
from samgraf.config import Settings
from samgraf.limits import Limits
from samgraf.pipeline import verbatim
from samgraf.store import sharing
from samgraf.store.loading import closed
from samgraf.store.versions import Versions, digests

from .asking import get, send
from .serving import Server, free_port

pytestmark = pytest.mark.slow

PEOPLE = '<urn:a> <urn:knows> <urn:b> .\n<urn:b> <urn:name> "Åse"@nb .\n<urn:b> <urn:at> _:x .\n'
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
TEXTS = {
    "a.ttl": '<urn:a> <urn:knows> <urn:b> . <urn:b> <urn:name> "Åse"@nb ; <urn:at> [] .',
    "a.nt": PEOPLE,
    "a.NT": PEOPLE,
    "a.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:u="urn:">'
    '<rdf:Description rdf:about="urn:b"><u:name xml:lang="nb">Åse</u:name><u:at rdf:nodeID="x"/>'
    '<u:knows rdf:resource="urn:a"/></rdf:Description></rdf:RDF>',
    "a.nq": PEOPLE + "<urn:a> <urn:knows> <urn:c> <urn:g> .\n",
    "a.trig": PEOPLE + "<urn:g> { <urn:a> <urn:knows> <urn:c> }",
    "a.jsonld": json.dumps(
        [
            {"@id": "urn:b", "urn:name": "Åse", "urn:at": {}, "urn:knows": {"@id": "urn:a"}},
            {"@id": "urn:g", "@graph": {"@id": "urn:a", "urn:knows": {"@id": "urn:c"}}},
        ]
    ),
}
NAMES = [*TEXTS, *(f"{name}.gz" for name in TEXTS)]


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, arguments, input=stdin)


def file_of(folder: Path, name: str) -> Path:
    content = TEXTS[name.removesuffix(".gz")].encode()
    file = folder / name
    file.write_bytes(gzip.compress(content, mtime=0) if name.endswith(".gz") else content)
    return file


def asked(folder: Path, text: str) -> str:
    return run("query", "-", "--store", str(folder), stdin=text).stdout.split()[1]


def differences(version: Path) -> dict[str, tuple[str, str | None]]:
    """Name the files of a version that are not as files.json has them."""
    noted = json.loads((version / "files.json").read_text(encoding="utf-8"))["files"]
    there = digests(version)
    return {
        name: (noted[name], there.get(name)) for name in noted if there.get(name) != noted[name]
    }


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_file_of_any_syntax_keeps_its_graphs(name: str, tmp_path: Path) -> None:
    build = tmp_path / "build"
    result = run("build", "--from", str(file_of(tmp_path, name)), "--into", str(build))
    assert result.exit_code == 0, result.output
    named = "1" if name.startswith(("a.nq", "a.trig", "a.jsonld")) else "0"
    assert (asked(build, COUNT), asked(build, NAMED)) == ("3", named)
    version = Versions(build).needed()
    in_memory = sharing.load(Versions(build).path(version) / "store")
    assert len(in_memory) == 3 + int(named)
    assert differences(Versions(build).path(version)) == {}


def test_a_store_counts_as_closed_when_the_engine_has_let_go_of_it(tmp_path: Path) -> None:
    held, done = [ox.Store(str(tmp_path / "store"))], threading.Event()

    def wait() -> None:
        closed(tmp_path / "store")
        done.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    assert not done.wait(0.2)
    held.clear()
    assert done.wait(5)
    waiting.join()


def test_the_build_says_that_rules_and_shapes_are_left_out(tmp_path: Path) -> None:
    result = run("build", "--from", str(file_of(tmp_path, "a.nt")), "--into", str(tmp_path / "b"))
    assert "a.nt: taken as it stands, without rules and shapes" in result.stderr
    assert "a.nt as it stands, without rules and shapes" in result.stdout
    assert "3 quads, 3 triples in 0 graphs" in result.stdout
    status = run("status", "--store", str(tmp_path / "b"))
    assert status.exit_code == 0
    assert "made of   a.nt as it stands, without rules and shapes" in status.stdout


def built(settings: Settings, file: Path) -> str:
    return verbatim.build(settings, file, lambda _: None).version


def test_the_same_content_makes_the_same_version(tmp_path: Path, settings: Settings) -> None:
    version = built(settings, file_of(tmp_path, "a.nt"))
    assert version.startswith("1970-01-01-")
    again = verbatim.build(settings, file_of(tmp_path, "a.nt.gz"), lambda _: None)
    assert (again.version, again.new) == (version, False)
    (tmp_path / "a.nt").write_text(PEOPLE + PEOPLE.replace("urn:b", "urn:c"), encoding="utf-8")
    assert built(settings, tmp_path / "a.nt") != version


def test_a_data_date_that_is_set_counts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMGRAF_BUILD_DATA_DATE", "2026-05-17")
    run("build", "--from", str(file_of(tmp_path, "a.nt")), "--into", str(tmp_path / "b"))
    assert (Versions(tmp_path / "b").current() or "").startswith("2026-05-17-")


WRONG: list[tuple[str, bytes, str]] = [
    ("b.nt", b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b> oops .\n", "b.nt:2: The object of a"),
    ("b.ttl", b"@prefix a: <urn:a> .\n\na:b x:y 1 .", "b.ttl:3: The prefix x: has not been decl"),
    ("b.ttl.gz", gzip.compress(b"\n<urn:a> .", mtime=0), "b.ttl.gz:2: "),
    ("b.nt.gz", b"<urn:a> <urn:b> <urn:c> .\n", "b.nt.gz: cannot be unpacked: "),
    ("c.nt.gz", gzip.compress(PEOPLE.encode(), mtime=0)[:-12], "c.nt.gz: cannot be unpacked: "),
    ("b.rdf", b"<rdf:RDF", "b.rdf"),
    ("b.xlsx", b"PK", "b.xlsx: its ending tells no syntax; let it end in one of .ttl .nt "),
    ("b.gz", b"", "b.gz: its ending tells no syntax"),
]


@pytest.mark.parametrize(("name", "content", "message"), WRONG)
def test_what_cannot_be_read_is_told_in_a_line_and_changes_nothing(
    name: str, content: bytes, message: str, tmp_path: Path, settings: Settings
) -> None:
    version = built(settings, file_of(tmp_path, "a.nt"))
    (tmp_path / name).write_bytes(content)
    result = run("build", "--from", str(tmp_path / name), "--into", str(settings.build.dir))
    assert result.exit_code == 2
    last = result.stderr.splitlines()[-1]
    assert last.startswith("Error: ")
    assert message in last
    assert "; " in last
    assert Versions(settings.build.dir).current() == version
    assert Versions(settings.build.dir).all() == [version]


@pytest.mark.parametrize("name", ["none.nt", "."])
def test_a_file_that_is_not_there_is_misuse(name: str, tmp_path: Path) -> None:
    result = run("build", "--from", str(tmp_path / name), "--into", str(tmp_path / "b"))
    assert result.exit_code == 2
    assert "no such file; name an RDF file" in result.stderr
    assert not (tmp_path / "b").exists()


def test_serve_takes_it_as_it_is_until_another_version_is_current(
    tmp_path: Path, small_root: Path, settings: Settings
) -> None:
    of_tables = pipeline.build(settings, lambda _: None).version
    assert pipeline.is_fresh(settings)
    names = small_root / "data" / "names.csv"
    names.write_text(names.read_text(encoding="utf-8").replace(",Aaby,", ",Aabye,"))
    assert not pipeline.is_fresh(settings)
    of_file = built(settings, file_of(tmp_path, "a.nt"))
    assert pipeline.is_fresh(settings)
    assert run("activate", of_tables, "--store", str(settings.build.dir)).exit_code == 0
    assert not pipeline.is_fresh(settings)
    assert run("activate", of_file, "--store", str(settings.build.dir)).exit_code == 0
    assert pipeline.is_fresh(settings)


def test_validation_beside_it_is_refused_in_words(tmp_path: Path, settings: Settings) -> None:
    file = file_of(tmp_path, "a.ttl")
    version = built(settings, file)
    for command in (["validate", str(file)], ["check"], ["check", "--since", version]):
        result = run(*command, "--store", str(settings.build.dir))
        assert result.exit_code == 1
        assert f"{version} was made of a.ttl as it stands and has no shapes" in result.stderr


def test_its_site_and_endpoint_answer(tmp_path: Path, settings: Settings) -> None:
    built(settings, file_of(tmp_path, "a.trig"))
    with Server(settings.build.dir, Limits()) as server:
        for path in ("/", "/search?q=x", "/about/limits", "/ontology", "/shapes", "/sparql"):
            assert send(server.port, "GET", path, None, Accept="text/html").status == 200, path
        assert b'"3"' in get(server.port, COUNT).body
        brought = TEXTS["a.ttl"].encode()
        reply = send(server.port, "POST", "/validate", brought, Content_Type="text/turtle")
        assert reply.status == 503
        assert b"has no store to check beside: run 'samgraf build' from the sources" in reply.body


def test_serve_does_not_build_over_it(
    tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    version = built(settings, file_of(tmp_path, "a.nt"))
    served: list[str | None] = []

    def serve(settings: Settings, *_: object, **_options: object) -> None:
        served.append(Versions(settings.build.dir).current())

    monkeypatch.setattr("samgraf.cli.supervisor.serve", serve)
    result = run("serve", "--store", str(settings.build.dir), "--port", str(free_port()))
    assert result.exit_code == 0, result.output
    assert served == [version]
    assert Versions(settings.build.dir).all() == [version]
