"""Answers that a format cannot say, and XML that can be read.

The engine writes characters that XML has no place for as they are, so that no reader takes the
answer. CR is kept as a reference, else it would be read as LF (XML 1.0, sections 2.2 and 2.11).
RDF/XML has no name for a property whose IRI does not end like one (RDF 1.1 XML Syntax, section 5),
nor for one that is a word of that syntax.
"""

import io
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import IO, cast

import pyoxigraph as ox

from samgraf.errors import QueryRefused

_CONTROLS = bytes({*range(0x20)} - {*b"\t\n\r"})
# Three quick looks: all in one pattern would take longer than to write the answer.
_NO_CHARACTER = re.compile(rb"\xef\xbf[\xbe\xbf]")
_UNNAMED = re.compile(rb':(?:>| [A-Za-z:]{1,24}=")')
"""An element without a local name; in texts and attributes > and quotation marks are escaped."""
_LONGEST = 32  # bytes, of what is looked for
_PROPERTY = "a property or class whose IRI does not end in a name"
_TRIPLE_TERM = "a triple term"
_ENGINE = {
    "does not support RDF 1.2": _TRIPLE_TERM,
    "reserved syntax term is not allowed as a predicate": "a property that is a word of RDF/XML",
}
"""What the engine says where a format has no words for something, and what it is."""


@contextmanager
def sink(
    file: io.RawIOBase | io.BytesIO, media_type: str, offered: Iterable[str]
) -> Iterator[IO[bytes]]:
    """Give a file to serialise into that passes on what is well-formed.

    Raise ``QueryRefused`` where a media type, one of those offered, cannot say the answer.
    """
    checked = _Checked(file, media_type) if media_type.endswith("xml") else None
    try:
        yield cast("IO[bytes]", checked or file)
        if checked is not None:
            checked.rest()
    except _Unsayable as error:
        raise _refused(str(error), media_type, offered) from error
    except OSError as error:
        for told, what in _ENGINE.items():
            if told in str(error):
                raise _refused(what, media_type, offered) from error
        raise


def without_triple_terms(
    triples: Iterable[ox.Triple], media_type: str, offered: Iterable[str]
) -> Iterator[ox.Triple]:
    """Yield triples for a writer that has no words for a triple term (JSON-LD 1.1).

    Raise ``QueryRefused`` where there is one.
    """
    for triple in triples:
        if isinstance(triple.object, ox.Triple):
            raise _refused(_TRIPLE_TERM, media_type, offered)
        yield triple


class _Unsayable(Exception):
    """XML has no place for something."""


class _Checked(io.RawIOBase):
    """Passes XML on, but for its last bytes, which may be the beginning of something wrong."""

    def __init__(self, file: io.RawIOBase | io.BytesIO, media_type: str) -> None:
        self._file, self._kept = file, b""
        self._graph = media_type == "application/rdf+xml"

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Look at a part and pass it on."""
        held = self._kept + bytes(data)
        self._look(held)
        cut = max(len(held) - _LONGEST, 0)
        self._kept = held[cut:]
        self._file.write(held[:cut].replace(b"\r", b"&#13;"))
        return len(data)

    def rest(self) -> None:
        """Pass the last bytes on."""
        self._file.write(self._kept.replace(b"\r", b"&#13;"))
        self._kept = b""

    def _look(self, held: bytes) -> None:
        if len(held.translate(None, _CONTROLS)) < len(held):
            raise _Unsayable(_character(next(byte for byte in held if byte in _CONTROLS)))
        if found := _NO_CHARACTER.search(held):
            raise _Unsayable(_character(ord(found[0].decode())))
        if self._graph and _UNNAMED.search(held):
            raise _Unsayable(_PROPERTY)


def _character(number: int) -> str:
    return f"the character U+{number:04X}"


def _refused(what: str, media_type: str, offered: Iterable[str]) -> QueryRefused:
    others = ", ".join(known for known in offered if known != media_type)
    return QueryRefused(
        "not-acceptable",
        f"{media_type} cannot say what the answer has: {what}; ask for one of {others}",
    )
