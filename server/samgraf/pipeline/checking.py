"""Shapes against what the tables say; a violation names the row that it comes from."""

from collections.abc import Callable, Iterator, Sequence

from rdflib import Graph

from samgraf import resources, validation
from samgraf.describing.statements import Statements
from samgraf.errors import ShapesViolated
from samgraf.terms import SH
from samgraf.validation import MOST_LINES, Violation

_VIOLATION = str(SH.Violation)


def check(said: Statements, vocabulary: Graph, say: Callable[[str], None]) -> None:
    """Raise ``ShapesViolated`` if the statements break a shape that the build runs."""
    core = validation.core_shapes()
    # Of these shapes, without long queries, our own engine is no faster on the real graph.
    refuse(said, validation.validate(said.merged(), core, vocabulary, "pyshacl"))
    slow = [*validation.slow_shapes(), *validation.derived_shapes()]
    left = ", ".join(resources.name_of(file) for file in slow)
    say(f"not checked by the build, only by 'make test-slow': {left}")


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
