"""A query as groups within groups, with every token as it was written.

Deep enough to bind variables (``binding``) and to write LATERAL in another way (``plain``), and no
deeper. The engine has read the query before (``form``), so what is wrong with it is not said here.
The grammar is that of SPARQL 1.1, section 19.8, with LATERAL (SEP-0006).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from samgraf.store.scan import tokens

_DEEPEST = 100
_BLOCKS = ("OPTIONAL", "MINUS", "LATERAL", "GRAPH")
_OWN = (*_BLOCKS, "FILTER", "BIND", "VALUES", "{", "}")
_CLOSING = {"(": ")", "[": "]", "{": "}"}


class Unreadable(ValueError):
    """A query that is not taken apart."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token, whether blanks stand before it, and a bare word or sign in capitals."""

    text: str
    word: str = ""
    apart: bool = True


@dataclass(slots=True)
class Group:
    """What stands between two braces; a SELECT in braces is a group with that alone."""

    items: list["Item"] = field(default_factory=list)


@dataclass(slots=True)
class Words:
    """Tokens of triples, a filter, BIND or VALUES; groups of EXISTS stand among them."""

    kind: str
    """``triples``, ``FILTER``, ``BIND`` or ``VALUES``."""
    parts: list["Token | Group"]


@dataclass(slots=True)
class Block:
    """OPTIONAL, MINUS, LATERAL or GRAPH with its group."""

    kind: str
    head: list[Token]
    """The graph of GRAPH."""
    group: Group


@dataclass(slots=True)
class Union:
    """A group by itself, or alternatives."""

    groups: list[Group]


@dataclass(slots=True)
class Select:
    """A query or a SELECT within one: what stands before its group, the group, what is behind."""

    head: list[Token]
    group: Group | None
    tail: list["Token | Group"]


Item = Words | Block | Union | Select


def read(text: str) -> Select:
    """Take a query apart; raise ``Unreadable`` where that goes beyond this reading."""
    return _Reader(text).query()


class _Reader:
    """Reads tokens from the first to the last."""

    def __init__(self, text: str) -> None:
        self._tokens: list[Token] = []
        end = 0
        for start, token, word in tokens(text):
            self._tokens.append(Token(token, word or token, start > end))
            end = start + len(token)
        self._at, self._depth = 0, 0

    def _word(self) -> str:
        return self._tokens[self._at].word if self._at < len(self._tokens) else ""

    def _take(self, *words: str) -> Token:
        if self._at >= len(self._tokens) or (words and self._word() not in words):
            raise Unreadable(f"{self._word() or 'the end'} stands where it was not awaited")
        self._at += 1
        return self._tokens[self._at - 1]

    def query(self) -> Select:
        """Read the whole query."""
        head: list[Token] = []
        while self._word() not in ("{", "WHERE", ""):
            head.append(self._take())
            if head[-1].word == "CONSTRUCT" and self._word() == "{":
                head += self._flat()
        if self._word() == "WHERE":
            head.append(self._take())
        group = self._group() if self._word() else None
        tail: list[Token | Group] = []
        while self._word():
            tail += self._expression()
        return Select(head, group, tail)

    def _flat(self) -> list[Token]:
        """Take what stands in brackets, which is next; there is no group in it."""
        taken: list[Token] = []
        open_, closing = 0, ""
        while open_ or not taken:
            token = self._take()
            closing = closing or _CLOSING[token.text]
            open_ += {"(": 1, "{": 1, "[": 1, ")": -1, "}": -1, "]": -1}.get(token.text, 0)
            taken.append(token)
        return taken

    def _group(self) -> Group:
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unreadable("groups stand too deep within each other")
        self._take("{")
        found = Group()
        while self._word() != "}":
            found.items.append(self._item())
        self._take("}")
        self._depth -= 1
        return found

    def _item(self) -> Item:
        word = self._word()
        if word == "{":
            return self._union()
        if word == "SELECT":
            return self._select()
        if word in _BLOCKS:
            self._take()
            head = [self._take()] if word == "GRAPH" else []
            return Block(word, head, self._group())
        if word == "FILTER":
            return Words(word, [self._take(), *self._constraint()])
        if word == "BIND":
            return Words(word, [self._take(), *self._brackets()])
        if word == "VALUES":
            return Words(word, self._values())
        return self._triples()

    def _union(self) -> Union:
        groups = [self._group()]
        while self._word() == "UNION":
            self._take()
            groups.append(self._group())
        return Union(groups)

    def _select(self) -> Select:
        head = [self._take("SELECT")]
        while self._word() not in ("{", "WHERE"):
            head.append(self._take())
        if self._word() == "WHERE":
            head.append(self._take())
        group = self._group()
        tail: list[Token | Group] = []
        while self._word() != "}":
            tail += self._expression()
        return Select(head, group, tail)

    def _values(self) -> list[Token | Group]:
        taken: list[Token | Group] = [self._take("VALUES")]
        taken += self._flat() if self._word() == "(" else [self._take()]
        return [*taken, *self._flat()]

    def _triples(self) -> Words:
        taken: list[Token | Group] = [self._take()]
        while self._word() not in _OWN and self._word():
            taken.append(self._take())
        if isinstance(taken[0], Token) and taken[0].text == ".":
            del taken[0]  # it ends what stands before
        return Words("triples", taken)

    def _constraint(self) -> list[Token | Group]:
        """Read what FILTER holds: brackets, EXISTS, or a call."""
        taken: list[Token | Group] = []
        while self._word() not in ("(", "EXISTS"):
            taken.append(self._take())
        return [*taken, *(self._brackets() if self._word() == "(" else self._expression())]

    def _brackets(self) -> list[Token | Group]:
        taken: list[Token | Group] = [self._take("(")]
        while self._word() != ")":
            taken += self._brackets() if self._word() == "(" else self._expression()
        return [*taken, self._take(")")]

    def _expression(self) -> list[Token | Group]:
        """Take a token, EXISTS with its group, or VALUES with its rows."""
        if self._word() == "VALUES":
            return self._values()
        token = self._take()
        return [token, self._group()] if token.word == "EXISTS" else [token]


def write(query: Select) -> str:
    """Write a query; what stood apart stands apart."""
    return "".join(_query(query)).strip()


def _query(query: Select) -> Iterator[str]:
    yield from _tokens(query.head)
    if query.group is not None:
        yield from _written(query.group)
    yield from _tokens(query.tail)


def _tokens(parts: "list[Token] | list[Token | Group]") -> Iterator[str]:
    for part in parts:
        if isinstance(part, Group):
            yield from _written(part)
        else:
            yield f" {part.text}" if part.apart else part.text


def _written(group: Group) -> Iterator[str]:
    yield " {"
    for item in group.items:
        yield from _one(item)
        yield "\n"
    yield "}"


def _one(item: Item) -> Iterator[str]:
    if isinstance(item, Words):
        yield " "
        yield from _tokens(item.parts)
        last = item.parts[-1] if item.parts else None
        # What follows may have stood elsewhere.
        open_ = item.kind == "triples" and isinstance(last, Token) and last.text != "."
        yield " ." if open_ else ""
    elif isinstance(item, Block):
        yield f" {item.kind}"
        yield from _tokens(item.head)
        yield from _written(item.group)
    elif isinstance(item, Select):
        yield " "
        yield from _query(item)
    else:
        for number, group in enumerate(item.groups):
            yield " UNION" if number else ""
            yield from _written(group)
