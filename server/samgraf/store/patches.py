"""What a write changes, as RDF Patch: between worker, web process and zygote, and in the log.

Rows are those of RDF Patch (https://afs.github.io/rdf-patch/): ``TX .``, ``D`` and ``A`` with a
quad of N-Quads each, ``TC .``. Graphs that come or go without a triple are header rows,
``H graph-added <iri> .`` and ``H graph-removed <iri> .``.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from samgraf.errors import StoreError

_BEGIN, _END = b"TX .", b"TC ."
_ADDED, _REMOVED = b"H graph-added ", b"H graph-removed "


@dataclass(frozen=True, slots=True)
class Patch:
    """One write; ``removed`` and ``added`` are N-Quads, a quad a line."""

    removed: bytes = b""
    added: bytes = b""
    graphs_removed: tuple[str, ...] = ()
    graphs_added: tuple[str, ...] = ()

    def empty(self) -> bool:
        """Say whether nothing changes."""
        return not (self.removed or self.added or self.graphs_removed or self.graphs_added)

    def encode(self) -> bytes:
        """Write it as rows."""
        rows = [_BEGIN]
        rows += [_REMOVED + f"<{graph}> .".encode() for graph in self.graphs_removed]
        rows += [b"D " + line for line in self.removed.splitlines()]
        rows += [_ADDED + f"<{graph}> .".encode() for graph in self.graphs_added]
        rows += [b"A " + line for line in self.added.splitlines()]
        return b"\n".join([*rows, _END, b""])


def decode(data: bytes) -> Patch:
    """Read the one patch of some rows; raise ``StoreError`` if it is not whole."""
    found = [patch for patch, _ in read(data)]
    if len(found) != 1:
        raise StoreError("a write is not whole; send it again")
    return found[0]


def read(data: bytes) -> Iterator[tuple[Patch, int]]:
    """Yield each whole patch with the place of its end; what follows the last one is no patch."""
    place = 0
    while (end := data.find(b"\n" + _END + b"\n", place)) >= 0:
        rows = data[place:end].split(b"\n")
        place = end + len(_END) + 2
        if rows[0] != _BEGIN:
            raise StoreError("a write does not begin as one; the log of writes is damaged")
        yield _patch(rows[1:]), place


def end(data: bytes) -> int:
    """Return where the last whole patch ends, 0 where there is none."""
    mark = b"\n" + _END + b"\n"
    found = data.rfind(mark)
    return found + len(mark) if found >= 0 else 0


def count(data: bytes) -> int:
    """Count the whole patches."""
    return sum(1 for _ in read(data))


def _patch(rows: list[bytes]) -> Patch:
    return Patch(
        _quads(rows, b"D "), _quads(rows, b"A "), _graphs(rows, _REMOVED), _graphs(rows, _ADDED)
    )


def _quads(rows: list[bytes], kind: bytes) -> bytes:
    return b"".join(row[len(kind) :] + b"\n" for row in rows if row.startswith(kind))


def _graphs(rows: list[bytes], kind: bytes) -> tuple[str, ...]:
    return tuple(row[len(kind) + 1 : -3].decode() for row in rows if row.startswith(kind))
