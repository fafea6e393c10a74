"""The download page and the list of a version's files: what there is, by what it is good for."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, Response, make_response, render_template, request
from flask_babel import gettext

from samgraf.dumps.listing import LICENCE, SUMS
from samgraf.errors import QueryRefused
from samgraf.store.versions import DUMPS, Versions
from samgraf.terms import BOUNDS, CONFIRMED, CORE, CURRENT, META, VOCAB

from . import dumps, negotiation
from .dates import number
from .downloads_told import format_of, holds
from .dumps import Dump
from .site import site

blueprint = Blueprint("downloads", __name__)

TABLES = "tables.zip"
_STEP = 1000
_SHOWN = (
    TABLES, "memberships.csv", "actors.csv", "names.csv", "codes.csv", "cooperations.csv",
    "fundings.csv", "events.csv", "sources.csv", "claims.csv", "datapackage.json",
    "csv-metadata.json", DUMPS[0], "samgraf.nq.zst", DUMPS[1], "default-graph.nt.zst",
    "samgraf.trig.gz", "samgraf.trig.zst", "samgraf.jsonld.gz", "samgraf.jsonld.zst",
    "samgraf-rdf12.nq.gz", "samgraf-rdf12.nq.zst", "who-says-rdf12.ttl.gz", "ontology.ttl",
    "shapes.ttl",
)  # fmt: skip
"""What the download page shows, with the networks of the last year; the list has the rest."""


@dataclass(frozen=True, slots=True)
class Row:
    """One dump as a page shows it."""

    dump: Dump
    holds: str
    format: str
    size: str
    count: int | None


@dataclass(frozen=True, slots=True)
class Group:
    """The files of one purpose, and how many more there are of it."""

    purpose: str
    title: str
    rows: Sequence[Row]
    more: int


@dataclass(frozen=True, slots=True)
class Past:
    """Another version whose files are at hand."""

    version: str
    day: str
    files: int
    size: str


@blueprint.get("/download")
def download() -> str:
    """Show what can be downloaded, and how to check, use and cite it."""
    here = site()
    manifest, versions = here.manifest(), Versions(here.settings.build.dir)
    found = dumps.named(versions, manifest["version"])
    first, merged = (found.get(name) for name in DUMPS)
    return render_template(
        "download.html",
        manifest=manifest,
        groups=[*_groups(found, _chosen(found))],
        files=len(found),
        size=in_bytes(sum(dump.size for dump in found.values())),
        first=first,
        merged=merged,
        folder=f"{dumps.PATH}{manifest['version']}/",
        complete=SUMS in found,
        past=[*_past(versions, manifest["version"])],
        graphs=[(iri, words, f"/store?graph={quote(iri, safe='')}") for iri, words in _graphs()],
        origin=here.settings.site.public_url or request.host_url.rstrip("/"),
        licence=LICENCE,
    )


@blueprint.get("/dumps/<version>/")
def listed(version: str) -> Response:
    """List the files of a version: as JSON to programs, as a page to browsers."""
    offers = ("application/json", "text/html")
    chosen = negotiation.best(request.headers.get("Accept", ""), offers)
    if chosen is None:
        raise QueryRefused("not-acceptable", "offered: " + ", ".join(offers))
    versions = Versions(site().settings.build.dir)
    found = dumps.named(versions, version)
    if not found:
        raise QueryRefused("not-found", "no version at hand is called so; see /download")
    day = str(versions.manifest(version)["data_date"])
    if chosen == "text/html":
        answer = make_response(_page(version, day, found))
    else:
        answer = make_response(_json(version, day, found))
        answer.headers["Content-Type"] = chosen
        answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Vary"] = "Accept"
    return answer


def _page(version: str, day: str, found: Mapping[str, Dump]) -> str:
    return render_template(
        "dumps.html",
        version=version,
        day=day,
        groups=[*_groups(found, found)],
        size=in_bytes(sum(dump.size for dump in found.values())),
        complete=SUMS in found,
    )


def _json(version: str, day: str, found: Mapping[str, Dump]) -> str:
    """Write what the version's own list says, with the address of each file."""
    files = [
        {
            "name": dump.name,
            "address": dump.address,
            "purpose": dump.told.purpose,
            "holds": dump.told.holds,
            "media_type": dump.told.media_type,
            "compression": dump.compression or None,
            "bytes": dump.size,
            "sha256": dump.sha256,
            "rows": dump.told.rows,
            "triples": dump.told.triples,
            "graph": dump.told.graph,
            "table": dump.told.table,
            "year": dump.told.year,
        }
        for dump in found.values()
    ]
    told = {"version": version, "data_date": day, "licence": LICENCE, "files": files}
    return json.dumps(told, indent=1) + "\n"


def _chosen(found: Mapping[str, Dump]) -> Mapping[str, Dump]:
    """Return what the download page shows, in its order."""
    last = max((dump.told.year or 0 for dump in found.values()), default=0)
    latest = [name for name, dump in found.items() if last and dump.told.year == last]
    return {name: found[name] for name in (*_SHOWN, *latest, SUMS) if name in found}


def _groups(found: Mapping[str, Dump], chosen: Mapping[str, Dump]) -> Iterator[Group]:
    for purpose, title in _purposes().items():
        all_of = [dump for dump in found.values() if dump.told.purpose == purpose]
        rows = [_row(dump) for dump in chosen.values() if dump.told.purpose == purpose]
        if all_of:
            yield Group(purpose, title, rows, len(all_of) - len(rows))


def _row(dump: Dump) -> Row:
    count = dump.told.triples if dump.told.rows is None else dump.told.rows
    words, form = holds(dump.told), format_of(dump)
    return Row(dump, words, form, in_bytes(dump.size), count)


def _purposes() -> dict[str, str]:
    return {
        "tables": gettext("Tables for Excel, R or pandas"),
        "graph": gettext("The graph for a triple store"),
        "networks": gettext("Networks for Gephi, igraph or networkx, year by year"),
        "model": gettext("The ontology and the rules"),
        "sources": gettext("What each source says, by itself"),
        "sums": gettext("To check the others"),
    }


def _past(versions: Versions, now: str) -> Iterator[Past]:
    """Yield the other versions at hand, the newest first."""
    for version in sorted(versions.all(), reverse=True):
        found = dumps.of(versions, version) if version != now else ()
        if found:
            size = in_bytes(sum(dump.size for dump in found))
            day = str(versions.manifest(version)["data_date"])
            yield Past(version, day, len(found), size)


def in_bytes(size: int) -> str:
    """Write a number of bytes as the reader does."""
    amount, unit = float(size), "B"
    for larger in ("kB", "MB", "GB"):
        if amount < _STEP:
            break
        amount, unit = amount / _STEP, larger
    told = number(size) if unit == "B" else number(f"{amount:.1f}")
    return f"{told}\N{NO-BREAK SPACE}{unit}"


def _graphs() -> list[tuple[str, str]]:
    return [
        (str(CORE), gettext("the editors' reading: actors, relations, events, programmes")),
        (str(VOCAB), gettext("the ontology and the code lists")),
        (
            str(CURRENT),
            gettext("derived: who is a member of what, and works with whom, on the data date"),
        ),
        (str(CONFIRMED), gettext("derived: the part of it that was seen lately")),
        (str(BOUNDS), gettext("derived: the four bounds of each relation in time")),
        (str(META), gettext("when each address was published or replaced")),
    ]
