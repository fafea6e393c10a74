"""Takes a stranger's query apart: asks it, its patterns one by one, and a faster form beside it.

Everything is asked one after the other through the public query service, with the client's bound,
and all of it together has a bound in time. What a bound cut is told as such.
"""

import asyncio
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from time import monotonic

from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.plans import estimating, reading
from samgraf.plans.estimating import Counted, Spread, Step
from samgraf.plans.hints import Hint, hints
from samgraf.plans.shape import Group, Pattern, Shape
from samgraf.plans.tokens import Unreadable
from samgraf.store import scan
from samgraf.store.answers import AnswerCut
from samgraf.store.service import Service
from samgraf.store.wire import Query

from . import sameness
from .spreads import MOST_ROWS, frame, spread

MOST_PATTERNS = 30
"""Patterns that are counted."""

MOST_HINTS = 8
"""Hints that are given; each faster form is asked."""

_MOST_BYTES = 8 << 20  # of an answer that is counted or compared
_TABLE, _GRAPH = "text/tab-separated-values", "application/n-triples"
_ASKED, _COUNTED = 0.3, 0.7  # parts of the time that have passed when the whole, and patterns, end
_ONE = 1.0  # seconds for one pattern
_GAIN = 0.8  # of the time before; what is less of a gain may be chance
_BOUNDS = frozenset({"time-limit", "memory-limit", "reply-too-large", "too-complex"})
EQUAL, DIFFERENT, UNKNOWN = "equal", "different", "unknown"


@dataclass(frozen=True, slots=True)
class Run:
    """One query asked: its rows as far as they were read, and the time that it took."""

    body: bytes
    whole: bool
    milliseconds: float
    why: str = ""
    """The kind of problem that ended it."""

    @property
    def rows(self) -> int:
        """How many rows or triples came; the head of a table is none."""
        return max(0, self.body.count(b"\n") - (not self.triples))

    @property
    def triples(self) -> bool:
        """Whether these are triples, each with its full stop."""
        return self.body[:1] in (b"<", b"_") and self.body.endswith(b" .\n")


@dataclass(frozen=True, slots=True)
class Offered:
    """A hint, with what is known of its faster form."""

    hint: Hint
    proof: str = ""
    """Whether both forms gave the same here; '' where there is no other form."""
    before: float = 0.0
    after: float = 0.0
    alone: bool = False
    """Whether the other form was answered where the query itself was not."""

    @property
    def faster(self) -> bool:
        """Whether the other form took clearly less time."""
        return self.after < self.before * _GAIN


@dataclass(frozen=True, slots=True)
class Told:
    """A group of the query: where it stands, and its patterns joined step by step."""

    kind: str
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """What a query is made of and what it costs on the data at hand."""

    query: str
    version: str
    whole: Run
    groups: tuple[Told, ...] = ()
    hints: tuple[Offered, ...] = ()
    prefixes: Mapping[str, str] | None = None
    left_out: int = 0
    """Patterns that were not counted."""
    unreadable: str = ""
    """Why the query was not taken apart."""


@dataclass(slots=True)
class _Clock:
    """The time of one plan."""

    seconds: float
    begun: float

    def left(self, share: float = 1.0) -> float:
        """Return the seconds until a share of the time has passed."""
        return max(0.0, self.begun + self.seconds * share - monotonic())


class Planner:
    """Plans for one web process."""

    def __init__(self, service: Service, limits: Limits) -> None:
        """Ask a service."""
        self._service, self._limits = service, limits

    async def plan(self, text: str, client: str, endpoint: str) -> Plan:
        """Take a query apart; raise ``QueryRefused`` where it is no query or nobody has time."""
        if "SERVICE" in scan.bare_words(text):
            raise QueryRefused("service-refused", "this endpoint does not ask other endpoints")
        asking = _Asking(self._service, client, endpoint, self._limits.plan_seconds)
        whole = await asking.run(text, asking.clock.left(_ASKED))
        plan = Plan(text, asking.version, whole)
        try:
            shape, found = await asyncio.to_thread(_taken_apart, text)
        except Unreadable as error:
            return replace(plan, unreadable=str(error), version=asking.version)
        groups, left_out = await asking.groups(shape)
        offered = [await asking.offered(hint, shape, whole) for hint in found]
        return replace(
            plan,
            version=asking.version,
            groups=tuple(groups),
            hints=tuple(offered),
            prefixes=shape.prefixes,
            left_out=left_out,
        )


class _Asking:
    """Everything that is asked for one plan."""

    def __init__(self, service: Service, client: str, endpoint: str, seconds: float) -> None:
        self._service, self._client, self._endpoint = service, client, endpoint
        self.clock, self.version = _Clock(seconds, monotonic()), ""

    async def run(self, text: str, seconds: float) -> Run:
        """Ask a query for so many seconds; raise ``QueryRefused`` unless its own bound ends it."""
        parts: list[bytes] = []
        begun, why, whole = monotonic(), "", False
        try:
            async with asyncio.timeout(seconds):
                whole = await self._read(text, parts)
        except TimeoutError:
            why = "time-limit"
        except (QueryRefused, AnswerCut) as refusal:
            if refusal.kind not in _BOUNDS:
                raise _refusal(refusal) from refusal
            why = refusal.kind
        return Run(b"".join(parts), whole, (monotonic() - begun) * 1000, why)

    async def _read(self, text: str, parts: list[bytes]) -> bool:
        """Read an answer as far as bytes are allowed; say whether it came to its end."""
        query = Query(text, _TABLE, _GRAPH, base=self._endpoint)
        answer = await self._service.start(query, self._client)
        self.version = answer.version
        try:
            parts.append(answer.course.head)
            size = len(parts[0])
            async for part in answer.rest():
                parts.append(part)
                size += len(part)
                if size > _MOST_BYTES:
                    return False
            return answer.course.complete
        finally:
            answer.close()

    async def groups(self, shape: Shape) -> tuple[list[Told], int]:
        """Count the patterns of every group; return how many were left out too."""
        placed = [*_placed(shape.group, "", "")]
        everywhere = Counter(
            name for _, patterns, _ in placed for one in patterns for name in one.variables
        )
        found, room = list[Told](), MOST_PATTERNS
        for kind, patterns, graph in placed:
            chosen = patterns[:room]
            room -= len(chosen)
            counted = [await self._counted(shape, one, graph, everywhere) for one in chosen]
            if counted:
                found.append(Told(kind, tuple(estimating.steps(counted))))
        return found, sum(len(patterns) for _, patterns, _ in placed) - MOST_PATTERNS + room

    async def _counted(
        self, shape: Shape, pattern: Pattern, graph: str, everywhere: Counter[str]
    ) -> Counted:
        """Count one pattern: its rows, and how they spread over what ties it to others."""
        tied = [name for name in pattern.variables if everywhere[name] > 1]
        spreads: dict[str, Spread] = {}
        rows, exact, spent, why = None, True, 0.0, ""
        for name in tied[:2] or [*pattern.variables[:1], ""][:1]:
            seconds = min(_ONE, self.clock.left(_COUNTED))
            run = await self.run(frame(shape, pattern, graph, name), seconds)
            spent += run.milliseconds
            if run.why or not run.whole:
                why = run.why or "reply-too-large"
                break
            rows, spreads[name] = spread(run.body)
            exact = rows <= MOST_ROWS
        return Counted(pattern, rows, exact, spreads, spent, why)

    async def offered(self, hint: Hint, shape: Shape, whole: Run) -> Offered:
        """Ask the query and its faster form, both without LIMIT, and compare what they give."""
        if not hint.rewrite:
            return Offered(hint)
        if scan.bare_words(shape.text) & scan.VOLATILE:
            return Offered(hint, UNKNOWN)
        try:
            if whole.why:
                other = await self.run(hint.rewrite, self.clock.left())
                return Offered(hint, UNKNOWN, whole.milliseconds, other.milliseconds, other.whole)
            before = await self.run(shape.unlimited(), self.clock.left() / 2)
            rewritten = await asyncio.to_thread(reading.read, hint.rewrite)
            after = await self.run(rewritten.unlimited(), self.clock.left())
        except (QueryRefused, Unreadable):
            return Offered(_without(hint))
        if not (before.whole and after.whole):
            return Offered(hint, UNKNOWN, before.milliseconds, after.milliseconds)
        same = await asyncio.to_thread(sameness.same_rows, before.body, after.body)
        proof = EQUAL if same else DIFFERENT
        offered = Offered(hint, proof, before.milliseconds, after.milliseconds)
        return offered if same and offered.faster else replace(offered, hint=_without(hint))


def _taken_apart(text: str) -> tuple[Shape, list[Hint]]:
    """Read a query, in a thread: a long one takes a while."""
    shape = reading.read(text)
    return shape, hints(shape)[:MOST_HINTS]


def _without(hint: Hint) -> Hint:
    return replace(hint, rewrite="")


def _placed(group: Group, kind: str, graph: str) -> Iterator[tuple[str, list[Pattern], str]]:
    """Yield the patterns of a group and of all within it, with the graph that they are asked of."""
    yield kind, group.patterns, graph
    for part in group.parts:
        for inner in part.groups:
            yield from _placed(inner, part.kind, part.head if part.kind == "graph" else graph)


def _refusal(error: QueryRefused | AnswerCut) -> QueryRefused:
    return error if isinstance(error, QueryRefused) else QueryRefused(error.kind, error.detail)
