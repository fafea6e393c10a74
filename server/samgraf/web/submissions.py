"""``/validate``: facts that a stranger brings, checked in a child of their own; nothing is kept.

A browser gets a form, and the report above it; a client posts a file and gets the report in the
format that it asks for.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from flask import Blueprint, Response, current_app, make_response, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from samgraf import reports
from samgraf.contributions import apart
from samgraf.contributions.apart import File
from samgraf.contributions.caps import exceeded, for_guests
from samgraf.contributions.headers import OURS
from samgraf.errors import LimitExceeded, Misuse, QueryRefused, SamgrafError, StoreError
from samgraf.findings import LANGUAGES, Report
from samgraf.limits import Caps, Limits
from samgraf.reports import page
from samgraf.store.names import version_of
from samgraf.store.turns import Turns
from samgraf.store.versions import Versions
from samgraf.tables.catalogue import TABLES

from . import negotiation, problems, troubles
from .addresses import local
from .languages import reader, told
from .site import site

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
BESIDE_KIB = 64
"""KiB of a form beside its files: its fields and the borders between its parts."""
NOTHING = "There is nothing to check: choose a file, or paste a text."
"""What somebody is told who sends nothing."""

_OWN = "too-many-queries"
_PASTED = "pasted text"
_LESS = "send less at once"
_AS = ("name it with --as,", "paste its text and choose the syntax beside the text,")
ON_A_PAGE = {
    "input-too-large": "Send less at once: a part of the rows or statements, then the next part.",
    "busy": "Wait a few seconds and press Check again.",
    _OWN: "Wait until what you sent before is checked and press Check again.",
    "unavailable": "Wait a few seconds and press Check again.",
    "language": "Choose the language beside the button.",
}
"""What somebody with a browser does next, where the reason does not say it."""


class Desk:
    """Room for so many contributions at once in this process; some more wait for it a little."""

    def __init__(self, caps: Caps, limits: Limits) -> None:
        """Keep the caps; contributions wait in turns, as many and as long as queries do."""
        self.caps = caps
        waiting, of_one = limits.waiting, limits.waiting_per_client
        self._turns = Turns(caps.slots, caps.slots, waiting, of_one, limits.queue_seconds)

    @contextmanager
    def place(self, client: str) -> Iterator[None]:
        """Wait for a place; raise ``QueryRefused`` if none becomes free in time."""
        try:
            self._turns.take(client)
        except QueryRefused as refusal:
            whose = "of yours are checked or wait" if refusal.kind == _OWN else "are being checked"
            said = f"as many contributions as possible {whose}"
            raise QueryRefused(refusal.kind, said) from refusal
        try:
            yield
        finally:
            self._turns.free(client)


@dataclass(frozen=True, slots=True)
class _Sent:
    """What a form was sent with, so that it comes back as it was."""

    text: str = ""
    syntax: str = "turtle"
    language: str = LANGUAGES[0]


@blueprint.get("/validate")
def form() -> Response:
    """Show the form."""
    try:
        return make_response(_page(_Sent(language=_language())))
    except QueryRefused as error:
        return _refused(error.kind, error.detail, "html", _Sent())


@blueprint.post("/validate")
def validate() -> Response:
    """Check what was sent; answer with a report, or with the reason why there is none."""
    wanted = _wanted()
    try:
        sent = _sent()
    except RequestEntityTooLarge:
        return _too_large(exceeded("request", "file_mib", _desk().caps, _LESS), wanted, _Sent())
    try:
        sent = replace(sent, language=_language())
        files = _files()
        return _reported(_checked(files), files, wanted, sent)
    except Misuse as error:
        said = str(error).replace(*_AS) if wanted == "html" else str(error)
        return _refused("input-refused", said, wanted, sent)
    except LimitExceeded as error:
        return _too_large(error, wanted, sent)
    except StoreError as error:
        return _refused("unavailable", str(error), wanted, sent)
    except QueryRefused as error:
        return _refused(error.kind, error.detail, wanted, sent)
    except SamgrafError as error:
        return _refused("check-failed", str(error), wanted, sent)


def _sent() -> _Sent:
    """Read the whole request, and note what the form held."""
    request.max_content_length = (_desk().caps.file_mib << 20) + (BESIDE_KIB << 10)
    if request.mimetype not in _FORMS:
        request.get_data()
        return _Sent()
    return _Sent(request.form.get("text", ""), request.form.get("as", "turtle"))


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
    if asked and asked not in LANGUAGES:
        raise QueryRefused("language", f"lang={asked[:20]}: known are {', '.join(LANGUAGES)}")
    return asked or reader()


def _checked(files: list[File]) -> Report:
    desk = _desk()
    if not any(file.content.strip() for file in files):
        raise Misuse(NOTHING)
    with desk.place(request.remote_addr or ""):
        here = site()
        version = Versions(here.settings.build.dir).path(version_of(here.version()))
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


def _reported(report: Report, files: list[File], form: str, sent: _Sent) -> Response:
    """Answer with a report; with a page of the site if it is for a browser."""
    lines = reports.lines_of((file.name, file.content) for file in files)
    if form == "html":
        body = _page(sent, page.fragment(report, sent.language, lines, local))
    else:
        body = reports.render(report, form, sent.language, lines)
    answer = make_response(body, 400 if report.refused else 200)
    answer.headers["Content-Type"] = f"{reports.MEDIA_TYPES[form]}; charset=utf-8"
    answer.headers["Content-Language"] = sent.language
    answer.headers["Vary"] = "Accept, Accept-Language"
    answer.headers["Cache-Control"] = "no-store"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def _page(sent: _Sent, found: str = "", problem: tuple[str, ...] = ()) -> str:
    return render_template(
        "validate.html",
        found=found,
        problem=problem,
        sent=sent,
        report_languages=LANGUAGES,
        syntaxes=SYNTAXES,
        tables=[table for name, table in sorted(TABLES.items()) if name not in OURS],
        caps=_desk().caps,
    )


def _too_large(error: LimitExceeded, wanted: str, sent: _Sent) -> Response:
    detail = for_guests(error) if wanted == "html" else str(error)
    return _refused("input-too-large", detail, wanted, sent)


def _refused(kind: str, detail: str, wanted: str, sent: _Sent) -> Response:
    """Answer why there is no report: the form as it was sent, or a problem document (RFC 9457)."""
    problem = problems.build(kind, detail, site().settings.limits)
    if wanted == "text" and troubles.form() == "text":
        return Response(problem.text(), problem.status, list(problem.headers), "text/plain")
    if wanted != "html":
        media_type = "application/problem+json"
        return Response(problem.json(), problem.status, list(problem.headers), media_type)
    title, advice = told(problems.STATUS[kind][1]), told(ON_A_PAGE.get(kind, ""))
    answer = make_response(_page(sent, problem=(title, detail, advice)), problem.status)
    answer.headers.extend(problem.headers)
    return answer
