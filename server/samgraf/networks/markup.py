"""Text in XML: what has a meaning there is escaped, and what may not stand there is replaced."""

import re

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What is no character of XML 1.0 (section 2.2), however it is escaped."""

_INSTEAD = "\N{REPLACEMENT CHARACTER}"
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    # As they are, readers of XML would make spaces of them within attributes.
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}
_MEANT = re.compile('[&<>"\t\n\r]')


def escaped(value: object) -> str:
    """Return a value as it stands in the text or in an attribute of an element."""
    return _MEANT.sub(lambda found: _ESCAPES[found[0]], readable(value))


def readable(value: object) -> str:
    """Return a value without the characters that no reader of files expects in them."""
    return _FORBIDDEN.sub(_INSTEAD, str(value))
