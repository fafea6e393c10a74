"""A fault of our own: who asked is told so in its own form, and the log says where."""

import json
import logging
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from samgraf import config
from samgraf.config import Settings
from samgraf.web import create_app, things
from samgraf.web.exchange import Exchange
from samgraf.web.operation import Operation

from .asgi import Client, whole
from .asking import send
from .serving import TIGHT, Server, make_version, some_quads, zygote

PAGE = "/page/actor/dk-nowhere"
PLANTED = "planted: no such key"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("faults")
    with zygote(make_version(place, "v1", some_quads(10)), place / "run", TIGHT):
        yield place


@pytest.fixture
def client(folder: Path) -> Iterator[Client]:
    settings = config.change(Settings(limits=TIGHT), "build", dir=folder)
    app = create_app(settings, folder / "run")
    with closing(Client(whole(app))) as client, closing(app):
        yield client


def planted(error: type[BaseException] = KeyError) -> object:
    def fail(*_: object) -> None:
        raise error(PLANTED)

    return fail


def test_a_page_that_fails_is_a_problem_in_the_form_that_is_wanted(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(things, "known", planted())
    document = client.open(PAGE)
    assert (document.status, document.kind) == (500, "own-fault")
    page = client.open(PAGE, accept="text/html", accept_language="da")
    assert (page.status, page.media_type) == (500, "text/html")
    assert "En fejl på denne server" in page.data.decode()
    assert "/problem/own-fault" in page.data.decode()
    plain = client.open(PAGE, user_agent="curl/8")
    assert (plain.status, plain.media_type) == (500, "text/plain")
    for reply in (document, page, plain):
        assert reply.headers["Cache-Control"] == "no-store"
        assert PLANTED not in reply.data.decode(), "what went wrong is for the log alone"


def test_the_log_says_where_a_page_failed_and_an_address_makes_no_line_of_its_own(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(things, "known", planted())
    with caplog.at_level(logging.ERROR):
        client.open("/page/actor/x\nERROR planted by a stranger")
    (record,) = caplog.records
    assert PLANTED in caplog.text
    assert record.getMessage() == r"no page for GET '/page/actor/x\nERROR planted by a stranger'"


def test_a_service_that_fails_is_a_problem_too(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(Operation, "__call__", planted())
    reply = client.open("/healthz")
    assert (reply.status, reply.kind) == (500, "own-fault")
    assert "no answer to GET '/healthz'" in caplog.text
    assert PLANTED in caplog.text
    assert PLANTED not in json.loads(reply.data)["detail"]


def test_an_answer_that_fails_after_its_head_is_cut(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def half(_: Operation, exchange: Exchange) -> None:
        await exchange.begin(200, [("Content-Length", "7")])
        raise KeyError(PLANTED)

    monkeypatch.setattr(Operation, "__call__", half)
    with pytest.raises(KeyError, match=PLANTED):
        client.open("/healthz")


@pytest.mark.parametrize("path", [PAGE, "/healthz"])
def test_without_memory_nothing_is_told_and_the_process_may_end(
    client: Client, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(things, "known", planted(MemoryError))
    monkeypatch.setattr(Operation, "__call__", planted(MemoryError))
    with pytest.raises(MemoryError):
        client.open(path)


def test_a_page_is_made_where_the_system_has_no_thread_to_ask_ahead(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = "/page/actor/dk-raadet"
    submit = ThreadPoolExecutor.submit
    tried = []

    def none(executor: ThreadPoolExecutor, *work: object, **more: object) -> object:
        if executor._thread_name_prefix == "ahead":
            tried.append(work)
            raise RuntimeError("can't start new thread")
        return submit(executor, *work, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(ThreadPoolExecutor, "submit", none)
    settings = config.change(Settings(), "build", dir=server.build)
    app = create_app(settings, server.build / "run")
    with closing(Client(whole(app))) as client, closing(app):
        reply = client.open(path, accept="text/html", host=f"127.0.0.1:{server.port}")
    assert tried
    assert (reply.status, reply.data) == (200, send(server.port, target=path).body)
