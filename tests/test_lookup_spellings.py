"""An address or a code is found in whatever spelling others use."""

import pytest

from samgraf.web import lookup_found
from samgraf.web.link_sets import LinkSet
from samgraf.web.lookup_spellings import MOST, addresses, codes, dated, national


def link_set(
    start: str, end: str = "", others: tuple[str, ...] = (), register: str = ""
) -> LinkSet:
    return LinkSet("a", "https://a.example/", "p", start, end, others, register, 0, "", ())


SETS = (
    link_set("http://www.wikidata.org/entity/", others=("http://www.wikidata.org/wiki/",)),
    link_set("https://sws.geonames.org/", "/", ("https://www.geonames.org/",)),
    link_set(
        "https://api.dataforsyningen.dk/kommuner/",
        others=("https://dawa.aws.dk/kommuner/",),
        register="dk-kommunekode",
    ),
    link_set("https://psi.norge.no/los/"),
)
ITEM, FEATURE = "http://www.wikidata.org/entity/Q21152", "https://sws.geonames.org/2624341/"


def test_an_item_is_known_by_every_address_of_wikidata() -> None:
    for text in (
        ITEM,
        "https://www.wikidata.org/entity/Q21152",
        "https://wikidata.org/wiki/Q21152",
        "HTTPS://WWW.Wikidata.org/wiki/Q21152#sitelinks",
        "http://www.wikidata.org/entity/Q21152/",
        "http%3A%2F%2Fwww.wikidata.org%2Fentity%2FQ21152",
        "<http://www.wikidata.org/entity/Q21152>",
    ):
        assert ITEM in addresses(text, SETS), text


def test_a_feature_is_known_with_and_without_its_slash_and_by_its_page() -> None:
    for text in (
        "http://sws.geonames.org/2624341",
        "https://www.geonames.org/2624341/haderslev.html",
        "https://geonames.org/2624341",
    ):
        assert FEATURE in addresses(text, SETS), text


def test_an_older_host_may_leave_out_the_zero() -> None:
    spelled = addresses("http://dawa.aws.dk/kommuner/101", SETS)
    assert "https://api.dataforsyningen.dk/kommuner/0101" in spelled


def test_an_identifier_may_have_a_slash_inside() -> None:
    assert "https://psi.norge.no/los/tema/kultur" in addresses(
        "http://psi.norge.no/los/tema/kultur", SETS
    )


def test_any_address_is_tried_by_http_and_https_with_and_without_a_slash() -> None:
    assert set(addresses("http://a.example/x", SETS)) == {
        "http://a.example/x",
        "https://a.example/x",
        "http://a.example/x/",
        "https://a.example/x/",
    }


def test_there_are_never_more_spellings_than_are_looked_for() -> None:
    for text in ("", "x", "http://", "%25" * 400, ITEM + "/%2e%2e/?a=b#c"):
        assert len(addresses(text, SETS)) <= MOST


def test_what_is_no_address_of_the_web_has_no_spelling() -> None:
    assert addresses("javascript:alert(1)", SETS) == ()
    assert addresses("Q21152", SETS) == ()


def test_an_entry_of_a_dated_list_is_a_code_on_its_day() -> None:
    entry = "http://uri.suomi.fi/codelist/jhs/kunta_1_20190101/code/005"
    assert dated(entry) == ("fi-kuntanumero", "005", "2019-01-01")
    assert dated("http://uri.suomi.fi/codelist/jhs/kunta") is None


def test_a_code_may_lack_zeros_and_hyphens() -> None:
    assert "0101" in codes("101")
    assert "005" in codes("5")
    assert "202100-6297" in codes("2021006297")
    assert "2021006297" in codes(" 202100-6297 ")
    assert "0201256-6" in codes("02012566")
    for text in ("172127-2", "1721272", "0172127-2", "01721272", "172 127-2"):
        assert "0172127-2" in codes(text), text
    assert all(
        len(codes(text)) <= MOST
        for text in ("1", "12345678", "12345-6", "1721272", "1234567890", "-" * 60)
    )


def test_a_local_administrative_unit_is_country_and_national_code() -> None:
    assert national("NO_4204") == ("no-kommunenummer", "4204")
    assert national("dk_101") == ("dk-kommunekode", "101")
    assert national("DE_101")[0] == ""
    assert national("4204")[0] == ""


@pytest.mark.parametrize("no_day", ["2007-02-30", "9999-12-31", "2007", ""])
def test_a_period_ends_on_what_is_no_day(no_day: str) -> None:
    periods = [("1970-04-01", no_day), ("2008-01-01", "2009-12-31"), ("2010-01-01", "")]
    joined = [*lookup_found._joined(periods)]
    assert joined == [("1970-04-01", no_day), ("2008-01-01", "")]
