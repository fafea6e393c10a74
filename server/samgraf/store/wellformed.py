"""XML that can be read: what the engine writes of characters that XML has no place for.

It writes them as they are, so that no reader takes the answer. CR is kept as a reference, else it
would be read as LF (XML 1.0, sections 2.2 and 2.11). RDF/XML has no name for a property whose IRI
does not end like one (RDF 1.1 XML Syntax, section 5).
"""

import io
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, cast

from samgraf.errors import QueryRefused

_UNNAMED = b"<oxprefix: "
"""How the engine begins an element for such a property."""
_WRONG = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]|\xef\xbf[\xbe\xbf]|" + _UNNAMED)


@contextmanager
def sink(file: io.RawIOBase | io.BytesIO, media_type: str) -> Iterator[IO[bytes]]:
    """Give a file to serialise into that passes on what is well-formed.

    Raise ``QueryRefused`` where an answer cannot be written as XML.
    """
    if not media_type.endswith("xml"):
        yield cast("IO[bytes]", file)
        return
    checked = _Checked(file, media_type)
    yield cast("IO[bytes]", checked)
    checked.rest()


class _Checked(io.RawIOBase):
    """Passes XML on, but for its last bytes, which may be the beginning of something wrong."""

    def __init__(self, file: io.RawIOBase | io.BytesIO, media_type: str) -> None:
        self._file, self._media_type, self._kept = file, media_type, b""

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Look at a part and pass it on."""
        held = self._kept + bytes(data)
        if found := _WRONG.search(held):
            raise QueryRefused("not-acceptable", _told(found[0], self._media_type))
        cut = max(len(held) - len(_UNNAMED), 0)
        self._kept = held[cut:]
        self._file.write(held[:cut].replace(b"\r", b"&#13;"))
        return len(data)

    def rest(self) -> None:
        """Pass the last bytes on."""
        self._file.write(self._kept.replace(b"\r", b"&#13;"))
        self._kept = b""


def _told(wrong: bytes, media_type: str) -> str:
    if wrong == _UNNAMED:
        what = "a property whose IRI does not end in a name"
    else:
        what = f"the character U+{ord(wrong.decode()):04X}"
    return f"{media_type} cannot say what the answer has: {what}; ask for another format"
