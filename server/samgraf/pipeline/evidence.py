"""Passages against the captured texts, where they are at hand: position, digest, fragment.

The texts are not published (design: ontology, section 7); whoever has one can check.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from samgraf.model import Evidence, Snapshot

_FRAGMENT_WORDS = 3
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Checked:
    """How many passages agree, how many could not be checked, and what differs."""

    agree: int
    absent: int
    problems: tuple[str, ...]


def texts_in(folder: Path) -> dict[str, str]:
    """Read the captured texts of a folder; the key is the SHA-256 of their bytes."""
    raw = [file.read_bytes() for file in sorted(folder.glob("*.txt"))]
    return {hashlib.sha256(content).hexdigest(): content.decode("utf-8") for content in raw}


def check(
    evidence: Iterable[Evidence], snapshots: Iterable[Snapshot], texts: Mapping[str, str]
) -> Checked:
    """Recompute digest and fragment of every passage whose text is at hand."""
    agree, absent = 0, 0
    problems = [
        f"{snapshot.place.file}:{snapshot.place.line}: characters: the text has "
        f"{len(texts[snapshot.sha256])}, not {snapshot.characters}"
        for snapshot in snapshots
        if snapshot.sha256 in texts and len(texts[snapshot.sha256]) != snapshot.characters
    ]
    for row in evidence:
        if row.snapshot not in texts:
            absent += 1
            continue
        wrong = _differences(row, texts[row.snapshot])
        problems += [f"{row.place.file}:{row.place.line}: {text}" for text in wrong]
        agree += not wrong
    return Checked(agree, absent, tuple(problems))


def _differences(row: Evidence, text: str) -> list[str]:
    """Say what the passage at that position has otherwise than the row."""
    if not 0 <= row.start < row.end <= len(text):
        return [f"end: the text has {len(text)} characters, the passage ends at {row.end}"]
    words = text[row.start : row.end].split()
    digest = hashlib.sha256(" ".join(words).encode("utf-8")).hexdigest()
    found = []
    if digest != row.passage_sha256:
        found.append(f"passage_sha256: the passage has {digest}")
    if fragment(words) != row.fragment:
        found.append(f"fragment: the passage has {fragment(words)}")
    return found


def fragment(words: list[str]) -> str | None:
    """Return the URL text fragment of a passage, or nothing for a passage of under four words."""
    count = min(_FRAGMENT_WORDS, len(words) // 4)
    if not count:
        return None
    ends = (" ".join(words[:count]), " ".join(words[-count:]))
    return ":~:text=" + ",".join(quote(end, safe="").replace("-", "%2D") for end in ends)


def copied(
    texts: Iterable[str], literals: Iterable[tuple[str, str]], run: int = 8
) -> list[tuple[str, str]]:
    """Return the named literals that repeat so many consecutive words of a text."""
    runs = {piece for text in texts for piece in _runs(text, run)}
    return [(name, text) for name, text in literals if runs & set(_runs(text, run))]


def _runs(text: str, length: int) -> list[tuple[str, ...]]:
    words = _WORD.findall(text.lower())
    return [tuple(words[i : i + length]) for i in range(len(words) - length + 1)]
