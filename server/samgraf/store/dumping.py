"""The whole graph of a version as one text, made of its dump: N-Quads as they are, or TriG."""

import gzip
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

import pyoxigraph as ox

from samgraf.errors import StoreError
from samgraf.namespaces import FAMILIAR

from .versions import DUMPS

Told = Callable[[int], object]
"""Is told of so many more quads."""

_PART = 1 << 18


def nquads(version: Path, sink: IO[bytes], told: Told) -> None:
    """Write every quad, sorted as the dump is."""
    for part in _parts(version):
        sink.write(part)
        told(part.count(b"\n"))


def trig(version: Path, sink: IO[bytes], told: Told) -> None:
    """Write every quad, graph by graph in the order of their IRIs."""
    graphs: dict[bytes, list[bytes]] = defaultdict(list)
    for line in b"".join(_parts(version)).splitlines(keepends=True):
        graphs[line.rsplit(b" ", 2)[1]].append(line)
    form = ox.RdfFormat.TRIG
    ox.serialize(_quads(graphs, told), sink, form, prefixes=dict(sorted(FAMILIAR.items())))


def _quads(graphs: dict[bytes, list[bytes]], told: Told) -> Iterator[ox.Quad]:
    for name in sorted(graphs):
        lines = graphs.pop(name)
        yield from ox.parse(b"".join(lines), format=ox.RdfFormat.N_QUADS)
        told(len(lines))


def _parts(version: Path) -> Iterator[bytes]:
    """Yield the dump, unpacked."""
    try:
        with gzip.open(version / "dumps" / DUMPS[0]) as file:
            while part := file.read(_PART):
                yield part
    except (OSError, EOFError, zlib.error) as error:
        remedy = "remove this version and build it again"
        raise StoreError(f"{version}: its dump cannot be read ({error}); {remedy}") from error
