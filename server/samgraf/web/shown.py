"""Small things as readers see them: numbers in groups, kinds in words, flags of countries."""

from collections.abc import Iterable
from functools import lru_cache

from flask_babel import gettext
from markupsafe import Markup, escape

from samgraf.drawing.flags import flag

from . import dates
from .languages import reader
from .views import Value

COUNTRIES = {
    "DNK": "Denmark",
    "FIN": "Finland",
    "FRO": "Faroe Islands",
    "GRL": "Greenland",
    "ISL": "Iceland",
    "NOR": "Norway",
    "SWE": "Sweden",
}


def spaced(number: int) -> str:
    """Group the digits of a number as the reader does."""
    return dates.number(number)


def linked(value: Value) -> Markup:
    """Write a value with its link and language, as every list and table does."""
    return Markup(_html(value))


def listed(values: Iterable[Value]) -> Markup:
    """Write values one after the other."""
    return Markup(" · ".join(map(_html, values)))


def _html(value: Value) -> str:
    """Write a value; a page has hundreds of them, so each part is escaped on its own."""
    shown, language = escape(value.text), value.language and escape(value.language)
    said = f' lang="{language}"' if language and language != reader() else ""
    if value.date:
        return f'<time datetime="{escape(value.date)}">{shown}</time>'
    if value.link is None:
        note = f' <span class="lbl">{language}</span>' if language else ""
        return f"<span{said}>{shown}</span>{note}"
    away = "" if value.link.startswith("/") else ' rel="nofollow"'
    return f'<a href="{escape(value.link)}"{said}{away}>{shown}</a>'


def noted(numbers: Iterable[int]) -> Markup:
    """Write the numbers of sources, each a link to its place in the list of sources (``#s1``)."""
    language = reader()
    return Markup("".join([_note(number, language) for number in numbers]))


@lru_cache(maxsize=1 << 12)
def _note(number: int, _language: str) -> str:
    """Write one; a page has the same ones hundreds of times."""
    label = escape(gettext("Source %(number)s", number=number))
    return f'<sup><a href="#s{number}" aria-label="{label}">{number}</a></sup>'


def risen(text: str) -> str:
    """Let a text begin with a capital; the rest stays, as EU and NATO must."""
    return text[:1].upper() + text[1:]


def flag_of(country: str) -> Markup:
    """Return the flag of a country by its code or IRI, '' where none is drawn."""
    return Markup(flag(country.rpartition("/")[2]))
