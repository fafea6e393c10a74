"""What a contributor wrote, as it may be shown to people: nothing hidden, nothing endless."""

import re
import unicodedata

MOST_SHOWN = 200
"""So many characters of a value are shown to people; the rest is cut."""

MOST_SAID = 2000
"""So many characters of a whole sentence are shown; a sentence holds several values."""

_HIDDEN = frozenset({"Cc", "Cf", "Co", "Cs", "Zl", "Zp"})
_LITERAL = re.compile(r'"((?:[^"\\]|\\.)*)"(?:@([\w-]+)|\^\^<([^>]*)>)?', re.DOTALL)
_ESCAPED = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_LETTERS = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}


def visible(text: str, most: int = MOST_SHOWN) -> str:
    """Return a text with its control and bidi characters written out, cut where it is long."""
    cut = text if len(text) <= most else text[: most - 1] + "…"
    if cut.isascii() and cut.isprintable():
        return cut
    return "".join(_shown(char) for char in cut)


def _shown(char: str) -> str:
    return f"⟨U+{ord(char):04X}⟩" if unicodedata.category(char) in _HIDDEN else char


def shown_node(node: str) -> str:
    """Return a node that is written as Turtle the way people read it: no datatype, no brackets."""
    if literal := _LITERAL.fullmatch(node):
        text = visible(text_of(node))
        return f"“{text}”@{literal[2]}" if literal[2] else f"“{text}”"
    if address := address_of(node):
        return visible(address)
    return visible(node)


def text_of(node: str) -> str:
    """Return the text of a literal, without datatype and language; another node as it is."""
    literal = _LITERAL.fullmatch(node)
    return _ESCAPED.sub(_unescaped, literal[1]) if literal else node


def _unescaped(found: re.Match[str]) -> str:
    code = found[1] or found[2]
    return chr(int(code, 16)) if code else _LETTERS.get(found[3], found[3])


def address_of(node: str) -> str:
    """Return the address of a node that is an IRI, with or without its brackets; '' for others."""
    if node.startswith("<") and node.endswith(">"):
        return node[1:-1]
    return node if re.fullmatch(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s\"<>]+", node) else ""


def link_of(node: str) -> str:
    """Return the address of a node if it may become a link: http and https alone; '' for others."""
    address = address_of(node)
    return address if address.lower().startswith(("http://", "https://")) else ""
