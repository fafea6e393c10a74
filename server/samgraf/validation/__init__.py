"""Shapes against data: what breaks a shape, which shape, and the sentence to tell it.

The names of this face are loaded when they are first asked for: rdflib takes its time, and a
compiled program (``program``, ``saved``, ``impact``) runs without it.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .engines import ENGINE, ENGINES, check, validate
    from .shipped import core_shapes, derived_shapes, read_shapes, slow_shapes
    from .violations import MOST_LINES, Violation

__all__ = [
    "ENGINE",
    "ENGINES",
    "MOST_LINES",
    "Violation",
    "check",
    "core_shapes",
    "derived_shapes",
    "read_shapes",
    "slow_shapes",
    "validate",
]

_HOMES = {
    "engines": ("ENGINE", "ENGINES", "check", "validate"),
    "shipped": ("core_shapes", "derived_shapes", "read_shapes", "slow_shapes"),
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
