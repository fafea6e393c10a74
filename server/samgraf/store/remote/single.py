"""VALUES of a single term, at the beginning of a query or a SELECT, as a value that is bound.

So are questions told where their text has its values in it. Virtuoso gives other rows for such a
text, or none, without an error: for a path that begins at the variable, or a SELECT within. With
the term in the places of the variable (``binding``) it gives the right ones.

It is done where that cannot change what is meant: nothing but VALUES stands before, MINUS does not
name the variable, and each group that does not know what stands around it has the same VALUES.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .binding import bind_term, projects
from .tree import Block, Group, Item, Select, Token, Union, Words

_STRING = ("'", '"')


def bind_singles(query: Select, lateral: bool = False) -> None:
    """Bind what VALUES tells alone, in place, in a query and each SELECT within.

    ``lateral`` tells that LATERAL will stay in the query.
    """
    if query.group is None:
        return
    for single in [*_first(query.group)]:
        if single.may_be_bound(query.group.items):
            single.forget(query.group)
            bind_term(query, single.name, single.term, lateral)
    for select in _selects(query.group):
        bind_singles(select, lateral)


def _first(group: Group) -> Iterator["_Single"]:
    """Yield each VALUES of one term before anything else."""
    for item in group.items:
        if not (isinstance(item, Words) and item.kind == "VALUES"):
            return
        if (single := _single(item)) is not None:
            yield single


def _single(item: Item) -> "_Single | None":
    """Return what VALUES with one variable and one term tells; None for anything else."""
    if not (isinstance(item, Words) and item.kind == "VALUES"):
        return None
    texts = [part.text for part in item.parts if isinstance(part, Token)]
    name, *term = [text for text in texts[1:] if text not in ("(", ")", "{", "}")] or [""]
    signed = len(term) == 2 and term[0] in ("+", "-")
    tagged = len(term) == 2 and term[1][0] == "@"
    typed = len(term) == 4 and term[1:3] == ["^", "^"]
    if name[:1] not in ("?", "$") or not (len(term) == 1 or signed or tagged or typed):
        return None
    return None if term[0].upper() == "UNDEF" else _Single(name[1:], "".join(term))


@dataclass(frozen=True, slots=True)
class _Single:
    """A variable and the one term that VALUES tells for it."""

    name: str
    term: str

    @property
    def _is_thing(self) -> bool:
        return self.term[0] == "<" or (self.term[0] not in _STRING and ":" in self.term)

    def may_be_bound(self, items: list[Item]) -> bool:
        """Say whether nothing here means another thing where the term is in its places."""
        return all(self._may_be(item) for item in items)

    def _may_be(self, item: Item) -> bool:
        if isinstance(item, Words):
            return self._words_may_be(item)
        if isinstance(item, Select):
            return self._tells(item.group) or not projects(item, self.name)
        if isinstance(item, Union):
            return all(
                self._knows(group) and self.may_be_bound(group.items) for group in item.groups
            )
        if item.kind == "MINUS":
            return not self._named([item])
        if item.kind == "LATERAL":
            return all(self._may_be_lateral(inner) for inner in item.group.items)
        known = self._knows(item.group, item.kind == "OPTIONAL")
        return known and self.may_be_bound(item.group.items)

    def _may_be_lateral(self, item: Item) -> bool:
        """As ``_may_be``, in a group to whose SELECT the value is given too."""
        if isinstance(item, Select):
            return item.group is None or self.may_be_bound(item.group.items)
        if isinstance(item, Union):
            return all(self._may_be_lateral(i) for group in item.groups for i in group.items)
        return self._may_be(item)

    def _words_may_be(self, item: Words) -> bool:
        named = self._among(item.parts)
        if item.kind == "VALUES":
            return not named or _single(item) == self
        if item.kind == "BIND":
            last = item.parts[-2]
            return not (isinstance(last, Token) and last.text[1:] == self.name)
        # Only a thing may be what a triple is about.
        return not named or item.kind != "triples" or self._is_thing

    def _knows(self, group: Group, filters: bool = False) -> bool:
        """Say whether a group has the value, or names the variable in no expression.

        ``filters`` tells that those right in the group see what stands before it.
        """
        kinds = ("BIND",) if filters else ("BIND", "FILTER")
        told = [item for item in group.items if isinstance(item, Words) and item.kind in kinds]
        return self._tells(group) or not self._named(told)

    def _tells(self, group: Group | None) -> bool:
        return group is not None and self in [*_first(group)]

    def _named(self, items: Sequence[Item]) -> bool:
        return any(self._among(parts) for parts in _parts(items))

    def _among(self, parts: "list[Token] | list[Token | Group]") -> bool:
        return any(
            self._named(part.items)
            if isinstance(part, Group)
            else part.text in (f"?{self.name}", f"${self.name}")
            for part in parts
        )

    def forget(self, group: Group) -> None:
        """Take the VALUES away, also from each group within whose variable is the same."""
        group.items = [item for item in group.items if _single(item) != self]
        for item in group.items:
            for inner in _within(item):
                if not isinstance(item, Select) or projects(item, self.name):
                    self.forget(inner)


def _within(item: Item) -> Iterator[Group]:
    """Yield the groups of an item."""
    if isinstance(item, Words):
        yield from (part for part in item.parts if isinstance(part, Group))
    elif isinstance(item, Union):
        yield from item.groups
    elif item.group is not None:
        yield item.group


def _parts(items: Sequence[Item]) -> Iterator["list[Token] | list[Token | Group]"]:
    """Yield the tokens of items, also of those within."""
    for item in items:
        if isinstance(item, Words):
            yield item.parts
            continue
        if isinstance(item, Block | Select):
            yield item.head
        if isinstance(item, Select):
            yield item.tail
        for group in _within(item):
            yield from _parts(group.items)


def _selects(group: Group) -> Iterator[Select]:
    """Yield each SELECT within a group, but those within another."""
    for item in group.items:
        if isinstance(item, Select):
            yield item
            continue
        for inner in _within(item):
            yield from _selects(inner)
