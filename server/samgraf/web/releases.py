"""The versions at hand: a list, and a page for each, also where only its files are left."""

from dataclasses import dataclass
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, render_template, request

from samgraf.differences import history
from samgraf.errors import QueryRefused, StoreError
from samgraf.store.names import version_of
from samgraf.store.versions import Versions

from . import dumps, negotiation
from .changed import Pair, changed
from .changes import shown_thing, validated
from .downloads import in_bytes
from .dumps import Dump
from .site import site

blueprint = Blueprint("releases", __name__)

_OFFERS = ("text/html", "application/json")
_MOST = 200
_SHOWN = 20
_NAMED = 60
SERVED, STORED, FILES = "served", "stored", "files"
"""The states of a version: it answers, it can be made to, or only its files are left."""


@dataclass(frozen=True, slots=True)
class Release:
    """A version at hand."""

    name: str
    manifest: dict[str, Any]
    state: str
    pair: Pair | None
    """The version before it, and itself."""
    summary: dict[str, Any] | None
    """What changed between the two, where that was made already."""
    files: tuple[Dump, ...]

    def told(self) -> dict[str, Any]:
        """Write it for programs."""
        kept = ("data_date", "quads", "triples", "graphs", "dump_sha256", "from")
        files = [
            {"address": file.address, "sha256": file.sha256, "bytes": file.size}
            for file in self.files
        ]
        return {
            "version": self.name,
            **{name: self.manifest[name] for name in kept if name in self.manifest},
            "state": self.state,
            "before": self.pair.old if self.pair else None,
            "changes": self.pair.path if self.pair else None,
            "files": files,
        }


@blueprint.get("/versions")
def versions() -> Response:
    """List the versions at hand, the newest first."""
    names = history.sequence(changed().versions)
    found = [release for name in reversed(names[-_MOST:]) if (release := _release(name))]
    if _wanted() == _OFFERS[1]:
        told = {"count": len(names), "versions": [release.told() for release in found]}
        return _open(jsonify(told))
    page = render_template("versions.html", releases=found, total=len(names), most=_MOST)
    return validated(make_response(page))


@blueprint.get("/versions/<version>")
def version(version: str) -> Response:
    """Show one version: what it holds, its files, and what it changed."""
    release = _release(version)
    if release is None:
        at_hand = ", ".join(history.sequence(changed().versions)[-_SHOWN:])
        told = f"no version {version[:_NAMED]!r}; at hand: {at_hand}"
        raise QueryRefused("not-found", told)
    if _wanted() == _OFFERS[1]:
        return _open(jsonify(release.told()))
    summary = release.summary or {"list": [], "names": {}}
    things = [shown_thing(thing, summary["names"]) for thing in summary["list"][:_SHOWN]]
    page = render_template(
        "version.html", release=release, things=things, total=len(summary["list"]), size=in_bytes
    )
    return validated(make_response(page))


def _release(name: str) -> Release | None:
    """Return a version with all that is told of it; None where there is none."""
    here: Versions = changed().versions
    if name not in here.all():
        return None
    try:
        manifest = here.manifest(name)
    except StoreError:  # it was removed meanwhile
        return None
    stored = (here.path(name) / "store").is_dir()
    served = name == version_of(site().version())
    state = SERVED if served else STORED if stored else FILES
    old = history.before(here, name)
    pair = Pair(old, name) if old else None
    made = changed().kept(pair) if pair else None
    summary = made.summary() if made else None
    return Release(name, manifest, state, pair, summary, dumps.of(here, name))


def _wanted() -> str:
    chosen = negotiation.best(request.headers.get("Accept", ""), _OFFERS)
    if chosen is None:
        raise QueryRefused("not-acceptable", "offered: " + ", ".join(_OFFERS))
    return chosen


def _open(answer: Response) -> Response:
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return validated(answer)
