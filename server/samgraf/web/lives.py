"""The life of an actor: what came before and after it, and how it was on a day."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from samgraf.terms import SG, SKOS

from . import dates
from .days import Day
from .views import Change, Fact, Value, Version

ORGANISATION_NUMBERS = ("dk-cvr", "no-orgnr", "se-orgnr", "fi-ytunnus", "is-kennitala")
"""Schemes of codes that are numbers of legal persons, not of territories."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A change that began or ended the actor, with those it came from or went to."""

    change: Change
    day: str
    others: list[Value]


@dataclass(frozen=True, slots=True)
class Life:
    """How an actor was on a day."""

    began: Turn | None
    ended: Turn | None
    state: str
    """On the day: ``there``, ``later`` (not yet there) or ``over``."""
    names: list[Value]
    """Names, codes and so on of the day; the last ones of an actor that was over by then."""
    codes: list[Fact]
    regions: list[Value]
    population: Fact | None
    """The last count of people up to the day, or of the version of that day."""
    counted: str
    """The year of the population, where it is known."""


def life(changes: Iterable[Change], versions: Sequence[Version], address: str, day: Day) -> Life:
    """Tell how an actor was on a day."""
    began, ended = _turns(changes, address)
    now = [version for version in versions if version.holds(day.iso)]
    state = _state(began, ended, versions, now, day)
    told = now or (versions[-1:] if state == "over" else [])
    facts = [fact for version in told for fact in version.facts]
    codes = [fact for fact in facts if fact.kind == str(SG.officialCode)]
    until = [fact for version in _until(versions, told) for fact in version.facts]
    return Life(
        began,
        ended,
        state,
        [_name(fact) for fact in facts if fact.kind == str(SKOS.prefLabel)],
        [code for code in codes if code.property not in ORGANISATION_NUMBERS],
        [Value(fact.text, fact.link) for fact in facts if fact.kind == str(SG.inRegion)],
        _last(until, str(SG.population)),
        year.text if (year := _last(until, str(SG.populationYear))) else "",
    )


def _until(versions: Sequence[Version], told: Sequence[Version]) -> Sequence[Version]:
    """Return the versions up to those that are told: people are not counted in each."""
    return versions[: versions.index(told[-1]) + 1] if told else []


def _state(
    began: Turn | None,
    ended: Turn | None,
    versions: Sequence[Version],
    now: Sequence[Version],
    day: Day,
) -> str:
    if ended and ended.change.date <= day.iso:
        return "over"
    if began and began.change.date > day.iso:
        return "later"
    if now or not versions:
        return "there"
    return "over" if all(v.end and v.end < day.iso for v in versions) else "later"


def _turns(changes: Iterable[Change], address: str) -> tuple[Turn | None, Turn | None]:
    """Return the changes that began and ended an actor; one that it survived is neither."""
    began = ended = None
    for change in changes:
        before = {value.link for value in change.before}
        after = {value.link for value in change.after}
        if address in after - before:
            began = Turn(change, dates.day(change.date), change.before)
        elif address in before - after:
            ended = Turn(change, dates.day(change.date), change.after)
    return began, ended


def _name(fact: Fact) -> Value:
    return Value(fact.text, None, fact.property.partition("(")[2].rstrip(")") or None)


def _last(facts: Sequence[Fact], kind: str) -> Fact | None:
    found = [fact for fact in facts if fact.kind == kind]
    return found[-1] if found else None
