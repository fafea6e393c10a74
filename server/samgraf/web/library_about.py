"""Questions about a thing that somebody names where words of a question were expected."""

from dataclasses import dataclass

from samgraf.linking.search import Asked
from samgraf.queries import NamedQuery, Parameter

from . import library_choices
from .languages import reader
from .library_choices import Choice
from .search_nearest import nearest
from .site import site

_BEST = 3
"""Things among which one is looked for that questions take."""


@dataclass(frozen=True, slots=True)
class About:
    """A thing, and the questions that take it, each with the address that has it filled in."""

    thing: Choice
    questions: tuple[tuple[NamedQuery, str], ...]


def about(text: str, questions: list[NamedQuery]) -> About | None:
    """Return the questions about what a text names; None where it names nothing they take."""
    if not text:
        return None
    index, asked = site().index(), Asked(text, language=reader(), limit=_BEST)
    hits = index.find(asked, counted=False).hits or nearest(index, asked)
    for hit in hits[:_BEST]:
        thing, kind = library_choices.named(hit.entry), hit.entry.kind
        found = tuple(
            (query, parameter.name)
            for query in questions
            if (parameter := _taking(query, kind)) is not None
        )
        if found and hit.entry.path.startswith("id/"):
            return About(thing, found)
    return None


def _taking(query: NamedQuery, kind: str) -> Parameter | None:
    """Return the first parameter of a question that takes a thing of a kind."""
    things = (one for one in query.parameters if one.kind == "thing")
    return next((one for one in things if kind in _kinds(one)), None)


def _kinds(parameter: Parameter) -> tuple[str, ...]:
    """Return the classes of things that a parameter takes."""
    said = library_choices.of(parameter).kinds
    if said:
        return said
    default = parameter.default or ""
    usual = site().once(f"kinds of {default}", lambda: library_choices.kinds_of(default))
    return _ACTORS if parameter.name in _ANYBODY else usual


_ANYBODY = ("about", "actor", "member", "recipient")
"""Parameters of these names take every kind of actor, whatever their default is."""

_ACTORS = ("Municipality", "RegionalAuthority", "CooperationBody", "StateBody", "Actor")
