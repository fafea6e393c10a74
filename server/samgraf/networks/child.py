"""The child in which a network of a web process is made."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from samgraf import sandbox
from samgraf.errors import LimitExceeded
from samgraf.limits import Caps
from samgraf.sandbox import Order, Prepared

from . import writing
from .about import Origin
from .asked import Asked
from .reading import Material

_NICENESS = 5  # a page or a short query goes first


@contextmanager
def prepared(order: Order, _: Caps) -> Iterator[Prepared]:
    """Yield what makes the file of the answers to our questions."""

    os.nice(_NICENESS)

    def answer(content: bytes) -> Any:
        material = Material.of(_apart(content, order["lengths"]))
        asked, origin = Asked.of(order["asked"]), Origin(**order["origin"])
        file = writing.file(material, asked, order["form"], origin)
        return "".join(_bounded(file.parts, order["mib"]))

    yield answer


def _apart(content: bytes, lengths: dict[str, int]) -> dict[str, bytes]:
    """Take the answers apart that were handed over in one piece."""
    found, place = {}, 0
    for name, length in lengths.items():
        found[name] = content[place : place + length]
        place += length
    return found


def _bounded(parts: Iterator[str], mib: int) -> Iterator[str]:
    """Yield the parts of a file; raise ``LimitExceeded`` once they are too long."""
    size = 0
    for part in parts:
        size += len(part.encode())
        if size > mib << 20:
            raise LimitExceeded(f"the network is longer than [limits] network_mib = {mib} allows")
        yield part


if __name__ == "__main__":
    sandbox.serve(prepared)
