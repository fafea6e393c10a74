"""From a row to everything that it may mean, each with its points."""

from dataclasses import replace

from samgraf.linking.entries import Mark

from .candidates import Feature
from .codes import ORGANISATIONS, Held, readings
from .fitting import OTHER_FORM, Fit, fit, typo
from .holding import Holding
from .names import Side, keys
from .question import Meant, Question, Told
from .readings import code_alone
from .weighing import First, Weight, of_mark, weigh

_WELL = 90  # points from which on nothing is looked for that has a typo
_LITTLE = 60  # points from which on nothing is looked for that only shares words
_PREFIXED = 1  # lost where a country stands before a code
_NAMES = frozenset({"name_exact", "name_folded", "name_heard", "name_without_form"})
_SHORT = 2  # words of a name with the word for its kind
_CODE_ALONE = 70  # points of what has the code that a row tells, but not its name


def found(holding: Holding, question: Question) -> dict[int, Weight]:
    """Return what a row may mean, by the places of entries."""
    return Search(holding, question).found()


class Search:
    """Looks for what one row means."""

    def __init__(self, holding: Holding, question: Question) -> None:
        """Look among what is held."""
        self._held, self._question = holding, question
        self._found: dict[int, Weight] = {}

    def found(self) -> dict[int, Weight]:
        """Look by code and name, then for typos, and last for words that are shared."""
        question = self._question
        own = self._held.own(question.text) if question.text else -1
        if own >= 0 and self._allowed(own):
            return {own: Weight(100, (Feature("iri", 100, question.text),))}
        self._by_text_as_code()
        self._by_told_codes()
        for meant in question.meant:
            self._by_name(meant)
        if self._best() < _WELL:
            for meant in question.meant:
                self._by_typos(meant)
            self._typos_behind_names()
        if self._best() < _LITTLE and question.meant:
            self._by_words(question.meant[0])
        return self._found

    def _typos_behind_names(self) -> None:
        """Put what may be a typo behind what bears the name, if not on the day or with the code.

        In 2015 "Vojens" rather means Vojens, which ended in 2006, than Vejen; and "Salla" with the
        code of Salo may be Salla in a column of codes that slipped.
        """
        named = max((w.score for w in self._found.values() if _bears_the_name(w)), default=None)
        for number, weight in self._found.items():
            behind = weight.features[0].key == "name_typo"
            if named is not None and behind and weight.score >= named:
                self._found[number] = replace(weight, score=max(0.0, named - 1))

    def _best(self) -> float:
        return max((weight.score for weight in self._found.values()), default=0.0)

    def _allowed(self, number: int, country: str = "") -> bool:
        """Tell whether nothing rules an entry out: no other kind, no other country."""
        entry, asked = self._held.entries[number], self._question
        if asked.kinds and entry.kind not in asked.kinds:
            return False
        if asked.country and asked.country not in entry.countries:
            return False
        return not country or country in entry.countries

    def _by_text_as_code(self) -> None:
        """Find who holds or held the code that the text is."""
        text = self._question.text
        if text.startswith(("http://", "https://")):
            text = text.rstrip("/#").rpartition("/")[2]
        for way in readings(code_alone(text) or text):
            country = self._held.places.country(way.country) if way.country else ""
            for held, lost in self._held.codes.holders(way.code):
                if self._allowed(held.entry, country):
                    prefix = _PREFIXED if country else 0
                    self._take_code(held, 100 - lost - prefix)

    def _by_told_codes(self) -> None:
        """Find who holds or held a code that is told beside the text, or instead of it."""
        points = _CODE_ALONE if self._question.meant else 100
        for scheme, code in self._question.told.codes:
            for held, lost in self._held.codes.holders(code):
                if scheme in ("", held.mark.scheme) and self._allowed(held.entry):
                    self._take_code(held, points - lost)

    def _take_code(self, held: Held, points: float) -> None:
        told, mark = self._question.told, held.mark
        key = "organisation_number" if mark.scheme in ORGANISATIONS else "code"
        first = First(key, points - of_mark(mark, told.on), _span(mark))
        rest = Told(told.on, told.regions, () if not self._question.meant else told.codes)
        self._take(held.entry, first, rest)

    def _by_name(self, meant: Meant) -> None:
        """Find what is called as a row says."""
        wanted = {key for side in meant.sides for key in keys(side)}
        for place in self._held.names.under(wanted):
            named = self._held.names.all[place]
            if self._allowed(named.entry, meant.country):
                fits = fit(meant, named, self._held.entries[named.entry])
                if fits is not None:
                    self._take_name(place, fits, meant)

    def _by_typos(self, meant: Meant) -> None:
        """Find what is called nearly as a row says; nothing where not all of it is understood."""
        if not meant.sure:
            return
        for text in _typed(meant):
            for spelled in {text.written.fold, text.written.bare}:
                for spelling, far, places in self._held.typos.near(spelled):
                    for place in places:
                        named = self._held.names.all[place]
                        if self._allowed(named.entry, meant.country):
                            entry = self._held.entries[named.entry]
                            self._take_name(place, typo(text, named, spelling, far, entry), meant)

    def _by_words(self, meant: Meant) -> None:
        """Find what shares words with the text."""
        for place, points in self._held.words.near(self._question.text):
            if self._allowed(self._held.names.all[place].entry):
                self._take_name(place, Fit(100 - points, "name_words"), meant)

    def _take_name(self, place: int, fits: Fit, meant: Meant) -> None:
        """Weigh an entry that was found by one of its names.

        Of a municipality that may be another beside it, no code makes it certain.
        """
        named = self._held.names.all[place]
        entry = self._held.entries[named.entry]
        title = entry.titles[named.title]
        kinds = fits.kinds or meant.kinds
        lost, others = fits.lost + meant.lost, []
        if meant.kinds and entry.kind not in meant.kinds and not fits.other_kind:
            lost += OTHER_FORM
        if fits.other_kind or fits.apart:
            others.append(Feature("form", 0, fits.apart or entry.kind))
        if country := meant.country or self._question.country:
            others.append(Feature("country", 100, country))
        first = First(fits.key, 100 - lost, title.name, title, kinds, tuple(others))
        self._take(named.entry, first, meant.told, meant.sure and not fits.apart)

    def _take(self, number: int, first: First, told: Told, sure: bool = True) -> None:
        """Weigh an entry, and keep it where it was not found, or found with fewer points."""
        weight = weigh(number, self._held, first, told, bool(self._question.kinds))
        known = self._found.get(number)
        if known is None or weight.score > known.score:
            self._found[number] = replace(weight, sure=sure)


def _bears_the_name(weight: Weight) -> bool:
    """Tell whether it was found by its very name, and only the time or a code speaks against it."""
    against = {feature.key for feature in weight.features[1:] if not feature.value}
    return weight.features[0].key in _NAMES and against in (set(), {"on"}, {"code"})


def _typed(meant: Meant) -> list[Side]:
    """Return the ways to look at a text in which typing errors are counted.

    Without the word for the kind, so that many right letters of it do not make up for wrong ones
    of a short name; long names are looked at whole too.
    """
    whole, *rest = meant.sides
    bared = [side for side in rest if side.bared]
    long = len(whole.written.fold.split()) > _SHORT
    return [*bared, whole] if long or not bared else bared


def _span(mark: Mark) -> str:
    return f"{mark.scheme} {mark.code} ({mark.since or '…'}/{mark.until or '…'})"
