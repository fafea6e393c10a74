"""The ASGI application of one web process: the query service on its loop, pages in its threads."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from pathlib import Path
from urllib.parse import parse_qsl

from samgraf.config import Settings
from samgraf.errors import QueryRefused
from samgraf.run_files import tell_ready
from samgraf.store.pool import Pool
from samgraf.store.service import Service
from samgraf.store.versions import Versions

from . import endpoint, graphs, library_service, operation, pages_app
from .assets import PATH as ASSETS
from .assets import Assets
from .bodies import Bodies
from .bridge import Bridge
from .changed import CHANGED
from .dumps import Dumps, is_file
from .endpoint import Endpoint
from .exchange import Exchange, Receive, Scope, Send
from .federated import Federated
from .gate import Gate
from .graphs import GraphStore
from .hints import Hints
from .journal import Journal
from .kept_answers import KeptAnswers
from .kept_pages import LINKS
from .library_service import Library
from .networks import PATH as NETWORKS
from .networks import Networks
from .operation import Operation
from .patches import Patches
from .plan_answers import PlanAnswers
from .problems import Problem
from .proxies import Proxies
from .refusals import Refusals
from .results import Results
from .submissions import BESIDE_KIB
from .troubles import FAILED
from .warming import Warming

Answering = Callable[[Exchange], Awaitable[None]]
_log = logging.getLogger(__name__)
_SHOWN = 200  # characters of an address in the log


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
        links = self._pages.extensions[LINKS]
        self._kept = KeptAnswers(links, self._service, settings.site.public_url)
        self._plans = PlanAnswers(self._service, limits, settings.site.public_url)
        self._hints = Hints(self._pool)
        self._refusals = Refusals(limits, self._page, self._meant)
        gate, public_url = Gate(token), settings.site.public_url
        manifests = Versions(settings.build.dir).manifest
        self._others = Federated(settings, run_dir)
        self._endpoint = Endpoint(
            self._service, limits, public_url, bodies, self._refusals, gate, manifests, self._hints,
            self._others,
        )  # fmt: skip
        self._graphs = GraphStore(
            self._endpoint, self._service, limits, bodies, gate, self._refusals, public_url
        )
        self._networks = Networks(
            self._service, limits, self._refusals, manifests, self._endpoint.replies
        )
        plan = partial(pages_app.planned, self._pages)
        self._library = Library(
            self._endpoint, self._service, limits, self._bridge, plan, self._refusals
        )
        self._results = Results(self._endpoint, self._service, self._bridge, self._refusals, limits)
        self._dumps = Dumps(Versions(settings.build.dir), self._refusals)
        self._patches = Patches(self._pages.extensions[CHANGED], self._refusals)
        self._proxies = Proxies(settings.serve.trusted_proxies)
        self._connections: Callable[[], int] = int
        self._warm = settings.serve.warm
        pool, ready = self._pool, partial(tell_ready, run_dir)
        self._warming = Warming(self._pages, pool.version, pool.coming, ready, self._hints.prepare)
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
            await self._answer(exchange)
        except asyncio.CancelledError:
            exchange.outcome = "client-gone"
            raise
        except BaseException:
            exchange.outcome = "cut" if exchange.sent else "failed"
            raise
        finally:
            self._journal.note(exchange)

    def watch(self, connections: Callable[[], int]) -> None:
        """Let whoever runs this application tell how many connections it has; begin to warm up."""
        self._connections = connections
        if self._warm:
            self._warming.start()

    def begun(self) -> bool:
        """Say whether a version has been served since the server began."""
        return self._pool.begun()

    def close(self) -> None:
        """Let the idle workers go."""
        self._networks.close()
        self._warming.stop()
        self._service.close()
        self._others.service.close()
        self._pool.close()

    async def _answer(self, exchange: Exchange) -> None:
        """Answer one request, if only with the word that the fault is ours."""
        try:
            if self._proxies.any:
                self._proxies.look_through(exchange)
            await self._route(exchange)
        except (MemoryError, ConnectionError):
            raise  # the process ends, or nobody is there to be told
        except Exception:
            if exchange.sent:
                raise
            _log.exception("no answer to %s %r", exchange.method, exchange.path[:_SHOWN])
            await self._refusals.answer(exchange, QueryRefused("own-fault", FAILED))

    async def _route(self, exchange: Exchange) -> None:
        if not exchange.old and not exchange.header(b"host"):  # RFC 9112, section 3.2
            refusal = QueryRefused("bad-request", "the request names no host")
            await self._refusals.answer(exchange, refusal)
            return
        answers = self._answering(exchange)
        if answers in (self._results, self._endpoint, self._graphs):
            exchange.role = "query"
        await answers(exchange)

    def _answering(self, exchange: Exchange) -> Answering:
        """Return who answers a request."""
        path = exchange.path
        if self._patches.wants(path):
            return self._patches
        if self._results.wants(exchange):
            return self._results
        if path == endpoint.PATH and not self._endpoint.wants_page(exchange):
            return self._endpoint
        if is_file(path):
            return self._dumps
        if path.startswith(ASSETS) and not self._assets.has(path):
            return self._site
        exact: dict[str, Answering] = {
            **dict.fromkeys(operation.PATHS, self._operation),
            graphs.PATH: self._graphs,
            f"{endpoint.PATH}/": self._endpoint.moved,
        }
        below: tuple[tuple[str, Answering], ...] = (
            (graphs.PATH + "/", self._graphs),
            (ASSETS, self._assets),
            (NETWORKS, self._networks),
            (library_service.PATH, self._library),
        )
        return exact.get(path) or next(
            (answers for start, answers in below if path.startswith(start)), self._site
        )

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
            beside = self._kept.beside(exchange) or self._plans.beside(exchange)
            await self._bridge(exchange, beside)
        except QueryRefused as refusal:
            await self._refusals.answer(exchange, refusal, exchange.text)

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
