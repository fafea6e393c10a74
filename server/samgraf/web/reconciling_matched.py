"""Candidates for the queries of one request: matched in parts, within a time, merged and filtered.

A batch runs in a thread of its page, in one of few places, so that neither the event loop nor other
clients wait for it.
"""

import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import Lock
from typing import cast

from flask import current_app, request

from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.matching.candidates import Candidate, Matcher
from samgraf.matching.matcher import NameMatcher
from samgraf.store.turns import Turns

from .reconciling_asked import Asked
from .reconciling_things import things
from .site import site

PLACES = "reconciling"
"""Where the application keeps the places for batches."""

_KEYS: Mapping[str, tuple[str, ...]] = {"on": ("on",), "region": ("region",)}
_CODES = ("code", "organisation_number")
"""The features that tell whether a property fits; a country rules out whatever does not."""

_MAKING = Lock()
"""It takes seconds to make a matcher: who comes meanwhile waits for the same one."""

_PART = 50  # rows matched between two looks at the clock


def places(limits: Limits) -> Turns:
    """Make the places for batches in one web process: one of each client at once."""
    slots = limits.reconcile_slots
    waiting, of_one = limits.waiting, limits.waiting_per_client
    return Turns(slots, 1, waiting, of_one, limits.queue_seconds)


@contextmanager
def place() -> Iterator[None]:
    """Wait for a place; raise ``QueryRefused`` if none becomes free in time."""
    turns, client = cast("Turns", current_app.extensions[PLACES]), request.remote_addr or ""
    turns.take(client)
    try:
        yield
    finally:
        turns.free(client)


def matcher() -> Matcher:
    """Return the matcher of the version that this request is answered from.

    It shares the entries of ``things``, so that nothing else is ever a candidate.
    """
    here, found = site(), things()
    entries, labels = found.by_id.values(), here.index().labels
    with _MAKING:
        return here.once("matcher", lambda: NameMatcher([*entries], labels))


def matched(queries: Sequence[Asked]) -> list[tuple[Candidate, ...]]:
    """Return the candidates of each query, best first."""
    limits = site().settings.limits
    rows = [sought for query in queries for sought in query.ways]
    found: list[tuple[Candidate, ...]] = []
    at_hand, ends = matcher(), time.monotonic() + limits.reconcile_seconds
    for begin in range(0, len(rows), _PART):
        if time.monotonic() > ends:
            words = f"matching took more than {limits.reconcile_seconds:g} seconds"
            raise QueryRefused("time-limit", f"{words}; send fewer names at once")
        found += at_hand.match_all(rows[begin : begin + _PART])
    answers = iter(found)
    return [_merged(query, [next(answers) for _ in query.ways]) for query in queries]


def _merged(query: Asked, found: Sequence[Sequence[Candidate]]) -> tuple[Candidate, ...]:
    """Put the candidates of every way together, each thing once; leave out what does not fit."""
    best: dict[str, Candidate] = {}
    for candidate in (one for some in found for one in some):
        known = best.get(candidate.path)
        if known is None or candidate.score > known.score:
            best[candidate.path] = candidate
    kept = [one for one in best.values() if _fits(one, query)]
    ranked = sorted(kept, key=lambda one: -one.score)
    return tuple(_certain(ranked)[: query.limit])


def _certain(ranked: list[Candidate]) -> list[Candidate]:
    """Take back what was sure where several are, or where another is as good."""
    sure = sum(one.match for one in ranked)
    equal = len(ranked) > 1 and ranked[0].score == ranked[1].score
    if sure < 1 or (sure == 1 and not equal):
        return ranked
    return [replace(one, match=False) for one in ranked]


def _fits(candidate: Candidate, query: Asked) -> bool:
    """Say whether a candidate has all that is required, and is in no country that is ruled out."""
    if candidate.country in query.not_in:
        return False
    values = {feature.key: feature.value for feature in candidate.features}
    wanted = [_KEYS.get(name, _CODES) for name in query.required - {"country"}]
    return all(any(values.get(key, 0.0) > 0 for key in keys) for keys in wanted)
