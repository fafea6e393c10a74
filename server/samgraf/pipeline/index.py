"""What can be found by name in a version: actors, programmes and the like, codes and terms."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from rdflib import Graph

from samgraf.describing.life import Life, lives
from samgraf.describing.plans import KINDS
from samgraf.linking import indexing
from samgraf.linking.entries import Entry, Mark, Title
from samgraf.model import Actor, Code, Name, PartialDate, Period, Programme, Records, Region
from samgraf.terms import WIKIDATA

from . import standing
from .naming import labels, of_vocabulary
from .standing import Standing


def write(folder: Path, records: Records, vocabulary: Graph, today: date) -> None:
    """Write the index of a version."""
    indexing.write(folder, entries(records, vocabulary, today), labels(records, vocabulary))


def entries(records: Records, vocabulary: Graph, today: date) -> list[Entry]:
    """Return everything that can be found in a version."""
    return [*_entries(records, today), *of_vocabulary(vocabulary)]


def _entries(records: Records, today: date) -> Iterator[Entry]:
    """Describe what the tables tell of, each thing once; an actor without a name has no entry."""
    known, living = standing.of(records), lives(records, today)
    names: dict[str, list[Name]] = defaultdict(list)
    codes: dict[str, list[Code]] = defaultdict(list)
    for name in records.names:
        names[name.actor].append(name)
    for code in records.codes:
        codes[code.actor].append(code)
    items = dict(_items(records))
    for actor in records.actors:
        if names[actor.key]:
            titles = _titles(names[actor.key], living[actor.key].living)
            marks = _marks(codes[actor.key], items.get(actor.key, ""))
            yield _actor(actor, titles, marks, living[actor.key], known)
    for programme in records.programmes:
        yield _programme(programme, known, today)
    for region in records.regions:
        yield _region(region, known, today)


def _actor(
    actor: Actor,
    titles: tuple[Title, ...],
    marks: tuple[Mark, ...],
    life: Life,
    known: Standing,
) -> Entry:
    key = actor.key
    return Entry(
        path=f"id/actor/{key}",
        kind=actor.kind,
        current=life.living,
        titles=titles,
        marks=marks,
        countries=(actor.country,),
        regions=known.regions_of(key),
        forms=(actor.form,) if actor.form else (),
        topics=tuple(sorted(known.topics[key])),
        since=_day(life.first),
        until=_day(life.last),
        funded=key in known.funded,
        members=known.members_of(key, life.living),
        prominence=known.mentions[key],
    )


def _titles(names: Sequence[Name], living: bool) -> tuple[Title, ...]:
    """Return the names of an actor; former ones are those that ended before the actor did."""
    last = max(_last(name.period) for name in names)
    until = date.max if living else last
    held = {name.name for name in names if _last(name.period) >= until}
    found = []
    for name in names:
        now = _last(name.period) >= until
        if now or name.name not in held or not held:
            role = (
                "former" if held and not now else "preferred" if name.preferred else "alternative"
            )
            found.append(Title(name.name, name.lang, role, *_bounds(name.period)))
    return tuple(found)


def _items(records: Records) -> Iterator[tuple[str, str]]:
    """Yield the identifier at Wikidata of each actor that is the same or nearly the same."""
    for link in records.links:
        for target in link.targets:
            if target.startswith(WIKIDATA):
                yield link.actor, target.removeprefix(WIKIDATA)
    for actor in records.actors:
        if actor.wikidata:
            yield actor.key, actor.wikidata


def _marks(codes: Sequence[Code], item: str) -> tuple[Mark, ...]:
    """Return the codes of an actor, the present ones first, and its identifier at Wikidata."""
    latest = sorted(codes, key=lambda code: _last(code.period), reverse=True)
    marks = [Mark(code.scheme, code.code, *_bounds(code.period)) for code in latest]
    return (*marks, Mark("wikidata", item)) if item else tuple(marks)


def _programme(row: Programme, known: Standing, today: date) -> Entry:
    path = f"{KINDS[row.kind]}/{row.key}"
    end = row.period.end
    return Entry(
        path=f"id/{path}",
        kind=row.kind,
        current=end is None or end.last_day >= today,
        titles=(Title(row.label, row.lang, "preferred"),),
        countries=known.countries_of(row),
        regions=known.regions_of(row.key),
        topics=tuple(sorted({*row.topics, *known.topics[row.key]})),
        since=_day(row.period.start.first_day if row.period.start else None),
        until=_day(end.last_day if end else None),
        funded=row.key in known.funded_projects,
        members=len(known.parties[row.key]),
        prominence=known.mentions[row.key],
    )


def _region(row: Region, known: Standing, today: date) -> Entry:
    end = row.period.end
    names = [Title(row.name, row.lang, "preferred")]
    names += [Title(name, lang, "alternative") for name, lang in row.other_names]
    codes = [Mark(row.level, row.code)] if row.code else []
    codes += [Mark("nuts", row.nuts)] if row.nuts else []
    return Entry(
        path=f"code/region/{row.key}",
        kind="Region",
        current=end is None or end.last_day >= today,
        titles=tuple(names),
        marks=tuple(codes),
        countries=(row.country,),
        since=_day(row.period.start.first_day if row.period.start else None),
        until=_day(end.last_day if end else None),
        prominence=known.mentions[row.key],
    )


def _last(period: Period) -> date:
    return period.end.last_day if period.end else date.max


def _bounds(period: Period) -> tuple[str, str]:
    return (_text(period.start), _text(period.end))


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def _text(day: PartialDate | None) -> str:
    return day.text if day else ""
