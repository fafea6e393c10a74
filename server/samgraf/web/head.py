"""The links in the head of a page: its canonical IRI, its other formats, its other languages."""

from urllib.parse import quote, urlencode

from flask import request

from samgraf.terms import ID

from . import profiles, subject
from .languages import LANGUAGES
from .site import site
from .subject import DATA

_NOT_KEPT = ("lang", "version")


def canonical() -> str:
    """Return the one address of what this page shows; its own, without a language, otherwise."""
    about = subject.current()
    return subject.ascii_of(about.iri) if about else _here()


def formats() -> list[tuple[str, str]]:
    """Return media type and address of each form of what this page is about."""
    about = subject.current()
    if about is None:
        return []
    kind = "actor" if about.iri.startswith(f"{ID}actor/") else ""
    views = [profiles.addresses(about, one)[0] for one in profiles.offered(kind)[1:]]
    return [*((t, f"{about.data}.{e}") for e, t in DATA.items()), *views]


def translations() -> list[tuple[str, str]]:
    """Return language and absolute address of this page in each language, and in no certain one."""
    found = [(code, _here(("lang", code))) for code, _name in LANGUAGES]
    return [*found, ("x-default", _here())]


def _here(*more: tuple[str, str]) -> str:
    """Return the absolute address of this page without its language or version, and with more."""
    kept = [
        (name, value) for name, value in request.args.items(multi=True) if name not in _NOT_KEPT
    ]
    asked = urlencode([*kept, *more])
    return site().origin() + quote(request.path) + (f"?{asked}" if asked else "")
