"""Links keep the language: where an address names one, so does every address on its page."""

import re
from html import escape

from flask import Response

from . import languages

_LINK = re.compile(r'(<a [^>]*?\bhref=")((?:/(?!/)|\?)[^"#]*)')
_FORM = re.compile(r"<form\b[^>]*>(?=(.*?)</form>)", re.DOTALL)
_NAMED = re.compile(r"(?:\?|&|&amp;)lang=")
_FILE = re.compile(
    r"/(?:static|data|dumps)/|/sparql\?(?!(?:.*[&;])?edit=)|[^?]*\.[a-z]{2,6}(?:\?|$)"
)
"""What is no page: files, data, results of queries, but not the editor with a query in it."""


def keep(answer: Response) -> Response:
    """Let a page lead on in the language that its address names, and so where it sends to."""
    if answer.mimetype == "text/html":
        answer.headers.setdefault("Content-Language", languages.reader())
    language = languages.asked()
    if not language:
        return answer
    if answer.location and answer.location.startswith("/"):
        answer.location = _kept(answer.location, language, "&")
    if answer.mimetype == "text/html":
        answer.set_data(in_language(answer.get_data(as_text=True), language))
    return answer


def in_language(page: str, language: str) -> str:
    """Add the language to the links and forms of a page."""
    hidden = f'<input type="hidden" name="lang" value="{escape(language)}">'
    page = _LINK.sub(lambda found: found[1] + _kept(found[2], language, "&amp;"), page)
    return _FORM.sub(lambda form: form[0] if 'name="lang"' in form[1] else form[0] + hidden, page)


def _kept(address: str, language: str, joint: str) -> str:
    """Return an address of a page with the language; one that has a language stays."""
    path, mark, fragment = address.partition("#")
    if _NAMED.search(path) or _FILE.match(path):
        return address
    return f"{path}{joint if '?' in path else '?'}lang={language}{mark}{fragment}"
