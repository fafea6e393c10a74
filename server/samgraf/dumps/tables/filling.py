"""Rows of the queries become rows of the tables: short keys, names, and how things stand."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from samgraf.networks.describing import called_in
from samgraf.networks.rows import last_part

from .declared import ACTOR, MANY, Column, Table

Row = list[str]


def names(rows: Iterable[Sequence[str]]) -> Mapping[str, str]:
    """Name each actor in the language of its country, by its key; of rows of ``dumps/labels``."""
    found: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for iri, country, name, language in rows:
        found[iri.removeprefix(ACTOR), last_part(country)][language].add(name)
    return {key: called_in(country, labels) for (key, country), labels in sorted(found.items())}


def filled(
    table: Table, rows: Iterable[Sequence[str]], called: Mapping[str, str], today: str
) -> list[Row]:
    """Return the rows of a table, sorted; ``rows`` have what its query answers, '' for nothing."""
    return sorted(_row(table, row, called, today) for row in rows)


def _row(table: Table, answers: Sequence[str], called: Mapping[str, str], today: str) -> Row:
    cells = {
        column.name: _cell(column, answer)
        for column, answer in zip(table.queried, answers, strict=True)
    }
    for column in table.columns:
        if column.made == "standing":
            cells[column.name] = standing(cells, today)
        elif column.made:
            cells[column.name] = called.get(cells[column.made], "")
    return [cells[column.name] for column in table.columns]


def _cell(column: Column, answer: str) -> str:
    if column.form == "key":
        return answer.removeprefix(column.begin)
    if column.form == "last":
        return last_part(answer)
    if column.form == "list":
        return MANY.join(sorted(iri.removeprefix(column.begin) for iri in answer.split(MANY)))
    return answer


def standing(cells: Mapping[str, str], day: str) -> str:
    """Tell how a relation stands on a day by its four bounds (design: ontology, section 3)."""
    begun, seen = cells["begins_not_after"], cells["ends_not_before"]
    before, after = cells["begins_not_before"], cells["ends_not_after"]
    if (before and day < before) or (after and day > after):
        return "no"
    if begun and begun <= day:
        return "certain" if day <= seen else "presumed"
    return "possible"


def as_csv(table: Table, rows: Iterable[Row]) -> bytes:
    """Write a table as CSV with a head (RFC 4180), in UTF-8."""
    sink = io.StringIO(newline="")
    writer = csv.writer(sink)
    writer.writerow([column.name for column in table.columns])
    writer.writerows(rows)
    return sink.getvalue().encode()
