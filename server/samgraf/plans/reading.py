"""Takes a query apart: a reading of SPARQL as deep as counting and hints need, and no deeper.

Expressions are skipped, not understood. The engine has read the query before, so what is wrong with
it is not said here; what is not understood raises ``Unreadable``.
"""

from collections.abc import Callable

from .shape import Group, Part, Pattern, Shape
from .tokens import Token, Unreadable, tokens
from .triples import Triples

_DEEPEST = 40
_FORMS = ("SELECT", "CONSTRUCT", "DESCRIBE", "ASK")
_OPENING = {"(": ")", "{": "}", "[": "]"}
_KEYWORDS = ("OPTIONAL", "MINUS", "LATERAL", "GRAPH", "FILTER", "BIND", "VALUES")


def read(text: str) -> Shape:
    """Take a query apart; raise ``Unreadable`` where that goes beyond this reading."""
    return _Reader(text).query()


class _Reader:
    """Reads tokens from the first to the last."""

    def __init__(self, text: str) -> None:
        self.text, self.tokens = text, tokens(text)
        self.at, self._depth = 0, 0
        self.triples = Triples(self)

    # Tokens

    def word(self) -> str:
        """Return the next token as a word or sign, '' at the end."""
        return self.tokens[self.at].word if self.at < len(self.tokens) else ""

    def peek(self) -> Token:
        """Return the next token; raise ``Unreadable`` at the end."""
        if self.at >= len(self.tokens):
            raise Unreadable("the query ends within something")
        return self.tokens[self.at]

    def take(self, *words: str) -> Token:
        """Take the next token, which is one of these words where any are named."""
        token = self.peek()
        if words and token.word not in words:
            raise Unreadable(f"{token.text[:40]} stands where {' or '.join(words)} was awaited")
        self.at += 1
        return token

    def balanced(self) -> int:
        """Skip what stands in brackets, which is next; return where it ends."""
        closing: list[str] = []
        while True:
            token = self.take()
            if token.kind == "sign" and token.text in _OPENING:
                closing.append(_OPENING[token.text])
            elif closing and token.kind == "sign" and token.text == closing[-1]:
                closing.pop()
            if not closing:
                return token.end

    # The query

    def query(self) -> Shape:
        """Read the whole query."""
        prefixes = self._prologue()
        prologue = self.text[: self.peek().start]
        form = self.take(*_FORMS).word
        if form == "CONSTRUCT" and self.word() == "{":
            self.balanced()
        dataset = self._to_group()
        if not self.word():  # DESCRIBE <iri>
            return Shape(self.text, prologue, prefixes, form, dataset, Group(0))
        group = self.group()
        shape = Shape(self.text, prologue, prefixes, form, dataset, group)
        self._modifiers(shape)
        return shape

    def _prologue(self) -> dict[str, str]:
        prefixes: dict[str, str] = {}
        while (word := self.word()) in ("PREFIX", "BASE", "VERSION"):
            self.take()
            name = self.take().text[:-1] if word == "PREFIX" else ""
            iri = self.take().text[1:-1]
            prefixes |= {name: iri} if word == "PREFIX" else {}
        return prefixes

    def _to_group(self) -> str:
        """Skip what stands before the group of a query; return its FROM clauses."""
        clauses: list[str] = []
        while (word := self.word()) not in ("{", ""):
            if word == "(":
                self.balanced()
                continue
            token = self.take()
            if token.word == "FROM":
                named = f"{self.take().text} " if self.word() == "NAMED" else ""
                clauses.append(f"FROM {named}{self.take().text}")
        return "\n".join(clauses)

    def _modifiers(self, shape: Shape) -> None:
        """Note where LIMIT and OFFSET of the whole stand."""
        while self.word():
            token = self.take()
            if token.word in ("LIMIT", "OFFSET"):
                shape.cuts.append((token.start, self.take().end))

    # Groups

    def group(self) -> Group:
        """Read a group, from brace to brace."""
        self._depth += 1
        if self._depth > _DEEPEST:
            raise Unreadable("groups stand too deep within each other")
        found = Group(self.take("{").start)
        while self.word() != "}":
            self._element(found)
        found.end = self.take("}").end
        self._depth -= 1
        return found

    def _element(self, group: Group) -> None:
        word = self.word()
        if word == ".":
            self.take()
        elif word == "{":
            group.parts.append(self._braces(group))
        elif word == "SELECT":
            group.binds = True
            self._inner_select(group)
        elif word in _KEYWORDS:
            self._keyword(word, group)
        elif word == "SERVICE":
            raise Unreadable("another endpoint is asked")
        else:
            self.triples.sentence(group)

    def _keyword(self, word: str, group: Group) -> None:
        ways: dict[str, Callable[[Group], None]] = {
            "FILTER": self._filter,
            "BIND": self._bind,
            "VALUES": self._values,
        }
        if word in ways:
            ways[word](group)
            return
        part = Part(word.lower(), self.take().start)
        if word == "GRAPH":
            part.head = self.take().text
        part.groups.append(self.group())
        part.end = part.groups[0].end
        group.parts.append(part)

    def _braces(self, group: Group) -> Part:
        """Read a group within a group, or the alternatives of UNION."""
        part = Part("group", self.peek().start)
        part.groups.append(self.group())
        while self.word() == "UNION":
            self.take()
            part.kind = "union"
            part.groups.append(self.group())
        part.end = part.groups[-1].end
        if any(inner.binds for inner in part.groups):
            part.kind = "select" if part.kind == "group" else part.kind
        return part

    def _inner_select(self, group: Group) -> None:
        """Read a SELECT within braces: its group counts as a part of them."""
        part = Part("select", self.take("SELECT").start)
        self._to_group()
        part.groups.append(self.group())
        while self.word() != "}":
            if self.word() in ("(", "{"):
                self.balanced()
            else:
                self.take()
        part.end = self.peek().start
        group.parts.append(part)

    def _filter(self, group: Group) -> None:
        part = Part("filter", self.take("FILTER").start)
        if self.word() == "NOT":
            self.take()
            part.kind = "not exists"
        if self.word() == "EXISTS":
            self.take()
            part.kind = part.kind if part.kind != "filter" else "exists"
            part.groups.append(self.group())
            part.end = part.groups[0].end
        else:
            begun = self.peek().start
            while self.word() != "(":
                self.take()
            part.end = self.balanced()
            part.head = self.text[begun : part.end]
        group.parts.append(part)

    def _bind(self, group: Group) -> None:
        group.binds = True
        self.take("BIND")
        self.balanced()

    def _values(self, group: Group) -> None:
        start, begun = self.take("VALUES").start, self.at
        if self.word() == "(":
            self.balanced()
        else:
            self.take()
        written = self.tokens[begun : self.at]
        named = [f"?{token.text[1:]}" for token in written if token.kind == "variable"]
        end = self.balanced()
        group.patterns.append(
            Pattern(self.text[start:end], start, end, tuple(dict.fromkeys(named)))
        )
