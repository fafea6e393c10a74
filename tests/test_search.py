"""Names compare and are found as Nordic readers write them, with or without their letters."""

from pathlib import Path

import pytest

from samgraf.linking.names import bare, fold, forms
from samgraf.linking.search import Index

LINES = """thing\tclass\tcountry\tcurrent\tname\tlang\tkind
actor/dk-aabenraa\tMunicipality\tDNK\tcurrent\tAabenraa\tda\tpreferred
actor/dk-aalborg\tMunicipality\tDNK\tcurrent\tAalborg\tda\tpreferred
actor/fi-helsinki\tMunicipality\tFIN\tcurrent\tHelsingfors\tsv\tpreferred
actor/fi-helsinki\tMunicipality\tFIN\tcurrent\tHelsinki\tfi\tpreferred
actor/no-kristiansand\tMunicipality\tNOR\tcurrent\tKristiansand\tnb\tpreferred
actor/no-kristiansand-until-2019\tMunicipality\tNOR\tended\tKristiansand\tnb\tpreferred
actor/se-goteborg\tMunicipality\tSWE\tcurrent\tGöteborg\tsv\tpreferred
actor/se-goteborg\tMunicipality\tSWE\tcurrent\tGothenburg\ten\tpreferred
programme/no-byregion\tProgramme\t\tcurrent\tUtviklingsprogram for byregioner\tnb\tpreferred
"""


@pytest.fixture
def index(tmp_path: Path) -> Index:
    file = tmp_path / "names.tsv"
    file.write_text(LINES, encoding="utf-8")
    return Index.read(file)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Aabenraa", "Åbenrå"), ("Tromso\u0308", "Tromsø"), ("Kárášjohka", "karasjohka")],
)
def test_spelling_variants_fold_together(one: str, other: str) -> None:
    assert fold(one) == fold(other)


def test_a_name_is_found_without_its_letters() -> None:
    assert bare("Ålborg") == "alborg"
    assert forms("Malmö") & forms("Malmo")


def test_different_names_stay_apart() -> None:
    assert not forms("Malmö") & forms("Malmø Syd")


@pytest.mark.parametrize("text", ["goteborg", "Göteborg", "gothen", "GOETEBORG"])
def test_an_actor_is_found_by_any_of_its_names(index: Index, text: str) -> None:
    assert [hit.label.thing for hit in index.find(text)] == ["actor/se-goteborg"]


def test_the_name_shown_is_the_actors_own(index: Index) -> None:
    assert index.find("gothenburg")[0].preferred == "Göteborg"
    assert index.find("helsingfors")[0].preferred == "Helsinki"


def test_a_current_actor_comes_before_its_namesake_of_the_past(index: Index) -> None:
    keys = [hit.label.thing for hit in index.find("kristiansand")]
    assert keys == ["actor/no-kristiansand", "actor/no-kristiansand-until-2019"]


@pytest.mark.parametrize("text", ["", "  ", "%", "zzz"])
def test_what_is_no_name_finds_nothing(index: Index, text: str) -> None:
    assert index.find(text) == []


def test_a_programme_is_found_too(index: Index) -> None:
    assert [hit.label.thing for hit in index.find("byregion")] == ["programme/no-byregion"]
