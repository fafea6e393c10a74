"""Which state a write was meant for: If-Match and If-None-Match (RFC 9110, section 13.1).

A condition is looked at for the state that the write is made from; the zygote keeps the write only
while that state is still there, so that nothing comes between the two. Any write makes another
state, whatever graph it changes. Tags are compared weakly, since reads of graphs have weak ones:
equal ones mean the same state, which is all that a write has to know.
"""

from collections.abc import Callable, Iterable

from samgraf.errors import QueryRefused
from samgraf.store.patches import Patch
from samgraf.store.service import Check, anything

from . import negotiation
from .exchange import Exchange

_ANY = "*"
Tags = Callable[[str], Iterable[str]]
"""Gives the validators of a graph in a state of this name."""


def asked(exchange: Exchange, tags: Tags | None = None) -> Check:
    """Return the check that a write asks for by its headers.

    With ``tags`` it is a write of one graph, else an update of all of them. The name of a state, as
    Samgraf-Version tells it, is a validator of everything.
    """
    wanted = _listed(exchange.header(b"if-match"))
    ruled_out = _listed(exchange.header(b"if-none-match"))
    if not (wanted or ruled_out):
        return anything

    def check(version: str, patch: Patch) -> None:
        """Refuse a change where the state or the graph is not as the headers say."""
        there = tags is None or not patch.graphs_added
        own = tags(version) if tags is not None else ()
        known = {_ANY, f'"{version}"', *map(_opaque, own)} if there else set()
        if wanted and not wanted & known:
            raise _refused("is none that If-Match names" if there else "has no such graph", version)
        if ruled_out & known:
            raise _refused("is one that If-None-Match rules out", version)

    return check


def _listed(header: str) -> set[str]:
    """Read a list of tags."""
    return {_opaque(tag.strip()) for tag in negotiation.split(header, ",") if tag.strip()}


def _opaque(tag: str) -> str:
    return tag.removeprefix("W/")


def _refused(why: str, version: str) -> QueryRefused:
    detail = f"the state {version} {why}; nothing was changed"
    return QueryRefused("precondition", detail, headers={"Samgraf-Version": version})
