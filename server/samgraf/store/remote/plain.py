"""LATERAL written in another way, for engines that do not know it (SPARQL 1.2, SEP-0006).

``P LATERAL { X }`` evaluates X for each row of P. Without it, what X holds stands in the group of P
(a filter or BIND there sees the variables of P), and alternatives are told one by one, each behind
P. A SELECT in X sees of P no more than it projects. Where it is cut by LIMIT, which counts anew for
each row, P is asked first (``before_cut``), and X is told for each of its rows (``with_rows``).
"""

from copy import deepcopy

from samgraf.terms import GRAPH

from .binding import bind
from .tree import Block, Group, Item, Select, Token, Union, Unreadable, Words

_FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
_NOWHERE = (f"<{GRAPH['none']}>", f"<{GRAPH['none']}>", "?none")
"""A pattern that no store has a triple for."""

_MOST_ROWS = 1000
"""Rows of P that are told one by one."""


def to_be_written(text: str) -> bool:
    """Say whether a query may have what is written in another way: LATERAL, or VALUES."""
    small = text.lower()
    return "lateral" in small or "values" in small


def without_lateral(query: Select) -> None:
    """Take LATERAL out of a query, in place; raise ``Unreadable`` where that cannot be done."""
    if query.group is not None:
        query.group.items = _plain(query.group.items)
    _within(query.tail)


def before_cut(query: Select) -> Select | None:
    """Return a query for what stands before the first LATERAL that is cut; None without one.

    Only that of the whole is looked for; ``without_lateral`` refuses one deeper within.
    """
    place = _cut(query)
    if place is None or query.group is None:
        return None
    first = Select(_prologue(query), Group(deepcopy(query.group.items[:place])), [])
    without_lateral(first)
    return first


def with_rows(query: Select, names: list[str], rows: list[list[str | None]]) -> None:
    """Tell that LATERAL, in place, for each row of what stands before it.

    ``rows`` has the terms of ``names``, None for what is not bound. Raise ``Unreadable`` for too
    many.
    """
    place = _cut(query)
    if place is None or query.group is None:
        return
    if len(rows) > _MOST_ROWS:
        raise Unreadable(f"LATERAL with LIMIT in it behind more than {_MOST_ROWS} rows")
    lateral = query.group.items[place]
    told = [_of_row(lateral.group, names, row) for row in rows if isinstance(lateral, Block)]
    nothing = Group([Words("triples", [Token(text, text) for text in _NOWHERE])])
    query.group.items[: place + 1] = [Union(told or [nothing])]


def _of_row(group: Group, names: list[str], row: list[str | None]) -> Group:
    """Return what LATERAL holds as it is for one row, and the values of the row."""
    given = {name: term for name, term in zip(names, row, strict=True) if term is not None}
    told = Select([], deepcopy(group), [])
    bind(told, given)
    return Group(_plain(told.group.items if told.group else []))


def _has_cut(group: Group) -> bool:
    for item in group.items:
        if isinstance(item, Select) and _is_cut(item):
            return True
        if isinstance(item, Union) and any(_has_cut(inner) for inner in item.groups):
            return True
        if isinstance(item, Block) and _has_cut(item.group):  # an OPTIONAL, for instance
            return True
    return False


def _is_cut(select: Select) -> bool:
    return any(isinstance(part, Token) and part.word in ("LIMIT", "OFFSET") for part in select.tail)


def _prologue(query: Select) -> list[Token]:
    """Return PREFIX and BASE of a query, and the beginning of another SELECT."""
    words = [token.word for token in query.head]
    end = next(place for place, word in enumerate(words) if word in _FORMS)
    return [*query.head[:end], Token("SELECT", "SELECT"), Token("*", "*"), Token("WHERE", "WHERE")]


def _cut(query: Select) -> int | None:
    """Return the place of the first LATERAL of the whole that has a SELECT with LIMIT."""
    for place, item in enumerate(query.group.items if query.group else ()):
        if isinstance(item, Block) and item.kind == "LATERAL" and _has_cut(item.group):
            return place
    return None


def _within(parts: "list[Token | Group]") -> None:
    for part in parts:
        if isinstance(part, Group):
            part.items = _plain(part.items)


def _plain(items: list[Item]) -> list[Item]:
    """Return the items of a group without LATERAL."""
    found: list[Item] = []
    for item in items:
        if isinstance(item, Block) and item.kind == "LATERAL":
            found = _joined(found, item.group)
        else:
            _inner(item)
            found.append(item)
    return found


def _inner(item: Item) -> None:
    if isinstance(item, Words):
        _within(item.parts)
    elif isinstance(item, Block):
        item.group.items = _plain(item.group.items)
    elif isinstance(item, Select):
        without_lateral(item)
    else:
        for group in item.groups:
            group.items = _plain(group.items)
            _told_by_bind(group)


def _told_by_bind(group: Group) -> None:
    """Write an alternative that is one value with BIND: Virtuoso takes VALUES there for none."""
    item = group.items[0] if len(group.items) == 1 else None
    if isinstance(item, Words) and item.kind == "VALUES" and len(item.parts) == 5:
        _, variable, _, value, _ = item.parts
        if isinstance(variable, Token) and variable.text[0] in "?$":
            parts = [Token("BIND"), Token("("), value, Token("AS"), variable, Token(")")]
            group.items = [Words("BIND", parts)]


def _joined(before: list[Item], group: Group) -> list[Item]:
    """Return what stands before LATERAL, with what it holds behind it."""
    found = before
    for item in group.items:
        if isinstance(item, Union):
            found = _told(found, item)
        elif isinstance(item, Block) and item.kind == "LATERAL":
            found = _joined(found, item.group)
        elif isinstance(item, Select):
            _refuse_cut(item)
            without_lateral(item)
            found = [*found, Union([Group([item])])]
        else:
            if isinstance(item, Block) and _has_cut(item.group):
                raise Unreadable("LATERAL with LIMIT in it")
            _inner(item)
            found = [*found, item]
    return found


def _told(before: list[Item], union: Union) -> list[Item]:
    """Return alternatives, each behind what stands before them; a single one needs no braces."""
    if len(union.groups) == 1:
        return _joined(before, union.groups[0])
    groups = [Group(_joined(deepcopy(before), group)) for group in union.groups]
    return [Union(groups)]


def _refuse_cut(select: Select) -> None:
    if _is_cut(select):
        raise Unreadable("LATERAL with LIMIT in it")
