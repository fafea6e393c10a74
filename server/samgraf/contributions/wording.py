"""What is wrong with a table and what would mend it, in five languages."""

from collections.abc import Mapping

from samgraf.findings import LANGUAGES

from .complaints import COMPLAINTS, Words
from .mending import REFERENCES, REMEDIES

_WRITE: Words = (
    "Write {form}.",
    "Skriv {form}.",
    "Skriv {form}.",
    "Skriv {form}.",
    "Kirjoita {form}.",
)
_MEANT: Words = (
    "Did you mean {form}?",
    "Mente du {form}?",
    "Mente du {form}?",
    "Menade du {form}?",
    "Tarkoititko {form}?",
)
_CODED: Words = (
    "Write %20 for each blank: {form}",
    "Skriv %20 for hvert mellemrum: {form}",
    "Skriv %20 for hvert mellomrom: {form}",
    "Skriv %20 för varje blanksteg: {form}",
    "Kirjoita jokaisen välilyönnin tilalle %20: {form}",
)
_RENAME: Words = (
    "Rename {pairs}; the whole header is {header}.",
    "Omdøb {pairs}; hele hovedet er {header}.",
    "Gi nytt navn: {pairs}; hele hodet er {header}.",
    "Byt namn: {pairs}; hela huvudet är {header}.",
    "Nimeä uudelleen: {pairs}; koko otsikkorivi on {header}.",
)
_UNREAD: Words = (
    "{said} The rows below were not read.",
    "{said} Rækkerne nedenfor er ikke læst.",
    "{said} Radene nedenfor er ikke lest.",
    "{said} Raderna nedanför har inte lästs.",
    "{said} Alla olevia rivejä ei luettu.",
)
_OF_HEADERS = (
    "missing-column", "lacking-column", "unknown-column", "column-order", "no-table", "own-table",
    "separator", "sep-line",
)  # fmt: skip
"""Faults of the first row, after which no other row can be read."""
_FORMS = {
    "number": "1500000 / 1500000.50",
    "whole": "1500000",
    "key": "dk-vejle",
    "term": "actor/dk-vejle",
    "choice": "{choices}",
    "digest": "64 x 0-9, a-f",
    "currency": "DKK, EUR, ISK, NOK, SEK",
    "language": "da, nb, sv, fi, en",
    "country": "DNK, NOR, SWE, FIN, ISL, FRO, GRL, ALA",
    "wikidata": "Q28150",
    "nuts": "DK05",
    "tagged": "Åbo@sv",
    "address": "https://…",
    "column-order": "{columns}",
    "missing-column": "{header}",
    "lacking-column": "{header}",
    "unknown-column": "{header}",
}


def sentences(kind: str, words: Mapping[str, str]) -> dict[str, str]:
    """Say what is wrong, in each language."""
    said = _in_each(COMPLAINTS.get(kind, COMPLAINTS[""]), words)
    if kind not in _OF_HEADERS:
        return said
    return {
        language: text.format_map({"said": said[language]})
        for language, text in zip(LANGUAGES, _UNREAD, strict=True)
    }


def remedies(kind: str, words: Mapping[str, str], suggested: str) -> dict[str, str]:
    """Say what would mend it, in each language; nothing where there is nothing to say."""
    if kind == "address" and "%20" in suggested:
        return _in_each(_CODED, {"form": suggested})
    if kind == "key" and words.get("refers", "-") != "-" and not suggested:
        return _in_each(REFERENCES.get(words["refers"], REFERENCES[""]), words)
    if words.get("pairs", "-") != "-":
        return _in_each(_RENAME, words)
    if suggested:
        asked = kind in {"unknown-key", "choice"} or bool(words.get("near"))
        return _in_each(_MEANT if asked else _WRITE, {"form": suggested})
    if kind in REMEDIES:
        return _in_each(REMEDIES[kind], words)
    if kind in _FORMS:
        return _in_each(_WRITE, {"form": _FORMS[kind].format_map(words)})
    return {}


def _in_each(texts: Words, words: Mapping[str, str]) -> dict[str, str]:
    return {
        language: text.format_map(words) for language, text in zip(LANGUAGES, texts, strict=True)
    }
