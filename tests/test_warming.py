"""What pages share is made before the first reader comes."""

import time
from threading import Event

from samgraf import config
from samgraf.config import Settings
from samgraf.limits import Limits
from samgraf.store.pool import Pool
from samgraf.web import pages_app
from samgraf.web.bridge import VERSION, Environ
from samgraf.web.warming import ADDRESSES, Warming

from .serving import Server


def test_every_page_that_is_made_beforehand_is_there(server: Server) -> None:
    pool = Pool(server.build / "run", Limits())
    app = pages_app.make(config.change(Settings(), "build", dir=server.build), pool)
    try:
        assert Warming(app.wsgi_app, pool.version).warm(pool.version()) == len(ADDRESSES)
    finally:
        pool.close()


def test_each_version_is_made_once_as_soon_as_it_is_served() -> None:
    served, made, all_made = ["a"], list[str](), Event()

    def site(environ: Environ, start: object) -> list[bytes]:
        made.append(environ[VERSION])
        if made.count("b") == len(ADDRESSES):
            all_made.set()
        assert callable(start)
        start("200 OK", [])
        served[0] = "b"
        return [b""]

    warming = Warming(site, lambda: served[0])
    warming.start()
    assert all_made.wait(10)
    time.sleep(1.2)  # two more looks find nothing new
    warming.stop()
    assert made == ["a"] * len(ADDRESSES) + ["b"] * len(ADDRESSES)


def test_a_page_that_fails_does_not_stop_the_others() -> None:
    def site(environ: Environ, start: object) -> list[bytes]:
        assert callable(start)
        start("500 X" if environ["PATH_INFO"] == "/" else "200 OK", [])
        return [b""]

    assert Warming(site, lambda: "a").warm("a") == len(ADDRESSES) - 1
