"""Content negotiation (RFC 9110, section 12.5.1): the nearest range decides, then the higher q."""

import re
from collections.abc import Sequence
from functools import lru_cache

BINDINGS = (
    "application/sparql-results+json",
    "application/sparql-results+xml",
    "text/csv",
    "text/tab-separated-values",
)
"""What a table or a boolean is offered in; the first is the usual one."""

GRAPHS = (
    "text/turtle",
    "application/n-triples",
    "application/ld+json",
    "application/rdf+xml",
    "application/trig",
    "application/n-quads",
)
"""What a graph is offered in; the first is the usual one."""

_ALIASES = {
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/plain": ("application/n-triples",),
    "x-gzip": ("gzip",),  # a content coding (RFC 9110, section 8.4.1.3)
}

FORMATS = {
    "json": (BINDINGS[0], GRAPHS[2]),
    "xml": (BINDINGS[1], GRAPHS[3]),
    "csv": (BINDINGS[2], None),
    "tsv": (BINDINGS[3], None),
    "turtle": (None, GRAPHS[0]),
    "ntriples": (None, GRAPHS[1]),
    "jsonld": (None, GRAPHS[2]),
    "rdfxml": (None, GRAPHS[3]),
    "trig": (None, GRAPHS[4]),
    "nquads": (None, GRAPHS[5]),
}
"""What ``format=`` may say, with the media types for a table and for a graph."""

_OTHER_NAMES = {"rdf": "rdfxml", "rdf+xml": "rdfxml", "json-ld": "jsonld", "n3": "turtle"}
"""What clients write in ``format=`` instead (SPARQLWrapper, Virtuoso)."""

_MOST_RANGES = 64
_UNQUOTED = {
    sign: re.compile(rf'(?:[^"{sign}]++|"(?:[^"\\]|\\.)*+(?:"|\\?\Z))*+', re.DOTALL)
    for sign in ",;"
}
"""What stands between two signs; a string that is not closed runs to the end."""


@lru_cache(maxsize=1024)
def choose(accept: str, override: str | None = None) -> tuple[str | None, str | None]:
    """Return the media types for a table and for a graph; None where nothing fits."""
    if override is not None and "/" not in override:
        name = override.lower()
        return FORMATS.get(_OTHER_NAMES.get(name, name), (None, None))
    # In format= there may be media types too: SPARQLWrapper repeats its Accept header there.
    wanted = accept if override is None else override
    return best(wanted, BINDINGS), best(wanted, GRAPHS)


def best(accept: str, offers: Sequence[str]) -> str | None:
    """Return the offer that an Accept header likes best, the earlier of equals, or None."""
    ranges = _ranges(accept) or {"*/*": 1.0}
    qualities = [_quality(ranges, offer) for offer in offers]
    highest = max(qualities)
    return offers[qualities.index(highest)] if highest > 0 else None


def accepts(accept: str, coding: str) -> bool:
    """Say whether an Accept-Encoding header takes a content coding."""
    ranges = _ranges(accept)
    return ranges.get(coding, ranges.get("*", 0.0)) > 0


@lru_cache(maxsize=256)
def best_coding(accept: str) -> str | None:
    """Return the content coding that an Accept-Encoding header likes best, None for none.

    Among equals Brotli is first; ``identity`` wins only where it is liked better.
    """
    ranges = _ranges(accept)
    other = ranges.get("*", 0.0)
    qualities = {coding: ranges.get(coding, other) for coding in ("br", "gzip")}
    coding = max(qualities, key=lambda name: qualities[name])
    return coding if qualities[coding] > ranges.get("identity", 0.0) else None


def _quality(ranges: dict[str, float], offer: str) -> float:
    """Return the q of the nearest range that covers a media type."""
    for name in (offer, f"{offer.split('/')[0]}/*", "*/*"):
        if name in ranges:
            return ranges[name]
    return 0.0


def _ranges(accept: str) -> dict[str, float]:
    """Read an Accept header into media ranges and their q; a full name beats its alias."""
    named: dict[str, float] = {}
    aliased: dict[str, float] = {}
    for item in split(accept.lower(), ",")[:_MOST_RANGES]:
        name, *parameters = (part.strip() for part in split(item, ";"))
        if not name:
            continue
        weight = quality(parameters)
        if name in _ALIASES:
            aliased.update(dict.fromkeys(_ALIASES[name], weight))
        named[name] = weight
    return aliased | named


def split(text: str, sign: str) -> list[str]:
    """Cut a text at a sign, but not within quoted strings (RFC 9110, section 5.6.4)."""
    if '"' not in text:
        return text.split(sign)
    return [part for part in _UNQUOTED[sign].findall(text) if part] or [""]


def quality(parameters: Sequence[str]) -> float:
    """Return the q parameter of a media range; one that is no number counts as 0."""
    for parameter in parameters:
        name, _, value = parameter.partition("=")
        if name.strip() == "q":
            try:
                return min(1.0, max(0.0, float(value)))
            except ValueError:
                return 0.0
    return 1.0
