"""Shapes read from their graph; a term of SHACL that is not known here is an error."""

import re
from dataclasses import dataclass, field

from samgraf.store.asking import Iri, Literal, Term

from .paths import Path, read_path
from .terms import CLASS, OWL, RDF_TYPE, SH, TRUE, Index, fault, iri, sh

_TARGETS = {
    sh(name) for name in ("targetNode", "targetClass", "targetSubjectsOf", "targetObjectsOf")
}
_CONSTRAINTS = {
    sh(name)
    for name in [
        "class",
        "datatype",
        "nodeKind",
        "minCount",
        "maxCount",
        "minExclusive",
        "minInclusive",
        "maxExclusive",
        "maxInclusive",
        "minLength",
        "maxLength",
        "pattern",
        "languageIn",
        "uniqueLang",
        "equals",
        "disjoint",
        "lessThan",
        "lessThanOrEquals",
        "not",
        "and",
        "or",
        "xone",
        "node",
        "property",
        "qualifiedValueShape",
        "qualifiedMinCount",
        "qualifiedMaxCount",
        "qualifiedValueShapesDisjoint",
        "closed",
        "hasValue",
        "in",
        "sparql",
    ]
}
_BESIDE = {
    sh(name)
    for name in [
        "flags",
        "ignoredProperties",
        "path",
        "severity",
        "message",
        "deactivated",
        "name",
        "description",
        "order",
        "group",
        "defaultValue",
        "declare",
        "prefixes",
        "select",
        "ask",
        "shapesGraph",
        "suggestedShapesGraph",
    ]
}
_KNOWN = _TARGETS | _CONSTRAINTS | _BESIDE
_WHOLE = re.compile(r"[+-]?[0-9]{1,18}")
_REFUSED = {sh(name) for name in ("target", "rule", "entailment", "js", "expression")}
_SHAPES = {sh("NodeShape"), sh("PropertyShape")}


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape: what stands on it besides its constraints."""

    node: Term
    path: Path | None
    severity: Iri
    messages: tuple[Literal, ...]
    deactivated: bool


@dataclass(slots=True)
class Shapes:
    """The shapes of one graph."""

    graph: Index
    _read: dict[Term, Shape] = field(default_factory=dict)
    _classes: set[Term] = field(default_factory=set)

    def __post_init__(self) -> None:
        """Find the classes of classes, for targets that are implicit."""
        self._classes = self.graph.below(CLASS)

    def shape(self, node: Term) -> Shape:
        """Read a shape, once."""
        if node not in self._read:
            self._read[node] = self._new(node)
        return self._read[node]

    def _new(self, node: Term) -> Shape:
        if isinstance(node, Literal):
            raise fault(node, "a literal is not a shape")
        for predicate in self.graph.predicates(node):
            if predicate.value.startswith(SH) and predicate not in _KNOWN:
                raise fault(node, f"{predicate} is not supported")
        paths = self.graph.objects(node, sh("path"))
        if len(paths) > 1:
            raise fault(node, "more than one sh:path")
        severity = self.graph.value(node, sh("severity")) or sh("Violation")
        return Shape(
            node,
            read_path(self.graph, paths[0]) if paths else None,
            iri(severity, "sh:severity must be an IRI"),
            self.messages(node),
            self.says(node, "deactivated"),
        )

    def messages(self, node: Term) -> tuple[Literal, ...]:
        """Return the messages of a shape or a constraint."""
        found = self.graph.objects(node, sh("message"))
        return tuple(message for message in found if isinstance(message, Literal))

    def says(self, node: Term, name: str) -> bool:
        """Tell whether a switch is on: only the term ``true`` does it (W3C uniqueLang-002)."""
        return TRUE in self.graph.objects(node, sh(name))

    def objects(self, shape: Shape, name: str) -> list[Term]:
        """Return the values of a parameter."""
        return self.graph.objects(shape.node, sh(name))

    def lists(self, shape: Shape, name: str) -> list[list[Term]]:
        """Return the values of a parameter that takes lists."""
        return [self.graph.members(head) for head in self.objects(shape, name)]

    def integers(self, shape: Shape, name: str) -> list[int]:
        """Return the values of a parameter that takes whole numbers."""
        found = []
        for term in self.objects(shape, name):
            if not isinstance(term, Literal) or not _WHOLE.fullmatch(term.value):
                raise fault(shape.node, f"sh:{name} must be a whole number")
            found.append(int(term.value))
        return found

    def properties(self, shape: Shape) -> list[Shape]:
        """Return the property shapes of a shape."""
        found = [self.shape(node) for node in self.objects(shape, "property")]
        for one in found:
            if one.path is None:
                raise fault(one.node, "a value of sh:property needs a sh:path")
        return found

    def siblings(self, shape: Shape) -> list[Term]:
        """Return the qualified value shapes of the other property shapes of the same parents."""
        mine = self.objects(shape, "qualifiedValueShape")
        parents = [self.graph.objects(s, sh("property")) for s in self.graph.subjects()]
        near = [one for parent in parents if shape.node in parent for one in parent]
        shapes = [q for one in near for q in self.graph.objects(one, sh("qualifiedValueShape"))]
        return [shape for shape in dict.fromkeys(shapes) if shape not in mine]

    def roots(self) -> list[Shape]:
        """Return the shapes with a target; read all others too, so that their errors show."""
        found = []
        for node in self.graph.subjects():
            predicates = set(self.graph.predicates(node))
            if refused := sorted(map(str, predicates & _REFUSED)):
                raise fault(node, f"{refused[0]} is not supported")
            if predicates & _TARGETS or self._is_class_too(node):
                found.append(self.shape(node))
            elif not _SHAPES.isdisjoint(self.graph.objects(node, RDF_TYPE)):
                self.shape(node)
        return found

    def _is_class_too(self, node: Term) -> bool:
        """Tell whether a shape is a class as well, whose things are then its targets."""
        types = set(self.graph.objects(node, RDF_TYPE))
        predicates = set(self.graph.predicates(node))
        is_shape = bool(types & _SHAPES or predicates & _CONSTRAINTS)
        return is_shape and isinstance(node, Iri) and bool(types & self._classes)

    def target_classes(self, shape: Shape) -> list[Term]:
        """Return the classes whose things a shape is about."""
        implicit = [shape.node] if self._is_class_too(shape.node) else []
        return [*self.objects(shape, "targetClass"), *implicit]

    def prefixes(self, node: Term) -> str:
        """Return the prefixes of a query, also those of what its declarations import."""
        pending, seen = list(self.graph.objects(node, sh("prefixes"))), set[Term]()
        table: dict[str, str] = {}
        while pending:
            owner = pending.pop()
            if owner in seen:
                continue
            seen.add(owner)
            pending += self.graph.objects(owner, Iri(OWL + "imports"))
            for declared in self.graph.objects(owner, sh("declare")):
                prefix, namespace = self._declaration(declared)
                if table.setdefault(prefix, namespace) != namespace:
                    raise fault(declared, f"the prefix {prefix} has two namespaces")
        return "".join(f"PREFIX {prefix}: <{space}>\n" for prefix, space in sorted(table.items()))

    def _declaration(self, node: Term) -> tuple[str, str]:
        prefix = self.graph.value(node, sh("prefix"))
        namespace = self.graph.value(node, sh("namespace"))
        if not isinstance(prefix, Literal) or not isinstance(namespace, Literal):
            raise fault(node, "sh:declare needs sh:prefix and sh:namespace")
        return prefix.value, namespace.value
