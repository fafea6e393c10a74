"""What a network is made of: the questions to a version, and their answers together."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self

from samgraf import queries
from samgraf.queries import NamedQuery

from .asked import Asked
from .choices import Choices
from .rows import Actor, Subject, Tie, actors, read, subjects, ties

CHOICES = "networks/choices"
_ALL = (CHOICES, "networks/actors")
_OF_THE_TIME = ("networks/ties", "networks/topics")

Question = tuple[NamedQuery, dict[str, str]]
"""A query, and the values of its variables as N-Triples terms."""


@dataclass(frozen=True, slots=True)
class Material:
    """All that was read of a version for one request."""

    choices: Choices
    ties: list[Tie]
    subjects: list[Subject]
    actors: dict[str, Actor]

    @classmethod
    def of(cls, answers: Mapping[str, bytes]) -> Self:
        """Read the answers, each by the name of its query."""
        return cls(
            Choices.of(read(answers[CHOICES])),
            ties(read(answers["networks/ties"])),
            subjects(read(answers["networks/topics"])),
            actors(read(answers["networks/actors"])),
        )


def questions(asked: Asked) -> list[Question]:
    """Return what is to be asked of a version for a network."""
    window = {"from": asked.first, "to": asked.last}
    whole = [(queries.named(name), dict[str, str]()) for name in _ALL]
    windowed = [queries.named(name) for name in _OF_THE_TIME]
    return [*whole, *((query, query.substitutions(window)) for query in windowed)]
