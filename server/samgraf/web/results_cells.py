"""The cells of an answer as HTML: links where they may be, what they are in their own language."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup, escape

from samgraf.store.rows import Term
from samgraf.terms import XSD

from . import dates
from .addresses import local, shown_iri
from .languages import reader
from .results_read import Answer, Row
from .results_views import Column
from .seen import shortened
from .views import Value

ROWS = 200
"""Rows of one page of an answer."""

_PLAIN = re.compile(r"[+-]?\d{1,18}(?:\.\d{1,12})?")
_TEXT = str(XSD.string)
_DIRECTED = "--"
_DIRECTIONS = ("ltr", "rtl")
"""What stands behind a language of RDF 1.2 (RDF Concepts, section 3.4)."""


@dataclass(frozen=True, slots=True)
class Head:
    """A column of the table: its name, and whether it holds numbers."""

    name: str
    number: bool


def heads(answer: Answer, columns: Sequence[Column]) -> list[Head]:
    """Return the heads of a table."""
    numbers = {column.name for column in columns if column.kind == "number"}
    return [Head(name, name in numbers) for name in answer.variables]


def iris(rows: Iterable[Row]) -> list[str]:
    """Return the IRIs in some rows."""
    found = (term.value for row in rows for term in row if term is not None and term.kind == "uri")
    return list(dict.fromkeys(found))


def cell(term: Term | None, names: Mapping[str, Value], number: bool) -> Markup:
    """Write one term."""
    if term is None:
        return Markup()
    if term.kind == "uri":
        return _thing(term.value, names.get(term.value))
    if term.kind == "bnode":
        return Markup("<code>_:{}</code>").format(shortened(term.value))
    if number and _PLAIN.fullmatch(term.value):
        return escape(dates.number(term.value))
    return _literal(term)


def figure(term: Term) -> str:
    """Write a number as the reader does; one that is too long to be read stays as it is."""
    return dates.number(term.value) if _PLAIN.fullmatch(term.value) else term.value


def _thing(iri: str, name: Value | None) -> Markup:
    """Write an IRI, its name before it where that is known."""
    address, told = local(iri), shortened(shown_iri(iri))
    if name is None:
        return _linked(address, told, iri, None)
    return _linked(address, name.text, iri, name.language) + Markup(
        ' <small class="muted">{}</small>'
    ).format(told)


def _linked(address: str | None, text: str, iri: str, language: str | None) -> Markup:
    said = _said(language) if language and language != reader() else ""
    if address is None:
        return Markup("<code{}>{}</code>").format(said, text)
    away = "" if address.startswith("/") else Markup(' rel="nofollow"')
    return Markup('<a href="{}" title="{}"{}{}>{}</a>').format(
        address, shortened(iri), said, away, text
    )


def _said(tag: str) -> Markup:
    """Write in which language a text is, and in which direction where that is told."""
    language, _, direction = tag.partition(_DIRECTED)
    told = Markup(' lang="{}"').format(language)
    return told + Markup(' dir="{}"').format(direction) if direction in _DIRECTIONS else told


def _literal(term: Term) -> Markup:
    text = shortened(term.value)
    if term.language:
        language, _, _ = term.language.partition(_DIRECTED)
        return Markup('<span{}>{}</span> <span class="lbl">{}</span>').format(
            _said(term.language), text, language
        )
    if term.datatype and term.datatype != _TEXT:
        return Markup('<span title="{}">{}</span>').format(shown_iri(term.datatype), text)
    return escape(text)
