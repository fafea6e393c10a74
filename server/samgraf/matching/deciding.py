"""When the best candidate is certain."""

from collections.abc import Sequence

from .weighing import Weight

CERTAIN = 84
"""Points from which on a candidate can be certain."""

AHEAD = 10
"""Points by which it must be ahead of every other."""


def decided(ranked: Sequence[Weight]) -> bool:
    """Tell whether the first of some candidates, best first, is certain.

    A name that two things bear is never certain where nothing in the row tells them apart: not in
    two countries, not at two times without a day, and not where one of them may be written like
    the other without marks.
    """
    best, *others = ranked or (Weight(0, ()),)
    if best.score < CERTAIN or not best.sure:
        return False
    return not others or best.score - others[0].score >= AHEAD
