"""Days and spans of days as text: "2015", "2015-06" and "2015-06-30" compare as they stand."""

import re
from datetime import date

from samgraf.errors import QueryRefused

_DAY = re.compile(r"\d{4}(-\d\d(-\d\d)?)?")
_SPAN = re.compile(r"(?P<begin>\d{4})?\s*[-\u2013\u2014]\s*(?P<end>\d{4})?")
_LATER = "~"  # sorts behind every digit and hyphen


def asked(on: str) -> str:
    """Return the day, month or year that is asked for.

    Raise ``QueryRefused`` for anything else.
    """
    if not on:
        return ""
    try:
        if not _DAY.fullmatch(on):
            raise ValueError(on)
        date.fromisoformat(on + "-01-01"[len(on) - 4 :] if len(on) < len("2015-06-30") else on)
    except ValueError as error:
        told = f"on={on[:20]} is not a day; write it such as 2015-01-31, or a year such as 2015"
        raise QueryRefused("bad-request", told) from error
    return on


def holds(since: str, until: str, on: str) -> bool:
    """Tell whether a span has a day of what is asked for; '' is an open end."""
    return (not since or since <= on + _LATER) and (not until or until + _LATER >= on)


def held(since: str, until: str, on: str) -> bool:
    """Tell whether a span has a day of what is asked for; '' is any time."""
    return not on or holds(since, until, on)


def of_span(text: str) -> str:
    """Return a year within "-2019", "2020-2023" or "2020-": the last one where it is known.

    Statistical offices write so behind the name of what is no more. '' where it is no span.
    """
    match = _SPAN.fullmatch(text.strip())
    return (match["end"] or match["begin"] or "") if match else ""
