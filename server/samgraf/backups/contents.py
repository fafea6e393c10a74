"""What belongs into a backup: all below a build folder that nobody can make again.

These are the links of visitors, the logs of writes, the order of the versions, and of each version
what it is cited, downloaded and compared by. The current version goes in with its store, so that
it can be served at once. Sockets, inner logs and differences are made again by whoever needs them.
"""

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import IO

from samgraf.errors import StoreError
from samgraf.store import patches
from samgraf.store.versions import AUTHORED, HISTORY, Versions

SETTINGS, TOKEN = "settings/samgraf.toml", "settings/token"
BUILT_FROM = "built-from"
_STORES = ("store/", f"{AUTHORED}/")
_FILES = "files.json"
_VERSION = r"[0-9A-Za-z][0-9A-Za-z.-]*"
_PART = r"\.?[0-9A-Za-z_][0-9A-Za-z_.+=@~-]*"  # tantivy has .managed.json; none is ".."
_NAME = re.compile(
    rf"{HISTORY}|{BUILT_FROM}|{re.escape(SETTINGS)}|{TOKEN}"
    r"|links/[a-z2-7]{16}(?:[a-z2-7]{16})?\.json"
    rf"|writes/{_VERSION}\.log"
    rf"|versions/{_VERSION}(?:/{_PART})+"
)
_VERSION_NAME = re.compile(_VERSION)


@dataclass(frozen=True, slots=True)
class Entry:
    """A file of a backup: its name there, its bytes and their SHA-256 (hexadecimal)."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Piece:
    """A file to be kept: as it lies there, the first ``entry.size`` bytes of it, or as read."""

    entry: Entry
    path: Path
    content: bytes | None = None

    def open(self) -> IO[bytes]:
        """Open what is to be kept."""
        return self.path.open("rb") if self.content is None else BytesIO(self.content)


@dataclass(slots=True)
class Contents:
    """All that goes into a backup, sorted by name, and what had to stay out, with the reason."""

    current: str | None
    pieces: list[Piece] = field(default_factory=list)
    left_out: dict[str, str] = field(default_factory=dict)


def is_name(name: str) -> bool:
    """Tell whether a file of a backup may have a name: none leads out of its folder."""
    return _NAME.fullmatch(name) is not None


def is_version(name: str) -> bool:
    """Tell whether a version may have a name."""
    return _VERSION_NAME.fullmatch(name) is not None


def found(build: Path, settings: Path | None, token: Path | None) -> Contents:
    """Look through a build folder, which may be served and written to meanwhile.

    Versions and links never change, and logs only grow, so that what is found now stays true.
    What differs from its digest is left out: a version, or the store of the current one. Raise
    ``StoreError`` where there is nothing to keep, or a file cannot be read.
    """
    versions = Versions(build)
    link = build / "current"
    made = Contents(link.readlink().name if link.is_symlink() else None)
    try:
        made.pieces += [*_single(build, settings, token), *_links(build), *_writes(build)]
        for version in _named(versions, made.current):
            _add_version(made, versions.path(version))
    except OSError as error:
        raise StoreError(f"{error.filename}: cannot be read: {error.strerror}") from error
    if {f"version {made.current}", f"the store of {made.current}"} & made.left_out.keys():
        made.current = None
    made.pieces.sort(key=lambda piece: piece.entry.name)
    for piece in made.pieces:
        if not is_name(piece.entry.name):
            raise StoreError(f"{piece.path}: no backup takes a file of this name; give it another")
    own = [piece for piece in made.pieces if piece.entry.name not in (SETTINGS, TOKEN)]
    if not own and not made.left_out:
        raise StoreError(f"nothing to keep in {build}: run 'samgraf build', or name the folder")
    return made


def _named(versions: Versions, current: str | None) -> list[str]:
    """Name each version that there is a folder of, however damaged, and the current one."""
    folders = [path.name for path in (versions.folder / "versions").glob("[!.]*") if path.is_dir()]
    return sorted({*folders, *([current] if current is not None else [])})


def _single(build: Path, settings: Path | None, token: Path | None) -> Iterator[Piece]:
    """Read the files that may be replaced while others are looked at: they are small."""
    wanted = {HISTORY: build / HISTORY, BUILT_FROM: build / BUILT_FROM}
    wanted |= {name: path for name, path in ((SETTINGS, settings), (TOKEN, token)) if path}
    for name, path in wanted.items():
        if path.is_file() or name == TOKEN:
            content = path.read_bytes()
            yield Piece(
                Entry(name, len(content), hashlib.sha256(content).hexdigest()), path, content
            )


def _links(build: Path) -> Iterator[Piece]:
    for path in (build / "links").glob("[!.]*.json"):
        yield _piece(f"links/{path.name}", path, path.stat().st_size)


def _writes(build: Path) -> Iterator[Piece]:
    """Take each log up to the end of its last whole write: the next one may be on its way."""
    for path in (build / "writes").glob("[!.]*.log"):
        yield _piece(f"writes/{path.name}", path, patches.end(path.read_bytes()))


def _add_version(made: Contents, folder: Path) -> None:
    """Add the files of a version, or note why it stays out, or its store alone."""
    version = folder.name
    try:
        noted: Mapping[str, str] = json.loads((folder / _FILES).read_text("utf-8"))["files"]
    except (OSError, ValueError, KeyError):
        made.left_out[f"version {version}"] = f"its {_FILES} is missing or damaged"
        return
    stores = {name: digest for name, digest in noted.items() if name.startswith(_STORES)}
    pieces, reason = _whole(folder, {n: d for n, d in noted.items() if n not in stores})
    if reason:
        made.left_out[f"version {version}"] = reason
        return
    made.pieces += [_piece(f"versions/{version}/{_FILES}", folder / _FILES), *pieces]
    if version == made.current:
        pieces, reason = _whole(folder, stores)
        if reason:
            made.left_out[f"the store of {version}"] = reason
            return
        made.pieces += pieces


def _whole(folder: Path, noted: Mapping[str, str]) -> tuple[list[Piece], str]:
    """Take the files of a version that are noted with their digests; say what is wrong, if any."""
    pieces = []
    for name, digest in noted.items():
        path = folder / name
        if not path.is_file():
            return [], f"{name} is missing"
        pieces.append(_piece(f"versions/{folder.name}/{name}", path))
        if pieces[-1].entry.sha256 != digest:
            return [], f"{name} is not what was built"
    return pieces, ""


def _piece(name: str, path: Path, size: int | None = None) -> Piece:
    """Take the digest of a file, or of its beginning."""
    size = path.stat().st_size if size is None else size
    digest, left = hashlib.sha256(), size
    with path.open("rb") as file:
        while left > 0 and (part := file.read(min(left, 1 << 20))):
            digest.update(part)
            left -= len(part)
    return Piece(Entry(name, size - left, digest.hexdigest()), path)
