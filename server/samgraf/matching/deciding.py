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
    two countries, not at two times without a day (so what is no more counts in full against it),
    and not where one of them may be written like the other without marks.
    """
    if not ranked or ranked[0].score < CERTAIN or not ranked[0].sure:
        return False
    best, *others = ranked
    return all(best.rival - other.rival >= AHEAD for other in others)
