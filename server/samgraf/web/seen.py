"""Text as a page may hold it: nothing that cannot be seen may change how the rest is read.

Names come from many hands. Marks that turn the direction of text reach beyond the name that they
stand in; control characters are not allowed in HTML at all. The data keep both as they are.
"""

import re

from flask_babel import gettext

from . import dates

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates (UAX 9): a name has no need of them, style isolates it."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")
LONGEST = 2000
"""Characters of one value on a page."""


def seen(text: str) -> str:
    """Return a text without marks that turn it, and with a sign for each control character."""
    if text.isprintable():
        return text
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", _TURNING.sub("", text))


def finalized(value: object) -> object:
    """Make seen what a template writes; what is markup already was made of such."""
    return seen(value) if type(value) is str else value


def shortened(text: str, most: int = LONGEST) -> str:
    """Return the beginning of a very long text, and how long it is."""
    if len(text) <= most:
        return text
    whole = gettext("%(number)s characters in all, in the data", number=dates.number(len(text)))
    return f"{text[:most]} \u2026 ({whole})"
