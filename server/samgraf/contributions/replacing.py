"""What rows of tables change: a table states a thing anew, where files of RDF only add to it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from samgraf.findings import SEVERITIES, Finding, Spot
from samgraf.store.asking import Facts, Iri, Triple
from samgraf.validation.sentences import five
from samgraf.validation.terms import Index, sh

from .reading import Brought

_CHANGED = five(
    "The graph says {old}; this row changes it to {new}.",
    "Grafen siger {old}; denne række ændrer det til {new}.",
    "Grafen sier {old}; denne raden endrer det til {new}.",
    "Grafen säger {old}; den här raden ändrar det till {new}.",
    "Tietoverkossa on {old}; tämä rivi muuttaa sen arvoksi {new}.",
)


@dataclass(frozen=True, slots=True)
class Replaced:
    """A statement of the graph, the one that takes its place, and where that stands."""

    old: Triple
    new: Triple
    spot: Spot

    def finding(self) -> Finding:
        """Return the note that tells of it, so that nothing is changed unseen."""
        subject, predicate, value = self.new
        words = {"old": f"“{self.old[2].value}”", "new": f"“{value.value}”"}
        return Finding(
            self.spot,
            SEVERITIES[-1],
            str(subject),
            str(predicate),
            str(value),
            "",
            "changed-value",
            {language: text.format(**words) for language, text in _CHANGED.items()},
            beside_the_graph=True,
        )


def replaced(brought: Brought, facts: Facts, shapes: Index) -> Iterator[Replaced]:
    """Yield what the graph says otherwise of a property that has one value at most."""
    single = _single(shapes)
    for triple in brought.triples:
        subject, predicate, value = triple
        spot = brought.spots[triple]
        if predicate not in single or not spot.field:
            continue
        for old in facts.matching(subject, predicate, None):
            if old[2] != value:
                yield Replaced(old, triple, spot)


def _single(shapes: Index) -> set[Iri]:
    """Return the properties that have one value at most wherever a shape counts them."""
    most: dict[Iri, set[str]] = {}
    for shape in shapes.subjects():
        paths, counts = shapes.objects(shape, sh("path")), shapes.objects(shape, sh("maxCount"))
        for path in paths:
            if isinstance(path, Iri):
                most.setdefault(path, set()).update(count.value for count in counts)
    return {path for path, counts in most.items() if counts == {"1"}}


def old_of(changes: Sequence[Replaced]) -> tuple[Triple, ...]:
    """Return the statements that go."""
    return tuple(dict.fromkeys(change.old for change in changes))
