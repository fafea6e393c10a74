"""The languages of the interface: which one a reader wants, and links that keep it."""

from collections.abc import Mapping
from contextvars import ContextVar
from functools import lru_cache
from typing import cast
from urllib.parse import urlencode

from babel import Locale
from flask import has_request_context, request
from flask_babel import gettext
from markupsafe import Markup

from samgraf.linking.indexing import name_key

from . import negotiation

LANGUAGES = (
    ("en", "English"),
    ("da", "Dansk"),
    ("nb", "Norsk bokmål"),
    ("sv", "Svenska"),
    ("fi", "Suomi"),
)
CODES = tuple(code for code, _ in LANGUAGES)
_NEAR = {"no": "nb", "nn": "nb", "fo": "da", "kl": "da"}
"""Which language of ours its readers read as their own; without one, the next wish counts."""

_MOST_WISHES = 64


_reader: ContextVar[str] = ContextVar("reader", default="")
"""The language of the page that this thread makes: a page asks for it a thousand times."""


def begin() -> None:
    """Find the language of a request's page, before it is made."""
    _reader.set(_of_request())


def end(_: BaseException | None = None) -> None:
    """Forget the language of a request's page."""
    _reader.set("")


def reader() -> str:
    """Return the language of this request's page: by ``?lang=``, else by Accept-Language."""
    return _reader.get() or (_of_request() if has_request_context() else CODES[0])


def _of_request() -> str:
    return asked() or accepted(request.headers.get("Accept-Language", ""))


def asked() -> str:
    """Return the language of ours that the address of this request names, else nothing."""
    language = request.args.get("lang", "")
    return language if language in CODES else ""


@lru_cache(maxsize=256)
def accepted(header: str) -> str:
    """Return the language of ours that an Accept-Language header likes best, else English.

    Each language counts by its best wish, whatever the region (RFC 4647, section 3.4), and of
    equals the first; ``*`` stands for those that are not named.
    """
    wishes = _wishes(header)
    others = wishes.pop("*", 0.0)
    liked = {code: others for code in CODES if code not in wishes}
    named = {code: quality for code, quality in wishes.items() if code in CODES}
    ranked = named | liked
    best = max(ranked, key=lambda code: ranked[code])
    return best if ranked[best] > 0 else CODES[0]


def _wishes(header: str) -> dict[str, float]:
    """Read an Accept-Language header into languages and the best quality of each, in its order."""
    found: dict[str, float] = {}
    for item in header.lower().split(",", _MOST_WISHES)[:_MOST_WISHES]:
        wish, *parameters = (part.strip() for part in item.split(";"))
        language = wish.partition("-")[0]
        language = _NEAR.get(language, language)
        quality = negotiation.quality(parameters)
        if language:
            found[language] = max(quality, found.get(language, 0.0))
    return found


def in_language(code: str) -> str:
    """Return the address of this page in a language; its other parameters stay."""
    kept = [(k, v) for k, v in request.args.items(multi=True) if k != "lang"]
    return f"?{urlencode([*kept, ('lang', code)])}"


def told(text: str) -> str:
    """Return a text that is kept in a table, such as the advice for a problem, to the reader.

    Templates name their own texts by ``_``; the tables are listed in ``tests/catalogues.py``.
    """
    return str(gettext(text)) if text else ""


def named(code: str) -> str:
    """Return what the reader calls a language."""
    names = cast("Mapping[str, str]", Locale(reader()).languages)
    return names.get(code, code)


def alphabetical(name: str) -> str:
    """Return the sort key of a name in the reader's alphabet."""
    return name_key(name, reader())


def lang(code: str | None) -> Markup:
    """Return the attribute of a text that is not in the page's language, else nothing."""
    return Markup(' lang="{}"').format(code) if code and code != reader() else Markup()
