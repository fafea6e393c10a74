"""What a syntax cannot say of a thing is refused, and what it can is not lost."""

import json

import pytest

from samgraf.errors import QueryRefused
from samgraf.store.sorting import OFFERED, sorted_graph
from samgraf.terms import BASE

from .asking import send
from .writable import Service

THING = f"{BASE}id/actor/dk-x"
PREDICATE = "<http://example.org/says>"
CONTROL, TRIPLE = '"a\\u0001b"', "<<( <a:a> <a:b> <a:c> )>>"


def _line(predicate: str, value: str) -> bytes:
    return f"<{THING}> {predicate} {value} .\n".encode()


@pytest.mark.parametrize(
    ("media_type", "predicate", "value", "what"),
    [
        ("application/rdf+xml", PREDICATE, CONTROL, "the character U+0001"),
        ("application/rdf+xml", "<http://example.org/1>", '"a"', "does not end in a name"),
        ("application/ld+json", PREDICATE, TRIPLE, "a triple term"),
    ],
)
def test_what_a_syntax_cannot_say_is_refused(
    media_type: str, predicate: str, value: str, what: str
) -> None:
    with pytest.raises(QueryRefused) as refused:
        sorted_graph([_line(predicate, value)], media_type, THING, {})
    assert (refused.value.kind, what in refused.value.detail) == ("not-acceptable", True)
    others = [other for other in OFFERED if other != media_type]
    assert refused.value.detail.endswith(f"ask for one of {', '.join(others)}")


def test_a_direction_is_said_in_json_ld() -> None:
    made = json.loads(sorted_graph([_line(PREDICATE, '"a"@ar--rtl')], OFFERED[2], THING, {}))
    assert made["@graph"][0]["http://example.org/says"] == {
        "@value": "a",
        "@language": "ar",
        "@direction": "rtl",
    }


def test_a_carriage_return_is_kept_in_xml() -> None:
    made = sorted_graph([_line(PREDICATE, '"a\\rb"')], "application/rdf+xml", THING, {})
    assert b"a&#13;b" in made


@pytest.mark.parametrize(
    ("ending", "value", "status"),
    [("rdf", CONTROL, 406), ("ttl", CONTROL, 200), ("jsonld", TRIPLE, 406), ("nt", TRIPLE, 200)],
)
def test_data_that_a_syntax_cannot_say_is_told(
    service: Service, ending: str, value: str, status: int
) -> None:
    service.wipe()
    text = _line(PREDICATE, value).decode()
    written = service.send("PUT", "/store?default", text, Content_Type="application/n-triples")
    assert written.status in (201, 204), written.body
    reply = send(service.port, "GET", f"/data/actor/dk-x.{ending}", None)
    assert reply.status == status
    if status == 406:
        told = json.loads(reply.body)
        assert told["type"] == "/problem/not-acceptable"
        assert "text/turtle" in told["detail"]
