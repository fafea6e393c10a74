"""Dates and periods in words: what is written, and the bounds that follow from the sources."""

from collections.abc import Mapping

from samgraf.store.rows import Term
from samgraf.terms import SG

from . import dates
from .dates import day, rounded
from .languages import told
from .texts import gettext

BOUNDS = tuple(
    str(SG[name]) for name in ("beginsNotBefore", "beginsNotAfter", "endsNotBefore", "endsNotAfter")
)
"""The four properties that bound a period."""


def between(lower: str, upper: str) -> str:
    """Return two days as the ends of a stretch; the year once where it is the same."""
    start = dates.without_year(lower) if lower[:4] == upper[:4] else day(lower)
    return gettext("between %(start)s and %(end)s", start=start, end=day(upper))


def begins(bounds: Mapping[str, str]) -> str:
    """Say in words when something begins, as far as the sources tell."""
    lower, upper = (bounds.get(name, "") for name in BOUNDS[:2])
    if lower and lower == upper:
        return gettext("on %(day)s", day=day(lower))
    if lower and upper and lower < upper:
        return between(lower, upper)
    if upper:
        return gettext("on %(day)s at the latest; how much earlier is not known", day=day(upper))
    if lower:
        return gettext("not before %(day)s; when is not known", day=day(lower))
    return gettext("not known")


def ends(bounds: Mapping[str, str]) -> str:
    """Say in words when something ends, as far as the sources tell."""
    lower, upper = (bounds.get(name, "") for name in BOUNDS[2:])
    if lower and lower == upper:
        return gettext("on %(day)s", day=day(lower))
    if lower and upper and lower < upper:
        return between(lower, upper)
    if upper:
        return gettext("on %(day)s at the latest", day=day(upper))
    if lower:
        return gettext("no end is known; last seen: %(day)s", day=rounded(lower))
    return gettext("not known")


def bounds_of(first: Mapping[str, Term]) -> dict[str, str]:
    """Return the bounds among the first values of a thing's properties."""
    return {name: first[name].value for name in BOUNDS if name in first}


def standing(certainty: str, bounds: Mapping[str, str]) -> str:
    """Say in words how certain it is that something holds on a day."""
    if certainty == "certain":
        return gettext("a source shows it for this day or later, or its end is known to be later")
    if certainty == "presumed":
        seen = rounded(bounds.get(BOUNDS[2], ""))
        return gettext("it has begun and no end is known; last seen: %(day)s", day=seen)
    if certainty == "ended":
        return gettext("it has ended")
    return gettext("the sources do not decide")


def certainty_in_words(certainty: str) -> str:
    """Return how certain it is that something holds on a day, as a word."""
    known = {
        "certain": gettext("certain"),
        "presumed": gettext("presumed"),
        "possible": gettext("possible"),
        "ended": gettext("ended"),
    }
    return known.get(certainty, told(certainty))
