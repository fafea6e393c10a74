"""How much a graph holds, counted in one pass over its triples (VoID, section 4).

https://www.w3.org/TR/void/#statistics. Terms are told apart by how they are written, so a graph
must write each value in one way; the tests hold every number to a COUNT query.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from samgraf.terms import BASE, ID, OWL, RDF, SCHEMA, SKOS, VOID

Pairs = set[tuple[str, str]]
_TYPE = f"<{RDF.type}>"
LINKS = tuple(
    str(link)
    for link in (
        *(SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch),
        *(SCHEMA.sameAs, OWL.sameAs),
    )
)
"""The properties by which a thing of ours is tied to the same or a near one elsewhere."""


@dataclass(frozen=True, slots=True)
class Uses:
    """How often a property is used, by how many subjects, with how many values."""

    triples: int
    subjects: int
    objects: int


@dataclass(frozen=True, slots=True)
class LinkSet:
    """A link set that the graph declares, by one property to one other data set."""

    iri: str
    predicate: str
    target: str
    triples: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What a graph holds."""

    triples: int
    subjects: int
    objects: int
    entities: int
    """Subjects that have a class."""
    classes: Mapping[str, int]
    """Class to how many things are of it, sorted."""
    properties: Mapping[str, Uses]
    """Property to its uses, sorted."""
    links: Mapping[tuple[str, str], int]
    """Property and place of the other data set to how many things of ours it ties; sorted."""
    link_sets: tuple[LinkSet, ...]
    """What the graph itself says of its links, in the order of their IRIs."""
    examples: Mapping[str, str]
    """Class to the first thing of it in the order of IRIs that has an address; sorted."""


def count(triples: Iterable[str]) -> Counted:
    """Count triples, each in N-Triples without its final point."""
    said: dict[str, Pairs] = defaultdict(set)
    for triple in triples:
        subject, prop, value = triple.split(" ", 2)
        said[prop].add((subject, value))
    uses, subjects, objects = {}, set(), set()
    for prop in sorted(said):
        own, values = {s for s, _ in said[prop]}, {o for _, o in said[prop]}
        uses[prop[1:-1]] = Uses(len(said[prop]), len(own), len(values))
        subjects |= own
        objects |= values
    typed = said.get(_TYPE, set())
    return Counted(
        triples=sum(use.triples for use in uses.values()),
        subjects=len(subjects),
        objects=len(objects),
        entities=len({s for s, _ in typed}),
        classes=_sorted(Counter(o[1:-1] for _, o in typed)),
        properties=uses,
        links=_links(said),
        link_sets=tuple(_declared(said)),
        examples=_examples(typed),
    )


def _sorted(counter: Counter[str]) -> dict[str, int]:
    return dict(sorted(counter.items()))


def _links(said: Mapping[str, Pairs]) -> dict[tuple[str, str], int]:
    """Count the ties from things of ours to those of others, by property and place."""
    found: Counter[tuple[str, str]] = Counter()
    for link in LINKS:
        for subject, value in said.get(f"<{link}>", ()):
            ours = subject.startswith((f"<{ID}", f"<{BASE}code/"))
            if ours and value.startswith("<http") and not value.startswith(f"<{BASE}"):
                found[link, place(value[1:-1])] += 1
    return dict(sorted(found.items()))


def _declared(said: Mapping[str, Pairs]) -> Iterator[LinkSet]:
    """Yield the link sets that are declared with property, target and number."""
    wanted = (VOID.linkPredicate, VOID.objectsTarget, VOID.triples)
    leads, targets, numbers = (dict(sorted(said.get(f"<{prop}>", ()))) for prop in wanted)
    for subject in sorted(s for s, kind in said.get(_TYPE, ()) if kind == f"<{VOID.Linkset}>"):
        if subject in leads and subject in targets and subject in numbers:
            number = int(numbers[subject].split('"')[1])
            yield LinkSet(subject[1:-1], leads[subject][1:-1], targets[subject][1:-1], number)


def place(iri: str) -> str:
    """Return the place that an IRI of others is from: scheme and host, as ``http://eurovoc…/``."""
    parts = urlsplit(iri)
    return f"{parts.scheme}://{parts.netloc}/"


def _examples(typed: Pairs) -> dict[str, str]:
    first: dict[str, str] = {}
    for subject, kind in typed:
        if subject.startswith(f"<{ID}") and "#" not in subject:
            name = kind[1:-1]
            first[name] = min(first.get(name, subject), subject)
    return {kind: first[kind][1:-1] for kind in sorted(first)}
