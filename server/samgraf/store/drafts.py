"""A finished store to try changes on: its files are shared, and what is changed goes away again."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samgraf.errors import StoreError


@contextmanager
def draft(finished: Path) -> Iterator[Path]:
    """Give a directory that opens as a copy of a finished store and may be written to.

    The engine never writes an ``.sst`` file again, so these are hard links where the file system
    has them; the few small files beside them are copied (design: validation, section 7). The
    directory is removed at the end. Raise ``StoreError`` if the store cannot be read.
    """
    with tempfile.TemporaryDirectory(prefix="samgraf-") as place:
        try:
            for file in finished.iterdir():
                _share(file, Path(place, file.name))
        except OSError as error:
            remedy = "remove this version and build it again"
            raise StoreError(f"{finished}: cannot be read: {error.strerror}; {remedy}") from error
        yield Path(place)


def _share(file: Path, target: Path) -> None:
    """Link a file that stays as it is, copy another; the lock and the log are the engine's own."""
    if file.name.startswith(("LOCK", "LOG")):
        return
    if file.suffix == ".sst":
        try:
            os.link(file, target)
        except OSError:  # another file system, or not our own file
            pass
        else:
            return
    shutil.copyfile(file, target)
