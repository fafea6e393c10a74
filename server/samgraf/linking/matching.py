"""From what somebody looks for to a query of the index, built of terms and never of text.

A hit scores by the best tier that it fits: a code, a whole name, the beginning of one, its words,
and then what sounds alike or is a typo away.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence

import tantivy
from tantivy import Occur, Query

from .entries import number_of
from .wanted import Wanted, without_zeros

_LEAST_TYPO = 4  # letters of a word in which one typo is looked for
_LEAST_TWO = 8  # and two
_LEAST_INSIDE = 3  # letters that are looked for inside words
_TIERS = (
    "two typos",
    "inside",
    "a typo in words",
    "a typo in all",
    "sounds",
    "sounds whole",
    "all words",
    "words",
    "whole words",
    "begins former",
    "begins",
    "begins with words",
    "former",
    "core",
    "loose code",
    "whole",
    "code",
)
"""The tiers, the lowest first; a score is 2 to the power of the place, or up to twice that."""

STRICT = float(2 ** _TIERS.index("all words"))
"""The least score of a hit that needs no tolerance."""


Known = Callable[[str], bool]
"""Tells whether a word, as it sounds, begins a word of a name."""


class Matching:
    """Makes queries over one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        """Use the fields of an index."""
        self._schema = schema

    def strict(self, text: Wanted) -> Query:
        """Find codes, whole names, beginnings, all words in any order, and parts of words."""
        return Query.disjunction_max_query(self._strict(text))

    def loose(self, text: Wanted, known: Known) -> Query:
        """Find what sounds alike or is a typo away; words that are known have no typos."""
        return Query.disjunction_max_query(self._loose(text, known))

    def looser(self, text: Wanted, known: Known) -> Query:
        """Find what is two typos away in a long word."""
        if not text.heard[1:]:
            return Query.empty_query()
        return _tier("two typos", [self._typos(text, 2, known)])

    def nearest(self, text: Wanted) -> Query:
        """Find what has any of the words, or nearly."""
        words = [self._near(word, 2 if len(word) > _LEAST_TYPO else 1) for word in text.heard_words]
        return _tier("two typos", words)

    def within(self, query: Query, chosen: Mapping[str, str], on: str = "") -> Query:
        """Narrow a query down to values of facets and to a day, without a change of scores."""
        limits = [Query.term_query(self._schema, facet, value) for facet, value in chosen.items()]
        if on:
            day, kind = number_of(on, 0), tantivy.FieldType.Unsigned
            limits.append(Query.range_query(self._schema, "begun", kind, None, day))
            limits.append(Query.range_query(self._schema, "over", kind, day, None))
        if not limits:
            return query
        parts = [(Occur.Must, Query.const_score_query(limit, 0.0)) for limit in limits]
        return Query.boolean_query([(Occur.Must, query), *parts])

    def _strict(self, text: Wanted) -> list[Query]:
        tiers = [
            _tier("code", self._terms("code", {text.code})),
            _tier("whole", self._terms("whole", text.whole)),
            _tier("loose code", self._terms("loose_code", {text.code, without_zeros(text.code)})),
            _tier("core", self._terms("whole", text.core)),
            _tier("former", self._terms("former_whole", text.whole | text.core)),
            _tier("begins with words", self._begin("whole", (f"{t} " for t in text.whole))),
            _tier("begins", self._begin("whole", text.whole)),
            _tier("begins former", self._begin("former_whole", text.whole)),
            _tier("whole words", [self._every(text, "words", whole=True)]),
        ]
        if text.heard[1:]:  # one letter begins words of nearly everything
            tiers += self._words(text)
        return tiers

    def _words(self, text: Wanted) -> list[Query]:
        tiers = [
            _tier("words", [self._every(text, "words")]),
            _tier("all words", [self._every(text, "all_words")]),
        ]
        if all(len(word) >= _LEAST_INSIDE for pair in text.words for word in pair):
            tiers.append(_tier("inside", [self._inside(text)]))
        return tiers

    def _loose(self, text: Wanted, known: Known) -> list[Query]:
        heard = text.heard_words
        if not text.heard[1:]:
            return [Query.empty_query()]
        return [
            _tier("sounds whole", self._terms("heard_whole", {text.heard})),
            _tier("sounds", [_all([self._prefix("heard", word)] for word in heard)]),
            _tier("a typo in all", self._typo_in_all(text)),
            _tier("a typo in words", [self._typos(text, 1, known)]),
            _tier("inside", [self._inside(text)]),
        ]

    def _terms(self, field: str, values: Iterable[str]) -> list[Query]:
        return [Query.term_query(self._schema, field, value) for value in sorted(set(values))]

    def _begin(self, field: str, values: Iterable[str]) -> list[Query]:
        return [self._prefix(field, value) for value in sorted(values)]

    def _prefix(self, field: str, value: str) -> Query:
        return Query.fuzzy_term_query(self._schema, field, value, distance=0, prefix=True)

    def _every(self, text: Wanted, field: str, whole: bool = False) -> Query:
        """Find all words: in names by their beginning or whole, or as code, kind or country."""
        return _all(
            [
                *(self._terms(field, pair) if whole else self._begin(field, pair)),
                *self._terms("about", pair),
                *self._terms("code", pair),
                *self._terms("loose_code", {*pair, *map(without_zeros, pair)}),
            ]
            for pair in text.words
        )

    def _inside(self, text: Wanted) -> Query:
        """Find all words inside words: at the beginning of what is left of one from any letter."""
        return _all(self._begin("tails", pair) for pair in text.words)

    def _typo_in_all(self, text: Wanted) -> list[Query]:
        asked = [("whole", form) for form in sorted(text.whole)] + [("heard_whole", text.heard)]
        return [
            Query.fuzzy_term_query(self._schema, field, form, distance=1)
            for field, form in asked
            if len(form) >= _LEAST_TYPO and not form.isdigit()
        ]

    def _typos(self, text: Wanted, most: int, known: Known) -> Query:
        """Find all words, each with so many typos at most; short ones and numbers without.

        In a long text, what begins a word that there is has none either: else it takes too long.
        """
        trusted = {word for word in text.heard_words if known(word)} if len(text.words) > 2 else ()
        return _all(
            [
                self._near(heard, 0 if heard in trusted else most),
                *(
                    self._near(word, 1, "all_words")
                    for word in sorted(pair - {heard})
                    if most == 1 and heard not in trusted
                ),
                *self._terms("about", pair),
                *self._terms("code", pair),
            ]
            for pair, heard in zip(text.words, text.heard_words, strict=False)
        )

    def _near(self, word: str, most: int, field: str = "heard") -> Query:
        typos = 0 if len(word) < _LEAST_TYPO or word.isdigit() else min(most, _typos_in(word))
        return Query.fuzzy_term_query(self._schema, field, word, distance=typos, prefix=True)


def _typos_in(word: str) -> int:
    return 2 if len(word) >= _LEAST_TWO else 1


def _tier(name: str, queries: Sequence[Query]) -> Query:
    """Let whatever one of some queries finds score as a tier says."""
    any_of = Query.boolean_query([(Occur.Should, query) for query in queries])
    return Query.const_score_query(any_of, float(2 ** _TIERS.index(name)))


def _all(alternatives: Iterable[Sequence[Query]]) -> Query:
    """Find what fits one alternative of each."""
    parts = [
        Query.boolean_query([(Occur.Should, query) for query in queries])
        for queries in alternatives
    ]
    return Query.boolean_query([(Occur.Must, part) for part in parts])
