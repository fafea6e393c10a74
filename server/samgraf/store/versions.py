"""Version directories: immutable once published, found by name, served through ``current``.

``build/versions/<id>/`` holds manifest.json, program.json, dumps.json, dumps/, index/, library/,
description/, store/, authored/ and files.json with the digest of every other file.
``build/current`` is a symbolic link that is flipped atomically (design: endpoint, section 8).
"""

import errno
import fcntl
import hashlib
import json
import os
import shutil
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samgraf.errors import StoreError

AUTHORED = "authored"
"""The folder of the store that new facts are checked beside: no graph names, nothing derived."""

PROGRAM = "program.json"
"""The file of the shapes as they are compiled for the ontology of a version."""

DUMPS = ("samgraf.nq.gz", "default-graph.nt.gz")
"""The files of a version's dumps/ that together are its store: named graphs, and their union."""

LISTING = "dumps.json"
"""The file that lists all that is in a version's dumps/, for people and programs."""

INDEX = "index/search-2"
"""The folder of the index by which things are found; the number changes with what it holds."""

DESCRIPTION = "description"
"""The folder of what a version says of itself as a whole, in N-Triples with canonical IRIs."""

LIBRARY = "library"
"""The folder of the answers to the questions of the library."""

TIMES = "times.json"
"""The file in it that tells the milliseconds each took when the version was built."""

HISTORY = "history"
"""The file beside the versions that names them in the order in which they were first made."""

MOST_ROWS = 1000
"""Rows or triples that are kept of each answer, and shown of any; more are counted or told of."""

_KEPT_STORES = 3
NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""What the system says where a file cannot grow."""


@dataclass(frozen=True, slots=True)
class Versions:
    """The versions below one build folder."""

    folder: Path

    def path(self, version: str) -> Path:
        """Return the directory of a version, whether or not it is there."""
        return self.folder / "versions" / version

    def current(self) -> str | None:
        """Name the version that ``current`` points to, if it is there."""
        try:
            name = (self.folder / "current").readlink().name
        except OSError:
            return None
        return name if (self.path(name) / "store").is_dir() else None

    def needed(self) -> str:
        """Name the current version, or say how to get one."""
        version = self.current()
        if version is None:
            raise StoreError(f"no version in {self.folder}: run 'samgraf build' first")
        return version

    def all(self) -> list[str]:
        """Name every version at hand, sorted."""
        found = (self.folder / "versions").glob("*/manifest.json")
        return sorted(file.parent.name for file in found if file.parent.name[0] != ".")

    def manifest(self, version: str) -> dict[str, Any]:
        """Read what a version says of itself."""
        try:
            text = (self.path(version) / "manifest.json").read_text(encoding="utf-8")
            manifest: dict[str, Any] = json.loads(text)
            if not isinstance(manifest, dict):
                raise ValueError(text)
        except (OSError, ValueError) as error:
            at_hand = ", ".join(self.all()) or "none"
            raise StoreError(f"no version {version!r}; at hand: {at_hand}") from error
        return manifest

    def origin(self, version: str) -> str | None:
        """Name the RDF file that a version was made of as it stands; None for any other."""
        try:
            made_of = self.manifest(version).get("from")
        except StoreError:
            return None
        return str(made_of["file"]) if made_of else None

    def need_shapes(self, version: str) -> None:
        """Raise ``StoreError`` for a version that was made of a file as it stands."""
        if file := self.origin(version):
            raise StoreError(
                f"{version} was made of {file} as it stands and has no shapes to check against; "
                "name with --store a folder that 'samgraf build' filled from the sources, or a "
                "new one"
            )

    def whole(self, version: str) -> bool:
        """Tell whether every file of a version is there and has the digest it was made with."""
        try:
            noted = json.loads((self.path(version) / "files.json").read_text(encoding="utf-8"))
            return bool(noted["files"].items() <= digests(self.path(version)).items())
        except (OSError, ValueError, KeyError):
            return False

    def complete(self, version: str) -> bool:
        """Tell whether a version has all that is served, not only dumps."""
        needed = ("store", AUTHORED, PROGRAM, INDEX, LISTING, f"{LIBRARY}/{TIMES}", DESCRIPTION)
        return all((self.path(version) / name).exists() for name in needed)

    def activate(self, version: str, load: Callable[[Path], None] = lambda _: None) -> None:
        """Make a version the served one; raise ``StoreError`` if it is not at hand and whole.

        ``load`` is given its directory before that, and may raise: then nothing has changed here.
        """
        self.manifest(version)
        with self._turning():
            self._activate(version, load)

    @contextmanager
    def _turning(self) -> Iterator[None]:
        """Wait until nobody else activates or prunes: no store may go that is about to be used."""
        with (self.folder / ".turning").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _activate(self, version: str, load: Callable[[Path], None]) -> None:
        if not (self.path(version) / "store").is_dir():
            raise StoreError(
                f"the store of {version} was removed to save space: "
                f"build it again with 'samgraf build' from its sources"
            )
        if not self.whole(version):
            raise StoreError(
                f"version {version} is damaged: remove {self.path(version)} and build again"
            )
        load(self.path(version))
        self.flip(version)

    def take(self, version: str, load: Callable[[Path], None]) -> None:
        """Make a version that was just built the served one, after ``load`` has its directory.

        Nobody else activates meanwhile: a store elsewhere would have two versions written into it.
        """
        with self._turning():
            load(self.path(version))
            self.flip(version)

    def flip(self, version: str) -> None:
        """Point ``current`` to a version in one step."""
        link = self.folder / f".current-{os.getpid()}"
        link.unlink(missing_ok=True)
        link.symlink_to(Path("versions") / version)
        link.replace(self.folder / "current")
        sync(self.folder)

    @contextmanager
    def building(self) -> Iterator[Path]:
        """Give an empty directory to build in, alone; what an interrupted build left is removed."""
        versions = self.folder / "versions"
        versions.mkdir(parents=True, exist_ok=True)
        with (self.folder / ".lock").open("w") as lock:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise StoreError(
                    f"another build is running in {self.folder}: wait for it to end"
                ) from error
            for rest in versions.glob(".building-*"):
                _remove(rest)
            place = versions / f".building-{os.getpid()}"
            place.mkdir()
            try:
                yield place
            except OSError as error:
                if error.errno not in (None, *NO_ROOM):  # the engine's have none
                    raise
                raise StoreError(
                    f"the version cannot be written: {error.strerror or error}; "
                    f"make room in {self.folder} and build again"
                ) from error
            finally:
                _remove(place)

    def publish(self, built: Path, version: str) -> None:
        """Turn a finished directory into a version: synced, renamed, read-only."""
        target = self.path(version)
        for file in sorted(built.rglob("*")):
            sync(file)
        if target.exists():
            _remove(target)
        built.rename(target)
        sync(target.parent)
        for file in target.rglob("*"):
            if file.is_file():
                file.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
        self._note(version)

    def history(self) -> list[str]:
        """Name the versions in the order in which they were first made, whether at hand or not."""
        try:
            return (self.folder / HISTORY).read_text(encoding="utf-8").split()
        except OSError:
            return []

    def previous(self) -> str:
        """Name the newest version made before the current one that has a store and other data.

        Raise ``StoreError`` where there is none.
        """
        current = self.needed()
        data, made = self._data(current), self.history()
        before = made[: made.index(current)] if current in made else made
        for version in reversed(before):
            if (self.path(version) / "store").is_dir() and self._data(version) != data:
                return version
        raise StoreError(
            f"no version before {current} has a store and other data; "
            f"at hand: {', '.join(self.all())}"
        )

    def _data(self, version: str) -> object:
        """Return what tells the data of a version from those of others."""
        try:
            noted = json.loads((self.path(version) / "files.json").read_text(encoding="utf-8"))
            return [noted["files"][f"dumps/{name}"] for name in DUMPS]
        except (OSError, ValueError, KeyError):
            return version

    def _note(self, version: str) -> None:
        """Add a version to the history, once."""
        if version not in self.history():
            with (self.folder / HISTORY).open("a", encoding="utf-8") as file:
                file.write(version + "\n")
            sync(self.folder / HISTORY)

    def prune(self, served: str | None) -> None:
        """Keep the stores of the newest versions, of the current and of the served one."""
        with self._turning():
            self._prune(served)

    def _prune(self, served: str | None) -> None:
        stores = [self.path(v) for v in self.all() if (self.path(v) / "store").is_dir()]
        made = {version: number for number, version in enumerate(self.history())}
        # Not by the time of their files: the clock may have been set back in between.
        stores.sort(key=lambda path: made.get(path.name, -1), reverse=True)
        for path in stores[_KEPT_STORES:]:
            if path.name not in (self.current(), served):
                _remove(path / "store")
                _remove(path / AUTHORED)


def write_files_json(folder: Path, engine: str) -> None:
    """Write the digest of every file of a version, beside the engine that made its store."""
    content = {"engine": engine, "files": digests(folder)}
    (folder / "files.json").write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def digests(folder: Path) -> Mapping[str, str]:
    """Return the SHA-256 of each file below a folder.

    Without files.json and the engine's own lock and log, which change while a store is read.
    """
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    return {
        str(file.relative_to(folder)): hashlib.sha256(file.read_bytes()).hexdigest()
        for file in files
        if not file.name.startswith(("files.json", "LOCK", "LOG"))
    }


def sync(path: Path) -> None:
    """Bring a file or directory to the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _remove(folder: Path) -> None:
    """Remove a directory, read-only files and all."""
    shutil.rmtree(folder, ignore_errors=True)
