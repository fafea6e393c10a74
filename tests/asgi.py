"""Requests to an ASGI application without a server, on one event loop."""

import asyncio
import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from werkzeug.datastructures import Headers

from samgraf.web.exchange import Exchange, Message


@dataclass(frozen=True, slots=True)
class Answered:
    """What an application answered."""

    status: int
    headers: Headers
    data: bytes

    @property
    def media_type(self) -> str:
        """The media type without parameters."""
        return self.headers.get("Content-Type", "").partition(";")[0]

    @property
    def kind(self) -> str:
        """The kind of problem; it is a problem document that nobody may keep."""
        assert self.headers["Content-Type"] == "application/problem+json"
        assert self.headers["Cache-Control"] == "no-store"
        return str(json.loads(self.data)["type"]).removeprefix("/problem/")


def whole(app: Any) -> Any:
    """Let a client that sends exchanges ask a whole application."""

    async def answered(exchange: Exchange) -> None:
        await app(exchange.scope, exchange.receive, exchange._send)

    return answered


class Client:
    """Asks one application, whose part under test takes exchanges."""

    def __init__(self, app: Any) -> None:
        """Use an event loop of its own, which lives as long as the application's workers."""
        self._app, self.loop = app, asyncio.new_event_loop()

    def open(
        self,
        path: str,
        method: str = "GET",
        body: bytes | Iterable[bytes] = b"",
        parameters: dict[str, str] | str = "",
        version: str = "1.1",
        source: str = "127.0.0.1",
        **headers: str,
    ) -> Answered:
        """Send one request; a header's name is written with underscores."""
        parts = [body] if isinstance(body, bytes) else body
        named = {name.lower().replace("_", "-"): value for name, value in headers.items()}
        named.setdefault("host", "localhost")
        if isinstance(body, bytes) and body:
            named.setdefault("content-length", str(len(body)))
        if isinstance(parameters, dict):
            parameters = urlencode(parameters, quote_via=quote)
        scope = {
            "type": "http",
            "method": method,
            "path": path,
            "scheme": "http",
            "http_version": version,
            "query_string": parameters.encode("latin-1"),
            "headers": [(k.encode("latin-1"), v.encode("latin-1")) for k, v in named.items()],
            "client": (source, 1),
        }
        return self.loop.run_until_complete(self._answered(scope, iter(parts)))

    def close(self) -> None:
        """Let what was aborted end, and close the loop."""
        self.loop.run_until_complete(asyncio.sleep(0.01))
        self.loop.run_until_complete(self.loop.shutdown_default_executor())
        self.loop.close()

    async def _answered(self, scope: dict[str, Any], parts: Any) -> Answered:
        sent: list[Message] = []

        async def receive() -> Message:
            part = next(parts, None)
            return {"type": "http.request", "body": part or b"", "more_body": part is not None}

        async def send(message: Message) -> None:
            sent.append(message)

        await self._app(Exchange(scope, receive, send))
        begun, *rest = sent
        pairs = [(k.decode("latin-1"), v.decode("latin-1")) for k, v in begun["headers"]]
        return Answered(begun["status"], Headers(pairs), b"".join(m["body"] for m in rest))
