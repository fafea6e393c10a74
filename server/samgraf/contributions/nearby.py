"""What a wrong cell was probably meant to be."""

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date

from samgraf.spellings import LANGUAGE

from .months import with_month

MOST_LOOKED_FOR = 100
_DATES = (
    re.compile(r"(?P<d>\d{1,2})[./ -](?P<m>\d{1,2})[./ -](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})[./](?P<m>\d{1,2})[./](?P<d>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})"),
    re.compile(r"(?P<y>\d{4}-\d{2}-\d{2})[T ].*"),
)
_MONTHS = (
    re.compile(r"(?P<m>\d{1,2})[./](?P<y>\d{4})"),
    re.compile(r"(?P<y>\d{4})[./](?P<m>\d{1,2})"),
)
_KIND_OF_PLACE = re.compile("-(?:kommune|kommun|kunta|kaupunki|stad|municipality)$")
_LETTERS = str.maketrans(
    {"æ": "ae", "ø": "oe", "å": "aa", "ä": "ae", "ö": "oe", "þ": "th", "ð": "d"}
)
_COUNTRIES = {
    "DNK": ("DK", "DENMARK", "DANMARK", "TANSKA"),
    "NOR": ("NO", "NORWAY", "NORGE", "NOREG", "NORJA"),
    "SWE": ("SE", "SWEDEN", "SVERIGE", "RUOTSI"),
    "FIN": ("FI", "FINLAND", "SUOMI"),
    "ISL": ("IS", "ICELAND", "ISLAND", "ÍSLAND"),
    "FRO": ("FO", "FAROE ISLANDS", "FØROYAR", "FÆRØERNE"),
    "GRL": ("GL", "GREENLAND", "GRØNLAND", "KALAALLIT NUNAAT"),
    "ALA": ("AX", "ÅLAND"),
}  # fmt: skip


def nearest(key: str, known: Iterable[str]) -> str:
    """Return the key that is spelled most alike, or nothing."""
    plain, keys = slug(key), {*known}
    for stem in (plain, _KIND_OF_PLACE.sub("", plain)):
        if stem in keys:
            return stem
        of_a_country = [other for other in keys if other[2:3] == "-" and other[3:] == stem]
        if len(of_a_country) == 1:
            return of_a_country[0]
    return next(iter(difflib.get_close_matches(plain, sorted(keys), 1, 0.6)), "")


class Nearest:
    """Looks for near keys, each once; after so many it looks no more, since that takes long."""

    def __init__(self) -> None:
        """Begin with nothing looked for."""
        self._found: dict[tuple[str, str], str] = {}

    def __call__(self, kind: str, key: str, known: Iterable[str]) -> str:
        """Return the nearest key of a kind of thing, or nothing."""
        if (kind, key) not in self._found and len(self._found) < MOST_LOOKED_FOR:
            self._found[kind, key] = nearest(key, known)
        return self._found.get((kind, key), "")


def meant(kind: str, value: str, words: Mapping[str, str]) -> str:
    """Return what a cell with that fault was probably meant to be, or nothing."""
    if words.get("near") or kind == "unknown-key":
        return words.get("near", "")
    if kind == "key" and "refers" in words:
        return ""
    if kind == "choice":
        choices = words["choices"].split(", ")
        alike = difflib.get_close_matches(value, choices, 1, 0.5)
        return next((c for c in choices if c.lower() == value.lower()), "".join(alike))
    find = _BY_KIND.get(kind)
    return find(value) if find else ""


def slug(text: str) -> str:
    """Write a name as our keys are written."""
    plain = text.strip().lower().translate(_LETTERS)
    plain = unicodedata.normalize("NFKD", plain).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9.-]+", "-", plain).strip("-.")


def _date(value: str) -> str:
    for pattern in _DATES:
        found = pattern.fullmatch(value.strip())
        if found:
            parts = found.groupdict()
            return _iso(parts["y"], parts.get("m", ""), parts.get("d", ""))
    for pattern in _MONTHS:
        found = pattern.fullmatch(value.strip())
        if found and 1 <= int(found["m"]) <= 12:
            return f"{found['y']}-{int(found['m']):02}"
    return with_month(value)


def _iso(year: str, month: str, day: str) -> str:
    """Write a day in the form of ISO 8601, if there is such a day."""
    try:
        return (
            date(int(year), int(month), int(day)) if month else date.fromisoformat(year)
        ).isoformat()
    except ValueError:
        return ""


def _number(value: str) -> str:
    """Undo decimal commas and separated thousands."""
    plain = re.sub(r"[\s\u00a0\u202f]", "", value)
    if re.fullmatch(r"-?\d{1,3}(\.\d{3})*,\d+", plain) or re.fullmatch(r"-?\d+,\d+", plain):
        return plain.replace(".", "").replace(",", ".")
    if re.fullmatch(r"-?\d{1,3}(,\d{3})+(\.\d+)?", plain):
        return plain.replace(",", "")
    return plain if plain != value and re.fullmatch(r"-?\d+(\.\d+)?", plain) else ""


def _country(value: str) -> str:
    word = value.strip().upper()
    found = [code for code, names in _COUNTRIES.items() if word == code or word in names]
    return found[0] if found else ""


def _address(value: str) -> str:
    plain = value.strip()
    if re.match("https?://", plain):
        coded = re.sub(r"\s", "%20", plain)
        return coded if re.fullmatch(r"[^<>\"{}|\\^`]+", coded) and coded != value else ""
    if re.fullmatch(r"(?:www\.)?[\w-]+(?:\.[\w-]+)+(?:/[^\s<>\"{}|\\^`]*)?", plain):
        return f"https://{plain}"
    return ""


def _language(value: str) -> str:
    plain = value.strip().replace("_", "-")
    head, dash, rest = plain.partition("-")
    plain = head.lower() + dash + rest
    return plain if LANGUAGE.fullmatch(plain) else ""


def _currency(value: str) -> str:
    plain = value.strip().upper()
    return plain if re.fullmatch("[A-Z]{3}", plain) else ""


def _wikidata(value: str) -> str:
    found = re.search(r"[Qq]([1-9][0-9]*)\s*$", value)
    return f"Q{found[1]}" if found else ""


def _key(value: str) -> str:
    return slug(value) if any(sign.isalnum() for sign in value) else ""


def _visible(value: str) -> str:
    return " ".join("".join(s if s.isprintable() else " " for s in value).split())


def _text(value: str) -> str:
    return value.lstrip("=+-@").strip()


_BY_KIND: Mapping[str, Callable[[str], str]] = {
    "date": _date,
    "day": _date,
    "number": _number,
    "whole": _number,
    "country": _country,
    "address": _address,
    "language": _language,
    "currency": _currency,
    "wikidata": _wikidata,
    "key": _key,
    "blanks": _visible,
    "formula": _text,
}
