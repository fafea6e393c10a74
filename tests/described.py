"""What the description of tables (CSV on the Web) says that their cells state, as triples."""

import csv
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

Said = tuple[str, str, str]
"""Subject, property, and the IRI or the text of the value."""


def tables(folder: Path) -> Iterator[tuple[str, Mapping[str, object], list[dict[str, str]]]]:
    """Yield name, schema and rows of each table that the description names."""
    described = json.loads((folder / "csv-metadata.json").read_text("utf-8"))
    for table in described["tables"]:
        with (folder / table["url"]).open(encoding="utf-8", newline="") as file:
            yield table["url"].removesuffix(".csv"), table["tableSchema"], [*csv.DictReader(file)]


def said(schema: Mapping[str, object], row: Mapping[str, str]) -> Iterator[Said]:
    """Yield what a row states (Generating RDF from Tabular Data on the Web, section 5, minimal)."""
    columns = schema["columns"]
    assert isinstance(columns, list)
    for column in columns:
        if column.get("suppressOutput") or row[column["name"]] == "":
            continue
        about = _filled(str(column.get("aboutUrl", schema.get("aboutUrl"))), row)
        value = row[column["name"]]
        yield about, column["propertyUrl"], _filled(column.get("valueUrl", ""), row) or value


def _filled(template: str, row: Mapping[str, str]) -> str:
    """Expand {+name} (RFC 6570, section 3.2.3) with what no expansion would change."""
    return re.sub(r"\{\+(\w+)\}", lambda found: row[found[1]], template)
