"""A patch applied to what it was made from gives what it leads to."""

from collections.abc import Iterator
from typing import IO

from samgraf.errors import Misuse, StoreError
from samgraf.store import molecules, patches
from samgraf.store.contents import Opened

_SHOWN = 200


def apply(old: Opened, patch: bytes, out: IO[bytes]) -> int:
    """Write the content that a patch leads to, as N-Quads; return the number of quads.

    Blank nodes of the patch are known by what is said of them, not by their labels. Raise
    ``Misuse`` for a patch that was made from something else.
    """
    ground = set(old.ground())
    removed, added = (molecules.of_lines(rows) for rows in rows_of(patch))
    lacking = sorted(removed[0] - ground) or sorted(removed[1] - old.molecules)
    if lacking or ground & added[0]:
        shown = (lacking or sorted(ground & added[0]))[0][:_SHOWN].decode("utf-8", "replace")
        raise Misuse(
            f"the patch was made from something else: it {'removes' if lacking else 'adds'} what "
            f"{'is not' if lacking else 'is'} there, such as {shown.strip()}; name its own base"
        )
    lines = sorted((ground - removed[0]) | added[0])
    lines += molecules.labelled(old.molecules - removed[1] + added[1])
    out.writelines(lines)
    return len(lines)


def rows_of(patch: bytes) -> Iterator[list[bytes]]:
    """Yield the removed and the added lines of the one transaction of a patch.

    Raise ``Misuse`` where it is not whole.
    """
    start = patch.find(b"TX .\n")
    try:
        if start < 0:
            raise StoreError("there is no line TX .")
        found = patches.decode(patch[start:])
    except StoreError as error:
        raise Misuse(f"this is no whole RDF Patch of one transaction: {error}") from error
    yield found.removed.splitlines(keepends=True)
    yield found.added.splitlines(keepends=True)
