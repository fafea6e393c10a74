"""Differences that were made once are kept in ``build/changes``: versions never change.

They lie outside the versions, since a version must have the same bytes whichever came before it.
"""

import gzip
import json
import os
import re
import shutil
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from samgraf.errors import StoreError
from samgraf.limits import Limits
from samgraf.store.versions import Versions

from . import history

PATCH, SUMMARY = "patch.gz", "summary.json.gz"
"""The files of a difference."""

_FORM = "1"
"""The number changes with what a kept difference holds."""

MOST_KEPT = 200
"""Pairs of versions whose difference is kept; those that were made first go first."""

_NAME = re.compile(r"[0-9A-Za-z-]{1,64}")


@dataclass(frozen=True, slots=True)
class Kept:
    """A difference on disk."""

    folder: Path

    @property
    def patch(self) -> Path:
        """The RDF Patch, packed."""
        return self.folder / PATCH

    def summary(self) -> dict[str, Any]:
        """Return the summary."""
        return _read(self.folder / SUMMARY)


def place(versions: Versions) -> Path:
    """Return the folder of all kept differences; it changes when one is made."""
    return versions.folder / "changes" / _FORM


def kept(versions: Versions, old: str, new: str) -> Kept | None:
    """Return the difference of two versions if it was made already."""
    folder = _folder(versions, old, new)
    return Kept(folder) if folder is not None and folder.is_dir() else None


def difference(versions: Versions, old: str, new: str, limits: Limits) -> Kept:
    """Return the difference of two versions; make it where nobody did.

    Raise ``StoreError`` for a version that is not at hand, ``LimitExceeded`` beyond a limit.
    """
    found = kept(versions, old, new)
    return found or _made(versions, old, new, limits)


def keep_last(versions: Versions, version: str, limits: Limits) -> Kept | None:
    """Make the difference between a version and the one before it; None for the first."""
    old = history.before(versions, version)
    return difference(versions, old, version, limits) if old else None


def _made(versions: Versions, old: str, new: str, limits: Limits) -> Kept:
    from samgraf.store.contents import of_version  # not before: a process that serves has no engine

    from .apart import compared
    from .comparing import Names

    sides = [of_version(versions, name) for name in (old, new)]
    folder = _folder(versions, old, new)
    if folder is None:
        raise StoreError(f"no versions {old!r} and {new!r}")
    making = folder.with_name(f".making-{os.getpid()}-{folder.name}")
    shutil.rmtree(making, ignore_errors=True)
    making.mkdir(parents=True)
    try:
        named = Names(_told(versions, old), _told(versions, new))
        compared(sides[0], sides[1], named, making, limits)
        if not folder.is_dir():
            making.rename(folder)
    except OSError as error:
        if not folder.is_dir():
            raise StoreError(f"{folder}: cannot be written: {error.strerror}") from error
    finally:
        shutil.rmtree(making, ignore_errors=True)
    _thin(folder.parent)
    return Kept(folder)


def _told(versions: Versions, name: str) -> dict[str, str]:
    return {"name": name, "data_date": history.date_of(versions, name)}


def _folder(versions: Versions, old: str, new: str) -> Path | None:
    if not (_NAME.fullmatch(old) and _NAME.fullmatch(new)):
        return None
    return place(versions) / f"{old}..{new}"


def _thin(folder: Path) -> None:
    """Take the oldest away where there are too many."""
    pairs = sorted(folder.glob("[!.]*"), key=lambda pair: pair.stat().st_mtime)
    for pair in pairs[: max(0, len(pairs) - MOST_KEPT)]:
        shutil.rmtree(pair, ignore_errors=True)


@lru_cache(maxsize=8)
def _read(file: Path) -> dict[str, Any]:
    with gzip.open(file) as content:
        found: dict[str, Any] = json.load(content)
    return found
