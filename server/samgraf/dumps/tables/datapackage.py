"""The tables as a Tabular Data Package (Frictionless Data, Data Package 1)."""

from collections.abc import Iterable, Mapping

from samgraf.dumps.listing import LICENCE

from .csvw import PART
from .declared import Column, Table

Described = dict[str, object]

FILE = "datapackage.json"
"""How the specification calls the description."""

_TYPES: Mapping[str, Mapping[str, str]] = {
    "iri": {"type": "string", "format": "uri"},
    "day": {"type": "date"},
    "year": {"type": "year"},
    "whole": {"type": "integer"},
    "number": {"type": "number"},
}


def described(
    tables: Iterable[Table], about: Mapping[str, str], sizes: Mapping[str, tuple[int, str]]
) -> Described:
    """Describe the tables beside the description; ``sizes`` has bytes and SHA-256 by table."""
    return {
        "profile": "tabular-data-package",
        "name": "samgraf",
        "title": about["title"],
        "version": about["version"],
        "homepage": about["source"],
        "licenses": [{"name": "CC-BY-4.0", "path": LICENCE}],
        "sources": [{"title": "Samgraf", "path": about["source"]}],
        "resources": [_resource(table, *sizes[table.name]) for table in tables],
    }


def _resource(table: Table, size: int, sha256: str) -> Described:
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": table.file,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": size,
        "hash": f"sha256:{sha256}",
        "schema": {
            "fields": [_field(column) for column in table.columns],
            "primaryKey": [*table.key],
            "foreignKeys": [
                {
                    "fields": [column.name],
                    "reference": {"resource": _referred(table, column), "fields": ["key"]},
                }
                for column in table.columns
                if column.refers
            ],
            "missingValues": [""],
        },
    }


def _referred(table: Table, column: Column) -> str:
    """Name the table; '' stands for the own one (Table Schema, section foreignKeys)."""
    return "" if column.refers == table.name else column.refers


def _field(column: Column) -> Described:
    constraints: Described = {"required": True} if column.needed else {}
    if column.form == "part":
        constraints["pattern"] = PART
    told: Described = {"name": column.name, "description": column.meaning}
    told |= _TYPES.get(column.form, {"type": "string"})
    if column.property:
        told["rdfType"] = column.property
    return told | ({"constraints": constraints} if constraints else {})
