"""Values of variables, as terms in the places where a query has the variables.

What the engine does with its substitutions (SEP-0007), for a store that has none: in the group of
every SELECT that projects the variable it is a term, and BIND gives it its value at the end of the
group, so that what is projected, grouped and sorted stays as it is. Where a group gives the
variable values itself, VALUES at its beginning picks those that are meant.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pyoxigraph as ox

from samgraf.store.values import term

from .tree import Block, Group, Item, Select, Token, Union, Words


def bind(query: Select, values: Mapping[str, str], lateral: bool = False) -> None:
    """Give variables their values, in place; each value is one term of N-Triples.

    ``lateral`` tells that LATERAL will stay in the query. Raise ``ValueError`` for a text that is
    no term.
    """
    for name, text in values.items():
        if query.group is not None:
            _Given(name, written(term(text)), lateral).bind(query.group)


def bind_term(query: Select, name: str, text: str, lateral: bool = False) -> None:
    """Give one variable its value, in place; the value is a term as a query writes it."""
    if query.group is not None:
        _Given(name, text, lateral).bind(query.group)


def projects(select: Select, name: str) -> bool:
    """Say whether a SELECT projects a variable as it is, or all."""
    depth = 0
    for token in select.head:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth == 0 and token.text in (f"?{name}", f"${name}", "*"):
            return True
    return False


def written(value: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> str:
    """Write a term for a query; raise ``ValueError`` for one that means another thing there."""
    if isinstance(value, ox.BlankNode | ox.Triple):
        raise ValueError(f"{value} cannot stand in a query")
    return str(value)


def values_of(marks: list[str], rows: list[list[str]]) -> Words:
    """Write VALUES with a row of terms for each solution."""
    texts = ["VALUES", "(", *marks, ")", "{"]
    for row in rows:
        texts += ["(", *row, ")"]
    return Words("VALUES", [Token(text, text) for text in (*texts, "}")])


@dataclass(frozen=True, slots=True)
class _Given:
    """One variable and its value."""

    name: str
    value: str
    lateral: bool

    @property
    def marks(self) -> tuple[str, str]:
        """The variable as it may be written."""
        return f"?{self.name}", f"${self.name}"

    def bind(self, group: Group) -> None:
        """Give the variable its value in the group of a query."""
        values = values_of([self.marks[0]], [[self.value]])
        if self._assigned(group) or (self.lateral and self._in_lateral(group)):
            self._within(group)
            group.items.insert(0, values)
            return
        self._inside(group)
        if not self._told_within(group):
            self._at_end(group, self._bound())
        elif not self._settled(group):
            # BIND may not name what a SELECT within has named already.
            self._at_end(group, values)

    def _at_end(self, group: Group, words: Words) -> None:
        """Put something behind a group; a SELECT in it has to stand alone in braces."""
        if any(isinstance(item, Select) for item in group.items):
            group.items = [Union([Group(group.items)])]
        group.items.append(words)

    def _settled(self, group: Group) -> bool:
        """Let a SELECT within give each row the value; say whether every row has it then.

        Alternatives without such a SELECT get BIND: an engine that joins by SQL would lose their
        rows where the variable is told again behind the alternatives.
        """
        return any([self._settles(item) for item in group.items])

    def _settles(self, item: Item) -> bool:
        if isinstance(item, Union) and any(self._told_within(group) for group in item.groups):
            for group in item.groups:
                if not self._told_within(group):
                    self._at_end(group, self._bound())
            return all([self._has_value(group) for group in item.groups])
        if isinstance(item, Block):
            return item.kind == "GRAPH" and self._settled(item.group)
        return isinstance(item, Select) and projects(item, self.name)

    def _has_value(self, group: Group) -> bool:
        return self._assigned(group) or self._settled(group)

    def _within(self, group: Group) -> None:
        """Give it its value in each SELECT that projects it, but in LATERAL: it comes from here."""
        for item in group.items:
            if isinstance(item, Select) and item.group is not None and projects(item, self.name):
                self.bind(item.group)
            elif not (isinstance(item, Block) and item.kind == "LATERAL" and self.lateral):
                for inner in _groups(item):
                    self._within(inner)

    def _in_lateral(self, group: Group) -> bool:
        """Say whether a SELECT in LATERAL projects it: there nothing may give it a value again."""
        return any(
            isinstance(item, Block) and item.kind == "LATERAL" and self._told_within(item.group)
            for item in group.items
        )

    def _bound(self) -> Words:
        texts = ("BIND", "(", self.value, "AS", self.marks[0], ")")
        return Words("BIND", [Token(text, text) for text in texts])

    def _assigned(self, group: Group) -> bool:
        """Say whether a group gives the variable values by BIND or VALUES, in its own scope."""
        return any(self._assigns(item) for item in group.items)

    def _assigns(self, item: Item) -> bool:
        if isinstance(item, Words):
            words = [part.text for part in item.parts if isinstance(part, Token)]
            if item.kind == "BIND":
                return words[-2] in self.marks
            return item.kind == "VALUES" and any(word in self.marks for word in words)
        return any(self._assigned(group) for group in _groups(item))

    def _told_within(self, group: Group) -> bool:
        """Say whether a SELECT within a group projects the variable into it."""
        for item in group.items:
            if isinstance(item, Select) and projects(item, self.name):
                return True
            if any(self._told_within(inner) for inner in _groups(item)):
                return True
        return False

    def _inside(self, group: Group) -> None:
        for item in group.items:
            self._replace(item)

    def _replace(self, item: Item) -> None:
        if isinstance(item, Words):
            item.parts = self._replaced(item.parts)
        elif isinstance(item, Select):
            if item.group is not None and projects(item, self.name):
                self.bind(item.group)
        elif isinstance(item, Block):
            item.head = [self._in_place_of(token) for token in item.head]
            self._inside(item.group)
        else:
            for group in item.groups:
                self._inside(group)

    def _in_place_of(self, token: Token) -> Token:
        return Token(self.value, self.value) if token.text in self.marks else token

    def _replaced(self, parts: "list[Token | Group]") -> "list[Token | Group]":
        found: list[Token | Group] = []
        for part in parts:
            if isinstance(part, Group):
                self._inside(part)
                found.append(part)
            elif part.text in self.marks and _asks_bound(found):
                found[-2:] = [Token("(", "("), Token("true", "TRUE")]
            else:
                found.append(self._in_place_of(part))
        return found


def _groups(item: Item) -> list[Group]:
    """Return the groups of an item whose variables are those of the group around it."""
    if isinstance(item, Union):
        return item.groups
    return [item.group] if isinstance(item, Block) and item.kind != "MINUS" else []


def _asks_bound(before: "list[Token | Group]") -> bool:
    """Say whether ``BOUND(`` stands before."""
    words = [part.word for part in before[-2:] if isinstance(part, Token)]
    return words == ["BOUND", "("]
