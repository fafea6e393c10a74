"""The real graph many times over: ``copies.py BUILD COPIES FOLDER`` writes N-Triples of it.

The first copy is the graph as it is built. In every further one all things have keys of their own
(``actor/x7-dk-vejle`` for ``actor/dk-vejle``), so that shape, names, periods and claims stay, and
nothing ties one copy to another but the vocabulary, the regions and the code lists. What the world
has once is numbered anew where its form leaves room (Wikidata, OpenStreetMap, GeoNames), else left
out: official codes, and ties to registers that have a code in their address.
"""

import gzip
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from samgraf.store.versions import DUMPS, Versions
from samgraf.terms import BOUNDS, CURRENT, GRAPH, ID, KINDS, SG, is_authored_graph

AUTHORED, DERIVED, WHOLE = "authored.nt", "derived.nt", "whole.nt"
_MOVED = (*(f"{ID}{kind}/".encode() for kind in KINDS), f"{GRAPH}source/".encode())
_NUMBERED = (
    b"<http://www.wikidata.org/entity/Q",
    b"<https://www.openstreetmap.org/relation/",
    b"<https://sws.geonames.org/",
)
_ONCE = (
    f"<{SG.officialCode}>".encode(),
    b"<https://data.brreg.no/",
    b"<https://data.geonorge.no/",
    b"<https://organization-catalog.fellesdatakatalog.digdir.no/",
    b"<http://dataportal.se/",
    b"<http://uri.suomi.fi/",
    b"<https://api.dataforsyningen.dk/",
)
"""Predicates and addresses that only the first copy has."""

_ANY = re.compile(b"|".join(map(re.escape, _MOVED)))


@dataclass(frozen=True, slots=True)
class Part:
    """Lines of N-Triples: those that are the same in all copies, the first copy, and the model."""

    shared: bytes
    first: bytes
    model: bytes
    """What further copies are made of."""

    @classmethod
    def of(cls, lines: Iterable[bytes]) -> "Part":
        """Sort lines into the three; their order stays."""
        known = list(dict.fromkeys(lines))
        moving = [line for line in known if _ANY.search(line)]
        shared = b"".join(line for line in known if not _ANY.search(line))
        more = (line for line in moving if not any(word in line for word in _ONCE))
        return cls(shared, b"".join(moving), b"".join(more))

    def copies(self, number: int) -> Iterator[bytes]:
        """Yield the shared lines and so many copies."""
        yield self.shared
        yield self.first
        for one in range(1, number):
            yield renamed(self.model, one)


def renamed(text: bytes, number: int) -> bytes:
    """Give all things of a copy keys of their own, and numbers elsewhere that nobody has."""
    for start in _MOVED:
        text = text.replace(start, b"%sx%d-" % (start, number))
    for start in _NUMBERED:
        text = text.replace(start, b"%s9%03d000" % (start, number))
    return text


def authored_and_derived(version: Path) -> tuple[Part, Part]:
    """Read what a version says and what its rules made, as the shapes are held to it."""
    authored, derived = set[bytes](), set[bytes]()
    beside = {str(BOUNDS), str(CURRENT)}
    with gzip.open(version / "dumps" / DUMPS[0]) as quads:
        for quad in quads:
            triple, _, graph = quad.rstrip(b" .\n").rpartition(b" ")
            name = graph.strip(b"<>").decode()
            if is_authored_graph(name):
                authored.add(triple + b" .\n")
            elif name in beside:
                derived.add(triple + b" .\n")
    return Part.of(sorted(authored)), Part.of(sorted(derived - authored))


def unnamed(version: Path) -> Part:
    """Read the graph that queries see: all of both, in the order of the version's own dump."""
    with gzip.open(version / "dumps" / DUMPS[1]) as triples:
        return Part.of(triples)


def write(version: Path, copies: int, folder: Path) -> None:
    """Write the three files of so many copies into a folder."""
    authored, derived = authored_and_derived(version)
    parts = {AUTHORED: authored, DERIVED: derived, WHOLE: unnamed(version)}
    folder.mkdir(parents=True, exist_ok=True)
    for name, part in parts.items():
        made = folder / f"{name}.new"
        with made.open("wb", buffering=1 << 20) as out:
            out.writelines(part.copies(copies))
        made.rename(folder / name)


def current(build: Path) -> Path:
    """Return the version that a build folder has in use."""
    versions = Versions(build)
    return versions.path(versions.needed())


if __name__ == "__main__":
    write(current(Path(sys.argv[1])), int(sys.argv[2]), Path(sys.argv[3]))
