"""The declared limits of a contribution: measured before and while it is read."""

import re
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from samgraf.errors import LimitExceeded, Misuse
from samgraf.limits import CAPS_HELP, Caps

_TURTLE = re.compile(
    rb'"""(?:[^"\\]++|\\.|"(?!""))*+"""'
    rb"|'''(?:[^'\\]++|\\.|'(?!''))*+'''"
    rb'|"(?:[^"\\\n]++|\\.)*+"|' + rb"'(?:[^'\\\n]++|\\.)*+'"
    rb"|<[^<>\"{}|^`\\\s]*+>|\#[^\n]*+|\\."
    rb"|(?P<open><<|[\[({])|(?P<close>>>|[\])}])",
    re.DOTALL,
)
_JSON = re.compile(
    rb'"(?:[^"\\]++|\\.)*+"|(?P<open>[\[{])|(?P<close>[\]}])',
    re.DOTALL,
)
_XML = re.compile(rb"(?P<close></[^<>]*+>)|<[!?][^<>]*+>|<[^<>]*/>|(?P<open><[^<>]*+>)")
_RAISING = ", or raise the setting "
_BRACKETS = {
    "turtle": (_TURTLE, b"[({<"),
    "trig": (_TURTLE, b"[({<"),
    "n-triples": (_TURTLE, b"("),
    "n-quads": (_TURTLE, b"("),
    "json-ld": (_JSON, b"[{"),
    "rdf-xml": (_XML, b"<"),
}
"""What opens in a syntax, and the signs without which nothing can."""


def exceeded(place: str, cap: str, caps: Caps, remedy: str) -> LimitExceeded:
    """Return the error for a cap that is exceeded; it names the setting."""
    meaning = CAPS_HELP[cap].partition(";")[0]
    setting = f"[validate] {cap} (SAMGRAF_VALIDATE_{cap.upper()})"
    limit = f"the limit is {getattr(caps, cap)} {meaning}"
    return LimitExceeded(f"{place}: {limit}; {remedy}{_RAISING}{setting}")


def for_guests(error: LimitExceeded) -> str:
    """Return what a cap says to people who cannot change our settings."""
    return str(error).partition(_RAISING)[0] + "."


def check_size(files: Iterable[tuple[str, int]], caps: Caps) -> None:
    """Refuse files that are too large together; name the one that is too much."""
    total = 0
    for name, size in files:
        total += size
        if total > caps.file_mib << 20:
            raise exceeded(name, "file_mib", caps, "bring it in parts")


def contents(path: Path, caps: Caps) -> bytes:
    """Read a file, whose size is looked at before; raise ``Misuse`` if it cannot be read."""
    try:
        with path.open("rb") as file:
            check_size([(str(path), path.stat().st_size)], caps)
            return drained(str(path), file, caps)
    except OSError as error:
        problem = error.strerror or "it cannot be read"
        raise Misuse(f"{path}: {problem}; name a file that can be read") from error


def drained(name: str, stream: BinaryIO, caps: Caps) -> bytes:
    """Read a stream, which may never end, to its end or one byte over the limit."""
    content = stream.read((caps.file_mib << 20) + 1)
    check_size([(name, len(content))], caps)
    return content


def check_nesting(name: str, content: bytes, syntax: str, caps: Caps) -> None:
    """Refuse brackets or elements that lie too deep within each other, before a parser sees them.

    The JSON-LD parser of pyoxigraph 0.5.13 overruns its stack on 30,000 of them.
    """
    brackets, signs = _BRACKETS.get(syntax, (_TURTLE, b""))
    if sum(content.count(sign) for sign in signs) <= caps.nesting:
        return
    depth = 0
    for found in brackets.finditer(content):
        depth += (found.lastgroup == "open") - (found.lastgroup == "close")
        if depth > caps.nesting:
            line = content.count(b"\n", 0, found.start()) + 1
            raise exceeded(f"{name}:{line}", "nesting", caps, "give inner things names")
