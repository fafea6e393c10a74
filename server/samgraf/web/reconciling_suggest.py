"""Suggestions while somebody types: things, types and properties, the best first."""

from collections.abc import Iterable, Sequence

from samgraf.linking.names import fold
from samgraf.linking.search import Asked
from samgraf.linking.wanted import LONGEST

from .reconciling_properties import Property
from .reconciling_things import TYPES, Things, also, kinds_of, told_type, type_name
from .reconciling_told import Json, Telling, name_of
from .site import site

_MOST_PASSED = 200  # hits that are looked through


def entities(things: Things, prefix: str, kind: str, offset: int, limit: int) -> list[Json]:
    """Suggest things by the beginning of a name, a code or an identifier; of a type, or of any."""
    kinds, telling = kinds_of((kind,) if kind else TYPES), Telling(things)
    chosen = {"kind": kinds[0]} if len(kinds) == 1 else {}
    found = {}
    named = things.find(prefix)
    if named is not None and named.kind in kinds:
        found[named.path] = named
    asked = Asked(prefix[:LONGEST], chosen, limit=offset + limit + _MOST_PASSED)
    # What has no such name is passed over, so that more is asked for than is shown.
    hits = site().index().find(asked, counted=False).hits if prefix.strip() else ()
    found |= {
        h.entry.path: h.entry for h in hits if h.entry.kind in kinds and h.entry.path not in found
    }
    return [
        {
            "id": entry.path,
            "name": name_of(entry),
            "description": telling.description(entry),
            "notable": telling.types(entry),
        }
        for entry in [*found.values()][offset : offset + limit]
    ]


def types(prefix: str) -> list[Json]:
    """Suggest types by their identifiers and names; all of them for nothing."""
    named = [(name, (name, type_name(name), type_name(name, "en"), *also(name))) for name in TYPES]
    return [told_type(name) for name in _ranked(prefix, named)]


def properties(known: dict[str, Property], prefix: str) -> list[Json]:
    """Suggest properties by their identifiers and names; all of them for nothing."""
    named = [(one.id, (one.id, one.name)) for one in known.values()]
    return [known[name].told() for name in _ranked(prefix, named)]


def _ranked(prefix: str, named: Iterable[tuple[str, Sequence[str]]]) -> list[str]:
    """Return what begins so, what has a word that does, and what has it inside; else as it came."""
    text = fold(prefix)
    ranks = [(min(_rank(text, fold(name)) for name in names), key) for key, names in named]
    return [key for rank, key in sorted(ranks, key=lambda one: one[0]) if rank < _NONE]


_NONE = 4


def _rank(text: str, name: str) -> int:
    if name == text:
        return 0
    if name.startswith(text):
        return 1
    if f" {text}" in name:
        return 2
    return 3 if text in name else _NONE
