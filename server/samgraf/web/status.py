"""The status page: what is served, what is at hand, how much it holds and lacks; never kept."""

from dataclasses import dataclass
from time import monotonic

from flask import Blueprint, Response, current_app, make_response, render_template
from flask_babel import gettext

from samgraf.errors import StoreError
from samgraf.store import federation
from samgraf.store.versions import Versions

from .about import by_country
from .quality import actors_of_today
from .site import site
from .words import words

blueprint = Blueprint("status", __name__)

BEGAN = "began"
"""The extension that holds when this web process began, by a clock that never goes back."""

Statistics = dict[str, list[list[str]]]
_MOST_VERSIONS = 12
_MINUTE, _HOUR, _DAY = 60, 3600, 86400


@dataclass(frozen=True, slots=True)
class AtHand:
    """One version at hand; without a store it can be downloaded and not queried."""

    name: str
    data_date: str
    quads: int
    stored: bool


@blueprint.get("/status")
def status() -> Response:
    """Show what is served and how it stands."""
    here = site()
    manifest = here.manifest()
    page = render_template(
        "status.html",
        manifest=manifest,
        state=here.version(),
        uptime=in_words(monotonic() - current_app.extensions[BEGAN]),
        versions=_at_hand(Versions(here.settings.build.dir)),
        actors=actors_of_today(here, manifest["statistics"]),
        others=_others(manifest["statistics"]),
        gaps=by_country(here, manifest["statistics"]),
        asked=here.settings.federation.allow,
        unasked=federation.off(here.pool.run_dir),
    )
    answer = make_response(page)
    answer.headers["Cache-Control"] = "no-store"
    return answer


def in_words(seconds: float) -> str:
    """Write how long something has lasted, in its two largest units."""
    whole = int(seconds)
    if whole >= _DAY:
        return str(gettext("%(d)s d %(h)s h", d=whole // _DAY, h=whole % _DAY // _HOUR))
    if whole >= _HOUR:
        return str(gettext("%(h)s h %(m)s min", h=whole // _HOUR, m=whole % _HOUR // _MINUTE))
    return str(gettext("%(m)s min %(s)s s", m=whole // _MINUTE, s=whole % _MINUTE))


def _at_hand(versions: Versions) -> list[AtHand]:
    found = []
    for name in reversed(versions.all()[-_MOST_VERSIONS:]):
        try:
            told = versions.manifest(name)
        except StoreError:  # it was removed meanwhile
            continue
        stored = (versions.path(name) / "store").is_dir()
        found.append(AtHand(name, told["data_date"], int(told["quads"]), stored))
    return found


def _others(statistics: Statistics) -> list[tuple[str, int]]:
    """Count relations, claims and sources."""
    rows = (*statistics["relations"], *statistics["evidence"])
    return [(words(kind), int(count)) for kind, count, *_ in rows]
