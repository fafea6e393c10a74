"""The ASGI application of one web process: the query service on its loop, pages in its threads."""

from functools import partial
from pathlib import Path

from samgraf.config import Settings
from samgraf.errors import QueryRefused
from samgraf.store.pool import Pool
from samgraf.store.service import Service
from samgraf.store.versions import Versions

from . import graphs, pages_app
from .assets import PATH as ASSETS
from .assets import Assets
from .bodies import Bodies
from .bridge import Bridge
from .endpoint import Endpoint
from .exchange import Exchange, Receive, Scope, Send
from .gate import Gate
from .graphs import GraphStore
from .problems import Problem
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
        self._refusals = Refusals(limits, self._page)
        gate, public_url = Gate(token), settings.site.public_url
        manifests = Versions(settings.build.dir).manifest
        self._endpoint = Endpoint(
            self._service, limits, public_url, bodies, self._refusals, gate, manifests
        )
        self._graphs = GraphStore(
            self._endpoint, self._service, limits, bodies, gate, self._refusals, public_url
        )

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            return
        exchange = Exchange(scope, receive, send)
        path = exchange.path
        if path == "/sparql" and not self._endpoint.wants_page(exchange):
            await self._endpoint(exchange)
        elif path == graphs.PATH or path.startswith(graphs.PATH + "/"):
            await self._graphs(exchange)
        elif path.startswith(ASSETS) and self._assets.has(path):
            await self._assets(exchange)
        else:
            await self._site(exchange)

    def close(self) -> None:
        """Let the idle workers go."""
        self._service.close()
        self._pool.close()

    async def _site(self, exchange: Exchange) -> None:
        """Answer with a page."""
        try:
            await self._bridge(exchange)
        except QueryRefused as refusal:
            await self._refusals.answer(exchange, refusal)

    async def _page(self, problem: Problem) -> bytes:
        """Make the page of a problem in a thread."""
        page: bytes = await self._bridge.threaded(
            partial(pages_app.problem_page, self._pages, problem)
        )
        return page
