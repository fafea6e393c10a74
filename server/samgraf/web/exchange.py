"""One HTTP request and its answer, over ASGI."""

from collections.abc import Awaitable, Callable, Iterable, MutableMapping
from time import perf_counter
from typing import Any, NamedTuple

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[str, str]]

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
POLICY = "Content-Security-Policy"
FRAMED = (
    "default-src 'none'; style-src 'self'; img-src 'self'; font-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors *"
)
"""The policy of a view that other sites may show in a frame: it has no script and no form."""

PROTECTION = (
    (POLICY.encode(), _POLICY.encode()),
    (b"X-Content-Type-Options", b"nosniff"),
    (b"Referrer-Policy", b"strict-origin-when-cross-origin"),
)
"""On every answer. Nothing inline, nothing from elsewhere; nonces would spoil cached pages."""


class Lines(NamedTuple):
    """Headers, and the same as HTTP has them."""

    told: Headers
    sent: list[tuple[bytes, bytes]]


def origin_form(scope: Scope) -> Scope:
    """Return a request whose target names scheme and host as if it were the path alone.

    A server must take such targets (RFC 9112, section 3.2.2); which host is meant tells nothing
    here, since one server has one site.
    """
    path: str = scope["path"]
    if not path.lower().startswith(("http://", "https://")):
        return scope
    raw: bytes = scope.get("raw_path") or path.encode()
    behind, rest = path.split("//", 1)[1], raw.split(b"//", 1)[1]
    return {
        **scope,
        "path": "/" + behind.partition("/")[2],
        "raw_path": b"/" + rest.partition(b"/")[2],
    }


class Exchange:
    """What a client asked, and the way to answer it."""

    __slots__ = (
        "_headers",
        "_send",
        "began",
        "client",
        "head_at",
        "method",
        "outcome",
        "path",
        "receive",
        "role",
        "scheme",
        "scope",
        "sent",
        "size",
        "text",
        "told",
    )

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wrap what an ASGI server hands over; headers are read where they are needed."""
        scope = origin_form(scope)
        self.scope, self.receive, self._send = scope, receive, send
        self.method: str = scope["method"]
        self.path: str = scope["path"]
        self.scheme: str = scope.get("scheme", "http")
        peer = scope.get("client")
        self.client: str = peer[0] if peer else "local"
        self.sent = 0
        """The status of the answer once it has begun."""
        self._headers: dict[bytes, bytes] | None = None
        self.began, self.head_at, self.size = perf_counter(), 0.0, 0
        self.told: Iterable[tuple[str, str]] = ()
        """The headers of the answer."""
        self.role = "page"
        """What is asked for: a page, a query or a write."""
        self.outcome = ""
        """How it ended, where the status alone does not tell."""
        self.text = ""
        """The query or update; it is counted and digested, and never logged with a client."""

    @property
    def parameters(self) -> str:
        """The part of the address behind the question mark, as it was sent."""
        return str(self.scope["query_string"], "latin-1")

    @property
    def old(self) -> bool:
        """Whether this is HTTP/1.0, in which a cut reply looks whole."""
        return bool(self.scope["http_version"] == "1.0")

    def header(self, name: bytes) -> str:
        """Return a header by its name in small letters; several of a name make one list."""
        if self._headers is None:
            found: dict[bytes, bytes] = {}
            for key, value in self.scope["headers"]:
                found[key] = found[key] + b", " + value if key in found else value
            self._headers = found
        return str(self._headers.get(name, b""), "latin-1")

    async def begin(self, status: int, headers: Iterable[tuple[str, str]]) -> None:
        """Send the status and headers of an answer whose body follows."""
        await self._start(status, encoded(headers))

    async def part(self, body: bytes) -> None:
        """Send a part of a body that goes on; wait while the client does not read."""
        self.size += len(body)
        await self._send({"type": "http.response.body", "body": body, "more_body": True})

    async def end(self, body: bytes = b"") -> None:
        """Send the last part of a body."""
        self.size += len(body)
        await self._send({"type": "http.response.body", "body": body})

    async def answer(
        self, status: int, headers: Iterable[tuple[str, str]], body: bytes = b""
    ) -> None:
        """Send a whole answer; one to HEAD keeps the headers of its body alone."""
        await self.begin(status, headers)
        await self.end(b"" if self.method == "HEAD" else body)

    async def send(self, status: int, lines: Lines, body: bytes) -> None:
        """Send a whole answer whose headers are encoded already."""
        await self._start(status, lines)
        await self.end(b"" if self.method == "HEAD" else body)

    async def _start(self, status: int, lines: Lines) -> None:
        self.sent, self.told, self.head_at = status, lines.told, perf_counter()
        await self._send({"type": "http.response.start", "status": status, "headers": lines.sent})


def encoded(headers: Iterable[tuple[str, str]]) -> Lines:
    """Encode headers as HTTP has them, with those of every answer."""
    told = [*headers]
    sent = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in told]
    framed = (POLICY, FRAMED) in told
    return Lines(told, [*sent, *(PROTECTION[1:] if framed else PROTECTION)])


def vary(headers: Headers, *names: str) -> Headers:
    """Add names to the Vary header of a list of headers."""
    had = [name.strip() for key, value in headers if key == "Vary" for name in value.split(",")]
    together = ", ".join(dict.fromkeys([*had, *names]))
    return [*(pair for pair in headers if pair[0] != "Vary"), ("Vary", together)]
