"""Dates written in other ways than ours, and what they are in ISO 8601."""

import re
from datetime import date

MONTHS = (
    "january januar januari tammikuu",
    "february februar februari helmikuu",
    "march marts mars maaliskuu",
    "april huhtikuu",
    "may maj mai toukokuu",
    "june juni kesäkuu",
    "july juli heinäkuu",
    "august augusti elokuu",
    "september syyskuu",
    "october oktober lokakuu",
    "november marraskuu",
    "december desember joulukuu",
)
"""The names of each month in English, Danish, Norwegian, Swedish and Finnish."""

_FULL = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})\s*([./-])\s*(\d{1,2})\s*\2\s*(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})")
_SOLID = re.compile(r"(\d{4})(\d\d)(\d\d)")
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)[t ]\d.*")
_MONTH_YEAR = re.compile(r"(\d{1,2})[./](\d{4})")
_YEAR_MONTH = re.compile(r"(\d{4})[-./](\d{1,2})")
_NAMED = re.compile(r"(?:(\d{1,2})\.?\s+)?([^\W\d_]{3,})\.?\s+(\d{4})")
_AMERICAN = re.compile(r"([^\W\d_]{3,})\.?\s+(\d{1,2}),?\s+(\d{4})")
_MOST = 40


def readings(text: str) -> list[str]:
    """Return what a text may be as a date, in ISO 8601: none, one, or two where it is ambiguous."""
    text = text.strip().lower()
    if len(text) > _MOST:
        return []
    found = _numbers(text) or _named(text)
    return sorted({iso for iso in found if iso})


def _numbers(text: str) -> list[str]:
    if re.fullmatch(r"\d{4}", text):
        return [text]
    for form in (_FULL, _SOLID, _MOMENT):
        if found := form.fullmatch(text):
            return [_day(found[1], found[2], found[3])]
    if found := _YEAR_FIRST.fullmatch(text):
        return [_day(found[1], found[3], found[4])]
    if found := _DAY_FIRST.fullmatch(text):
        first, sign, second, year = found.groups()
        either = [_day(year, second, first)]
        return [*either, _day(year, first, second)] if sign == "/" else either
    if found := _MONTH_YEAR.fullmatch(text):
        return [_month(found[2], found[1])]
    if found := _YEAR_MONTH.fullmatch(text):
        return [_month(found[1], found[2])]
    return []


def _named(text: str) -> list[str]:
    if found := _NAMED.fullmatch(text):
        day, name, year = found.groups()
        months = [str(number) for number in _months(name)]
        return [_day(year, m, day) if day else _month(year, m) for m in months]
    if found := _AMERICAN.fullmatch(text):
        return [_day(found[3], str(month), found[2]) for month in _months(found[1])]
    return []


def _months(word: str) -> list[int]:
    """Return the months that a word begins the name of; three letters are never Finnish."""
    found = []
    for number, names in enumerate(MONTHS, 1):
        known = names.split()[:-1] if len(word) == 3 else names.split()
        if any(name.startswith(word) or word.startswith(name) for name in known):
            found.append(number)
    return found


def _day(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        return ""


def _month(year: str, month: str) -> str:
    return f"{year}-{int(month):02}" if 1 <= int(month) <= 12 else ""
