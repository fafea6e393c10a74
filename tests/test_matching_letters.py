"""Names that are one letter from another real name: what people mistype, and what they do not."""

import pytest

from samgraf.linking import indexing
from samgraf.linking.entries import Entry, Title
from samgraf.matching.candidates import Candidate, Sought
from samgraf.matching.matcher import NameMatcher


def thing(key: str, name: str, language: str, country: str) -> Entry:
    titles = (Title(name, language, "preferred"),)
    return Entry(f"id/actor/{key}", "Municipality", True, titles, (), (country,))


ENTRIES = (
    thing("is-akureyrarbaer", "Akureyrarbær", "is", "ISL"),
    thing("is-gardabaer", "Garðabær", "is", "ISL"),
    thing("is-kopavogsbaer", "Kópavogsbær", "is", "ISL"),
    thing("no-birkenes", "Birkenes", "nb", "NOR"),
    thing("no-vindafjord", "Vindafjord", "nb", "NOR"),
)


MATCHER = NameMatcher(sorted(ENTRIES, key=indexing.order), {})


def first(text: str) -> Candidate:
    return MATCHER.match(Sought(text))[0]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Birkenæs", "no-birkenes"),
        ("Vindafjor", "no-vindafjord"),
        ("Vindefjord", "no-vindafjord"),
        ("Akureyri", "is-akureyrarbaer"),
        ("Kópavogur", "is-kopavogsbaer"),
        ("Garðar", "is-gardabaer"),
    ],
)
def test_an_error_behind_the_first_letter_or_another_case_is_certain(text: str, key: str) -> None:
    found = first(text)
    assert (found.path, found.match) == (f"id/actor/{key}", True)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Kirkenes", "no-birkenes"),
        ("Lindafjord", "no-vindafjord"),
        ("indafjord", "no-vindafjord"),
        ("Garður", "is-gardabaer"),
    ],
)
def test_another_first_letter_or_another_word_is_told_and_not_certain(text: str, key: str) -> None:
    found = first(text)
    assert (found.path, found.match) == (f"id/actor/{key}", False)
