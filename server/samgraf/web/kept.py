"""Queries that are kept: query, view and version of the data, under a digest of the three.

``links/`` in the build folder has one file for each, outside of the versions, so that builds, flips
and restarts leave it alone. A file is on the disk before it gets its name: one that is there is
whole, and it is never changed. Several web processes keep one after the other, under a lock.
"""

import fcntl
import json
import logging
import re
from base64 import b32encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from hashlib import blake2b
from pathlib import Path

from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.store.versions import sync

from .kept_rate import Rate

_LOG = logging.getLogger(__name__)
_NAME = re.compile(r"[a-z2-7]{16}(?:[a-z2-7]{16})?")
_SHORT = 16  # letters of a name: 80 bits
_BLOCK = 4096  # bytes of disk that a file takes at least
_ENDING = ".json"
_TALLY, _LOCK, _NEW = ".tally", ".lock", ".new"


@dataclass(frozen=True, slots=True)
class Kept:
    """A query with the view it was seen in and the version of the data it was asked of."""

    query: str
    view: str
    version: str

    def content(self) -> bytes:
        """Write it as its file has it; the same three give the same bytes."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True).encode() + b"\n"


class Links:
    """The kept queries of one build folder, as one web process sees them."""

    def __init__(self, build: Path, limits: Limits) -> None:
        """Look into ``links/`` of a build folder; it is made when the first query is kept."""
        self._folder, self._limits = build / "links", limits
        self._rate = Rate(limits.links_per_minute)
        self._counted = False

    def find(self, name: str) -> Kept | None:
        """Return what is kept under a name, None where there is no such name or no such file."""
        if not _NAME.fullmatch(name):
            return None
        try:
            content = (self._folder / f"{name}{_ENDING}").read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise QueryRefused("unavailable", "kept queries cannot be read") from error
        if name not in _names(content):
            _LOG.warning(
                "links/%s%s is not what was kept: it was changed or damaged", name, _ENDING
            )
            return None
        return Kept(**json.loads(content))

    def keep(self, kept: Kept, client: str) -> tuple[str, bool]:
        """Keep a query; return its name, and whether it is a new one.

        Raise ``QueryRefused`` where a bound is met or the disk takes nothing; nothing is lost then.
        """
        content = kept.content()
        name = self._name(content, kept)
        if self.find(name) is not None:
            return name, False
        self._rate.take(client)
        try:
            with self._alone():
                self._add(name, content)
        except OSError as error:
            _LOG.warning("a query could not be kept: %s", error.strerror)
            detail = f"the query could not be kept: {error.strerror}"
            raise QueryRefused("write-failed", detail) from error
        return name, True

    def _name(self, content: bytes, kept: Kept) -> str:
        """Return the short name, or the long one where another query has the short one."""
        short, long = _names(content)
        other = self.find(short)
        return short if other is None or other == kept else long

    def _add(self, name: str, content: bytes) -> None:
        """Write a new file and count it; to be called alone."""
        new, target = self._folder / _NEW, self._folder / f"{name}{_ENDING}"
        if target.exists():  # another process was quicker
            return
        number, size = self._tally()
        grown = size + _room(len(content))
        if number >= self._limits.links or grown > self._limits.links_mib << 20:
            bounds = f"{self._limits.links} queries, {self._limits.links_mib} MiB"
            raise QueryRefused("links-full", f"as many queries as possible are kept ({bounds})")
        try:
            new.write_bytes(content)
            sync(new)
            new.rename(target)
        except OSError:
            with suppress(OSError):
                new.unlink()
            raise
        sync(self._folder)
        (self._folder / _TALLY).write_text(f"{number + 1} {grown}\n", encoding="ascii")

    def _tally(self) -> tuple[int, int]:
        """Return how many are kept and what they take; each process counts by itself once."""
        if self._counted:
            with suppress(OSError, ValueError):
                number, size = (self._folder / _TALLY).read_text(encoding="ascii").split()
                return int(number), int(size)
        self._counted = True
        sizes = [_room(file.stat().st_size) for file in self._folder.glob(f"*{_ENDING}")]
        return len(sizes), sum(sizes)

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """Hold the folder alone; whoever dies in it leaves nothing but a file without a name."""
        if not self._folder.is_dir():
            self._folder.mkdir(parents=True, exist_ok=True)
            sync(self._folder.parent)
        with (self._folder / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _names(content: bytes) -> tuple[str, str]:
    """Return the short and the long name of a content."""
    name = b32encode(blake2b(content, digest_size=20).digest()).decode().lower()
    return name[:_SHORT], name


def _room(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK
