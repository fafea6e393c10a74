"""Dates and numbers of the data in the reader's form; partial dates stay partial."""

import re
from calendar import monthrange
from datetime import date
from functools import lru_cache

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import format_decimal
from flask_babel import get_locale
from markupsafe import Markup, escape

_DATE = re.compile(r"\d{4}-\d\d(-\d\d)?")
_DAY = re.compile(r"[12]\d{3}-(0[1-9]|1[0-2])-\d\d")
_BRITISH = Locale("en", "GB")
"""English pages are for Europe: the day stands before the month."""


def _locale() -> Locale:
    found = get_locale()
    return _BRITISH if found is None or found.language == "en" else found


def day(text: str) -> str:
    """Write a date or a month (ISO 8601) as the reader does; years and other text stay."""
    return _day(text, _locale()) if _DATE.fullmatch(text) else text


@lru_cache(maxsize=4096)
def _day(text: str, locale: Locale) -> str:
    try:
        if len(text) == len("2007-01"):
            first = date.fromisoformat(f"{text}-01")
            if locale.language == "fi":  # the name of a month would have to be inflected
                return f"{first.month}/{first.year}"
            return str(format_skeleton("yMMMM", first, locale=locale))
        return str(format_date(date.fromisoformat(text), "medium", locale=locale))
    except ValueError:
        return text


def rounded(text: str) -> str:
    """Write a bound of a period as ``day`` does; that of a whole year or month as just that.

    A source that says 2007 gives the bounds 1 January and 31 December: no day stands in it.
    """
    if not _DAY.fullmatch(text):
        return day(text)
    if text[4:] in ("-01-01", "-12-31"):
        return text[:4]
    last = monthrange(int(text[:4]), int(text[5:7]))[1]
    return day(text[:7] if int(text[8:]) in (1, last) else text)


def without_year(text: str) -> str:
    """Write a date (ISO 8601) as ``day`` does, where the year stands beside it."""
    return str(format_skeleton("MMMd", date.fromisoformat(text), locale=_locale()))


def timed(text: str) -> Markup:
    """Write a date as ``day`` does, with the date of the data for machines."""
    told = day(text)
    if told == text:
        return escape(text)
    return Markup('<time datetime="{}">{}</time>').format(text, told)


def number(value: float | str) -> str:
    """Write a number as the reader does, with every digit that it has."""
    return str(format_decimal(value, locale=_locale(), decimal_quantization=False))
