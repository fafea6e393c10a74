"""What somebody looks for: a text becomes words and forms; nothing in it is syntax."""

from dataclasses import dataclass

from .names import bare, fold, sounds

LONGEST = 200
"""Characters of a text that are read."""

_MOST_WORDS = 8
_LONGEST_WORD = 40
_GENERIC = frozenset(
    [
        "kommune",
        "kommunen",
        "kommuna",
        "kommun",
        "kommunen",
        "kunta",
        "kaupunki",
        "kaupungin",
        "stad",
        "by",
        "municipality",
        "city",
        "region",
        "regionen",
        "county",
        "fylke",
        "fylkeskommune",
        "lan",
        "laen",
        "amt",
        "landskap",
        "maakunta",
        "sveitarfelag",
        "the",
        "of",
        "i",
        "og",
        "och",
        "ja",
        "and",
    ]
)
"""Words that tell of what kind a thing is, not which one; folded."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A text in all forms under which it is compared; each word with its spellings."""

    whole: frozenset[str]
    core: frozenset[str]
    words: tuple[frozenset[str], ...]
    heard: str
    heard_words: tuple[str, ...]
    code: str

    def __bool__(self) -> bool:
        """Tell whether there is anything to look for."""
        return bool(self.words)


def wanted(text: str) -> Wanted:
    """Take a text apart; of a web address its last part counts."""
    text = _tail(text[:LONGEST].strip())
    one, other = _short(fold(text)), _short(bare(text))
    heard = _short(sounds(text))
    return Wanted(
        frozenset({" ".join(one), " ".join(other)}) - {""},
        frozenset({core(" ".join(one)), core(" ".join(other))}) - {""},
        tuple(frozenset(pair) for pair in zip(one, other, strict=False)),
        " ".join(heard),
        tuple(heard),
        as_code(text),
    )


def core(folded: str) -> str:
    """Leave out of a folded name the words that many names share, unless nothing else is there."""
    words = folded.split()
    return " ".join(word for word in words if word not in _GENERIC) or folded


def as_code(text: str) -> str:
    """Return a text as codes are compared: letters and digits alone, in lower case."""
    return "".join(c for c in text.casefold() if c.isalnum())[:_LONGEST_WORD]


def without_zeros(code: str) -> str:
    """Return a code as people write it who leave out zeros before it."""
    return code.lstrip("0") or code


def _short(folded: str) -> list[str]:
    return [word[:_LONGEST_WORD] for word in folded.split()[:_MOST_WORDS]]


def _tail(text: str) -> str:
    """Return the last part of a web address; any other text as it is."""
    if not text.startswith(("http://", "https://")):
        return text
    return text.rstrip("/#").replace("#", "/").rpartition("/")[2]
