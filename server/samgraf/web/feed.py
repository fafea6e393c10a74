"""``/changes.atom``: versions and what they changed, for readers of feeds (RFC 4287, RFC 5005).

There is no clock in it: an entry is dated with the day that the data of its version speak for.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, abort, make_response, render_template

from samgraf.differences import history, telling
from samgraf.terms import canonical

from .addresses import local
from .asked import number
from .changed import Changed, Pair, changed
from .changes import validated
from .seen import seen
from .site import site

blueprint = Blueprint("feed", __name__)

VERSIONS = 20
"""The newest versions are told in the feed; ``/versions`` has all."""

THINGS = 100
"""Changed things of one version that have an entry; its own entry says how many there are."""

PART = 50
"""Entries of one document."""


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry: a permanent identifier, a day, where it is told, and words."""

    iri: str
    title: str
    day: str
    link: str
    text: str

    @property
    def updated(self) -> str:
        """The day as a moment."""
        return f"{self.day}T00:00:00Z"


@blueprint.get("/changes.atom")
def atom() -> Response:
    """Give the feed, or one of its further documents (``page=``)."""
    here = changed()
    entries = [*_entries(here)]
    count, page = max(1, -(-len(entries) // PART)), number("page", 1)
    if page > count:
        abort(404)
    shown = entries[PART * (page - 1) : PART * page]
    others = {"first": 1, "previous": page - 1, "next": page + 1, "last": count}
    text = render_template(
        "changes.atom.xml",
        iri=canonical("changes.atom"),
        origin=site().origin(),
        entries=shown,
        updated=shown[0].updated if shown else "1970-01-01T00:00:00Z",
        page=_address(page),
        others=[(name, _address(n)) for name, n in others.items() if 1 <= n <= count],
        older=max(0, len(history.sequence(here.versions)) - VERSIONS),
    )
    answer = make_response(text)
    answer.headers["Content-Type"] = "application/atom+xml; charset=utf-8"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return validated(answer)


def _address(page: int) -> str:
    return "/changes.atom" + (f"?page={page}" if page > 1 else "")


def _entries(here: Changed) -> Iterator[Entry]:
    """Yield an entry for each version and for its changed things, the newest first."""
    for name, pair, summary in here.chain(VERSIONS):
        day, iri = history.date_of(here.versions, name), canonical(f"versions/{name}")
        if pair is None:
            text = "The first version at hand."
        elif summary is None:
            text = f"Not compared with {pair.old} yet: {pair.path} does it."
        else:
            text = _counted(pair, summary)
        yield Entry(iri, f"Version {name}", day, f"/versions/{name}", text)
        if summary and pair:
            yield from _things(pair, summary, day, iri)


def _counted(pair: Pair, summary: dict[str, object]) -> str:
    told = "; ".join(telling.numbers(summary))
    return f"Since {pair.old}: {told}. All of it: {pair.path}"


def _things(pair: Pair, summary: dict[str, object], day: str, version: str) -> Iterator[Entry]:
    for line in [*telling.lines(summary)][:THINGS]:
        iri = f"{version}#{quote(telling.short(line.iri), safe='')}"
        gone = "no longer there" in line.told
        link = pair.path if gone else local(line.iri) or pair.path
        yield Entry(iri, seen(line.name), day, link, seen("; ".join(line.told) or "changed"))
