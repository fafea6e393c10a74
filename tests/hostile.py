"""Requests that no decent client sends, byte by byte, and how each must be answered."""

import gzip
import re
import socket
import struct
import time
from dataclasses import dataclass
from urllib.parse import urlencode

from .asking import JSON, SMALL

ASK = urlencode({"query": SMALL})
FIRST = f"GET /sparql?{ASK} HTTP/1.1\r\n".encode()
HOST = f"Host: localhost\r\nAccept: {JSON}\r\n".encode()
LAST = FIRST + HOST + b"Connection: close\r\n\r\n"
"""An ordinary request: where the one before it left the connection in order, it gets its answer."""

POST = b"POST /sparql HTTP/1.1\r\n" + HOST + b"Content-Type: application/sparql-query\r\n"
CHUNKED = POST + b"Transfer-Encoding: chunked\r\n"
_PACKED = gzip.compress(b"ASK {}" + b" " * 900_000)
_STATUS = re.compile(rb"HTTP/1\.[01] (\d{3}) ")
_MIB = b"a" * (1 << 20)


@dataclass(frozen=True, slots=True)
class Odd:
    """A request, the statuses it may get, and whether the connection must end with it."""

    name: str
    data: bytes
    accepted: frozenset[int]
    ends: bool = False


@dataclass(frozen=True, slots=True)
class Answered:
    """What a connection gave until its end."""

    statuses: list[int]
    data: bytes
    seconds: float


def _odd(name: str, data: bytes, *accepted: int, ends: bool = False) -> Odd:
    return Odd(name, data, frozenset(accepted), ends)


def _get(*headers: bytes) -> bytes:
    return FIRST + HOST + b"".join(header + b"\r\n" for header in headers) + b"\r\n"


def _plain(method: bytes, target: bytes, *headers: bytes, body: bytes = b"") -> bytes:
    """Write a request with the length of its body."""
    length = b"Content-Length: %d" % len(body)
    lines = [method + b" " + target + b" HTTP/1.1", HOST[:-2], length, *headers]
    return b"\r\n".join(lines) + b"\r\n\r\n" + body


SMUGGLED = [
    _odd("length and chunks", CHUNKED + b"Content-Length: 5\r\n\r\n0\r\n\r\n", 400, ends=True),
    _odd("two lengths", POST + b"Content-Length: 6\r\nContent-Length: 0\r\n\r\nASK {}", 400, ends=True),
    _odd("equal lengths", POST + b"Content-Length: 6\r\nContent-Length: 6\r\n\r\nASK {}", 400, ends=True),
    _odd("list of lengths", POST + b"Content-Length: 6, 0\r\n\r\nASK {}", 400, ends=True),
    _odd("signed length", POST + b"Content-Length: +6\r\n\r\nASK {}", 400, ends=True),
    _odd("negative length", POST + b"Content-Length: -6\r\n\r\nASK {}", 400, ends=True),
    _odd("chunked twice", CHUNKED + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n", 400, ends=True),
    _odd("blank before colon", POST + b"Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", 400, ends=True),
    _odd("folded header", POST + b"Transfer-Encoding:\r\n chunked\r\n\r\n0\r\n\r\n", 400, ends=True),
    _odd("unknown coding", POST + b"Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n", 400, 501, ends=True),
    _odd("coding behind chunks", POST + b"Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n", 400, ends=True),
    _odd("coding before chunks", POST + b"Transfer-Encoding: gzip, chunked\r\n\r\n0\r\n\r\n", 400, 501, ends=True),
    _odd("chunks in HTTP/1.0", CHUNKED.replace(b"1.1", b"1.0") + b"\r\n0\r\n\r\n", 400, ends=True),
    _odd("bare line feeds", _get().replace(b"\r\n", b"\n"), 400, ends=True),
    _odd("wrong chunk", CHUNKED + b"\r\n3\r\nASK {}\r\n0\r\n\r\n", 400, ends=True),
    _odd("chunk of no number", CHUNKED + b"\r\nzz\r\nASK {}\r\n0\r\n\r\n", 400, ends=True),
    _odd("negative chunk", CHUNKED + b"\r\n-6\r\nASK {}\r\n0\r\n\r\n", 400, ends=True),
    _odd("chunk extension of 1 MB", CHUNKED + b"\r\n6;" + _MIB + b"\r\nASK {}\r\n0\r\n\r\n", 400, ends=True),
    _odd("trailers of 1 MB", CHUNKED + b"\r\n0\r\n" + b"X-T: aaaaaaaa\r\n" * 70_000 + b"\r\n", 400, 431, ends=True),
]  # fmt: skip
"""Framed in two ways or in none: refused, and nothing behind them is taken for a request."""

BLOATED = [
    _odd("header of 64 kB", _get(b"X-A: " + b"a" * 65_536), 431, ends=True),
    _odd("64 kB of headers", _get(*[b"X-%d: " % n + b"a" * 100 for n in range(600)]), 431, ends=True),
    _odd("header of 1 MB", _get(b"X-A: " + _MIB), 431, ends=True),
    _odd("query of 1 MB by GET", FIRST.replace(b"query=", b"query=" + _MIB) + HOST + b"\r\n", 414, ends=True),
    _odd("address of 1 MB", b"GET /" + _MIB + b" HTTP/1.1\r\n" + HOST + b"\r\n", 414, ends=True),
    _odd("method of 20 kB", _get().replace(b"GET", b"A" * 20_000), 414, ends=True),
    _odd("line ends alone", b"\r\n" * 100_000, 400, ends=True),
    _odd("800 ranges", _get(b"Range: bytes=" + b",".join(b"%d-" % n for n in range(800))), 200),
    _odd("900 validators", _get(b"If-None-Match: " + b",".join(b'"%d"' % n for n in range(900))), 200),
    _odd("500 types", _plain(b"GET", b"/id/a/b", b"Accept: " + b",".join(b"a/b;q=0.%d" % n for n in range(500))), 404, 406),
]  # fmt: skip
"""Much of something."""

STRANGE = [
    _odd("packed query", _plain(b"POST", b"/sparql", b"Content-Type: application/sparql-query", b"Content-Encoding: gzip", body=_PACKED), 415),
    _odd("packed facts", _plain(b"POST", b"/validate", b"Content-Type: text/turtle", b"Content-Encoding: br", body=_PACKED), 415),
    _odd("range", _get(b"Range: bytes=0-3"), 200),
    _odd("HTTP/2", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", 400, ends=True),
    _odd("HTTP/2 by upgrade", _get(b"Connection: Upgrade, HTTP2-Settings", b"Upgrade: h2c", b"HTTP2-Settings: AAMAAABkAARAAAAAAAIAAAAA"), 200),
    _odd("web socket", _get(b"Connection: Upgrade", b"Upgrade: websocket", b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==", b"Sec-WebSocket-Version: 13"), 400, 403, ends=True),
    _odd("whole address", _plain(b"GET", b"http://localhost/healthz"), 200),
    _odd("whole address of nothing", _plain(b"GET", b"HTTP://localhost/nowhere/http://x"), 404),
    _odd("no host", FIRST + b"Accept: " + JSON.encode() + b"\r\n\r\n", 400),
    _odd("two hosts", _get(b"Host: evil.example"), 400, ends=True),
    _odd("host of signs", b"GET /sparql HTTP/1.1\r\nHost: <script>evil.example\"'\r\nAccept: text/turtle\r\n\r\n", 200, 400),
    _odd("host of signs at a page", b"GET /about/limits HTTP/1.1\r\nHost: evil.example<script>\r\n\r\n", 200, 400),
    _odd("forwarded", _get(b"X-Forwarded-For: <x>, evil.example", b"X-Forwarded-Host: evil.example", b"X-Forwarded-Proto: gopher", b'Forwarded: for=";'), 200),
    _odd("method of bytes", _get().replace(b"GET", b"F\xc3\x86E"), 400, ends=True),
    _odd("method in small letters", _get().replace(b"GET", b"get"), 400, ends=True),
    _odd("method of nobody", _plain(b"BREW", b"/sparql"), 405),
    _odd("method of nobody at a page", _plain(b"BREW", b"/about/limits"), 405),
    _odd("tunnel", _plain(b"CONNECT", b"evil.example:22"), 400, 404, 405, ends=True),
    _odd("trace", _plain(b"TRACE", b"/about/limits", b"X-Secret: evil.example"), 405),
    _odd("whole address", _get().replace(b"GET /", b"GET http://evil.example/"), 200, 404),
    _odd("options of all", _plain(b"OPTIONS", b"*"), 204, 404),
    _odd("version 9.9", _get().replace(b"HTTP/1.1", b"HTTP/9.9"), 400, 505, ends=True),
    _odd("HTTP/0.9", b"GET /sparql\r\n\r\n", 400, ends=True),
    _odd("bytes", b"\x00\xff" * 500 + b"\r\n\r\n", 400, ends=True),
    _odd("zero byte in a header", _get(b"X-A: a\0b"), 400, ends=True),
    _odd("zero byte in an address", _plain(b"GET", b"/%00%ff/..%2f..%2fetc/passwd"), 404),
    _odd("path out of the site", _plain(b"GET", b"/static/../../../../etc/passwd"), 404),
    _odd("bytes in an address", _plain(b"GET", b"/\xe6\xf8"), 400, ends=True),
]  # fmt: skip
"""Out of place."""

WRITES = [
    _odd("update", _plain(b"POST", b"/sparql", b"Content-Type: application/sparql-update", body=b"DROP ALL"), 401, 403),
    _odd("update in a form", _plain(b"POST", b"/sparql", b"Content-Type: application/x-www-form-urlencoded", body=b"update=DROP%20ALL"), 401, 403),
    _odd("update in an address", _plain(b"GET", b"/sparql?update=DROP%20ALL"), 403, 405),
    _odd("put", _plain(b"PUT", b"/store?default", b"Content-Type: text/turtle"), 401, 403),
    _odd("post", _plain(b"POST", b"/store?default", b"Content-Type: text/turtle"), 401, 403),
    _odd("delete", _plain(b"DELETE", b"/store?default"), 401, 403),
    _odd("patch", _plain(b"PATCH", b"/store?default"), 401, 403, 405),
]  # fmt: skip
"""Writes by strangers."""

EVERY = [*SMUGGLED, *BLOATED, *STRANGE, *WRITES]


def urlencoded(query: str) -> bytes:
    """Write the request for a query by GET."""
    return FIRST.replace(ASK.encode(), urlencode({"query": query}).encode()) + HOST + b"\r\n"


def exchange(port: int, data: bytes, source: str = "127.0.0.1", seconds: float = 10.0) -> Answered:
    """Send bytes, and read until the other side ends the connection."""
    started, parts = time.perf_counter(), []
    with connected(port, source, seconds) as client:
        try:
            client.sendall(data)
            while part := client.recv(65_536):
                parts.append(part)
        except ConnectionError:
            pass
    answer = b"".join(parts)
    statuses = [int(number) for number in _STATUS.findall(answer)]
    return Answered(statuses, answer, time.perf_counter() - started)


def connected(port: int, source: str = "127.0.0.1", seconds: float = 10.0) -> socket.socket:
    """Connect from an address."""
    return socket.create_connection(("127.0.0.1", port), seconds, (source, 0))


def vanish(port: int, data: bytes, source: str = "127.0.0.1", after: float = 0.0) -> None:
    """Send bytes and be gone without a farewell (RST)."""
    client = connected(port, source)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    client.sendall(data)
    time.sleep(after)
    client.close()


def drip(port: int, begun: bytes, source: str = "127.0.0.1", seconds: float = 10.0) -> float:
    """Send a byte now and then behind what has begun; return the seconds until one is dropped."""
    started = time.monotonic()
    with connected(port, source, 0.1) as client:
        client.sendall(begun)
        while time.monotonic() < started + seconds:
            try:
                client.sendall(b"a")
                if client.recv(65_536):
                    continue
                break
            except TimeoutError:
                continue
            except ConnectionError:
                break
    return time.monotonic() - started
