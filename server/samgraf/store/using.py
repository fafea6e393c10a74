"""The graphs of an update that its request names (SPARQL 1.1 Protocol, section 2.2.3).

The engine takes them from the text alone, so they are written into it: USING clauses before each
WHERE outside of braces. ``DELETE WHERE { … }`` has no place for them and becomes
``DELETE { … } USING … WHERE { … }``, which means the same (SPARQL 1.1 Update, section 3.1.3.3).
"""

import re
from collections.abc import Iterator

from samgraf.errors import QueryRefused

from .scan import tokens

_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^<>\"{}|^`\\\x00-\x20]*")


def absolute(iri: str) -> bool:
    """Say whether a text is an absolute IRI, as far as its characters and scheme tell."""
    return _IRI.fullmatch(iri) is not None


def with_using(text: str, using: tuple[str, ...], named: tuple[str, ...]) -> str:
    """Return an update with the graphs of its request; raise ``QueryRefused`` if it has its own."""
    if not using and not named:
        return text
    for graph in (*using, *named):
        if not absolute(graph):
            raise QueryRefused("bad-request", f"{graph[:80]!r} is not the IRI of a graph")
    clause = " ".join([f"USING <{g}>" for g in using] + [f"USING NAMED <{g}>" for g in named])
    parts, done = [], 0
    for place, shorthand in _wheres(text):
        block = text[place + 5 : _end_of_block(text, place + 5)] if shorthand else ""
        parts += [text[done:place], f"{block} {clause} "]
        done = place
    return "".join([*parts, text[done:]])


def _wheres(text: str) -> Iterator[tuple[int, bool]]:
    """Yield the place of each WHERE outside of braces, and whether DELETE stands before it."""
    depth, before = 0, ""
    for start, token, word in tokens(text):
        if token in "{}":
            depth += 1 if token == "{" else -1
        if depth == 0 and word in ("USING", "WITH"):
            raise QueryRefused(
                "bad-request",
                f"the update has {word} and the request names graphs as well; use one of them",
            )
        if depth == 0 and word == "WHERE":
            yield start, before == "DELETE"
        before = word


def _end_of_block(text: str, start: int) -> int:
    """Return the place behind the braces that open next."""
    depth = 0
    for place, token, _ in tokens(text[start:]):
        if token in "{}":
            depth += 1 if token == "{" else -1
            if depth == 0:
                return start + place + 1
    return len(text)
