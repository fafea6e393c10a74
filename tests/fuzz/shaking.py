"""Mutations of kept inputs by a seed alone, for where atheris is not installed."""

from collections.abc import Iterator
from random import Random

from .target import Target


def inputs(target: Target) -> list[bytes]:
    """Return the kept inputs of a target, in the order of their names."""
    return [file.read_bytes() for file in sorted(target.corpus.iterdir())]


def shaken(target: Target, seed: int) -> Iterator[bytes]:
    """Yield as many mutations as a target has in ``make test``; the same seed gives the same."""
    rnd, kept = Random(seed), inputs(target)
    words = [word.encode() for word in target.words]
    for _ in range(target.few):
        data = rnd.choice(kept)
        for _ in range(rnd.randint(1, 4)):
            data = _one(rnd, data, kept, words)
        yield data[: target.longest]


def _one(rnd: Random, data: bytes, kept: list[bytes], words: list[bytes]) -> bytes:
    begin, end = sorted(rnd.randint(0, len(data)) for _ in range(2))
    other = rnd.choice(kept)
    middle = [
        b"",
        rnd.choice(words),
        bytes([rnd.randrange(256)]),
        other[rnd.randint(0, len(other)) :][:40],
        data[begin:end] * 2,
    ]
    return data[:begin] + rnd.choice(middle) + data[rnd.choice((begin, end)) :]
