"""Shapes against data: what breaks a shape, which shape, and the sentence to tell it.

The names of this face are loaded when they are first asked for: rdflib takes its time, and a
compiled program (``program``, ``saved``, ``impact``) runs without it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .compiler import broken, in_lines, in_words
    from .engines import ENGINE, ENGINES, check, validate
    from .shipped import data_shapes, derived_shapes, description_shapes, read_shapes
    from .violations import MOST_LINES, Violation

__all__ = [
    "ENGINE",
    "ENGINES",
    "MOST_LINES",
    "Violation",
    "broken",
    "check",
    "data_shapes",
    "derived_shapes",
    "description_shapes",
    "in_lines",
    "in_words",
    "read_shapes",
    "validate",
]

_HOMES = {
    "compiler": ("broken", "in_lines", "in_words"),
    "engines": ("ENGINE", "ENGINES", "check", "validate"),
    "shipped": ("data_shapes", "derived_shapes", "description_shapes", "read_shapes"),
    "violations": ("MOST_LINES", "Violation"),
}


def __getattr__(name: str) -> object:
    """Load the module of a name of this face."""
    for home, names in _HOMES.items():
        if name in names:
            found: object = getattr(import_module(f".{home}", __name__), name)
            globals()[name] = found
            return found
    raise AttributeError(name)
