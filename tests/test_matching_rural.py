"""A rural municipality beside a town bore its name, and is not taken for the town."""

import pytest

from samgraf.linking import indexing
from samgraf.linking.entries import Entry, Mark, Title
from samgraf.matching.candidates import Candidate, Sought
from samgraf.matching.matcher import NameMatcher

COUNTRIES = {"dk": "DNK", "fi": "FIN", "no": "NOR", "se": "SWE"}
LANGUAGES = {"dk": "da", "fi": "fi", "no": "nb", "se": "sv"}


def thing(key: str, *names: str, code: str = "") -> Entry:
    language = LANGUAGES[key[:2]]
    return Entry(
        f"id/actor/{key}",
        "Municipality",
        True,
        tuple(Title(name, language, "preferred") for name in names),
        (Mark("fi-kuntanumero", code),) if code else (),
        (COUNTRIES[key[:2]],),
    )


ENTRIES = (
    thing("dk-ribe", "Ribe Kommune", "Ribe"),
    thing("fi-helsinki", "Helsinki", code="091"),
    thing("fi-jyvaskyla", "Jyväskylä"),
    thing("fi-porvoo", "Porvoo", "Borgå", code="638"),
    thing("fi-rovaniemi", "Rovaniemi"),
    thing("no-halden", "Halden"),
    thing("no-hammerfest", "Hammerfest"),
    thing("no-kvam", "Kvam"),
    thing("no-oppegaard", "Oppegård"),
    thing("no-voss", "Voss herad", "Voss"),
    thing("no-ulvik", "Ulvik"),
    thing("se-koping", "Köpings kommun", "Köping"),
    thing("se-linkoping", "Linköpings kommun", "Linköping"),
)
MATCHER = NameMatcher(sorted(ENTRIES, key=indexing.order), {})
BESIDE = NameMatcher(
    (thing("fi-lohja", "Lohja"), thing("fi-lohja-mlk", "Lohjan maalaiskunta", "Lojo landskommun")),
    {},
)
"""Where a rural municipality is known itself."""


def best(text: str, country: str = "", matcher: NameMatcher = MATCHER, **more: object) -> Candidate:
    return matcher.match(Sought(text, ("Municipality",), country, **more))[0]  # type: ignore[arg-type]


def certain(text: str, country: str = "", matcher: NameMatcher = MATCHER) -> str:
    found = best(text, country, matcher)
    return found.path.rpartition("/")[2] if found.match else ""


@pytest.mark.parametrize(
    ("text", "country", "town", "word"),
    [
        ("Jyväskylän maalaiskunta", "FI", "fi-jyvaskyla", "maalaiskunta"),
        ("Helsingin maalaiskunta", "FI", "fi-helsinki", "maalaiskunta"),
        ("Rovaniemen mlk", "FI", "fi-rovaniemi", "mlk"),
        ("Rovaniemi (mlk.)", "FI", "fi-rovaniemi", "mlk"),
        ("Jyväskylä, maalaiskunta", "FI", "fi-jyvaskyla", "maalaiskunta"),
        ("Borgå landskommun", "FI", "fi-porvoo", "landskommun"),
        ("Borgå landskomun", "", "fi-porvoo", "landskommun"),
        ("Borgå - landskommun", "FI", "fi-porvoo", "landskommun"),
        ("Linköpings landskommun", "SE", "se-linkoping", "landskommun"),
        ("Halden landkommune", "NO", "no-halden", "landkommune"),
        ("Halden landskommune", "NO", "no-halden", "landskommune"),
        ("Hammerfest landsogn", "NO", "no-hammerfest", "landsogn"),
        ("Ribe landsogn", "DK", "dk-ribe", "landsogn"),
        ("Ribe Herred", "DK", "dk-ribe", "herred"),
        ("Köpings härad", "SE", "se-koping", "härad"),
        ("Linköping herad", "SE", "se-linkoping", "herad"),
    ],
)
def test_the_town_is_an_uncertain_candidate_and_the_reason_names_the_word(
    text: str, country: str, town: str, word: str
) -> None:
    found = best(text, country)
    told = {feature.key: (feature.value, feature.text) for feature in found.features}
    assert (found.path.rpartition("/")[2], found.match) == (town, False)
    assert 60 < found.score < 84
    assert told["form"] == (0, word)


def test_no_code_of_the_town_makes_it_certain() -> None:
    found = best("Porvoon maalaiskunta", "FI", codes=(("", "638"),))
    assert (found.path, found.match) == ("id/actor/fi-porvoo", False)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Voss herad", "no-voss"),
        ("Kvam herad", "no-kvam"),
        ("Ulvik herad", "no-ulvik"),
        ("Oppegård herred", "no-oppegaard"),
        ("Voss", "no-voss"),
        ("Voss kommune", "no-voss"),
        ("Halden by", "no-halden"),
        ("Halden bykommune", "no-halden"),
        ("Jyväskylän kaupunki", "fi-jyvaskyla"),
        ("Borgå stad", "fi-porvoo"),
        ("Linköpings stad", "se-linkoping"),
        ("Köping", "se-koping"),
        ("Ribe by", "dk-ribe"),
    ],
)
def test_the_ordinary_words_for_a_municipality_leave_it_certain(text: str, key: str) -> None:
    assert certain(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Lohjan maalaiskunta", "fi-lohja-mlk"),
        ("Lohjan mlk", "fi-lohja-mlk"),
        ("Lojo landskommun", "fi-lohja-mlk"),
        ("Lojo (landskommun)", "fi-lohja-mlk"),
        ("Lohja", "fi-lohja"),
        ("Lohjan kaupunki", "fi-lohja"),
    ],
)
def test_what_is_called_so_itself_is_certain_and_the_town_is_too(text: str, key: str) -> None:
    assert certain(text, matcher=BESIDE) == key
