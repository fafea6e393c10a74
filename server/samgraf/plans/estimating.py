"""What a group of patterns may come to, from what each has alone: joined step by step.

The estimate is the usual one: two patterns that share a variable have as many rows together as both
have, multiplied, over the larger number of different values of that variable. Filters do not count.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from .shape import Pattern


@dataclass(frozen=True, slots=True)
class Spread:
    """How the rows of a pattern spread over the values of one of its variables."""

    different: int
    """How many values there are."""
    most: int
    """How many rows one value has at most."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a pattern has alone."""

    pattern: Pattern
    rows: int | None
    """None where nobody knows, since a bound was met."""
    exact: bool
    """Whether there are no more than these."""
    spreads: Mapping[str, Spread]
    milliseconds: float = 0.0
    why: str = ""
    """The kind of problem that kept it from being counted."""


@dataclass(frozen=True, slots=True)
class Step:
    """A pattern joined to those before it."""

    counted: Counted
    shared: str
    """The variable that ties it to those before most tightly; '' where none does."""
    estimate: float | None
    """The rows of all so far; None where one was not counted."""


def steps(patterns: Sequence[Counted]) -> list[Step]:
    """Join patterns: the rarest first, then always what keeps the rows fewest."""
    left, found = list(patterns), list[Step]()
    rows, known = 1.0, dict[str, int]()
    sure = True
    while left:
        chosen = min(left, key=lambda one: _rank(one, rows, known, bool(found)))
        left.remove(chosen)
        shared = _tightest(chosen, known)
        sure = sure and chosen.rows is not None
        rows = _joined(chosen, rows, known)
        for name, spread in chosen.spreads.items():
            known[name] = min(spread.different, known.get(name, spread.different))
        for name in chosen.pattern.variables:
            known.setdefault(name, max(1, chosen.rows or 1))
        found.append(Step(chosen, shared, rows if sure else None))
    return found


def apart(patterns: Sequence[Pattern]) -> list[list[Pattern]]:
    """Sort patterns into those that are tied to each other by variables."""
    groups: list[tuple[set[str], list[Pattern]]] = []
    for pattern in patterns:
        if not pattern.variables:
            continue
        names, members = set(pattern.variables), [pattern]
        for group in [group for group in groups if group[0] & names]:
            groups.remove(group)
            names |= group[0]
            members = [*group[1], *members]
        groups.append((names, members))
    return [members for _, members in groups]


def _rank(one: Counted, rows: float, known: Mapping[str, int], begun: bool) -> tuple[bool, float]:
    """Order what may come next: what is tied to those before, then what makes few rows."""
    loose = begun and not set(one.pattern.variables) & known.keys()
    return loose, _joined(one, rows, known) if one.rows is not None else float("inf")


def _joined(one: Counted, rows: float, known: Mapping[str, int]) -> float:
    """Estimate the rows after a join."""
    joined = rows * (one.rows or 0)
    for name in one.pattern.variables:
        if name in known:
            own = one.spreads[name].different if name in one.spreads else one.rows or 1
            joined /= max(1, own, known[name])
    return joined


def _tightest(one: Counted, known: Mapping[str, int]) -> str:
    """Return the shared variable of which one value has the fewest rows."""
    tied = [name for name in one.pattern.variables if name in known]
    return min(tied, key=lambda name: _most(one, name), default="")


def _most(one: Counted, name: str) -> int:
    spread = one.spreads.get(name)
    return spread.most if spread else one.rows or 0
