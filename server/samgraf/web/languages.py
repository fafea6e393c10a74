"""The languages of the interface: which one a reader wants, and links that keep it."""

from urllib.parse import urlencode

from flask import g, has_request_context, request

from . import negotiation

LANGUAGES = (
    ("en", "English"),
    ("da", "Dansk"),
    ("nb", "Norsk bokmål"),
    ("sv", "Svenska"),
    ("fi", "Suomi"),
)
CODES = tuple(code for code, _ in LANGUAGES)
_NEAR = {"no": "nb", "nn": "nb", "fo": "da", "kl": "da", "is": "en"}
"""Which language of ours is nearest to one that a browser asks for."""


def reader() -> str:
    """Return the language of this request's page: by ``?lang=``, else by Accept-Language."""
    if not has_request_context():
        return CODES[0]
    if "reader" not in g:
        asked = request.args.get("lang", "")
        g.reader = asked if asked in CODES else _accepted(request.headers.get("Accept-Language"))
    return str(g.reader)


def _accepted(header: str | None) -> str:
    """Return the language of ours that a browser likes best; English where it names none."""
    if not header:
        return CODES[0]
    offers = [*CODES, *_NEAR]
    plain = ",".join(_without_region(item) for item in header.split(","))
    chosen = negotiation.best(plain, offers) or CODES[0]
    return _NEAR.get(chosen, chosen)


def _without_region(item: str) -> str:
    """Leave the region out of a language range: ``sv-FI;q=0.8`` is ``sv;q=0.8``."""
    language, _, parameters = item.partition(";")
    plain = language.strip().partition("-")[0]
    return f"{plain};{parameters}" if parameters else plain


def in_language(code: str) -> str:
    """Return the address of this page in a language; its other parameters stay."""
    kept = [(k, v) for k, v in request.args.items(multi=True) if k != "lang"]
    return f"?{urlencode([*kept, ('lang', code)])}"
