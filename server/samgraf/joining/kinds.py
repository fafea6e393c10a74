"""The kinds of things that a row can be asked to be, and the words for them."""

from samgraf.errors import Misuse
from samgraf.linking.entries import KINDS

_ACTORS = ("Municipality", "RegionalAuthority", "CooperationBody", "StateBody", "Actor")
_WORDS = {
    "network": ("CooperationBody",),
    "agency": ("StateBody",),
    "region": ("RegionalAuthority", "Region"),
    "territory": ("Region",),
    "actor": _ACTORS,
}


def named(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the kinds that some words name; raise ``Misuse`` where one is no kind."""
    known = {kind.casefold(): (kind,) for kind in KINDS} | _WORDS
    for word in words:
        if word.casefold() not in known:
            told = ", ".join([*_WORDS, *(kind for kind in KINDS if kind.casefold() not in _WORDS)])
            raise Misuse(f"--kind {word}: not known; write {told}")
    found = [kind for word in words for kind in known[word.casefold()]]
    return tuple(dict.fromkeys(found))
