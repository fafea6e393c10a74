"""The pages of code lists, registers and their concepts."""

from dataclasses import dataclass, field

from samgraf.store.rows import Term
from samgraf.terms import RDF, RDFS, SG, SKOS

from .addresses import local, shown_iri
from .items import Parts, called, first, items
from .languages import CODES
from .shelves import Shelf, window
from .site import Rows, site
from .texts import gettext
from .thing_facts import Line, Thing, lines, shown, thing_of
from .views import Value, best, span, text

_TARGETS = (
    ("EuroVoc", "http://eurovoc.europa.eu/"),
    ("Los", "https://psi.norge.no/los/"),
    ("KLE", "http://www.kle-online.dk/"),
    ("FORM", "http://www.form-online.dk/"),
    ("Wikidata", "http://www.wikidata.org/"),
    ("GeoNames", "https://sws.geonames.org/"),
    ("NUTS", "http://data.europa.eu/nuts/"),
)


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands around a concept."""

    schemes: list[Value]
    broader: list[Value]
    narrower: list[Value]


@dataclass(slots=True)
class Entry:
    """One concept of a code list."""

    name: Value
    slug: str
    definition: Value | None
    level: Value | None


@dataclass(slots=True)
class Held:
    """One official code, and who held it when."""

    code: str
    actor: Value
    period: str
    link: str = field(default="")


def concept_page(iri: str) -> str:
    """Show a concept of a code list, or the list itself."""
    about = thing_of(iri, None)
    if any(v.title == str(SKOS.ConceptScheme) for v in about.all_of(RDF.type)):
        return _scheme_page(about)
    return shown(
        "concept.html",
        about,
        {str(SKOS.broader): None},
        beside=around(about.term),
        meaning=meaning(about),
        ties=ties(about),
    )


def around(term: str) -> Beside:
    """Return the broader and narrower concepts of a concept, and its list."""
    rows = site().rows("pages/concept", thing=term)
    found = {how: _named(rows, how) for how in ("scheme", "broader", "narrower")}
    return Beside(found["scheme"], found["broader"], found["narrower"])


def _named(rows: Rows, how: str) -> list[Value]:
    every = items([row for row in rows if row["how"].value == how])
    return sorted((called(iri, parts) for iri, parts in every.items()), key=_folded)


def _folded(value: Value) -> str:
    return value.text.casefold()


def meaning(about: Thing) -> list[Line]:
    """Return what a concept means and is called in each language, and what it rests on."""
    return lines(
        (gettext("Definition"), about.all_of(SKOS.definition)),
        (gettext("Names"), sorted(about.all_of(SKOS.prefLabel), key=_by_language)),
        (gettext("Also called"), about.all_of(SKOS.altLabel)),
        (gettext("Code"), about.all_of(SKOS.notation)),
        (gettext("Level"), about.all_of(SG.regionLevel)),
        (gettext("Country"), about.all_of(SG.country)),
        (gettext("Legal basis"), about.all_of(SG.legalBasis)),
        (gettext("History"), about.all_of(SKOS.historyNote)),
        (gettext("Note"), about.all_of(SKOS.note, SKOS.editorialNote)),
    )


def _by_language(value: Value) -> tuple[int, str]:
    language = value.language or ""
    return (CODES.index(language) if language in CODES else len(CODES), language)


def ties(about: Thing) -> list[Line]:
    """Return the same and nearly the same concepts of other vocabularies, by vocabulary."""
    found: dict[str, list[Value]] = {}
    for exact, prop in ((True, SKOS.exactMatch), (False, SKOS.closeMatch)):
        for value in about.all_of(prop):
            text = value.text if exact else gettext("nearly %(concept)s", concept=value.text)
            target = _target(value.title or "")
            found.setdefault(target, []).append(Value(text, value.link, None, value.title))
    return lines(*sorted(found.items()))


def _target(iri: str) -> str:
    return next((name for name, start in _TARGETS if iri.startswith(start)), gettext("Elsewhere"))


def _scheme_page(about: Thing) -> str:
    """Show a code list with its concepts, or a register with its codes, a page at a time."""
    register = any(v.title == str(RDFS.Datatype) for v in about.all_of(RDF.type))
    shelf, found = _codes(about) if register else _concepts(about)
    return shown(
        "scheme.html",
        about,
        dict.fromkeys(map(str, (SKOS.inScheme, SKOS.topConceptOf))),
        meaning=meaning(about),
        slug=about.iri.rpartition("/")[2],
        register=register,
        shelf=shelf,
        found=found,
    )


def _concepts(about: Thing) -> tuple[Shelf, list[Entry]]:
    here = site()
    every = here.once(f"concepts of {about.iri}", lambda: _things(about.term, "scheme-concepts"))
    shelf = Shelf.of(every)
    if not every:
        return shelf, []
    parts = items(here.rows("pages/scheme-window", thing=about.term, **window(shelf.shown)))
    return shelf, [_entry(iri, parts.get(iri, {})) for iri in shelf.shown]


def _entry(iri: str, parts: Parts) -> Entry:
    level = first(parts, SG.regionLevel, SKOS.broader)
    return Entry(called(iri, parts), iri.rpartition("/")[2], first(parts, SKOS.definition), level)


def _codes(about: Thing) -> tuple[Shelf, list[Held]]:
    here = site()
    every = here.once(f"codes of {about.iri}", lambda: _things(about.term, "register-codes"))
    shelf = Shelf.of(every)
    if not every:
        return shelf, []
    rows = here.rows("pages/register-window", thing=about.term, **window(shelf.shown))
    found: dict[tuple[str, str], Held] = {}
    names: dict[str, list[Term]] = {}
    for row in rows:
        actor = row["actor"].value
        names.setdefault(actor, []).extend([row["name"]] if "name" in row else [])
        when = span(text(row, "start"), text(row, "end"))
        key = (row["item"].value, row["code"].value)
        found.setdefault(key, Held(key[1], Value(actor), when, local(key[0]) or ""))
    for held in found.values():
        label = best(names[held.actor.text], held.actor.text)
        name = label.value if label else shown_iri(held.actor.text)
        held.actor = Value(name, held.link or None, label.language if label else None)
    return shelf, [held for (version, _), held in sorted(found.items()) if version in shelf.shown]


def _things(term: str, query: str) -> list[str]:
    return sorted({row["item"].value for row in site().rows(f"pages/{query}", thing=term)})
