"""From a result to one plain sentence in each language: what holds, what was found instead.

The sentence is the message of the shape in that language, where it has one, and then what was
found; else what was expected and found.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from samgraf.findings import LANGUAGES
from samgraf.reports.visible import visible
from samgraf.store.asking import Blank, Iri, Literal, Term

from .kinds import kind_in_words, kind_of, value_kind_in_words
from .paths import Back, Choice, Path, Repeat, Step
from .paths import Sequence as Steps
from .reused import REUSED
from .sentences import BROKEN, BROKEN_BY, HERE, HERE_FOUND, IS, SETS, VALUES, Five, five
from .terms import RDF, XSD

MOST_LIMITS = 8
"""So many allowed values are named in a sentence."""

_OR = five("or", "eller", "eller", "eller", "tai")
_BACK = five(
    "thing whose {p} this is",
    "det, hvis {p} dette er",
    "det hvis {p} dette er",
    "det vars {p} detta är",
    "se, jonka {p} tämä on",
)
_UNNAMED = five(
    "a node without an address",
    "en knude uden adresse",
    "en node uten adresse",
    "en nod utan adress",
    "solmu, jolla ei ole osoitetta",
)
_VARIABLE = re.compile(r"\{[?$](\w+)\}")
_TEXTS = {XSD + "string", RDF + "langString"}
_NAMED_BY_ONE = {"Class", "Equals", "Disjoint", "LessThan", "LessThanOrEquals"}
_KIND_LIMITS = {"Datatype", "NodeKind"}


@dataclass(frozen=True, slots=True)
class Names:
    """What nodes are called: labels by IRI and language; ``bases`` are left out of short names."""

    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    bases: Sequence[str] = ()

    def label(self, node: Term, language: str) -> str:
        """Return the label of a node in a language, else in English, else in any; '' for none."""
        known = self.labels.get(node.value, {}) if isinstance(node, Iri) else {}
        return known.get(language) or known.get("en") or next(iter(known.values()), "")

    def short(self, iri: Iri) -> str:
        """Return an IRI without a beginning that all readers know, such as ``actor/dk-vejle``."""
        for base in self.bases:
            if iri.value.startswith(base) and iri.value != base:
                return iri.value.removeprefix(base)
        return iri.value


@dataclass(frozen=True, slots=True)
class Case:
    """What a sentence and a suggestion are made from."""

    component: Iri
    focus: Term
    path: Path | None = None
    value: Term | None = None
    messages: Sequence[Literal] = ()
    limits: Sequence[Term] = ()
    """The values of the parameter, members of lists one by one."""
    bindings: Mapping[str, Term] = field(default_factory=dict)
    """What else the query gives: ``lang``, ``other``, the variables of a message."""
    required: Sequence[tuple[Iri, Iri]] = ()
    """Properties with the value that ``sh:node`` asks of a value, such as its code list."""
    listed: Sequence[Term] = ()
    """The first members of that list, one more than are named where it has more."""


def sentences(case: Case, names: Names) -> dict[str, str]:
    """Return one sentence for each of ``LANGUAGES``."""
    return {language: _sentence(case, names, language) for language in LANGUAGES}


def _sentence(case: Case, names: Names, language: str) -> str:
    given = {"this": case.focus, **case.bindings}
    if case.value is not None:
        given["value"] = case.value
    message = _message(case, given, language)
    named = set(_VARIABLE.findall(message))
    told = _VARIABLE.sub(lambda one: _filled(given[one[1]], names, language), message)
    if "this" in named:
        return told
    if named:
        return f"{told} {HERE[language].format(focus=shown(case.focus, names, language))}"
    found = _found(case, names, language, bool(told))
    return f"{told} {found}" if told else found


def _message(case: Case, given: Mapping[str, Term], language: str) -> str:
    """Return a message in a language that can be filled, one with variables first; '' for none."""
    said = [m.value for m in case.messages if m.language == language]
    full = [text for text in said if given.keys() >= set(_VARIABLE.findall(text))]
    return min(full, key=lambda text: (not _VARIABLE.search(text), text), default="")


def _filled(term: Term, names: Names, language: str) -> str:
    """Return a term for a message: a date, number or code without quotes."""
    if isinstance(term, Literal) and kind_of(term).value not in _TEXTS:
        return visible(term.value)
    return shown(term, names, language)


def _found(case: Case, names: Names, language: str, told: bool) -> str:
    key = _key(case, told)
    parts = _parts(case, names, language)
    lacking_by_steps = key.startswith("MinCount") and not isinstance(case.path, Step)
    if case.path is None or (case.value is None and key not in SETS) or (told and lacking_by_steps):
        return _of_a_thing(case, told)[language].format(**parts)
    if key in SETS:
        return SETS[key][language].format(**parts)
    end = VALUES.get(key, VALUES["SPARQL"])[language]
    if not end and not told:
        end = BROKEN_BY[language]
    return (IS[language] + end + ".").format(**parts)


def _of_a_thing(case: Case, told: bool) -> Five:
    """Return the sentence on a whole thing, with the value that a query found in it."""
    if not told:
        return BROKEN
    return HERE if case.value is None or case.value == case.focus else HERE_FOUND


def _key(case: Case, told: bool) -> str:
    """Name the sentence: the component, told apart where its limit makes a difference."""
    name = component_name(case.component)
    limit = case.limits[0].value if case.limits else ""
    if name == "MinCount" and limit == "1":
        return "MinCountOne"
    if name == "MaxCount" and limit in {"0", "1"}:
        return "MaxCountOne" if limit == "1" else "MaxCountNone"
    if name == "Node" and case.listed:
        return "NodeCode"
    if name == "In" and not case.limits:
        return "InNone"
    if name == "Pattern" and not told and case.limits:
        return "PatternIs"
    if name == "Datatype" and case.value is not None and kind_of(case.value) in case.limits:
        return "DatatypeForm"
    return name


def component_name(component: Iri) -> str:
    """Return the short name of a component, such as ``MinCount``."""
    return component.value.replace("#", "/").rpartition("/")[2].removesuffix("ConstraintComponent")


def _parts(case: Case, names: Names, language: str) -> dict[str, str]:
    value, lang = case.value, case.bindings.get("lang")
    return {
        "focus": shown(case.focus, names, language),
        "path": "" if case.path is None else path_in_words(case.path, names, language),
        "value": "" if value is None else _quoted(value, names, language),
        "kind": "" if value is None else value_kind_in_words(value, language),
        "limit": _limits(case, names, language),
        "lang": visible(lang.value) if isinstance(lang, Literal) else "…",
        "component": component_name(case.component),
    }


def _limits(case: Case, names: Names, language: str) -> str:
    """Return the parameter in words; of many allowed values the first ones."""
    name = component_name(case.component)
    limits = case.listed or case.limits
    told = [_limit(name, limit, names, language) for limit in limits[:MOST_LIMITS]]
    return ", ".join([*told, "…"] if len(limits) > MOST_LIMITS else told) or "…"


def _limit(component: str, limit: Term, names: Names, language: str) -> str:
    if component in _KIND_LIMITS:
        return kind_in_words(limit, language)
    if component in _NAMED_BY_ONE and isinstance(limit, Iri):
        return term_in_words(limit, names, language)
    if isinstance(limit, Literal) and component != "In":
        return visible(limit.value)
    return _quoted(limit, names, language)


def shown(term: Term, names: Names, language: str) -> str:
    """Return a node as people read it: its label with its short name, or its text in quotes."""
    if isinstance(term, Blank):
        return _UNNAMED[language]
    if isinstance(term, Literal):
        return f"“{visible(term.value)}”"
    label, short = names.label(term, language), visible(names.short(term))
    return f"{visible(label)} ({short})" if label else short


def _quoted(term: Term, names: Names, language: str) -> str:
    """Return a node as people read it, with quotes around its address where it has no label."""
    told = shown(term, names, language)
    return f"“{told}”" if isinstance(term, Iri) and not names.label(term, language) else told


def term_in_words(iri: Iri, names: Names, language: str) -> str:
    """Return a class or property by its label, else by the words in its local name."""
    if iri.value in REUSED and not names.label(iri, language):
        return REUSED[iri.value][language]
    local = iri.value.replace("#", "/").rpartition("/")[2] or iri.value
    words = re.sub("(?<=[a-z])(?=[A-Z])", " ", local).lower()
    return visible(names.label(iri, language) or words)


def path_in_words(path: Path, names: Names, language: str) -> str:
    """Return a path as people read it."""
    match path:
        case Step(iri):
            return term_in_words(iri, names, language)
        case Back(iri):
            return _BACK[language].format(p=term_in_words(iri, names, language))
        case Repeat(inner, _):
            return path_in_words(inner, names, language) + " …"
        case Choice(parts):
            told = [path_in_words(part, names, language) for part in parts]
            return f" {_OR[language]} ".join(told)
        case Steps(parts):
            return " → ".join(path_in_words(part, names, language) for part in parts)
