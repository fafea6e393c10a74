"""LATERAL written in another way, for engines that do not know it (SPARQL 1.2, SEP-0006).

``P LATERAL { X }`` evaluates X for each row of P. Without it, what X holds stands in the group of P
(a filter or BIND there sees the variables of P), and alternatives are told one by one, each behind
P. A SELECT in X sees of P no more than it projects; it must not be cut by LIMIT, which would count
the rows of all of P.
"""

from copy import deepcopy

from .tree import Block, Group, Item, Select, Token, Union, Unreadable, Words


def has_lateral(text: str) -> bool:
    """Say whether a query may have LATERAL: for most texts that is all there is to know."""
    return "lateral" in text.lower()


def without_lateral(query: Select) -> None:
    """Take LATERAL out of a query, in place; raise ``Unreadable`` where that cannot be done."""
    if query.group is not None:
        query.group.items = _plain(query.group.items)
    _within(query.tail)


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
    for part in select.tail:
        if isinstance(part, Token) and part.word in ("LIMIT", "OFFSET"):
            raise Unreadable("LATERAL with LIMIT in it")
