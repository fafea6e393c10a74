"""How to cite a thing, a code or the whole data set: as text, BibTeX, RIS and CSL-JSON.

There is no clock in a citation: it tells the day that the data speak for, and leaves the day of
access to who cites.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, request
from flask_babel import gettext as _

from samgraf.errors import StoreError
from samgraf.store.names import version_of
from samgraf.store.versions import Versions
from samgraf.terms import BASE

from . import references, subject
from .cited import called
from .references import Reference
from .site import site
from .things import known

blueprint = Blueprint("citing", __name__)

_LONGEST = 60  # characters of a version that a page repeats
DATASET = "dataset"
"""What the whole data set is called in the addresses of citations."""

_TITLE = "Samgraf: who works with whom in the Nordic public sector"
_OF_ALL = ("/", "/download")
"""The pages that are about the whole data set."""

_WRITTEN: Mapping[str, tuple[str, str, Callable[[Reference], str]]] = {
    "bib": ("BibTeX", "application/x-bibtex", references.bibtex),
    "ris": ("RIS", "application/x-research-info-systems", references.ris),
    "json": ("CSL-JSON", "application/vnd.citationstyles.csl+json", references.csl),
    "txt": ("Text", "text/plain", references.sentence),
}
"""By the endings of files: what a form is called, its media type, and who writes it."""


@dataclass(frozen=True, slots=True)
class Citation:
    """What a page shows of its citation: the sentence, the entry for LaTeX, and the files."""

    sentence: str
    bibtex: str
    files: tuple[tuple[str, str], ...]


def citation() -> Citation | None:
    """Return how to cite what this request's page is about; None where that is no data."""
    about = subject.current()
    if about is None:
        return dataset_citation() if request.path in _OF_ALL else None
    return shown(_reference_of(about), about.cite)


def other_version() -> str:
    """Return the version that a cited address names, where this page shows another one."""
    asked = request.args.get("version", "")[:_LONGEST]
    return asked if asked and asked != site().version() else ""


def at_hand(version: str) -> bool:
    """Say whether a version is one of those at hand, so that a page tells of it."""
    try:
        return version_of(version) in Versions(site().settings.build.dir).all()
    except StoreError:
        return False


def dataset_citation() -> Citation:
    """Return how to cite the whole data set."""
    return shown(_whole(), f"/cite/{DATASET}")


@blueprint.get("/cite/<path:path>.<ending>")
def cite(path: str, ending: str) -> Response:
    """Give a citation as a file."""
    if ending not in _WRITTEN:
        abort(404)
    return written(_whole() if path == DATASET else _reference_of(_named(path)), ending)


def written(reference: Reference, ending: str) -> Response:
    """Give a reference as a file of one ending, or say that there is none."""
    if ending not in _WRITTEN:
        abort(404)
    _name, media_type, write = _WRITTEN[ending]
    answer = make_response(write(reference))
    answer.headers["Content-Type"] = f"{media_type}; charset=utf-8"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _named(path: str) -> subject.Subject:
    """Return the thing or code of a path such as ``actor/dk-vejle`` or ``code/topic/culture``."""
    kind, _slash, rest = path.partition("/")
    return subject.show(known(f"code/{rest}" if kind == "code" else f"id/{path}"))


def shown(reference: Reference, path: str, given: Mapping[str, str] | None = None) -> Citation:
    """Return what a page shows of a reference whose files are below a path.

    ``given`` are the values that the files depend on; by default the day of the page is.
    """
    kept = _kept(("lang", "on"), given)
    names = {ending: name for ending, (name, _type, _write) in _WRITTEN.items()}
    names["txt"] = _("Text")
    files = tuple((name, f"{path}.{ending}{kept}") for ending, name in names.items())
    return Citation(references.sentence(reference).rstrip(), references.bibtex(reference), files)


def _reference_of(about: subject.Subject) -> Reference:
    day, name, told = _day(), called(about, "en"), called(about)
    title = f"{name} on {day}" if day else name
    told = _("%(name)s on %(day)s", name=told, day=day) if day else told
    return _reference(title, told, subject.ascii_of(about.iri), about.page)


def _whole() -> Reference:
    told = _("Samgraf: who works with whom in the Nordic public sector")
    return _reference(_TITLE, told, BASE, "/")


def _reference(title: str, told: str, iri: str, page: str) -> Reference:
    version = site().version()
    asked = urlencode({"version": version} | ({"on": _day()} if _day() else {}))
    return Reference(
        key="samgraf:" + (iri.removeprefix(BASE).removeprefix("id/") or DATASET),
        title=title,
        told=told,
        version=version,
        data_date=date.fromisoformat(site().manifest()["data_date"]),
        iri=iri,
        address=f"{site().origin()}{page}?{asked}",
        whole=iri == BASE,
    )


def _day() -> str:
    """Return the day that the page shows, '' for the data date."""
    try:
        return date.fromisoformat(request.args.get("on", "")).isoformat()
    except ValueError:
        return ""


def _kept(names: tuple[str, ...], given: Mapping[str, str] | None) -> str:
    """Write those parameters of this request, or given ones, that a citation depends on."""
    if given is None:
        kept = {name: request.args[name] for name in names if request.args.get(name)}
    else:
        lang = request.args.get("lang", "")
        kept = {**given, **({"lang": lang} if lang else {})}
    return f"?{urlencode(kept)}" if kept else ""
