"""The label index of a version: every name of every actor, for search by name."""

from datetime import date
from pathlib import Path

from samgraf.model import Records

from .life import current

COLUMNS = ("key", "class", "country", "current", "name", "lang", "kind")


def write(file: Path, records: Records, today: date) -> None:
    """Write one line per actor and name, tab-separated, sorted; a tab in a name cannot be."""
    actors = {actor.key: actor for actor in records.actors}
    living = current(records, today)
    lines = {
        "\t".join(
            (
                name.actor,
                actors[name.actor].kind,
                actors[name.actor].country,
                "current" if living[name.actor] else "ended",
                name.name,
                name.lang,
                _kind(name.preferred, name.period.end is None or not living[name.actor]),
            )
        )
        for name in records.names
    }
    text = "\n".join(("\t".join(COLUMNS), *sorted(lines))) + "\n"
    file.write_text(text, encoding="utf-8")


def _kind(preferred: bool, present: bool) -> str:
    if not present:
        return "former"
    return "preferred" if preferred else "alternative"
