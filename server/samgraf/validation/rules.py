"""The shipped shapes as rules to read: what each is about, what it asks for, and its query."""

from collections.abc import Iterator

from samgraf.findings import Rule
from samgraf.resources import files
from samgraf.store.asking import Iri, Literal, Term, read

from .paths import sparql
from .shapes import Shape, Shapes
from .terms import FIRST, Index, sh

_ASKED = (
    "class",
    "datatype",
    "nodeKind",
    "minCount",
    "maxCount",
    "minInclusive",
    "maxInclusive",
    "minExclusive",
    "maxExclusive",
    "minLength",
    "maxLength",
    "pattern",
    "languageIn",
    "uniqueLang",
    "hasValue",
    "in",
    "disjoint",
    "equals",
    "lessThan",
    "lessThanOrEquals",
    "node",
    "closed",
)
"""What a rule may ask for in SHACL Core, in the order in which it is told."""


def rules() -> tuple[Rule, ...]:
    """Return every shipped shape that has a target, by name."""
    return tuple(sorted(_rules(), key=lambda rule: rule.name.lower()))


def _rules() -> Iterator[Rule]:
    for file in files("shapes", ".ttl"):
        shapes = Shapes(Index(read(file.read_bytes())))
        for shape in shapes.roots():
            yield _rule(shapes, shape, file.name)


def _rule(shapes: Shapes, shape: Shape, file: str) -> Rule:
    constraints = [node for node in shapes.objects(shape, "sparql") if isinstance(node, Iri)]
    messages = [*(m for node in constraints for m in shapes.messages(node)), *shape.messages]
    selects = [q for node in constraints for q in shapes.graph.objects(node, sh("select"))]
    return Rule(
        _text(shape.node),
        file,
        shape.severity.value.rpartition("#")[2],
        {message.language or "en": message.value for message in messages},
        tuple(_targets(shapes, shape)),
        sparql(shape.path) if shape.path else "",
        tuple(_asked(shapes, shape)),
        "\n".join(_text(query).strip("\n") for query in selects),
    )


def _targets(shapes: Shapes, shape: Shape) -> Iterator[tuple[str, str]]:
    for node in shapes.target_classes(shape):
        yield "targetClass", _text(node)
    for kind in ("targetNode", "targetSubjectsOf", "targetObjectsOf"):
        for node in shapes.objects(shape, kind):
            yield kind, _text(node)


def _asked(shapes: Shapes, shape: Shape) -> Iterator[tuple[str, str]]:
    for name in _ASKED:
        for node in shapes.objects(shape, name):
            is_list = shapes.graph.value(node, FIRST) is not None
            members = shapes.graph.members(node) if is_list else [node]
            yield name, " ".join(m.value if isinstance(m, Literal) else str(m) for m in members)


def _text(term: Term) -> str:
    return term.value if isinstance(term, Iri | Literal) else str(term)
