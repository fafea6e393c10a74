"""Genitives: Københavns Kommune, Helsingin kaupunki and Kópavogsbær without their endings.

The rules make too many forms rather than too few; a form that nobody writes harms nothing.
"""

from collections.abc import Iterator

_FINNISH = (
    ("nki", "ngin"), ("nkä", "ngän"), ("nka", "ngan"), ("joki", "joen"), ("järvi", "järven"),
    ("lahti", "lahden"), ("lampi", "lammen"), ("mäki", "mäen"), ("vesi", "veden"),
    ("kangas", "kankaan"), ("ranta", "rannan"), ("us", "uden"), ("us", "uksen"), ("s", "ksen"),
    ("nen", "sen"), ("nen", "sten"), ("kku", "kun"), ("kka", "kan"), ("kko", "kon"),
    ("kki", "kin"), ("ppi", "pin"), ("tti", "tin"), ("tta", "tan"), ("tto", "ton"),
    ("ttu", "tun"), ("ku", "un"), ("ko", "on"), ("ti", "den"), ("ti", "din"), ("ta", "dan"),
    ("tä", "dän"), ("to", "don"), ("pi", "vin"), ("pa", "van"), ("nta", "nnan"), ("nti", "nnin"),
    ("lta", "llan"), ("lto", "llon"), ("rta", "rran"), ("rto", "rron"), ("mpi", "mmen"),
    ("i", "en"), ("e", "een"), ("rvi", "rven"), ("", "n"), ("", "in"),
)  # fmt: skip
"""The last letters of a Finnish name, and those of its genitive."""

_FUSED = ("kaupstaður", "hreppur", "byggð", "sveit", "borg", "bær")
_NORSE = (
    ("fjarðar", "fjörður"), ("fjarðar", "fjørður"), ("víkur", "vík"), ("víkar", "vík"),
    ("eyrar", "eyri"), ("eyrar", "eyri"), ("oyrar", "oyri"), ("oyar", "oy"), ("eyja", "eyjar"),
    ("s", ""), ("s", "ur"), ("ar", ""), ("ar", "i"), ("ar", "ur"), ("a", "ar"), ("a", "i"),
    ("ur", ""),
)  # fmt: skip
"""The last letters of an Icelandic or Faroese genitive, and those of the name."""

_LEAST = 3  # letters that a name has at least without its ending


def without_s(core: str) -> Iterator[str]:
    """Yield what a genitive of Danish, Norwegian, Swedish or English may be of."""
    if core.endswith(" s"):
        yield core[:-2]
    elif core.endswith("s") and len(core) > _LEAST:
        yield core[:-1]


def finnish(name: str) -> Iterator[str]:
    """Yield what may be the genitive of a Finnish name."""
    for ending, genitive in _FINNISH:
        if name.endswith(ending):
            yield name[: len(name) - len(ending)] + genitive


def norse(name: str) -> Iterator[str]:
    """Yield what the genitive before kommuna, -bær or -hreppur may be of."""
    for ending, nominative in _NORSE:
        if name.endswith(ending) and len(name) - len(ending) >= _LEAST:
            yield name[: len(name) - len(ending)] + nominative


def unfused(plain: str) -> str:
    """Return what stands before a word for municipality that is grown together with a name."""
    for word in _FUSED:
        if plain.endswith(word) and len(plain) > len(word) + _LEAST and " " not in plain:
            return plain[: -len(word)]
    return ""
