"""Whether two answers are the same: as bags of rows, in any order of rows and of columns.

Each row is reduced to a digest and the digests are added up, so that a million rows take no more
memory than one; that two bags which differ have one sum is as likely as a guess of 128 bits.
"""

from hashlib import blake2b

_BYTES = 16
_MOST = 1 << (8 * _BYTES)


def same_rows(one: bytes, other: bytes) -> bool:
    """Say whether two tables with tabs, or graphs as N-Triples, have the same rows as often."""
    return _bag(one) == _bag(other)


def _bag(body: bytes) -> tuple[tuple[bytes, ...], int, int]:
    """Return the columns of an answer, the number of its rows and the sum of their digests."""
    head, *lines = body.split(b"\n")
    names = head.split(b"\t") if head.startswith(b"?") else []
    rows = [line for line in (lines if names else [head, *lines]) if line]
    order = sorted(range(len(names)), key=lambda place: names[place])
    moved = order != [*range(len(names))]
    total = sum(_digest(_moved(line, order) if moved else line) for line in rows)
    return tuple(sorted(names)), len(rows), total % _MOST


def _moved(line: bytes, order: list[int]) -> bytes:
    """Put the cells of a row into the order of the columns' names."""
    cells = line.split(b"\t")
    return b"\t".join(cells[place] for place in order)


def _digest(line: bytes) -> int:
    return int.from_bytes(blake2b(line, digest_size=_BYTES).digest())
