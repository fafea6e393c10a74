"""The reverse-path table: from a changed statement to the checks that read it, and how."""

from collections.abc import Iterable, Mapping

from samgraf.store.asking import Iri

from .checks import Check
from .paths import Path, sparql
from .reads import Read

Table = Mapping[Iri | None, Mapping[Path, tuple[int, ...]]]
"""Predicate (None for any), way from target node to subject, numbers of the checks."""


def table_of(checks: Iterable[Check]) -> Table:
    """Turn what checks read round."""
    found: dict[Iri | None, dict[Path, list[int]]] = {}
    for number, check in enumerate(checks):
        for read in sorted(check.reads or (), key=_order):
            found.setdefault(read.predicate, {}).setdefault(read.way, []).append(number)
    return {
        predicate: {way: tuple(numbers) for way, numbers in ways.items()}
        for predicate, ways in found.items()
    }


def _order(read: Read) -> tuple[str, str]:
    return str(read.predicate), sparql(read.way)
