"""What is chosen is what the header likes best, by RFC 9110 read here once more from its grammar.

A header that the grammar has not may be answered in any way that is offered. Where the text leaves
it open which of two ranges counts (the same one twice, one with parameters), either may.
"""

import re
from collections.abc import Sequence

from samgraf.web import languages, negotiation

from .target import Target

Weighed = list[tuple[str, float]]
"""Ranges and their weights, in their order."""

_TOKEN = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"  # RFC 9110, section 5.6.2
_QUOTED = r'"(?:[\t !#-\[\]-~\x80-\xff]|\\[\t -~\x80-\xff])*"'  # section 5.6.4
_OWS = r"[ \t]*"
_WEIGHT = rf"{_OWS};{_OWS}[qQ]=(0(?:\.[0-9]{{0,3}})?|1(?:\.0{{0,3}})?)"  # section 12.4.2
_PARAMETER = rf"{_OWS};{_OWS}(?:(?![qQ]=){_TOKEN}=(?:{_TOKEN}|{_QUOTED}))?"  # section 5.6.6
_MEDIA = rf"({_TOKEN}/{_TOKEN})(?:{_PARAMETER})*(?:{_WEIGHT})?"  # section 12.5.1
_CODING = rf"({_TOKEN})(?:{_WEIGHT})?"
_LANGUAGE = rf"([A-Za-z]{{1,8}}(?:-[A-Za-z0-9]{{1,8}})*|\*)(?:{_WEIGHT})?"
_MOST = 64  # ranges that are read
_LISTS = {
    "media": re.compile(rf"{_MEDIA}(?={_OWS}(?:,|\Z))"),
    "coding": re.compile(rf"{_CODING}(?={_OWS}(?:,|\Z))"),
    "language": re.compile(rf"{_LANGUAGE}(?={_OWS}(?:,|\Z))"),
}
_BETWEEN = re.compile(r"[ \t,]*")
_OFFERS: Sequence[Sequence[str]] = (
    negotiation.BINDINGS,
    negotiation.GRAPHS,
    ("text/html", "text/turtle", "application/ld+json"),
    ("application/json", "application/reconciliation.v1+json", "text/html"),
)
_STANDS_FOR = {
    "application/json": ("application/sparql-results+json", "application/ld+json"),
    "application/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/xml": ("application/sparql-results+xml", "application/rdf+xml"),
    "text/plain": ("application/n-triples",),
}


def weighed(header: str, kind: str) -> Weighed | None:
    """Read a list of ranges by its grammar; None where it is not one, or is longer than is read."""
    found: Weighed = []
    place = 0
    while True:
        between = _BETWEEN.match(header, place)
        place = between.end() if between else place
        if place == len(header):
            return found if header.count(",") < _MOST else None
        item = _LISTS[kind].match(header, place)
        if item is None:
            return None
        found.append((item[1].lower(), float(item[2] or 1)))
        place = item.end()


def weights(ranges: Weighed, offer: str) -> set[float]:
    """Return every weight that an offer may be taken to have: those of the nearest ranges."""
    ways = [
        {offer},
        {name for name, stands in _STANDS_FOR.items() if offer in stands},
        {f"{offer.partition('/')[0]}/*"},
        {"*/*"},
    ]
    for names in ways:
        if found := {weight for name, weight in ranges if name in names}:
            return found
    return {0.0}


def check_media(header: str) -> None:
    ranges = weighed(header, "media")
    for offers in _OFFERS:
        chosen = negotiation.best(header, offers)
        assert chosen is None or chosen in offers, "something that is not offered"
        if ranges is None:
            continue
        of = {offer: weights(ranges or [("*/*", 1.0)], offer) for offer in offers}
        liked = max(of[chosen]) if chosen else 0.0
        better = [offer for offer in offers if min(of[offer]) > liked]
        assert not better, f"{chosen} is chosen, and {better} are liked better"
        assert chosen is None or liked > 0, f"{chosen} is chosen, and refused"
        if chosen and all(len(one) == 1 for one in of.values()):
            first = next(offer for offer in offers if max(of[offer]) == liked)
            assert chosen == first, f"{chosen} is chosen before {first}"


def check_codings(header: str) -> None:
    ranges = weighed(header, "coding")
    chosen = negotiation.best_coding(header)
    assert chosen in ("br", "gzip", None), "a coding that there is not"
    if ranges is None:
        return
    of = {name: _coding(ranges, name) for name in ("br", "gzip")}
    for name, some in of.items():
        if len(some) == 1:
            assert negotiation.accepts(header, name) == (max(some) > 0), f"{name}: accepted or not"
    if chosen is not None:
        assert max(of[chosen]) > 0, f"{chosen} is chosen, and refused"
        assert max(of[chosen]) >= max(map(min, of.values())), f"{chosen} is not liked best"
    elif not any(name == "identity" for name, _ in ranges):
        assert min(map(min, of.values())) <= 0, "nothing is packed, though it is wanted"


def _coding(ranges: Weighed, name: str) -> set[float]:
    also = {"gzip": "x-gzip"}  # section 8.4.1.3
    for names in ({name, also.get(name, name)}, {"*"}):
        if found := {weight for one, weight in ranges if one in names}:
            return found
    return {0.0}


def check_languages(header: str) -> None:
    ranges = weighed(header, "language")
    chosen = languages.accepted(header)
    assert chosen in languages.CODES, "a language that there is not"
    if ranges is None:
        return
    near = {"no": "nb", "nn": "nb", "fo": "da", "kl": "da"}
    wished: dict[str, float] = {}
    for name, weight in ranges:
        language = name.partition("-")[0]
        language = near.get(language, language)
        wished[language] = max(weight, wished.get(language, 0.0))
    of = {code: wished.get(code, wished.get("*", 0.0)) for code in languages.CODES}
    assert of[chosen] == max(of.values()), f"{chosen} is chosen, and others are liked better"
    assert of[chosen] > 0 or chosen == "en", "nothing is liked, and it is not English"


def check(data: bytes) -> None:
    header = data.decode("latin-1")
    check_media(header)
    check_codings(header)
    check_languages(header)
    for found in negotiation.choose(header, header[:40]):
        assert found is None or found in (*negotiation.BINDINGS, *negotiation.GRAPHS)


TARGET = Target("negotiation", check, longest=1024, seconds=0.05, per_kib=0.05, few=300)
