"""A row finds the thing that it means, and is certain of it only where nothing rivals it."""

from pathlib import Path

import pytest

from samgraf.errors import QueryRefused
from samgraf.linking import indexing
from samgraf.linking.entries import Entry, Mark, Title
from samgraf.matching.candidates import Candidate, Matcher, Sought
from samgraf.matching.matcher import NameMatcher, opened
from samgraf.matching.weighing import KEYS

COUNTRIES = {"dk": "DNK", "fi": "FIN", "no": "NOR", "se": "SWE", "fo": "FRO", "is": "ISL"}


def entry(key: str, kind: str, *titles: Title, **more: object) -> Entry:
    known: dict[str, object] = {"current": True, "countries": (COUNTRIES[key[:2]],), **more}
    return Entry(f"id/actor/{key}", kind, titles=titles, **known)  # type: ignore[arg-type]


def territory(key: str, *titles: Title, **more: object) -> Entry:
    return Entry(
        f"code/region/{key}",
        "Region",
        current=True,
        titles=titles,
        countries=(COUNTRIES[key[:2]],),
        **more,  # type: ignore[arg-type]
    )


def named(name: str, language: str, role: str = "preferred", **span: str) -> Title:
    return Title(name, language, role, **span)


M = "Municipality"
BEFORE_2020 = {"current": False, "until": "2019-12-31"}
ENTRIES = (
    entry("dk-aabenraa", M, named("Aabenraa", "da"), marks=(Mark("dk-kommunekode", "0580"),)),
    entry("dk-koebenhavn", M, named("København", "da"), named("Copenhagen", "en"),
          marks=(Mark("dk-kommunekode", "0101"), Mark("dk-cvr", "64942212"))),
    entry("fi-helsinki", M, named("Helsinki", "fi"), named("Helsingfors", "sv"),
          marks=(Mark("fi-kuntanumero", "091"), Mark("fi-ytunnus", "0201256-6"))),
    entry("fo-torshavnar", M, named("Tórshavnar kommuna", "fo")),
    entry("is-kopavogsbaer", M, named("Kópavogsbær", "is")),
    entry("no-halden", M, named("Halden", "nb"), regions=("no-31",),
          marks=(Mark("no-kommunenummer", "3101", since="2024-01-01"),
                 Mark("no-kommunenummer", "0101", until="2019-12-31"),
                 Mark("no-orgnr", "959159092"))),
    entry("no-heroey-nordland", M, named("Herøy", "nb"), regions=("no-18",),
          marks=(Mark("no-kommunenummer", "1818"),)),
    entry("no-heroey-moere", M, named("Herøy", "nb"), regions=("no-15",),
          marks=(Mark("no-kommunenummer", "1515"),)),
    entry("no-horten", M, named("Horten", "nb", since="2002-06-01"),
          named("Borre", "nb", "former", since="1988-01-01", until="2002-05-31")),
    entry("no-kristiansand", M, named("Kristiansand", "nb", since="2020-01-01"),
          since="2020-01-01", marks=(Mark("no-kommunenummer", "4204"),)),
    entry("no-kristiansand-until-2019", M, named("Kristiansand", "nb", until="2019-12-31"),
          marks=(Mark("no-kommunenummer", "1001", until="2019-12-31"),), **BEFORE_2020),
    entry("no-rogaland", "RegionalAuthority", named("Rogaland fylkeskommune", "nb")),
    entry("no-stad", M, named("Stad", "nb")),
    entry("se-boras", M, named("Borås", "sv"), marks=(Mark("se-orgnr", "212000-1561"),)),
    entry("se-habo", M, named("Habo", "sv"), regions=("se-06",)),
    entry("se-haabo", M, named("Håbo", "sv"), regions=("se-03",)),
    entry("se-skane", "RegionalAuthority", named("Region Skåne", "sv")),
    entry("se-sjo", "StateBody", named("Sjöfartsverket", "sv"),
          named("Swedish Maritime Administration", "en")),
    entry("se-stockholm", M, named("Stockholm", "sv")),
    territory("no-15", named("Møre og Romsdal", "nb"), marks=(Mark("county", "15"),)),
    territory("no-18", named("Nordland", "nb"), marks=(Mark("county", "18"),)),
    territory("se-03", named("Uppsala län", "sv"), marks=(Mark("county", "03"),)),
    territory("se-06", named("Jönköpings län", "sv"), marks=(Mark("county", "06"),)),
    territory("se-12", named("Skåne län", "sv"), marks=(Mark("county", "12"),)),
)  # fmt: skip
LABELS = {"country": {"NOR": {"nb": "Norge", "en": "Norway"}, "FIN": {"fi": "Suomi"}}}
MATCHER = NameMatcher(sorted(ENTRIES, key=indexing.order), LABELS)


def match(text: str, **more: object) -> tuple[Candidate, ...]:
    return MATCHER.match(Sought(text, **more))  # type: ignore[arg-type]


def certain(text: str, **more: object) -> str:
    return next((c.path.rpartition("/")[2] for c in match(text, **more) if c.match), "")


def first(text: str, **more: object) -> str:
    found = match(text, **more)
    return found[0].path.rpartition("/")[2] if found else ""


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Aabenraa", "dk-aabenraa"),
        ("Åbenrå", "dk-aabenraa"),
        ("AABENRAA KOMMUNE", "dk-aabenraa"),
        ("Københavns Kommune", "dk-koebenhavn"),
        ("Kobenhavn", "dk-koebenhavn"),
        ("Municipality of Copenhagen", "dk-koebenhavn"),
        ("Helsingin kaupunki", "fi-helsinki"),
        ("Helsinki / Helsingfors", "fi-helsinki"),
        ("Tórshavn", "fo-torshavnar"),
        ("Kópavogur", "is-kopavogsbaer"),
        ("Stockholms stad", "se-stockholm"),
        ("stockhlom", "se-stockholm"),
        ("Stockholm komun", "se-stockholm"),
        ("Stad", "no-stad"),
        ("Håbo", "se-haabo"),
        ("Region Skåne", "se-skane"),
        ("Skåne län", "se-12"),
        ("Sjofartsverket", "se-sjo"),
        ("maritime administration swedish", "se-sjo"),
        ("Halden, Norge", "no-halden"),
        ("0101 Halden", "no-halden"),
        ("K-0101 Halden", "no-halden"),
        ("Herøy (Nordland)", "no-heroey-nordland"),
        ("Herøy i Møre og Romsdal", "no-heroey-moere"),
        ("Kristiansand (-2019)", "no-kristiansand-until-2019"),
    ],
)
def test_a_name_is_found_in_every_form(text: str, key: str) -> None:
    assert certain(text) == key


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("3101", "no-halden"),
        ("kommune 3101", "no-halden"),
        ("Orgnr. 959159092", "no-halden"),
        ("NO_4204", "no-kristiansand"),
        ("DK_580", "dk-aabenraa"),
        ("580", "dk-aabenraa"),
        ("1001", "no-kristiansand-until-2019"),
        ("959 159 092", "no-halden"),
        ("NO959159092MVA", "no-halden"),
        ("2120001561", "se-boras"),
        ("16212000-1561", "se-boras"),
        ("SE212000156101", "se-boras"),
        ("FI02012566", "fi-helsinki"),
        ("DK-64942212", "dk-koebenhavn"),
        ("https://w3id.org/samgraf/id/actor/se-boras", "se-boras"),
        ("https://w3id.org/samgraf/page/actor/se-boras", "se-boras"),
        ("no-halden", "no-halden"),
    ],
)
def test_a_code_is_found_as_tables_write_it(text: str, key: str) -> None:
    assert certain(text) == key


@pytest.mark.parametrize("text", ["Herøy", "Heroy kommune", "Habo", "Kristiansand", "0101", "Hero"])
def test_what_two_things_may_be_called_is_not_certain(text: str) -> None:
    assert certain(text) == ""


def test_today_s_thing_stands_before_what_is_no_more() -> None:
    assert [c.path for c in match("Kristiansand")][:2] == [
        "id/actor/no-kristiansand",
        "id/actor/no-kristiansand-until-2019",
    ]


@pytest.mark.parametrize(
    ("text", "more", "key"),
    [
        ("Kristiansand", {"on": "2015-06-30"}, "no-kristiansand-until-2019"),
        ("Kristiansand", {"on": "2019"}, "no-kristiansand-until-2019"),
        ("Kristiansand", {"on": "2020"}, "no-kristiansand"),
        ("Herøy", {"region": "Nordland"}, "no-heroey-nordland"),
        ("Herøy", {"region": "15"}, "no-heroey-moere"),
        ("Herøy", {"codes": (("no-kommunenummer", "1818"),)}, "no-heroey-nordland"),
        ("Herøy", {"codes": (("", "1515"),)}, "no-heroey-moere"),
        ("Habo", {"region": "Jönköpings län"}, "se-habo"),
        ("Borre", {"on": "1995"}, "no-horten"),
        ("0101", {"country": "DK"}, "dk-koebenhavn"),
        ("0101", {"country": "Norway"}, "no-halden"),
        ("", {"codes": (("no-kommunenummer", "1818"),)}, "no-heroey-nordland"),
        ("Rogaland", {"kinds": ("RegionalAuthority",)}, "no-rogaland"),
    ],
)
def test_what_a_row_tells_beside_a_name_decides(
    text: str, more: dict[str, object], key: str
) -> None:
    assert certain(text, **more) == key


def test_another_country_or_kind_rules_a_thing_out() -> None:
    assert match("Halden", country="SE") == ()
    assert match("Halden", country="Germany") == ()
    assert match("Halden", kinds=("network",)) == ()
    assert first("Halden", kinds=("municipality",)) == "no-halden"


def test_another_day_region_or_code_makes_a_thing_less_likely() -> None:
    best = match("Halden", region="Nordland")[0]
    assert (best.path, best.score, best.match) == ("id/actor/no-halden", 70, False)
    assert match("Horten", on="1995")[0].score < match("Horten", on="2010")[0].score
    assert not match("Halden", codes=(("no-kommunenummer", "4204"),))[0].match


def test_a_word_for_another_kind_is_no_certain_match() -> None:
    assert certain("Halden fylkeskommune") == ""
    assert certain("Rogaland kommune") == ""


def test_a_text_that_is_not_understood_as_a_whole_is_not_certain() -> None:
    assert first("Halden, teknisk etat") == "no-halden"
    assert certain("Halden, teknisk etat") == ""
    assert certain("Halden (gamle)") == ""


@pytest.mark.parametrize("text", ["", "   ", "?", "()", "i", "kommune", ",", "x" * 5000, "0" * 300])
def test_an_odd_text_finds_nothing_and_harms_nothing(text: str) -> None:
    assert not any(c.match for c in match(text))


@pytest.mark.parametrize("on", ["yesterday", "2015-13-01", "15", "2015-02-30", "2015/01/01"])
def test_what_is_no_day_is_refused(on: str) -> None:
    with pytest.raises(QueryRefused, match="is not a day"):
        match("Halden", on=on)


def test_a_candidate_tells_what_it_is_and_why_it_was_found() -> None:
    (found,) = match("Haldn", country="NO", on="2010-01-01", region="no-31")
    assert (found.name, found.kinds, found.country) == ("Halden", (M,), "NO")
    told = {feature.key: feature.value for feature in found.features}
    assert set(told) <= set(KEYS)
    assert told["country"] == told["on"] == 100
    assert told["name_typo"] < 90


def test_names_are_in_the_language_that_is_asked_for() -> None:
    found = MATCHER.match(Sought("Helsinki"), "sv")
    assert found[0].name == "Helsingfors"


def test_what_bore_the_name_at_another_time_stands_before_what_may_be_a_typo() -> None:
    places = (
        entry("dk-vejen", M, named("Vejen", "da"), since="1970-04-01"),
        entry("dk-vojens-1970", M, named("Vojens", "da"), current=False, until="2006-12-31"),
    )
    matcher = NameMatcher(places, LABELS)
    found = matcher.match(Sought("Vojens", on="2015-12-31"))
    assert [one.name for one in found] == ["Vojens", "Vejen"]
    assert not any(one.match for one in found)
    assert matcher.match(Sought("Vejens", on="2015-12-31"))[0].name == "Vejen"


def test_the_limit_does_not_make_anything_certain() -> None:
    (found,) = match("Herøy", limit=1)
    assert not found.match
    assert match("Herøy", limit=0) == ()


def test_a_batch_is_answered_in_its_order() -> None:
    rows = [Sought("Halden"), Sought("Stad"), Sought("Halden")]
    answers = MATCHER.match_all(rows)
    assert [answer[0].name for answer in answers] == ["Halden", "Stad", "Halden"]
    assert answers == [MATCHER.match(row) for row in rows]


def test_a_version_without_an_index_finds_nothing(tmp_path: Path) -> None:
    matcher: Matcher = opened(tmp_path)
    assert matcher.match(Sought("Oslo")) == ()


def test_the_index_of_a_version_is_opened_from_its_files(tmp_path: Path) -> None:
    indexing.write(tmp_path, ENTRIES, LABELS)
    assert opened(tmp_path).match(Sought("Stad"))[0].match
