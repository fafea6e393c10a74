"""How well 2,000 rows of other people's tables are matched, and that no homonym is certain."""

from collections.abc import Sequence

import pytest

from samgraf.matching.candidates import Candidate, Sought

from .matching_rows import homonyms, marked, matcher, rows, world

pytestmark = pytest.mark.slow

AMBIGUOUS = ("Herøy", "Våler", "Bø", "Os", "Nes", "Sande", "Habo", "Sund", "Lund", "Berg", "Rauma")
ELSEWHERE = (
    "Hamburg", "Lübeck", "Kiel", "Riga", "Tallinn", "Tartu", "Vilnius", "Kaunas", "Gdansk",
    "Szczecin", "Rostock", "Schwerin", "Bremen", "Amsterdam", "Rotterdam", "Utrecht", "Antwerpen",
    "Bruxelles", "Paris", "Lyon", "Marseille", "Bordeaux", "Madrid", "Barcelona", "Lisboa",
    "Porto", "Roma", "Milano", "Torino", "Napoli", "Wien", "Graz", "Linz", "Zürich", "Genève",
    "Bern", "Basel", "Praha", "Brno", "Warszawa", "Kraków", "Budapest", "Bucuresti", "Sofia",
    "Athina", "London", "Manchester", "Edinburgh", "Aberdeen", "Dublin", "Cork", "Murmansk",
    "Moskva", "Kaliningrad", "Narva", "Husum", "Schleswig", "Eckernförde", "Rendsburg",
    "Neumünster",
)  # fmt: skip


def best(text: str, **more: object) -> Sequence[Candidate]:
    return matcher().match(Sought(text, **more))  # type: ignore[arg-type]


def test_there_are_two_thousand_rows_and_half_of_them_are_of_the_past() -> None:
    found, _ = rows()
    assert (len(found), sum(row.past for row in found)) == (2000, 1000)


def test_rows_are_matched_as_well_as_promised() -> None:
    found, _ = rows()
    marks = marked(found, matcher().match_all([row.sought for row in found]))
    assert marks.precision >= 0.99
    assert marks.first >= 0.97 * marks.rows
    assert marks.among_five >= 0.995 * marks.rows
    assert marks.certain >= 0.9 * marks.rows


@pytest.mark.parametrize("seed", [1])
def test_other_rows_are_matched_as_well(seed: int) -> None:
    found, _ = rows(seed)
    marks = marked(found, matcher().match_all([row.sought for row in found]))
    assert marks.precision >= 0.99
    assert marks.first >= 0.97 * marks.rows
    assert marks.among_five >= 0.995 * marks.rows


def test_no_row_that_the_tables_do_not_tell_apart_is_certain_of_another_thing() -> None:
    _, aside = rows()
    answers = matcher().match_all([row.sought for row in aside])
    wrong = [
        (row.sought.text, answer[0].path)
        for row, answer in zip(aside, answers, strict=True)
        if answer and answer[0].match and answer[0].path != row.truth
    ]
    typed = [row.sought.text for row in aside if "typing" in row.noise]
    assert [text for text, _ in wrong if text not in typed] == []


def test_no_name_of_two_things_of_a_kind_is_certain_without_more() -> None:
    certain = [name for name, _ in homonyms() if any(c.match for c in best(name))]
    assert certain == []


def test_no_homonym_of_one_country_and_day_is_certain_by_country_and_day() -> None:
    told = world()
    for name, bearers in homonyms():
        living = {p for p in bearers if told.alive(p.removeprefix("id/actor/"), "2026-01-01")}
        kinds = {told.kind[path.removeprefix("id/actor/")] for path in living}
        places = {told.country[path.removeprefix("id/actor/")] for path in living}
        if len(living) > 1 and len(places) == len(kinds) == 1:
            more = {"country": places.pop(), "kinds": tuple(kinds), "on": "2026-01-01"}
            assert not any(c.match for c in best(name, **more)), name


def test_every_bearer_of_a_name_is_among_the_candidates() -> None:
    for name, bearers in homonyms():
        found = {candidate.path for candidate in best(name, limit=50)}
        assert bearers <= found, name


@pytest.mark.parametrize("name", AMBIGUOUS)
def test_an_ambiguous_name_is_not_certain(name: str) -> None:
    for text in (name, name.upper(), f"{name} kommune", f"{name} kommun"):
        assert not any(c.match for c in best(text)), text
        assert not any(c.match for c in best(text, kinds=("Municipality",))), text


def test_a_name_of_two_countries_is_certain_where_the_country_is_told() -> None:
    found = best("Rauma", country="NO")
    assert (found[0].path, found[0].match) == ("id/actor/no-rauma", True)
    assert {candidate.country for candidate in found} == {"NO"}


def test_a_name_of_two_times_is_certain_where_the_day_is_told() -> None:
    assert best("Kristiansand", on="2015")[0].path == "id/actor/no-kristiansand-until-2019"
    assert best("Kristiansand", on="2015")[0].match
    assert best("Kristiansand", on="2026-01-01")[0].path == "id/actor/no-kristiansand"
    assert best("Kristiansand", on="2026-01-01")[0].match


@pytest.mark.parametrize("text", ELSEWHERE)
def test_a_place_elsewhere_is_never_certain(text: str) -> None:
    assert not any(c.match for c in best(text)), text


def test_the_tables_have_the_periods_that_the_rows_are_made_from() -> None:
    assert len(world().registered) > 2500
    assert sum(spell.end is not None for spell in world().names) > 600
