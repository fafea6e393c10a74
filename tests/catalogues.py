"""What the pages say, taken from templates and code, and the catalogues of its translations.

``make catalogues`` runs this: it brings every catalogue up to date with the code and tells what is
left to translate. A catalogue holds what is said and nothing else, sorted, without lines or dates,
so that the same texts give the same bytes and two branches seldom meet in one line.
"""

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from samgraf import limits, queries
from samgraf.web import (
    kinds,
    library_form,
    memberships,
    reused,
    rules,
    shown,
    submissions,
    troubles,
    views,
)
from samgraf.web.catalogues import FOLDER, file_of
from samgraf.web.languages import CODES

LANGUAGES = CODES[1:]
Texts = dict[str | tuple[str, str], None]
"""Texts as keys, in the order in which they are found; a pair is a singular and its plural."""

_METHODS = [("translations/**", "ignore"), ("**.py", "python"), ("templates/**.html", "jinja2")]
_JINJA = {
    "extensions": "jinja2.ext.i18n,jinja2.ext.do",
    "trim_blocks": "true",
    "lstrip_blocks": "true",
    "silent": "false",
}
_BETWEEN = " ||| "
_HEAD = "# Words of Samgraf's pages. `make catalogues` keeps this file in step with the code.\n"


def tables() -> Iterator[str]:
    """Yield the texts that the code keeps in tables and tells by ``languages.told``."""
    yield from (title for _, title in kinds.STATUS.values())
    for table in (kinds.MEANING, kinds.ADVICE, limits.HELP, limits.CAPS_HELP, rules.WORDS):
        yield from table.values()
    for table in (shown.COUNTRIES, submissions.ON_A_PAGE, views.FACTS, reused.REUSED):
        yield from table.values()
    yield from (pattern for pattern, _ in views.NAMED_BY)
    yield from (*memberships.CERTAINTY, *rules.SEVERITIES, *troubles.TEXTS)
    yield submissions.NOTHING
    yield from library_form.NAMES.values()
    for question in queries.library():
        yield from (text for text in (question.title, question.summary) if text)


def extracted() -> Texts:
    """Return every text of pages, in English: a text, or its singular and plural."""
    options = {"templates/**.html": _JINJA}
    found = extract_from_dir(str(FOLDER.parent), _METHODS, options, strip_comment_tags=True)
    texts = [text for _, _, text, _, _ in found]
    said = [(text[0], text[1]) if isinstance(text, tuple) else str(text) for text in texts]
    return dict.fromkeys([*said, *tables()])


def read(language: str) -> Catalog:
    """Return the catalogue of a language, an empty one where there is none yet."""
    file = file_of(language)
    if not file.exists():
        return Catalog(locale=language)
    with file.open("rb") as opened:
        return read_po(opened, locale=language)


def updated(language: str, texts: Texts) -> Catalog:
    """Return a catalogue that has these texts, with the translations that are known."""
    known, made = read(language), Catalog(locale=language)
    for text in texts:
        old = known.get(text if isinstance(text, str) else text[0])
        same = old is not None and old.id == text
        made.add(text, old.string if old is not None and same else "")
    return made


def written(catalogue: Catalog) -> bytes:
    """Write a catalogue: sorted, without lines, dates or names."""
    language = str(catalogue.locale)
    head = [f"Language: {language}", f"Plural-Forms: {catalogue.plural_forms}"]
    head += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
    lines = "".join(f'"{line}\\n"\n' for line in head)
    body = io.BytesIO()
    write_po(body, catalogue, width=0, no_location=True, omit_header=True, sort_output=True)
    return f'{_HEAD}msgid ""\nmsgstr ""\n{lines}\n'.encode() + body.getvalue()


def missing(catalogue: Catalog) -> list[Message]:
    """Return the messages of a catalogue that have no translation."""
    return [message for message in catalogue if message.id and not all(strings(message))]


def strings(message: Message) -> tuple[str, ...]:
    """Return the translations of a message: one, or one for each plural form."""
    return (
        (message.string or "",) if isinstance(message.string, str | None) else tuple(message.string)
    )


def told(file: Path) -> dict[str, dict[str, str]]:
    """Read translations: blocks of an English line and one line for each language.

    A singular and its plural stand on one line with `` ||| `` between them, as do their forms.
    """
    blocks = (block.split("\n") for block in file.read_text(encoding="utf-8").split("\n\n"))
    lines = {text: rest for text, *rest in (b for b in blocks if len(b) > 1)}
    return {text: dict(line.split("=", 1) for line in rest if line) for text, rest in lines.items()}


def fill(catalogue: Catalog, translations: dict[str, dict[str, str]]) -> None:
    """Take up the translations that there are of a catalogue's texts."""
    for message in catalogue:
        string = translations.get(_line(message), {}).get(str(catalogue.locale), "")
        if message.id and string:
            message.string = tuple(string.split(_BETWEEN)) if message.pluralizable else string


def _line(message: Message) -> str:
    return message.id if isinstance(message.id, str) else _BETWEEN.join(message.id)


def main(files: list[str]) -> None:
    """Bring every catalogue up to date, and tell what is left to translate."""
    texts, left = extracted(), dict[str, list[str]]()
    translations = {t: s for file in files for t, s in told(Path(file)).items()}
    for language in LANGUAGES:
        catalogue = updated(language, texts)
        fill(catalogue, translations)
        file = file_of(language)
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(written(catalogue))
        for message in missing(catalogue):
            left.setdefault(_line(message), []).append(f"{language}=\n")
    sys.stderr.write(f"{len(texts)} texts, {len(left)} to translate\n")
    sys.stdout.write("\n".join(f"{text}\n{''.join(lines)}" for text, lines in left.items()))


if __name__ == "__main__":
    main(sys.argv[1:])
