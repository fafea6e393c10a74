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
    removed, added = (_read(rows) for rows in rows_of(patch))
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

    Raise ``Misuse`` where it is not whole, or has rows that would be passed over.
    """
    start = patch.find(b"TX .\n")
    try:
        if start < 0:
            raise StoreError("there is no line TX .")
        _known(patch)
        found = patches.decode(patch[start:])
    except StoreError as error:
        raise Misuse(f"this is no whole RDF Patch of one transaction: {error}") from error
    yield found.removed.splitlines(keepends=True)
    yield found.added.splitlines(keepends=True)


def _known(patch: bytes) -> None:
    """Raise ``Misuse`` for a row that is not read here, or that stands behind the end."""
    begun = ended = False
    for number, row in enumerate(patch.split(b"\n"), 1):
        plain, begins = row.strip(), row.startswith(b"TX ")
        if not plain or plain.startswith(b"#"):
            continue
        if ended or (begun and begins):
            raise Misuse(f"line {number} of the patch: one transaction is applied at once; cut it")
        if not row.startswith((b"H ", b"TX ", b"TC ", *((b"A ", b"D ") if begun else ()))):
            shown = row[:_SHOWN].decode("utf-8", "replace")
            raise Misuse(
                f"line {number} of the patch is not read here: {shown!r}; write A and D between "
                "TX . and TC ., with whole addresses"
            )
        begun, ended = begun or begins, row.startswith(b"TC ")


def _read(rows: list[bytes]) -> tuple[set[bytes], molecules.Molecules]:
    """Take rows apart; raise ``Misuse`` for the first that is no statement."""
    try:
        return molecules.of_lines(rows)
    except (SyntaxError, ValueError) as error:
        shown = next(filter(_is_wrong, rows), b"")[:_SHOWN].decode("utf-8", "replace").strip()
        raise Misuse(f"a row of the patch is no statement: {shown!r}; mend it") from error


def _is_wrong(row: bytes) -> bool:
    try:
        molecules.of_lines([row])
    except (SyntaxError, ValueError):
        return True
    return False
