"""What rows of tables may refer to besides each other."""

from collections.abc import Callable, Collection
from dataclasses import dataclass


def nobody(_namespace: str) -> Collection[str]:
    """List no key."""
    return ()


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """The graph, as far as rows refer to it."""

    known: Callable[[str], bool]
    """Tells whether the graph has an IRI."""
    listed: Callable[[str], Collection[str]] = nobody
    """Lists the keys of a namespace, such as ``…/id/actor/``, for suggestions."""
