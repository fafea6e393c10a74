"""What an answer says, whatever its order and spelling, and whether two answers say the same."""

import json
from collections import Counter
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from hashlib import blake2b

import pyoxigraph as ox

from questions import Question

XSD = "http://www.w3.org/2001/XMLSchema#"
_INTEGERS = {f"{XSD}{name}" for name in ("int", "long", "short", "nonNegativeInteger")}
_GRAPHS = {
    "application/n-triples": ox.RdfFormat.N_TRIPLES,
    "text/plain": ox.RdfFormat.N_TRIPLES,
    "text/turtle": ox.RdfFormat.TURTLE,
}

Value = tuple[str, str, str]
"""Kind (uri, bnode or literal), text, and language or datatype."""
Row = tuple[tuple[str, Value], ...]
"""Names and values, sorted by name."""
Bag = Counter[Row]


def read(body: bytes, media_type: str) -> Bag:
    """Read a table or boolean in JSON, or a graph; raise ``ValueError`` for anything else."""
    if media_type in _GRAPHS:
        return _graph(body, _GRAPHS[media_type])
    document = json.loads(body)
    if "boolean" in document:
        return Counter([(("boolean", ("literal", str(document["boolean"]), "")),)])
    return Counter(
        tuple(sorted((name, _value(term)) for name, term in row.items()))
        for row in document["results"]["bindings"]
    )


def same(one: Bag, other: Bag) -> bool:
    """Tell whether two bags hold the same rows, whatever their blank nodes are called.

    Blank nodes are told apart by what is said of them, so that a graph in which several look alike
    from everywhere may be held to be the same as another one.
    """
    return _named(one) == _named(other)


def verdict(question: Question, one: Bag, other: Bag) -> str:
    """Compare as far as the query settles the answer: the same, the same but for ties, or not."""
    one, other = (_sorted_within(question.joined(), bag) for bag in (one, other))
    if same(one, other):
        return "equal"
    if one.total() != other.total():
        return f"DIFFER: {one.total()} and {other.total()} rows"
    order, limit = question.order(), question.limit()
    if order is None or limit is None or one.total() < limit:
        return "DIFFER"
    return "equal but for ties" if _settled(one, other, *order) else "DIFFER"


def all_hold(bag: Bag, holds: Callable[[ox.Quad], bool]) -> bool:
    """Tell whether every row, with s, p and o, is a triple of the data."""
    return all(holds(_quad(dict(row))) for row in bag)


def _settled(one: Bag, other: Bag, key: str, downwards: bool) -> bool:
    """Tell whether the keys are the same, and the rows but for those of the last key."""
    keys = Counter(_keys(one, key))
    if keys != Counter(_keys(other, key)):
        return False
    last = min(keys) if downwards else max(keys)
    return same(_without(one, key, last), _without(other, key, last))


def _keys(bag: Bag, key: str) -> list[tuple[Decimal, str]]:
    return [_number(dict(row)[key]) for row in bag.elements()]


def _without(bag: Bag, key: str, cut: tuple[Decimal, str]) -> Bag:
    return Counter({row: n for row, n in bag.items() if _number(dict(row)[key]) != cut})


def _number(value: Value) -> tuple[Decimal, str]:
    try:
        return Decimal(value[1]), ""
    except InvalidOperation:
        return Decimal(0), value[1]


def _sorted_within(name: str | None, bag: Bag) -> Bag:
    """Sort the parts of a joined value."""
    if name is None:
        return bag
    sorted_rows: Bag = Counter()
    for row, count in bag.items():
        terms = dict(row)
        if name in terms:
            kind, text, mark = terms[name]
            terms[name] = (kind, ",".join(sorted(text.split(","))), mark)
        sorted_rows[tuple(sorted(terms.items()))] += count
    return sorted_rows


def _graph(body: bytes, form: ox.RdfFormat) -> Bag:
    bag: Bag = Counter()
    for quad in ox.parse(body, format=form, rename_blank_nodes=False):
        bag[
            (("o", _term(quad.object)), ("p", _term(quad.predicate)), ("s", _term(quad.subject)))
        ] = 1
    return bag


def _term(term: ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple) -> Value:
    if isinstance(term, ox.Triple):
        raise ValueError("a triple as a term")
    if isinstance(term, ox.NamedNode):
        return "uri", term.value, ""
    if isinstance(term, ox.BlankNode):
        return "bnode", term.value, ""
    return _literal(term.value, term.language, term.datatype.value)


def _value(term: Mapping[str, str]) -> Value:
    if term["type"] in ("uri", "bnode"):
        return term["type"], term["value"], ""
    return _literal(term["value"], term.get("xml:lang"), term.get("datatype", f"{XSD}string"))


def _literal(text: str, language: str | None, datatype: str) -> Value:
    """Spell a literal in one way: numbers by their value, derived integers as integers."""
    if language:
        return "literal", text, language.lower()
    if datatype in _INTEGERS:
        datatype = f"{XSD}integer"
    if datatype in (f"{XSD}integer", f"{XSD}decimal"):
        text = f"{Decimal(text).normalize():f}"
    elif datatype in (f"{XSD}double", f"{XSD}float"):
        text = repr(float(text))
    return "literal", text, datatype


def _quad(row: Mapping[str, Value]) -> ox.Quad:
    subject, predicate, (kind, text, mark) = row["s"], row["p"], row["o"]
    value: ox.NamedNode | ox.Literal
    if kind == "uri":
        value = ox.NamedNode(text)
    elif mark.startswith("http"):
        value = ox.Literal(text, datatype=ox.NamedNode(mark))
    else:
        value = ox.Literal(text, language=mark)
    return ox.Quad(ox.NamedNode(subject[1]), ox.NamedNode(predicate[1]), value)


def _named(bag: Bag) -> Bag:
    """Call each blank node by what is said of it, refined until no more can be told apart."""
    names = {value[1]: "" for row in bag for _, value in row if value[0] == "bnode"}
    told_apart = -1
    while names and len(set(names.values())) > told_apart:
        told_apart = len(set(names.values()))
        names = _refined(bag, names)
    return _renamed(bag, names) if names else bag


def _refined(bag: Bag, names: Mapping[str, str]) -> dict[str, str]:
    said: dict[str, list[str]] = {label: [name] for label, name in names.items()}
    for row, count in bag.items():
        for label in {value[1] for _, value in row if value[0] == "bnode"}:
            here = [
                (name, "it" if value == ("bnode", label, "") else _called(value, names))
                for name, value in row
            ]
            said[label].append(f"{count} {here}")
    return {
        label: blake2b(repr(sorted(lines)).encode(), digest_size=12).hexdigest()
        for label, lines in said.items()
    }


def _renamed(bag: Bag, names: Mapping[str, str]) -> Bag:
    renamed: Bag = Counter()
    for row, count in bag.items():
        renamed[tuple((name, _called(value, names)) for name, value in row)] += count
    return renamed


def _called(value: Value, names: Mapping[str, str]) -> Value:
    return ("bnode", names[value[1]], "") if value[0] == "bnode" else value
