"""The tables described for programs: CSV on the Web (W3C, Metadata Vocabulary for Tabular Data)."""

from collections.abc import Iterable, Mapping

from samgraf.dumps.listing import LICENCE

from .declared import MANY, Column, Table

Described = dict[str, object]

FILE = "csv-metadata.json"
"""Where readers of CSVW look beside a table (Model for Tabular Data, section 5.4)."""

PART = r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?"
"""A date as precise as its source: a year, a month or a day."""

_DATATYPES: Mapping[str, object] = {
    "iri": "anyURI",
    "part": {"base": "string", "format": PART},
    "day": {"base": "date", "format": "yyyy-MM-dd"},
    "year": "gYear",
    "whole": "integer",
    "number": "decimal",
}


def described(tables: Iterable[Table], about: Mapping[str, str]) -> Described:
    """Describe a group of tables that lie beside the description."""
    return {
        "@context": ["http://www.w3.org/ns/csvw", {"@language": "en"}],
        "dc:title": about["title"],
        "dc:license": {"@id": LICENCE},
        "dc:source": {"@id": about["source"]},
        "dc:date": {"@value": about["data_date"], "@type": "xsd:date"},
        "schema:version": about["version"],
        "tables": [_table(table) for table in tables],
    }


def _table(table: Table) -> Described:
    return {
        "url": table.file,
        "dc:title": table.title,
        "tableSchema": {
            "columns": [_column(table, column) for column in table.columns],
            "primaryKey": [*table.key] if len(table.key) > 1 else table.key[0],
            "foreignKeys": [
                {
                    "columnReference": column.name,
                    "reference": {"resource": f"{column.refers}.csv", "columnReference": "key"},
                }
                for column in table.columns
                if column.refers
            ],
            **({"aboutUrl": table.about} if table.about else {}),
        },
        "dialect": {"header": True, "encoding": "utf-8", "lineTerminators": ["\r\n"]},
    }


def _column(table: Table, column: Column) -> Described:
    """Describe a column; what tells nothing of the row's thing gives no triple."""
    told: Described = {
        "name": column.name,
        "titles": column.name,
        "dc:description": column.meaning,
        "datatype": _DATATYPES.get(column.form, "string"),
        "required": column.needed,
    }
    if column.language:
        told["lang"] = column.language
    if column.form == "list":
        told["separator"] = MANY
    if not (column.property and table.about):
        return told | {"suppressOutput": True}
    told["propertyUrl"] = column.property
    if column.of:
        told["aboutUrl"] = f"{table.about}{table.nodes}{column.of}"
    if column.form in ("key", "iri"):
        told["valueUrl"] = f"{column.begin}{{+{column.name}}}"
    return told
