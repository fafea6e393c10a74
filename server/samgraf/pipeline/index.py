"""The label index of a version: every name of actors, programmes, projects and plans."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from samgraf.describing.life import current
from samgraf.describing.plans import KINDS
from samgraf.model import Records

COLUMNS = ("thing", "class", "country", "current", "name", "lang", "kind")


def write(file: Path, records: Records, today: date) -> None:
    """Write one line per thing and name, tab-separated, sorted; a tab in a name cannot be."""
    lines = {"\t".join(cells) for cells in (*_actors(records, today), *_plans(records))}
    text = "\n".join(("\t".join(COLUMNS), *sorted(lines))) + "\n"
    file.write_text(text, encoding="utf-8")


def _actors(records: Records, today: date) -> Iterator[tuple[str, ...]]:
    actors = {actor.key: actor for actor in records.actors}
    living = current(records, today)
    for name in records.names:
        actor, present = actors[name.actor], living[name.actor]
        yield (
            f"actor/{name.actor}",
            actor.kind,
            actor.country,
            "current" if present else "ended",
            name.name,
            name.lang,
            _kind(name.preferred, name.period.end is None or not present),
        )


def _kind(preferred: bool, present: bool) -> str:
    if not present:
        return "former"
    return "preferred" if preferred else "alternative"


def _plans(records: Records) -> Iterator[tuple[str, ...]]:
    for row in records.programmes:
        thing = f"{KINDS[row.kind]}/{row.key}"
        yield (thing, row.kind, "", "current", row.label, row.lang, "preferred")
