"""The folder that files are put into: packed, digested and noted, two at a time."""

import hashlib
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from types import TracebackType
from typing import Self

from .listing import COMPRESSIONS, Content, File
from .packing import PACKERS

WHOLE = (".gz", ".zst")
"""The endings of what is worth having in either compression."""


class Shelf:
    """Takes contents, writes their files and lists them."""

    def __init__(self, folder: Path) -> None:
        """Write into a folder that is there."""
        self._folder = folder
        # Packing and digesting let go of Python's lock.
        self._packing = ThreadPoolExecutor(2)
        self._files: list[Future[File]] = []

    def put(self, what: Content, body: bytes, *endings: str) -> None:
        """Write a content once for each ending; '' is as it stands."""
        for ending in endings:
            self._files.append(self._packing.submit(self._write, what, body, ending))

    def files(self) -> list[File]:
        """Wait for all that was put here; return what it became."""
        return [file.result() for file in self._files]

    def note(self, what: Content, name: str) -> None:
        """List a file that lies here already."""
        body = (self._folder / name).read_bytes()
        self._files.append(self._packing.submit(_file, what, body, name))

    def _write(self, what: Content, body: bytes, ending: str) -> File:
        packed, name = PACKERS[ending](body), what.stem + ending
        (self._folder / name).write_bytes(packed)
        return _file(what, packed, name)

    def __enter__(self) -> Self:
        """Begin."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Let what is still being packed come to its end."""
        self._packing.shutdown(cancel_futures=kind is not None)


def _file(what: Content, packed: bytes, name: str) -> File:
    ending = next((e for e in COMPRESSIONS if name.endswith(e)), "")
    return File(
        what.stem,
        what.purpose,
        what.holds,
        what.media_type,
        what.rows,
        what.triples,
        what.graph,
        what.table,
        what.year,
        name,
        COMPRESSIONS.get(ending),
        len(packed),
        hashlib.sha256(packed).hexdigest(),
    )
