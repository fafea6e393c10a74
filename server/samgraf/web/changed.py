"""The differences between versions as one web process has them: found, or made one at a time."""

import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from flask import current_app

from samgraf.config import Settings
from samgraf.differences import history, keeping
from samgraf.differences.keeping import Kept
from samgraf.errors import LimitExceeded, QueryRefused, StoreError
from samgraf.queries import is_day
from samgraf.store.names import version_of
from samgraf.store.versions import Versions

from . import subject
from .site import site

CHANGED = "changed"
"""The extension of the application that holds it."""

_SHOWN = 60
_LOOKED_AT = 8  # versions in which a last change is looked for


@dataclass(frozen=True, slots=True)
class Pair:
    """Two versions at hand."""

    old: str
    new: str

    @property
    def path(self) -> str:
        """The address of what changed."""
        return f"/changes/{self.old}..{self.new}"


class Changed:
    """Room for one comparison at once in this process; what was made is kept for all."""

    def __init__(self, settings: Settings) -> None:
        """Compare the versions below the build folder."""
        self.versions, self._limits = Versions(settings.build.dir), settings.limits
        self._turn = threading.Lock()
        self._last: tuple[tuple[str, int], Mapping[str, str]] = (("", 0), {})

    def pair(self, old: str, new: str) -> Pair:
        """Return two versions by name; raise ``QueryRefused`` unless both are at hand."""
        at_hand = self.versions.all()
        for name in (old, new):
            if name not in at_hand:
                known = ", ".join(at_hand[-_SHOWN:])
                raise QueryRefused("not-found", f"no version {name[:_SHOWN]!r}; at hand: {known}")
        return Pair(old, new)

    def since(self, asked: str, new: str) -> Pair | None:
        """Return the pair from a version, or from the last one of a day, to another.

        Without a version or a day, it is the one before; None where that is the first.
        """
        if not asked:
            old = history.before(self.versions, new)
            return Pair(old, new) if old else None
        if not is_day(asked):
            return self.pair(asked, new)
        if found := history.at(self.versions, asked):
            return Pair(found, new)
        first = next(iter(history.sequence(self.versions)), "")
        if not first:
            raise QueryRefused("not-found", "no version is at hand")
        day = history.date_of(self.versions, first)
        told = f"no version at hand speaks for {asked} or before; the first is {first}, of {day}"
        raise QueryRefused("not-found", told)

    def kept(self, pair: Pair) -> Kept | None:
        """Return a difference that was made already."""
        return keeping.kept(self.versions, pair.old, pair.new)

    def between(self, pair: Pair) -> Kept:
        """Return a difference; raise ``QueryRefused`` where it cannot be made."""
        if found := self.kept(pair):
            return found
        if not self._turn.acquire(timeout=self._limits.queue_seconds):
            raise QueryRefused("busy", "another two versions are being compared")
        try:
            return keeping.difference(self.versions, pair.old, pair.new, self._limits)
        except LimitExceeded as error:
            raise QueryRefused("difference-too-large", str(error)) from error
        except StoreError as error:
            raise QueryRefused("not-found", str(error)) from error
        finally:
            self._turn.release()

    def chain(self, most: int) -> list[tuple[str, Pair | None, dict[str, Any] | None]]:
        """Return the newest versions, each with what led to it, as far as that was made."""
        names = history.sequence(self.versions)
        found = []
        for place in range(len(names) - 1, max(-1, len(names) - 1 - most), -1):
            pair = Pair(names[place - 1], names[place]) if place else None
            made = self.kept(pair) if pair else None
            found.append((names[place], pair, made.summary() if made else None))
        return found

    def last(self, iri: str, version: str) -> str:
        """Name the version that changed a thing last, up to one; '' where none of the newest did.

        A change of what a thing takes part in counts too.
        """
        try:
            stamp = keeping.place(self.versions).stat().st_mtime_ns
        except OSError:
            return ""
        if self._last[0] != (version, stamp):
            self._last = ((version, stamp), self._changed_last(version))
        return self._last[1].get(iri, "")

    def _changed_last(self, version: str) -> Mapping[str, str]:
        found: dict[str, str] = {}
        names = history.sequence(self.versions)
        later = names[names.index(version) + 1 :] if version in names else []
        for name, _, summary in reversed(self.chain(_LOOKED_AT + len(later))):
            if summary and name not in later:
                for thing in summary["list"]:
                    found.update(dict.fromkeys((thing["iri"], *thing["concerns"]), name))
        return found


def last_changed() -> str:
    """Name the version that last changed what the page of this request is about."""
    about = subject.current()
    if about is None:
        return ""
    return changed().last(str(about.iri), version_of(site().version()))


def changed() -> Changed:
    """Return what the application of this request has."""
    return cast("Changed", current_app.extensions[CHANGED])
