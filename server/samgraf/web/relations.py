"""The pages of relations: a membership, a cooperation or a funding with its evidence."""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from flask_babel import format_decimal

from samgraf.terms import DCAT, DCT, ORG, RDF, SG, SKOS

from .addresses import local
from .dates import day
from .evidence import Testimony, numbered, testimony
from .items import Parts, all_of, called, first, items
from .memberships import certainty
from .periods import begins, bounds_of, certainty_in_words, ends, standing
from .projects import project_of
from .site import site
from .texts import gettext
from .thing_facts import Line, Thing, lines, shown, thing_of, words
from .views import Value, parts

_YEAR = 4  # characters of a year
_YEARS = re.compile(r"\b[12]\d{3}\b")
_NAMES = (
    "beginsNotBefore",
    "beginsNotAfter",
    "endsNotBefore",
    "endsNotAfter",
)


def relation_page(iri: str, path: str) -> str:
    """Show a relation: its parties, its period, who says so and who does not."""
    about = thing_of(iri, path)
    told = testimony(about.term)
    sources = numbered(told.all)
    today = date.fromisoformat(site().manifest()["data_date"])
    terms = {name: about.terms[str(SG[name])] for name in _NAMES if str(SG[name]) in about.terms}
    state = certainty(terms, today)
    return shown(
        "relation.html",
        about,
        body=about.first(ORG.organization, SG.collectiveParticipant, SG.underProgramme),
        parties=_with_notes(parties(about), told)
        + lines((gettext("Note"), about.all_of(SKOS.editorialNote))),
        period=_with_notes(_period(about, told), told),
        certainty=state,
        certainty_in_words=certainty_in_words(state),
        standing=standing(state, bounds_of(about.terms)),
        project=_project(about.iri),
        told=told,
        sources=sources,
        amounts=amounts(about),
        events=_events(about),
    )


def parties(about: Thing) -> list[Line]:
    """Return who does what in a relation, and on what."""
    get = about.all_of
    return lines(
        (gettext("Member"), get(ORG.member)),
        (gettext("Body"), get(ORG.organization)),
        (gettext("Role"), get(ORG.role)),
        (gettext("Funder"), get(SG.funder)),
        (gettext("Recipient"), get(SG.recipient)),
        (gettext("Applicant"), get(SG.applicant)),
        (gettext("Body, for its members"), get(SG.collectiveParticipant)),
        (gettext("Participants"), get(SG.participant)),
        (gettext("For the benefit of"), get(SG.beneficiary)),
        (gettext("Topics"), get(SG.topic)),
        (gettext("Programme"), get(SG.underProgramme)),
        (gettext("Project"), get(SG.fundedProject)),
        (gettext("Joint plan"), get(SG.jointPlan)),
        (gettext("Obligation"), get(SG.obligation)),
        (gettext("Legal basis"), get(SG.legalBasis)),
        (gettext("Status"), get(SG.fundingStatus)),
    )


def _project(iri: str) -> Value | None:
    """Return the project that a cooperation is in, with a link to it."""
    found = project_of(iri)
    return Value(found[1].value, local(found[0]), found[1].language) if found else None


def _with_notes(found: list[Line], told: Testimony) -> list[Line]:
    for line in found:
        line.notes = told.notes
    return found


def _period(about: Thing, told: Testimony) -> list[Line]:
    bounds = bounds_of(about.terms)
    return lines(
        (gettext("Begins"), words(begins(bounds))),
        (gettext("Ends"), words(ends(bounds))),
        (gettext("As the sources write it"), words(written(about))),
        (gettext("What it rests on"), words(_afterwards(bounds, told))),
    )


def _afterwards(bounds: Mapping[str, str], told: Testimony) -> str:
    """Say that sources tell of a beginning only later and without a kept passage, or ''."""
    begun = bounds.get(str(SG.beginsNotAfter), "")[:_YEAR]
    shown = sorted(year for said in told.pro for year in _YEARS.findall(said.attested))
    if not begun or not shown or shown[0] <= begun or any(said.jump for said in told.pro):
        return ""
    return gettext(
        "The beginning is told afterwards: sources show it from %(year)s on, and no passage that "
        "gives the beginning is kept.",
        year=shown[0],
    )


def written(about: Thing) -> str:
    """Return the period of a thing as its sources write it, or ''."""
    if str(SG.during) not in about.facts:
        return ""
    found = parts(site().rows("pages/parts", thing=about.term))
    during = next((part.facts for part in found if part.role == str(SG.during)), {})
    start, end = first(during, DCAT.startDate), first(during, DCAT.endDate)
    if start and end:
        return gettext("%(start)s to %(end)s", start=day(start.written), end=day(end.written))
    if start:
        return gettext("from %(start)s", start=day(start.written))
    return gettext("until %(end)s", end=day(end.written)) if end else ""


def amounts(about: Thing) -> list[Line]:
    """Return the money of a funding; what is not known is said, and nothing is added up."""
    if about.first(RDF.type) is None or about.first(SG.funder) is None:
        return []
    currency = about.text(SG.currency)
    unknown = gettext("not known")
    return [
        Line(gettext("Applied for"), words(gettext("not recorded in this graph"))),
        Line(gettext("Granted"), words(money(about.text(SG.amountGranted), currency) or unknown)),
        Line(gettext("Paid"), words(money(about.text(SG.amountPaid), currency) or unknown)),
    ]


def money(amount: str, currency: str) -> str:
    """Write an amount as the reader does, to the cent, with its currency; '' for none."""
    if not amount:
        return ""
    try:
        value = Decimal(amount)
    except InvalidOperation:
        value = Decimal("NaN")
    number = format_decimal(value) if value.is_finite() else amount
    return f"{number} {currency}".strip()


def _events(about: Thing) -> list[tuple[str, Value]]:
    """Return the changes of its parties that begin or end a relation."""
    bounds = bounds_of(about.terms)
    begun, ended = bounds.get(str(SG.beginsNotBefore), ""), bounds.get(str(SG.endsNotAfter), "")
    if not begun and not ended:
        return []
    rows = site().rows("pages/relation-events", thing=about.term)
    sides = {v.title for name in _PARTIES for v in about.all_of(name)}
    found = []
    for iri, change in items(rows).items():
        role = _part_in(change, {s for s in sides if s}, begun, ended)
        if role:
            found.append((role, called(iri, change)))
    return sorted(found, key=lambda one: one[1].link or "")


_PARTIES = (
    ORG.member,
    ORG.organization,
    SG.participant,
    SG.collectiveParticipant,
    SG.funder,
    SG.recipient,
    SG.applicant,
)


def _part_in(change: Parts, sides: set[str], begun: str, ended: str) -> str:
    """Say whether a change begins or ends a relation of some parties; '' if it does neither."""
    date_of = first(change, DCT.date)
    before = {v.title for v in all_of(change, ORG.originalOrganization)}
    after = {v.title for v in all_of(change, ORG.resultingOrganization)}
    if date_of is None:
        return ""
    if date_of.written == begun and sides & after - before:
        return gettext("begins it")
    if ended and eve(date_of.written) == ended and sides & before - after:
        return gettext("ends it")
    return ""


def eve(text: str) -> str:
    """Return the day before a day, '' for anything but a day."""
    try:
        return (date.fromisoformat(text) - timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return ""
