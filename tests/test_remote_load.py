"""Loading a remote store: what changed, in parts, on from where it broke off, checked by counts."""

from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import ClassVar

import pyoxigraph as ox
import pytest

from samgraf import config
from samgraf.errors import Misuse, StoreError
from samgraf.pipeline import remote, verbatim
from samgraf.store.remote import loading, writing
from samgraf.store.remote.place import Place, place_of
from samgraf.store.remote.scope import BOOK
from samgraf.store.versions import Versions

from .endpoints import Endpoint, endpoint
from .serving import make_version, some_quads

A, B, C = (f"https://example.org/graph/{name}" for name in "abc")


@pytest.fixture
def far() -> Iterator[Endpoint]:
    with endpoint() as known:
        yield known


@pytest.fixture(autouse=True)
def _in_small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writing, "MOST", 10)
    monkeypatch.setattr(writing, "MOST_IN_UPDATE", 10)
    monkeypatch.setattr(loading, "FRESH", 0.0)
    monkeypatch.setattr(loading, "REST", 0.0)


def version(folder: Path, name: str, **sizes: int) -> Path:
    """Make the store of a version whose graphs have so many triples each."""
    lines = []
    for graph, size in sizes.items():
        for number in range(size):
            triple = f"<https://example.org/{number:03}> <https://example.org/in> <urn:x:{graph}>"
            lines += [f"{triple} <https://example.org/graph/{graph}> .", f"{triple} ."]
    return make_version(folder, name, "\n".join(lines))


def load(place: Place, directory: Path) -> list[str]:
    """Load a version; return what was said."""
    said: list[str] = []
    loading.load(place, directory, said.append)
    return said


def graphs(known: Endpoint) -> dict[str, int]:
    """Count the graphs of a store but its book."""
    found: dict[str, int] = {}
    for quad in known.store:
        name = getattr(quad.graph_name, "value", "")
        found[name] = found.get(name, 0) + 1
    found.pop(BOOK, None)
    return found


def held(known: Endpoint) -> list[str]:
    """Return the versions that a store says it holds."""
    info = ox.NamedNode("http://www.w3.org/2002/07/owl#versionInfo")
    return [quad.object.value for quad in known.store.quads_for_pattern(None, info, None)]  # type: ignore[union-attr]


def test_every_graph_is_there_and_the_version_comes_last(far: Endpoint, tmp_path: Path) -> None:
    load(far.place, version(tmp_path, "v1", a=25, b=3))
    assert graphs(far) == {A: 25, B: 3, "": 28}
    assert held(far) == ["v1"]
    assert far.written[-1] == ("PUT", BOOK)
    parts = [method for method, name in far.written if name == A]
    assert parts == ["PUT", "POST", "POST"]


def test_only_what_changed_is_sent(far: Endpoint, tmp_path: Path) -> None:
    load(far.place, version(tmp_path, "v1", a=25, b=3))
    far.written.clear()
    load(far.place, version(tmp_path, "v2", a=25, c=2))
    assert {name for _, name in far.written} == {B, C, "", BOOK}
    assert graphs(far) == {A: 25, C: 2, "": 27}
    assert held(far) == ["v2"]
    assert "already" in load(far.place, tmp_path / "versions" / "v2")[0]


def test_an_interrupted_load_goes_on_where_it_was(far: Endpoint, tmp_path: Path) -> None:
    place = version(tmp_path, "v1", a=45, b=3)
    far.failing = 7
    with pytest.raises(StoreError, match="answers POST with 500"):
        load(far.place, place)
    assert held(far) == []
    done = graphs(far)
    far.failing = 0
    far.written.clear()
    load(far.place, place)
    assert graphs(far) == {A: 45, B: 3, "": 48}
    assert len([1 for _, name in far.written if name == ""]) == 5 - done[""] // 10
    assert held(far) == ["v1"]


def test_after_a_load_that_failed_the_former_version_is_sent_where_it_was_written_over(
    far: Endpoint, tmp_path: Path
) -> None:
    former, new = (
        make_version(
            tmp_path, name, "".join(f"<urn:x:{n}> <urn:x:p> <{o}> <{A}> .\n" for n in "123")
        )
        for name, o in (("v1", "urn:x:old"), ("v2", "urn:x:new"))
    )
    load(far.place, former)
    wanted = {*far.store.quads_for_pattern(None, None, None, ox.NamedNode(A))}
    far.failing = len(far.written) + 2  # the book and the graph are written, and no more
    with pytest.raises(StoreError, match="answers PUT with 500"):
        load(far.place, new)
    assert {*far.store.quads_for_pattern(None, None, None, ox.NamedNode(A))} != wanted
    far.failing = 0
    load(far.place, former)
    assert {*far.store.quads_for_pattern(None, None, None, ox.NamedNode(A))} == wanted


def test_a_graph_that_somebody_changed_is_sent_again(far: Endpoint, tmp_path: Path) -> None:
    place = version(tmp_path, "v1", a=5)
    load(far.place, place)
    far.store.clear_graph(ox.NamedNode(A))
    load(far.place, place)
    assert graphs(far) == {A: 5, "": 5}


def test_graphs_of_other_people_are_left_alone(far: Endpoint, tmp_path: Path) -> None:
    x = ox.NamedNode("urn:x:theirs")
    far.store.add(ox.Quad(x, x, x, x))
    load(far.place, version(tmp_path, "v1", a=5))
    load(far.place, version(tmp_path, "v2", b=5))
    assert graphs(far) == {"urn:x:theirs": 1, B: 5, "": 5}


def test_a_store_that_loses_triples_gets_no_version(far: Endpoint, tmp_path: Path) -> None:
    far.loses = True
    with pytest.raises(StoreError, match="holds 0 triples of"):
        load(far.place, version(tmp_path, "v1", a=5))
    assert held(far) == []


def test_a_build_loads_before_its_version_is_the_current_one(far: Endpoint, tmp_path: Path) -> None:
    file = tmp_path / "graph.nq"
    file.write_text(some_quads(30))
    store = config.Store(far.place.endpoint, far.place.graph_store)
    settings = replace(config.Settings(), build=config.Build(tmp_path / "build"), store=store)
    versions = Versions(tmp_path / "build")
    far.failing = 1
    with pytest.raises(StoreError, match="with 500"):
        verbatim.build(settings, file, lambda _: None)
    assert versions.current() is None
    far.failing = 0
    made = verbatim.build(settings, file, lambda _: None).version
    assert (versions.current(), held(far)) == (made, [made])
    file.write_text(some_quads(31))
    newer = verbatim.build(settings, file, lambda _: None).version
    assert held(far) == [newer]
    versions.activate(made, remote.loader(settings, lambda _: None))
    assert (versions.current(), held(far)) == (made, [made])


def test_a_default_graph_with_a_name_is_loaded_under_it(far: Endpoint, tmp_path: Path) -> None:
    union = "https://example.org/union"
    place = Place(far.place.endpoint, far.place.graph_store, default_graph=union)
    load(place, version(tmp_path, "v1", a=12))
    assert graphs(far) == {A: 12, union: 12}


def test_a_store_without_graph_store_is_loaded_by_updates(far: Endpoint, tmp_path: Path) -> None:
    place = Place(far.place.endpoint, update=far.place.update)
    load(place, version(tmp_path, "v1", a=25))
    load(place, version(tmp_path, "v2", b=2))
    assert graphs(far) == {B: 2, "": 2}
    assert held(far) == ["v2"]


def test_a_store_that_is_away_or_cannot_be_written_is_told(tmp_path: Path) -> None:
    place = version(tmp_path, "v1", a=5)
    with pytest.raises(Misuse, match="set graph_store or update"):
        load(Place("http://127.0.0.1:1/query"), place)
    with pytest.raises(StoreError, match="does not answer"):
        load(Place("http://127.0.0.1:1/query", "http://127.0.0.1:1/store"), place)


class _Strict(BaseHTTPRequestHandler):
    """Refuses who brings no answer to its challenge, and hangs up while the body is under way."""

    taken: ClassVar[list[int]] = []
    refused: ClassVar[list[str]] = []

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def _answered(self) -> None:
        if not self.headers.get("Authorization", "").startswith("Digest "):
            self.refused.append(self.command)
            self.send_response(401)
            self.send_header("WWW-Authenticate", 'Digest realm="r", nonce="n", qop="auth"')
            self.end_headers()
            return
        self.taken.append(len(self.rfile.read(int(self.headers.get("Content-Length", "0")))))
        self.send_response(204)
        self.end_headers()

    do_PUT = do_POST = do_DELETE = _answered


def test_a_store_that_hangs_up_on_who_brings_no_password_is_asked_for_it_first() -> None:
    lines = [b"<x:s> <x:p> <x:o%d> .\n" % number for number in range(200_000)]
    with ThreadingHTTPServer(("127.0.0.1", 0), _Strict) as server:
        Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        base = f"http://127.0.0.1:{server.server_address[1]}"
        for place in (Place(base, base, user="u", password="p"), Place(base, "", base, "", "u")):
            sent = writing.writer(place)
            for _ in range(2):
                sent.put("x:g", lines[:1000] if place.update else lines)
        server.shutdown()
    assert _Strict.refused == ["DELETE", "POST"]
    assert max(_Strict.taken) == len(b"".join(lines))


def test_two_versions_are_never_loaded_at_once(tmp_path: Path) -> None:
    for name in ("v1", "v2"):
        version(tmp_path, name, a=1)
    seen: list[str] = []
    begun, go = Event(), Event()

    def slow(directory: Path) -> None:
        seen.append(f"{directory.name} begins")
        begun.set()
        assert go.wait(20)
        seen.append(f"{directory.name} ends")

    def quick(directory: Path) -> None:
        seen.append(directory.name)

    first = Thread(target=Versions(tmp_path).take, args=("v1", slow))
    second = Thread(target=Versions(tmp_path).take, args=("v2", quick))
    first.start()
    assert begun.wait(20)
    second.start()
    second.join(0.3)
    assert second.is_alive()
    go.set()
    first.join(20)
    second.join(20)
    assert seen == ["v1 begins", "v1 ends", "v2"]
    assert Versions(tmp_path).current() == "v2"


SLEEP = "samgraf.store.remote.loading.sleep"
LOADER = ox.NamedNode("http://purl.org/dc/terms/identifier")


def _goes_on(known: Endpoint, name: str) -> None:
    """Write the name of another load into the book, as a machine that begins does."""
    book = ox.NamedNode(BOOK)
    for quad in [*known.store.quads_for_pattern(book, LOADER, None, book)]:
        known.store.remove(quad)
    known.store.add(ox.Quad(book, LOADER, ox.Literal(name), book))


def test_a_load_does_not_begin_while_another_machine_goes_on(
    far: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = version(tmp_path, "v1", a=45)
    far.failing = 4
    with pytest.raises(StoreError, match="with 500"):
        load(far.place, place)
    far.failing = 0
    far.written.clear()
    monkeypatch.setattr(SLEEP, lambda _: _goes_on(far, "another"))
    with pytest.raises(StoreError) as refused:
        load(far.place, place)
    told = str(refused.value)
    assert "another machine is loading this store: wait until it is done, then run" in told
    assert (far.written, held(far)) == ([], [])
    monkeypatch.setattr(SLEEP, lambda _: None)
    assert "was not loaded to the end" in load(far.place, place)[0]
    assert held(far) == ["v1"]


def test_a_load_ends_where_another_machine_has_begun(
    far: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    note = loading.Load.note

    def overtaken(self: loading.Load, graph: str, sent: loading.Sent, triples: int) -> None:
        note(self, graph, sent, triples)
        _goes_on(far, "another")

    monkeypatch.setattr(loading.Load, "note", overtaken)
    with pytest.raises(StoreError, match="another load of this store began meanwhile"):
        load(far.place, version(tmp_path, "v1", a=45))
    assert held(far) == []
    assert [name for _, name in far.written if name != BOOK] == [""]


def test_a_version_does_not_name_who_loaded_it(far: Endpoint, tmp_path: Path) -> None:
    load(far.place, version(tmp_path, "v1", a=5))
    assert [*far.store.quads_for_pattern(None, LOADER, None)] == []


def test_who_loads_may_be_another_than_who_asks(
    far: Endpoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, hush = version(tmp_path, "v1", a=3), tmp_path / "hush"
    hush.write_text("secret\n")
    store = config.Store(
        far.place.endpoint,
        far.place.graph_store,
        user="reader",
        load_user="loader",
        load_password_file=hush,
    )
    settings = replace(config.Settings(), store=store)
    asking = place_of(settings)
    assert asking is not None
    assert (asking.user, asking.password) == ("reader", "")
    seen: list[Place] = []
    monkeypatch.setattr(remote, "load", lambda where, *_: seen.append(where))
    remote.loader(settings, lambda _: None)(place)
    assert [(where.user, where.password) for where in seen] == [("loader", "secret")]
    hush.unlink()
    with pytest.raises(Misuse, match="load_password_file"):
        remote.loader(settings, lambda _: None)
