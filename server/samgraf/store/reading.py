"""Parse a text from outside triple by triple, each literal as written, with the line it ends on.

The parser tells places of syntax faults only. When its input hands out one line at a time, the
line last handed out as it yields a triple is the one on which the value of that triple ends.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import pyoxigraph as ox

from .asking import Blank, Triple

FORMATS = {
    "turtle": ox.RdfFormat.TURTLE,
    "n-triples": ox.RdfFormat.N_TRIPLES,
    "trig": ox.RdfFormat.TRIG,
    "n-quads": ox.RdfFormat.N_QUADS,
    "json-ld": ox.RdfFormat.JSON_LD,
    "rdf-xml": ox.RdfFormat.RDF_XML,
}
"""The syntaxes by the names that a person may give."""

MEDIA_TYPES = {form.media_type: name for name, form in FORMATS.items()}
ENDINGS = {
    ".ttl": "turtle",
    ".nt": "n-triples",
    ".trig": "trig",
    ".nq": "n-quads",
    ".jsonld": "json-ld",
    ".rdf": "rdf-xml",
}
QUOTED = "a triple as a term"
TOO_LONG = "a token is too long"

_PLACE = re.compile(r"^Parser error [^:]*: | \(line \d+\)$")
_UNEVEN_BYTES = 64 << 10
_RECOVERABLE = ("turtle", "n-triples", "trig", "n-quads")


@dataclass(frozen=True, slots=True)
class Broken:
    """A place that the parser cannot read; line and column from 1, 0 if it does not say."""

    line: int
    column: int
    words: str
    """What the parser says, without the place."""


class _Feed:
    """Hands out a text line by line, and counts.

    Within a very long token it hands out more at once: a parser that sees each small line alone
    reads such a token again and again.
    """

    def __init__(self, content: bytes) -> None:
        self._rest = io.BytesIO(content)
        self._whole = True
        self._since = 0
        self.line = 0

    def read(self, size: int) -> bytes:
        """Return the next line, or a part of it."""
        if self._since > _UNEVEN_BYTES:
            part = self._rest.read(size)
            self.line += part.count(b"\n", 0, -1) + (self._whole and bool(part))
        else:
            part = self._rest.readline(size)
            self.line += self._whole and bool(part)
        self._since += len(part)
        self._whole = part.endswith(b"\n")
        return part

    def yielded(self) -> int:
        """Return the line of what was read last; the next token begins."""
        self._since = 0
        return self.line


def read(content: bytes, syntax: str) -> Iterator[tuple[Triple, int] | Broken]:
    """Yield each triple of any graph with its line, and each place that cannot be read.

    ``syntax`` is a key of ``FORMATS``. After a fault only the syntaxes that Turtle belongs to
    are read on. Nothing is fetched: a remote JSON-LD context is a fault.
    """
    feed = _Feed(content)
    quads = ox.parse(input=feed, format=FORMATS[syntax])  # type: ignore[arg-type]
    while True:
        try:
            quad = next(quads, None)
        except SyntaxError as error:
            yield _broken(error, feed.line if syntax == "rdf-xml" else 0)
            if syntax not in _RECOVERABLE:
                return
            continue
        except (MemoryError, ValueError) as error:
            yield Broken(feed.line, 0, TOO_LONG if isinstance(error, MemoryError) else str(error))
            return
        if quad is None:
            return
        line = feed.yielded()
        if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
            yield Broken(line, 0, QUOTED)
        else:
            yield (quad.subject, quad.predicate, quad.object), line


def _broken(error: SyntaxError, line: int) -> Broken:
    return Broken(error.lineno or line, error.offset or 0, _PLACE.sub("", str(error.msg)))


def blank(number: int) -> Blank:
    """Return a blank node with a label that does not change from one reading to the next."""
    return Blank(f"b{number}")
