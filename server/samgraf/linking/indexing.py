"""The index of a version: one document for each entry, best first, written once (tantivy).

The order of documents is that of equally good hits; ``weight`` brings it into the score.
"""

import json
import math
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path

import tantivy

from samgraf.store.versions import INDEX

from .entries import KINDS, LANGUAGES, Entry, Labels, Title, number_of
from .names import forms, sounds
from .wanted import as_code, core, without_zeros

FACETS = ("kind", "country", "region", "form", "topic", "status", "funded")
"""What a result can be narrowed down by, and is counted by."""

SPAN = ("begun", "over")
"""The first and the last day of a thing as numbers: 20150131; 0 and the largest for unknown."""

FUNDED = "yes"
"""The one value of the facet ``funded``."""

ORDERS = ("", *LANGUAGES)
"""The languages in whose order of names a result can be sorted; the first is each place's own."""

_RAW = ("tails", "whole", "former_whole", "heard_whole", "code", "loose_code")
_SPLIT = ("words", "all_words", "heard", "about")
_PARTS = re.compile(r"\s[\u2013-]\s|\s?\(.*")
_MEMORY = 60_000_000
_NEVER = 99_991_231
_NORDIC = {
    "en": str.maketrans({"æ": "ae", "ø": "o", "ð": "d", "þ": "th"}),
    "sv": str.maketrans({"å": "{", "ä": "|", "æ": "|", "ö": "}", "ø": "}"}),
    "da": str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}"}),
}
"""How letters sort behind z, by alphabet."""


def order(entry: Entry) -> tuple[bool, bool, int, int, str, str]:
    """Sort equally good hits: grants and terms last, current ones first, by kind and prominence."""
    kind = KINDS.index(entry.kind)
    minor = kind >= KINDS.index("Call")
    return (minor, not entry.current, kind, -entry.prominence, entry.shown().name, entry.path)


def write(folder: Path, entries: Iterable[Entry], labels: Labels) -> None:
    """Write entries and labels as JSON, and the index of them, into an empty folder."""
    found = sorted(entries, key=order)
    lines = "".join(entry.to_json() + "\n" for entry in found)
    (folder / "names.jsonl").write_text(lines, encoding="utf-8")
    text = json.dumps(labels, ensure_ascii=False, indent=0, sort_keys=True)
    (folder / "labels.json").write_text(text + "\n", encoding="utf-8")
    place = folder / Path(INDEX).name
    place.mkdir()
    index = tantivy.Index(_schema(), path=str(place))
    writer = index.writer(heap_size=_MEMORY, num_threads=1)
    by_name = {language: _by_name(found, language) for language in ORDERS}
    for number, entry in enumerate(found):
        document = _document(entry, labels)
        document.add_float("weight", _weight(number, len(found)))
        for language, places in by_name.items():
            document.add_unsigned(f"by_name_{language}", places[number])
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    for lock in place.glob("*.lock"):
        lock.unlink()


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    for name in _RAW:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic")
    for name in _SPLIT:
        builder.add_text_field(name, tokenizer_name="whitespace", index_option="basic")
    for name in FACETS:
        builder.add_text_field(name, tokenizer_name="raw", index_option="basic", fast=True)
    for language in ORDERS:
        builder.add_unsigned_field(f"by_name_{language}", fast=True)
    for name in ("members", *SPAN):
        builder.add_unsigned_field(name, fast=True)
    builder.add_float_field("weight", fast=True)
    builder.add_bytes_field("entry", stored=True)
    return builder.build()


def _document(entry: Entry, labels: Labels) -> tantivy.Document:
    document = tantivy.Document()
    _add(document, "whole", _wholes(t for t in entry.titles if t.role != "former"))
    _add(document, "former_whole", _wholes(t for t in entry.titles if t.role == "former"))
    _add(document, "heard_whole", {sounds(t.name) for t in entry.titles})
    _add(document, "words", {f for t in entry.titles if t.role != "former" for f in forms(t.name)})
    _add(document, "all_words", {f for t in entry.titles for f in forms(t.name)})
    _add(document, "tails", {tail for t in entry.titles for tail in _tails(t.name)})
    _add(document, "heard", {sounds(t.name) for t in entry.titles})
    codes = {as_code(mark.code) for mark in entry.marks}
    if entry.kind != "Region":  # whose codes are rarely meant, and often those of somebody else
        _add(document, "code", codes)
    key = as_code(entry.path.rpartition("/")[2])
    _add(document, "loose_code", {key, *codes, *map(without_zeros, codes)})
    _add(document, "about", _about(entry, labels))
    for facet in FACETS:
        _add(document, facet, set(values(entry, facet)))
    document.add_unsigned("members", entry.members)
    document.add_unsigned("begun", number_of(entry.since, 0))
    document.add_unsigned("over", number_of(entry.until, _NEVER))
    document.add_bytes("entry", entry.to_json().encode())
    return document


def values(entry: Entry, facet: str) -> Sequence[str]:
    """Return what an entry counts as in a facet."""
    return {
        "kind": (entry.kind,),
        "country": entry.countries,
        "region": entry.regions,
        "form": entry.forms,
        "topic": entry.topics,
        "status": (entry.status(),),
        "funded": (FUNDED,) if entry.funded else (),
    }[facet]


def _add(document: tantivy.Document, field: str, texts: set[str]) -> None:
    for text in sorted(texts - {""}):
        document.add_text(field, text)


def _wholes(titles: Iterable[Title]) -> set[str]:
    """Return whole names and those beside a dash or before a bracket, in all forms.

    Each also without the words that many names share.
    """
    parts = {part for title in titles for part in (title.name, *_PARTS.split(title.name))}
    found = {form for part in parts for form in forms(part)}
    return found | {core(form) for form in found}


def _tails(name: str) -> set[str]:
    """Return what is left of each word of a name from its second letter, its third and so on."""
    words = {word for form in forms(name) for word in form.split()}
    return {word[start:] for word in words for start in range(1, len(word) - 1)}


def _about(entry: Entry, labels: Labels) -> set[str]:
    """Return what an entry is, in every language: its kind, its countries, its registers."""
    named = [labels.get("kind", {}).get(entry.kind, {})]
    named += [labels.get("country", {}).get(country, {}) for country in entry.countries]
    registers = {form for mark in entry.marks for form in forms(mark.scheme)}
    return registers | {f for names in named for name in names.values() for f in forms(name)}


def _by_name(entries: Sequence[Entry], language: str) -> list[int]:
    """Return the place of each entry in the order of names that a reader expects."""
    keys = [(name_key(entry.shown(language).name, language), entry.path) for entry in entries]
    sorted_ones = sorted(range(len(keys)), key=keys.__getitem__)
    places = [0] * len(keys)
    for place, number in enumerate(sorted_ones):
        places[number] = place
    return places


@lru_cache(maxsize=1 << 15)
def name_key(name: str, language: str) -> str:
    """Return the sort key of a name in the alphabet of a language; Danish for all but sv and fi."""
    alphabet = _NORDIC["sv" if language in ("sv", "fi") else "en" if language == "en" else "da"]
    text = unicodedata.normalize("NFC", name.casefold()).translate(alphabet)
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


def _weight(number: int, count: int) -> float:
    """Return the weight by which the n-th best entry falls behind within its tier.

    The engine multiplies a score by log2(2 + weight): for tiers that are powers of two, a factor
    in [1, 2) keeps every hit of a tier above all of the tier below.
    """
    factor = 2 - (number + 1) / (count + 1)
    return math.exp2(factor) - 2
