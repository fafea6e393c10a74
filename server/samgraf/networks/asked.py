"""What is asked of a network: its days, its mode, and what it is narrowed down by."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Self

from samgraf.errors import Misuse

from .days import Day

MODES = ("one", "two")
"""One-mode: actors that share bodies. Two-mode: actors, and the bodies that they are in."""

WEIGHTS = ("count", "newman")
"""How a tie of two actors is weighed: by their shared bodies, or by 1/(members - 1) of each."""

FORMATS = ("graphml", "gexf", "edges", "nodes")
"""As GraphML, as GEXF, or as a table (CSV) of edges or of nodes."""

ASSOCIATION = "association-of-authorities"
"""The kind of body that links everybody to everybody, and is left out unless it is asked for."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One network, or the networks of several years."""

    days: tuple[Day, ...]
    panel: bool = False
    mode: str = MODES[0]
    weight: str = WEIGHTS[0]
    countries: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    confirmed: bool = False
    associations: bool = False

    def __post_init__(self) -> None:
        """Refuse a mode or a weight that there is not, and a weight without a projection."""
        one_of("mode", self.mode, MODES)
        one_of("weight", self.weight, WEIGHTS)
        if self.mode == "two" and self.weight != WEIGHTS[0]:
            raise Misuse("weight: the ties of a two-mode network have no weight; ask for mode one")

    @property
    def first(self) -> str:
        """The first day."""
        return self.days[0].iso

    @property
    def last(self) -> str:
        """The last day."""
        return self.days[-1].iso

    @property
    def with_associations(self) -> bool:
        """Whether associations of authorities are bodies of the network."""
        return self.associations or ASSOCIATION in self.kinds

    def told(self) -> str:
        """Say what it is narrowed down by, '' for nothing."""
        parts = [
            f"{name} {', '.join(values)}"
            for name, values in (
                ("countries", self.countries),
                ("kinds of bodies", self.kinds),
                ("topics", self.topics),
            )
            if values
        ]
        if self.confirmed:
            parts.append("seen by a source within two years before the day")
        if not self.with_associations:
            parts.append("without associations of authorities")
        return "; ".join(parts)

    @classmethod
    def of(cls, order: Mapping[str, Any]) -> Self:
        """Read one that has been JSON meanwhile."""
        given = {field.name: order[field.name] for field in fields(cls)}
        given["days"] = tuple(Day(**day) for day in order["days"])
        for name in ("countries", "kinds", "topics"):
            given[name] = tuple(order[name])
        return cls(**given)


def one_of(name: str, value: str, known: Sequence[str]) -> None:
    """Raise ``Misuse`` for a value that is none of those known."""
    if value not in known:
        raise Misuse(f"{name}: {value[:40]!r} is not known; write {' or '.join(known)}")
