"""Every text of the pages is there in each language, with the same places for values."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message

from samgraf.web.catalogues import file_of

from . import catalogues
from .catalogues import LANGUAGES, Texts

_PLACES = re.compile(r"%\((\w+)\)[sd]|(\{\})|(https?://\S+|[A-Z]{5,}|[a-z]+=|\?\w+=)")


@pytest.fixture(scope="module")
def texts() -> Texts:
    return catalogues.extracted()


def places(text: str) -> list[str]:
    """Return what must stand in a translation as it stands in the text."""
    return sorted(found[0] for found in _PLACES.finditer(text))


def wrong(message: Message) -> bool:
    sources = [message.id] if isinstance(message.id, str) else list(message.id)
    told = catalogues.strings(message)
    return any(
        places(text) != places(sources[min(n, len(sources) - 1)]) for n, text in enumerate(told)
    )


def test_texts_of_templates_code_and_tables_are_found(texts: Texts) -> None:
    assert len(texts) > 300
    assert "Skip to content" in texts
    assert "from %(start)s" in texts
    assert "All query workers are busy" in texts
    assert "seconds that a query waits for a slot" in texts
    assert ("%(num)s member", "%(num)s members") in texts


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_has_every_text_translated_and_nothing_else(
    language: str, texts: Texts
) -> None:
    catalogue = catalogues.read(language)
    known = {m.id if isinstance(m.id, str) else (m.id[0], m.id[1]) for m in catalogue if m.id}
    assert known - set(texts) == set()
    assert set(texts) - known == set(), "run `make catalogues` and translate what it names"
    assert catalogues.missing(catalogue) == []
    assert not [message.id for message in catalogue if message.id and message.fuzzy]
    assert not catalogue.obsolete


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_translation_has_the_places_for_values_of_its_text(language: str) -> None:
    catalogue = catalogues.read(language)
    assert [message.id for message in catalogue if message.id and wrong(message)] == []
    plural = [m for m in catalogue if m.pluralizable]
    assert plural
    assert all(len(catalogues.strings(m)) == catalogue.num_plurals for m in plural)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_catalogue_is_written_the_same_way_each_time(language: str, texts: Texts) -> None:
    written = file_of(language).read_bytes()
    assert catalogues.written(catalogues.updated(language, texts)) == written
    for unwanted in (b"\n#: ", b"POT-Creation-Date", b"X-Generator", b"\n#~ "):
        assert unwanted not in written


def test_translations_are_taken_up_from_blocks(tmp_path: Path) -> None:
    file = tmp_path / "new.txt"
    file.write_text("Search\nda=\nfi=Etsi\n\n%(num)s member ||| %(num)s members\nfi=a ||| b\n")
    catalogue = catalogues.read("fi")
    catalogues.fill(catalogue, catalogues.told(file))
    assert catalogue["Search"].string == "Etsi"
    assert catalogue["%(num)s member"].string == ("a", "b")
    danish = catalogues.read("da")
    catalogues.fill(danish, catalogues.told(file))
    assert danish["Search"].string == "Søg"
