"""What a version or an RDF file holds, read as sorted lines and molecules to be compared.

The dump of a build is sorted and has no blank nodes, as a rule, so that it is read as it is; any
other content is parsed and sorted in memory, since one quad may be written in many ways.
"""

import gzip
import zlib
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

import pyoxigraph as ox

from samgraf.errors import StoreError

from . import molecules
from .molecules import Molecules
from .verbatim import File
from .versions import DUMPS, Versions

_HINT = b"_:"


@dataclass(frozen=True, slots=True)
class Content:
    """The files of something to compare; ``built`` are dumps whose lines are sorted and alike."""

    files: tuple[Path, ...]
    built: bool

    def told(self) -> dict[str, Any]:
        """Write it for a child process."""
        return {"files": [str(file) for file in self.files], "built": self.built}

    @classmethod
    def of(cls, told: dict[str, Any]) -> "Content":
        """Read what ``told`` wrote."""
        return cls(tuple(map(Path, told["files"])), told["built"])


def of_version(versions: Versions, version: str) -> Content:
    """Return the content of a version; raise ``StoreError`` if its dumps are not at hand.

    The dump of the unnamed graph counts only where it is no union of the others.
    """
    made_of = versions.manifest(version).get("from")
    folder = versions.path(version) / "dumps"
    files = tuple(folder / name for name in (DUMPS if made_of else DUMPS[:1]))
    for file in files:
        if not file.is_file():
            raise StoreError(f"{file}: the dump of {version} is gone: build it again")
    return Content(files, not made_of)


def of_file(path: Path) -> Content:
    """Return the content of an RDF file; raise ``Misuse`` if its ending tells no syntax."""
    File(path)
    return Content((path,), False)


class Opened:
    """A content whose files are open."""

    def __init__(self, lines: IO[bytes] | None, quads: list[Iterator[ox.Quad]]) -> None:
        """Read lines as they are, or else quads."""
        self._lines, self._quads = lines, quads
        self.molecules: Molecules = Counter()
        """Complete once ``ground`` came to its end."""

    def ground(self) -> Iterator[bytes]:
        """Yield each ground quad once as a line, in the order of bytes."""
        if self._lines is None:
            found, self.molecules = molecules.apart(q for quads in self._quads for q in quads)
            yield from sorted(found)
            return
        others: list[bytes] = []
        yield from _sorted(self._lines, others)
        self.molecules = molecules.of_lines(others)[1]


@contextmanager
def opened(content: Content, plain: bool) -> Iterator[Opened]:
    """Open the files of a content; ``plain`` reads the lines of a build as they are.

    Raise ``StoreError`` or ``Misuse`` for what cannot be read.
    """
    with ExitStack() as stack:
        try:
            if plain:
                [file] = content.files
                yield Opened(stack.enter_context(gzip.open(file)), [])  # type: ignore[arg-type]
            else:
                files = [stack.enter_context(File(f).quads()) for f in content.files]
                yield Opened(None, files)
        except (OSError, EOFError, zlib.error) as error:
            named = content.files[0]
            raise StoreError(f"{named}: cannot be read: {error}; build it again") from error


@dataclass(slots=True)
class Sides:
    """The ground quads of two contents, as they are read side by side."""

    removed: int = 0
    added: int = 0
    common: int = 0

    def merged(self, old: Iterator[bytes], new: Iterator[bytes]) -> Iterator[tuple[bytes, bytes]]:
        """Yield ``D`` or ``A`` and the line for each that only one of two sorted sides has."""
        left, right = next(old, None), next(new, None)
        while left is not None or right is not None:
            if left == right:
                self.common += 1
                left, right = next(old, None), next(new, None)
            elif right is None or (left is not None and left < right):
                self.removed += 1
                yield b"D", left or b""
                left = next(old, None)
            else:
                self.added += 1
                yield b"A", right
                right = next(new, None)


def _sorted(lines: IO[bytes], others: list[bytes]) -> Iterator[bytes]:
    """Yield ground lines as they are; put lines with blank nodes aside."""
    before = b""
    for line in lines:
        if line <= before:
            raise StoreError("a dump is not sorted: remove its version and build it again")
        before = line
        if _HINT in line and molecules.of_lines([line])[1]:
            others.append(line)
        else:
            yield line
