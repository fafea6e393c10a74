"""Reports on what someone brings, for people and for machines, all made from one ``Report``."""

from collections.abc import Callable, Mapping

from samgraf.errors import Misuse
from samgraf.findings import LANGUAGES, Report

from .annotations import as_annotations
from .document import as_json
from .page import as_page
from .plain import as_text
from .sarif import as_sarif
from .turtle import as_turtle

__all__ = ["FORMS", "MEDIA_TYPES", "render"]

_RENDERERS: Mapping[str, Callable[[Report, str], str]] = {
    "text": as_text,
    "json": as_json,
    "turtle": as_turtle,
    "sarif": as_sarif,
    "github": as_annotations,
    "html": as_page,
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

FORMS = tuple(_RENDERERS)


def render(report: Report, form: str = "text", language: str = "en") -> str:
    """Return a report in one form; it ends with a line feed.

    Raise ``Misuse`` for a form that is not one of ``FORMS`` or a language not of ``LANGUAGES``.
    """
    if form not in _RENDERERS:
        raise Misuse(f"a report as {form}: no such form; known are {', '.join(FORMS)}")
    if language not in LANGUAGES:
        raise Misuse(f"a report in {language}: not there; known are {', '.join(LANGUAGES)}")
    return _RENDERERS[form](report, language)
