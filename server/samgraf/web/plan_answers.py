"""The plan beside a page of ``/sparql/plan``: made on the event loop, before the page is."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from werkzeug.exceptions import RequestEntityTooLarge
from werkzeug.wrappers import Request

from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.store.service import Service

from . import requests
from .bridge import Beside, Environ
from .exchange import Exchange
from .planning import Planner

PATH = "/sparql/plan"
PLAN = "samgraf.plan"
"""Where the environment of a request has its plan."""

_ENCODED = 3  # form encoding makes a text three times as long at most
_BESIDE = 1024  # bytes of a form beside the query


class PlanAnswers:
    """Makes plans for requests."""

    def __init__(self, service: Service, limits: Limits, public_url: str | None) -> None:
        """Ask a service."""
        self._planner, self._limits = Planner(service, limits), limits
        self._public_url = public_url

    def beside(self, exchange: Exchange) -> Beside | None:
        """Return how a request gets its plan, None for a request that asks for none."""
        if exchange.path != PATH or exchange.method not in ("GET", "HEAD", "POST"):
            return None
        return partial(self._planned, exchange)

    async def _planned(self, exchange: Exchange, environ: Environ) -> Mapping[str, Any]:
        text = self._query(environ)
        exchange.text = text
        endpoint = f"{requests.site_url(exchange, self._public_url)}/sparql"
        return {PLAN: await self._planner.plan(text, exchange.client, endpoint)}

    def _query(self, environ: Environ) -> str:
        """Read the query of a request, which the page reads again."""
        most = self._limits.link_kib << 10
        request = Request(environ, populate_request=False)
        request.max_content_length = most * _ENCODED + _BESIDE
        try:
            text = request.values.get("query", "")
        except RequestEntityTooLarge:
            text = " " * (most + 1)
        environ["wsgi.input"].seek(0)
        if len(text.encode("utf-8", "surrogatepass")) > most:
            kib = self._limits.link_kib
            raise QueryRefused("too-long", f"a query that is taken apart may be {kib} KiB long")
        if not text.strip():
            raise QueryRefused("bad-request", "there is no query: send it as the field query")
        return text
