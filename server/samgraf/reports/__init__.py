"""Reports on what someone brings, for people and for machines, all made from one ``Report``."""

from collections.abc import Callable, Mapping

from samgraf.errors import Misuse
from samgraf.findings import LANGUAGES, Report

from .annotations import as_annotations
from .document import as_json
from .lines import Lines, lines_of
from .page import as_page
from .plain import as_text
from .sarif import as_sarif
from .turtle import as_turtle

__all__ = ["FORMS", "MEDIA_TYPES", "lines_of", "render"]

_FOR_PEOPLE: Mapping[str, Callable[[Report, str, Lines], str]] = {
    "text": as_text,
    "html": as_page,
}
_FOR_MACHINES: Mapping[str, Callable[[Report, str], str]] = {
    "json": as_json,
    "turtle": as_turtle,
    "sarif": as_sarif,
    "github": as_annotations,
}

MEDIA_TYPES: Mapping[str, str] = {
    "text": "text/plain",
    "json": "application/json",
    "turtle": "text/turtle",
    "sarif": "application/sarif+json",
    "github": "text/plain",
    "html": "text/html",
}
"""The media type of each form, without parameters; all of them are UTF-8."""

FORMS = tuple(MEDIA_TYPES)


def render(
    report: Report, form: str = "text", language: str = "en", lines: Lines | None = None
) -> str:
    """Return a report in one form; it ends with a line feed.

    ``lines``, by the name of each file, are shown to people under what is told of them. Raise
    ``Misuse`` for a form that is not one of ``FORMS`` or a language not of ``LANGUAGES``.
    """
    if form not in FORMS:
        raise Misuse(f"a report as {form}: no such form; known are {', '.join(FORMS)}")
    if language not in LANGUAGES:
        raise Misuse(f"a report in {language}: not there; known are {', '.join(LANGUAGES)}")
    if form in _FOR_PEOPLE:
        return _FOR_PEOPLE[form](report, language, lines or {})
    return _FOR_MACHINES[form](report, language)
