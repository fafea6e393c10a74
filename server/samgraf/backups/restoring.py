"""A backup becomes a build folder again: whole, or not at all."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samgraf.errors import LimitExceeded, Misuse, StoreError
from samgraf.store.versions import Versions, sync

from . import archive
from .archive import Archive, Listing
from .contents import SETTINGS, TOKEN, Entry

MOST_GIB = 64
"""GiB that a backup may hold unless told otherwise."""


def check(file: Path, most_gib: int = MOST_GIB) -> Listing:
    """Read a backup to its end and compare every digest; write nothing."""
    with archive.reading(file) as found:
        _bounded(file, found.listing, most_gib)
        for entry in found.listing.entries:
            for _ in found.parts(entry):
                pass
        found.end()
    return found.listing


def restore(file: Path, into: Path, most_gib: int = MOST_GIB) -> Listing:
    """Make a build folder of a backup, where there is none or an empty one.

    Raise ``Misuse`` where something is in the way or the backup is damaged, ``LimitExceeded`` for
    one that is too large, ``StoreError`` where the disk takes nothing; nothing is left then.
    """
    _refuse_taken(into)
    with archive.reading(file) as found:
        _bounded(file, found.listing, most_gib)
        with _place(into) as place:
            free = shutil.disk_usage(place).free
            if found.listing.size > free:
                raise StoreError(
                    f"{into.parent}: {found.listing.size >> 20} MiB are needed there, and "
                    f"{free >> 20} are free: make room"
                )
            _fill(place, found)
            os.sync()
            _refuse_taken(into)
            place.rename(into)
            sync(into.parent)
    return found.listing


def _bounded(file: Path, listing: Listing, most_gib: int) -> None:
    if listing.size > most_gib << 30:
        raise LimitExceeded(
            f"{file}: it holds more than {most_gib} GiB; allow more with --most-gib"
        )


def _refuse_taken(into: Path) -> None:
    """Refuse a folder that holds anything: nothing is ever written over."""
    try:
        free = not into.is_symlink() and not (into.exists() and any(into.iterdir()))
    except NotADirectoryError:
        free = False
    except OSError as error:
        raise Misuse(f"{into}: cannot be made there: {error.strerror}; name another") from error
    if not free:
        raise Misuse(f"{into}: something is there; move it away, or name a new folder with --into")


@contextmanager
def _place(into: Path) -> Iterator[Path]:
    """Give an empty folder beside the one to be; what is left of it afterwards goes away."""
    place = into.parent / f".restoring-{os.getpid()}"
    try:
        into.parent.mkdir(parents=True, exist_ok=True)
        place.mkdir()
    except OSError as error:
        raise StoreError(f"{into}: cannot be made: {error.strerror}") from error
    try:
        yield place
    except OSError as error:
        raise StoreError(f"{into}: cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def _fill(place: Path, found: Archive) -> None:
    """Write every file, each a new one; then the link to the version that was served."""
    for entry in found.listing.entries:
        target = place / entry.name
        target.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, _mode(entry))
        with os.fdopen(handle, "wb") as file:
            file.writelines(found.parts(entry))
    found.end()
    if found.listing.current is not None:
        Versions(place).flip(found.listing.current)


def _mode(entry: Entry) -> int:
    """Choose who may read a file: settings and tokens are their owner's, versions never change."""
    if entry.name in (SETTINGS, TOKEN):
        return 0o600
    return 0o444 if entry.name.startswith("versions/") else 0o644
