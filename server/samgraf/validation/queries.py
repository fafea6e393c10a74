"""The queries that stand in the shapes: ``sh:sparql``, and validators of components."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from samgraf.store.asking import Iri, Literal, Term

from . import frames, selects
from .components import Component, text
from .paths import sparql
from .shapes import Shape, Shapes
from .terms import fault, sh, written
from .writer import Writer

SHAPES_GRAPH = Iri("x-samgraf:shapes")
"""The shapes, beside the data, for the queries that ask ``$shapesGraph``."""


@dataclass(frozen=True, slots=True)
class Query:
    """A query for one shape, all its variables but ``$this`` replaced."""

    component: Iri
    text: str
    place: str
    constraint: Term | None
    messages: tuple[Literal, ...]

    def bound_to(self, head: str, beside: str = "") -> str:
        """Return the query for all focus nodes that a pattern finds, with nodes beside each."""
        text = selects.with_focus(self.text, head, self.place)
        return selects.with_names(text, beside, self.place) if beside else text


def written_queries(w: Writer, shape: Shape) -> Iterator[Query]:
    """Yield the queries of a shape."""
    for node in w.shapes.objects(shape, "sparql"):
        if not w.shapes.says(node, "deactivated"):
            yield _constraint(w.shapes, shape, node)
    for component in w.components:
        for given in component.uses(w.shapes, shape):
            yield _validator(w.shapes, shape, component, given)


def _constraint(shapes: Shapes, shape: Shape, node: Term) -> Query:
    select = text(shapes, node, "select")
    if select is None:
        raise fault(node, "sh:sparql needs a sh:select")
    selects.check(select, str(node))
    query = shapes.prefixes(node) + _replaced(shape, select, {}, str(node))
    component = sh("SPARQLConstraintComponent")
    return Query(component, query, str(node), node, shapes.messages(node))


def _validator(
    shapes: Shapes, shape: Shape, component: Component, given: Mapping[str, Term]
) -> Query:
    node = component.validator(shapes, shape)
    place = f"{component.node} on {shape.node}"
    names = [parameter.name for parameter in component.parameters]
    values = {n: written(v, "a parameter cannot be a blank node") for n, v in given.items()}
    select, ask = text(shapes, node, "select"), text(shapes, node, "ask")
    if select is not None:
        selects.check(select, place, names)
        query = select
    elif ask is not None:
        selects.check(ask, place, [*names, "value"])
        query = _unless(shape, ask, place)
    else:
        raise fault(node, "a validator needs sh:select or sh:ask")
    query = shapes.prefixes(node) + _replaced(shape, query, values, place)
    return Query(component.node, query, place, None, shapes.messages(node))


def _unless(shape: Shape, ask: str, place: str) -> str:
    """Turn a validator that says yes to a good value into a query for the others."""
    start = ask.find("{")
    if start < 0:
        raise fault(place, "sh:ask needs a pattern in braces")
    step = "BIND(?this AS ?value)" if shape.path is None else f"?this {sparql(shape.path)} ?value"
    body = f"FILTER NOT EXISTS {ask[start:]}"
    return frames.CHECK.format(names="?this ?value", head=step, body=body)


def _replaced(shape: Shape, query: str, values: Mapping[str, str], place: str) -> str:
    """Put path, shape, shapes graph and parameters in the place of their variables."""
    found = {**values, "shapesGraph": str(SHAPES_GRAPH)}
    if shape.path is not None:
        found["PATH"] = sparql(shape.path)
    elif "$PATH" in query:
        raise fault(place, "$PATH in a shape without a path")
    if "currentShape" in query:
        found["currentShape"] = written(shape.node, "$currentShape needs a shape with an IRI")
    return selects.replace(query, found)
