"""Which table of data/ a CSV file is, told by its header row alone."""

import csv
import difflib
from collections.abc import Sequence

from samgraf.errors import SourceError
from samgraf.tables.catalogue import TABLES, Table
from samgraf.tables.files import header_fault

OURS = ("ledger", "coverage")
"""Tables that people do not bring: what is published, and what of five documents is carried."""

_ALIKE = 0.5
_SEPARATORS = {";": "semicolons (;)", "\t": "tabs", "|": "|"}


def table_of(name: str, first_line: str) -> Table | SourceError:
    """Return the table that a header belongs to, or what is wrong with it."""
    line = first_line.rstrip("\r\n")
    if line.lower().startswith("sep="):
        problem = "the first row is only for Excel"
        return SourceError(name, 1, "", problem, "remove it", "sep-line", value=line)
    for sign, shown in _SEPARATORS.items():
        if line.count(sign) > line.count(","):
            problem = f"the cells are separated by {shown}, not by commas"
            remedy = "save the file as CSV with commas"
            return SourceError(
                name, 1, "", problem, remedy, "separator", sign=sign.replace("\t", "TAB")
            )
    try:
        header = next(csv.reader([line]), [])
    except csv.Error:  # longer than the reader takes
        problem, remedy = "a cell is too long", "write at most 4000 characters in a cell"
        return SourceError(name, 1, "", problem, remedy, "long-cell")
    table = max(TABLES.values(), key=lambda table: _alike(header, table.columns))
    if _known(header, table.columns) < _ALIKE:
        names = ", ".join(name for name in sorted(TABLES) if name not in OURS)
        problem = "this is the header of none of our tables"
        remedy = f"begin with the header of {names}"
        return SourceError(name, 1, "", problem, remedy, "no-table", tables=names)
    if table.name in OURS:
        problem = f"the table {table.name} is kept by the maintainers"
        return SourceError(name, 1, "", problem, "leave it out", "own-table", table=table.name)
    wrong = header_fault(name, header, table.columns)
    if wrong is None:
        return table
    wrong.words |= {"table": table.name, "header": ",".join(table.columns)}
    _name_pairs(wrong, header, table.columns)
    return wrong


def _name_pairs(wrong: SourceError, header: Sequence[str], columns: Sequence[str]) -> None:
    """Add which column each unknown one was probably meant to be, if any; each is meant once."""
    missing = [column for column in columns if column not in header]
    unknown = [column for column in header if column and column not in columns]
    if wrong.kind == "missing-column" and not unknown:
        wrong.kind = "lacking-column"
    pairs = []
    for column in unknown:
        near = difflib.get_close_matches(column.strip().lower(), missing, 1, _ALIKE)
        if near:
            pairs.append((column, near[0]))
            missing.remove(near[0])
    if pairs:
        wrong.words["pairs"] = ", ".join(f"{column} → {near}" for column, near in pairs)
        wrong.words["written"], wrong.column = pairs[0]
    if len(pairs) == 1:
        wrong.words["near"] = pairs[0][1]


def _known(header: Sequence[str], columns: Sequence[str]) -> float:
    """Return which part of a header a table has; people leave out what they do not need."""
    return len(_plain(header) & {*columns}) / len(header) if header else 0


def _plain(header: Sequence[str]) -> set[str]:
    return {column.strip().lower() for column in header}


def _alike(header: Sequence[str], columns: Sequence[str]) -> float:
    """Return which part of all columns both have (Jaccard), capitals apart."""
    plain = _plain(header)
    return len(plain & {*columns}) / len(plain | {*columns})
