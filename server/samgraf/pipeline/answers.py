"""The answers of the library, made once for each version, so that its pages cost no query."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

from samgraf import queries
from samgraf.store.library import Library
from samgraf.store.versions import LIBRARY, MOST_ROWS, TIMES


def write(place: Path) -> list[list[str]]:
    """Ask every question with its usual values; return the name and the rows of each.

    The same store gives the same answers. How long each took stands in a file of its own, the one
    file here that differs from one build to the next.
    """
    folder = place / LIBRARY
    folder.mkdir()
    return [*_asked(place / "store", folder)]


def _asked(store: Path, folder: Path) -> Iterator[list[str]]:
    library, times = Library(store, MOST_ROWS), {}
    for query in queries.library():
        found = library.answer(query.name, query.text, query.substitutions({}))
        told = {
            "query": hashlib.sha256(query.text.encode()).hexdigest(),
            "rows": found.rows,
            "cut": found.rows > MOST_ROWS,
            "type": found.media_type,
        }
        (folder / f"{query.slug}.json").write_text(json.dumps(told) + "\n", encoding="utf-8")
        (folder / f"{query.slug}.answer").write_text(found.text, encoding="utf-8")
        times[query.slug] = found.milliseconds
        yield [query.name, str(found.rows)]
    (folder / TIMES).write_text(json.dumps(times, indent=0) + "\n", encoding="utf-8")
