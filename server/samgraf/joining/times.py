"""Days, months, quarters and years as statistical tables write them."""

import re
from datetime import date

_FORMS = (
    (re.compile(r"(\d{4})(?:\.0)?"), "{0}"),
    (re.compile(r"(\d{4})-?[Mm](\d\d)"), "{0}-{1}"),
    (re.compile(r"(\d{4})-(\d\d)"), "{0}-{1}"),
    (re.compile(r"(\d{4})-(\d\d)-(\d\d)(?:[T ].*)?"), "{0}-{1}-{2}"),
    (re.compile(r"(\d{4})(\d\d)(\d\d)"), "{0}-{1}-{2}"),
)
_DOTTED = re.compile(r"(\d\d?)\.(\d\d?)\.(\d{4})")
_QUARTER = re.compile(r"(\d{4})-?[KkQq]([1-4])")


def written(text: str) -> str:
    """Return a time as YYYY, YYYY-MM or YYYY-MM-DD; '' for a text that is none of them."""
    found = _written(text.strip())
    try:
        date.fromisoformat(found + "0000-01-01"[len(found) :])
    except ValueError:
        return ""
    return found


def _written(text: str) -> str:
    for form, into in _FORMS:
        if match := form.fullmatch(text):
            return into.format(*match.groups())
    if match := _DOTTED.fullmatch(text):
        return f"{match[3]}-{int(match[2]):02}-{int(match[1]):02}"
    if match := _QUARTER.fullmatch(text):
        return f"{match[1]}-{int(match[2]) * 3:02}"
    return ""
