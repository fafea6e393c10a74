"""Small things as readers see them: numbers in groups, kinds in words, flags of countries."""

import re

from markupsafe import Markup

from samgraf.drawing.flags import flag

from . import dates

COUNTRIES = {
    "DNK": "Denmark",
    "FIN": "Finland",
    "FRO": "Faroe Islands",
    "GRL": "Greenland",
    "ISL": "Iceland",
    "NOR": "Norway",
    "SWE": "Sweden",
}
_KINDS = {"CooperationBody": "cooperation body"}


def spaced(number: int) -> str:
    """Group the digits of a number as the reader does."""
    return dates.number(number)


def kind_of(name: str) -> str:
    """Return the local name of a class in words."""
    return _KINDS.get(name) or re.sub("(?<=[a-z])(?=[A-Z])", " ", name).lower()


def flag_of(country: str) -> Markup:
    """Return the flag of a country by its code or IRI, '' where none is drawn."""
    return Markup(flag(country.rpartition("/")[2]))
