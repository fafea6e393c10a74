"""What the writers of patterns share: the shapes, the classes of the data, fresh variables."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import count

from samgraf.store.asking import Iri, Term

from .components import Component
from .shapes import Shapes

Stack = tuple[Term, ...]
"""The shapes that are being written, outermost first: a shape in itself has no meaning."""


@dataclass(slots=True)
class Writer:
    """Writes what all constraints need."""

    shapes: Shapes
    classes: Callable[[Iri], list[Iri]]
    nested: Callable[["Writer", Term, str, Stack], str]
    components: list[Component]
    """The constraint components that the shapes declare."""
    analysed: bool = True
    """Tell of each query in the shapes what it reads; only changes need it, and it takes time."""
    prefixes: dict[str, str] = field(default_factory=dict)
    """Those of the queries in nested shapes."""
    _numbers: Iterator[int] = field(default_factory=lambda: count(1))

    def fresh(self) -> str:
        """Return a variable that no other pattern uses."""
        return f"?_{next(self._numbers)}"

    def prologue(self) -> str:
        """Declare the prefixes of the queries in nested shapes."""
        return "".join(f"PREFIX {name}: <{space}>\n" for name, space in self.prefixes.items())

    def conforms(self, node: Term, value: str, stack: Stack) -> str:
        """Return the expression that a value conforms to a shape."""
        return self.nested(self, node, value, stack)
