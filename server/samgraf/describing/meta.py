"""What is said of the published IRIs themselves: the ledger in ``graph/meta``.

Design: ontology, section 2.5.
"""

from collections.abc import Iterable

from rdflib import Literal, URIRef

from samgraf.errors import SourceError
from samgraf.model import LedgerEntry
from samgraf.terms import DCT, META, OWL, XSD, canonical

from .statements import Statements, dated


def describe_ledger(said: Statements, ledger: Iterable[LedgerEntry]) -> None:
    """State when each IRI was minted, and what became of the retired ones.

    Raise ``SourceError`` for an IRI minted twice, or retired before it was minted.
    """
    minted: dict[str, LedgerEntry] = {}
    for row in ledger:
        iri = URIRef(canonical(row.iri))
        if row.action == "minted":
            other = minted.setdefault(row.iri, row)
            if other is not row:
                _refuse(row, f"it was minted in line {other.place.line} already", "remove the row")
            said.say(META, iri, DCT.created, dated(row.date))
            continue
        if row.iri not in minted:
            _refuse(row, "it was never minted", "mend the address")
        said.say(META, iri, OWL.deprecated, Literal("true", datatype=XSD.boolean))
        if row.replaced_by:
            said.say(META, iri, DCT.isReplacedBy, URIRef(canonical(row.replaced_by)))


def _refuse(row: LedgerEntry, problem: str, remedy: str) -> None:
    raise SourceError(row.place.file, row.place.line, "iri", f"{row.iri}: {problem}", remedy)


def published(said: Statements) -> list[str]:
    """Return the addresses of all things, without the base, that a release publishes; sorted.

    Hash nodes belong to their things and are not listed.
    """
    things = {str(s) for s, _, _, graph in said.quads if graph != META and "#" not in s}
    return sorted(short for iri in things if (short := _short(iri)))


def _short(iri: str) -> str:
    base = canonical("")
    return iri.removeprefix(base) if iri.startswith((base + "id/", base + "code/")) else ""
