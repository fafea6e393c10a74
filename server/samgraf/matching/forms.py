"""Words that tell of what kind a thing is, not which one: kommune, län, kaupunki, Region."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from samgraf.linking.names import bare, fold

from .typos import nearest

_MUNICIPALITY = frozenset({"Municipality"})
_AUTHORITY = frozenset({"RegionalAuthority"})
_REGION = frozenset({"RegionalAuthority", "Region", "CooperationBody"})
TERRITORY = frozenset({"Region", "RegionalAuthority"})
"""The kinds that "län" and "fylke" tell of: a territory, or who governs it."""

_RURAL = (
    "landskommun landskommunen landskommune landskommunen landkommune landkommunen landkommun "
    "landsogn landssogn landsognet maalaiskunta maalaiskunnan mlk"
)
_HUNDRED = "herred herredet herad heradet härad häradet"

_WORDS: Mapping[frozenset[str], str] = {
    _MUNICIPALITY: "kommune kommunen kommuner kommun kommunen kommuna kommunan kommunia kommunes "
    "bykommune bykommun regionskommune herredskommune "
    "kunta kunnan kaupunki kaupungin kauppala köping stad staden stads by byen "
    "municipality municipalities city town commune hreppur kaupstaður bær sveitarfélag "
    "sveitarfélagið suohkan gielda tjielte tjïelte",
    _AUTHORITY: "fylkeskommune fylkeskommunen fylkeskommuna fylkeskomm landsting landstinget "
    "amtskommune hyvinvointialue hyvinvointialueen välfärdsområde välfärdsområdet",
    _REGION: "region regionen",
    TERRITORY: "fylke fylket län länet läns lääni amt amtet county counties maakunta maakunnan "
    "landskap landskapet province sýsla",
}


def _forms(words: str) -> frozenset[str]:
    return frozenset(f for word in words.split() for f in (word, fold(word), bare(word)))


RURAL = _forms(_RURAL)
"""Words for the municipality around a town that bears the town's name and was another one: Borgå
landskommun, Jyväskylän maalaiskunta, Hammerfest landsogn. In Sweden and Norway many that had no
town beside them were called so too; a name alone does not tell which, so none is certain."""

HUNDRED = _forms(_HUNDRED)
"""A municipality in Norway, where it was the ordinary word until 1964 and is that of some still
(Voss herad); elsewhere a hundred, a district of courts and parishes (Ribe Herred, Köpings härad).

Kommune, kunta, kommun and the words for a town, stad, by, bykommune, köping, kaupunki, tell of the
municipality that is called so today: a town that became a kommun stayed what it was."""

FORMS: Mapping[str, frozenset[str]] = {
    form: kinds for kinds, words in _WORDS.items() for form in _forms(words)
} | dict.fromkeys(RURAL | HUNDRED, _MUNICIPALITY)
"""The kinds that a word tells of; with marks, without, and folded."""

_NORWAY = "NOR"
_ARTICLES = frozenset({"the", "den", "det"})
_LINKS = frozenset({"of", "the", "i", "av", "af", "för", "for"})
_WHOLE = {
    "wellbeing services county": _AUTHORITY,
    "county council": _AUTHORITY,
    "county municipality": _AUTHORITY,
    "county authority": _AUTHORITY,
}


_LONG = [word for word in sorted(FORMS) if len(word) >= 5]
_SHORTEST = 5  # letters of a misspelt word for a kind
_SHORTEST_WITH_TWO = 9


@dataclass(frozen=True, slots=True)
class Stripped:
    """What is left of a name without such words, and the kinds that they tell of."""

    core: str
    kinds: frozenset[str]
    apart: str = ""
    """The one of the words that may tell of another municipality than the one called so."""


def stripped(plain: str) -> Stripped | None:
    """Take the words about kinds off both ends of a plain name; None where there are none.

    Something is always left: Stad and By are municipalities too.
    """
    for phrase, kinds in _WHOLE.items():
        if plain.endswith(" " + phrase):
            return Stripped(plain[: -len(phrase) - 1], kinds)
    words = plain.split()
    if not words:
        return None
    before, after = _leading(words), _trailing(words)
    core = words[before : len(words) - after]
    if not (before or after) or not core:
        return None
    taken = [*words[:before], *words[len(words) - after :]]
    return Stripped(" ".join(core), _kinds(taken), apart(taken))


def apart(words: Iterable[str]) -> str:
    """Return the first word that may tell of another municipality beside a town; '' for none."""
    return next((word for word in words if word in RURAL or word in HUNDRED), "")


def another(told: str, ours: str, countries: Collection[str]) -> bool:
    """Tell whether two names of one core are those of two, by such a word that one of them has."""
    if (told in RURAL) != (ours in RURAL):
        return True
    return (told in HUNDRED) != (ours in HUNDRED) and _NORWAY not in countries


def _trailing(words: list[str]) -> int:
    count = 0
    while count < len(words) - 1 and words[-1 - count] in FORMS:
        count += 1
    return count


def _leading(words: list[str]) -> int:
    """Count words such as "the municipality of"; "the" alone is part of a name."""
    count = 1 if words[0] in _ARTICLES else 0
    if count >= len(words) - 1 or words[count] not in FORMS:
        return 0
    while count < len(words) - 1 and words[count] in FORMS:
        count += 1
    while count < len(words) - 1 and words[count] in _LINKS:
        count += 1
    return count if words[count] not in FORMS else 0


def _kinds(words: list[str]) -> frozenset[str]:
    """Return what all words tell of, or any where they tell of different kinds."""
    told = [FORMS[word] for word in words if word in FORMS]
    common = frozenset.intersection(*told)
    return common or frozenset.union(*told)


def mended(plain: str) -> str:
    """Return a text with its first and last word put right where they nearly tell of a kind.

    '' where there is nothing to mend: "komune" is no other name of a place.
    """
    words = plain.split()
    if len(words) < 2:
        return ""
    for place in (-1, 0):
        word = words[place]
        if len(word) >= _SHORTEST and word not in FORMS:
            most = 1 if len(word) < _SHORTEST_WITH_TWO else 2
            if right := nearest(word, _LONG, most):
                words[place] = right
                return " ".join(words)
    return ""


def kinds_of(plain: str) -> frozenset[str]:
    """Return the kinds that a text tells of which is nothing but such words."""
    words = plain.split()
    known = all(word in FORMS for word in words)
    return _kinds(words) if words and known else frozenset()
