"""Money that an actor gives and gets: sums by status and currency, and each funding."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel.numbers import format_currency, format_decimal

from samgraf.store.rows import Term
from samgraf.terms import SG, SKOS

from . import paging
from .languages import reader
from .memberships import Sourced, add_sources
from .site import Rows, site
from .views import Value, by_name, named, span, text

PART = 25
"""Rows of one part of a list; each takes a dozen rows of the graph."""

SIDES = ("given", "received")
"""Sides of a funding; each is also the parameter that turns the pages of its list."""

WAYS = ("recipient", "applicant", "beneficiary", "collectiveParticipant")
"""How an actor can be on the side of those who get."""

_GIVEN = frozenset({str(SG.funder)})
LINKS = _GIVEN | {str(SG[name]) for name in WAYS}
"""The properties by which fundings name their parties."""

_WAYS = {way: str(SG[way]) for way in WAYS}
_FUNDER, _STATUS, _CURRENCY = str(SG.funder), str(SG.fundingStatus), str(SG.currency)
_GRANTED, _PAID, _NOTE = str(SG.amountGranted), str(SG.amountPaid), str(SKOS.editorialNote)
_PROGRAMME, _PROJECT = str(SG.underProgramme), str(SG.fundedProject)

_STATUSES = ("paid", "granted", "announced", "applied", "refused", "withdrawn")


@dataclass(frozen=True, slots=True)
class Sum:
    """The fundings of one side with one status and currency."""

    status: str
    count: int
    granted: str
    paid: str
    unknown: int
    """Of how many neither amount is known."""


@dataclass(slots=True)
class Funding(Sourced):
    """One funding as a row of a list."""

    iri: str
    status: str
    funders: list[Value]
    parties: dict[str, list[Value]]
    programmes: list[Value]
    projects: list[Value]
    granted: str
    paid: str
    period: str
    day: str
    note: str = ""


@dataclass(slots=True)
class Side:
    """What an actor gives, or what it gets."""

    name: str
    sums: list[Sum]
    part: paging.Part[Funding]


def sides(term: str) -> list[Side]:
    """Return the sides of fundings that an actor is on, with sums and a page of the list."""
    rows = site().rows("pages/funding-sums", thing=term)
    found = []
    for name in SIDES:
        mine = [row for row in rows if row["side"].value == name]
        if mine:
            count = sum(int(row["count"].value) for row in mine)
            found.append(Side(name, sorted(map(_sum, mine), key=_rank), _part(term, name, count)))
    return found


def _rank(one: Sum) -> tuple[int, int, str]:
    known = _STATUSES.index(one.status) if one.status in _STATUSES else len(_STATUSES)
    return known, -one.count, one.granted


def _sum(row: dict[str, Term]) -> Sum:
    count, currency = int(row["count"].value), text(row, "currency")
    grants, payments = int(row["grants"].value), int(row["payments"].value)
    return Sum(
        row["status"].value.rpartition("/")[2],
        count,
        amount(row["sumGranted"].value, currency) if grants else "",
        amount(row["sumPaid"].value, currency) if payments else "",
        count - max(grants, payments),
    )


def ahead(term: str, named_by: frozenset[str]) -> None:
    """Begin what ``sides`` will ask about an actor that these properties point to."""
    if named_by & LINKS:
        site().ahead("pages/funding-sums", thing=term)
    for side, links in zip(SIDES, (_GIVEN, LINKS - _GIVEN), strict=True):
        if named_by & links:
            site().ahead("pages/fundings", _offset(side), thing=term, side=f'"{side}"')


def _offset(side: str) -> int:
    return (paging.number(side) - 1) * PART


def _part(term: str, side: str, count: int) -> paging.Part[Funding]:
    rows = site().rows_from(_offset(side), "pages/fundings", thing=term, side=f'"{side}"')
    return paging.cut_out(_fundings(rows), count, paging.number(side), side, PART)


def _fundings(rows: Rows) -> list[Funding]:
    grouped: dict[str, Rows] = {}
    for row in rows:
        grouped.setdefault(row["funding"].value, []).append(row)
    found = [_funding(iri, of_one) for iri, of_one in sorted(grouped.items())]
    return sorted(found, key=lambda one: one.day, reverse=True)


def _funding(iri: str, rows: Rows) -> Funding:
    said: dict[str, Rows] = {}
    for row in rows:
        said.setdefault(row["property"].value if "property" in row else "", []).append(row)
    plain = {name: found[-1]["value"].value for name, found in said.items() if name}
    others = said.get("", [])
    dates = next((row for row in others if "start" in row or "end" in row), {})
    currency = plain.get(_CURRENCY, "")
    found = Funding(
        iri,
        plain.get(_STATUS, "").rpartition("/")[2],
        _named(said.get(_FUNDER, [])),
        {way: _named(said.get(link, [])) for way, link in _WAYS.items()},
        _named(said.get(_PROGRAMME, [])),
        _named(said.get(_PROJECT, [])),
        amount(plain.get(_GRANTED, ""), currency),
        amount(plain.get(_PAID, ""), currency),
        span(text(dates, "start"), text(dates, "end")),
        text(rows[0], "day"),
        plain.get(_NOTE, ""),
    )
    add_sources(found, others)
    return found


def _named(rows: Rows) -> list[Value]:
    labels: dict[str, list[Term]] = {}
    for row in rows:
        known = labels.setdefault(row["value"].value, [])
        if "label" in row:
            known.append(row["label"])
    return sorted((named(iri, known) for iri, known in labels.items()), key=by_name)


def amount(number: str, currency: str) -> str:
    """Write an amount with its currency in the reader's words; '' where it is not known."""
    return _amount(number, currency, reader()) if number else ""


@lru_cache(maxsize=1 << 14)
def _amount(number: str, currency: str, language: str) -> str:
    """Write an amount in a language; a page of a funder has a hundred, many the same."""
    try:
        value = Decimal(number)
    except InvalidOperation:
        return ""
    if not currency:
        return str(format_decimal(value, locale=language))
    whole = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    pattern = "#,##0" if whole == whole.to_integral_value() else "#,##0.00"
    return str(
        format_currency(
            whole, currency, pattern, locale=language, currency_digits=False, format_type="name"
        )
    )
