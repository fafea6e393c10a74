"""Which syntax a file is in, and whether it is a text of that syntax at all."""

import re
from pathlib import PurePath

from samgraf.errors import Fault, Misuse
from samgraf.store.reading import ENDINGS, FORMATS, MEDIA_TYPES

from .faults import Said, fault

CSV = "csv"
SYNTAXES = (*FORMATS, CSV)
"""The names that a person may give."""

_BY_ENDING = {**ENDINGS, ".csv": CSV}
_BY_MEDIA_TYPE = {**MEDIA_TYPES, "text/csv": CSV}
SHOWN = {
    "turtle": "Turtle",
    "n-triples": "N-Triples",
    "trig": "TriG",
    "n-quads": "N-Quads",
    "json-ld": "JSON-LD",
    "rdf-xml": "RDF/XML",
    CSV: "CSV",
}
"""The names that people know."""
_STRANGERS = (
    (b"PK\x03\x04", "zip", ""),
    (b"\x1f\x8b", "packed", "gzip"),
    (b"\xd0\xcf\x11\xe0", "old-document", ""),
    (b"%PDF", "pdf", ""),
    (b"\x28\xb5\x2f\xfd", "packed", "zstd"),
    (b"BZh", "packed", "bzip2"),
    (b"\xfd7zXZ", "packed", "xz"),
    (b"\xff\xfe", "utf-16", ""),
    (b"\xfe\xff", "utf-16", ""),
)
_MARK = b"\xef\xbb\xbf"
_WEB_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html)\b", re.IGNORECASE)
_JSON = re.compile(rb'\s*[{\[]\s*(?:\{\s*)?"')
_XML = re.compile(rb"\s*<(?:\?xml\b|rdf:RDF\b)")
_TURTLE = re.compile(
    rb"(?:\s*+#[^\n]*+\n)*+\s*+(?:@prefix\s|@base\s|prefix\s+[\w.-]*:\s*<|<https?://[^\s<>]*>\s)",
    re.IGNORECASE,
)
_TABLE = re.compile(rb'\s*+"?[a-z_]+"?(?:[,;\t]"?[a-z_]+"?){3,}[ \t]*(?:\r?\n|$)', re.IGNORECASE)
_SEPARATORS = {b";": ";", b"\t": "TAB"}
_SPREADSHEETS = (".xlsx", ".xlsm", ".xls", ".ods", ".numbers")
_DOCUMENTS = (".docx", ".doc", ".odt", ".rtf", ".pdf")
_ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?encoding\s*=\s*["']([^"'>]*)""")


def syntax_of(name: str, given: str | None) -> str:
    """Return the syntax that is given, by name or media type, or else told by the ending."""
    if given is None:
        ending = PurePath(name).suffix.lower()
        if ending in _BY_ENDING:
            return _BY_ENDING[ending]
        if ending in _SPREADSHEETS:
            raise Misuse(f"{name}: this is a spreadsheet; save it as CSV UTF-8 (comma delimited)")
        if ending in _DOCUMENTS:
            raise Misuse(f"{name}: this is a document; bring its facts as CSV or Turtle")
        known = ", ".join(_BY_ENDING)
        remedy = f"name it with --as, or let the name end with one of {known}"
        raise Misuse(f"{name}: its ending does not tell its syntax; {remedy}")
    plain = given.partition(";")[0].strip().lower()
    if plain in SYNTAXES:
        return plain
    if f".{plain}" in _BY_ENDING:
        return _BY_ENDING[f".{plain}"]
    if plain in _BY_MEDIA_TYPE:
        return _BY_MEDIA_TYPE[plain]
    raise Misuse(f"{name}: {given!r} is no syntax that can be read; name {', '.join(SYNTAXES)}")


def text_of(name: str, content: bytes, syntax: str) -> str | list[Fault]:
    """Return the text without a byte order mark, or why this is no text of that syntax."""
    shown = SHOWN[syntax]
    for sign, kind, packer in _STRANGERS:
        if content.startswith(sign):
            kind = _packed_kind(content) if kind == "zip" else kind
            return [fault(name, 1, 1, Said(kind, {"packer": packer, "shown": shown}))]
    if b"\x00" in content:
        return [fault(name, *_at(content, content.index(b"\x00")), Said("nul"))]
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        return _not_utf_8(name, content, error.start, syntax)
    other = _other_syntax(without_mark(content), syntax)
    if other:
        return [fault(name, 1, 1, other)]
    wrong = _xml(name, content) if syntax == "rdf-xml" else None
    return [wrong] if wrong else text.removeprefix("\ufeff")


def _packed_kind(content: bytes) -> str:
    """Tell spreadsheets and documents from other zip archives by the files that they hold."""
    if b"xl/workbook" in content or b"opendocument.spreadsheet" in content[:200]:
        return "spreadsheet"
    of_words = b"word/document" in content or b"opendocument.text" in content[:200]
    return "word-document" if of_words else "zip"


def _not_utf_8(name: str, content: bytes, position: int, syntax: str) -> list[Fault]:
    """Name the byte that is not UTF-8, and the letter that it is where Windows-1252 was meant."""
    words = {"byte": f"0x{content[position]:02X}"}
    letter = content[position : position + 1].decode("cp1252", "replace")
    kind = "not-utf-8"
    if syntax == CSV:
        kind = "csv-letter" if letter.isalpha() and content[:position].isascii() else "csv-encoding"
        words["letter"] = letter
    told = [fault(name, *_at(content, position), Said(kind, words))]
    first = content.partition(b"\n")[0]
    sign = max((b";", b"\t"), key=first.count)
    if syntax == CSV and first.count(sign) > first.count(b","):
        told.append(fault(name, 1, 0, Said("csv-separator", {"sign": _SEPARATORS[sign]})))
    return sorted(told)


def _other_syntax(content: bytes, syntax: str) -> Said | None:
    """Name the syntax of a text that plainly begins in another one."""
    shown = SHOWN[syntax]
    if _WEB_PAGE.match(content):
        return Said("web-page", {"shown": shown})
    if syntax != "json-ld" and _JSON.match(content):
        return Said("other-syntax", {"other": "JSON", "shown": shown})
    if syntax != "rdf-xml" and _XML.match(content):
        return Said("other-syntax", {"other": "XML", "shown": shown})
    if syntax == CSV and _TURTLE.match(content):
        return Said("looks-like", {"other": "Turtle", "shown": shown, "ending": ".ttl"})
    if syntax != CSV and _TABLE.match(content):
        return Said("looks-like", {"other": "CSV", "shown": shown, "ending": ".csv"})
    return None


def without_mark(content: bytes) -> bytes:
    """Return the content without a byte order mark."""
    return content.removeprefix(_MARK)


def _xml(name: str, content: bytes) -> Fault | None:
    found = _ENTITIES.search(content)
    if found:
        said = Said("doctype", {"word": found[1].decode().upper()})
        return fault(name, *_at(content, found.start()), said)
    encoding = _ENCODING.match(without_mark(content))
    if encoding and encoding[1].lower() not in (b"utf-8", b"us-ascii"):
        said = Said("encoding", {"encoding": encoding[1].decode(errors="replace")})
        return fault(name, 1, 1, said)
    return None


def _at(content: bytes, position: int) -> tuple[int, int]:
    """Return line and column of a byte, counting characters."""
    start = content.rfind(b"\n", 0, position) + 1
    before = content[start:position].decode("utf-8", "replace")
    return content.count(b"\n", 0, position) + 1, len(before) + 1
