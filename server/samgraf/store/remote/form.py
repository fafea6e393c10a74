"""What a query is, by our own engine and without any data: syntax, form, and what it may not have.

A remote engine may know more than SPARQL 1.1 has: SERVICE, functions of its own that read files or
run SQL. So a query goes out only after our parser has read it and these were not in it.
"""

import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager

import pyoxigraph as ox

from samgraf.errors import QueryRefused
from samgraf.store import places
from samgraf.store.scan import bare_words, tokens

from .names import Names

_EMPTY = ox.Store()
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_OF_AN_ENGINE = re.compile(r"\s*(?:\w*::\s*)*(?:bif|sql|java|javafunction)\s*:", re.IGNORECASE)
"""IRIs that stand for functions of Virtuoso, with or without the form of value before them."""
_OF_ALL = re.compile(r"https?://|urn:", re.IGNORECASE)
"""How the IRI of a function begins that more than one engine may know."""


def is_graph(text: str, base: str | None) -> bool:
    """Say whether a query gives a graph; else it gives a table or a boolean.

    Raise ``QueryRefused`` for what is no query, and for what must not go out.
    """
    _refuse_escapes(text)
    if "SERVICE" in bare_words(text):
        raise QueryRefused("service-refused", "SERVICE is not answered here")
    if any(_is_of_an_engine(iri, called) for iri, called in _named(text, base)):
        raise QueryRefused("bad-request", "functions of one engine alone are not called here")
    with _no_files():
        try:
            return isinstance(_EMPTY.query(text, base_iri=base), ox.QueryTriples)
        except SyntaxError as error:
            raise QueryRefused("syntax", places.exact(str(error), text)) from error


def _is_of_an_engine(iri: str, called: bool) -> bool:
    """Say whether an IRI, in a call or elsewhere, may mean a function of one engine."""
    return bool(_OF_AN_ENGINE.match(iri)) or (called and not _OF_ALL.match(iri))


def _named(text: str, base: str | None) -> Iterator[tuple[str, bool]]:
    """Yield each IRI of a query, prefixes in full, and whether a bracket follows as in a call."""
    names, waiting = Names(base or ""), ""
    for _, token, word in tokens(text):
        if waiting:
            yield waiting, token == "("
        iri = token.startswith("<") and token.endswith(">")
        named = iri or (":" in token and token[0] not in "\"'_")
        waiting = names.full(token) or token if named else ""  # what is not known stays refused
        names.read(token, word)


def _refuse_escapes(text: str) -> None:
    r"""Refuse \u0022 and the like: one engine reads a quote there, the other a part of a string.

    SPARQL 1.1, section 19.2: escapes are taken before the grammar counts.
    """
    for match in _ESCAPE.finditer(text):
        if int(match[1] or match[2], 16) < 128:
            raise QueryRefused(
                "bad-request", f"{match[0]} stands for an ASCII character: write it as it is"
            )


@contextmanager
def _no_files() -> Iterator[None]:
    """Let nothing be opened meanwhile, a connection neither."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
