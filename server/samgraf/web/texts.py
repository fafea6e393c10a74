"""Texts of the interface in the reader's language, typed: Flask-Babel's own are not."""

import flask_babel


def gettext(text: str, **values: object) -> str:
    """Return a text in the reader's language."""
    return str(flask_babel.gettext(text, **values))


def ngettext(one: str, many: str, num: int, **values: object) -> str:
    """Return a text with a number in the reader's language."""
    return str(flask_babel.ngettext(one, many, num, **values))
