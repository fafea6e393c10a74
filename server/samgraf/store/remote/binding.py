"""Values of variables, as terms in the places where a query has the variables.

What the engine does with its substitutions (SEP-0007), for a store that has none: in the group of
every SELECT that projects the variable it is a term, and BIND gives it its value at the end of the
group, so that what is projected, grouped and sorted stays as it is. Where a group gives the
variable values itself, VALUES at its beginning picks those that are meant.
"""

from collections.abc import Mapping

import pyoxigraph as ox

from ..values import term
from .tree import Block, Group, Item, Select, Token, Union, Words


def bind(query: Select, values: Mapping[str, str]) -> None:
    """Give variables their values, in place; each value is one term of N-Triples.

    Raise ``ValueError`` for a text that is none.
    """
    for name, text in values.items():
        value = term(text)
        if isinstance(value, ox.BlankNode | ox.Triple):
            raise ValueError(f"{text} cannot stand in a query")
        if query.group is not None:
            _bind(query.group, name, str(value))


def _bind(group: Group, name: str, value: str) -> None:
    marks = (f"?{name}", f"${name}")
    if _assigned(group, marks):
        given = [Token("VALUES"), Token(marks[0]), Token("{"), Token(value), Token("}")]
        group.items.insert(0, Words("VALUES", [*given]))
        return
    for item in group.items:
        _replace(item, name, value, marks)
    ends = [Token("BIND"), Token("("), Token(value), Token("AS"), Token(marks[0]), Token(")")]
    group.items.append(Words("BIND", [*ends]))


def _assigned(group: Group, marks: tuple[str, str]) -> bool:
    """Say whether a group gives a variable values by BIND or VALUES, in its own scope."""
    return any(_assigns(item, marks) for item in group.items)


def _assigns(item: Item, marks: tuple[str, str]) -> bool:
    if isinstance(item, Words):
        words = [part.text for part in item.parts if isinstance(part, Token)]
        if item.kind == "BIND":
            return words[-2] in marks
        return item.kind == "VALUES" and any(word in marks for word in words)
    if isinstance(item, Block):
        return _assigned(item.group, marks)
    return isinstance(item, Union) and any(_assigned(group, marks) for group in item.groups)


def _replace(item: Item, name: str, value: str, marks: tuple[str, str]) -> None:
    if isinstance(item, Words):
        item.parts = _replaced(item.parts, name, value, marks)
    elif isinstance(item, Block):
        item.head = [Token(value) if token.text in marks else token for token in item.head]
        _inside(item.group, name, value, marks)
    elif isinstance(item, Select):
        if item.group is not None and _projects(item, marks):
            _bind(item.group, name, value)
    else:
        for group in item.groups:
            _inside(group, name, value, marks)


def _inside(group: Group, name: str, value: str, marks: tuple[str, str]) -> None:
    for item in group.items:
        _replace(item, name, value, marks)


def _projects(select: Select, marks: tuple[str, str]) -> bool:
    """Say whether a SELECT projects a variable as it is, or all."""
    depth = 0
    for token in select.head:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and (token.text in marks or token.text == "*"):
            return True
    return False


def _replaced(
    parts: "list[Token | Group]", name: str, value: str, marks: tuple[str, str]
) -> "list[Token | Group]":
    found: list[Token | Group] = []
    for part in parts:
        if isinstance(part, Group):
            _inside(part, name, value, marks)
            found.append(part)
        elif part.text in marks and _asks_bound(found):
            found[-2:] = [Token("("), Token("true")]
        elif part.text in marks:
            found.append(Token(value))
        else:
            found.append(part)
    return found


def _asks_bound(before: "list[Token | Group]") -> bool:
    """Say whether ``BOUND(`` stands before."""
    words = [part.word for part in before[-2:] if isinstance(part, Token)]
    return words == ["BOUND", "("]
