"""The graphs of a version as they are sent to a remote store: N-Triples, in parts.

The dump of a version is N-Quads, sorted; the graphs of its lines lie among each other. So it is
read twice: once for digests and sizes, once to put the lines of the graphs that are to be sent
into files of their own.
"""

import gzip
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from samgraf.store.versions import DUMPS

UNNAMED = ""
"""Stands for the unnamed graph among the IRIs of graphs."""

_HELD = 1 << 20  # bytes of lines that wait for their file


@dataclass(frozen=True, slots=True)
class Sum:
    """What tells a graph from an earlier state of it, and how much there is of it."""

    digest: str
    triples: int
    blank: bool
    """Whether it has blank nodes, which mean the same in one request alone."""


@dataclass(slots=True)
class _Counting:
    digest: "hashlib._Hash" = field(default_factory=hashlib.sha256)
    triples: int = 0
    blank: bool = False

    def take(self, line: bytes) -> None:
        self.digest.update(line)
        self.triples += 1
        self.blank = self.blank or b"_:" in line


def sums(version_dir: Path) -> dict[str, Sum]:
    """Sum up every graph of a version, by its IRI, the unnamed one too."""
    counted: dict[str, _Counting] = defaultdict(_Counting)
    for graph, line in _lines(version_dir):
        counted[graph].take(line)
    return {
        graph: Sum(found.digest.hexdigest(), found.triples, found.blank)
        for graph, found in sorted(counted.items())
    }


def spool(version_dir: Path, graphs: Set[str], into: Path) -> dict[str, Path]:
    """Write the lines of graphs into files of a folder; return the file of each."""
    files = {graph: into / f"{number}.nt" for number, graph in enumerate(sorted(graphs))}
    held: dict[str, list[bytes]] = defaultdict(list)
    size = 0
    for graph, line in _lines(version_dir):
        if graph in files:
            held[graph].append(line)
            size += len(line)
        if size > _HELD:
            _append(held, files)
            size = 0
    _append(held, files)
    return files


def parts(file: Path, done: int, most: int) -> Iterator[list[bytes]]:
    """Yield the lines of a file behind those that are done, so many at once."""
    with file.open("rb") as lines:
        rest = islice(lines, done, None)
        while part := list(islice(rest, most)):
            yield part


def _append(held: dict[str, list[bytes]], files: dict[str, Path]) -> None:
    for graph, lines in held.items():
        with files[graph].open("ab") as file:
            file.writelines(lines)
    held.clear()


def _lines(version_dir: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the graph and the triple of each line of both dumps."""
    named, unnamed = (version_dir / "dumps" / name for name in DUMPS)
    with gzip.open(named) as lines:
        for line in lines:
            triple, graph = line.rsplit(b" ", 2)[:2]
            yield graph[1:-1].decode(), triple + b" .\n"
    with gzip.open(unnamed) as lines:
        for line in lines:
            yield UNNAMED, line
