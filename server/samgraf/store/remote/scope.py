"""The graphs of a query: those of our version, and no others.

A remote store may hold more than a version: graphs of the engine itself, graphs of other people,
the book of the load, and the graph that stands for the unnamed one. Where the default graph has a
name, a request names the others too (SPARQL 1.1 Protocol, section 2.1.4). Where it has none, no
request can name it; then the query asks the book for what stands behind GRAPH.
"""

from collections.abc import Mapping

from samgraf.store.scan import tokens
from samgraf.terms import GRAPH, VOID

from .names import Names
from .tree import Block, Group, Item, Select, Token, Union, Words

BOOK = str(GRAPH["loaded"])
"""The graph in which a remote store tells which version it holds, and how much of each graph."""

UNNAMED_IN_BOOK = str(GRAPH["unnamed"])
"""What the book calls the unnamed graph."""

NOTHING = str(GRAPH["none"])
"""A graph that no store has, in place of those that a query may not see."""

OF_VERSION = str(VOID.inDataset)
"""Ties a graph to the book."""


def varies(text: str) -> bool:
    """Say whether a query may have GRAPH with a variable: for most texts that is all to know."""
    return "graph" in text.lower()


def asked_for(text: str, values: Mapping[str, str]) -> frozenset[str] | None:
    """Return the IRIs of the graphs that a query names; None where it may mean any.

    ``values`` are those of variables that will be bound, as N-Triples.
    """
    found: set[str] = set()
    before = ""
    for _, token, word in tokens(text):
        if before == "GRAPH":
            term = values.get(token[1:], "") if token[0] in "?$" else token
            if not (term.startswith("<") and ":" in term):
                return None
            found.add(term[1:-1])
        before = word
    return frozenset(found)


def chosen_of(text: str, known: frozenset[str], base: str) -> str:
    """Write a query whose FROM names graphs of the version alone: no graph in place of others."""
    names = Names(base)
    parts, done = list[str](), 0
    for start, token, word in tokens(text):
        if names.chooses and not word and names.full(token) not in known:
            parts += [text[done:start], f"<{NOTHING}>"]
            done = start + len(token)
        names.read(token, word)
    return "".join([*parts, text[done:]])


def keep_to_version(query: Select) -> None:
    """Let GRAPH stand for graphs of the version alone, in place."""
    if query.group is not None:
        _keep(query.group)
    _among(query.tail)


def _keep(group: Group) -> None:
    found: list[Item] = []
    for item in group.items:
        if isinstance(item, Block) and item.kind == "GRAPH":
            found.append(_in_book(item.head[0].text))
        found.append(item)
        _within(item)
    group.items = found


def _within(item: Item) -> None:
    if isinstance(item, Words):
        _among(item.parts)
    elif isinstance(item, Block):
        _keep(item.group)
    elif isinstance(item, Union):
        for group in item.groups:
            _keep(group)
    else:
        keep_to_version(item)


def _among(parts: "list[Token | Group]") -> None:
    for part in parts:
        if isinstance(part, Group):
            _keep(part)


def _in_book(graph: str) -> Block:
    texts = (graph, f"<{OF_VERSION}>", f"<{BOOK}>")
    book = Token(f"<{BOOK}>", f"<{BOOK}>")
    return Block("GRAPH", [book], Group([Words("triples", [Token(t, t) for t in texts])]))
