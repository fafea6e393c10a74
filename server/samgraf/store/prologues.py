"""Updates whose later operations have prologues of their own (SPARQL 1.1, section 19.8, rule 29).

The engine takes PREFIX and BASE at the very beginning alone. So an update is cut before each other
prologue, and what stands before it is blanked but for its prologues: each piece is one that the
engine reads, says what the whole does from there on, and has every token at its own place.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from .scan import tokens

_NO_BREAK = re.compile(r"[^\n\r]")


def pieces(text: str) -> Iterator[str]:
    """Yield the updates that do the same one after the other; mostly the one itself."""
    starts, before = [0, *_cuts(text)], ""
    for start, end in pairwise([*starts, len(text)]):
        yield before + text[start:end]
        begun = _end_of_prologue(text, start, end)
        before += text[start:begun] + _NO_BREAK.sub(" ", text[begun:end])


def _cuts(text: str) -> Iterator[int]:
    """Yield the place of each prologue that follows a semicolon between operations."""
    depth, between = 0, False
    for place, token, word in tokens(text):
        depth += {"{": 1, "}": -1}.get(token, 0)
        if between and depth == 0 and word in ("PREFIX", "BASE"):
            yield place
        between = token == ";" and depth == 0


def _end_of_prologue(text: str, start: int, end: int) -> int:
    """Return where a prologue ends that begins at a place, which is there where there is none."""
    waiting, reached = 0, start
    for place, token, word in tokens(text[start:end]):
        if not waiting and word not in ("PREFIX", "BASE"):
            break
        waiting = {"PREFIX": 2, "BASE": 1}.get(word, waiting - 1) if not waiting else waiting - 1
        reached = start + place + len(token)
    return reached
