"""How well a name of ours fits what a row says: the same letters, the same sound, or a typo."""

from dataclasses import dataclass

from samgraf.linking.entries import Entry

from .forms import another
from .names import PART, Named, Side, shuffled
from .question import Meant
from .written import HEARD, HEARD_SHORT, loss

FORM_LEFT_OUT = 1
"""What is lost where the row says "kommune" and our name does not, or the other way round."""

FORM_MISSING = 4
FORM_NEEDED = 12
"""What is lost where our name has such a word and the row has not: of a municipality, whose name is
meant; and of any other, which is another thing without it, or with another one (Region Skåne)."""

OTHER_FORM = 20
"""What is lost where the word tells of another kind (Oslo fylkeskommune is no municipality), or of
another municipality beside it (Borgå landskommun is not Borgå)."""

_WORDS = 10
_FIRST_TYPO = 7
_TYPOS = 60
_OTHER_INITIAL = 5
"""What is lost by another first letter, in which people err least: Kirkenes is not Birkenes."""


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a name fits: what is lost, and the key of the reason."""

    lost: float
    key: str
    kinds: frozenset[str] = frozenset()
    """The kinds that the row tells of by a word."""
    other_kind: bool = False
    """Whether the thing is of none of them."""
    apart: str = ""
    """The word by which the one is another municipality than the other."""


def fit(meant: Meant, named: Named, entry: Entry) -> Fit | None:
    """Tell how well a name fits a row; None where it is another name."""
    best: Fit | None = None
    told = kinds_told(meant)
    for text in meant.sides:
        for name in named.sides:
            lost = loss(text.written, name.written)
            if lost is None:
                continue
            found = _with_form(text, name, entry, lost, _key(lost, text, name), told)
            if best is None or found.lost < best.lost:
                best = found
    return best or _in_other_order(meant, named, entry)


def kinds_told(meant: Meant) -> frozenset[str]:
    """Return the kinds that a row tells of by a word in the name, or in brackets."""
    return next((side.kinds for side in meant.sides if side.kinds), meant.kinds)


def typo(text: Side, named: Named, spelling: str, far: int, entry: Entry) -> Fit:
    """Tell how well a name fits of which a spelling is a few errors away from the text."""
    lost = _FIRST_TYPO + _TYPOS * far / max(len(text.written.fold), len(spelling))
    lost += 0 if text.written.fold[:1] == spelling[:1] else _OTHER_INITIAL
    same = (s for s in named.sides if spelling in (s.written.fold, s.written.bare))
    name = next(same, named.sides[0])
    return _with_form(text, name, entry, lost, "name_typo", text.kinds)


def _key(lost: int, text: Side, name: Side) -> str:
    if name.lost == PART:
        return "name_words"
    if lost:
        return "name_heard" if lost in (HEARD, HEARD_SHORT) else "name_folded"
    return "name_without_form" if text.bared or name.bared else "name_exact"


def _with_form(
    text: Side, name: Side, entry: Entry, lost: float, key: str, told: frozenset[str]
) -> Fit:
    """Add what is lost by words that tell of a kind."""
    other = bool(text.kinds) and entry.kind not in text.kinds
    beside = text.apart != name.apart and another(text.apart, name.apart, entry.countries)
    lost += text.lost + name.lost + (OTHER_FORM if other or beside else 0)
    if name.bared and entry.kind != "Municipality":
        lost += FORM_NEEDED
    elif text.bared or name.bared:
        lost += FORM_LEFT_OUT if text.bared else FORM_MISSING
    return Fit(lost, key, told, other, (text.apart or name.apart) if beside else "")


def _in_other_order(meant: Meant, named: Named, entry: Entry) -> Fit | None:
    """Tell whether a name has the words of a row in another order."""
    for text in meant.sides:
        key = shuffled(text.written.fold.split())
        for name in named.sides:
            if shuffled(name.written.fold.split()) == key:
                return _with_form(text, name, entry, _WORDS, "name_words", text.kinds)
    return None
