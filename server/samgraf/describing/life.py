"""Actors through time: names, codes and places become dated versions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rdflib import Literal, URIRef

from samgraf.errors import SourceError
from samgraf.model import Area, Code, Name, Records, Situation
from samgraf.terms import (
    GEO,
    GEOMETRY,
    PROV,
    RDF,
    SG,
    SKOS,
    XSD,
    concept,
    hash_node,
    scheme,
    thing,
    version_of,
)

from .periods import Stretch, cut
from .statements import Statements, number

Fact = Name | Code | Situation


def _facts(records: Records) -> dict[str, list[Fact]]:
    """Gather the dated facts of each actor."""
    facts: dict[str, list[Fact]] = defaultdict(list)
    for table in (records.names, records.codes, records.situations):
        for fact in table:
            facts[fact.actor].append(fact)
    return facts


def describe_lives(said: Statements, records: Records) -> None:
    """State the versions of every actor, its current names and its point.

    Of an actor that is described elsewhere, only what these rows say of it is known here.
    """
    facts = _facts(records)
    areas: dict[str, list[Area]] = defaultdict(list)
    for area in records.areas:
        areas[area.actor].append(area)
    for key in dict.fromkeys([*(actor.key for actor in records.actors), *facts, *areas]):
        _life(said, thing("actor", key), facts.get(key, []), areas.get(key, []))


def _life(said: Statements, actor: URIRef, facts: Sequence[Fact], areas: Sequence[Area]) -> None:
    names = [fact for fact in facts if isinstance(fact, Name)]
    _current_names(said, actor, names)
    stretches = list(cut(facts, areas))
    for stretch in stretches:
        holding = [fact for fact in (*facts, *areas) if stretch.within(fact.period)]
        _version(said, actor, stretch, holding)
    for fact in facts:
        if isinstance(fact, Situation):
            _size(said, actor, fact, [s for s in stretches if s.within(fact.period)])
            _point(said, actor, fact)


def _current_names(said: Statements, actor: URIRef, names: Sequence[Name]) -> None:
    """State the names without an end; of an actor that has ended, the last ones it had."""
    ends = {name.period.end.last_day for name in names if name.period.end}
    last = None if any(name.period.end is None for name in names) else max(ends, default=None)
    for name in names:
        if (name.period.end.last_day if name.period.end else None) == last:
            label = Literal(name.name, lang=name.lang)
            said.from_sources(name.sources, actor, _label(name), label)
            said.came_from(name.place, actor, label)


def _label(name: Name) -> URIRef:
    return SKOS.prefLabel if name.preferred else SKOS.altLabel


def _version(
    said: Statements, actor: URIRef, stretch: Stretch, holding: Iterable[Fact | Area]
) -> None:
    """State one version with all facts that hold throughout it."""
    iri = version_of(actor, stretch.first)
    said.core(iri, RDF.type, SG.ActorVersion)
    said.core(iri, PROV.specializationOf, actor)
    taken: dict[str, Code] = {}
    for fact in holding:
        if isinstance(fact, Name):
            label = Literal(fact.name, lang=fact.lang)
            said.from_sources(fact.sources, iri, _label(fact), label)
            said.came_from(fact.place, iri, label)
        elif isinstance(fact, Code):
            _one_per_scheme(taken, fact)
            code = Literal(fact.code, datatype=scheme(fact.scheme), normalize=False)
            said.from_sources(fact.sources, iri, SG.officialCode, code)
            said.came_from(fact.place, iri, code)
        elif isinstance(fact, Area):
            area = concept("region", fact.region)
            said.from_sources(fact.sources, iri, SG.inArea, area)
            said.came_from(fact.place, iri, area)
        elif fact.region:
            region = concept("region", fact.region)
            said.from_sources(fact.sources, iri, SG.inRegion, region)
            said.came_from(fact.place, iri, region)
    said.during(iri, stretch.period)


def _one_per_scheme(taken: dict[str, Code], fact: Code) -> None:
    """Refuse a second code of one scheme on the same day."""
    other = taken.setdefault(fact.scheme, fact)
    if other.code != fact.code:
        where = f"{other.place.file}:{other.place.line}"
        problem = f"{fact.actor} has the {fact.scheme} {other.code!r} ({where}) at the same time"
        remedy = "end one of them before the other begins"
        raise SourceError(fact.place.file, fact.place.line, "valid_from", problem, remedy)


def _size(said: Statements, actor: URIRef, fact: Situation, stretches: Sequence[Stretch]) -> None:
    """State population and area of the version of that year, or else of the nearest one."""
    if not stretches:
        return
    year = fact.population_year
    iri = version_of(actor, _of_year(stretches, year).first)
    if fact.population is not None and year is not None:
        said.from_sources(fact.sources, iri, SG.population, number(fact.population))
        counted = Literal(str(year), datatype=XSD.gYear, normalize=False)
        said.from_sources(fact.sources, iri, SG.populationYear, counted)
    said.from_sources(fact.sources, iri, SG.areaKm2, number(fact.area))


def _of_year(stretches: Sequence[Stretch], year: int | None) -> Stretch:
    """Return the stretch that a year lies in; before all of them the first, else the last."""
    if year is None:
        return stretches[-1]
    later = (s for s in stretches if (s.last or date.max).year >= year)
    return next(later, stretches[-1])


def _point(said: Statements, actor: URIRef, fact: Situation) -> None:
    """State a point for maps (GeoSPARQL, WGS 84 longitude before latitude)."""
    if fact.latitude is None or fact.longitude is None:
        return
    iri = hash_node(actor, "point")
    said.places[iri] = fact.place
    text = Literal(f"POINT({fact.longitude:f} {fact.latitude:f})", datatype=GEO.wktLiteral)
    said.from_sources(fact.sources, actor, GEO.hasDefaultGeometry, iri)
    said.from_sources(fact.sources, iri, RDF.type, GEOMETRY.Point)
    said.from_sources(fact.sources, iri, GEO.asWKT, text)


@dataclass(frozen=True, slots=True)
class Life:
    """From when to when an actor is known to be; None is unknown, or not ended."""

    first: date | None
    last: date | None
    living: bool
    """Whether a version has no end and no event ended it by the day that was asked for."""


def lives(records: Records, day: date) -> Mapping[str, Life]:
    """Tell the life of each actor by its versions and by the events that began or ended it."""
    begun: dict[str, date] = {}
    ended: dict[str, date] = {}
    for event in records.events:
        for key in set(event.after) - set(event.before):
            begun[key] = max(event.date.first_day, begun.get(key, date.min))
        for key in set(event.before) - set(event.after):
            ended[key] = min(event.date.first_day, ended.get(key, date.max))
    facts = _facts(records)
    return {
        key: _span(list(cut(facts[key])), begun.get(key), ended.get(key), day)
        for key in (actor.key for actor in records.actors)
    }


def _span(stretches: Sequence[Stretch], begun: date | None, ended: date | None, day: date) -> Life:
    firsts, lasts = [s.first for s in stretches], [s.last for s in stretches]
    first = min((f for f in firsts if f), default=None) if all(firsts) else None
    last = max((d for d in lasts if d), default=None) if all(lasts) else None
    days = [d for d in (last, ended - timedelta(days=1) if ended else None) if d]
    living = any(s.period.end is None for s in stretches) and not (ended and ended <= day)
    since = max((d for d in (first, begun) if d), default=None)
    return Life(since, min(days, default=None), living)
