"""The page of the ontology: each term in words, with its place, examples, rules and uses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import render_template
from markupsafe import Markup

from samgraf.findings import Rule
from samgraf.store.rows import Term as Node
from samgraf.terms import ONTOLOGY, OWL, RDF, RDFS, SKOS

from .addresses import shown_iri
from .items import Parts, all_of, called, items
from .languages import reader
from .site import Rows, site
from .views import Value, best

_RULES = 4
"""So many rules are named for each term; the others are counted."""


@dataclass(slots=True)
class Example:
    """A thing that a term is said of, and what it says."""

    item: Value
    value: Value | None


@dataclass(slots=True)
class Entry:
    """One term as its section shows it."""

    name: str
    label: Value
    labels: list[Value]
    definition: Value | None
    kind: str
    broader: list[Value]
    domain: list[Value]
    range: list[Value]
    ties: list[Value]
    notes: list[Value]
    uses: int
    examples: list[Example]
    rules: list[str] = field(default_factory=list)

    @property
    def more_rules(self) -> int:
        """How many rules are not named."""
        return max(0, len(self.rules) - _RULES)

    @property
    def named_rules(self) -> list[str]:
        """The rules that are named."""
        return self.rules[:_RULES]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """The sections of all terms in one language, and what there is of each kind."""

    sections: Markup
    classes: int
    properties: int
    others: int


def ontology_page() -> str:
    """Show every term of the ontology."""
    drawn = site().once(f"terms in {reader()}", _drawn)
    return render_template("ontology.html", drawn=drawn, iri=str(ONTOLOGY))


def _drawn() -> _Drawn:
    """Draw the sections once for each version and language: there are a hundred of them."""
    entries = _entries()
    classes, properties, others = (
        [e for e in entries if e.kind == kind] for kind in ("class", "property", "other")
    )
    sections = render_template("_terms.html", classes=classes, properties=properties, others=others)
    return _Drawn(Markup(sections), len(classes), len(properties), len(others))


def _entries() -> list[Entry]:
    here = site()
    terms = here.rows("pages/ontology-terms")
    uses = here.once("uses of terms", lambda: _uses(here.rows("pages/ontology-uses")))
    examples = _examples(here.rows("pages/ontology-examples"))
    rules = _by_term(here.rules())
    return [
        _entry(iri, parts, _labels(terms, iri), uses, examples, rules)
        for iri, parts in sorted(items(terms, "term").items())
    ]


def _uses(rows: Rows) -> dict[str, int]:
    return {row["term"].value: int(row["count"].value) for row in rows if "term" in row}


def _labels(rows: Rows, iri: str) -> list[Node]:
    """Return the labels of a term in the order of the languages of the interface."""
    found = [
        r["value"] for r in rows if r["term"].value == iri and r["part"].value == str(RDFS.label)
    ]
    order = ("en", "da", "nb", "sv", "fi")
    return sorted(
        found, key=lambda n: order.index(n.language) if n.language in order else len(order)
    )


def _entry(
    iri: str,
    parts: Parts,
    labels: list[Node],
    uses: dict[str, int],
    examples: dict[str, list[Example]],
    rules: dict[str, list[str]],
) -> Entry:
    label = best(labels, iri)
    shown_label = Value(label.value, None, label.language) if label else Value(shown_iri(iri))
    definition = best(
        [Node(v.text, "literal", v.language) for v in parts.get(str(SKOS.definition), [])]
    )
    return Entry(
        iri.rpartition("#")[2],
        shown_label,
        [Value(n.value, None, n.language) for n in labels if n is not label],
        Value(definition.value, None, definition.language) if definition else None,
        _kind(parts),
        all_of(parts, RDFS.subClassOf, RDFS.subPropertyOf),
        all_of(parts, RDFS.domain),
        all_of(parts, RDFS.range),
        all_of(parts, SKOS.exactMatch, SKOS.closeMatch, RDFS.seeAlso),
        all_of(parts, SKOS.scopeNote),
        uses.get(iri, 0),
        examples.get(iri, []),
        rules.get(iri, []),
    )


def _kind(parts: Parts) -> str:
    types = {v.title for v in parts.get(str(RDF.type), [])}
    if str(OWL.Class) in types:
        return "class"
    properties = {str(OWL.ObjectProperty), str(OWL.DatatypeProperty), str(RDF.Property)}
    return "property" if types & properties else "other"


def _by_term(rules: tuple[Rule, ...]) -> dict[str, list[str]]:
    """Return the names of the rules that mention each term."""
    found: dict[str, list[str]] = {}
    for rule in rules:
        for iri in _mentioned(rule):
            found.setdefault(iri, []).append(rule.name)
    return found


def _mentioned(rule: Rule) -> set[str]:
    """Return the terms of ours in the target, path, parameters and query of a rule."""
    start = f"{ONTOLOGY}#"
    texts = [rule.path, *(value for _, value in rule.asked), rule.query]
    found = {what for _, what in rule.targets if what.startswith(start)}
    for text in texts:
        for part in text.split(start)[1:]:
            found.add(start + _local(part))
        for part in text.split("sg:")[1:]:
            found.add(start + _local(part))
    return found


def _local(text: str) -> str:
    """Return the letters and digits that a text begins with."""
    end = next((n for n, c in enumerate(text) if not c.isalnum()), len(text))
    return text[:end]


def _examples(rows: Rows) -> dict[str, list[Example]]:
    every = items([row for row in rows if "part" in row], "whose")
    found: dict[str, dict[tuple[str, str], Example]] = {}
    for row in rows:
        item, other = row["item"].value, row.get("other")
        key = (item, other.value if other else "")
        said = found.setdefault(row["term"].value, {})
        if key not in said:
            value = _value(other, every) if other else None
            said[key] = Example(called(item, every.get(item, {}), every), value)
    return {term: [said[key] for key in sorted(said)] for term, said in found.items()}


def _value(other: Node, every: Mapping[str, Parts]) -> Value:
    if other.kind != "uri":
        return Value(other.value, None, other.language)
    return called(other.value, every.get(other.value, {}), every)
