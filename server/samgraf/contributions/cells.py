"""Faults of tables as findings, in five languages, with the cell they stand in."""

import json
import re
from collections.abc import Mapping

from samgraf.errors import SourceError
from samgraf.findings import SEVERITIES, Finding, Spot

from .nearby import meant
from .wording import remedies, sentences

MOST_SHOWN = 60
_NOTES = ("mark",)
"""Kinds of fault that keep nothing from being read."""
_HEADER_KINDS = ("missing-column", "unknown-column", "column-order")
_WHOLE = ("header", "tables", "columns", "choices")
_CELL = re.compile(r'(?:"(?:[^"]|"")*+"|[^,"]*+)(?:,|$)')


class _Words(dict[str, str]):
    """Words for a sentence; a dash for what no one gave."""

    def __missing__(self, key: str) -> str:
        return "-"


def finding(fault: SourceError, columns: tuple[str, ...], line: str) -> Finding:
    """Return a fault of a table as a finding; ``line`` is the text of its row."""
    value = fault.words.get("value", "")
    shown = {k: v if len(v) <= MOST_SHOWN or k in _WHOLE else v[:MOST_SHOWN - 1] + "…"
             for k, v in fault.words.items() if v}  # fmt: skip
    words = _Words(shown, column=fault.column, problem=fault.problem)
    suggested = meant(fault.kind, value, fault.words)
    if fault.kind in _HEADER_KINDS:
        column = line.find(fault.words.get("written", fault.column)) + 1
    else:
        index = columns.index(fault.column) if fault.column in columns else -1
        if fault.kind == "surplus":
            index = len(columns)
        column = column_of(line, index, value)
    return Finding(
        spot=Spot(fault.file, fault.line, column, fault.column),
        severity=SEVERITIES[-1] if fault.kind in _NOTES else SEVERITIES[0],
        focus_node="",
        path="",
        value=json.dumps(value, ensure_ascii=False) if value else "",
        shape="",
        component="",
        messages=sentences(fault.kind, words),
        suggestions=remedies(fault.kind, words, suggested),
        suggested=suggested,
    )


def column_of(line: str, index: int, value: str) -> int:
    """Return the column, from 1, at which a value stands in a cell of a row; 0 if not found."""
    position = 0
    for number in range(index + 1):
        found = _CELL.match(line, position)
        if found is None:
            return 0
        if number == index:
            inside = line.find(value, position, found.end()) if value else position
            return max(inside, position) + 1
        position = found.end()
    return 0


def field_of(cells: Mapping[str, str], predicate: str, value: str) -> str:
    """Name the column that a statement's value comes from, as far as it can be known."""
    tail = value.rpartition("/")[2]
    fitting = [
        column
        for column, cell in cells.items()
        if cell and (value.endswith(f"/{cell}") or {value, tail} & {cell, *cell.split("|")})
    ]
    meant_for = _COLUMNS.get(re.split("[/#]", predicate)[-1], ())
    return next((column for column in fitting if column in meant_for), "".join(fitting[:1]))


_COLUMNS = {
    "startDate": ("start", "valid_from"),
    "endDate": ("end", "valid_to"),
    "member": ("member",),
    "organization": ("organisation",),
    "originalOrganization": ("from",),
    "resultingOrganization": ("to",),
    "amountGranted": ("amount_granted",),
    "amountPaid": ("amount_paid",),
    "source": ("source",),
    "issued": ("issued",),
    "retrievedOn": ("retrieved",),
    "attestedOn": ("attested",),
    "applicant": ("applicant",),
    "recipient": ("recipient",),
    "beneficiary": ("beneficiaries",),
    "funder": ("funder",),
}
"""Where several cells hold the same value: which column a predicate comes from."""
