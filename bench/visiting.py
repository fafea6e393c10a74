"""Ordinary clients of a server: point queries, a light mix, pages, and what they know already."""

import http.client
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from urllib.parse import urlencode

from questions import LIGHT, POINTS, TABLE, Question

_PAUSE = 0.04  # seconds between two requests of one visitor
_PAGES = ("/page/actor/region-1", "/data/actor/region-1.ttl", "/about/limits", "/sparql")


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


@dataclass(slots=True)
class Visitor(threading.Thread):
    """Asks with pauses on one connection, from an address of its own."""

    port: int
    address: str
    questions: dict[str, Question]
    visits: list[Visit] = field(default_factory=list)
    _done: threading.Event = field(default_factory=threading.Event)
    _tags: dict[str, str] = field(default_factory=dict)

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
                trouble = f"{type(error).__name__}: {error}"
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
        connection.request("GET", wish.target, headers=headers)
        response = connection.getresponse()
        body = response.read()
        if tag := response.headers.get("ETag"):
            self._tags[wish.target] = tag
        return "" if response.status in (200, 304) else f"{response.status} {body[:120]!r}"

    def _wishes(self) -> Iterator[Wish]:
        for number in count():
            mark = str(time.monotonic_ns())  # an earlier visitor's would be answered from memory
            point = self.questions[POINTS[number % len(POINTS)]]
            light = self.questions[LIGHT[number % len(LIGHT)]]
            yield Wish("point", _target(point.fresh(mark)), point.accept())
            yield Wish("light", _target(light.fresh(mark)), light.accept())
            yield Wish("page", _PAGES[number % len(_PAGES)] + f"?v={mark}", "*/*")
            yield Wish("304", _target(self.questions["q01"].text), TABLE, known=True)
            yield Wish("304", _PAGES[0], "text/html", known=True)


def _target(query: str) -> str:
    return f"/sparql?{urlencode({'query': query})}"
