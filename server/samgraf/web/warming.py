"""What the first reader of a version would wait for is made before: what all pages share.

Some parts of pages are made once for each version and process (``Site.once``): the index of names,
the map of the north, the terms of the ontology, the sums of a programme. A thread asks for the
pages that hold them as soon as a process begins; else a reader would wait ten times as long.

A version that comes later is made ready while the former one is served, and the supervisor waits
for it with the flip. Beside readers the thread rests as long as it has worked, page by page.
"""

import logging
from collections.abc import Callable
from threading import Event, Thread
from time import monotonic
from typing import Any

from flask import Flask
from werkzeug.test import create_environ

from samgraf.errors import SamgrafError
from samgraf.terms import BASE

from .addresses import local
from .bridge import VERSION
from .languages import CODES
from .site import site

ADDRESSES = (
    "/", "/search?view=map", "/search?q=a", "/reconcile", "/code", "/sitemap.xml", "/openapi.json",
    *(f"{path}lang={code}" for code in CODES for path in ("/ontology?", "/queries?", "/sparql?")),
    *(f"/queries?page={page}&lang={code}" for code in CODES for page in (2, 3, 4)),
)  # fmt: skip
_PAUSE = 0.5  # seconds between two looks at which version is served
_OVER = 30.0  # seconds after which nobody reads the version before
_LOG = logging.getLogger(__name__)


class Warming:
    """Makes the shared parts of each version, beside the requests."""

    def __init__(
        self,
        site: Flask,
        version: Callable[[], str],
        coming: Callable[[], str] = str,
        ready: Callable[[str], None] = lambda _: None,
        more: Callable[[str], None] = lambda _: None,
    ) -> None:
        """Ask an application for its pages.

        ``version`` tells which version is served, ``coming`` which one will be next, '' for none;
        ``ready`` is told as soon as all is made of that one. ``more`` makes what no page holds.
        """
        self._site, self._version = site, version
        self._coming, self._ready, self._more = coming, ready, more
        self._stopped = Event()
        self._over = 0.0

    def start(self) -> None:
        """Begin; the thread ends with the process, or by ``stop``."""
        Thread(target=self._watch, name="warming", daemon=True).start()

    def stop(self) -> None:
        """Make nothing more."""
        self._stopped.set()

    def translate(self) -> int:
        """Have the engine read all templates, which takes some 20 ms each; return how many."""
        engine, read = self._site.jinja_env, 0
        for name in engine.list_templates():
            if self._stopped.is_set():
                break
            engine.get_template(name)
            read += 1
        return read

    def warm(self, version: str, gently: bool = False) -> int:
        """Make the shared parts of a version; return how many pages were made of them.

        ``gently`` leaves half of the time to others.
        """
        made = sum(self._made(address, version, gently) for address in ADDRESSES)
        programmes = self._programmes(version)
        return made + sum(self._made(address, version, gently) for address in programmes)

    def _programmes(self, version: str) -> list[str]:
        """Return the pages of programmes: each has sums over up to 10,000 fundings."""
        if "site" not in self._site.extensions:
            return []
        with self._site.request_context(_request("/", version)):
            pages = [local(BASE + entry.path) for entry in site().entries("Programme")]
        return [page for page in pages if page]

    def _watch(self) -> None:
        self.translate()
        served = made = ""
        while not self._stopped.is_set():
            try:
                version = self._version()
            except SamgrafError:
                version = served  # nothing is served at the moment
            if version != served:
                if version != made:
                    self._try(version, gently=bool(served))
                served = made = version
                self._over = monotonic() + _OVER
            coming = self._coming()
            if coming not in ("", served, made):
                made = coming
                self._try(coming, gently=True)
                self._say_ready(coming)
            self._forget(served)
            self._stopped.wait(_PAUSE)

    def _say_ready(self, version: str) -> None:
        """Tell that a version may come; where that fails, it comes a little later."""
        try:
            self._ready(version)
        except OSError as error:
            _LOG.debug("nobody hears that %s may come: %r", version, error)

    def _forget(self, served: str) -> None:
        """Give up what was made of the version before, once nobody reads it and none is coming."""
        if self._over and monotonic() > self._over and not self._coming():
            self._over = 0.0
            if "site" in self._site.extensions:
                self._site.extensions["site"].keep(served)

    def _try(self, version: str, gently: bool) -> None:
        """Make the parts of a version; one whose files go meanwhile must not end the thread."""
        try:
            self.warm(version, gently)
            self._more(version)
        except Exception as error:  # noqa: BLE001  whoever asks for a page is told what it lacks
            _LOG.debug("%s was not made beforehand: %r", version, error)

    def _made(self, address: str, version: str, gently: bool) -> bool:
        if self._stopped.is_set():
            return False
        began = monotonic()
        try:
            with self._site.request_context(_request(address, version)):
                return self._site.full_dispatch_request().status_code == 200
        except Exception as error:  # noqa: BLE001  whoever asks for the page is told what it lacks
            _LOG.debug("%s of %s was not made beforehand: %r", address, version, error)
            return False
        finally:
            if gently:
                self._stopped.wait(monotonic() - began)


def _request(address: str, version: str) -> dict[str, Any]:
    environ = create_environ(address, "http://localhost/", headers={"Accept": "text/html"})
    return {**environ, VERSION: version}
