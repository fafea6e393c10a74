"""Nordic spelling variants fall together, so that Aabenraa finds Åbenrå, and Abenra too."""

import re
import unicodedata

_SPELLED = str.maketrans(
    {"å": "aa", "ä": "ae", "æ": "ae", "ö": "oe", "ø": "oe", "œ": "oe", "ð": "d", "þ": "th"}
)
_SOUNDS = str.maketrans({"ü": "y", "w": "v", "c": "k", "q": "k", "z": "s"})
_ALIKE = (("aa", "a"), ("ae", "a"), ("oe", "o"), ("ue", "y"), ("th", "t"), ("x", "ks"))
_DOUBLE = re.compile(r"([^\W\d])\1+")
_BARE = str.maketrans({"æ": "a", "ø": "o", "œ": "o", "ð": "d", "þ": "th", "đ": "d", "ŧ": "t"})


def fold(name: str) -> str:
    """Return the name as it is compared: lower case, no accents, one spelling of å, æ and ø."""
    return _plain(unicodedata.normalize("NFC", name.casefold()).translate(_SPELLED))


def bare(name: str) -> str:
    """Return the name as somebody types it who has no Nordic keys: å as a, ø as o."""
    return _plain(unicodedata.normalize("NFC", name.casefold()).translate(_BARE))


def forms(name: str) -> frozenset[str]:
    """Return every form under which a name is found."""
    return frozenset({fold(name), bare(name)})


def sounds(name: str) -> str:
    """Return the name as it sounds, roughly: Thorshavn as Tórshavn, Abenraa as Aabenraa."""
    text = fold(unicodedata.normalize("NFC", name.casefold()).translate(_SOUNDS))
    for written, heard in _ALIKE:
        text = text.replace(written, heard)
    return _DOUBLE.sub(r"\1", text)


def _plain(text: str) -> str:
    """Drop accents; everything but letters and digits becomes one blank."""
    letters = (c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return " ".join("".join(c if c.isalnum() else " " for c in letters).split())
