"""What a thing is called in a citation: its name and, of an actor, what, where and when it was.

A name alone does not tell which: Haderslev was another municipality until 2006, and a town is too.
"""

from collections.abc import Iterable

from samgraf.store.rows import Term
from samgraf.terms import RDF, SG, thing

from .languages import reader
from .site import Rows, site
from .subject import Subject
from .views import text

_YEAR = 4  # characters of a year


def called(about: Subject, language: str = "") -> str:
    """Return what the thing of a page is called, with words in a language, the reader's by default.

    Of an actor: ``Haderslev (municipality, Denmark, 2007-)``.
    """
    name = about.heading().text
    if not about.iri.startswith(thing("actor", "")):
        return name
    rows, words = about.statements(), language or reader()
    kinds, countries = (_labels(rows, property, words) for property in (RDF.type, SG.country))
    told = [part for part in (*kinds, *countries, _years(about.iri)) if part]
    return f"{name} ({', '.join(told)})" if told else name


def _labels(rows: Rows, property: str, language: str) -> list[str]:
    """Return what the values of a property are called in a language, or else in English."""
    found: dict[str, dict[str, str]] = {}
    for row in rows:
        if row["property"].value == str(property) and "label" in row:
            label: Term = row["label"]
            found.setdefault(row["value"].value, {})[label.language or ""] = label.value
    names = (labels.get(language) or labels.get("en", "") for labels in found.values())
    return sorted(name for name in names if name)


def _years(iri: str) -> str:
    """Return from which year to which an actor was there, as far as its versions tell."""
    rows = site().rows("pages/versions", thing=f"<{iri}>")
    starts, ends = _days(rows, "start"), _days(rows, "end")
    begun = min(starts)[:_YEAR] if starts and all(starts) else ""
    over = max(ends)[:_YEAR] if ends and all(ends) else ""
    return f"{begun}-{over}" if begun or over else ""


def _days(rows: Iterable[dict[str, Term]], name: str) -> set[str]:
    return {text(row, name) for row in rows}
