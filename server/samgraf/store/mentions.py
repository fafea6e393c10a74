"""What a query text names: its prefixes, its terms, and bare words that SPARQL does not have."""

from dataclasses import dataclass

from .keywords import KEYWORDS
from .scan import tokens

_LONGEST_NAME = 100
_NO_NAME = ("?", "$", "@", '"', "'", "_:")


@dataclass(frozen=True, slots=True)
class Mentions:
    """The names in a query."""

    prefixes: dict[str, str]
    """Each declared prefix, without its colon, and what it stands for."""
    terms: dict[str, str]
    """Each term as it is written, and its IRI; relative and undeclared ones are left out."""


def mentions(text: str) -> Mentions:
    """Read the names in a query, outside strings and comments."""
    prefixes: dict[str, str] = {}
    terms: dict[str, str] = {}
    heard: list[str] = []
    for _, token, word in tokens(text):
        if word == "PREFIX":
            heard = [word]
        elif len(heard) == 1 and token.endswith(":"):
            heard.append(token[:-1])
        elif len(heard) == 2 and token.startswith("<"):
            prefixes.setdefault(heard[1], token[1:-1])
            heard = []
        elif not word and not token.startswith(_NO_NAME) and ":" in token:
            iri = _iri(token, prefixes)
            if iri and "\\" not in token:
                terms.setdefault(token.rstrip("."), iri)
    return Mentions(prefixes, terms)


def unknown_word(text: str, end: int) -> tuple[int, str] | None:
    """Return the last bare word before a place that no grammar of SPARQL has, and its place."""
    found: list[tuple[int, str]] = []
    for place, token, word in tokens(text):
        if place >= end:
            break
        if word and word not in KEYWORDS and not word[0].isdigit():
            found.append((place, token))
    return next((one for one in reversed(found) if not _in_name(text, one[0])), None)


def _iri(token: str, prefixes: dict[str, str]) -> str | None:
    """Return the IRI that a token stands for."""
    if token.startswith("<"):
        return token[1:-1] if token.endswith(">") else None
    prefix, _, local = token.rstrip(".").partition(":")
    return prefixes[prefix] + local if prefix in prefixes else None


def _in_name(text: str, place: int) -> bool:
    """Say whether a word goes on with a name that has an escaped character in it."""
    before = text[max(0, place - _LONGEST_NAME) : place]
    return not before[-1:].isspace() and "\\" in (before.split() or [""])[-1]
