"""Follow the links of a running site, round by round, over two connections that stay open.

Which addresses are asked for does not depend on which answer comes first: each round takes those
that the last one found, and of a class with more than its share a fixed choice.
"""

import hashlib
import http.client
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import parse_qsl, unquote, urldefrag, urljoin, urlsplit

from samgraf.terms import BASE

_TAG = re.compile(r"<([a-zA-Z][a-zA-Z0-9]*)\s([^<>]*)>")
_ATTRIBUTE = re.compile(r"""(?:^|\s)([a-zA-Z-]+)=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""")
_FILE = re.compile(r"\.(ttl|jsonld|nt|rdf|txt|bib|ris|json|csv)$")
_LEADING = {"href", "src", "action", "data-suggest"}
_TRIES = 3  # of a page that the server is too busy for
_BROWSER = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Encoding": "identity"}
CONNECTIONS = 2


@dataclass(frozen=True, slots=True)
class Answer:
    """What the site answered at one address, and where it leads."""

    address: str
    status: int
    kind: str
    """The media type."""
    ids: frozenset[str] = frozenset()
    links: frozenset[str] = frozenset()
    """Addresses of this site, with their fragments."""
    body: bytes = b""


Keep = Callable[[Answer], Answer]
"""What is done with each answer, and what is kept of it."""


def classed(address: str) -> str:
    """Name the class of an address: its route, its ending and the names of its parameters.

    Of a list that is narrowed down by several parameters, all combinations are one class.
    """
    parts = urlsplit(address)
    steps = parts.path.split("/")[1:]
    deep = steps[0] in {"page", "id", "data", "code", "cite"} and len(steps) > 2
    route = "/".join(steps[:2] if deep else steps)
    ending = _FILE.search(parts.path) if deep else None
    names = sorted({name for name, _ in parse_qsl(parts.query, keep_blank_values=True)})
    if len(names) > 2:
        names = ["several", *(name for name in names if name == "lang")]
    return f"/{route}{ending[0] if ending else ''}" + (f"?{'&'.join(names)}" if names else "")


def read(address: str, status: int, headers: http.client.HTTPMessage, body: bytes) -> Answer:
    """Read what an answer links to; of anything but HTML only where it redirects to."""
    kind = (headers.get("Content-Type") or "").partition(";")[0]
    links, ids = set(), set()
    if headers.get("Location"):
        links.add(headers["Location"])
    if kind == "text/html":
        for name, value in attributes(body.decode()):
            if name == "id":
                ids.add(value)
            elif name in _LEADING:
                links.add(value)
    found = (inside(address, link) for link in links)
    here = frozenset(link for link in found if link is not None)
    return Answer(address, status, kind, frozenset(ids), here, body)


def attributes(page: str) -> Iterator[tuple[str, str]]:
    """Yield the attributes of all tags; the address of an input's suggestions is one of them."""
    for tag in _TAG.finditer(page):
        for found in _ATTRIBUTE.finditer(tag[2]):
            yield found[1].lower(), unescape(found[2] or found[3] or found[4] or "")


def inside(address: str, link: str) -> str | None:
    """Return where a link leads on this site, a canonical IRI as its own address; else None."""
    if link.startswith(BASE):
        link = "/" + link.removeprefix(BASE)
    if re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:|//", link):
        return None
    return urljoin(address, link)


@dataclass
class Crawl:
    """What was found on a site, address by address."""

    port: int
    shares: Callable[[str], int]
    """How many addresses of a class are asked for."""
    keep: Keep = lambda answer: answer
    answers: dict[str, Answer] = field(default_factory=dict)
    from_: dict[str, str] = field(default_factory=dict)
    """On which page each address was first seen."""
    left: set[str] = field(default_factory=set)
    """Addresses above their class's share."""
    _local: threading.local = field(default_factory=threading.local)
    _open: list[http.client.HTTPConnection] = field(default_factory=list)
    _taken: Counter[str] = field(default_factory=Counter)

    def run(self, start: Iterable[str]) -> "Crawl":
        """Ask for the start and for all that it leads to."""
        wanted = set(start)
        for address in wanted:
            self.from_[address] = "(start)"
        with ThreadPoolExecutor(CONNECTIONS) as threads:
            while wanted:
                chosen = self._chosen(wanted)
                self.left |= wanted - set(chosen)
                found = list(threads.map(self._ask, chosen))
                self.answers |= {answer.address: answer for answer in found}
                wanted = self._following(found)
        for connection in self._open:
            connection.close()
        return self

    def _chosen(self, wanted: set[str]) -> list[str]:
        """Choose what a round asks for: as many of each class as are left of its share."""
        chosen = []
        for address in sorted(wanted, key=lambda text: hashlib.sha256(text.encode()).digest()):
            kind = classed(address)
            if self._taken[kind] < self.shares(kind):
                self._taken[kind] += 1
                chosen.append(address)
        return chosen

    def _following(self, found: list[Answer]) -> set[str]:
        following = set()
        for answer in found:
            for link in sorted(answer.links):
                address = urldefrag(link).url
                if address not in self.from_:
                    self.from_[address] = answer.address
                    following.add(address)
        return following

    def _ask(self, address: str) -> Answer:
        """Ask for a page; where the server is busy, again when it says so, as polite clients do."""
        for _ in range(_TRIES):
            answer, wait = self._once(address)
            if answer.status != 503:
                break
            time.sleep(wait)
        return self.keep(answer) if answer.status != 599 else answer

    def _once(self, address: str) -> tuple[Answer, float]:
        """Return an answer, and how many seconds to wait where it is refused for now."""
        connection = getattr(self._local, "connection", None)
        if connection is None:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
            self._local.connection = connection
            self._open.append(connection)
        try:
            connection.request("GET", address, headers=_BROWSER)
            reply = connection.getresponse()
            answer = read(address, reply.status, reply.headers, reply.read())
        except (OSError, http.client.HTTPException) as error:
            connection.close()
            return Answer(address, 599, type(error).__name__), 0.0
        return answer, float(reply.headers.get("Retry-After") or 1)

    def failed(self, least: int, most: int = 599) -> list[str]:
        """Name the addresses that were answered with such a status, and where they stand."""
        return [
            f"{a.status} {a.address} on {self.from_[a.address]}"
            for a in self.answers.values()
            if least <= a.status <= most
        ]

    def lost(self) -> list[str]:
        """Name the links whose fragment is no id of the page that they lead to."""
        lost = set()
        for answer in self.answers.values():
            for link in answer.links:
                address, fragment = urldefrag(link)
                page = self.answers.get(address)
                if not fragment or page is None or page.kind != "text/html" or page.status != 200:
                    continue
                if unquote(fragment) not in page.ids and fragment not in page.ids:
                    lost.add(f"{link} on {answer.address}")
        return sorted(lost)

    def classes(self) -> Counter[str]:
        """Count what was asked for by class."""
        return Counter(self._taken)
