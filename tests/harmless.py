"""What data may never do to a page: add elements or attributes, lead elsewhere, or hide text.

The page is read as a browser reads it (html5rdf follows the HTML standard).
"""

import json
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import html5rdf
from html5rdf.treebuilders import getTreeBuilder

MARK = "poison"
_RUNNING = {"iframe", "frame", "object", "embed", "applet", "base", "style", "math", "portal"}
_LEADING = {"href", "src", "action", "formaction", "poster", "data", "ping", "srcset", "background"}
_UNSEEN = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff]")
LONGEST = 5_000
"""Characters of one text."""

ROWS = 200
"""Rows of one table, and items of one list."""


def harm(body: bytes) -> list[str]:
    """Tell what is wrong with a page, in words."""
    parser = html5rdf.HTMLParser(getTreeBuilder("etree"), namespaceHTMLElements=False)
    root: Element = parser.parse(body.decode("utf-8"))
    errors = [f"the parser says {code} at {place}" for place, code, _ in parser.errors]
    return [*errors, *_below(root)]


def _below(element: Element) -> Iterator[str]:
    """Look at an element and all in it."""
    if not isinstance(element.tag, str):
        yield f"a comment: {element.text!r}"
        return
    tag = element.tag.rpartition("}")[2]
    yield from _element(tag, element)
    for name, value in element.attrib.items():
        yield from _attribute(tag, name.rpartition("}")[2].lower(), value)
    if tag != "script":
        for text in (element.text, *(child.tail for child in element)):
            yield from _shown(tag, text or "")
    for child in element:
        yield from _below(child)


def _element(tag: str, element: Element) -> Iterator[str]:
    if MARK in tag or tag in _RUNNING:
        yield f"an element <{tag}>"
    if tag == "script" and not element.get("src"):
        yield from _embedded(element)
    if tag in {"tbody", "ul", "ol"} and len(element) > ROWS:
        yield f"{len(element)} rows in one <{tag}>"


def _embedded(element: Element) -> Iterator[str]:
    """A script without a source is data for search engines, and nothing else."""
    if element.get("type") != "application/ld+json":
        yield f"a script of its own: {(element.text or '')[:60]}"
        return
    try:
        json.loads(element.text or "")
    except ValueError:
        yield "data for search engines that are no JSON"


def _attribute(tag: str, name: str, value: str) -> Iterator[str]:
    if MARK in name or name.startswith("on") or name in {"style", "srcdoc"}:
        yield f"an attribute {name} of <{tag}>"
    if name in _LEADING and re.match(r"\s*(?!https?:)([a-zA-Z][a-zA-Z0-9+.-]*:|//)", value):
        yield f"a link to {value[:60]}"
    if found := _UNSEEN.search(value) or _CONTROL.search(value):
        yield f"{found[0]!r} in the attribute {name} of <{tag}>"


def _shown(tag: str, text: str) -> Iterator[str]:
    if found := _UNSEEN.search(text) or _CONTROL.search(text):
        yield f"{found[0]!r} in the text of <{tag}>"
    if len(text) > LONGEST:
        yield f"{len(text)} characters in one <{tag}>"
