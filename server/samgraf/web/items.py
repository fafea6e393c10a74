"""Things in rows of their parts, and what each is called in words.

A query gives one row for each part: ``item`` (or another name), ``part``, ``value``, ``label``.
"""

from collections.abc import Iterable, Mapping

from samgraf.store.rows import Term
from samgraf.terms import DCT, ORG, RDFS, SG, SKOS, concept

from .addresses import local, shown_iri
from .dates import day
from .projects import project_of
from .site import Rows
from .texts import gettext, ngettext
from .views import Value, best, values

Parts = Mapping[str, list[Value]]
"""The values of a thing by property."""

_NAMES = (SKOS.prefLabel, RDFS.label, DCT.title)
_MOST_NAMED = 3
"""So many parties stand in a name; the others are counted."""


def items(rows: Rows, of: str = "item") -> dict[str, Parts]:
    """Group rows by the thing that they tell of, and its values by property."""
    grouped: dict[str, Rows] = {}
    for row in sorted(rows, key=_order):
        grouped.setdefault(row[of].value, []).append(row)
    return {iri: values(found, "part", "value") for iri, found in grouped.items()}


def _order(row: dict[str, Term]) -> tuple[str, str]:
    return (row["part"].value, row["value"].value)


def first(parts: Parts, *properties: str) -> Value | None:
    """Return the first value of the first property that has one."""
    return next((parts[str(p)][0] for p in properties if parts.get(str(p))), None)


def all_of(parts: Parts, *properties: str) -> list[Value]:
    """Return the values of some properties, in this order, each once."""
    return list(dict.fromkeys(v for p in properties for v in parts.get(str(p), [])))


def called(iri: str, parts: Parts, every: Mapping[str, Parts] | None = None) -> Value:
    """Return what a thing is called, with a link to it: its name, or its parties in words.

    A claim is called by its source and by what it is about, where ``every`` knows that.
    """
    for name in _NAMES:
        terms = [Term(v.text, "literal", v.language) for v in parts.get(str(name), [])]
        chosen = best(terms, iri)
        if chosen:
            return Value(chosen.value, local(iri), chosen.language, iri)
    text = (
        _in_project(iri, parts)
        or _by_parties(parts)
        or _claim(parts, every or {})
        or shown_iri(iri)
    )
    return Value(text, local(iri), None, iri)


def _by_parties(parts: Parts) -> str:
    return _membership(parts) or _funding(parts) or _cooperation(parts) or _event(parts)


def _membership(parts: Parts) -> str:
    member, body = first(parts, ORG.member), first(parts, ORG.organization)
    if member is None or body is None:
        return ""
    role = first(parts, ORG.role)
    if role is None or role.title == str(concept("role", "member")):
        return gettext("%(member)s in %(body)s", member=member.text, body=body.text)
    return gettext(
        "%(member)s as %(role)s in %(body)s", member=member.text, role=role.text, body=body.text
    )


def _funding(parts: Parts) -> str:
    funder = first(parts, SG.funder)
    given = all_of(parts, SG.recipient) or all_of(parts, SG.collectiveParticipant, SG.applicant)
    if funder is None or not given:
        return ""
    return gettext(
        "Funding of %(recipient)s by %(funder)s", recipient=named(given), funder=funder.text
    )


def _cooperation(parts: Parts) -> str:
    parties = all_of(parts, SG.collectiveParticipant) or all_of(parts, SG.participant)
    topics = all_of(parts, SG.topic)
    if not parties or not topics:
        return ""
    return gettext(
        "Cooperation of %(parties)s on %(topics)s", parties=named(parties), topics=named(topics)
    )


def _in_project(iri: str, parts: Parts) -> str:
    """Name the cooperation in a project by the project and its parties."""
    project, parties = project_of(iri), all_of(parts, SG.participant)
    if project is None or not parties:
        return ""
    return gettext(
        "%(project)s: cooperation of %(parties)s", project=project[1].value, parties=named(parties)
    )


def _event(parts: Parts) -> str:
    kind, date = first(parts, SG.changeKind), first(parts, DCT.date)
    if kind is None or date is None:
        return ""
    change = gettext("Change: %(kind)s, %(date)s", kind=kind.text, date=day(date.written))
    before = all_of(parts, ORG.originalOrganization)
    after = all_of(parts, ORG.resultingOrganization)
    if before and after and before != after:
        return f"{change}: {named(before)} → {named(after)}"
    parties = after or before
    return f"{change}: {named(parties)}" if parties else change


def _claim(parts: Parts, every: Mapping[str, Parts]) -> str:
    source, subject = first(parts, DCT.source), first(parts, SG.claimSubject)
    if source is None:
        return ""
    known = every.get(subject.title or "") if subject else None
    if subject is None or not known:
        return gettext("Claim of the source “%(source)s”", source=source.text)
    about = called(subject.title or "", known).text
    return gettext("“%(source)s” on: %(subject)s", source=source.text, subject=about)


def named(parties: Iterable[Value]) -> str:
    """Return names in a row, the rest of many as a number."""
    texts = [party.text for party in parties]
    shown = ", ".join(texts[:_MOST_NAMED])
    more = len(texts) - _MOST_NAMED
    if more <= 0:
        return shown
    return ngettext("%(names)s and %(num)s more", "%(names)s and %(num)s more", more, names=shown)
