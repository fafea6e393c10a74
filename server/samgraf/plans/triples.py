"""Sentences of a query: subject, predicates and objects, as one pattern for each triple."""

from dataclasses import replace
from typing import Protocol

from .shape import Group, Pattern
from .tokens import TERMS, Token, Unreadable

_FRESH = "?samgraf_node{}"
_ENDING = (".", "}", "]", ";")
_NUMERIC = ("+", "-")


class Source(Protocol):
    """Where tokens come from."""

    text: str

    def word(self) -> str:
        """Return the next token as a word or sign."""

    def peek(self) -> Token:
        """Return the next token."""

    def take(self, *words: str) -> Token:
        """Take the next token."""


class Triples:
    """Reads sentences; a node in brackets becomes a variable of its own."""

    def __init__(self, source: Source) -> None:
        """Read from a source of tokens."""
        self._source, self._fresh, self._last = source, 0, 0

    def sentence(self, group: Group) -> None:
        """Read a sentence up to its full stop, or to the brace that ends the group."""
        source, first = self._source, len(group.patterns)
        start = source.peek().start
        bracket = source.word() == "["
        subject = self._node(group)
        if not (bracket and source.word() in _ENDING):
            self._properties(subject, group)
        if len(group.patterns) == first + 1 and not bracket:
            # By itself in its sentence, whose full stop goes with it.
            end = source.peek().end if source.word() == "." else self._last
            group.patterns[first] = replace(group.patterns[first], cut=(start, end))

    def _properties(self, subject: str, group: Group) -> None:
        """Read predicates and their objects."""
        source, before = self._source, -1
        while True:
            first, start = len(group.patterns), source.peek().start
            self._objects(subject, group)
            end, after = self._last, self._semicolons()
            if len(group.patterns) == first + 1:
                cut = (before, end) if before >= 0 else after and (start, after[1])
                group.patterns[first] = replace(group.patterns[first], cut=cut)
            if after is None or source.word() in (".", "}", "]"):
                return
            before = after[0]

    def _semicolons(self) -> tuple[int, int] | None:
        """Skip semicolons; return where they begin and end, None where there is none."""
        source = self._source
        if source.word() != ";":
            return None
        start = source.peek().start
        while source.word() == ";":
            self._last = source.take().end
        return start, self._last

    def _objects(self, subject: str, group: Group) -> None:
        """Read a predicate and the objects that it has."""
        source, start = self._source, self._source.peek().start
        predicate, repeats = self._path()
        self._object(subject, predicate, repeats, start, group)
        while source.word() == ",":
            source.take()
            start = source.peek().start
            self._object(subject, predicate, repeats, start, group)

    def _object(
        self, subject: str, predicate: str, repeats: bool, start: int, group: Group
    ) -> None:
        place = len(group.patterns)
        obj = self._node(group)
        named = [*_variables(subject), *_variables(predicate), *_variables(obj)]
        text, once = f"{subject} {predicate} {obj} .", tuple(dict.fromkeys(named))
        found = Pattern(text, start, self._last, once, subject, predicate, obj, repeats)
        group.patterns.insert(place, found)

    def _node(self, group: Group) -> str:
        """Read a term, or a node in brackets with what is said of it."""
        source = self._source
        token = source.take()
        self._last = token.end
        if token.text == "[":
            return self._bracketed(group)
        if token.kind == "string":
            return token.text + self._tagged()
        if token.kind == "sign" and token.text in _NUMERIC:
            number = source.take()
            self._last = number.end
            return token.text + number.text
        if token.kind in TERMS or token.word in ("TRUE", "FALSE", "A"):
            return _written(token)
        raise Unreadable(f"{token.text[:40]} stands where a term was awaited")

    def _bracketed(self, group: Group) -> str:
        self._fresh += 1
        fresh = _FRESH.format(self._fresh)
        if self._source.word() != "]":
            self._properties(fresh, group)
        self._last = self._source.take("]").end
        return fresh

    def _tagged(self) -> str:
        """Read the language or datatype behind a string."""
        source = self._source
        if source.word() == "^^":
            datatype = [source.take(), source.take()]
            self._last = datatype[1].end
            return "^^" + datatype[1].text
        if source.word().startswith("@"):
            language = source.take()
            self._last = language.end
            return language.text
        return ""

    def _path(self) -> tuple[str, bool]:
        """Read a predicate or path; say whether it is of any length."""
        text, repeats = self._step()
        while self._source.word() in ("/", "|"):
            sign = self._source.take().text
            more, again = self._step()
            text, repeats = text + sign + more, repeats or again
        return text, repeats

    def _step(self) -> tuple[str, bool]:
        """Read one step of a path: what it goes through, or a path in brackets."""
        source, before, repeats = self._source, "", False
        while source.word() in ("^", "!"):
            before += source.take().text
        token = source.take()
        text = token.text
        if text == "(":
            inner, repeats = ("", False) if source.word() == ")" else self._path()
            source.take(")")
            text = f"({inner})"
        elif token.kind not in ("iri", "name", "variable") and text != "a":
            raise Unreadable(f"{text[:40]} stands where a predicate was awaited")
        elif token.kind == "variable":
            text = _written(token)
        sign = source.take().text if source.word() in ("*", "+", "?") else ""
        return before + text + sign, repeats or sign in ("*", "+")


def _written(token: Token) -> str:
    """Write a term; a blank node of a query is a variable, and one of these has one mark."""
    if token.kind == "node":
        return "?samgraf_" + token.text[2:].replace(".", "_").replace("-", "_")
    return "?" + token.text[1:] if token.kind == "variable" else token.text


def _variables(text: str) -> list[str]:
    return [text] if text.startswith(("?", "$")) else []
