"""Whom a query may ask and where that may lie: the rules, without a server."""

import ipaddress
from pathlib import Path

import pytest

from samgraf import config
from samgraf.errors import Misuse, QueryRefused
from samgraf.federation.addresses import networks, refused, resolved
from samgraf.federation.broker import Kept
from samgraf.federation.failures import SourceFailed
from samgraf.federation.outgoing import Table
from samgraf.federation.resolving import Resolver
from samgraf.store.federation import Asking, Source, calls
from samgraf.store.replies import flaw
from samgraf.web.federated import named

ONE, TWO = "https://one.example/sparql", "https://two.example/sparql"
LISTED = (ONE, TWO)
BOTH = [(ONE, False), (TWO, False)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"SELECT * {{ SERVICE <{ONE}> {{ ?s ?p ?o }} }}", [(ONE, False)]),
        (f"SELECT*{{service silent<{ONE}>{{ ?s ?p ?o }}}}", [(ONE, True)]),
        (f"ASK {{ SERVICE # <{TWO}>\n <{ONE}> {{}} }}", [(ONE, False)]),
        (f"ASK {{ SERVICE <{ONE}> {{ {{ ?s ?p ?o }} }} SERVICE <{TWO}> {{}} }}", BOTH),
        ('ASK { ?service a "SERVICE <http://x/> {}" , <http://x/SERVICE> , e:SERVICE }', []),
        ('ASK { ?s ?p "a"@service }', []),
        ("ASK { # SERVICE <http://x/> {}\n }", []),
    ],
)  # fmt: skip
def test_each_service_is_found_and_nothing_else(text: str, found: list[tuple[str, bool]]) -> None:
    assert [(call.endpoint, call.silent) for call in calls(text, LISTED)] == found


@pytest.mark.parametrize(
    "behind",
    [
        "<https://one.example/sparq>", "<https://one.example/sparql/>", "<>",
        "<HTTPS://one.example/sparql>", "<https://one.example/sparql?x>",
        "<sparql>", "?x", "$x", "one:sparql", ":", "SILENT",
        "SILENT SILENT", "SILENT ?x", "{", "", "<https://one.ex\\u0061mple/sparql>", "'", '"""',
    ],
)  # fmt: skip
def test_any_other_address_is_refused(behind: str) -> None:
    with pytest.raises(QueryRefused) as refusal:
        calls(f"SELECT * {{ SERVICE {behind} {{ ?s ?p ?o }} }}", LISTED)
    assert refusal.value.kind == "service-refused"


@pytest.mark.parametrize(
    "written",
    [
        "SERVICE:x { }", "FILTER(trueSERVICE <https://one.example/> {})", "?s ?p service:x { }",
        "SERVICESILENT:x {}", f"SERVICE <{ONE}> {{}} 1SERVICE:x {{}}",
    ],
)  # fmt: skip
def test_what_may_be_read_as_service_is_refused(written: str) -> None:
    with pytest.raises(QueryRefused) as refusal:
        calls(f"SELECT * {{ {written} }}", LISTED)
    assert refusal.value.kind == "service-refused"


def test_a_worker_gives_the_engine_the_addresses_of_the_broker_alone() -> None:
    text = f"SELECT * {{ SERVICE <{TWO}> {{ ?s ?p <{ONE}> }} SERVICE SILENT <{ONE}> {{}} }}"
    given = Asking(text, LISTED).text
    assert TWO not in given
    assert given.count(ONE) == 1
    assert given.count("<http://127.0.0.1:8080/") == 2
    assert given.index("/0/1>") < given.index("/1/0>")


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.0.1", "0.0.0.0", "10.1.2.3", "172.16.0.1", "192.168.1.1",
        "169.254.169.254", "100.64.0.1", "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
        "192.0.2.1", "198.18.0.1", "::", "::1", "fe80::1", "fc00::1", "fd12::1", "ff02::1",
        "::ffff:127.0.0.1", "::ffff:8.8.8.8", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b:1::1",
        "2002:7f00:1::", "2001:0:1::", "2001:db8::1", "fe80::1%eth0", "fec0::1", "4000::1",
    ],
)  # fmt: skip
def test_no_private_or_special_address_is_connected_with(address: str) -> None:
    assert refused(ipaddress.ip_address(address), ())


@pytest.mark.parametrize("address", ["8.8.8.8", "91.198.174.192", "2620:0:862:ed1a::1"])
def test_a_public_address_is_connected_with(address: str) -> None:
    assert refused(ipaddress.ip_address(address), ()) == ""


def test_what_the_operator_lists_is_connected_with_and_no_more() -> None:
    private = networks(["10.20.0.0/16", "fd00::/8"])
    assert refused(ipaddress.ip_address("10.20.3.4"), private) == ""
    assert refused(ipaddress.ip_address("fd00::1"), private) == ""
    assert refused(ipaddress.ip_address("10.21.3.4"), private) == "a private address"


def test_a_name_with_one_refused_address_is_refused_whole() -> None:
    with pytest.raises(SourceFailed, match="a loopback address"):
        resolved("localhost", networks(["10.0.0.0/8"]), 5, Resolver())
    both = networks(["127.0.0.0/8", "::1"])
    assert resolved("127.0.0.1", both, 5, Resolver()) == ["127.0.0.1"]


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"[]",
        b"<html/>",
        b'{"head":{"vars":["x"]},"results":{"bindings":[',
        b"\xff",
        b"null",
    ],
)
def test_what_is_no_whole_table_is_told(body: bytes) -> None:
    assert flaw(body, "application/sparql-results+json")
    assert flaw(body, "application/sparql-results+xml")


def test_a_whole_table_has_no_flaw() -> None:
    body = b'{"head":{"vars":["x"]},"results":{"bindings":[{"x":{"type":"literal","value":"a"}}]}}'
    assert flaw(body, "application/sparql-results+json") == ""


def test_answers_of_others_are_kept_up_to_a_size_and_a_time() -> None:
    kept = Kept(60, 100)
    for number in range(5):
        kept.put((number, b"q"), Table("a/b", b"x" * 30))
    assert [kept.get((number, b"q")) is not None for number in range(5)] == [
        False,
        False,
        True,
        True,
        True,
    ]
    kept.put((9, b"q"), Table("a/b", b"x" * 1000))
    assert kept.get((9, b"q")) is None
    brief = Kept(0, 100)
    brief.put((1, b"q"), Table("a/b", b"x"))
    assert brief.get((1, b"q")) is None


def test_headers_name_sources_and_what_failed_in_plain_letters() -> None:
    headers = named([Source(ONE), Source(TWO, 'it said "\u00e6\r\nX: y\\"')])
    assert headers[0] == ("Samgraf-Sources", f"<{ONE}>, <{TWO}>")
    assert headers[-1] == ("Samgraf-Sources-Failed", f"<{TWO}>; reason=\"it said '???X: y/'\"")
    assert named(()) == []


@pytest.mark.parametrize(
    "wrong",
    [
        "ftp://a.example/", "a.example", "https://", "https://u:p@a.example/",
        "https://a.example/#x", "https://a.example/\u00e6", "https://a.example/ x",
        "https://a.example/>", "http://[::1]/sparql",
    ],
)  # fmt: skip
def test_a_setting_that_is_no_address_is_misuse(tmp_path: Path, wrong: str) -> None:
    file = tmp_path / "samgraf.toml"
    file.write_text(f'[federation]\nallow = ["{wrong}"]', encoding="utf-8")
    with pytest.raises(Misuse, match="no address of an endpoint"):
        config.read(file, {}, lambda _: None)


def test_settings_are_read(tmp_path: Path) -> None:
    file = tmp_path / "samgraf.toml"
    file.write_text(
        f'[federation]\nallow = ["{ONE}", "http://127.0.0.1:3030/ds/query?default=1"]\n'
        'private = ["127.0.0.0/8"]',
        encoding="utf-8",
    )
    found = config.read(file, {}, lambda _: None).federation
    assert found.allow == (ONE, "http://127.0.0.1:3030/ds/query?default=1")
    assert found.private == ("127.0.0.0/8",)
