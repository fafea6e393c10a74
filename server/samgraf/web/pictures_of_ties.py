"""An answer as a network: ties between things of two or three columns, or of triples."""

import itertools
from collections import defaultdict
from collections.abc import Iterator, Sequence

from samgraf.drawing.ties import Knot, Tie, network
from samgraf.store.rows import Term
from samgraf.terms import BASE, DCT, RDF, RDFS, SKOS

from .pictures_told import Drawn, Told, address, plain, term_text
from .results_names import names
from .results_read import Row
from .reused import REUSED
from .texts import ngettext
from .views import Value, best

MOST_KNOTS = 150
"""Things of one picture; rows beyond are left out."""

_NAMING = {str(SKOS.prefLabel), str(RDFS.label), str(DCT.title)}
_Pair = tuple[Term, Term, float]


def drawn(told: Told) -> Drawn:
    """Draw the ties of the rows, until there are so many things that nobody could tell them."""
    shown, ties, terms = 0, defaultdict[tuple[str, str], float](float), dict[str, Term]()
    for row in told.rows:
        pairs = list(_pairs(told, row))
        here = {_key(term): term for one, other, _ in pairs for term in (one, other)}
        if len(terms.keys() | here.keys()) > MOST_KNOTS:
            break
        shown += 1
        terms |= here
        for one, other, weight in pairs:
            ties[_key(one), _key(other)] += weight
    if not ties:
        return Drawn("", 0)
    known = _labels(told) | names(t.value for t in terms.values() if t.kind == "uri")
    sources = {one for one, _ in ties}
    knots = [_knot(key, term, known, key not in sources) for key, term in terms.items()]
    drawn_ties = [Tie(one, other, weight) for (one, other), weight in ties.items()]
    return Drawn(network(knots, drawn_ties, told.title, told.text), shown, _left(told, shown))


def _left(told: Told, shown: int) -> tuple[str, ...]:
    if shown == len(told.rows):
        return ()
    return (
        ngettext(
            "A picture holds %(num)s thing at most.",
            "A picture holds %(num)s things at most.",
            MOST_KNOTS,
        ),
    )


def _key(term: Term) -> str:
    return f"_:{term.value}" if term.kind == "bnode" else term.value


def _knot(key: str, term: Term, known: dict[str, Value], target: bool) -> Knot:
    name = known[term.value].text if term.value in known else term_text(term)
    return Knot(key, plain(name), address(term), target)


def _pairs(told: Told, row: Row) -> Iterator[_Pair]:
    """Yield the ties of a row; of three columns, one of properties stands between the others."""
    if told.answer.graph:
        one, link, other = row
        kind = link is not None and link.value == str(RDF.type)
        yield from () if kind else _tie(one, other, 1.0)
        return
    columns = told.choice.of("thing", "place")
    numbers = told.choice.of("number")
    weight = (told.value(row, numbers[-1]) if numbers else None) or 1.0
    terms = [row[column.place] for column in columns[:3]]
    if len(terms) > 2 and _is_property(terms[1]):
        terms.pop(1)
    for one, other in itertools.pairwise(terms):
        yield from _tie(one, other, weight)


def _tie(one: Term | None, other: Term | None, weight: float) -> Iterator[_Pair]:
    things = [t for t in (one, other) if t is not None and t.kind in ("uri", "bnode")]
    if len(things) == 2:
        yield things[0], things[1], weight


def _is_property(term: Term | None) -> bool:
    return term is not None and (term.value in REUSED or term.value.startswith(f"{BASE}ontology#"))


def _labels(told: Told) -> dict[str, Value]:
    """Return the names that a graph itself gives."""
    if not told.answer.graph:
        return {}
    found: dict[str, list[Term]] = {}
    for one, link, other in told.rows:
        if one and link and other and link.value in _NAMING and other.kind == "literal":
            found.setdefault(one.value, []).append(other)
    return {iri: Value(_best(terms, iri)) for iri, terms in found.items()}


def _best(terms: Sequence[Term], iri: str) -> str:
    chosen = best(terms, iri)
    return chosen.value if chosen else ""
