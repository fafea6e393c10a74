"""The file of a backup: a gzipped tar of plain files, behind a list of them with their digests.

The headers are those of POSIX ustar and hold neither times nor owners, so that the same content
gives the same bytes. ``tar -xzf`` can read it. Our own reader takes nothing but what the list has
announced, in its order: no links, no folders, no names that lead elsewhere, no byte more.
"""

import gzip
import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import IO

from samgraf.errors import LimitExceeded, Misuse, StoreError

from .contents import Contents, Entry, Piece, is_name, is_version

LIST = "samgraf-backup.json"
_FORMAT = 1
_BLOCK = tarfile.BLOCKSIZE
_PART = 1 << 20
_LIST_MIB = 64
_DIGITS = 64


@dataclass(frozen=True, slots=True)
class Listing:
    """What a backup holds; ``current`` is the version that was served."""

    current: str | None
    entries: tuple[Entry, ...]

    @property
    def size(self) -> int:
        """The bytes of all files together."""
        return sum(entry.size for entry in self.entries)


def write(file: IO[bytes], contents: Contents) -> Listing:
    """Write a backup; raise ``StoreError`` if a file changes meanwhile."""
    listing = Listing(contents.current, tuple(piece.entry for piece in contents.pieces))
    told = {
        "format": _FORMAT,
        "current": listing.current,
        "files": [astuple(entry) for entry in listing.entries],
    }
    text = json.dumps(told, indent=0).encode() + b"\n"
    with gzip.GzipFile(filename="", mode="wb", fileobj=file, compresslevel=6, mtime=0) as packed:
        packed.write(_header(LIST, len(text)) + text + _padding(len(text)))
        for piece in contents.pieces:
            _copy(piece, packed)
        packed.write(bytes(2 * _BLOCK))
    return listing


def _copy(piece: Piece, packed: gzip.GzipFile) -> None:
    entry = piece.entry
    packed.write(_header(entry.name, entry.size))
    digest, left = hashlib.sha256(), entry.size
    with piece.open() as source:
        while left > 0 and (part := source.read(min(left, _PART))):
            digest.update(part)
            packed.write(part)
            left -= len(part)
    if left or digest.hexdigest() != entry.sha256:
        raise StoreError(f"{piece.path} changed while it was read: make the backup again")
    packed.write(_padding(entry.size))


def _header(name: str, size: int) -> bytes:
    """Write the header of a plain file (POSIX.1-1988, ustar)."""
    info = tarfile.TarInfo(name)
    info.size, info.mode = size, 0o644
    try:
        return info.tobuf(tarfile.USTAR_FORMAT)
    except ValueError as error:
        raise StoreError(f"{name}: no backup takes a name or a file so long: {error}") from error


def _padding(size: int) -> bytes:
    return bytes(-size % _BLOCK)


class Archive:
    """A backup that is read from its beginning to its end."""

    def __init__(self, file: Path, packed: gzip.GzipFile) -> None:
        """Read the list."""
        self._file, self._packed = file, packed
        size = self._size_of(LIST)
        if size > _LIST_MIB << 20:
            raise LimitExceeded(f"{file}: its list is longer than {_LIST_MIB} MiB")
        text = self._exactly(size)
        self._exactly(-size % _BLOCK)
        self.listing = self._listing(text)

    def parts(self, entry: Entry) -> Iterator[bytes]:
        """Yield the content of the next file, which must be this one and have its digest."""
        if self._size_of(entry.name) != entry.size:
            raise self.damaged(f"{entry.name} has another size than its list says")
        digest, left = hashlib.sha256(), entry.size
        while left > 0:
            part = self._exactly(min(left, _PART))
            digest.update(part)
            left -= len(part)
            yield part
        self._exactly(-entry.size % _BLOCK)
        if digest.hexdigest() != entry.sha256:
            raise self.damaged(f"{entry.name} is not what was kept")

    def end(self) -> None:
        """Read what follows the last file: two empty blocks."""
        if any(self._exactly(2 * _BLOCK)) or self._read(1):
            raise self.damaged("there is more in it than its list says")

    def damaged(self, problem: str) -> Misuse:
        """Say what is wrong with the backup."""
        return Misuse(f"{self._file}: {problem}; take another backup")

    def _size_of(self, name: str) -> int:
        """Read a header; return the size of its file, which must be plain and have this name."""
        block = self._exactly(_BLOCK)
        try:
            info = tarfile.TarInfo.frombuf(block, "utf-8", "strict")
        except (tarfile.HeaderError, ValueError) as error:
            raise self.damaged("this is no backup of Samgraf, or a damaged one") from error
        if info.type != tarfile.REGTYPE or info.name != name:
            raise self.damaged(f"{name} was to come, and something else did")
        if info.size < 0:
            raise self.damaged(f"{name} has no size")
        return info.size

    def _exactly(self, size: int) -> bytes:
        found = self._read(size)
        if len(found) != size:
            raise self.damaged("it ends too early")
        return found

    def _read(self, most: int) -> bytes:
        try:
            return self._packed.read(most)
        except (OSError, EOFError, zlib.error) as error:
            raise self.damaged(f"it cannot be unpacked ({error})") from error

    def _listing(self, text: bytes) -> Listing:
        """Read the list, and trust nothing in it."""
        try:
            told = json.loads(text)
            if told["format"] != _FORMAT:
                raise self.damaged(f"it has format {told['format']!r}, and only {_FORMAT} is known")
            entries = tuple(_entry(*row) for row in told["files"])
            current = told["current"]
            names = [entry.name for entry in entries]
            if names != sorted(set(names)) or not (current is None or is_version(current)):
                raise ValueError(current)
        except (ValueError, TypeError, KeyError, RecursionError) as error:
            raise self.damaged("its list cannot be read") from error
        return Listing(current, entries)


def _entry(name: object, size: object, sha256: object) -> Entry:
    """Make an entry of a row; raise ``ValueError`` for one that no backup of ours has."""
    if not isinstance(size, int) or isinstance(size, bool) or size < 0:
        raise ValueError(size)
    if not isinstance(sha256, str) or len(sha256) != _DIGITS:
        raise ValueError(sha256)
    if not isinstance(name, str) or not is_name(name):
        raise ValueError(name)
    return Entry(name, size, sha256)


@contextmanager
def reading(file: Path) -> Iterator[Archive]:
    """Open a backup; raise ``Misuse`` for what is none."""
    try:
        raw = file.open("rb")
    except OSError as error:
        raise Misuse(f"{file}: cannot be read: {error.strerror}; name a backup") from error
    with raw, gzip.GzipFile(fileobj=raw, mode="rb") as packed:
        yield Archive(file, packed)
