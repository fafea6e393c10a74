"""All tables of a version as files, with their descriptions, and packed together."""

import hashlib
import json
from collections.abc import Mapping

from samgraf import queries
from samgraf.dumps.listing import Content
from samgraf.dumps.origin import Origin
from samgraf.dumps.packing import zipped
from samgraf.dumps.shelf import Shelf
from samgraf.store.loading import Bench

from . import actors, csvw, datapackage, filling, relations
from .declared import Table

TABLES = (*relations.TABLES[:3], *actors.TABLES, *relations.TABLES[3:])
"""Every table, what most people look for first."""

_LABELS = "dumps/labels"


def write(shelf: Shelf, bench: Bench, origin: Origin) -> None:
    """Put the tables, their two descriptions and all of them in one file on a shelf."""
    called = filling.names(bench.rows(_LABELS, queries.text(_LABELS)))
    bodies: dict[str, bytes] = {}
    for table in TABLES:
        names = [column.name for column in table.queried]
        answers = bench.table(table.query, queries.text(table.query), names)
        rows = filling.filled(table, answers, called, origin.data_date)
        body = bodies[table.file] = filling.as_csv(table, rows)
        what = Content(table.file, "tables", "table", "text/csv", rows=len(rows), table=table.name)
        shelf.put(what, body, "")
    bodies |= _descriptions(bodies, origin.told())
    for name in (csvw.FILE, datapackage.FILE):
        form = "application/csvm+json" if name == csvw.FILE else "application/json"
        shelf.put(Content(name, "tables", "description", form), bodies[name], "")
    shelf.put(Content("tables.zip", "tables", "tables", "text/csv"), zipped(bodies), "")


def _descriptions(bodies: Mapping[str, bytes], about: Mapping[str, str]) -> dict[str, bytes]:
    sizes = {
        table.name: (len(bodies[table.file]), hashlib.sha256(bodies[table.file]).hexdigest())
        for table in TABLES
    }
    return {
        csvw.FILE: _json(csvw.described(TABLES, about)),
        datapackage.FILE: _json(datapackage.described(TABLES, about, sizes)),
    }


def _json(content: Mapping[str, object]) -> bytes:
    return (json.dumps(content, indent=1, ensure_ascii=False) + "\n").encode()


def named(name: str) -> Table | None:
    """Find a table by its name."""
    return next((table for table in TABLES if table.name == name), None)
