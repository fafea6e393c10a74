"""``make bench-reconcile``: how long ``/reconcile`` takes on the real graph, over HTTP.

It starts a server on the current build, sends batches of 1,000 names of the graph in both versions,
single queries one after the other, and an extension of 1,000 things, each several times; then one
page after the other while batches run, so that it shows whether others wait for them. Names are
drawn from the index by chance, always the same ones: every other one in capitals, without Nordic
letters, or with a letter left out. Exit status 1 where a mark is missed.

``python bench/reconcile.py PORT`` asks a server that runs on the same build already.
"""

import http.client
import json
import os
import random
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode

from processes import free_port, running
from samgraf.config import Settings
from samgraf.linking.names import bare
from samgraf.store.pool import Pool
from samgraf.store.versions import Versions
from samgraf.web import pages_app
from samgraf.web.bridge import VERSION

SAMGRAF = Path(sys.executable).parent / "samgraf"
ROWS = 1000
ROUNDS = 5
SINGLE = 1000
BATCH_SECONDS, SINGLE_MS = 1.0, 5.0
"""The marks: a batch, and the 95th of 100 single queries, over HTTP: the server takes less."""

_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
_JSON = {"Content-Type": "application/json"}


def names(file: Path) -> list[str]:
    """Draw names of actors from the index, every other one written as tables write it."""
    chance = random.Random(8)
    lines = [line for line in file.read_text("utf-8").splitlines() if '"path":"id/actor/' in line]
    found = []
    for line in chance.sample(lines, ROWS):
        name = chance.choice(json.loads(line)["titles"])["name"]
        found.append(chance.choice([name, name, name.upper(), bare(name), _typo(name, chance)]))
    return found


def _typo(name: str, chance: random.Random) -> str:
    place = chance.randrange(len(name))
    return name[:place] + name[place + 1 :] if len(name) > 4 else name


class Client:
    """One connection that stays open."""

    def __init__(self, port: int) -> None:
        """Connect to a server on this machine."""
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)

    def close(self) -> None:
        """Let the connection go."""
        self.connection.close()

    def post(
        self, path: str, body: str, headers: dict[str, str], times: int = 5
    ) -> tuple[float, bytes]:
        """Send a request; return milliseconds and the body of the answer, which must be good."""
        began = time.perf_counter()
        self.connection.request("POST", path, body.encode(), headers)
        answer = self.connection.getresponse()
        data = answer.read()
        taken = (time.perf_counter() - began) * 1000
        if answer.status in (429, 503) and times:
            time.sleep(1)
            return self.post(path, body, headers, times - 1)
        if answer.status != 200:
            raise SystemExit(f"{answer.status} {path}: {data[:300]!r}")
        return taken, data

    def page(self, path: str) -> float:
        """Ask for a page that no cache has; return milliseconds."""
        began = time.perf_counter()
        self.connection.request("GET", path)
        self.connection.getresponse().read()
        return (time.perf_counter() - began) * 1000


def old(texts: Sequence[str]) -> str:
    """Write a batch of version 0.2."""
    queries = {f"q{n}": {"query": text, "limit": 5} for n, text in enumerate(texts)}
    return urlencode({"queries": json.dumps(queries)})


def new(texts: Sequence[str]) -> str:
    """Write a batch of version 1.0."""
    conditions = [[{"matchType": "name", "propertyValue": text}] for text in texts]
    return json.dumps({"queries": [{"conditions": one, "limit": 5} for one in conditions]})


def p95(times: Sequence[float]) -> float:
    """Return the 95th of 100."""
    return statistics.quantiles(times, n=100)[94]


def measured(port: int, texts: Sequence[str], ids: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield what was measured and the milliseconds that it took."""
    with closing(Client(port)) as client:
        for process in range(8):  # both web processes have what they make once
            client.post("/reconcile/match", new(texts[process : process + 1]), _JSON)
        for name, path, body, headers in (
            ("batch of 1,000, 0.2", "/reconcile", old(texts), _FORM),
            ("batch of 1,000, 1.0", "/reconcile/match", new(texts), _JSON),
        ):
            times = [client.post(path, body, headers)[0] for _ in range(ROUNDS)]
            yield f"{name}, median of {ROUNDS}", statistics.median(times)
            yield f"{name}, slowest", max(times)
        single = [client.post("/reconcile/match", new([t]), _JSON)[0] for t in texts[:SINGLE]]
        yield "single query over HTTP, median", statistics.median(single)
        yield "single query over HTTP, p95", p95(single)
        wanted = [{"id": name} for name in ("code", "name", "region", "network", "same-as")]
        body = json.dumps({"ids": [*ids], "properties": wanted})
        times = [client.post("/reconcile/extend", body, _JSON)[0] for _ in range(ROUNDS)]
        yield (
            f"five properties of {len(ids):,} things, median of {ROUNDS}",
            statistics.median(times),
        )
    yield from inside(texts)
    yield from beside(port, lambda client: client.post("/reconcile/match", new(texts), _JSON))


def inside(texts: Sequence[str]) -> Iterator[tuple[str, float]]:
    """Yield what a single query takes in this process: wall and processor, without the network."""
    settings = Settings()
    pool = Pool(settings.build.dir / "run", settings.limits)
    try:
        client, version = pages_app.make(settings, pool).test_client(), pool.version()

        def ask(some: Sequence[str]) -> tuple[float, float]:
            began, used = time.perf_counter(), time.thread_time()
            answer = client.post("/reconcile/match", data=new(some), headers=_JSON,
                                 environ_overrides={VERSION: version})  # fmt: skip
            wall, processor = time.perf_counter() - began, time.thread_time() - used
            if answer.status_code != 200:
                raise SystemExit(answer.get_data(as_text=True))
            return wall * 1000, processor * 1000

        ask(["Vejle"])
        times = [ask([text]) for text in texts[:SINGLE]]
        batches = [ask(texts)[1] for _ in range(ROUNDS)]
    finally:
        pool.close()
    yield "batch of 1,000 at the server, processor time", statistics.median(batches)
    yield "single query at the server, p95", p95([wall for wall, _ in times])
    yield "single query at the server, p95 of processor time", p95([used for _, used in times])


def beside(port: int, work: Callable[[Client], object]) -> Iterator[tuple[str, float]]:
    """Yield how long pages take alone, and while another client sends batches."""
    with closing(Client(port)) as client:
        alone = [client.page(f"/search?q=kommune&page={n}") for n in range(1, 41)]
        stopped = threading.Event()

        def batches() -> None:
            with closing(Client(port)) as other:
                while not stopped.is_set():
                    work(other)

        thread = threading.Thread(target=batches)
        thread.start()
        try:
            busy = [client.page(f"/search?q=kommune&page={n}") for n in range(41, 81)]
        finally:
            stopped.set()
            thread.join()
    yield "a page alone, p95", p95(alone)
    yield "a page beside batches, p95", p95(busy)


def main() -> int:
    """Measure, print the figures, and say whether the marks are reached."""
    build = Path("build")
    version = Versions(build).current()
    if version is None:
        raise SystemExit("there is no version; samgraf build makes one")
    file = Versions(build).path(version) / "index" / "names.jsonl"
    texts, lines = names(file), file.read_text("utf-8").splitlines()
    ids = [json.loads(line)["path"] for line in lines if '"kind":"Municipality"' in line][:ROWS]
    load = os.getloadavg()[0]
    if len(sys.argv) > 1:
        return told(version, load, dict(measured(int(sys.argv[1]), texts, ids)))
    port = free_port()
    command = [str(SAMGRAF), "serve", "--port", str(port), "--store", str(build)]
    with tempfile.TemporaryDirectory() as place:
        url = f"http://127.0.0.1:{port}/sparql"
        with running("samgraf", command, url, Path(place) / "log"):
            return told(version, load, dict(measured(port, texts, ids)))


def told(version: str, load: float, found: dict[str, float]) -> int:
    """Print the figures; return 1 where a mark is missed."""
    sys.stdout.write(f"version {version}, {os.cpu_count()} processors, load before {load:.1f}\n")
    for name, milliseconds in found.items():
        sys.stdout.write(f"{name}: {milliseconds:.1f} ms\n")
    slow = max(value for name, value in found.items() if "median of" in name and "batch" in name)
    missed = slow > BATCH_SECONDS * 1000 or found["single query over HTTP, p95"] > SINGLE_MS
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
