"""``/validate``: facts that a stranger brings, checked in a child of their own; nothing is kept.

A browser gets a form, and the report above it; a client posts a file and gets the report in the
format that it asks for.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO

from flask import Blueprint, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from samgraf import reports
from samgraf.contributions import apart
from samgraf.contributions.apart import File
from samgraf.contributions.caps import exceeded
from samgraf.errors import LimitExceeded, Misuse, QueryRefused, StoreError
from samgraf.findings import LANGUAGES, Report
from samgraf.limits import Caps
from samgraf.reports import page
from samgraf.reports.style import STYLE
from samgraf.store.versions import Versions

from . import negotiation, problems
from .site import refused, site

blueprint = Blueprint("submissions", __name__)

SYNTAXES = {
    "turtle": "text/turtle",
    "n-triples": "application/n-triples",
    "trig": "application/trig",
    "n-quads": "application/n-quads",
    "json-ld": "application/ld+json",
    "rdf-xml": "application/rdf+xml",
    "csv": "text/csv",
}
"""What can be brought, and the media type of each."""

_FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
_OFFERS = {reports.MEDIA_TYPES[form]: form for form in ("text", "json", "turtle", "sarif", "html")}
_BESIDE_KIB = 64  # of a form: its fields and the borders between its parts
_DRAINED_MIB = 64
_PASTED = "pasted text"


class Desk:
    """Room for so many contributions at once in this process."""

    def __init__(self, caps: Caps) -> None:
        """Keep the caps."""
        self.caps = caps
        self._free = threading.BoundedSemaphore(caps.slots)

    @contextmanager
    def place(self) -> Iterator[None]:
        """Take a place, or refuse at once."""
        if not self._free.acquire(blocking=False):
            raise QueryRefused("busy", "as many contributions as possible are being checked")
        try:
            yield
        finally:
            self._free.release()


@blueprint.get("/validate")
def form() -> str:
    """Show the form."""
    return _page(None, _language(), "", "turtle")


@blueprint.post("/validate")
def validate() -> Response:
    """Check what was sent; answer with a report, or with the reason why there is none."""
    wanted = _wanted()
    try:
        return _reported(_checked(), wanted)
    except Misuse as error:
        return _refused("input-refused", str(error), wanted)
    except RequestEntityTooLarge:
        _drain(request.environ["wsgi.input"])
        too_large = exceeded("request", "file_mib", _desk().caps, "send less at once")
        return _refused("input-too-large", str(too_large), wanted)
    except LimitExceeded as error:
        return _refused("input-too-large", str(error), wanted)
    except StoreError as error:
        return _refused("unavailable", str(error), wanted)
    except QueryRefused as error:
        return _refused(error.kind, error.detail, wanted)


def _drain(body: IO[bytes]) -> None:
    """Read the rest of what is too large, since few clients listen before all is sent.

    Beyond a bound the connection is simply closed.
    """
    for _ in range(_DRAINED_MIB):
        if not body.read(1 << 20):
            return


def _desk() -> Desk:
    desk: Desk = current_app.extensions["desk"]
    return desk


def _wanted() -> str:
    """Return the format of the report, by ``format`` or else by ``Accept``."""
    named = request.args.get("format")
    if named is not None:
        if named not in reports.FORMS:
            raise QueryRefused("not-acceptable", f"offered: {', '.join(reports.FORMS)}")
        return named
    media_type = negotiation.best(request.headers.get("Accept", ""), tuple(_OFFERS))
    if media_type is None:
        raise QueryRefused("not-acceptable", "offered: " + ", ".join(_OFFERS))
    return _OFFERS[media_type]


def _language() -> str:
    """Return the language of the report, by ``lang`` or else by ``Accept-Language``."""
    asked = request.values.get("lang", "")
    if asked in LANGUAGES:
        return asked
    return request.accept_languages.best_match(LANGUAGES, LANGUAGES[0])


def _checked() -> Report:
    desk = _desk()
    request.max_content_length = (desk.caps.file_mib << 20) + (_BESIDE_KIB << 10)
    files = _files()
    if not any(file.content.strip() for file in files):
        raise Misuse("there is nothing to check: send a file, or paste a text")
    with desk.place():
        here = site()
        version = Versions(here.settings.build.dir).path(here.pool.version())
        return apart.check(files, version, desk.caps)


def _files() -> list[File]:
    """Read the files of a request: a form's, or the one that is its body."""
    if request.mimetype not in _FORMS:
        return [File("request", request.get_data(), _syntax(request.mimetype))]
    files = [
        File(upload.filename, upload.read())
        for upload in request.files.getlist("file")
        if upload.filename
    ]
    text = request.form.get("text", "")
    if text.strip():
        files.append(File(_PASTED, text.encode(), request.form.get("as", "turtle")))
    return files


def _syntax(media_type: str) -> str:
    """Return the syntax of a body; it is told, never guessed."""
    for syntax, known in SYNTAXES.items():
        if media_type == known:
            return syntax
    raise QueryRefused("media-type", "send one of: " + ", ".join((*SYNTAXES.values(), *_FORMS)))


def _reported(report: Report, form: str) -> Response:
    """Answer with a report; with a page of the site if it is for a browser."""
    language = _language()
    if form == "html":
        text = request.form.get("text", "") if request.mimetype in _FORMS else ""
        body = _page(report, language, text, request.form.get("as", "turtle"))
    else:
        body = reports.render(report, form, language)
    answer = make_response(body, 400 if report.refused else 200)
    answer.headers["Content-Type"] = f"{reports.MEDIA_TYPES[form]}; charset=utf-8"
    answer.headers["Content-Language"] = language
    answer.headers["Vary"] = "Accept, Accept-Language"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _page(report: Report | None, language: str, text: str, syntax: str) -> str:
    return render_template(
        "validate.html",
        found=None if report is None else page.fragment(report, language, {}),
        style=STYLE,
        language=language,
        languages=LANGUAGES,
        syntaxes=SYNTAXES,
        text=text,
        syntax=syntax,
        caps=_desk().caps,
    )


def _refused(kind: str, detail: str, wanted: str) -> Response:
    """Answer why there is no report: a page, or a problem document (RFC 9457)."""
    if wanted == "html":
        return refused(QueryRefused(kind, detail))
    problem = problems.build(kind, detail, site().settings.limits)
    return Response(problem.body, problem.status, list(problem.headers))
