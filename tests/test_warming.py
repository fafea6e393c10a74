"""What pages share is made before the first reader comes."""

import time
from collections.abc import Callable
from threading import Event

import pytest
from flask import Flask, request

from samgraf import config
from samgraf.config import Settings
from samgraf.limits import Limits
from samgraf.store.pool import Pool
from samgraf.web import pages_app
from samgraf.web.bridge import VERSION
from samgraf.web.warming import ADDRESSES, Warming

from .serving import Server, wait_for


def test_every_page_that_is_made_beforehand_is_there(server: Server) -> None:
    pool = Pool(server.build / "run", Limits())
    app = pages_app.make(config.change(Settings(), "build", dir=server.build), pool)
    try:
        assert Warming(app, pool.version).warm(pool.version()) >= len(ADDRESSES)
    finally:
        pool.close()


def test_templates_are_read_before_a_page_needs_them(server: Server) -> None:
    pool = Pool(server.build / "run", Limits())
    app = pages_app.make(config.change(Settings(), "build", dir=server.build), pool)
    try:
        read = Warming(app, pool.version).translate()
        assert read == len(app.jinja_env.list_templates()) > 40
        assert app.jinja_env.cache is not None
        assert len(app.jinja_env.cache) == read
    finally:
        pool.close()


def site_that(answers: Callable[[str, str], str]) -> Flask:
    """Make a site that answers every path; it is told path and version."""
    app = Flask("made")

    @app.route("/", defaults={"path": ""})
    @app.route("/<path:path>")
    def page(path: str) -> str:
        return answers(path, request.environ[VERSION])

    return app


def test_each_version_is_made_once_as_soon_as_it_is_served() -> None:
    served, made, all_made = ["a"], list[str](), Event()

    def answer(_: str, version: str) -> str:
        made.append(version)
        if made.count("b") == len(ADDRESSES):
            all_made.set()
        served[0] = "b"
        return ""

    warming = Warming(site_that(answer), lambda: served[0])
    warming.start()
    assert all_made.wait(10)
    time.sleep(1.2)  # two more looks find nothing new
    warming.stop()
    assert made == ["a"] * len(ADDRESSES) + ["b"] * len(ADDRESSES)


def test_a_version_that_comes_is_made_beside_the_served_one_and_not_again() -> None:
    served, coming, made = ["a"], [""], list[str]()
    told, served_again = list[str](), Event()

    def answer(_: str, version: str) -> str:
        made.append(version)
        return ""

    def ready(version: str) -> None:
        told.append(f"{version} while {served[0]}, {made.count(version)} pages")
        served[0], coming[0] = version, ""
        served_again.set()

    warming = Warming(site_that(answer), lambda: served[0], lambda: coming[0], ready)
    warming.start()
    wait_for(lambda: len(made) == len(ADDRESSES))
    coming[0] = "b"
    assert served_again.wait(10)
    time.sleep(1.2)  # two more looks find nothing new
    warming.stop()
    assert told == [f"b while a, {len(ADDRESSES)} pages"]
    assert made == ["a"] * len(ADDRESSES) + ["b"] * len(ADDRESSES)


def test_beside_readers_it_rests_as_long_as_it_works() -> None:
    def answer(_: str, __: str) -> str:
        time.sleep(0.01)
        return ""

    warming, times = Warming(site_that(answer), str), dict[bool, float]()
    for gently in (False, True):
        began = time.monotonic()
        warming.warm("a", gently)
        times[gently] = time.monotonic() - began
    assert times[True] > times[False] + 0.005 * len(ADDRESSES)


def test_a_version_whose_files_go_does_not_keep_the_next_from_being_made() -> None:
    served, b_made = ["a"], Event()

    def answer(_: str, version: str) -> str:
        if version == "b":
            b_made.set()
        return ""

    app = site_that(answer)
    app.extensions["site"] = None  # so that looking for programmes fails
    warming = Warming(app, lambda: served[0])
    with pytest.raises(AttributeError):
        warming.warm("a")
    warming.start()
    time.sleep(0.2)
    served[0] = "b"
    assert b_made.wait(10)
    warming.stop()


def test_a_page_that_fails_stops_no_other_and_says_nothing(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def answer(path: str, _: str) -> str:
        if not path:
            raise OSError("it has no such file")
        return ""

    assert Warming(site_that(answer), lambda: "a").warm("a") == len(ADDRESSES) - 1
    assert [record for record in caplog.records if record.levelname != "DEBUG"] == []
