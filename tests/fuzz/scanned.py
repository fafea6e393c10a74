"""The scan of query texts agrees with the engine on which words are keywords.

A keyword that is spelled otherwise is no keyword: the engine then cannot read the text, or reads
it as something else. A name, string, IRI or comment may be spelled otherwise throughout. So the
engine itself tells whether ``service`` in a text is ever the keyword.
"""

import re
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from zlib import crc32

import pyoxigraph as ox

from samgraf.store import scan

from .target import Target, words

_SERVICE = re.compile("service", re.IGNORECASE | re.ASCII)
_VOLATILE = re.compile("now|rand|uuid|bnode", re.IGNORECASE | re.ASCII)
_PREFIXES = "PREFIX ex: <http://e.example/> PREFIX : <http://f.example/>\n"


@cache
def _store() -> ox.Store:
    return ox.Store()


@contextmanager
def _fenced() -> Iterator[None]:
    """Let no file or socket be opened, as in a worker."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (0, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def reads(text: str) -> bool:
    """Tell whether the engine can read a query."""
    try:
        with _fenced():
            _store().query(text)
    except SyntaxError:
        return False
    except (OSError, RuntimeError, ValueError):
        return True
    return True


def respelled(text: str, pattern: re.Pattern[str]) -> str:
    """Spell some words otherwise, in letters of the same kind that occur nowhere."""
    lowered = text.lower()
    free = (letter for letter in "qxzjkvwy" if letter * 3 not in lowered)
    letter = next(free, "q")
    return pattern.sub(lambda found: letter * len(found[0]), text)


def disagreements(text: str) -> Iterator[str]:
    """Tell where scan and engine take the words of a text differently."""
    words = scan.bare_words(text)
    told = {"SERVICE": "SERVICE" in words, "a volatile function": bool(words & scan.VOLATILE)}
    for (name, found), pattern in zip(told.items(), (_SERVICE, _VOLATILE), strict=True):
        if not pattern.search(text):
            if found:
                yield f"{name} is told of a text without it"
            continue
        other = reads(respelled(text, pattern))
        if not found and not other and reads(text):
            yield f"{name} is not seen"
        if found and other and reads(text):
            yield f"{name} is told where it is none"


def text_of(data: bytes) -> str:
    """Return the text of an input: itself, or behind a byte from 0x80 on the words of its bytes."""
    if data[:1] < b"\x80":
        return data.decode("utf-8", "replace")
    return "".join(_WORDS[byte % len(_WORDS)] for byte in data[1:])


def check(data: bytes) -> None:
    text = text_of(data)
    place = 0
    for begin, token, _ in scan.tokens(text):
        assert begin >= place, "tokens overlap"
        place = begin + len(token)
        assert text[begin:place] == token, "a token is not at its place"
    for one in (text, _PREFIXES + text):
        found = list(disagreements(one))
        assert not found, found
    if crc32(data) % 8 == 0:  # the time of a text that is made long of this one
        scan.bare_words(f"service {text * (1 + 20_000 // max(1, len(text)))}")


_WORDS = words("scanner")
TARGET = Target("scanner", check, longest=160, seconds=0.25, per_kib=0.1, few=200)
