"""Graphs written to a remote store: by the Graph Store Protocol, or by updates where it has none.

Whoever asks for a password gets it, by the Basic or the Digest scheme (RFC 7617, RFC 7616). No
proxy of the environment is used and no redirect is followed.
"""

import http.client
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from typing import IO, Protocol
from urllib.parse import urlencode

from samgraf.errors import Misuse, StoreError
from samgraf.terms import GRAPH

from .content import UNNAMED
from .place import Place

PATIENCE = 300.0
"""Seconds that a remote store may take for one part of a graph."""

MOST = 20_000
"""Triples in one request to a graph store: some 3 MB."""

MOST_IN_UPDATE = 1000
"""Triples in one update: engines parse it as one statement."""

_TOLD = 300
_LARGE = 16 * 1024  # bytes of a body that goes out before a refusal is read
_NOTHING = str(GRAPH["none"])


class Writer(Protocol):
    """What can change the graphs of a remote store."""

    @property
    def most(self) -> int:
        """Triples in one request."""

    def put(self, graph: str, lines: Sequence[bytes]) -> None:
        """Let a graph hold these triples and no others."""

    def add(self, graph: str, lines: Sequence[bytes]) -> None:
        """Add triples to a graph."""

    def drop(self, graph: str) -> None:
        """Remove a graph."""


def writer(place: Place) -> Writer:
    """Return what writes to a remote store; raise ``Misuse`` where no address is set for it."""
    if place.graph_store:
        return GraphStore(_Sender(place), place.graph_store)
    if place.update:
        return Updates(_Sender(place), place.update)
    raise Misuse("[store] endpoint alone cannot be loaded: set graph_store or update too")


class _Still(urllib.request.HTTPRedirectHandler):
    """Follows nothing."""

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: Message,
        newurl: str,
    ) -> None:
        """Say no: the redirect is the error that it is."""


class _Digest(urllib.request.HTTPDigestAuthHandler):
    """Digest that answers the last challenge in each request, and the next one where it is asked.

    A store may refuse a request and hang up while its body is under way, so a body goes out with
    an answer in it.
    """

    challenge: Mapping[str, str] | None = None

    def retry_http_digest_auth(self, req: urllib.request.Request, auth: str) -> object:
        """Keep the challenge, and answer it."""
        pairs = urllib.request.parse_http_list(auth.partition(" ")[2])
        self.challenge = urllib.request.parse_keqv_list([pair for pair in pairs if pair])
        return super().retry_http_digest_auth(req, auth)

    def http_request(self, req: urllib.request.Request) -> urllib.request.Request:
        """Answer the challenge that is known, before it is asked again."""
        if self.challenge is not None and not req.has_header("Authorization"):
            told = self.get_authorization(req, self.challenge)
            req.add_unredirected_header("Authorization", f"Digest {told}")
        return req

    https_request = http_request


class _Sender:
    """Sends requests that change something."""

    def __init__(self, place: Place) -> None:
        secrets = urllib.request.HTTPPasswordMgrWithDefaultRealm()
        for address in filter(None, (place.graph_store, place.update)):
            secrets.add_password(None, address, place.user, place.password)
        handlers: list[urllib.request.BaseHandler] = [urllib.request.ProxyHandler({}), _Still()]
        if place.user:
            handlers.append(urllib.request.HTTPBasicAuthHandler(secrets))
            handlers.append(_Digest(secrets))
        self._asked = bool(place.user)
        self._opener = urllib.request.build_opener(*handlers)

    def greets(self, body: bytes) -> bool:
        """Say whether something small has to go first, for which a password may be asked."""
        return self._asked and len(body) > _LARGE

    def send(self, method: str, address: str, body: bytes | None, media_type: str) -> None:
        headers = {"Content-Type": media_type, "User-Agent": "samgraf"}
        request = urllib.request.Request(address, body, headers, method=method)
        try:
            with self._opener.open(request, timeout=PATIENCE) as reply:
                reply.read(_TOLD)
        except urllib.error.HTTPError as error:
            if method == "DELETE" and error.code == 404:
                return
            told = " ".join(error.read(_TOLD).decode("utf-8", "replace").split())
            raise StoreError(f"{address} answers {method} with {error.code}: {told}") from error
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise StoreError(f"{address} does not answer {method}: {error}") from error


@dataclass(frozen=True, slots=True)
class GraphStore:
    """The SPARQL 1.1 Graph Store HTTP Protocol, with graphs named in the query of an address."""

    sender: _Sender
    address: str

    @property
    def most(self) -> int:
        """Triples in one request."""
        return MOST

    def put(self, graph: str, lines: Sequence[bytes]) -> None:
        """Let a graph hold these triples and no others (section 5.3)."""
        self._send("PUT", graph, lines)

    def add(self, graph: str, lines: Sequence[bytes]) -> None:
        """Add triples to a graph (section 5.5)."""
        self._send("POST", graph, lines)

    def drop(self, graph: str) -> None:
        """Remove a graph (section 5.4)."""
        self.sender.send("DELETE", self._of(graph), None, "text/plain")

    def _send(self, method: str, graph: str, lines: Sequence[bytes]) -> None:
        body = b"".join(lines)
        if self.sender.greets(body):
            self.drop(_NOTHING)
        # N-Triples are Turtle, and every graph store has to know Turtle.
        self.sender.send(method, self._of(graph), body, "text/turtle")

    def _of(self, graph: str) -> str:
        named = "default" if graph == UNNAMED else urlencode({"graph": graph})
        return f"{self.address}{'&' if '?' in self.address else '?'}{named}"


@dataclass(frozen=True, slots=True)
class Updates:
    """SPARQL 1.1 Update (section 3.1.1: INSERT DATA), for a store without graph store."""

    sender: _Sender
    address: str

    @property
    def most(self) -> int:
        """Triples in one request."""
        return MOST_IN_UPDATE

    def put(self, graph: str, lines: Sequence[bytes]) -> None:
        """Let a graph hold these triples and no others."""
        self.drop(graph)
        self.add(graph, lines)

    def add(self, graph: str, lines: Sequence[bytes]) -> None:
        """Add triples, as our own engine wrote them, to a graph."""
        data = b"".join(lines).decode()
        self._send(data if graph == UNNAMED else f"GRAPH <{graph}> {{\n{data}}}", "INSERT DATA {")

    def drop(self, graph: str) -> None:
        """Remove a graph."""
        target = "DEFAULT" if graph == UNNAMED else f"GRAPH <{graph}>"
        self.sender.send("POST", self.address, _form(f"DROP SILENT {target}"), _FORM)

    def _send(self, data: str, operation: str) -> None:
        body = _form(f"{operation}\n{data}\n}}")
        if self.sender.greets(body):
            self.drop(_NOTHING)
        self.sender.send("POST", self.address, body, _FORM)


_FORM = "application/x-www-form-urlencoded"


def _form(update: str) -> bytes:
    return urlencode({"update": update}).encode()
