"""The ASGI application of one web process: the query service on its loop, pages in its threads."""

import asyncio
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl

from samgraf.config import Settings
from samgraf.errors import QueryRefused
from samgraf.store.pool import Pool
from samgraf.store.service import Service
from samgraf.store.versions import Versions

from . import graphs, library_service, operation, pages_app
from .assets import PATH as ASSETS
from .assets import Assets
from .bodies import Bodies
from .bridge import Bridge
from .dumps import PATH as DUMPS
from .dumps import Dumps
from .endpoint import Endpoint
from .exchange import Exchange, Receive, Scope, Send
from .gate import Gate
from .graphs import GraphStore
from .hints import Hints
from .journal import Journal
from .library_service import Library
from .operation import Operation
from .problems import Problem
from .proxies import Proxies
from .refusals import Refusals
from .submissions import BESIDE_KIB


class Application:
    """Sends each request to whoever answers it."""

    def __init__(self, settings: Settings, run_dir: Path, token: str | None) -> None:
        """Use the sockets of a run directory."""
        limits = settings.limits
        self._service, self._pool = Service(run_dir, limits), Pool(run_dir, limits)
        self._assets = Assets()
        self._pages = pages_app.make(settings, self._pool)
        bodies = Bodies(limits.stall_seconds)
        most = (settings.validate.file_mib << 20) + (BESIDE_KIB << 10)
        self._bridge = Bridge(
            self._pages.wsgi_app, self._pool.version, settings.serve.threads, bodies, most
        )
        self._hints = Hints(self._pool)
        self._refusals = Refusals(limits, self._page, self._meant)
        gate, public_url = Gate(token), settings.site.public_url
        manifests = Versions(settings.build.dir).manifest
        self._endpoint = Endpoint(
            self._service, limits, public_url, bodies, self._refusals, gate, manifests, self._hints
        )
        self._graphs = GraphStore(
            self._endpoint, self._service, limits, bodies, gate, self._refusals, public_url
        )
        plan = partial(pages_app.planned, self._pages)
        self._library = Library(
            self._endpoint, self._service, limits, self._bridge, plan, self._refusals
        )
        self._dumps = Dumps(Versions(settings.build.dir), self._refusals)
        self._proxies = Proxies(settings.serve.trusted_proxies)
        self._connections: Callable[[], int] = int
        self._journal = Journal(settings, run_dir, self._endpoint.replies, self._gauges)
        self._operation = Operation(
            settings, run_dir, self._proxies, self._refusals, self._journal.refresh
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI), and remember how it ended."""
        if scope["type"] != "http":
            return
        exchange = Exchange(scope, receive, send)
        try:
            if self._proxies.any:
                self._proxies.look_through(exchange)
            await self._route(exchange)
        except asyncio.CancelledError:
            exchange.outcome = "client-gone"
            raise
        except BaseException:
            exchange.outcome = "cut" if exchange.sent else "failed"
            raise
        finally:
            self._journal.note(exchange)

    def watch(self, connections: Callable[[], int]) -> None:
        """Let whoever runs this application tell how many connections it has."""
        self._connections = connections

    def close(self) -> None:
        """Let the idle workers go."""
        self._service.close()
        self._pool.close()

    async def _route(self, exchange: Exchange) -> None:
        path = exchange.path
        if not exchange.old and not exchange.header(b"host"):  # RFC 9112, section 3.2
            refusal = QueryRefused("bad-request", "the request names no host")
            await self._refusals.answer(exchange, refusal)
        elif path == "/sparql" and not self._endpoint.wants_page(exchange):
            exchange.role = "query"
            await self._endpoint(exchange)
        elif path == graphs.PATH or path.startswith(graphs.PATH + "/"):
            exchange.role = "query"
            await self._graphs(exchange)
        elif path in operation.PATHS:
            await self._operation(exchange)
        elif path.startswith(ASSETS) and self._assets.has(path):
            await self._assets(exchange)
        elif path.startswith(DUMPS):
            await self._dumps(exchange)
        elif path.startswith(library_service.PATH):
            await self._library(exchange)
        else:
            await self._site(exchange)

    def _gauges(self) -> Mapping[str, float]:
        """Tell what is so at the moment."""
        pages = self._pool.busy()
        return {
            **self._service.busy(),
            "pages_running": pages["running"],
            "pages_waiting": pages["waiting"],
            "connections": self._connections(),
        }

    async def _site(self, exchange: Exchange) -> None:
        """Answer with a page."""
        try:
            await self._bridge(exchange)
        except QueryRefused as refusal:
            await self._refusals.answer(exchange, refusal)

    async def _page(self, problem: Problem, exchange: Exchange) -> bytes:
        """Make the page of a problem in a thread, in the reader's language."""
        languages = exchange.header(b"accept-language")
        asked = dict(parse_qsl(exchange.parameters)).get("lang", "")
        page: bytes = await self._bridge.threaded(
            partial(pages_app.problem_page, self._pages, problem, languages, asked)
        )
        return page

    async def _meant(self, token: str, text: str) -> str | None:
        """Name the term that a token at fault may stand for."""
        return await self._hints.meant(token, text, self._pool.version())
