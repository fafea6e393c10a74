"""Names and codes are found as Nordic readers write them, with typos and under older names."""

import csv
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from samgraf.linking import indexing
from samgraf.linking.entries import Entry, Mark, Title
from samgraf.linking.names import bare, fold, forms, sounds
from samgraf.linking.search import Asked, Hit, Index
from samgraf.store.versions import INDEX, Versions
from samgraf.web.search_nearest import nearest

from .small import ROOT


def rows() -> Iterator[tuple[str, str]]:
    with (ROOT / "tests" / "finding.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            yield row["query"], row["first"]


def entry(key: str, kind: str, *titles: Title, **more: object) -> Entry:
    countries = {"dk": "DNK", "fi": "FIN", "no": "NOR", "se": "SWE"}
    known: dict[str, object] = {"current": True, "countries": (countries[key[:2]],), **more}
    return Entry(f"id/actor/{key}", kind, titles=titles, **known)  # type: ignore[arg-type]


def named(name: str, language: str, role: str = "preferred", until: str = "") -> Title:
    return Title(name, language, role, until=until)


BORRE = named("Borre", "nb", "former", "2002")
ENTRIES = (
    entry("dk-aabenraa", "Municipality", named("Aabenraa", "da"), prominence=4),
    entry("dk-aalborg", "Municipality", named("Aalborg", "da"), marks=(Mark("dk-x", "0851"),)),
    entry("dk-odense", "Municipality", named("Odense", "da"), topics=("health",)),
    entry("dk-odense-net", "CooperationBody", named("Odense", "da"), members=3, prominence=9),
    entry("dk-kl", "CooperationBody", named("KL - Kommunernes Landsforening", "da"), members=98),
    entry("dk-odense-bro", "Project", named("En bro i Odense", "da"), prominence=99),
    entry("fi-helsinki", "Municipality", named("Helsingfors", "sv"), named("Helsinki", "fi")),
    entry("no-horten", "Municipality", named("Horten", "nb"), BORRE),
    entry("no-kristiansand", "Municipality", named("Kristiansand", "nb")),
    entry("no-kristiansand-2019", "Municipality", named("Kristiansand", "nb"), current=False,
          marks=(Mark("no-kommunenummer", "1001", until="2019-12-31"),), prominence=50),
    entry("se-goteborg", "Municipality", named("Göteborg", "sv"), named("Gothenburg", "en")),
)  # fmt: skip
LABELS = {"kind": {"Municipality": {"en": "municipality", "da": "kommune"}}}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("index")
    indexing.write(folder, ENTRIES, LABELS)
    return folder


@pytest.fixture(scope="module")
def index(folder: Path) -> Index:
    return Index(folder)


def find(index: Index, text: str, **more: str) -> list[str]:
    hits = index.find(Asked(text, **more)).hits  # type: ignore[arg-type]
    return [hit.entry.path.removeprefix("id/actor/") for hit in hits]


def first(index: Index, text: str, language: str = "") -> Hit:
    return index.find(Asked(text, language=language)).hits[0]


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


@pytest.mark.parametrize(
    ("one", "other"),
    [("Thorshavn", "Tórshavn"), ("Abenraa", "Åbenrå"), ("Wejle", "Vejle"), ("Müller", "Myller")],
)
def test_what_sounds_alike_is_the_same_by_ear(one: str, other: str) -> None:
    assert sounds(one) == sounds(other)


@pytest.mark.parametrize(
    "text", ["goteborg", "Göteborg", "gothen", "GOETEBORG", "göteburg", "gotebor", "teborg"]
)
def test_an_actor_is_found_by_any_of_its_names(index: Index, text: str) -> None:
    assert find(index, text) == ["se-goteborg"]


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("odnse", "dk-odense"),
        ("oednse", "dk-odense"),
        ("odensee", "dk-odense"),
        ("kristansand", "no-kristiansand"),
        ("kristiansadn kommune", "no-kristiansand"),
        ("aabnra", "dk-aabenraa"),
        ("kristnsand", "no-kristiansand"),
    ],
)
def test_a_typo_is_tolerated_and_two_in_a_long_word(index: Index, text: str, key: str) -> None:
    assert find(index, text)[0] == key
    assert index.find(Asked(text)).tolerant


def test_equal_names_come_by_kind_then_current_then_prominence(index: Index) -> None:
    assert find(index, "odense") == ["dk-odense", "dk-odense-net", "dk-odense-bro"]
    assert find(index, "kristiansand") == ["no-kristiansand", "no-kristiansand-2019"]


@pytest.mark.parametrize("text", ["0851", "851", " 0851 ", "kommune 0851", "851 aalborg"])
def test_a_code_is_found_with_and_without_zeros(index: Index, text: str) -> None:
    assert find(index, text) == ["dk-aalborg"]
    assert first(index, text).reason.mark == Mark("dk-x", "0851")


def test_a_former_name_is_found_and_told_as_such(index: Index) -> None:
    told = first(index, "borre").reason
    assert (told.shown.name, told.name) == ("Horten", BORRE)


def test_words_are_found_in_any_order_and_before_a_dash(index: Index) -> None:
    assert find(index, "landsforening kommunernes") == ["dk-kl"]
    assert find(index, "KL")[0] == "dk-kl"


def test_the_name_shown_is_the_readers(index: Index) -> None:
    assert first(index, "gothenburg").reason.shown.name == "Göteborg"
    assert first(index, "goteborg", "en").reason.shown.name == "Gothenburg"
    assert first(index, "helsingfors").reason.shown.name == "Helsinki"
    assert first(index, "helsinki", "da").reason.shown.name == "Helsingfors"


def test_a_result_is_narrowed_down_and_counted(index: Index) -> None:
    result = index.find(Asked("odense", {"kind": "Municipality"}))
    assert [hit.entry.path for hit in result.hits] == ["id/actor/dk-odense"]
    assert result.counts["kind"] == {"Municipality": 1, "CooperationBody": 1, "Project": 1}
    assert result.counts["topic"] == {"health": 1}
    assert index.find(Asked("", {"kind": "no such"})).count == 0


def test_a_result_is_sorted_and_paged(index: Index) -> None:
    assert find(index, "", sort="members")[:2] == ["dk-kl", "dk-odense-net"]
    everything = find(index, "", sort="name", language="da")
    assert everything[-1] == "dk-odense-net" or len(everything) == len(ENTRIES)
    second = index.find(Asked("", sort="name", language="da", limit=4, offset=4))
    assert [hit.entry.path.removeprefix("id/actor/") for hit in second.hits] == everything[4:8]


def test_a_day_leaves_what_was_there_and_the_newest_come_first(tmp_path: Path) -> None:
    some = (
        entry("dk-old", "CooperationBody", named("Old", "da"), since="1990-01-01"),
        entry("dk-past", "CooperationBody", named("Past", "da"), until="2006-12-31"),
        entry("dk-new", "CooperationBody", named("New", "da"), since="2010-06-01", funded=True),
    )
    indexing.write(tmp_path, some, {})
    index = Index(tmp_path)

    def on(day: str) -> set[str]:
        return {hit.entry.path[9:] for hit in index.find(Asked("", on=day)).hits}

    assert on("1989-12-31") == {"dk-past"}
    assert on("2006-12-31") == {"dk-old", "dk-past"}
    assert on("2010-05-31") == {"dk-old"}
    assert on("2010-06-01") == {"dk-old", "dk-new"}
    assert find(index, "", sort="year") == ["dk-new", "dk-old", "dk-past"]
    assert index.find(Asked("", on="2006-12-31")).counts["kind"] == {"CooperationBody": 2}
    assert index.find(Asked("", {"funded": "yes"})).count == 1
    assert index.paths(Asked("", on="2010-05-31"), "CooperationBody", 9) == (
        ["id/actor/dk-old"],
        1,
    )
    assert index.paths(Asked("", {"kind": "Topic"}), "CooperationBody", 9) == ([], 0)


def test_names_sort_by_the_readers_alphabet() -> None:
    names = ["Ærø", "Ørsta", "Åre", "Zeven", "Ängelholm"]
    by = {
        lang: sorted(names, key=lambda n: indexing.name_key(n, lang)) for lang in ("da", "sv", "en")
    }
    assert by["da"] == ["Zeven", "Ängelholm", "Ærø", "Ørsta", "Åre"]
    assert by["sv"] == ["Zeven", "Åre", "Ängelholm", "Ærø", "Ørsta"]
    assert by["en"] == ["Ærø", "Ängelholm", "Åre", "Ørsta", "Zeven"]


@pytest.mark.parametrize("text", ["%", "zzzzqq", "()", "\x00\x07", "*", '"', "\ud800", "~^:"])
def test_what_is_no_name_finds_nothing(index: Index, text: str) -> None:
    assert find(index, text) == []


@pytest.mark.parametrize(
    "text",
    [
        'odense*:"()~^',
        "name:odense AND -odense",
        "odense OR *:*",
        "(" * 500 + "odense",
        "a" * 100_000,
        "\u202eodense\u0000",
        "1" * 5000,
        "å" * 400,
    ],
)
def test_a_hostile_text_is_text(index: Index, text: str) -> None:
    assert set(find(index, text)) <= {"dk-odense", "dk-odense-net", "dk-odense-bro"}
    index.nearest(text)


@pytest.mark.parametrize("text", ["(a+)+$ " * 1000, ".* .* .*", "a" * 10, "o" * 30 + " d" * 50])
def test_a_text_of_pieces_takes_no_longer(index: Index, text: str) -> None:
    begin = time.perf_counter()
    find(index, text)
    assert time.perf_counter() - begin < 0.1


def test_the_nearest_names_are_told_where_nothing_fits(index: Index) -> None:
    assert find(index, "odense gothamcity") == []
    near = [hit.entry.path for hit in index.nearest("odense gothamcity")]
    assert near[0] == "id/actor/dk-odense"


@pytest.mark.parametrize(
    "text", ["Odense municipality gothamcity 2010", "2010 gothamcity odense", "gothamcity Odense"]
)
def test_a_name_outweighs_kinds_and_years_where_nothing_has_all_words(
    index: Index, text: str
) -> None:
    assert find(index, text) == []
    assert nearest(index, Asked(text))[0].entry.path == "id/actor/dk-odense"


def test_where_no_word_names_anything_the_nearest_is_what_comes_near(index: Index) -> None:
    assert nearest(index, Asked("gothamcity 2010")) == index.nearest("gothamcity 2010")


def test_reading_leaves_the_folder_as_it_is(folder: Path) -> None:
    before = sorted(file.name for file in (folder / Path(INDEX).name).iterdir())
    assert find(Index(folder), "odense")
    assert sorted(file.name for file in (folder / Path(INDEX).name).iterdir()) == before
    assert not [name for name in before if name.endswith(".lock")]


def test_where_there_is_no_index_nothing_is_found(tmp_path: Path) -> None:
    index = Index(tmp_path)
    assert (index.find(Asked("odense")).count, index.nearest("odense")) == (0, ())


def test_an_empty_index_is_one(tmp_path: Path) -> None:
    indexing.write(tmp_path, (), {})
    assert Index(tmp_path).find(Asked("")).count == 0


def test_the_same_entries_give_the_same_names_and_order(tmp_path: Path, folder: Path) -> None:
    indexing.write(tmp_path, reversed(ENTRIES), LABELS)
    assert (tmp_path / "names.jsonl").read_bytes() == (folder / "names.jsonl").read_bytes()
    assert find(Index(tmp_path), "") == find(Index(folder), "")


@pytest.fixture(scope="module")
def real(real_build: Path) -> Index:
    versions = Versions(real_build)
    return Index(versions.path(versions.needed()) / "index")


@pytest.mark.parametrize(("text", "path"), list(rows()))
def test_what_people_look_for_comes_first(real: Index, text: str, path: str) -> None:
    assert real.find(Asked(text)).hits[0].entry.path == path


def test_everything_with_a_name_is_found_by_it(real: Index) -> None:
    lost = []
    for hit in real.find(Asked("", sort="name", limit=20_000)).hits[::40]:
        text = hit.reason.shown.name
        found = real.find(Asked(text, limit=100), counted=False).hits
        if hit.entry.path not in {other.entry.path for other in found}:
            lost.append(text)
    assert lost == []
