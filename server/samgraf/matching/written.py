"""How a name is written, and how it would be by somebody with other keys or another ear."""

import unicodedata
from dataclasses import dataclass

from samgraf.linking.names import bare, fold, sounds

FOLDED, BARE, HEARD, MARKED, HEARD_SHORT = 2, 6, 10, 12, 17
"""What a name loses of 100 where it is the same but for the spelling of Nordic letters, but for
marks that the text leaves out, to the ear alone, but for marks that the text has too many, and to
the ear alone where there is little to hear (TVV is not TV)."""

_SHORT = 4  # letters


@dataclass(frozen=True, slots=True)
class Written:
    """A name in every form that it is compared in; a blank for what is no letter or digit."""

    plain: str
    """In lower case, else as it stands."""
    fold: str
    """With one spelling of å, æ and ø for all languages."""
    bare: str
    """Without marks."""
    heard: str
    """As it sounds, roughly."""


def written(name: str) -> Written:
    """Return the forms of a name."""
    found = plain(name)
    if found.isascii():
        return Written(found, found, found, sounds(found))
    return Written(found, fold(found), bare(found), sounds(found))


def plain(name: str) -> str:
    """Return a name in lower case, with a blank for everything but letters, marks and digits."""
    text = unicodedata.normalize("NFC", name.casefold())
    return " ".join("".join(c if c.isalnum() else " " for c in text).split())


def loss(text: Written, name: Written) -> int | None:
    """Tell how much a text falls short of a name, 0 for the same; None for another name.

    It matters who wrote the marks: "Habo" may mean Håbo, but "Håbo" does not mean Habo.
    """
    if text.plain == name.plain:
        return 0
    if text.fold == name.fold:
        return FOLDED
    if text.bare == name.bare or text.plain in (name.fold, name.bare):
        return MARKED if _too_many_marks(text.plain, name.plain) else BARE
    if text.heard == name.heard or text.bare == name.fold:
        return HEARD if len(name.heard) > _SHORT else HEARD_SHORT
    return None


def _too_many_marks(text: str, name: str) -> bool:
    """Tell whether a text has a mark where the name has none; both are the same without marks."""
    if len(text) != len(name):
        return not text.isascii()
    return any(a != b and b.isascii() and not a.isascii() for a, b in zip(text, name, strict=True))
