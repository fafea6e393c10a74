"""How the calls of queries went, for as long as a query may last: what is missing of an answer.

Nothing young is forgotten to make room. Where there is none, it is known of a query that not all
is known, and such a query gets no answer: within SILENT it would look whole.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass, field

from samgraf.errors import SamgrafError

from .failures import SourceFailed

_QUERY, _REASON = 500, 200  # bytes that a query and a reason take beside their words
_LONGEST = 500  # letters of a reason
_REASONS = 100  # of one query


class Forgotten(SamgrafError):
    """It is not known whether all calls of a query went well."""


@dataclass(slots=True)
class _Course:
    """How one query goes."""

    until: float
    size: int
    made: int = 0
    whole: bool = True
    failures: dict[str, str] = field(default_factory=dict)


class Courses:
    """How queries go, up to a size; for one thread at a time."""

    def __init__(self, seconds: float, most: int) -> None:
        """Remember a query so many seconds, and all together in so many bytes."""
        self._seconds, self._most, self._size = seconds, most, 0
        self._known: OrderedDict[str, _Course] = OrderedDict()
        self._missed_until = 0.0

    def made(self, name: str) -> int:
        """Return how many questions of a query were counted."""
        known = self._young().get(name)
        return known.made if known is not None else 0

    def count(self, name: str) -> None:
        """Count a question of a query; raise ``SourceFailed`` where there is no room for it."""
        course = self._course(name)
        if course is None:
            raise SourceFailed("too many queries ask others now; wait for a minute")
        course.made += 1

    def fail(self, name: str, call: str, why: str) -> None:
        """Remember why a call of a query failed."""
        course = self._course(name)
        if course is None:
            self._missed_until = time.monotonic() + self._seconds
            return
        why = why[:_LONGEST]
        size = _REASON + len(call) + len(why)
        if call in course.failures:
            return
        if len(course.failures) >= _REASONS or self._size + size > self._most:
            course.whole = False
            return
        course.failures[call] = why
        course.size += size
        self._size += size

    def failures(self, name: str) -> dict[str, str]:
        """Return why calls of a query failed; raise ``Forgotten`` if that may not be all."""
        known = self._young().get(name)
        if known is None and time.monotonic() >= self._missed_until:
            return {}
        if known is None or not known.whole:
            raise Forgotten("too much failed to remember all of it; ask again in a minute")
        return dict(known.failures)

    def _course(self, name: str) -> _Course | None:
        """Return the course of a query, a new one where there is room."""
        known = self._young().get(name)
        if known is not None:
            return known
        size = _QUERY + len(name)
        if self._size + size > self._most:
            return None
        self._size += size
        self._known[name] = _Course(time.monotonic() + self._seconds, size)
        return self._known[name]

    def _young(self) -> OrderedDict[str, _Course]:
        """Return what is known of queries that may still go on, and forget all others."""
        now = time.monotonic()
        while self._known and next(iter(self._known.values())).until <= now:
            _, over = self._known.popitem(last=False)
            self._size -= over.size
        return self._known
