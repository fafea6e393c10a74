"""Whether a whole answer tells nothing: no row, no triple, false, or a count of nothing."""

import json
import re

LONGEST = 4096
"""Bytes; a longer body tells something, or has more columns than anybody writes."""

_XML_ROW = re.compile(rb"<result>.*?</result>", re.DOTALL)
_XML_VALUE = re.compile(rb"<(?:literal|uri|bnode)\b[^>]*>([^<]*)<")
_NOTHING = {"", "0"}
_ROWS = 2  # lines: the head of a table and one row


def tells_nothing(media_type: str, body: bytes) -> bool:
    """Say whether a body in one of our formats tells nothing."""
    if len(body) > LONGEST:
        return False
    if media_type == "application/sparql-results+json":
        return _json(body)
    if media_type == "application/sparql-results+xml":
        return _xml(body)
    if media_type in ("text/csv", "text/tab-separated-values"):
        return _lines(body)
    if media_type == "application/rdf+xml":
        return b"<rdf:Description" not in body and b"rdf:about" not in body
    return body.strip() in (b"", b"[]")


def _json(body: bytes) -> bool:
    document = json.loads(body)
    if "boolean" in document:
        return document["boolean"] is False
    rows = document["results"]["bindings"]
    return not rows or (
        len(rows) == 1
        and bool(document["head"]["vars"])
        and all(value["value"] in _NOTHING for value in rows[0].values())
    )


def _xml(body: bytes) -> bool:
    if b"<boolean>" in body:
        return b"<boolean>false<" in body
    rows = _XML_ROW.findall(body)
    if not rows:
        return True
    values = {value.decode() for value in _XML_VALUE.findall(rows[0])}
    return len(rows) == 1 and b"<variable" in body and values <= _NOTHING


def _lines(body: bytes) -> bool:
    """Read a table of lines; a boolean is a single word without a head."""
    lines = body.decode().splitlines()
    if lines == ["true"]:
        return False
    if len(lines) < _ROWS:
        return True
    cells = re.split(r"[,\t]", lines[1])
    return len(lines) == _ROWS and bool(lines[0]) and {*cells} <= _NOTHING
