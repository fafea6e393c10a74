"""What every page needs: the pool, the served version, and problems in words."""

import json
from dataclasses import dataclass, field
from typing import Any, cast

from flask import Response, current_app, make_response, render_template, request

from samgraf import queries
from samgraf.config import Settings
from samgraf.errors import QueryRefused
from samgraf.findings import Rule
from samgraf.linking.search import Index
from samgraf.store.names import version_of
from samgraf.store.pool import Pool, Term
from samgraf.store.versions import Versions

from .bridge import VERSION
from .kinds import ADVICE, STATUS

Rows = list[dict[str, Term]]


@dataclass(slots=True)
class Site:
    """The query pool and what is read once for each served version.

    Threads share it, and at a new version one may replace what another has just read.
    """

    pool: Pool
    settings: Settings
    _manifests: dict[str, dict[str, Any]] = field(default_factory=dict)
    _indexes: dict[str, Index] = field(default_factory=dict)
    _rules: dict[str, tuple[Rule, ...]] = field(default_factory=dict)

    def version(self) -> str:
        """Return the version that this request is answered from, from its beginning to its end."""
        return str(request.environ[VERSION])

    def rows(self, name: str, **terms: str) -> Rows:
        """Run a page query with its values bound as N-Triples terms."""
        return self.pool.table(queries.text(name), self.version(), **terms)

    def graph(self, name: str, media_type: str, **terms: str) -> bytes:
        """Return the graph of a page query in a media type."""
        return self.pool.graph(queries.text(name), media_type, self.version(), **terms)

    def manifest(self) -> dict[str, Any]:
        """Return the manifest of the served version."""
        version = self.version()
        found = self._manifests.get(version)
        if found is None:
            found = Versions(self.settings.build.dir).manifest(version_of(version))
            self._manifests = {version: found}
        return found

    def index(self) -> Index:
        """Return the index of names of the served version."""
        version = self.version()
        found = self._indexes.get(version)
        if found is None:
            folder = Versions(self.settings.build.dir).path(version_of(version))
            found = Index(folder / "index")
            self._indexes = {version: found}
        return found

    def rules(self) -> tuple[Rule, ...]:
        """Return the rules that the served version was checked against."""
        version = self.version()
        found = self._rules.get(version)
        if found is None:
            folder = Versions(self.settings.build.dir).path(version_of(version))
            told = json.loads((folder / "index" / "rules.json").read_text(encoding="utf-8"))
            found = tuple(Rule(**rule) for rule in told)
            self._rules = {version: found}
        return found


def site() -> Site:
    """Return the site of the application that answers this request."""
    return cast("Site", current_app.extensions["site"])


def refused(error: QueryRefused) -> Response:
    """Answer with a page that says what is wrong and what to do."""
    status, title = STATUS.get(error.kind, STATUS["engine-failure"])
    page = render_template(
        "problem.html", title=title, detail=error.detail, advice=ADVICE.get(error.kind, "")
    )
    answer = make_response(page, status)
    answer.headers["Cache-Control"] = "no-store"
    if error.kind in ("busy", "unavailable"):
        answer.headers["Retry-After"] = "2"
    return answer
