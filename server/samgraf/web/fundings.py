"""Money that an actor gives and gets: sums by status and currency, and each funding."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from flask_babel import format_currency, format_decimal

from samgraf.store.pool import Term
from samgraf.terms import SG, SKOS

from . import paging
from .memberships import Sourced, add_sources
from .site import Rows, site
from .views import Value, by_name, named, span, text

SIDES = ("given", "received")
"""Sides of a funding; each is also the parameter that turns the pages of its list."""

WAYS = ("recipient", "applicant", "beneficiary", "collectiveParticipant")
"""How an actor can be on the side of those who get."""

LINKS = frozenset(str(SG[name]) for name in ("funder", *WAYS))
"""The properties by which fundings name their parties."""

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


def _part(term: str, side: str, count: int) -> paging.Part[Funding]:
    page = paging.number(side)
    offset = (page - 1) * paging.ROWS
    rows = site().rows_from(offset, "pages/fundings", thing=term, side=f'"{side}"')
    return paging.cut_out(_fundings(rows), count, page, side)


def _fundings(rows: Rows) -> list[Funding]:
    grouped: dict[str, Rows] = {}
    for row in rows:
        grouped.setdefault(row["funding"].value, []).append(row)
    found = [_funding(iri, of_one) for iri, of_one in sorted(grouped.items())]
    return sorted(found, key=lambda one: one.day, reverse=True)


def _funding(iri: str, rows: Rows) -> Funding:
    plain = {row["property"].value: row["value"].value for row in rows if "property" in row}
    dates = next((row for row in rows if "start" in row or "end" in row), {})
    currency = plain.get(str(SG.currency), "")
    found = Funding(
        iri,
        plain.get(str(SG.fundingStatus), "").rpartition("/")[2],
        _named(rows, str(SG.funder)),
        {way: _named(rows, str(SG[way])) for way in WAYS},
        _named(rows, str(SG.underProgramme)),
        _named(rows, str(SG.fundedProject)),
        amount(plain.get(str(SG.amountGranted), ""), currency),
        amount(plain.get(str(SG.amountPaid), ""), currency),
        span(text(dates, "start"), text(dates, "end")),
        text(rows[0], "day"),
        plain.get(str(SKOS.editorialNote), ""),
    )
    add_sources(found, rows)
    return found


def _named(rows: Rows, name: str) -> list[Value]:
    labels: dict[str, list[Term]] = {}
    for row in rows:
        if "property" in row and row["property"].value == name:
            known = labels.setdefault(row["value"].value, [])
            known += [row["label"]] if "label" in row else []
    return sorted((named(iri, known) for iri, known in labels.items()), key=by_name)


def amount(number: str, currency: str) -> str:
    """Write an amount with its currency in the reader's words; '' where it is not known."""
    try:
        value = Decimal(number)
    except InvalidOperation:
        return ""
    if not currency:
        return str(format_decimal(value))
    whole = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    pattern = "#,##0" if whole == whole.to_integral_value() else "#,##0.00"
    return str(format_currency(whole, currency, pattern, currency_digits=False, format_type="name"))
