"""The nearest of many names, quickly: few are compared, those that share most pairs of letters."""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import islice

from samgraf.store.asking import Iri, Literal, Row, Term

from . import frames

Ask = Callable[[str, str], Iterable[Row]]
"""Asks the graph a SELECT; the first argument names the place in errors."""

Found = tuple[Term, ...]
"""None, one, or two that are equally near."""

LIKE = 0.7
"""So similar, on the scale of difflib, has a name to be; below, too many are merely of one sort."""

_COMPARED = 25
_MOST_LETTERS = 100
_MOST_TIED = 2
_COUNTRY = re.compile("[a-z]{2} ")
_OF_A_KIND = re.compile(" (?:kommune|kommun|kunta|municipality)$")


class Index:
    """Names of nodes, among which the nearest is looked up."""

    def __init__(self, named: Iterable[tuple[str, Term]]) -> None:
        """Take names with what they name; one name may stand for several nodes."""
        nodes: dict[str, set[Term]] = {}
        for name, node in named:
            if plain := _plain(name):
                nodes.setdefault(plain, set()).add(node)
        self._nodes = dict(sorted(nodes.items()))
        self._names = list(self._nodes)
        self._pairs: dict[str, list[int]] = {}
        for number, name in enumerate(self._names):
            for pair in _pairs(name):
                self._pairs.setdefault(pair, []).append(number)

    def nearest(self, text: str, without: Term | None = None) -> Found:
        """Return the node whose name is most similar; both where two are equally so.

        ``without`` is the wrong one itself, which may stand in the graph as well.

        A key with a country, such as dk-vejle, is looked for among the keys of that country.
        """
        plain = _plain(text)
        skip = 3 if _COUNTRY.match(plain) else 0
        best, found = LIKE, set[Term]()
        exact = self._nodes.get(plain, set()) - {without}
        for name in [plain] if exact else self._near(plain, plain[:skip]):
            if self._nodes[name] == {without}:
                continue
            ratio = SequenceMatcher(None, name[skip:], plain[skip:], autojunk=False).ratio()
            if ratio > best:
                best, found = ratio, set()
            if ratio == best:
                found |= self._nodes[name] - {without}
        return tuple(sorted(found, key=lambda node: node.value)) if len(found) <= _MOST_TIED else ()

    def _near(self, plain: str, start: str) -> list[str]:
        """Return the names that share most pairs of letters with a text, relative to length."""
        shared: Counter[int] = Counter()
        for pair in sorted(_pairs(plain)):
            shared.update(self._pairs.get(pair, ()))
        ranked = sorted((-self._likeness(n, count, plain), n) for n, count in shared.items())
        names = (self._names[number] for _, number in ranked)
        return list(islice((name for name in names if name.startswith(start)), _COMPARED))

    def _likeness(self, number: int, count: int, plain: str) -> float:
        return 2 * count / (len(plain) + len(self._names[number]))


def _plain(text: str) -> str:
    """Return a name as names are compared: small letters, no accents, no “kommune”."""
    small = text[:_MOST_LETTERS].casefold().replace("ø", "oe").replace("å", "aa")
    small = small.replace("æ", "ae").replace("ä", "ae").replace("ö", "oe")
    parts = unicodedata.normalize("NFKD", small)
    kept = "".join(char for char in parts if not unicodedata.combining(char))
    words = " ".join(kept.replace("-", " ").replace("_", " ").split())
    return _OF_A_KIND.sub("", words)


def _pairs(name: str) -> set[str]:
    padded = f" {name} "
    return {padded[i : i + 2] for i in range(len(padded) - 1)}


def slug(iri: Iri) -> str:
    """Return the last part of an IRI: the key of a thing, the local name of a term."""
    return iri.value.replace("#", "/").rpartition("/")[2]


def text_of(term: Term) -> str:
    """Return what a node is compared by: the key of an IRI, the text of a literal."""
    return slug(term) if isinstance(term, Iri) else term.value


@dataclass(slots=True)
class Nearby:
    """Looks for what is near in the graph; asks once for each class, list, register and property.

    ``most`` bounds the names that are looked up, so that many findings do not take long.
    """

    ask: Ask
    most: int = 2000
    _indexes: dict[str, Index] = field(default_factory=dict)
    _codes: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    _answers: dict[tuple[str, str], Found] = field(default_factory=dict)

    def instance(self, cls: Iri, term: Term) -> Found:
        """Return the thing of a class, or of one of its subclasses, that is nearest.

        A text is compared with names too, an address with keys alone: names take longer to ask.
        """
        frame = frames.THINGS if isinstance(term, Iri) else frames.NAMED_THINGS
        return self._looked_up(frame.format(cls=cls), term)

    def member(self, of: Iri, owner: Iri, term: Term) -> Found:
        """Return the node with the nearest name whose property ``of`` is ``owner``."""
        return self._looked_up(frames.MEMBERS.format(of=of, owner=owner), term)

    def used(self, path: Iri, term: Term) -> Found:
        """Return the nearest address among those that a property has somewhere else."""
        return self._looked_up(frames.USED.format(path=path), term)

    def codes(self, path: Iri, register: Iri) -> frozenset[str]:
        """Return every code of a register that the property has."""
        key = (path.value, register.value)
        if key not in self._codes:
            query = frames.CODES.format(path=path, register=register)
            rows = (row.get("code") for row in self.ask("suggestions", query))
            self._codes[key] = frozenset(row.value for row in rows if isinstance(row, Literal))
        return self._codes[key]

    def _looked_up(self, query: str, term: Term) -> Found:
        key = (query, str(term))
        if key not in self._answers:
            if len(self._answers) >= self.most:
                return ()
            self._answers[key] = self._index(query).nearest(text_of(term), term)
        return self._answers[key]

    def _index(self, query: str) -> Index:
        if query not in self._indexes:
            self._indexes[query] = Index(_named(self.ask("suggestions", query)))
        return self._indexes[query]


def _named(rows: Iterable[Row]) -> Iterable[tuple[str, Term]]:
    for row in rows:
        thing, name = row.get("thing"), row.get("name")
        if isinstance(thing, Iri):
            yield slug(thing), thing
            if isinstance(name, Literal):
                yield name.value, thing


def of_these(terms: Iterable[Term], text: str, labels: Mapping[str, Mapping[str, str]]) -> Found:
    """Return the one of a few terms whose key, text or label is nearest to a text."""
    named = [(text_of(term), term) for term in terms]
    for _, term in list(named):
        named += [(label, term) for label in labels.get(term.value, {}).values()]
    return Index(named).nearest(text)
