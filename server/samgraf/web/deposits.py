"""The RDF that a write brings to ``/store``: a body, or each file of a form."""

import email.policy
from email.message import Message
from email.parser import BytesParser
from pathlib import PurePosixPath

from samgraf.errors import QueryRefused

from . import negotiation, requests

Part = tuple[str, str]
"""A media type and a text."""

_MULTIPART = "multipart/form-data"
_UTF_8 = "utf-8-sig"  # which takes a byte order mark away, and needs none
_CHARSETS = {
    **dict.fromkeys(("", *requests.UTF_8), _UTF_8),
    **{name: name for name in ("utf-16", "utf-16le", "utf-16be", "iso-8859-1", "iso-8859-15")},
    "latin1": "iso-8859-1",
    "windows-1252": "windows-1252",
}
"""The encodings that are read, and no other that Python knows: some make no text of bytes."""

_ENDINGS = {
    ".ttl": "text/turtle",
    ".nt": "application/n-triples",
    ".jsonld": "application/ld+json",
    ".rdf": "application/rdf+xml",
    ".trig": "application/trig",
    ".nq": "application/n-quads",
}
_UNTYPED = ("", "application/octet-stream")
"""What clients send for a file whose type they do not know."""


def check(content_type: str) -> None:
    """Raise ``QueryRefused`` where a body of this type cannot be read, before it is."""
    if _media_type(content_type) != _MULTIPART:
        _syntax(content_type)
        _encoding(content_type)


def parts(content_type: str, body: bytes) -> tuple[Part, ...]:
    """Return what a body holds (Graph Store HTTP Protocol, section 5.5)."""
    if _media_type(content_type) == _MULTIPART:
        return tuple(_form(content_type, body))
    return ((_syntax(content_type), _decoded(content_type, body)),)


def _form(content_type: str, body: bytes) -> list[Part]:
    """Return the files of a form."""
    head = f"Content-Type: {content_type}\r\n\r\n".encode("latin-1")
    form = BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
    found = []
    for part in form.iter_parts() if form.is_multipart() else ():
        kind = str(part.get("Content-Type", ""))
        data = bytes(part.get_payload(decode=True) or b"")
        found.append((_syntax(_by_name(part, kind)), _decoded(kind, data)))
    if form.defects:
        raise QueryRefused("bad-request", "the form is not whole: a border or its end is missing")
    if not found:
        raise QueryRefused("bad-request", "the form holds no file")
    return found


def _by_name(part: Message, kind: str) -> str:
    """Return the type of a file; where its client knew none, that of the ending of its name."""
    if _media_type(kind) not in _UNTYPED:
        return kind
    return _ENDINGS.get(PurePosixPath((part.get_filename() or "").lower()).suffix, kind)


def _media_type(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()


def _syntax(content_type: str) -> str:
    """Return the media type of RDF that can be read."""
    media_type = _media_type(content_type)
    if media_type not in negotiation.GRAPHS:
        read, given = ", ".join(negotiation.GRAPHS), media_type or "no media type"
        raise QueryRefused("media-type", f"send {read}, not {given}", headers={"Accept": read})
    return media_type


def _encoding(content_type: str) -> str:
    """Return the encoding that is declared, as Python names it."""
    declared = requests.charset(content_type)
    if declared not in _CHARSETS:
        detail = f"the charset {declared[:40]} is not read here; send UTF-8"
        raise QueryRefused("media-type", detail)
    return _CHARSETS[declared]


def _decoded(content_type: str, body: bytes) -> str:
    """Return a body as text, in the encoding that it is declared to have."""
    encoding = _encoding(content_type)
    try:
        return str(body, encoding)
    except UnicodeError as error:
        declared = "UTF-8" if encoding == _UTF_8 else encoding
        raise QueryRefused("invalid-data", f"the body is not {declared}") from error
