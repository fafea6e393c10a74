"""Requests to a running server over HTTP, as a client sends them."""

import http.client
import json
import time
from dataclasses import dataclass
from urllib.parse import urlencode

JSON = "application/sparql-results+json"
SMALL = "SELECT ?o { <https://example.org/actor/7> <https://example.org/name> ?o }"


@dataclass(frozen=True, slots=True)
class Reply:
    """What a client got over HTTP."""

    status: int
    headers: dict[str, str]
    body: bytes
    cut: bool
    seconds: float

    @property
    def kind(self) -> str:
        """The kind of problem, or whether the reply was whole or visibly cut."""
        if self.headers.get("content-type") == "application/problem+json":
            return str(json.loads(self.body)["type"]).rsplit("/", 1)[-1]
        return "cut" if self.cut else "whole"


def send(
    port: int,
    method: str = "GET",
    target: str = "/sparql",
    body: bytes | None = None,
    source: str = "127.0.0.1",
    **headers: str,
) -> Reply:
    """Send one request; a header's name is written with underscores."""
    connection = http.client.HTTPConnection(
        "127.0.0.1", port, timeout=30, source_address=(source, 0)
    )
    started, cut = time.perf_counter(), False
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, body, named)
        response = connection.getresponse()
        try:
            data = response.read()
        except (http.client.IncompleteRead, ConnectionError) as error:
            cut, data = True, getattr(error, "partial", b"")
        found = {name.lower(): value for name, value in response.getheaders()}
        return Reply(response.status, found, data, cut, time.perf_counter() - started)
    finally:
        connection.close()


def get(port: int, query: str, source: str = "127.0.0.1", **headers: str) -> Reply:
    """Send a query by GET, as JSON unless asked otherwise."""
    wanted = {"Accept": JSON, **headers}
    return send(port, "GET", f"/sparql?{urlencode({'query': query})}", None, source, **wanted)


def post(port: int, query: str, source: str = "127.0.0.1") -> Reply:
    """Send a query by POST, directly."""
    body = query.encode("utf-8", "surrogatepass")
    media_type = "application/sparql-query"
    return send(port, "POST", "/sparql", body, source, Accept=JSON, Content_Type=media_type)


def answers(port: int) -> bool:
    """Say whether a server answers an ordinary query, which no cache has seen."""
    try:
        return get(port, f"{SMALL} # {time.monotonic_ns()}").status == 200
    except OSError:
        return False


def kept(port: int, target: str, media_type: str, body: bytes, times: int = 40) -> int:
    """Send a body again and again over one connection; return the status of the last answer.

    Fails where the connection was given up on the way.
    """
    client = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    client.connect()
    first = client.sock
    for _ in range(times):
        client.request("POST", target, body, {"Content-Type": media_type, "Accept": "*/*"})
        answer = client.getresponse()
        answer.read()
        assert client.sock is first
    client.close()
    return answer.status
