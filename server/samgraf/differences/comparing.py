"""Two contents become a patch and a summary; the quads are merged as they are read."""

import gzip
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import IO, Any

from samgraf.store import molecules
from samgraf.store.contents import Opened, Sides
from samgraf.store.molecules import Molecules

from .seen import Seen
from .things import Collector, Gathered, told

_COMPRESSION = 6


@dataclass(frozen=True, slots=True)
class Names:
    """What the two sides are called: versions, or files; and the days their data speak for."""

    old: Mapping[str, str]
    new: Mapping[str, str]


def compare(
    old: Opened, new: Opened, names: Names, patch: IO[bytes], summary: IO[bytes]
) -> dict[str, Any]:
    """Write the patch from one to the other and the summary, both packed; return the counts.

    The patch is RDF Patch: a row for each quad, ``D`` or ``A``, in the order of quads; then the
    molecules. Its labels of blank nodes are its own.
    """
    before, after, sides, collector = Seen(), Seen(), Sides(), Collector()
    with gzip.GzipFile("", "wb", _COMPRESSION, patch, mtime=0) as out:
        out.write(_head(names))
        for row, line in sides.merged(before.watch(old.ground()), after.watch(new.ground())):
            collector.take(row, line)
            out.write(row + b" " + line)
        gone, come = old.molecules - new.molecules, new.molecules - old.molecules
        blank = [_written(out, b"D", gone), _written(out, b"A", come)]
        out.write(b"TC .\n")
    gathered = collector.gather(before, after)
    counts = {
        "added": sides.added + blank[1],
        "removed": sides.removed + blank[0],
        "without_address": {"added": blank[1], "removed": blank[0]},
        "derived": {"added": collector.derived[b"A"], "removed": collector.derived[b"D"]},
        "ledger": {"added": collector.ledger[b"A"], "removed": collector.ledger[b"D"]},
    }
    with gzip.GzipFile("", "wb", _COMPRESSION, summary, mtime=0) as file:
        file.write(_summary(names, counts, gathered))
    return counts


def _written(out: gzip.GzipFile, row: bytes, found: Molecules) -> int:
    """Write the rows of molecules; return how many there are."""
    count = 0
    for line in molecules.labelled(found):
        out.write(row + b" " + line)
        count += 1
    return count


def _head(names: Names) -> bytes:
    """Write the head of a patch: which version it leads to, and from which one."""
    rows = [f"H id {json.dumps(names.new['name'])} .", f"H prev {json.dumps(names.old['name'])} ."]
    return "\n".join([*rows, "TX .", ""]).encode()


def _summary(names: Names, counts: Mapping[str, Any], gathered: Gathered) -> bytes:
    content = {
        "from": dict(names.old),
        "to": dict(names.new),
        "statements": counts,
        "things": gathered.counts,
        "names": gathered.names,
        "list": [told(thing) for thing in gathered.things],
    }
    return json.dumps(content, ensure_ascii=False, indent=0).encode() + b"\n"
