"""What would mend a finding: at most one value that is near, never put in by itself.

Nothing is made up: a name or code is one that is known, a date or number is the same one in the
form that is asked for. A check digit is never computed for anyone.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from samgraf.findings import LANGUAGES
from samgraf.reports.visible import visible
from samgraf.store.asking import Iri, Literal, Term, Triple

from .dates import readings
from .near import Found, Index, Nearby, of_these, slug, text_of
from .paths import Step
from .sentences import Five, five
from .terms import RDF_TYPE, XSD
from .wording import Case, Names, component_name, shown

_MEANT = five(
    "Did you mean {x}?", "Mente du {x}?", "Mente du {x}?", "Menade du {x}?", "Tarkoititko {x}?"
)
_WRITE = five("Write {x}.", "Skriv {x}.", "Skriv {x}.", "Skriv {x}.", "Kirjoita {x}.")
_EITHER = five(
    "This can be {x} or {y}; write the one that is meant.",
    "Det kan være {x} eller {y}; skriv den, der menes.",
    "Det kan være {x} eller {y}; skriv den som menes.",
    "Det kan vara {x} eller {y}; skriv den som avses.",
    "Tämä voi olla {x} tai {y}; kirjoita se, jota tarkoitetaan.",
)
UNKNOWN = five(
    "{x} is not known: the ontology has no class or property of that name.",
    "{x} findes ikke: ontologien har ingen klasse eller egenskab med det navn.",
    "{x} finnes ikke: ontologien har ingen klasse eller egenskap med det navnet.",
    "{x} finns inte: ontologin har ingen klass eller egenskap med det namnet.",
    "{x} on tuntematon: ontologiassa ei ole sen nimistä luokkaa eikä ominaisuutta.",
)
"""The sentence on a class or property in our namespace that is not declared."""

_DAYS = {10: "date", 7: "gYearMonth", 4: "gYear"}
_DATE_TYPES = frozenset(Iri(XSD + name) for name in (*_DAYS.values(), "dateTime"))
_NUMBERS = frozenset(Iri(XSD + name) for name in ("decimal", "integer"))
_WHOLE, _DECIMAL = re.compile(r"[+-]?[0-9]+"), re.compile(r"[+-]?[0-9]+(?:\.[0-9]+)?")
_GROUPED = re.compile(r"[+-]?[0-9]{1,3}([ .,])[0-9]{3}(?:\1[0-9]{3})*(?:([.,])[0-9]{1,2})?")
_WEB = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
_MOST_LETTERS = 200


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What would mend a finding."""

    words: Five
    term: str = ""
    """The term that is proposed, as Turtle writes it; '' where the reader has to choose."""


def suggest(case: Case, nearby: Nearby, names: Names) -> Suggestion | None:
    """Return what is near, if anything; the query's own ``?suggestion`` comes first."""
    bound = case.bindings.get("suggestion")
    if bound is not None:
        return _meant((bound,), names)
    name = component_name(case.component)
    if name == "Closed" and isinstance(case.path, Step):
        return _meant(of_these(case.limits, slug(case.path.iri), names.labels), names)
    if case.value is None or len(case.value.value) > _MOST_LETTERS:
        return None
    if isinstance(case.value, Literal) and (form := _other_form(case, case.value, name)):
        return form
    return _meant(_known(case, case.value, name, nearby, names), names)


def _known(case: Case, value: Term, name: str, nearby: Nearby, names: Names) -> Found:
    """Return the nearest of what is known: in a list, in the graph."""
    if name == "In":
        return of_these(case.limits, text_of(value), names.labels)
    limit = next((one for one in case.limits if isinstance(one, Iri)), None)
    if name == "Class" and limit is not None:
        return nearby.instance(limit, value)
    for of, owner in case.required:
        return nearby.member(of, owner, value)
    if not isinstance(case.path, Step):
        return ()
    if name in {"Or", "SPARQL"} and isinstance(value, Literal):
        return _code(case.path.iri, value, nearby)
    if name in {"Pattern", "NodeKind"} and isinstance(value, Iri):
        return nearby.used(case.path.iri, value)
    return ()


def _code(path: Iri, value: Literal, nearby: Nearby) -> Found:
    """Return the one known code that differs by leading zeros, or else by two swapped digits.

    Another digit is no ground, since many codes of a register differ by one; and where a code
    is known that does, two swapped ones are no ground either.
    """
    if value.datatype.value.startswith(XSD) or not value.value.isascii():
        return ()
    known, text = nearby.codes(path, value.datatype), value.value.strip()
    padded = known & {"0" * number + text for number in (1, 2, 3)}
    splits = [(text[:i], text[i:]) for i in range(len(text))]
    swapped = {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1} - {text}
    replaced = {a + digit + b[1:] for a, b in splits for digit in "0123456789"} - {text}
    found = padded or (set() if known & replaced else known & swapped)
    return tuple(Literal(one, datatype=value.datatype) for one in found) if len(found) == 1 else ()


def _other_form(case: Case, value: Literal, name: str) -> Suggestion | None:
    """Return the same value in the form that is asked for."""
    wanted = [limit for limit in case.limits if isinstance(limit, Iri)]
    if name == "Or" and value.datatype.value.startswith(XSD):
        return _date(value, ())
    if name == "Datatype" and _DATE_TYPES.intersection(wanted):
        return _date(value, wanted)
    if name == "Datatype" and wanted and wanted[0] in _NUMBERS:
        return _number(value, wanted[0])
    if name == "NodeKind" and _WEB.fullmatch(value.value.strip()):
        return _written(Iri(value.value.strip()), value.value.strip())
    if name == "Pattern":
        return _other_case(case, value)
    return None


def _date(value: Literal, wanted: Sequence[Iri]) -> Suggestion | None:
    """Return a date in ISO 8601 with the type of its precision; two where either may be meant."""
    found = [(iso, Iri(XSD + _DAYS[len(iso)])) for iso in readings(value.value)]
    found = [(iso, kind) for iso, kind in found if not wanted or kind in wanted]
    if len(found) > 1:
        (x, _), (y, *_) = found[:2]
        return Suggestion({code: _EITHER[code].format(x=x, y=y) for code in LANGUAGES})
    for iso, kind in found:
        term = Literal(iso, datatype=kind)
        if term != value:
            return _written(term, iso if iso != value.value else _typed(term))
    return None


def _number(value: Literal, wanted: Iri) -> Suggestion | None:
    """Return a number with a point and no other signs; one that may be two numbers is left."""
    text = re.sub("[\u00a0\u202f]", " ", value.value).strip()
    if found := _GROUPED.fullmatch(text):
        text = _ungrouped(text, found[1], found[2])
    elif text.count(",") == 1 and "." not in text:
        text = text.replace(",", ".")
    form = _WHOLE if wanted.value == XSD + "integer" else _DECIMAL
    term = Literal(text, datatype=wanted)
    if not form.fullmatch(text) or term == value:
        return None
    return _written(term, text if text != value.value else _typed(term))


def _typed(term: Literal) -> str:
    """Write a literal with its datatype, as in a file that has the usual prefix."""
    return f'"{term.value}"^^xsd:{term.datatype.value.removeprefix(XSD)}'


def _ungrouped(text: str, sign: str, point: str | None) -> str:
    """Take the signs between thousands out; '' where one may be a decimal sign: 1.500."""
    if point == sign or (point is None and sign != " " and text.count(sign) == 1):
        return ""
    whole = text.rpartition(point)[0] if point else text
    part = f".{text.rpartition(point)[2]}" if point else ""
    return whole.replace(sign, "") + part


def _other_case(case: Case, value: Literal) -> Suggestion | None:
    """Return the same letters, capital or small, without blanks around, if these have the form."""
    text = value.value.strip()
    for pattern in case.limits:
        for form in (text, text.upper(), text.lower()):
            if form != value.value and re.search(pattern.value, form):
                term = Literal(form, language=value.language) if value.language else None
                return _written(term or Literal(form, datatype=value.datatype), form)
    return None


def _meant(terms: Found, names: Names) -> Suggestion | None:
    """Ask whether one term is meant, or which of two."""
    return _asked(terms, {code: [shown(term, names, code) for term in terms] for code in LANGUAGES})


def _of_ours(terms: Found) -> Suggestion | None:
    """Ask the same of terms of the ontology, written as in a file: sg:Membership."""
    return _asked(terms, {key: [f"sg:{text_of(term)}" for term in terms] for key in LANGUAGES})


def _asked(terms: Found, told: Mapping[str, Sequence[str]]) -> Suggestion | None:
    if not terms:
        return None
    if len(terms) > 1:
        return Suggestion({code: _EITHER[code].format(x=x, y=y) for code, (x, y) in told.items()})
    return Suggestion(
        {code: _MEANT[code].format(x=x) for code, (x,) in told.items()}, str(terms[0])
    )


def _written(term: Term, text: str) -> Suggestion:
    x = visible(text)
    return Suggestion({code: _WRITE[code].format(x=x) for code in LANGUAGES}, str(term))


@dataclass(frozen=True, slots=True)
class Unknown:
    """A class or property that nobody has declared, and the thing that uses it."""

    subject: Term
    predicate: Iri
    term: Iri
    """The property itself, or the class that is the value of ``rdf:type``."""
    value: Term
    suggestion: Suggestion | None

    def messages(self) -> Mapping[str, str]:
        """Return one sentence for each language."""
        name = visible(f"sg:{slug(self.term)}")
        return {code: UNKNOWN[code].format(x=name) for code in LANGUAGES}


def unknown_terms(
    triples: Iterable[Triple], declared: Collection[Iri], base: str
) -> Iterator[Unknown]:
    """Yield each use of a class or property that begins with ``base`` and is not declared.

    Properties are looked for among properties, classes among classes: their names begin with a
    small and a capital letter.
    """
    indexes = {
        is_class: Index((slug(t), t) for t in declared if slug(t)[:1].isupper() is is_class)
        for is_class in (True, False)
    }
    known, near = frozenset(declared), dict[Iri, Suggestion | None]()
    for subject, predicate, value in triples:
        used = [predicate, value] if predicate == RDF_TYPE else [predicate]
        for term in used:
            if not isinstance(term, Iri) or not term.value.startswith(base) or term in known:
                continue
            if term not in near:
                near[term] = _of_ours(indexes[term != predicate].nearest(slug(term)))
            yield Unknown(subject, predicate, term, value, near[term])
