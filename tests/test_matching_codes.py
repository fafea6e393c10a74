"""A code beside a name makes it surer, or speaks against it; what was not there is never certain.

Names, codes and days are those of the registers.
"""

import pytest

from samgraf.linking import indexing
from samgraf.linking.entries import Entry, Mark, Title
from samgraf.matching.candidates import Candidate, Sought
from samgraf.matching.matcher import NameMatcher

COUNTRIES = {"dk": "DNK", "fi": "FIN", "no": "NOR", "se": "SWE"}
REGISTERS = {
    "dk": "dk-kommunekode",
    "fi": "fi-kuntanumero",
    "no": "no-kommunenummer",
    "se": "se-kommunkod",
}


def thing(key: str, name: str, *spans: str, **more: str) -> Entry:
    """Make a municipality; a span is a code with the first and the last day that it was held."""
    country = key[:2]
    marks = [Mark("wikidata", f"Q{key}")]
    for span in spans:
        code, since, until = span.split("/")
        marks.insert(0, Mark(REGISTERS[country], code, since, until))
    if "orgnr" in more:
        marks.insert(0, Mark("dk-cvr" if country == "dk" else f"{country}-orgnr", more["orgnr"]))
    since, until = more.get("since", ""), more.get("until", "")
    return Entry(
        f"id/actor/{key}",
        "Municipality",
        not until,
        (Title(name, "nb", "preferred"),),
        tuple(marks),
        (COUNTRIES[country],),
        since=since,
        until=until,
    )


OVER, NEW = "2019-12-31", "2020-01-01"
ENTRIES = (
    thing("dk-guldborgsund", "Guldborgsund", "0376/2007-01-01/", since="2007-01-01"),
    thing("dk-faaborg-midtfyn", "Faaborg-Midtfyn", "0430/2007-01-01/", since="2007-01-01"),
    thing("dk-odense", "Odense", "0461/1970-04-01/", since="1970-04-01", orgnr="35209115"),
    thing("fi-helsinki", "Helsinki", "091//"),
    thing("fi-iisalmi", "Iisalmi", "140//"),
    thing("fi-pertunmaa-until-2024", "Pertunmaa", "588//2024-12-31", until="2024-12-31"),
    thing("fi-salla", "Salla", "732//"),
    thing("fi-salo", "Salo", "734//"),
    thing("no-alta", "Alta", "2012//2019-12-31", "5403/2020-01-01/"),
    thing("no-bergen", "Bergen", f"1201//{OVER}", f"4601/{NEW}/", orgnr="964338531"),
    thing("no-hof-until-2017", "Hof", "0714//2017-12-31", until="2017-12-31"),
    thing("no-kristiansand", "Kristiansand", f"4204/{NEW}/", since=NEW),
    thing("no-kristiansand-until-2019", "Kristiansand", f"1001//{OVER}", until=OVER),
    thing("no-lillestroem", "Lillestrøm", f"3030/{NEW}/2023-12-31", since=NEW),
    thing("no-oslo", "Oslo", "0301//", orgnr="958935420"),
    thing("no-re-2002", "Re", "0716/2002-01-01/2019-12-31", since="2002-01-01", until=OVER),
    thing("no-vaale-until-2001", "Våle", "0716//2001-12-31", until="2001-12-31"),
    thing("se-goteborg", "Göteborg", "1480//"),
    thing("se-malmo", "Malmö", "1280//", orgnr="212000-1124"),
    thing("se-nykvarn", "Nykvarn", "0140/1999-01-01/", since="1999-01-01"),
)
MATCHER = NameMatcher(sorted(ENTRIES, key=indexing.order), {})


def match(row: str, **more: object) -> tuple[Candidate, ...]:
    """Match a row of name, code, country and day."""
    name, code, country, on = row.split(",")
    codes = (("", code),) if code else ()
    asked = {"codes": codes, **more}
    return MATCHER.match(Sought(name, ("Municipality",), country, on, **asked))  # type: ignore[arg-type]


def certain(row: str, **more: object) -> str:
    return next((c.path.rpartition("/")[2] for c in match(row, **more) if c.match), "")


def told(candidate: Candidate) -> dict[str, tuple[float, str]]:
    return {feature.key: (feature.value, feature.text) for feature in candidate.features}


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("Guldborgsund,376,DK,2000", "dk-guldborgsund"),
        ("Lillestrøm,3030,NO,2019", "no-lillestroem"),
        ("Nykvarn,140,SE,1998", "se-nykvarn"),
        ("Pertunmaa,588,FI,2026", "fi-pertunmaa-until-2024"),
        ("Hof,0714,NO,2018", "no-hof-until-2017"),
    ],
)
def test_what_was_not_there_on_the_day_is_not_certain_by_a_code_of_another_time(
    row: str, key: str
) -> None:
    best = match(row)[0]
    assert (best.path.rpartition("/")[2], best.match) == (key, False)
    assert 60 < best.score < 84
    assert told(best)["code"][1].endswith(")"), "the span of the code is told"


def test_two_codes_do_not_make_certain_what_was_not_there_either() -> None:
    codes = (("", "588"), ("", "Qfi-pertunmaa-until-2024"))
    assert certain("Pertunmaa,,FI,2026", codes=codes) == ""
    assert certain("Pertunmaa,,FI,2020", codes=codes) == "fi-pertunmaa-until-2024"


def test_on_its_day_and_without_one_a_name_with_its_code_is_certain() -> None:
    assert certain("Guldborgsund,376,DK,2007") == "dk-guldborgsund"
    assert certain("Hof,0714,NO,2017") == "no-hof-until-2017"
    assert certain("Hof,0714,NO,") == "no-hof-until-2017"


def test_a_thing_that_was_there_is_certain_by_a_code_that_it_got_later() -> None:
    assert certain("Bergen,4601,NO,2012") == "no-bergen"
    assert told(match("Bergen,4601,NO,2012")[0])["code"] == (
        100, "no-kommunenummer 4601 (2020-01-01/…)",
    )  # fmt: skip


def test_the_thing_of_the_day_stands_before_its_namesake_with_the_code_of_another_day() -> None:
    found = match("Kristiansand,4204,NO,2019")
    keys = [candidate.path.rpartition("/")[2] for candidate in found[:2]]
    assert (keys, found[0].match) == (["no-kristiansand-until-2019", "no-kristiansand"], False)


def test_who_held_the_code_on_the_day_stands_before_who_got_it_later() -> None:
    assert match("Re,0716,NO,2001")[0].path == "id/actor/no-vaale-until-2001"
    assert certain("Re,0716,NO,2001") == ""
    assert certain("Re,0716,NO,2002") == "no-re-2002"


@pytest.mark.parametrize(
    ("row", "own"),
    [
        ("Bergen,0301,NO,2012", "no-kommunenummer 1201"),
        ("Bergen,301,NO,2021", "no-kommunenummer 4601"),
        ("Bergen,0301,NO,", "no-kommunenummer 4601"),
        ("Bergen,958935420,NO,2012", "no-orgnr 964338531"),
        ("0301 Bergen,,NO,2012", "no-kommunenummer 1201"),
        ("Bergen (0301),,NO,2012", "no-kommunenummer 1201"),
        ("Malmö,1480,SE,2010", "se-kommunkod 1280"),
        ("Odense,430,DK,2010", "dk-kommunekode 0461"),
    ],
)
def test_the_code_of_another_thing_makes_a_name_uncertain_and_its_own_is_told(
    row: str, own: str
) -> None:
    found = match(row)
    by_name = next(c for c in found if c.name in row)
    assert certain(row) == ""
    assert told(by_name)["code"] == (0, own)


def test_a_name_with_the_code_of_what_is_called_nearly_so_is_certain_of_neither() -> None:
    for codes in ((("", "734"),), (("fi-kuntanumero", "734"),)):
        found = match("Salla,,FI,2024", codes=codes)
        keys = [candidate.path.rpartition("/")[2] for candidate in found[:2]]
        assert (keys, found[0].match) == (["fi-salla", "fi-salo"], False)
    assert certain("Sallo,734,FI,2024") == "fi-salo"


def test_no_other_code_makes_up_for_that_of_another_thing() -> None:
    for codes in ((("", "0301"), ("", "964338531")), (("", "964338531"), ("", "0301"))):
        assert certain("Bergen,,NO,2012", codes=codes) == ""


@pytest.mark.parametrize(
    ("row", "key"),
    [
        ("Bergen,77777,NO,2012", "no-bergen"),
        ("Bergen,5003,NO,2012", "no-bergen"),
        ("Odense,430,DK,2006", "dk-odense"),
        ("Helsinki,00140,FI,2012", "fi-helsinki"),
        ("Malmö,0301,SE,2012", "se-malmo"),
        ("Bergen 2012,,NO,", "no-bergen"),
        ("Bergen (2012),,NO,", "no-bergen"),
    ],
)
def test_a_number_that_no_other_bears_there_and_then_leaves_a_name_certain(
    row: str, key: str
) -> None:
    best = match(row)[0]
    assert (certain(row), best.score) == (key, 85)
    register = {"no": "no-kommunenummer", "dk": "dk-kommunekode"}.get(key[:2], "")
    assert told(best)["code"][1].startswith(register), "not the number of an organisation"
