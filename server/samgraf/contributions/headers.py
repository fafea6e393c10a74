"""Which table of data/ a CSV file is, told by its header row alone."""

import csv
from collections.abc import Sequence

from samgraf.errors import SourceError
from samgraf.tables.catalogue import TABLES, Table
from samgraf.tables.files import header_fault

OURS = ("ledger", "coverage")
"""Tables that people do not bring: what is published, and what of five documents is carried."""

_ALIKE = 0.4
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
    header = next(csv.reader([line]), [])
    table = max(TABLES.values(), key=lambda table: _alike(header, table.columns))
    if _alike(header, table.columns) < _ALIKE:
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
    return wrong


def _alike(header: Sequence[str], columns: Sequence[str]) -> float:
    """Return which part of all columns both have (Jaccard)."""
    return len({*header} & {*columns}) / len({*header} | {*columns})
