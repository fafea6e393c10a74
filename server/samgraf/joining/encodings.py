"""Which encoding a table is in, so that every byte of it can be read, and written back the same.

A byte order mark says it; else what reads as UTF-8 from beginning to end is UTF-8, since other
text hardly ever does. Of the encodings with one byte a letter that are in use in the Nordic
countries, the one in which the bytes are their letters.
"""

import codecs
from dataclasses import dataclass
from typing import BinaryIO

from samgraf.errors import Misuse

_CHUNK = 1 << 16
_MARKS = (
    (codecs.BOM_UTF8, "utf-8", "UTF-8 with a byte order mark"),
    (codecs.BOM_UTF32_LE, "utf-32-le", "UTF-32"),
    (codecs.BOM_UTF32_BE, "utf-32-be", "UTF-32"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
)
_OTHERS = {
    b"PK\x03\x04": "an Excel or other zipped file; save it as CSV UTF-8",
    b"\xd0\xcf\x11\xe0": "an old Excel file; save it as CSV UTF-8",
    b"\x1f\x8b": "compressed by gzip; write it out with gunzip",
    b"(\xb5/\xfd": "compressed by zstd; write it out with unzstd",
    b"%PDF": "a PDF; a table is needed, as CSV",
}
_BYTES = {"cp1252": "Windows-1252", "mac_roman": "Mac Roman", "cp865": "code page 865 (DOS)"}
_LETTERS = frozenset("åäöæøÅÄÖÆØéÉáíóúýðþÁÍÓÚÝÐÞüÜšž§\u2013")


@dataclass(frozen=True, slots=True)
class Encoding:
    """A codec of Python, the mark that the file begins with, and how people call it."""

    codec: str
    mark: bytes
    name: str


@dataclass(frozen=True, slots=True)
class Fault:
    """The first byte that cannot be read; line and byte of the line from 1."""

    line: int
    byte: int
    value: int


def found(file: BinaryIO, name: str, told: str = "") -> Encoding:
    """Tell the encoding of a file, which is read once from its beginning.

    Raise ``Misuse`` where it is no text, empty, or cannot be read in the encoding that is told.
    """
    file.seek(0)
    head = file.read(_CHUNK)
    if not head:
        raise Misuse(f"{name}: the file is empty; a table has a row with the names of its columns")
    for begin, what in _OTHERS.items():
        if head.startswith(begin):
            raise Misuse(f"{name}: this is {what}")
    encoding = _told(head, told) if told else _guessed(file, head)
    fault = first_fault(file, encoding)
    if fault:
        raise Misuse(
            f"{name}:{fault.line}: byte {fault.byte} of the line (0x{fault.value:02X}) is not "
            f"{encoding.name}; say the right one with --encoding, such as utf-8 or cp1252"
        )
    return encoding


def first_fault(file: BinaryIO, encoding: Encoding) -> Fault | None:
    """Read a whole file; return where it is not in an encoding."""
    file.seek(len(encoding.mark))
    decoder = codecs.getincrementaldecoder(encoding.codec)("strict")
    line, tail, more = 1, "", True
    while more:
        chunk = file.read(_CHUNK)
        more = bool(chunk)
        try:
            text = decoder.decode(chunk, final=not more)
        except UnicodeDecodeError as error:
            good = tail + error.object[: error.start].decode(encoding.codec)
            before = _last_line(good)
            place = len(before.encode(encoding.codec)) + 1
            return Fault(line + _ends(good), place, error.object[error.start])
        line += _ends(tail + text) - _ends(tail)
        tail = _last_line(tail + text)[-_CHUNK:]
    return None


def _ends(text: str) -> int:
    """Count the ends of lines: CR LF is one, as is either alone."""
    return text.count("\n") + text.count("\r") - text.count("\r\n")


def _last_line(text: str) -> str:
    return text[max(text.rfind("\n"), text.rfind("\r")) + 1 :]


def _marked(head: bytes) -> Encoding | None:
    for mark, codec, name in _MARKS:
        if head.startswith(mark):
            return Encoding(codec, mark, name)
    return None


_USUAL = "utf-8, utf-16, cp1252, latin-1, mac_roman"
_SEVERAL_WAYS = ("utf-7", "iso2022", "raw", "unicode")
"""Encodings that have more than one spelling of a text."""
_SIGNS = bytes(range(0x20, 0x7F)) + b"\\u0041\t\r\n"


def _is_kept(codec: str) -> bool:
    """Say whether bytes that are read in an encoding and written again are the same."""
    if codec == "utf-32" or codec.startswith(_SEVERAL_WAYS):
        return False
    if codec.startswith(("utf-16", "utf-32")):
        return True
    try:
        return _SIGNS.decode(codec).encode(codec) == _SIGNS
    except UnicodeError:
        return False


def _told(head: bytes, told: str) -> Encoding:
    """Take the encoding that is told, with the mark of the file where it has one."""
    try:
        codec = codecs.lookup(told).name
        "a".encode(codec)
    except (LookupError, ValueError) as error:
        raise Misuse(f"--encoding {told}: not known; write {_USUAL} or another") from error
    if not _is_kept(codec):
        problem = "a table in it cannot be written back byte by byte"
        raise Misuse(f"--encoding {told}: {problem}; convert it, or write {_USUAL} or another")
    marked = _marked(head)
    if marked and codec.replace("_sig", "") in marked.codec:
        return marked
    if codec == "utf-16":
        return Encoding("utf-16-le", b"", "UTF-16")
    return Encoding("utf-8" if codec == "utf-8-sig" else codec, b"", _BYTES.get(codec, told))


def _guessed(file: BinaryIO, head: bytes) -> Encoding:
    utf8 = Encoding("utf-8", b"", "UTF-8")
    return _marked(head) or _wide(head) or (_best(file) if first_fault(file, utf8) else utf8)


def _wide(head: bytes) -> Encoding | None:
    """Tell UTF-16 without a mark: every second byte of a Latin letter is zero."""
    half = len(head) // 2
    for codec, zeros in (("utf-16-le", head[1::2]), ("utf-16-be", head[0::2])):
        if half and zeros.count(0) > 0.4 * half:
            return Encoding(codec, b"", "UTF-16")
    return None


def _best(file: BinaryIO) -> Encoding:
    """Tell the encoding with one byte a letter in which most bytes are letters of our countries."""
    file.seek(0)
    fits = dict.fromkeys(_BYTES, 0)
    while chunk := file.read(_CHUNK):
        high = bytes(byte for byte in chunk if byte >= 0x80)
        for codec in fits:
            text = high.decode(codec, "replace")
            fits[codec] += sum(1 if letter in _LETTERS else -1 for letter in text)
    codec = max(fits, key=lambda name: fits[name])
    return Encoding(codec, b"", _BYTES[codec])
