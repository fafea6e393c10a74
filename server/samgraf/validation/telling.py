"""From a validation result to a finding: in words, with names, written for machines as well."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from samgraf.findings import SEVERITIES, Finding, Spot
from samgraf.namespaces import BASE, ONTOLOGY
from samgraf.store.asking import Facts, Iri, Literal, Term, Triple, read

from .near import Nearby
from .paths import Back, Choice, Path, Repeat, Step
from .paths import Sequence as Steps
from .program import Found
from .suggesting import Unknown, suggest, unknown_terms
from .terms import FIRST, RDFS, Index, sh
from .wording import MOST_LIMITS, Case, Names, component_name, sentences

_SKOS = "http://www.w3.org/2004/02/skos/core#"
_DCT = "http://purl.org/dc/terms/"
_LABELS = (Iri(_SKOS + "prefLabel"), Iri(RDFS + "label"), Iri(_DCT + "title"))
_DEFINED_BY = RDFS + "isDefinedBy"
_BASES = (BASE + "id/", BASE)
_MARKS = {"*": "zeroOrMorePath", "+": "oneOrMorePath", "?": "zeroOrOnePath"}


class Teller:
    """Turns results into findings; it looks names up in the facts, each once."""

    def __init__(self, facts: Facts, shapes: Sequence[bytes]) -> None:
        """Keep the facts in which names are looked up, and the texts of the shapes."""
        self._facts, self._texts = facts, shapes
        self._nearby = Nearby(facts.rows)
        self._labels: dict[Term, Mapping[str, str]] = {}
        self._lists: dict[Iri, tuple[Term, ...]] = {}

    def finding(self, found: Found, spot: Spot, beside_the_graph: bool) -> Finding:
        """Return a result as a finding at a place."""
        nodes = [found.focus, *([] if found.value is None else [found.value])]
        case = self._case(found)
        terms = (*case.limits, *case.listed, *found.others.values(), *_properties(found.path))
        names = self._names([*nodes, *terms])
        near = suggest(case, self._nearby, names)
        return Finding(
            spot,
            found.check.shape.severity.value.rpartition("#")[2],
            str(found.focus),
            "" if found.path is None else turtle(found.path),
            "" if found.value is None else str(found.value),
            _iri(found.check.shape.node),
            found.check.component.value,
            sentences(case, names),
            near.words if near else {},
            near.term if near else "",
            constraint="" if found.check.constraint is None else _iri(found.check.constraint),
            labels={str(node): names.label(node, "en") for node in nodes if _named(names, node)},
            beside_the_graph=beside_the_graph,
        )

    def unknown(self, triples: Sequence[Triple]) -> Iterator[tuple[Unknown, Finding]]:
        """Yield each use of a term of ours that nobody declared; its spot is yet to be told."""
        base = ONTOLOGY + "#"
        declared = {s for s, _, _ in self._facts.matching(None, Iri(_DEFINED_BY), Iri(ONTOLOGY))}
        terms = {term for term in declared if isinstance(term, Iri)}
        for one in unknown_terms(triples, terms, base):
            near = one.suggestion
            yield (
                one,
                Finding(
                    Spot(""),
                    SEVERITIES[0],
                    str(one.subject),
                    str(one.predicate),
                    "" if one.term == one.predicate else str(one.term),
                    "",
                    "unknown-term",
                    one.messages(),
                    near.words if near else {},
                    near.term if near else "",
                ),
            )

    def _case(self, found: Found) -> Case:
        required = tuple(self._required(found))
        return Case(
            found.check.component,
            found.focus,
            found.path,
            found.value,
            (*found.check.messages, *found.check.shape.messages),
            tuple(self._limits(found)),
            found.others,
            required,
            self._listed(*required[0]) if required else (),
        )

    def _listed(self, of: Iri, owner: Iri) -> tuple[Term, ...]:
        """Return the first members of a list; asked once for each."""
        if owner not in self._lists:
            members = sorted((s for s, _, _ in self._facts.matching(None, of, owner)), key=str)
            self._lists[owner] = tuple(members[: MOST_LIMITS + 1])
        return self._lists[owner]

    @cached_property
    def shapes(self) -> Index:
        """Read the shapes, which are only needed where something is found."""
        return Index(triple for text in self._texts for triple in read(text))

    def _required(self, found: Found) -> Iterator[tuple[Iri, Iri]]:
        """Yield the properties that ``sh:node`` asks of a value, with the value they must have."""
        if component_name(found.check.component) != "Node":
            return
        for shape in self._limits(found):
            for inner in self.shapes.objects(shape, sh("property")):
                path = self.shapes.value(inner, sh("path"))
                owner = self.shapes.value(inner, sh("hasValue"))
                if isinstance(path, Iri) and isinstance(owner, Iri):
                    yield path, owner

    def _limits(self, found: Found) -> Iterator[Term]:
        """Yield the values of the parameter that was broken, members of lists one by one."""
        name = component_name(found.check.component)
        parameter = sh(name[:1].lower() + name[1:])
        for node in self.shapes.objects(found.check.shape.node, parameter):
            is_list = self.shapes.value(node, FIRST) is not None
            yield from self.shapes.members(node) if is_list else [node]

    def _names(self, nodes: Iterable[Term]) -> Names:
        for node in nodes:
            if isinstance(node, Iri) and node not in self._labels:
                self._labels[node] = dict(self._labels_of(node))
        return Names(
            {node.value: self._labels[node] for node in nodes if isinstance(node, Iri)}, _BASES
        )

    def _labels_of(self, node: Iri) -> Iterator[tuple[str, str]]:
        """Yield language and label; of several in one language the first by alphabet counts."""
        for predicate in reversed(_LABELS):
            found = (o for _, _, o in self._facts.matching(node, predicate, None))
            labels = [label for label in found if isinstance(label, Literal)]
            for label in sorted(labels, key=lambda one: one.value, reverse=True):
                yield label.language or "", label.value


def _named(names: Names, node: Term) -> bool:
    return bool(names.label(node, "en"))


def _iri(term: Term) -> str:
    return term.value if isinstance(term, Iri) else str(term)


def _properties(path: Path | None) -> Iterator[Iri]:
    """Yield the properties of a path."""
    match path:
        case Step(iri) | Back(iri):
            yield iri
        case Repeat(inner, _):
            yield from _properties(inner)
        case Choice(parts) | Steps(parts):
            for part in parts:
                yield from _properties(part)


def turtle(path: Path) -> str:
    """Write a path as Turtle writes it in one piece (SHACL, section 2.3.1)."""
    match path:
        case Step(iri):
            return str(iri)
        case Back(iri):
            return f"[ {sh('inversePath')} {iri} ]"
        case Repeat(inner, mark):
            return f"[ {sh(_MARKS[mark])} {turtle(inner)} ]"
        case Choice(parts):
            return f"[ {sh('alternativePath')} ( {' '.join(map(turtle, parts))} ) ]"
        case Steps(parts):
            return f"( {' '.join(map(turtle, parts))} )"


def predicate(path: Path | None) -> Iri | None:
    """Return the property of a path of one step, either way; None for any other."""
    return path.iri if isinstance(path, Step | Back) else None
