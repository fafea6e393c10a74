"""Ordinary clients of the real graph: queries, pages, tables to match, facts to check, dumps."""

import http.client
import json
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

from questions import TABLE, Question

_PAUSE = 0.04  # seconds between two requests of one visitor
_POINTS, _LIGHT = ("s1", "s2", "s3", "s4"), ("s5", "s6")
_PAGES = (
    "/page/actor/dk-vejle", "/search?q=oulu", "/data/actor/no-voss.ttl", "/page/actor/se-umea",
    "/about/limits", "/page/actor/dk-trekantomraadet", "/sparql", "/page/actor/fi-oulu", "/",
)  # fmt: skip
_NAMES = ("Vejle Kommune", "Umeå kommun", "Oulun kaupunki", "Voss herad", "Greater Copenhagen")
_FACTS = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
<https://w3id.org/samgraf/id/actor/dk-vejle> skos:altLabel "Vejle by"@da .
"""
_SELDOM = 20
"""Rounds between two of what takes longer: matching, checking and a file of a dump, in turns."""

_FORM, _TURTLE = "application/x-www-form-urlencoded", "text/turtle"
KINDS = ("point", "light", "page", "304", "reconcile", "validate", "dump")


@dataclass(frozen=True, slots=True)
class Visit:
    """One request and how it ended."""

    kind: str
    at: float
    seconds: float
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Wish:
    """One request to make."""

    kind: str
    target: str
    accept: str
    known: bool = False
    """Whether the validator of the last answer is sent."""
    body: bytes = b""
    """What is posted; nothing for GET."""
    content: str = ""
    """The media type of the body."""


@dataclass(slots=True)
class Visitor(threading.Thread):
    """Asks with pauses on one connection, from an address of its own."""

    port: int
    address: str
    questions: dict[str, Question]
    visits: list[Visit] = field(default_factory=list)
    _done: threading.Event = field(default_factory=threading.Event)
    _tags: dict[str, str] = field(default_factory=dict)
    _version: str = ""
    """The version that the last answer of a page or query was of."""

    def __post_init__(self) -> None:
        """Be a thread that ends with the process."""
        threading.Thread.__init__(self, daemon=True)

    def __hash__(self) -> int:
        """Be told apart by identity (threading keeps threads in a set)."""
        return id(self)

    def stop(self) -> list[Visit]:
        """Ask nothing more; return what was asked."""
        self._done.set()
        self.join(60)
        return self.visits

    def run(self) -> None:
        """Ask one request after another."""
        connection = self._connection()
        for wish in self._wishes():
            if self._done.wait(_PAUSE):
                break
            started = time.perf_counter()
            try:
                trouble = self._ask(connection, wish)
            except (OSError, http.client.HTTPException) as error:
                trouble = f"{wish.target[:60]}: {type(error).__name__}: {error}"
                connection.close()
            seconds = time.perf_counter() - started
            self.visits.append(Visit(wish.kind, time.monotonic(), seconds, trouble))
        connection.close()

    def _connection(self) -> http.client.HTTPConnection:
        address = (self.address, 0)
        return http.client.HTTPConnection("127.0.0.1", self.port, 60, source_address=address)

    def _ask(self, connection: http.client.HTTPConnection, wish: Wish) -> str:
        headers = {"Accept": wish.accept}
        if wish.known and wish.target in self._tags:
            headers["If-None-Match"] = self._tags[wish.target]
        if wish.content:
            headers["Content-Type"] = wish.content
        method = "POST" if wish.body else "GET"
        connection.request(method, wish.target, wish.body or None, headers)
        response = connection.getresponse()
        body = response.read()
        if tag := response.headers.get("ETag"):
            self._tags[wish.target] = tag
        self._version = response.headers.get("Samgraf-Version", self._version)
        if response.status in (200, 304):
            return ""
        return f"{wish.target[:60]}: {response.status} {body[:160]!r}"

    def _wishes(self) -> Iterator[Wish]:
        for number in count():
            mark = str(time.monotonic_ns())  # an earlier visitor's would be answered from memory
            point = self.questions[_POINTS[number % len(_POINTS)]]
            light = self.questions[_LIGHT[number % len(_LIGHT)]]
            page = _PAGES[number % len(_PAGES)]
            yield Wish("point", _target(point.fresh(mark)), point.accept())
            yield Wish("light", _target(light.fresh(mark)), light.accept())
            yield Wish("page", f"{page}{'&' if '?' in page else '?'}v={mark}", "*/*")
            yield Wish("304", _target(self.questions["s1"].text), TABLE, known=True)
            yield Wish("304", _PAGES[0], "text/html", known=True)
            if number % _SELDOM == _SELDOM - 1:
                yield self._seldom(number // _SELDOM)

    def _seldom(self, number: int) -> Wish:
        """Return the next of what takes longer."""
        if number % 3 == 0:
            asked = {f"q{n}": {"query": f"{name} {number}"} for n, name in enumerate(_NAMES)}
            body = urlencode({"queries": json.dumps(asked)}).encode()
            return Wish("reconcile", "/reconcile", "application/json", body=body, content=_FORM)
        if number % 3 == 1:
            facts = _FACTS.encode()
            target = "/validate?format=json"
            return Wish("validate", target, "application/json", body=facts, content=_TURTLE)
        return Wish("dump", f"/dumps/{self._version}/actors.csv", "*/*")


def _target(query: str) -> str:
    return f"/sparql?{urlencode({'query': query})}"
