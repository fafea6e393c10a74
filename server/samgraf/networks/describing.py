"""What is told of an actor beside its ties: its attributes on a day."""

import re
from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from samgraf.linking.entries import NATIVE
from samgraf.terms import GEO, ORG, RDF, SG

from .choices import Labels
from .columns import Value
from .rows import Actor, Values, Version, key, last_part

_OWN = {
    "ALA": "sv",
    "DNK": "da",
    "FIN": "fi",
    "FRO": "fo",
    "GRL": "kl",
    "ISL": "is",
    "NOR": "nb",
    "SWE": "sv",
}
"""The language that names of a country's actors are told in, where they have several."""

_ORGANISATIONS = frozenset({"dk-cvr", "no-orgnr", "se-orgnr", "fi-ytunnus", "is-kennitala"})
"""Schemes of codes that are numbers of legal persons, not of territories."""

_REGIONS = frozenset({"dk-regionskode", "fi-hyvinvointialue", "no-fylkesnummer", "se-lanskod"})
"""Schemes of codes of regions: who has another code beside, as Oslo has, is told by that."""

_POINT = re.compile(r"POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)")
_WHOLE = re.compile(r"\d{1,15}", re.ASCII)
_DAY = len("2007-01-01")
_NO_KIND = "Actor"


class Describer:
    """Tells the attributes of actors; what is the same on many days is put together once."""

    def __init__(self, actors: Mapping[str, Actor], regions: Labels) -> None:
        """Describe these actors, their regions by name."""
        self._actors, self._regions = actors, regions
        self._told: dict[tuple[str, ...], Mapping[str, Value]] = {}

    def described(self, iri: str, day: str) -> Mapping[str, Value]:
        """Return the attributes of an actor on a day; what is not known is absent."""
        actor = self._actors.get(iri) or Actor()
        now = sorted(name for name, version in actor.versions.items() if version.holds(day))
        counted = _counted(actor, now, day)
        key = (iri, *now, f"counted {counted}")
        if key not in self._told:
            versions = [actor.versions[name] for name in now]
            told = _all(iri, actor, versions, actor.versions.get(counted), self._regions)
            self._told[key] = {name: value for name, value in told if value != ""}
        return self._told[key]


def _counted(actor: Actor, now: list[str], day: str) -> str:
    """Name the version of a day that has a count of people, else the last one before; or ''."""
    counts = {n: v for n, v in actor.versions.items() if str(SG.population) in v.values}
    then = [name for name in now if name in counts]
    before = (name for name, version in counts.items() if version.end and version.end < day)
    last = max(before, key=lambda name: (counts[name].end, name), default="")
    return then[0] if then else last


def _all(
    iri: str, actor: Actor, now: list[Version], counted: Version | None, regions: Labels
) -> Iterator[tuple[str, Value]]:
    country = last_part(actor.value(str(SG.country)))
    region = last_part(_first(now, str(SG.inRegion)))
    yield "label", _label(actor, now, country) or key(iri)
    yield "iri", iri
    yield "kind", _kind(actor)
    yield "country", country
    yield "region", region
    yield "region_name", called_in(country, {c.tag: {c.text} for c in regions.get(region, ())})
    count = [counted] if counted else []
    yield "population", _whole(_first(count, str(SG.population)))
    yield "population_year", _whole(_first(count, str(SG.populationYear))[: len("2024")])
    yield from _place(actor)
    yield from _codes(now)
    yield "body_kind", last_part(actor.value(str(SG.bodyKind)))
    yield "form", last_part(actor.value(str(SG.form)))
    yield "founded", _founded(actor)
    yield "dissolved", _dissolved(actor)


def _label(actor: Actor, now: list[Version], country: str) -> str:
    """Return the name on the day, else the one of now."""
    names: Values = {}
    for version in now:
        for language, found in version.names.items():
            names.setdefault(language, set()).update(found)
    return called_in(country, names) or called_in(country, actor.names)


def called_in(country: str, names: Mapping[str, set[str]]) -> str:
    """Return one of several names: in the country's language, else in another of the north."""
    wanted = [language for language in (_OWN.get(country, ""), *NATIVE) if language in names]
    language = next(iter(wanted), min(names, default=""))
    return min(names.get(language, ()), default="")


def _kind(actor: Actor) -> str:
    """Return the class that says most."""
    kinds = {t.removeprefix(SG) for t in actor.values.get(str(RDF.type), ()) if t.startswith(SG)}
    return min(kinds - {_NO_KIND}, default=_NO_KIND if kinds else "")


def _first(now: list[Version], name: str) -> str:
    return min((value for v in now for value in v.values.get(name, ())), default="")


def _whole(text: str) -> Value:
    return int(text) if _WHOLE.fullmatch(text) else ""


def _place(actor: Actor) -> Iterator[tuple[str, Value]]:
    found = _POINT.fullmatch(actor.value(str(GEO.asWKT)))
    if found is not None:
        yield "latitude", float(found[2])
        yield "longitude", float(found[1])


def _codes(now: list[Version]) -> Iterator[tuple[str, Value]]:
    """Yield the code of a territory with its scheme, and the number of the organisation."""
    codes = sorted({(s, code) for v in now for s, found in v.codes.items() for code in found})
    places = [(scheme, code) for scheme, code in codes if scheme not in _ORGANISATIONS]
    places.sort(key=lambda place: place[0] in _REGIONS)
    numbers = [code for scheme, code in codes if scheme in _ORGANISATIONS]
    if places:
        yield "code", places[0][1]
        yield "code_scheme", places[0][0]
    yield "org_number", numbers[0] if numbers else ""


def _founded(actor: Actor) -> str:
    """Return when it began: by the event that made it, else by its first version."""
    starts = [version.start for version in actor.versions.values()]
    written = min(starts) if starts and all(starts) else ""
    return actor.value(str(ORG.resultingOrganization)) or written


def _dissolved(actor: Actor) -> str:
    """Return when it ended: by its last version, else by the event, whose day is the first without.

    An event that is dated less exactly than by a day is told as it is.
    """
    ends = [version.end for version in actor.versions.values()]
    if ends and all(ends):
        return max(ends)
    event = actor.value(str(ORG.originalOrganization))
    if len(event) != _DAY:
        return event
    try:
        return (date.fromisoformat(event) - timedelta(days=1)).isoformat()
    except (ValueError, OverflowError):
        return event
