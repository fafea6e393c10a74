"""Queries of both versions of the reconciliation API as what the matcher takes.

0.2: Reconciliation Service API v0.2, "Structure of a Reconciliation Query"; 1.0: the same section
of its 1.0-draft. Drafts before 2025 called the members of a condition ``pid`` and ``v``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from itertools import product
from math import prod

from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.matching.candidates import Sought

from .reconciling_read import At
from .reconciling_things import kinds_of
from .reconciling_values import Value, Values

MOST_CANDIDATES = 100
"""Candidates that one query may ask for."""

FEW = 5
"""Candidates of a query that does not say how many."""

_MOST_WAYS = 20  # in which the values of one query may stand together
PLACED = ("on", "country", "region")
"""The properties that are no codes."""


@dataclass(frozen=True, slots=True)
class Asked:
    """One query: what is sought, in every combination of its values, and what is left out."""

    ways: tuple[Sought, ...] = ()
    """Nothing where the query has no text and no code to look for."""
    limit: int = FEW
    required: frozenset[str] = frozenset()
    """Properties that a candidate must fit."""
    not_in: frozenset[str] = frozenset()
    """Countries, by two letters, whose things do not count."""


@dataclass(slots=True)
class _Parts:
    """What a query is made of, before its values are combined."""

    types: tuple[str, ...]
    texts: list[str] = field(default_factory=list)
    values: list[list[Value]] = field(default_factory=list)
    """The alternatives of each property."""
    all_codes: list[Value] = field(default_factory=list)
    required: set[str] = field(default_factory=set)
    not_in: set[str] = field(default_factory=set)


class Reading:
    """Reads the queries of one request."""

    def __init__(self, values: Values, limits: Limits) -> None:
        """Read values against a version."""
        self._values, self._limits = values, limits

    def old(self, sent: At) -> dict[str, Asked]:
        """Read a batch of version 0.2: queries by their keys."""
        sent.an_object()
        queries = dict(sent.members())
        self._bound(len(queries))
        found = {key: self._old(query) for key, query in queries.items()}
        self._weigh([*found.values()])
        return found

    def new(self, sent: At) -> list[Asked]:
        """Read a batch of version 1.0: ``{"queries": […]}``."""
        sent.an_object("queries")
        queries = sent.member("queries").items()
        self._bound(len(queries))
        found = [self._new(query) for query in queries]
        self._weigh(found)
        return found

    def _old(self, query: At) -> Asked:
        query.an_object("query", "type", "limit", "properties", "type_strict")
        if not query.has("query") and not query.has("properties"):
            raise query.wrong("there is neither a query nor properties to look for")
        if query.has("type_strict"):
            query.member("type_strict").choice("any", "all", "should")
        parts = _Parts((*self._values.types(query),))
        if query.has("query"):
            text = query.member("query")
            text.text()
            parts.texts = [self._values.text(text)]
        for one in query.member("properties").items() if query.has("properties") else ():
            one.an_object()
            self._property(one, parts, "any", required=False)
        return self._asked(query, parts)

    def _new(self, query: At) -> Asked:
        query.an_object("conditions", "type", "limit", "lang", "dir")
        if isinstance(query.member("type").value, list):
            raise query.member("type").wrong("version 1.0 takes one type, as a text")
        conditions = query.member("conditions").items()
        if not conditions:
            raise query.member("conditions").wrong("at least one condition is needed")
        parts = _Parts((*self._values.types(query),))
        for condition in conditions:
            self._condition(condition, parts)
        return self._asked(query, parts)

    def _condition(self, at: At, parts: _Parts) -> None:
        """Take in a condition of version 1.0."""
        at.an_object()
        kind = at.member("matchType").choice("name", "property", "id")
        if at.has("matchQualifier"):
            raise at.member("matchQualifier").wrong("no property here has qualifiers; leave it out")
        required = at.has("required") and at.member("required").flag()
        quantifier = "any"
        if at.has("matchQuantifier"):
            quantifier = at.member("matchQuantifier").choice("any", "all", "none")
        if kind == "property":
            self._property(at, parts, quantifier, required)
        else:
            self._name(at, parts, quantifier, by_id=kind == "id")

    def _name(self, at: At, parts: _Parts, quantifier: str, by_id: bool) -> None:
        """Take in names or identifiers."""
        if quantifier != "any":
            raise at.member("matchQuantifier").wrong("names and identifiers take any alone")
        if parts.texts:
            raise at.wrong("a query has one condition for names or identifiers")
        value = _either(at, "propertyValue", "v")
        found = [self._values.text(one) for one in value.one_or_many()]
        parts.texts = [self._values.things.iri(text) for text in found] if by_id else found

    def _property(self, at: At, parts: _Parts, quantifier: str, required: bool) -> None:
        """Take in a property and its values."""
        known = self._values.property_of(_either(at, "propertyId", "pid"))
        given = _either(at, "propertyValue", "v").one_or_many()
        found = [
            value for value in (self._values.value(known.id, one) for one in given) if value[1]
        ]
        if quantifier == "none":
            if known.id != "country":
                raise at.member("matchQuantifier").wrong("none is possible for country alone")
            parts.not_in |= {country for _, country in found}
        elif quantifier == "all" and len(found) > 1:
            if known.id in PLACED:
                raise at.member("matchQuantifier").wrong(f"nothing has several {known.id} at once")
            parts.all_codes += found
        elif found:
            parts.values.append(found)
        if required and found and quantifier != "none":
            parts.required.add(known.id)

    def _asked(self, query: At, parts: _Parts) -> Asked:
        """Combine the values of a query."""
        limit = query.member("limit").count(MOST_CANDIDATES) if query.has("limit") else FEW
        # A dash or the like in a cell is no name.
        named = (text for text in parts.texts if any(letter.isalnum() for letter in text))
        texts = [*dict.fromkeys(named)] or [""]
        chosen = [[*dict.fromkeys(values)] for values in parts.values]
        if len(texts) * prod(len(values) for values in chosen) > _MOST_WAYS:
            raise query.wrong(f"its values stand together in more than {_MOST_WAYS} ways")
        ways = [
            _sought(text, parts.types, [*parts.all_codes, *values], limit)
            for text, values in product(texts, product(*chosen))
        ]
        kept = tuple(sought for sought in ways if sought.text or sought.codes)
        return Asked(kept, limit, frozenset(parts.required), frozenset(parts.not_in))

    def _bound(self, number: int) -> None:
        most = self._limits.reconcile_batch
        if number > most:
            words = f"{number} queries are sent, and {most} are answered at once"
            raise too_large(self._limits, "reconcile_batch", words)

    def _weigh(self, found: Sequence[Asked]) -> None:
        """Refuse what asks too much in all."""
        self._bound(sum(max(1, len(one.ways)) for one in found))
        most, asked = self._limits.reconcile_candidates, sum(one.limit for one in found)
        if asked > most:
            words = f"{asked} candidates are asked for in all, and {most} are given at once"
            raise too_large(self._limits, "reconcile_candidates", words)


def too_large(limits: Limits, name: str, words: str) -> QueryRefused:
    """Say which limit a request is beyond."""
    return QueryRefused("batch-too-large", words, {"limits": {name: asdict(limits)[name]}})


def _sought(text: str, types: tuple[str, ...], values: Iterable[Value], limit: int) -> Sought:
    """Put one combination of values together."""
    placed = {name: value for name, value in values if name in PLACED}
    codes = [(_scheme(name), value) for name, value in values if name not in PLACED]
    return Sought(
        text,
        kinds_of(types),
        placed.get("country", ""),
        placed.get("on", ""),
        tuple(codes),
        placed.get("region", ""),
        limit,
    )


def _scheme(name: str) -> str:
    """Return the register that a property stands for, '' for any."""
    return "" if name in ("code", "organisation-number") else name


def _either(at: At, name: str, older: str) -> At:
    """Return a member by its name or by that of earlier drafts and of version 0.2."""
    found = at.member(older) if at.has(older) and not at.has(name) else at.member(name)
    if found.value is None:
        raise at.wrong(f"{name} or {older} is missing")
    return found
