"""Flask's pages behind ASGI: each request runs in a thread, and its answer is whole before it goes.

An answer to GET gets a strong validator made of the version, this package, the address and what
the client accepts, so that a repeated request costs no page (design: endpoint, section 7).
"""

import asyncio
import hashlib
import sys
from collections.abc import Awaitable, Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path
from typing import Any

from samgraf.errors import QueryRefused

from . import caching, compression
from .bodies import Bodies, TooLarge
from .exchange import Exchange, Headers, vary

Environ = dict[str, Any]
Wsgi = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]
Beside = Callable[[Environ], Awaitable[Mapping[str, Any]]]
"""Gets on the event loop what a page needs beside its own queries, as parts of the environment."""

_KEPT = "public, max-age=60, stale-while-revalidate=600"
_TOLD = "Samgraf-Version"  # a cache in front keeps an answer for the state that it names
_VARY = "Accept, Accept-Profile, Accept-Language, Accept-Encoding"
_MOST_WAITING = 4  # requests for each thread
_UNNAMED = {b"content-type": "CONTENT_TYPE", b"content-length": "CONTENT_LENGTH"}
VERSION = "samgraf.version"
"""Where the environment of a request names the version that its page is to be made from."""


class Bridge:
    """Answers requests by a WSGI application."""

    def __init__(
        self, site: Wsgi, version: Callable[[], str], threads: int, bodies: Bodies, most: int
    ) -> None:
        """Use so many threads; a body longer than ``most`` bytes is not handed on."""
        self._site, self._version = site, version
        self._bodies, self._most = bodies, most
        self._threads = ThreadPoolExecutor(threads, "page")
        self._free = threads * (1 + _MOST_WAITING)

    async def __call__(self, exchange: Exchange, beside: Beside | None = None) -> None:
        """Answer one request; what lies beside it is asked for only where a page is made."""
        version = self._version()
        if await self.known(exchange, version):
            return
        environ = await self._environ(exchange)
        environ[VERSION] = version
        environ |= await beside(environ) if beside is not None else {}
        status, headers, body = await self._page(environ, version)
        kept = exchange.method in ("GET", "HEAD") and environ[VERSION] == version
        tag = _tag(version, exchange) if kept else ""
        await _answer(exchange, status, headers, body, (tag, version))

    async def known(self, exchange: Exchange, version: str) -> bool:
        """Answer with the validator alone where the client has the page of a version already."""
        if exchange.method not in ("GET", "HEAD"):
            return False
        tag = _tag(version, exchange)
        if not caching.is_known(tag, exchange.header(b"if-none-match")):
            return False
        headers = [("ETag", tag), ("Cache-Control", _KEPT), ("Vary", _VARY), (_TOLD, version)]
        await exchange.answer(304, headers)
        return True

    async def given(
        self, exchange: Exchange, path: str, version: str, values: Environ, kept: bool
    ) -> None:
        """Answer with the page at a path, made of what is found already of one version.

        ``values`` go into its environment; a page that is not ``kept`` gets no validator.
        """
        environ = await self._environ(exchange)
        environ |= {**values, "PATH_INFO": path, VERSION: version}
        status, headers, body = await self.threaded(partial(run, self._site, environ))
        tag = _tag(version, exchange) if kept else ""
        if not kept:
            headers = [*headers, ("Cache-Control", "no-store")]
        await _answer(exchange, status, headers, body, (tag, version))

    async def threaded(self, work: Callable[[], Any]) -> Any:
        """Run some work in one of the threads; raise ``QueryRefused`` if too much waits."""
        if self._free <= 0:
            raise QueryRefused("busy", "too many pages are being made")
        self._free -= 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._free += 1

    async def _page(self, environ: Environ, version: str) -> tuple[int, Headers, bytes]:
        """Make a page of one version; once more of the next one, if that came meanwhile."""
        environ.setdefault(VERSION, version)
        found = await self.threaded(partial(run, self._site, environ))
        newer = self._version()
        if found[0] == 503 and newer != version:
            environ[VERSION] = newer
            environ["wsgi.input"].seek(0)
            found = await self.threaded(partial(run, self._site, environ))
        status, headers, body = found
        return status, headers, body

    async def _environ(self, exchange: Exchange) -> Environ:
        """Make the environment of a request (PEP 3333); its body is here whole, or left out."""
        server = exchange.scope.get("server") or ("localhost", 80)
        environ: Environ = {
            # The body of HEAD is left out at the end, so that its headers are those of GET.
            "REQUEST_METHOD": "GET" if exchange.method == "HEAD" else exchange.method,
            "SCRIPT_NAME": "",
            "PATH_INFO": exchange.path.encode("utf-8", "surrogateescape").decode("latin-1"),
            "QUERY_STRING": exchange.parameters,
            "SERVER_NAME": server[0],
            "SERVER_PORT": str(server[1]),
            "SERVER_PROTOCOL": f"HTTP/{exchange.scope['http_version']}",
            "REMOTE_ADDR": exchange.client,
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": exchange.scheme,
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": True,
            "wsgi.multiprocess": True,
            "wsgi.run_once": False,
        }
        for name, _ in exchange.scope["headers"]:
            key = _UNNAMED.get(name) or "HTTP_" + name.decode("latin-1").upper().replace("-", "_")
            environ[key] = exchange.header(name)
        environ.pop("HTTP_PROXY", None)  # it would look like a variable of this process
        return await self._with_body(environ, exchange)

    async def _with_body(self, environ: Environ, exchange: Exchange) -> Environ:
        body, length = b"", None
        if exchange.method not in ("GET", "HEAD"):
            try:
                body = await self._bodies.read(exchange, self._most)
                length = len(body)
            except TooLarge:
                length = self._most + 1
        environ["wsgi.input"] = BytesIO(body)
        if length is not None:
            environ["CONTENT_LENGTH"] = str(length)
        else:
            environ.pop("CONTENT_LENGTH", None)
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        return environ


async def _answer(
    exchange: Exchange, status: int, headers: Headers, body: bytes, of: tuple[str, str]
) -> None:
    """Send a page with its validator and version, the two of ``of``, where it may be kept."""
    tag, version = of
    if status == 200 and tag:
        told = [] if _TOLD in dict(headers) else [(_TOLD, version)]
        headers = _validated([*headers, *told], tag)
    elif status >= 400 and "Cache-Control" not in dict(headers):
        headers = [*headers, ("Cache-Control", "no-store")]
    headers, body = compression.whole(exchange, headers, body)
    await exchange.answer(status, headers, body)


def run(site: Wsgi, environ: Environ) -> tuple[int, Headers, bytes]:
    """Run a WSGI application to its end."""
    begun: list[tuple[str, Headers]] = []

    def start(status: str, headers: Headers, _: object = None) -> None:
        begun[:] = [(status, headers)]

    answer = site(environ, start)
    try:
        body = b"".join(answer)
    finally:
        close = getattr(answer, "close", None)
        if close is not None:
            close()
    status, headers = begun[0]
    return int(status.split(" ", 1)[0]), headers, body


def _tag(version: str, exchange: Exchange) -> str:
    """Make a strong validator of all that a page depends on."""
    return caching.strong(
        version,
        package(),
        exchange.scheme,
        exchange.header(b"host"),
        exchange.path,
        exchange.parameters,
        exchange.header(b"accept"),
        exchange.header(b"accept-profile"),
        exchange.header(b"accept-language"),
        compression.chosen(exchange) or "",
    )


def _validated(headers: Headers, tag: str) -> Headers:
    """Add the validator, unless the page has one of its own or must not be kept."""
    names = {name for name, _ in headers}
    if names & {"ETag", "Cache-Control"}:
        return headers
    return vary([*headers, ("ETag", tag), ("Cache-Control", _KEPT)], "Accept", "Accept-Language")


@lru_cache(maxsize=1)
def package() -> str:
    """Return a digest of this package: with a new template, an old page is no longer right."""
    return digest_of(Path(__file__).parents[1])


def digest_of(folder: Path) -> str:
    """Return a digest of every file of a package: code, templates, messages, style and drawings."""
    digest = hashlib.blake2b(digest_size=8)
    for file in sorted(folder.rglob("*")):
        if file.is_file() and file.parent.name != "__pycache__":
            content = hashlib.blake2b(file.read_bytes()).digest()
            digest.update(str(file.relative_to(folder)).encode() + b"\0" + content)
    return digest.hexdigest()
