"""The pages' words in other languages than English, read from the catalogues when first needed."""

from functools import lru_cache
from io import BytesIO
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask
from flask_babel import Babel, Domain

from .languages import CODES, reader

FOLDER = Path(__file__).parent / "translations"
"""Where the catalogues lie: ``da/LC_MESSAGES/messages.po`` and so on."""


def file_of(language: str) -> Path:
    """Return the catalogue of a language."""
    return FOLDER / language / "LC_MESSAGES" / "messages.po"


def install(app: Flask) -> None:
    """Let an application speak the reader's language."""
    _Babel(app, locale_selector=reader)
    # A page has some hundred words; Flask-Babel's own way to each goes by four look-ups.
    app.jinja_env.install_gettext_callables(_word, _words, newstyle=True)  # type: ignore[attr-defined]


def _word(text: str) -> str:
    return str(translations(reader()).ugettext(text))


def _words(one: str, many: str, number: int) -> str:
    return str(translations(reader()).ungettext(one, many, number))


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
