"""Dates with the name of a month, in the five languages."""

import re
from datetime import date

_NAMES = (
    "januar januari january jan tammikuu",
    "februar februari february feb helmikuu",
    "marts mars march mar maaliskuu",
    "april apr huhtikuu",
    "maj mai may toukokuu",
    "juni june jun kesäkuu",
    "juli july jul heinäkuu",
    "august augusti aug elokuu",
    "september sept sep syyskuu",
    "oktober october okt oct lokakuu",
    "november nov marraskuu",
    "december desember dec des joulukuu",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_CASE = re.compile("(?<=kuu)(?:n|ta|ssa)$")
"""Endings of the Finnish names of months: toukokuun, toukokuuta, toukokuussa."""
_WORD = r"(?P<word>[^\W\d_]+)\.?"
_DAY = r"(?P<day>\d{1,2})(?:\.|st|nd|rd|th)?"
_FORMS = (
    re.compile(rf"(?:(?:den )?{_DAY} )?{_WORD},? (?P<year>\d{{4}})"),
    re.compile(rf"{_WORD} {_DAY},? (?P<year>\d{{4}})"),
)


def with_month(text: str) -> str:
    """Write such a date as ISO 8601 has it, as precise as it is; '' if it is none."""
    plain = " ".join(text.lower().split())
    for form in _FORMS:
        found = form.fullmatch(plain)
        month = _MONTHS.get(_CASE.sub("", found["word"])) if found else None
        if found and month:
            return _written(int(found["year"]), month, found["day"])
    return ""


def _written(year: int, month: int, day: str | None) -> str:
    try:
        first = date(year, month, int(day) if day else 1).isoformat()
    except ValueError:
        return ""
    return first if day else first[:7]
