"""One address or code in the spellings that the graph may have it in.

Others write an address with http or https, with or without www., a final slash and percent signs
(RFC 3986, section 6), or name the page of what the address stands for; they leave out zeros and
hyphens of codes.
"""

import re
from collections.abc import Iterable, Iterator
from urllib.parse import unquote

from .link_sets import LinkSet

MOST = 6
"""Spellings that are looked for at once."""

LONGEST = 500
"""Characters of an address that are read."""

_SCHEME = re.compile(r"(?i)(https?)://(www\.)?([^/?#]+)")
_MORE = re.compile(r"[/?#].*", re.DOTALL)
_FINNISH = re.compile(
    r"(?i)https?://uri\.suomi\.fi/codelist/jhs/kunta_1_(\d{4})(\d\d)(\d\d)/code/(\d{1,3})/?"
)
_LAU = {
    "DK": "dk-kommunekode",
    "FI": "fi-kuntanumero",
    "IS": "is-sveitarfelagsnumer",
    "NO": "no-kommunenummer",
    "SE": "se-kommunkod",
}
_LONGEST_PLAIN = 4  # digits of the longest code of a place
_FINNISH_DIGITS = 8  # of a Finnish number of an organisation, which has a hyphen before the last
LAU = "lau"
"""The scheme of Eurostat's local administrative units: no address, country and national code."""


def addresses(text: str, sets: Iterable[LinkSet]) -> tuple[str, ...]:
    """Return the spellings of an address, those of the link sets first; of anything else none."""
    given = text.strip().removeprefix("<").removesuffix(">")[:LONGEST]
    read = dict.fromkeys((given, unquote(given)))
    known = [spelled for one in sets for part in read for spelled in _of_set(part, one)]
    spelled = [*known, *(s for part in read for s in _variants(part))]
    return tuple(dict.fromkeys(one for one in spelled if _SCHEME.match(one)))[:MOST]


def _of_set(text: str, links: LinkSet) -> Iterator[str]:
    """Yield how a link set writes an address, where the address is one of it."""
    bare = _bare(text)
    for start in (links.start, *links.others):
        if bare.startswith(_bare(start)):
            rest = bare.removeprefix(_bare(start))
            yield links.address(rest.removesuffix(links.end) if links.end else rest)
            yield from map(links.address, _identifiers(_MORE.sub("", rest), links.register))


def _identifiers(rest: str, register: str) -> Iterator[str]:
    yield rest
    if register.startswith("dk-") and rest.isdigit():
        yield rest.zfill(4)


def _bare(address: str) -> str:
    """Leave out what may differ before the path: scheme, www. and the case of the host."""
    return _SCHEME.sub(lambda found: found[3].lower(), address, count=1)


def _variants(text: str) -> Iterator[str]:
    """Yield an address with and without a final slash, by https and by http."""
    slashed = text.removesuffix("/") if text.endswith("/") else f"{text}/"
    for one in (text, slashed):
        yield one
        found = _SCHEME.match(one)
        if found:
            other = "http" if found[1].lower() == "https" else "https"
            yield f"{other}{one[len(found[1]) :]}"


def dated(text: str) -> tuple[str, str, str] | None:
    """Return scheme, code and day of an entry of the Finnish code list in one of its versions."""
    found = _FINNISH.fullmatch(text.strip())
    if found is None:
        return None
    return "fi-kuntanumero", found[4].zfill(3), f"{found[1]}-{found[2]}-{found[3]}"


def national(code: str) -> tuple[str, str]:
    """Return register and code of a local administrative unit, such as ``NO_4204``; or ''."""
    country, _, rest = code.strip().upper().partition("_")
    return _LAU.get(country, ""), rest


def codes(text: str) -> tuple[str, ...]:
    """Return the spellings of a code: with zeros and hyphens that may be left out."""
    given = re.sub(r"\s", "", text)
    plain = given.replace("-", "")
    found = [given, plain, *(plain.zfill(length) for length in (2, 3, 4))]
    if len(plain) == 10:
        found.append(f"{plain[:6]}-{plain[6:]}")
    if _LONGEST_PLAIN < len(plain) <= _FINNISH_DIGITS:  # zeros before it may be left out too
        whole = plain.zfill(_FINNISH_DIGITS)
        found.append(f"{whole[:-1]}-{whole[-1]}")
    return tuple(dict.fromkeys(found))[:MOST]
