"""The pages' words in other languages than English, read from the catalogues when first needed."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Babel, Domain
from markupsafe import Markup

from .languages import CODES, begin, end, reader

FOLDER = Path(__file__).parent / "translations"
"""Where the catalogues lie: ``da/LC_MESSAGES/messages.po`` and so on."""


def file_of(language: str) -> Path:
    """Return the catalogue of a language."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def install(app: Flask) -> None:
    """Let an application speak the reader's language."""
    _Babel(app, locale_selector=reader)
    app.before_request(begin)
    app.teardown_request(end)
    # A page has some hundred words; Flask-Babel's own way to each goes by four look-ups, and that
    # of Jinja to ``_`` by three calls.
    app.jinja_env.install_gettext_callables(_word, _words, newstyle=True)  # type: ignore[attr-defined]
    app.jinja_env.globals["_"] = _marked


def _word(text: str) -> str:
    return str(translations(reader()).ugettext(text))


def _words(one: str, many: str, number: int) -> str:
    return str(translations(reader()).ungettext(one, many, number))


def _marked(text: str, /, **values: object) -> Markup:
    """Return a text of a template as markup, its values escaped: what Jinja's ``gettext`` does."""
    language = reader()
    return _markup(text, language) % values if values else _plain(text, language)


@lru_cache(maxsize=1 << 12)
def _markup(text: str, language: str) -> Markup:
    return Markup(translations(language).ugettext(text))


@lru_cache(maxsize=1 << 12)
def _plain(text: str, language: str) -> Markup:
    return _markup(text, language) % ()  # texts write a percent sign twice, values or none


@lru_cache(maxsize=len(CODES))
def translations(language: str) -> NullTranslations:
    """Return the words of a language.

    A catalogue is read as it is committed, in 15 ms: nothing has to be compiled or kept in step.
    """
    if language == CODES[0]:
        return NullTranslations()
    compiled = BytesIO()
    with file_of(language).open("rb") as file:
        write_mo(compiled, read_po(file, locale=language))
    compiled.seek(0)
    return Translations(compiled)


class _Domain(Domain):  # type: ignore[misc]
    """Where Flask-Babel looks for words: it would look for compiled files."""

    def get_translations(self) -> NullTranslations:
        return translations(reader())


class _Babel(Babel):  # type: ignore[misc]
    """Flask-Babel with our catalogues."""

    domain_instance = _Domain()
