"""How the text of a row may be meant: a name, with a code before it, or something in brackets.

"0301 Oslo", "Herøy (Nordland)", "Kristiansand (-2019)", "Våler i Østfold", and two names in one
cell, "Helsinki / Helsingfors".
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from .forms import FORMS, kinds_of
from .written import plain

LONGEST = 200
"""Characters of a text that are read."""

IN_BRACKETS, BEHIND_COMMA, BEHIND_IN, PART = 8, 18, 18, 2
"""What is lost for words that are not understood in brackets, behind a comma and behind "i", and
where only a part of the text is the name."""

_OF_CODES = frozenset(
    ("kommunenummer", "kommunenr", "kommunekode", "kommunkod", "kuntanumero", "kuntakoodi",
     "fylkesnummer", "länskod", "kode", "kod", "koodi", "code", "nr", "no", "nummer", "number",
     "orgnr", "organisasjonsnummer", "organisationsnummer", "cvr", "id", "tunnus", "ytunnus")
)  # fmt: skip
"""Words that stand before a code and name nothing."""

_MUNICIPALITY = frozenset({"Municipality"})
_BRACKETS = re.compile(r"(?P<name>[^([]+?)\s*[(\[](?P<rest>[^)\]]*)[)\]]\s*(?P<tail>\S*)")
_COMMA = re.compile(r"(?P<name>[^,]+?)\s*,\s*(?P<rest>.+)")
_IN = re.compile(r"(?P<name>.+?)\s+(?:i|in)\s+(?P<rest>.+)")
_CODE_FIRST = re.compile(r"(?:[A-Za-z]{1,2}[-_]?)?(?P<code>\d{2,12})[\s:.\u2013-]+(?P<name>\D.+)")
_CODE_LAST = re.compile(r"(?P<name>\D.+?)[\s:\u2013-]+(?P<code>\d{2,12})")
_PARTS = re.compile(r"\s*/\s*|\s+[-\u2013]\s+")


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to mean a text: a name, and what else it tells."""

    name: str
    hints: tuple[str, ...] = ()
    """Words that may be a region, a country, a span of years or a kind."""
    code: str = ""
    unknown: int = 0
    """What is lost where a hint is not understood."""
    lost: int = 0
    """What is lost by this way to mean it."""
    kinds: frozenset[str] = frozenset()
    """The kinds that are meant so: "Våler i Østfold" is a municipality, while the police of a
    county, "Polismyndigheten i Uppsala län", is called so."""


def readings(text: str) -> Iterator[Reading]:
    """Yield the ways to mean a text, the plainest first."""
    text = " ".join(text[:LONGEST].split())
    yield Reading(text)
    if code_alone(text):
        return
    if match := _CODE_FIRST.fullmatch(text) or _CODE_LAST.fullmatch(text):
        yield Reading(match["name"], (), match["code"])
        for inner in _qualified(match["name"]):
            yield replace(inner, code=match["code"])
    yield from _qualified(text)
    parts = [part for part in _PARTS.split(text) if part]
    if len(parts) > 1:
        kinds = [part for part in parts if kinds_of(plain(part))]
        for part in parts[:4]:
            yield Reading(part, tuple(kind for kind in kinds if kind != part), lost=PART)


def code_alone(text: str) -> str:
    """Return the code in a text that names nothing beside it: "kommune 0101", "Orgnr. 123"."""
    text = " ".join(text[:LONGEST].split())
    match = _CODE_FIRST.fullmatch(text) or _CODE_LAST.fullmatch(text)
    if match is None:
        return ""
    words = plain(match["name"]).split()
    return match["code"] if all(word in _OF_CODES or word in FORMS for word in words) else ""


def _qualified(text: str) -> Iterator[Reading]:
    """Yield a text without what qualifies it: in brackets, behind a comma, behind "i"."""
    if match := _BRACKETS.fullmatch(text):
        name = f"{match['name']} {match['tail']}".strip()
        yield Reading(name, _hints(match["rest"]), unknown=IN_BRACKETS)
    if match := _COMMA.fullmatch(text):
        yield Reading(match["name"], _hints(match["rest"]), unknown=BEHIND_COMMA)
    if match := _IN.fullmatch(text):
        yield Reading(match["name"], (match["rest"],), unknown=BEHIND_IN, kinds=_MUNICIPALITY)


def _hints(rest: str) -> tuple[str, ...]:
    return tuple(hint.strip() for hint in re.split(r"[,;]", rest) if hint.strip())[:4]
