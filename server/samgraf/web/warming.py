"""What the first reader of a version would wait for is made before: what all pages share.

Some parts of pages are made once for each version and process (``Site.once``): the index of names,
the map of the north, the terms of the ontology, the sums of a programme. A thread asks for the
pages that hold them as soon as a process begins and whenever a version is new; else a reader would
wait ten times as long.
"""

import logging
from collections.abc import Callable
from threading import Event, Thread
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
_LOG = logging.getLogger(__name__)


class Warming:
    """Makes the shared parts of each version, beside the requests."""

    def __init__(self, site: Flask, version: Callable[[], str]) -> None:
        """Ask an application for its pages; ``version`` tells which version is served."""
        self._site, self._version = site, version
        self._stopped = Event()

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

    def warm(self, version: str) -> int:
        """Make the shared parts of a version; return how many pages were made of them."""
        made = sum(self._made(address, version) for address in ADDRESSES)
        return made + sum(self._made(address, version) for address in self._programmes(version))

    def _programmes(self, version: str) -> list[str]:
        """Return the pages of programmes: each has sums over up to 10,000 fundings."""
        if "site" not in self._site.extensions:
            return []
        with self._site.request_context(_request("/", version)):
            pages = [local(BASE + entry.path) for entry in site().entries("Programme")]
        return [page for page in pages if page]

    def _watch(self) -> None:
        self.translate()
        known = ""
        while not self._stopped.is_set():
            try:
                version = self._version()
            except SamgrafError:
                version = known  # nothing is served at the moment
            if version != known:
                known = version
                self._try(version)
            self._stopped.wait(_PAUSE)

    def _try(self, version: str) -> None:
        """Make the parts of a version; one whose files go meanwhile must not end the thread."""
        try:
            self.warm(version)
        except Exception as error:  # noqa: BLE001  whoever asks for a page is told what it lacks
            _LOG.debug("%s was not made beforehand: %r", version, error)

    def _made(self, address: str, version: str) -> bool:
        if self._stopped.is_set():
            return False
        try:
            with self._site.request_context(_request(address, version)):
                return self._site.full_dispatch_request().status_code == 200
        except Exception as error:  # noqa: BLE001  whoever asks for the page is told what it lacks
            _LOG.debug("%s of %s was not made beforehand: %r", address, version, error)
            return False


def _request(address: str, version: str) -> dict[str, Any]:
    environ = create_environ(address, "http://localhost/", headers={"Accept": "text/html"})
    return {**environ, VERSION: version}
