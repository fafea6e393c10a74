"""How well and how fast names are found: python bench/finding.py [BUILD] (a real build).

First the mean reciprocal rank over tests/finding.csv, then the time of /suggest and /search as
Flask makes them, and of the search itself, over 1,000 different texts: beginnings, typos, folded
names, several words, codes.
"""

import csv
import json
import os
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from samgraf import config
from samgraf.config import Settings
from samgraf.limits import Limits
from samgraf.linking.names import bare
from samgraf.linking.search import Asked, Index
from samgraf.store.pool import Pool
from samgraf.store.versions import Versions
from samgraf.web import pages_app
from samgraf.web.bridge import VERSION

ROOT = Path(__file__).parents[1]
TEXTS = 1_000
_FIRST = 10
_LETTERS = "abcdefghijklmnopqrstuvwxyzæøåäö"


def mean_reciprocal_rank(index: Index) -> tuple[int, float]:
    """Return how many texts were tried, and the mean of 1 / rank of what is looked for."""
    with (ROOT / "tests" / "finding.csv").open(encoding="utf-8") as file:
        wanted = [(row["query"], row["first"]) for row in csv.DictReader(file)]
    ranks = [reciprocal_rank(index, query, first) for query, first in wanted]
    return len(ranks), statistics.mean(ranks)


def reciprocal_rank(index: Index, query: str, first: str) -> float:
    """Return 1 / rank of a thing among the first hits, 0 where it is not among them."""
    hits = index.find(Asked(query, limit=_FIRST), counted=False).hits
    paths = [hit.entry.path for hit in hits]
    return 1 / (paths.index(first) + 1) if first in paths else 0.0


def texts(lines: Sequence[str]) -> list[str]:
    """Make different texts from the names and codes of the entries, the same every time."""
    chance, found = random.Random(5), dict[str, None]()
    while len(found) < TEXTS:
        entry = json.loads(chance.choice(lines))
        found.update(dict.fromkeys(_variants(entry, chance)))
    return list(found)[:TEXTS]


def _variants(entry: dict[str, list[dict[str, str]]], chance: random.Random) -> Iterator[str]:
    name = chance.choice(entry["titles"])["name"]
    yield name[: chance.randint(1, len(name))].strip() or name
    yield bare(name)[: chance.randint(1, len(name))].strip() or name
    place = chance.randrange(len(name))
    yield name[:place] + chance.choice(_LETTERS) + name[place + 1 :]
    yield name[:place] + name[place + 1 :] or name
    yield " ".join(reversed(name.split()))
    yield from (mark["code"] for mark in entry["marks"][:1])


def timed(work: Callable[[str], object], all_texts: Sequence[str]) -> str:
    """Run some work for each text and tell how long it took, in milliseconds."""
    work(all_texts[0])
    took = []
    for text in all_texts:
        begin = time.perf_counter()
        work(text)
        took.append((time.perf_counter() - begin) * 1000)
    cuts = statistics.quantiles(took, n=100)
    return f"p50 {cuts[49]:.1f} ms, p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms"


def main(build: Path) -> None:
    """Measure and tell."""
    version = Versions(build).needed()
    folder = Versions(build).path(version) / "index"
    index, lines = Index(folder), (folder / "names.jsonl").read_text("utf-8").splitlines()
    app = pages_app.make(config.change(Settings(), "build", dir=build), Pool(build, Limits()))
    client, all_texts = app.test_client(), texts(lines)

    def get(path: str, text: str) -> None:
        reply = client.get(path, query_string={"q": text}, environ_overrides={VERSION: version})
        assert reply.status_code == 200, reply.status

    count, rank = mean_reciprocal_rank(index)
    rows = {
        "the search itself, 10 hits": lambda t: index.find(Asked(t, limit=10), counted=False),
        "the search itself, 50 hits and facets": lambda t: index.find(Asked(t)),
        "/suggest": lambda t: get("/suggest", t),
        "/search": lambda t: get("/search", t),
    }
    told = [f"{len(lines)} entries; mean reciprocal rank {rank:.3f} over {count} texts"]
    told += [f"{name}: {timed(work, all_texts)}" for name, work in rows.items()]
    sys.stdout.write("\n".join([*told, f"({len(all_texts)} texts, {os.cpu_count()} cores)"]) + "\n")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "build"))
