"""Updates whose later operations have prologues of their own (SPARQL 1.1, section 19.8, rule 29).

The engine takes PREFIX and BASE at the very beginning alone. So an update is cut before each other
prologue, and each piece begins with the declarations before it that still hold.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from samgraf.errors import QueryRefused

from .scan import tokens
from .using import absolute

_DECLARED = {"PREFIX": 2, "PREFIX:": 1, "BASE": 1, "VERSION": 1}
"""How many tokens belong to a word of prologues; the engine takes ``PREFIX:<x:>``, too."""
_BASE = "BASE"
Declarations = list[tuple[str, str]]
"""What is declared, such as ``ex:`` or ``BASE``, and the words."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of an update, its place, and the declarations before it that hold for it."""

    start: int
    part: str
    declared: str = ""

    @property
    def text(self) -> str:
        """The update that the engine reads."""
        return self.declared + self.part

    def placed(self, whole: str) -> str:
        """Return the same with each token at its line and column, for what an error tells."""
        lines = whole.count("\n", 0, self.start) - self.declared.count("\n")
        column = self.start - whole.rfind("\n", 0, self.start) - 1
        before = 0 if lines else len(self.declared.rpartition("\n")[2])
        return self.declared + "\n" * lines + " " * (column - before) + self.part


def pieces(text: str) -> list[Piece]:
    """Return the updates that do the same one after the other; mostly the one itself.

    Raise ``QueryRefused`` where two of them have a blank node in common, which none can have.
    """
    declared: Declarations = []
    found: list[Piece] = []
    for start, end in pairwise([0, *_cuts(text), len(text)]):
        part = text[start:end]
        found.append(Piece(start, part, "".join(words for _, words in declared)))
        for name, words in _prologue(part):
            declared = _with(declared, name, words)
    _refuse_shared(found)
    return found


def _cuts(text: str) -> Iterator[int]:
    """Yield the place of each prologue that follows a semicolon between operations."""
    depth, between = 0, False
    for place, token, word in tokens(text):
        depth += {"{": 1, "}": -1}.get(token, 0)
        if between and depth == 0 and (word or token.upper()) in _DECLARED:
            yield place
        between = token == ";" and depth == 0


def _prologue(part: str) -> Iterator[tuple[str, str]]:
    """Yield each declaration that a part begins with."""
    held: list[str] = []
    begun, wanted = 0, 0
    for place, token, word in tokens(part):
        if not held:
            begun, wanted = place, _DECLARED.get(word or token.upper(), 0)
            if not wanted:
                return
        held.append(token)
        if len(held) > wanted:
            yield _name(held), part[begun : place + len(token)]
            held = []


def _name(declaration: list[str]) -> str:
    word = declaration[0].upper()
    return {"PREFIX": declaration[1], "PREFIX:": ":"}.get(word, word)


def _with(declared: Declarations, name: str, words: str) -> Declarations:
    """Return declarations with one more, without what it takes the place of.

    A BASE stays, since those behind it may be relative to it; the same once more says nothing.
    """
    if name != _BASE:
        return [*(each for each in declared if each[0] != name), (name, words)]
    bases = [each for known, each in declared if known == _BASE]
    if bases[-1:] == [words] and absolute(words[words.index("<") + 1 : -1]):
        return declared
    return [*declared, (name, words)]


def _refuse_shared(found: list[Piece]) -> None:
    """Refuse a label of blank nodes in two operations (SPARQL 1.1 Update, section 3.1.1)."""
    seen: set[str] = set()
    for piece in found if len(found) > 1 else ():
        labels = {token for _, token, _ in tokens(piece.part) if token.startswith("_:")}
        if shared := seen & labels:
            told = f"the blank node {min(shared)} stands in several operations; write an IRI"
            raise QueryRefused("syntax", told)
        seen |= labels
