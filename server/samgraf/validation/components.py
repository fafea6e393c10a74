"""Constraint components that the shapes declare themselves (SHACL, section 6)."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from samgraf.store.asking import Iri, Literal, Term

from .shapes import Shape, Shapes
from .terms import RDF_TYPE, fault, iri, sh


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its property, the name of its variable, whether it may be left out."""

    path: Iri
    name: str
    optional: bool


@dataclass(frozen=True, slots=True)
class Component:
    """A component with its parameters."""

    node: Iri
    parameters: tuple[Parameter, ...]

    def uses(self, shapes: Shapes, shape: Shape) -> Iterator[Mapping[str, Term]]:
        """Yield the values of the parameters for each use of the component on a shape."""
        given = {p.name: shapes.graph.objects(shape.node, p.path) for p in self.parameters}
        if not all(given[p.name] or p.optional for p in self.parameters):
            return
        if len(self.parameters) == 1:
            [(name, values)] = given.items()
            yield from ({name: value} for value in values)
            return
        if any(len(values) > 1 for values in given.values()):
            raise fault(shape.node, f"several values for one parameter of {self.node}")
        yield {name: values[0] for name, values in given.items() if values}

    def validator(self, shapes: Shapes, shape: Shape) -> Term:
        """Return the validator for a shape of this kind."""
        kind = "nodeValidator" if shape.path is None else "propertyValidator"
        for name in (kind, "validator"):
            if (found := shapes.graph.value(self.node, sh(name))) is not None:
                return found
        raise fault(self.node, f"there is no validator for {shape.node}")


def components(shapes: Shapes) -> list[Component]:
    """Return the components that the shapes graph declares."""
    graph = shapes.graph
    classes = graph.below(sh("ConstraintComponent"))
    found = []
    for node in graph.subjects():
        if classes.isdisjoint(graph.objects(node, RDF_TYPE)):
            continue
        parameters = tuple(_parameter(shapes, p) for p in graph.objects(node, sh("parameter")))
        if not any(not parameter.optional for parameter in parameters):
            raise fault(node, "a component needs a parameter that is not optional")
        found.append(Component(iri(node, "a component must be an IRI"), parameters))
    return found


def _parameter(shapes: Shapes, node: Term) -> Parameter:
    path = shapes.graph.value(node, sh("path"))
    if not isinstance(path, Iri):
        raise fault(node, "the sh:path of a parameter must be an IRI")
    name = path.value.replace("#", "/").rpartition("/")[2]
    return Parameter(path, name, shapes.says(node, "optional"))


def text(shapes: Shapes, node: Term, name: str) -> str | None:
    """Return the query of a constraint or validator, if it has one of this form."""
    found = shapes.graph.value(node, sh(name))
    return found.value if isinstance(found, Literal) else None
