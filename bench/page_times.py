"""``make bench-pages``: how long the server takes for each page of the real graph, by one client.

Every actor's page, and of other kinds as many as are asked for, each once and for the first time;
then all once more with the ETag that they came with. What a page takes is what passes between its
request and the last byte of its answer, as a browser asks (packed), on a connection that stays
open. Exit status 1 where a mark is missed; writes RESULTS-pages.md.
"""

import http.client
import os
import platform
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

from tests.sampling import classes, store_of

from processes import free_port, running
from samgraf import config, pipeline, queries
from samgraf.store.versions import Versions
from samgraf.web.addresses import local
from samgraf.web.library_service import PATH

RESULTS = Path(__file__).with_name("RESULTS-pages.md")
SAMGRAF = Path(sys.executable).parent / "samgraf"
BROWSER = {
    "Accept": "text/html,application/xhtml+xml,*/*;q=0.8",
    "Accept-Encoding": "gzip, br",
    "Accept-Language": "da,en;q=0.5",
}
SINGLE = (
    "/", "/search", "/search?q=kristiansand", "/search?country=DNK", "/search?page=9",
    "/search?q=zzzz", "/code", "/ontology", "/shapes", "/validate", "/sparql", "/about/limits",
    "/problem/time-limit", "/queries", "/queries?page=2",
)  # fmt: skip
"""Pages there is one of; each is a template of its own, or a use of one."""

NOT_FOUND = ("/code/dk-kommunekode/0001?on=2012-12-31", "/nowhere")

_LEAST = 20
"""Answers without a body are asked for at least so often: one alone says little."""

_READY = 20.0
"""Seconds that the server has to make what pages share, before the first page is asked for."""

LIMITS = {"p95": 50.0, "municipality": 15.0, "304": 2.0}
"""Milliseconds: of any template, the median of municipalities, and answers without a body."""


@dataclass(slots=True)
class Times:
    """Milliseconds of the pages of one template, with their addresses."""

    cold: list[tuple[float, str]] = field(default_factory=list)
    known: list[tuple[float, str]] = field(default_factory=list)
    """With If-None-Match, answered 304."""
    untold: int = 0
    """Pages without an ETag, or that were sent again whole."""
    sizes: list[int] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Client:
    """One connection that stays open."""

    connection: http.client.HTTPConnection
    tags: dict[str, str] = field(default_factory=dict)

    def ask(self, address: str, tag: str = "") -> tuple[float, int, int]:
        """Ask for a page; return milliseconds, status and size."""
        headers = {**BROWSER, "If-None-Match": tag} if tag else BROWSER
        started = time.perf_counter()
        self.connection.request("GET", address, headers=headers)
        reply = self.connection.getresponse()
        body = reply.read()
        taken = (time.perf_counter() - started) * 1000
        if not tag and reply.headers.get("ETag"):
            self.tags[address] = reply.headers["ETag"]
        return taken, reply.status, len(body)


def addresses(build: Path, most: int) -> dict[str, list[str]]:
    """Return the pages to ask for, by the class of what they show; of actors all, in mixed order.

    With ``most`` set, as many of each class at most; without, all actors and 300 of the others.
    """
    chance = random.Random(6)
    found: dict[str, list[str]] = defaultdict(list)
    for name, things in classes(store_of(build)).items():
        actors = [iri for iri in things if "/id/actor/" in iri]
        chosen = actors or things
        share = most or (len(chosen) if actors else 300)
        pages = (local(iri) for iri in chance.sample(chosen, min(share, len(chosen))))
        found[name.rpartition("#")[2]] += [page for page in pages if page]
    questions = {"Question": [PATH + query.slug for query in queries.library()]}
    return {**{page: [page] for page in (*SINGLE, *NOT_FOUND)}, **questions, **found}


def measure(port: int, groups: dict[str, list[str]]) -> dict[str, Times]:
    """Ask for every page; the first of each group is asked for once before, to be ready."""
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection:
        client = Client(connection)
        for group in groups.values():
            client.ask(group[0] + ("&" if "?" in group[0] else "?") + "ready=1")
        return {name: _timed(client, group) for name, group in groups.items()}


def _timed(client: Client, group: Sequence[str]) -> Times:
    times = Times()
    for address in group:
        taken, status, size = client.ask(address)
        if status not in ({404} if address in NOT_FOUND else {200, 303}):
            times.failed.append(f"{status} {address}")
        times.cold.append((taken, address))
        times.sizes.append(size)
    known = [address for address in group if address not in NOT_FOUND]
    for address in known * (-(-_LEAST // len(known)) if known else 0):
        taken, status, _ = client.ask(address, client.tags.get(address, '"none"'))
        if status == 304:
            times.known.append((taken, address))
        else:
            times.untold += 1
    return times


def at(values: Sequence[tuple[float, str]], percent: int) -> tuple[float, str]:
    """Return the value within which so many of a hundred lie, and whose it is."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, len(ordered) * percent // 100)]


def missed(found: dict[str, Times]) -> Iterator[str]:
    """Name the marks that were not reached."""
    for name, times in found.items():
        if at(times.cold, 95)[0] > LIMITS["p95"]:
            yield f"{name}: p95 {at(times.cold, 95)[0]:.1f} ms, wanted {LIMITS['p95']:g}"
        if times.untold:
            yield f"{name}: {times.untold} pages were sent again, though their ETag was named"
        if times.known and at(times.known, 95)[0] > LIMITS["304"]:
            yield f"{name}: 304 in {at(times.known, 95)[0]:.1f} ms, wanted {LIMITS['304']:g}"
        yield from times.failed
    if found["Municipality"].cold:
        middle = at(found["Municipality"].cold, 50)[0]
        if middle > LIMITS["municipality"]:
            wanted = LIMITS["municipality"]
            yield f"a typical municipality: {middle:.1f} ms, wanted {wanted:g}"


def report(found: dict[str, Times], what: str, load: float) -> str:
    """Write what was found as Markdown."""
    wrong = list(missed(found))
    lines = [
        "# How long the server takes for a page",
        "",
        f"`make bench-pages`, {datetime.now(UTC).date().isoformat()}, version {what}",
        "",
        f"- Python {platform.python_version()}, samgraf {version('samgraf')}, {os.cpu_count()} "
        f"cores with the client on one of them; load average {load:.1f} before it began",
        "- each page once, for the first time since the server began, by one client on one "
        "connection, from the request to the last byte, packed as for a browser; then once more "
        "with If-None-Match; milliseconds",
        f"- wanted: p95 of any template {LIMITS['p95']:g}, median of the municipalities "
        f"{LIMITS['municipality']:g}, p95 of 304 {LIMITS['304']:g}",
        f"- {'every mark is reached' if not wrong else f'{len(wrong)} marks are missed'}",
        *(f"    - {words}" for words in wrong),
        "",
        "| page | asked | p50 | p95 | max | 304 p50 | 304 p95 | packed kB p50 | kB max | slowest |",
        "|---|---|---|---|---|---|---|---|---|---|",
        *(_row(name, times) for name, times in found.items()),
    ]
    return "\n".join(lines) + "\n"


def _row(name: str, times: Times) -> str:
    known = [f"{at(times.known, p)[0]:.1f}" if times.known else "" for p in (50, 95)]
    kilobytes = sorted(size / 1000 for size in times.sizes)
    cells = [
        f"`{name}`" if name.startswith("/") else name,
        f"{len(times.cold):,}",
        *(f"{at(times.cold, p)[0]:.1f}" for p in (50, 95, 100)),
        *known,
        f"{kilobytes[len(kilobytes) // 2]:.1f}",
        f"{kilobytes[-1]:.1f}",
        f"`{at(times.cold, 100)[1]}`" if len(times.cold) > 1 else "",
    ]
    return f"| {' | '.join(cells)} |"


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def main(most: int) -> int:
    """Build where needed, serve, measure, write."""
    load, settings = os.getloadavg()[0], config.read(None, os.environ, _say)
    if not pipeline.is_fresh(settings):
        pipeline.build(settings, _say)
    build = settings.build.dir.resolve()
    groups = addresses(build, most)
    with tempfile.TemporaryDirectory(prefix="pages-") as place:
        port = free_port()
        command = [str(SAMGRAF), "serve", "--port", str(port)]
        url, log = f"http://127.0.0.1:{port}/sparql", Path(place) / "log"
        with running("samgraf", command, url, log):
            time.sleep(_READY)
            found = measure(port, groups)
    text = report(found, Versions(build).needed(), load)
    sys.stdout.write(text)
    if not most:
        RESULTS.write_text(text, encoding="utf-8")
    return int(any(missed(found)))


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 0))
