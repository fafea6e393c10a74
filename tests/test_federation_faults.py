"""What asks other endpoints comes back when its sockets are removed and when it dies."""

import os
import shutil
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from samgraf.config import Federation

from .asking import get
from .partner import Partner, partner
from .serving import (
    TIGHT,
    Server,
    children,
    command,
    kill,
    make_version,
    point_to,
    some_quads,
    wait_for,
)  # fmt: skip

pytestmark = pytest.mark.slow
RECOVERY = 6.0
"""Seconds after which it must answer again: five, and one of slack."""


@pytest.fixture(scope="module")
def wikidata() -> Iterator[Partner]:
    with partner() as running:
        yield running


@pytest.fixture
def build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    # A short name: a longer path would have the sockets elsewhere.
    folder = tmp_path_factory.mktemp("f")
    make_version(folder, "v1", some_quads(10))
    point_to(folder, "v1")
    return folder


@pytest.fixture
def server(build: Path, wikidata: Partner) -> Iterator[Server]:
    listed = Federation((wikidata.at("/sparql"),), ("127.0.0.1/32",))
    with Server(build, TIGHT, federation=listed) as running:
        wait_for(lambda: told(running, "SERVICE asks"), 15)
        if told(running, "asks nobody"):
            pytest.skip("the kernel permits no fence here")
        yield running
    assert not told(running, "Traceback"), "\n".join(running.lines)


def told(server: Server, words: str) -> bool:
    return any(words in line for line in server.lines)


def answered(server: Server, wikidata: Partner) -> bool:
    """Say whether all sockets are found, and a query to another endpoint is answered."""
    run = server.build / "run"
    for folder in (run, run / "federation"):
        ends = [folder / f"v1.{end}" for end in ("sock", "control", "commit")]
        if not ((folder / "current").is_symlink() and all(end.is_socket() for end in ends)):
            return False
    number = int.from_bytes(os.urandom(4))
    query = f"SELECT * {{ SERVICE <{wikidata.at('/sparql')}> {{ ?s ?p ?o }} }} LIMIT {number}"
    return get(server.port, query).status == 200


def lost(name: str) -> Callable[[Server], None]:
    def lose(server: Server) -> None:
        (server.build / "run" / "federation" / name).unlink()

    return lose


def a_file_instead(server: Server) -> None:
    lost("current")(server)
    (server.build / "run" / "federation" / "current").write_text("rubbish")


def no_folder(server: Server) -> None:
    shutil.rmtree(server.build / "run" / "federation")


def no_folder_at_all(server: Server) -> None:
    shutil.rmtree(server.build / "run")


def a_death_without_a_folder(server: Server) -> None:
    [outside] = [p for p in children(server.process.pid) if "federation.outside" in command(p)]
    [inside] = children(outside)
    no_folder_at_all(server)
    kill(inside)


LINKS = {"current": lost("current"), "current is a file": a_file_instead}
SOCKETS = {"sock": lost("v1.sock"), "control": lost("v1.control"), "folder": no_folder}
RUN = {"run": no_folder_at_all, "death": a_death_without_a_folder}


# What dies often is started again the later each time, so one server does not take them all.
@pytest.mark.parametrize("losses", [LINKS, SOCKETS, RUN], ids=["links", "sockets", "run"])
def test_what_is_removed_is_made_again(
    server: Server, wikidata: Partner, losses: dict[str, Callable[[Server], None]]
) -> None:
    assert answered(server, wikidata)
    for name, lose in losses.items():
        lose(server)
        until = time.monotonic() + RECOVERY
        while not answered(server, wikidata):
            assert time.monotonic() < until, (name, server.lines)
            time.sleep(0.1)
    assert not told(server, "cannot"), server.lines


def test_why_nobody_is_asked_is_told_again_when_the_folder_is_removed(
    build: Path, wikidata: Partner
) -> None:
    listed = Federation((wikidata.at("/sparql"),), ("127.0.0.1/32",))
    query = f"SELECT * {{ SERVICE <{wikidata.at('/sparql')}> {{ ?s ?p ?o }} }}"
    with Server(build, TIGHT, token="a-token-of-sixteen", federation=listed) as writable:
        assert b"takes writes asks no other" in get(writable.port, query).body
        shutil.rmtree(build / "run" / "federation")
        wait_for(lambda: b"takes writes asks no other" in get(writable.port, query).body, RECOVERY)
