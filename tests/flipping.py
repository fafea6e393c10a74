"""Versions that differ in every fact, and clients that notice when an answer mixes two of them."""

import http.client
import re
import threading
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count, cycle
from pathlib import Path
from urllib.parse import urlencode

from samgraf.terms import ORG, SG, SKOS, thing

from .asking import JSON

GRAPHS = 5
LETTERS = "abc"
ACTOR = thing("actor", "flip")
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_DCT = "http://purl.org/dc/terms/"
_PROV = "http://www.w3.org/ns/prov#"
_MARK = re.compile(r"mark-[a-c]")
_EVERY_GRAPH = "SELECT ?g ?v { GRAPH ?g { <urn:flip:marker> <urn:flip:value> ?v } }"
_LONG = (
    "SELECT ?v ?a ?b { GRAPH <urn:flip:g0> { <urn:flip:marker> <urn:flip:value> ?v } "
    "?a <urn:flip:number> ?b . ?c <urn:flip:number> ?d } LIMIT 60000"
)
_PAGE, _DATA = "/page/actor/flip", "/data/actor/flip.ttl"


def marked(letter: str) -> str:
    """Write N-Quads in which every graph, and every part of an actor's page, bears one mark."""
    mark = f'"mark-{letter}"'
    lines = [f"<urn:flip:marker> <urn:flip:value> {mark} <urn:flip:g{n}> ." for n in range(GRAPHS)]
    lines += [f"<urn:flip:row{n}> <urn:flip:number> {mark} ." for n in range(300)]
    lines += [
        f"<{ACTOR}> <{SKOS.prefLabel}> {mark} .",
        f"<{ACTOR}> <{_TYPE}> <{SG.Municipality}> .",
    ]
    for number in range(8):
        lines += _around(number, mark)
    return "\n".join(lines) + "\n"


def _around(number: int, mark: str) -> list[str]:
    """Write a membership, a version and an event of the actor."""
    relation, body = thing("relation", f"r{number}"), thing("actor", f"b{number}")
    claim, source = thing("claim", f"c{number}"), thing("source", f"s{number}")
    version, event = thing("version", f"v{number}"), thing("event", f"e{number}")
    named = f"<{version}> <{SKOS.prefLabel}> {mark}"
    return [
        f"<{relation}> <{ORG.member}> <{ACTOR}> .",
        f"<{relation}> <{ORG.organization}> <{body}> .",
        f"<{relation}> <{ORG.role}> <urn:flip:role> .",
        f"<{relation}> <{SG.supportedBy}> <{claim}> .",
        f"<{claim}> <{_DCT}source> <{source}> .",
        f"<{claim}> <{SG.readingMode}> <urn:flip:reading> .",
        f"<{source}> <{_DCT}title> {mark} .",
        f"<{body}> <{SKOS.prefLabel}> {mark} .",
        f"<{version}> <{_PROV}specializationOf> <{ACTOR}> .",
        f"{named} .",
        f"{named} <urn:flip:g{number % GRAPHS}> .",
        f"<{event}> <{ORG.originalOrganization}> <{ACTOR}> .",
        f"<{event}> <{SKOS.prefLabel}> {mark} .",
    ]


@dataclass(slots=True)
class Found:
    """What the clients saw, and what is wrong with it."""

    marks: dict[str, str]
    """The mark of each version."""
    asked: Counter[str] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)
    mixed: list[str] = field(default_factory=list)
    outlasted: int = 0
    """Streams that ended under another version than they began under."""
    tags: dict[tuple[str, str], str] = field(default_factory=dict)

    def total(self) -> int:
        """Count the requests."""
        return self.asked.total()


@dataclass(frozen=True, slots=True)
class Asked:
    """One kind of request; ``patience`` slows the reading of a long reply down."""

    kind: str
    method: str
    target: str
    accept: str
    body: bytes | None = None
    marks: int = 1
    """How often the mark stands in a right answer, at least."""
    remembers: bool = False
    patience: float = 0.0


def by_get(kind: str, query: str, marks: int, remembers: bool, patience: float = 0.0) -> Asked:
    """Make a query by GET."""
    target = f"/sparql?{urlencode({'query': query})}"
    return Asked(kind, "GET", target, JSON, None, marks, remembers, patience)


def queries() -> Iterator[Asked]:
    """Yield what a program asks: queries that are new, that are kept, and validators."""
    for number in count():
        fresh = f"{_EVERY_GRAPH} # {threading.get_ident()}-{number}"
        yield by_get("query", fresh, GRAPHS, remembers=False)
        yield by_get("kept", _EVERY_GRAPH, GRAPHS, remembers=False)
        yield by_get("304", _EVERY_GRAPH, GRAPHS, remembers=True)
        yield by_get("304", f"{_EVERY_GRAPH} # {number % 7}", GRAPHS, remembers=True)
        yield Asked("post", "POST", "/sparql", JSON, fresh.encode(), GRAPHS)


def pages() -> Iterator[Asked]:
    """Yield what a person's browser asks."""
    html = "text/html"
    return cycle(
        [
            Asked("page", "GET", _PAGE, html, None, 20),
            Asked("page 304", "GET", _PAGE, html, None, 20, remembers=True),
            Asked("data", "GET", _DATA, "text/turtle", None, 10),
            Asked("data 304", "GET", _DATA, "text/turtle", None, 10, remembers=True),
            Asked("home", "GET", "/", html, None, 0),
        ]
    )


def streams() -> Iterator[Asked]:
    """Yield long queries whose reader is slow."""
    for number in count():
        yield by_get("stream", f"{_LONG} # {threading.get_ident()}-{number}", 60_000, False, 2.0)


class Client(threading.Thread):
    """Asks on one connection from an address of its own until told to stop."""

    def __init__(
        self, port: int, address: str, run_dir: Path, asks: Iterator[Asked], found: Found
    ) -> None:
        """Remember whom to ask, what, and where to note it."""
        super().__init__(daemon=True)
        self._connection = http.client.HTTPConnection(
            "127.0.0.1", port, timeout=30, source_address=(address, 0)
        )
        self._current, self._asks, self._found = run_dir / "current", asks, found
        self._done = threading.Event()
        self._known: dict[str, str] = {}

    def stop(self) -> None:
        """Ask nothing more."""
        self._done.set()

    def run(self) -> None:
        """Ask one request after another."""
        while not self._done.is_set():
            asked = next(self._asks)
            try:
                self._ask(asked)
            except (OSError, http.client.HTTPException) as error:
                self._found.failed.append(f"{asked.kind}: {type(error).__name__}: {error}")
                self._connection.close()
            self._found.asked[asked.kind] += 1
        self._connection.close()

    def _served(self) -> str:
        return self._current.readlink().name.removesuffix(".sock")

    def _ask(self, asked: Asked) -> None:
        headers = {"Accept": asked.accept}
        if asked.body is not None:
            headers["Content-Type"] = "application/sparql-query"
        if asked.remembers and asked.target in self._known:
            headers["If-None-Match"] = self._known[asked.target]
        before = self._served()
        self._connection.request(asked.method, asked.target, asked.body, headers)
        response = self._connection.getresponse()
        head = self._served()
        body = self._body(response, asked).decode()
        after = self._served()
        self._found.outlasted += asked.patience > 0 and head != after
        if response.status not in (200, 304):
            self._found.failed.append(f"{asked.kind}: {response.status}: {body[:200]}")
            return
        self._judge(asked, response, body, {before, head})

    def _body(self, response: http.client.HTTPResponse, asked: Asked) -> bytes:
        """Read a body, some of it late where the client is a slow one."""
        parts, pause = [], asked.patience / 20
        while part := response.read(1 << 18):
            parts.append(part)
            if pause:
                time.sleep(pause)
        return b"".join(parts)

    def _judge(
        self, asked: Asked, response: http.client.HTTPResponse, body: str, served: set[str]
    ) -> None:
        """Hold an answer to one version, which was served while it was made."""
        found, tag = self._found, response.headers.get("ETag")
        version = response.headers.get("Samgraf-Version")
        if response.status == 304:
            named = {found.tags.get((asked.target, tag or ""), "a tag of nobody"), version} - {None}
        else:
            marks = _MARK.findall(body)
            of_marks = {known for known, mark in found.marks.items() if mark in marks}
            named = {*of_marks, *(v for v in found.marks if v in body), version} - {None}
            if len(marks) < asked.marks:
                found.failed.append(f"{asked.kind}: {len(marks)} marks")
        if len(named) != 1 or not named <= served:
            told = f"{asked.kind} {response.status}: of {named}, while {served} was served"
            found.mixed.append(told)
        elif tag is not None and response.status == 200:
            self._known[asked.target] = tag
            (owner,) = named
            if found.tags.setdefault((asked.target, tag), str(owner)) != owner:
                found.mixed.append(f"{asked.kind}: one validator of two versions")
