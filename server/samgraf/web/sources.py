"""The page of a source: who made it, and every fact that is taken from it."""

from collections import Counter
from dataclasses import dataclass

from flask import request

from samgraf.store.rows import Row, Term
from samgraf.terms import DCT, GRAPH, PAV, SCHEMA, SG, SKOS

from .addresses import local, shown_iri
from .dates import day
from .items import Parts, all_of, called, first, items
from .shelves import Shelf, among, window
from .site import site
from .texts import gettext
from .thing_facts import Line, Thing, lines, shown, thing_of, words
from .views import Value, best, span, text, values
from .words import words as in_words

MOST = 5000
"""So many claims, and so many register facts of one property, are counted."""
ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Taken:
    """One fact of a source, as a row of its list."""

    what: Value
    says: str
    value: list[Value]
    when: str
    claim: str | None = None
    """Where its claim has a page."""


@dataclass(frozen=True, slots=True)
class Group:
    """Facts of one kind that are taken from a source."""

    key: str
    name: str
    count: int


def source_page(iri: str, path: str) -> str:
    """Show a source: publisher, dates, licence, captured texts, and the facts taken from it."""
    about = thing_of(iri, path)
    claims = site().once(f"claims of {iri}", lambda: _claims(about.term))
    alone = site().once(f"alone in {iri}", lambda: _alone(about.term))
    register = _register(path)
    groups = [*_groups(claims), *register]
    if alone:
        groups.append(Group(ALONE, gettext("Rests on this source alone"), len(alone)))
    chosen = next((g for g in groups if g.key == request.args.get("of")), _largest(groups))
    shelf, taken = _taken(about, path, claims, alone, chosen)
    return shown(
        "source.html",
        about,
        {str(DCT.source): len(claims)},
        publisher=about.first(DCT.publisher),
        facts_of=_made(about),
        snapshots=site().rows("pages/snapshots", thing=about.term),
        groups=groups,
        chosen=chosen,
        shelf=shelf,
        taken=taken,
        alone=len(alone),
        total=sum(min(g.count, MOST) for g in groups if g.key != ALONE),
        part=any(g.count > MOST for g in groups),
        most_facts=MOST,
    )


def _largest(groups: list[Group]) -> Group | None:
    return max((g for g in groups if g.key != ALONE), key=lambda g: g.count, default=None)


def _made(about: Thing) -> list[Line]:
    """Return who made a source, when, and under which terms."""
    licence = about.all_of(DCT.license) or about.all_of(DCT.rights)
    return lines(
        (gettext("Publisher"), about.all_of(DCT.publisher)),
        (gettext("Address"), about.all_of(SCHEMA.url)),
        (gettext("Issued"), words(day(about.text(DCT.issued)))),
        (gettext("Retrieved"), words(day(about.text(PAV.retrievedOn)))),
        (gettext("Language"), about.all_of(DCT.language)),
        (gettext("Licence"), licence or words(gettext("no licence stated"))),
        (gettext("Note"), about.all_of(SKOS.editorialNote)),
    )


def _claims(term: str) -> list[tuple[str, str]]:
    """Return the claims of a source with the class of what they are about, in order."""
    rows = site().rows("pages/source-claims", thing=term)
    return sorted({row["claim"].value: row["class"].value for row in rows}.items())


def _alone(term: str) -> list[str]:
    return sorted({row["claim"].value for row in site().rows("pages/source-alone", thing=term)})


def _groups(claims: list[tuple[str, str]]) -> list[Group]:
    counts = Counter(kind for _, kind in claims)
    return [
        Group(shown_iri(kind), in_words(kind).capitalize(), count)
        for kind, count in counts.most_common()
    ]


def _register(path: str) -> list[Group]:
    """Return what the named graph of a source states of names, codes and the like."""
    rows = site().rows("pages/source-register", graph=_graph(path))
    return [
        Group(
            shown_iri(row["property"].value),
            in_words(row["property"].value).capitalize(),
            int(row["count"].value),
        )
        for row in rows
    ]


def _graph(path: str) -> str:
    return f"<{GRAPH[path]}>"


def _taken(
    about: Thing, path: str, claims: list[tuple[str, str]], alone: list[str], chosen: Group | None
) -> tuple[Shelf | None, list[Taken]]:
    """Return one page of the chosen facts."""
    if chosen is None:
        return None, []
    of_kind = alone if chosen.key == ALONE else [c for c, k in claims if shown_iri(k) == chosen.key]
    if of_kind:
        return _claimed(about, of_kind)
    return _stated(path, chosen.key)


def _claimed(about: Thing, found: list[str]) -> tuple[Shelf, list[Taken]]:
    shelf = Shelf.of(found)
    rows = site().rows("pages/source-window", thing=about.term, **among(shelf.shown))
    every = items(rows, "whose")
    return shelf, [_row(iri, every.get(iri, {}), every) for iri in shelf.shown]


def _row(iri: str, claim: Parts, every: dict[str, Parts]) -> Taken:
    about = first(claim, SG.claimSubject)
    key = about.title or "" if about else iri
    stated = first(claim, SG.claimProperty)
    return Taken(
        called(key, every.get(key, {})),
        in_words(stated.title or "") if stated else "",
        all_of(claim, SG.claimValue),
        ", ".join(day(v.written) for v in all_of(claim, SG.attestedOn)),
        local(iri),
    )


def _stated(path: str, name: str) -> tuple[Shelf | None, list[Taken]]:
    """Return one page of the register facts of one property."""
    wanted = _PROPERTIES.get(name)
    if wanted is None:
        return None, []
    terms = {"graph": _graph(path), "property": f"<{wanted}>"}
    key = f"facts of {path} {name}"
    found = site().once(key, lambda: _things(terms))
    shelf = Shelf.of(found)
    rows = site().rows("pages/source-facts-window", **terms, **window(shelf.shown))
    labels = values(rows, "item", "value")
    by_item: dict[str, list[Row]] = {}
    for row in rows:
        by_item.setdefault(row["item"].value, []).append(row)
    said = in_words(wanted)
    return shelf, [
        _fact(iri, by_item[iri], said, labels.get(iri, [])) for iri in shelf.shown if iri in by_item
    ]


def _fact(iri: str, rows: list[Row], said: str, stated: list[Value]) -> Taken:
    """Return one register fact: whose it is, what is stated, and for which period."""
    row = rows[0]
    actor = text(row, "actor", iri)
    label = best(_names(rows, "name") or _names(rows, "own"), actor)
    what = called(actor, {})
    named = Value(label.value, what.link, label.language) if label else what
    return Taken(named, said, stated, span(text(row, "start"), text(row, "end")))


def _names(rows: list[Row], name: str) -> list[Term]:
    return [row[name] for row in rows if name in row]


def _things(terms: dict[str, str]) -> list[str]:
    return sorted(row["item"].value for row in site().rows("pages/source-facts", **terms))


_PROPERTIES = {
    shown_iri(str(name)): str(name)
    for name in (
        SKOS.prefLabel,
        SKOS.altLabel,
        SG.officialCode,
        SG.inRegion,
        SG.inArea,
        SG.population,
        SG.areaKm2,
        SKOS.exactMatch,
        SKOS.closeMatch,
    )
}
