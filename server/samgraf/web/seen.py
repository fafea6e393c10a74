"""Text as a page may hold it: nothing that cannot be seen may change how the rest is read.

Names come from many hands. Marks that turn the direction of text reach beyond the name that they
stand in; control characters are not allowed in HTML at all. The data keep both as they are.
"""

import re

from flask import Response
from flask_babel import gettext

from . import dates

_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")
"""Embeddings, overrides and isolates (UAX 9): a name has no need of them, style isolates it."""

_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u2028\u2029\ufdd0-\ufdef\ufffe\uffff]")
_SIGN = "\N{REPLACEMENT CHARACTER}".encode()
_CONTROLS = bytes({*range(0x20), 0x7F} - {*b"\t\n\f\r"})
_PLAIN = re.compile(b"[" + re.escape(_CONTROLS) + b"]")
_TURNS = re.compile(rb"\xe2(?:\x80[\xaa-\xae]|\x81[\xa6-\xa9])")
_SIGNS = re.compile(rb"\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]|\xef(?:\xb7[\x90-\xaf]|\xbf[\xbe\xbf])")
"""The same in UTF-8: a page is looked through as it is sent."""

LONGEST = 2000
"""Characters of one value on a page."""


def seen(text: str) -> str:
    """Return a text without marks that turn it, and with a sign for each control character."""
    if text.isprintable():
        return text
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", _TURNING.sub("", text))


def page(answer: Response) -> Response:
    """Make seen all of a finished page: wherever a name went, it is here."""
    if answer.mimetype == "text/html":
        body = answer.get_data()
        made = _SIGNS.sub(_SIGN, _TURNS.sub(b"", body))
        if len(made.translate(None, _CONTROLS)) != len(made):
            made = _PLAIN.sub(_SIGN, made)
        if made != body:
            answer.set_data(made)
    return answer


def shortened(text: str, most: int = LONGEST) -> str:
    """Return the beginning of a very long text, and how long it is."""
    if len(text) <= most:
        return text
    whole = gettext("%(number)s characters in all, in the data", number=dates.number(len(text)))
    return f"{text[:most]} \u2026 ({whole})"
