"""What every page needs: the pool, the served version, and what is made once for it."""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar, cast

from flask import current_app, g, request

from samgraf import queries
from samgraf.config import Settings
from samgraf.findings import Rule
from samgraf.linking.entries import Entry, read
from samgraf.linking.search import Index
from samgraf.store.names import version_of
from samgraf.store.pool import Pool
from samgraf.store.rows import Term
from samgraf.store.versions import Versions

from .bridge import VERSION

Rows = list[dict[str, Term]]
_Asked = dict[tuple[object, ...], "Rows | Future[Rows]"]
Made = TypeVar("Made")


@dataclass(slots=True)
class Site:
    """The query pool and what is read once for each served version.

    Threads share it, and at a new version one may replace what another has just read.
    """

    pool: Pool
    settings: Settings
    _made: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What was made of each version: of the one that is served, and of the one before or behind."""
    _threads: ThreadPoolExecutor = field(init=False)
    """For queries asked ahead: so many that all threads of pages and these can wait for a place."""

    def __post_init__(self) -> None:
        """Prepare the threads; none begins before it is used."""
        self._threads = ThreadPoolExecutor(self.settings.limits.page_slots, "ahead")

    def version(self) -> str:
        """Return the version that this request is answered from, from its beginning to its end."""
        return str(request.environ[VERSION])

    def ahead(self, name: str, offset: int = 0, **terms: str) -> None:
        """Begin a page query in another thread, so that its rows are there when they are wanted.

        The engine then works while the page is made of what is here. Only for what will be asked.
        Where the system has no thread for it (RuntimeError), the rows are asked for in their turn.
        """
        key, text = _query(name, offset, terms)
        asked: _Asked = g.setdefault("asked", {})
        if key not in asked:
            with suppress(RuntimeError):
                asked[key] = self._threads.submit(self.pool.table, text, self.version(), **terms)

    def rows(self, name: str, **terms: str) -> Rows:
        """Run a page query with its values bound as N-Triples terms, once for each request."""
        return self.rows_from(0, name, **terms)

    def rows_from(self, offset: int, name: str, **terms: str) -> Rows:
        """Run a page query that gives a part of a list, from a place in the list on."""
        key, text = _query(name, offset, terms)
        asked: _Asked = g.setdefault("asked", {})
        found = asked.get(key)
        if isinstance(found, Future):  # one that nobody has begun is no use to wait for
            found = None if found.cancel() else found.result()
        if found is None:
            found = self.pool.table(text, self.version(), **terms)
        asked[key] = found
        return found

    def graph(self, name: str, media_type: str, **terms: str) -> bytes:
        """Return the graph of a page query in a media type."""
        return self.pool.graph(queries.text(name), media_type, self.version(), **terms)

    def ahead_once(self, made: str, name: str, **terms: str) -> None:
        """Begin a page query for what is made once for each served version, unless that is here."""
        if made not in self._of_version():
            self.ahead(name, 0, **terms)

    def once(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what is made once for each served version."""
        made = self._of_version()
        if name not in made:
            made[name] = make()
        found: Made = made[name]
        return found

    def keep(self, version: str) -> None:
        """Forget what was made of all other versions."""
        self._made = {name: made for name, made in self._made.items() if name == version}

    def _of_version(self) -> dict[str, Any]:
        version, kept = self.version(), self._made
        if version not in kept:
            others = [*kept.items()][-1:]
            kept = self._made = {**dict(others), version: {}}
        return kept[version]

    def origin(self) -> str:
        """Return scheme and host of absolute addresses: ``public_url``, else the request's own."""
        return (self.settings.site.public_url or request.host_url).rstrip("/")

    def manifest(self) -> dict[str, Any]:
        """Return the manifest of the served version."""
        versions = Versions(self.settings.build.dir)
        return self.once("manifest", lambda: versions.manifest(version_of(self.version())))

    def index(self) -> Index:
        """Return the index of names of the served version."""
        return self.once("index", lambda: Index(self._folder()))

    def entries(self, kind: str) -> Iterator[Entry]:
        """Yield what can be found of one kind, as the index was made of it."""
        yield from read((self._folder() / "names.jsonl"), kind)

    def every_entry(self) -> Iterator[Entry]:
        """Yield everything that can be found."""
        with (self._folder() / "names.jsonl").open(encoding="utf-8") as lines:
            yield from map(Entry.from_json, lines)

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules that the served version was checked against."""
        return self.once("rules", lambda: _rules(self._folder() / "rules.json"))

    def _folder(self) -> Path:
        return Versions(self.settings.build.dir).path(version_of(self.version())) / "index"


def _query(name: str, offset: int, terms: dict[str, str]) -> tuple[tuple[object, ...], str]:
    """Return by what a request knows a page query, and its text."""
    text = _text(name)
    if offset:
        text = text.replace("OFFSET 0", f"OFFSET {int(offset)}")
    return (name, offset, *sorted(terms.items())), text


@lru_cache(maxsize=256)
def _text(name: str) -> str:
    """Return the text of a page query; the files are those that the process began with."""
    return queries.text(name)


def _rules(file: Path) -> tuple[Rule, ...]:
    return tuple(Rule(**rule) for rule in json.loads(file.read_text(encoding="utf-8")))


def site() -> Site:
    """Return the site of the application that answers this request."""
    return cast("Site", current_app.extensions["site"])
