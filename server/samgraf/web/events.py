"""The page of a change: before and after, on which day, and what it ended or began."""

from samgraf.terms import DCT, ORG, SG, SKOS, XSD

from .dates import day
from .evidence import numbered, testimony
from .items import called, items
from .relations import eve
from .site import site
from .texts import gettext
from .thing_facts import Line, Thing, lines, shown, thing_of, words
from .views import Value

MOST = 100
"""So many relations are listed."""


def event_page(iri: str, path: str) -> str:
    """Show a change: date, legal basis, before and after, relations that it ended or began."""
    about = thing_of(iri, path)
    told = testimony(about.term)
    sources = numbered(told.all)
    ended, begun = _relations(about)
    after = about.all_of(ORG.resultingOrganization)
    return shown(
        "event.html",
        about,
        way=(after or about.all_of(ORG.originalOrganization))[:1],
        facts_of=_facts(about, told.notes),
        before=about.all_of(ORG.originalOrganization),
        after=after,
        ended=ended,
        begun=begun,
        most_relations=MOST,
        told=told,
        sources=sources,
    )


def _facts(about: Thing, notes: list[int]) -> list[Line]:
    found = lines(
        (gettext("Kind"), about.all_of(SG.changeKind)),
        (gettext("First day of the new state"), words(day(about.text(DCT.date)))),
        (gettext("Legal basis"), about.all_of(SG.legalBasis)),
        (gettext("Note"), about.all_of(SKOS.editorialNote)),
    )
    for line in found[:2]:
        line.notes = notes
    return found


def _relations(about: Thing) -> tuple[list[Value], list[Value]]:
    """Return the relations that end on the eve of a change, and those that begin with it."""
    date = about.text(DCT.date)
    before = eve(date)
    if not before:
        return [], []
    rows = site().rows(
        "pages/event-relations",
        thing=about.term,
        eve=f'"{before}"^^<{XSD.date}>',
        day=f'"{date}"^^<{XSD.date}>',
    )
    every = items(rows)
    sides = {row["item"].value: row["how"].value for row in rows}
    named = [(sides[iri], called(iri, parts)) for iri, parts in every.items()]
    named.sort(key=lambda one: one[1].text.casefold())
    return [v for side, v in named if side == "ended"], [v for side, v in named if side == "begun"]
