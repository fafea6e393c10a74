"""Shapes against what the tables say; a violation names the row that it comes from."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from rdflib import Graph, Literal

from samgraf import validation
from samgraf.describing.statements import Statements, line
from samgraf.errors import ShapesViolated
from samgraf.store.asking import Facts, Iri
from samgraf.terms import BOUNDS, CURRENT, PAV, SH, VOCAB
from samgraf.validation import MOST_LINES, Violation

from .derive import Graphs

_VIOLATION = str(SH.Violation)


@dataclass(frozen=True, slots=True)
class Checked:
    """Statements that break no shape, as they are asked, for what is derived from them."""

    said: Statements
    vocabulary: Graph
    facts: Facts

    def with_derived(self, graphs: Graphs, today: date, say: Callable[[str], None]) -> None:
        """Raise ``ShapesViolated`` if bounds or shortcuts of the data date break a shape.

        The shapes take the latest day on which a source was retrieved for the data date.
        """
        self.facts.remove(list(self.facts.matching(None, Iri(PAV.retrievedOn), None)))
        self.facts.load(_text([line(VOCAB, PAV.retrievedOn, Literal(today))]))
        for graph in (BOUNDS, CURRENT):
            self.facts.load(_text(graphs.get(str(graph), [])))
        self.hold(validation.derived_shapes(), say)

    def hold(self, shapes: Sequence[Path], say: Callable[[str], None]) -> None:
        """Raise ``ShapesViolated`` for violations; only count warnings."""
        found = validation.broken(self.facts, shapes)
        wrong = [one for one in found if one.check.shape.severity.value == _VIOLATION]
        if wrong:
            data = self.said.merged() + self.vocabulary
            refuse(self.said, validation.in_words(wrong, data))
        say(f"{len(shapes)} shape files hold, with {len(found):,} warnings")


def check(
    said: Statements, vocabulary: Graph, graphs: Graphs, say: Callable[[str], None]
) -> Checked:
    """Raise ``ShapesViolated`` if the authored graphs break a shape."""
    facts = Facts.bulk(_text(triple for triples in graphs.values() for triple in triples))
    checked = Checked(said, vocabulary, facts)
    checked.hold(validation.data_shapes(), say)
    return checked


def _text(triples: Iterable[str]) -> bytes:
    return "".join(f"{triple} .\n" for triple in triples).encode()


def refuse(said: Statements, found: Sequence[Violation]) -> None:
    """Raise ``ShapesViolated`` if there is a violation; warnings do not count."""
    wrong = [violation for violation in found if violation.severity == _VIOLATION]
    if wrong:
        raise ShapesViolated("\n".join(_lines(said, wrong)))


def _lines(said: Statements, wrong: Sequence[Violation]) -> Iterator[str]:
    """Say each violation with its place; beyond the most that are told only their number."""
    for violation in wrong[:MOST_LINES]:
        place = said.place_of(violation.focus, violation.value)
        where = f"{place.file}:{place.line}: " if place else ""
        yield f"{where}{violation.line}"
    if len(wrong) > MOST_LINES:
        yield f"… and {len(wrong) - MOST_LINES} more"
