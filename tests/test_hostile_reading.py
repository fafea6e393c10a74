"""What is brought may be hostile: each ends in a clear refusal or a right reading, within caps."""

import os
import random
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from io import RawIOBase
from pathlib import Path

import pytest

from samgraf.contributions import caps as measures
from samgraf.contributions.reading import MOST_FAULTS, Brought, read
from samgraf.contributions.texts import Text
from samgraf.errors import InputRefused, LimitExceeded, Misuse, SamgrafError
from samgraf.limits import Caps
from samgraf.namespaces import BASE
from samgraf.store.asking import Iri

PREFIX = b"@prefix e: <https://e.example/> .\n"
SHACL = b"http://www.w3.org/ns/shacl#"
OURS = BASE.encode()


def brought(content: bytes, name: str = "f.ttl", caps: Caps | None = None) -> Brought:
    return read([(name, content, None)], caps or Caps())


def bomb() -> bytes:
    """RDF/XML whose entities would be a gigabyte."""
    levels = b"".join(b'<!ENTITY e%d "%s">\n' % (n, b"&e%d;" % (n - 1) * 10) for n in range(1, 10))
    return b'<?xml version="1.0"?>\n<!DOCTYPE x [<!ENTITY e0 "lol">\n' + levels + b"]>\n<x>&e9;</x>"


def outside_entity() -> bytes:
    return b'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><x>&e;</x>'


def deep(opening: bytes, closing: bytes) -> bytes:
    return PREFIX + b"e:a e:p " + opening * 100_000 + b"1" + closing * 100_000 + b" ."


REFUSED = {
    "an entity bomb": ("f.rdf", bomb(), "f.rdf:2:1: <!DOCTYPE is not allowed in RDF/XML here"),
    "an outside entity": ("f.rdf", outside_entity(), "f.rdf:1:1: <!DOCTYPE is not allowed"),
    "an encoding that could hide one": (
        "f.rdf", b'<?xml version="1.0" encoding="utf-7"?><x/>', "the encoding utf-7 cannot be read",
    ),
    "owl:imports": (
        "f.ttl", PREFIX + b"e:a <http://www.w3.org/2002/07/owl#imports> <http://localhost/x> .",
        "f.ttl:2:5: owl:imports may not be brought; remove the statement; nothing is fetched",
    ),
    "a shape": (
        "f.ttl", PREFIX + b"e:a a <" + SHACL + b"NodeShape> .",
        "f.ttl:2:7: sh:NodeShape belongs to shapes, not to facts",
    ),
    "a constraint on one of our shapes": (
        "f.ttl", b"<" + OURS + b"shapes#ActorShape> <" + SHACL + b"deactivated> true .",
        "shapes#ActorShape> belongs to our ontology, shapes or code lists",
    ),
    "a statement about our ontology": (
        "f.ttl", b"<" + OURS + b"ontology#Actor> <x:p> <x:b> .",
        "belongs to our ontology, shapes or code lists; bring facts about other things",
    ),
    "a statement about a code": (
        "f.ttl", b"<" + OURS + b"code/role/member> <x:p> <x:b> .",
        "code/role/member> belongs to our ontology, shapes or code lists",
    ),
    "a class made a subclass": (
        "f.ttl", b"<x:A> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <x:B> .",
        "f.ttl:1:7: a statement about classes or properties changes the ontology",
    ),
    "javascript": (
        "f.ttl", PREFIX + b"e:a e:p <JavaScript:alert(1)> .",
        "f.ttl:2:9: an IRI may not begin with JavaScript:; write an address",
    ),
    "a bidirectional override in an IRI": (
        "f.ttl", PREFIX + "e:a e:p <https://e.example/\u202egpj> .".encode(),
        "f.ttl:2:9: the IRI holds the invisible character U+202E; type the IRI again",
    ),
    "a zero-width blank in an IRI": (
        "f.ttl", PREFIX + "e:a e:p <https://e.example/a\u200bb> .".encode(), "U+200B",
    ),
    "a control character in a text": (
        "f.ttl", PREFIX + b'e:a e:p "a\\u0007" .', "f.ttl:2:9: the text holds the control "
        "character U+0007; remove it",
    ),
    "a byte that is not UTF-8": (
        "f.ttl", PREFIX + b'e:a e:p "\xc3\xa5 \xe5" .',
        "f.ttl:2:12: the byte 0xE5 is not UTF-8; save the file with the encoding UTF-8",
    ),
    "a NUL": ("f.nt", b"<x:a> <x:b> <x:c> .\n\0", "f.nt:2:1: there is a NUL byte"),
    "a text in UTF-16": ("f.ttl", "\ufeffx".encode("utf-16-le"), "the file is in UTF-16"),
    "a zip renamed": ("f.ttl", b"PK\x03\x04" + bytes(50), "the file is a zip archive or a spread"),
    "a gzip renamed": ("f.csv", b"\x1f\x8b\x08" + bytes(50), "f.csv:1:1: the file is packed with"),
    "a web page": ("f.rdf", b"<!doctype HTML><html>", "f.rdf:1:1: this is a web page"),
    "JSON as Turtle": ("f.ttl", b'{"@id": "x:a"}', "f.ttl:1:1: this is JSON, not Turtle"),
    "XML as Turtle": ("f.ttl", b'<?xml version="1.0"?><a/>', "f.ttl:1:1: this is XML, not Turtle"),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "words"), REFUSED.values(), ids=REFUSED)
def test_it_is_refused_with_its_place(name: str, content: bytes, words: str) -> None:
    with pytest.raises(InputRefused) as raised:
        brought(content, name)
    assert words in str(raised.value)


LIMITS = {
    "lists in lists": ("f.ttl", deep(b"(", b")"), "f.ttl:2: the limit is 1000 blank nodes or list"),
    "nodes in nodes": ("f.ttl", deep(b"[ e:p ", b"]"), "(SAMGRAF_VALIDATE_NESTING)"),
    "triples in triples": (
        "f.nt", b"\n" + b"<x:a> <x:b> <<( " * 60_000 + b"<x:c>" + b" )>>" * 60_000,
        "f.nt:2: the limit is 1000",
    ),
    "reified triples": ("f.ttl", deep(b"<< e:a e:p ", b">>"), "f.ttl:2: the limit is 1000"),
    "objects in objects": (
        "f.jsonld", b'{"x:p":' * 30_000 + b"1" + b"}" * 30_000, "f.jsonld:1: the limit is 1000",
    ),
    "elements in elements": (
        "f.rdf", b"<a>\n" * 2_000 + b"</a>" * 2_000, "f.rdf:1001: the limit is 1000 blank nodes",
    ),
    "a long text": (
        "f.ttl", PREFIX + b'e:a e:p "' + b"a" * (65 << 10) + b'" .',
        "f.ttl:2: the limit is 64 KiB of one literal or cell; write a shorter one, "
        "or raise the setting [validate] literal_kib (SAMGRAF_VALIDATE_LITERAL_KIB)",
    ),
    "a long text of short lines": (
        "f.ttl", PREFIX + b'e:a e:p """' + b"a\n" * (2 << 20) + b'""" .', "64 KiB of one literal",
    ),
    "a long IRI": (
        "f.nt", b"<x:a> <x:b> <x:c> .\n<x:a> <x:b> <x:" + b"c" * 2050 + b"> .",
        "f.nt:2: the limit is 2 KiB of one IRI; write a shorter one",
    ),
    "too many triples": (
        "f.nt", b"".join(b'<x:a> <x:b> "%d" .\n' % n for n in range(50_001)),
        "f.nt:50001: the limit is 50000 triples of one contribution; bring it in parts",
    ),
    "too much": (
        "f.nt", b"#" * (5 << 20) + b"#", "f.nt: the limit is 5 MiB of one contribution",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("name", "content", "words"), LIMITS.values(), ids=LIMITS)
def test_a_cap_is_named_with_its_line_and_setting(name: str, content: bytes, words: str) -> None:
    with pytest.raises(LimitExceeded) as raised:
        brought(content, name)
    assert words in str(raised.value)


def test_files_count_together() -> None:
    part = b"#" * (3 << 20)
    with pytest.raises(LimitExceeded, match=r"^b\.nt: the limit is 5 MiB of one contribution, all"):
        read([("a.nt", part, None), ("b.nt", part, None)], Caps())


def test_brackets_in_texts_comments_and_iris_are_not_nesting() -> None:
    signs = b"[" * 1500
    text = PREFIX + b'e:a e:p "%b", \'%b\', """%b""" . # %b\n' % (signs, signs, signs, signs)
    assert len(brought(text).triples) == 1
    flat = PREFIX + b"e:a e:p " + b", ".join([b"[]"] * 1500) + b" ."
    assert len(brought(flat).triples) == 1500


@pytest.mark.parametrize(
    "value",
    [
        b'"' + b"a" * 32 + b'!"',
        b"9" * 60_000,
        b'"1E999999999"^^<http://www.w3.org/2001/XMLSchema#double>',
        b'"SERVICE <http://localhost/> { ?s ?p ?o }"',
        b'"}} INSERT DATA { <x:a> <x:b> <x:c> }"',
        b'"=HYPERLINK(\\"http://localhost/\\")"',
    ],
    ids=["(a+)+$", "a long integer", "a huge double", "SERVICE", "an update", "a formula"],
)
def test_a_value_is_only_a_value(value: bytes) -> None:
    [(_, _, read_value)] = brought(PREFIX + b"e:a e:p " + value + b" .").triples
    assert read_value.value


def test_an_integer_of_two_million_digits_is_refused() -> None:
    with pytest.raises(LimitExceeded, match="64 KiB of one literal"):
        brought(PREFIX + b"e:a e:p " + b"9" * 2_000_000 + b" .")


def test_ten_thousand_faults_end_after_the_most_that_are_told() -> None:
    with pytest.raises(InputRefused) as raised:
        brought(b"<x:a> x <x:b> .\n" * 10_000)
    assert len(raised.value.faults) == MOST_FAULTS + 1
    assert str(raised.value).endswith("f.ttl:100: more may be wrong; mend these first")


class _Counting(BaseHTTPRequestHandler):
    """Counts what it is asked for."""

    asked: int = 0

    def do_GET(self) -> None:
        type(self).asked += 1
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def server() -> Iterator[ThreadingHTTPServer]:
    _Counting.asked = 0
    with ThreadingHTTPServer(("127.0.0.1", 0), _Counting) as running:
        thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield running
        running.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "text",
    [
        '{{"@context": "{}", "@id": "x:a", "x:p": "v"}}',
        '{{"@context": [{{}}, "{}"], "@id": "x:a", "x:p": "v"}}',
        '{{"@context": {{"@import": "{}"}}, "@id": "x:a", "x:p": "v"}}',
        '{{"@context": {{"p": {{"@id": "x:p", "@context": "{}"}}}}, "@id": "x:a", "p": "v"}}',
    ],
)
def test_no_context_is_fetched(server: ThreadingHTTPServer, text: str) -> None:
    address = f"http://127.0.0.1:{server.server_port}/context.jsonld"
    with pytest.raises(InputRefused, match=r"^f\.jsonld:1:\d+: the @context lies elsewhere"):
        brought(text.format(address).encode(), "f.jsonld")
    assert _Counting.asked == 0


def test_the_size_of_a_file_is_looked_at_before_it_is_read(tmp_path: Path) -> None:
    sparse = tmp_path / "f.ttl"
    with sparse.open("wb") as file:
        file.truncate(1 << 30)
    with pytest.raises(LimitExceeded, match=r"f\.ttl: the limit is 5 MiB of one contribution"):
        measures.contents(sparse, Caps())


def test_a_pipe_is_read_up_to_the_cap(tmp_path: Path) -> None:
    pipe = tmp_path / "f.ttl"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"<x:a> <x:b> <x:c> .",))
    writer.start()
    assert measures.contents(pipe, Caps()) == b"<x:a> <x:b> <x:c> ."
    writer.join()


class _Endless(RawIOBase):
    """A stream without an end."""

    def __init__(self) -> None:
        self.given = 0

    def read(self, size: int = -1) -> bytes:
        """Give as much as is asked for, and never all."""
        assert size >= 0
        self.given += size
        return b"#" * size


def test_an_endless_stream_is_read_up_to_the_cap() -> None:
    endless = _Endless()
    with pytest.raises(LimitExceeded, match=r"^-: the limit is 5 MiB"):
        measures.drained("-", endless, Caps())  # type: ignore[arg-type]
    assert endless.given == (5 << 20) + 1


def test_a_folder_or_a_missing_file_is_told(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none.ttl"):
        with pytest.raises(Misuse, match="name a file that can be read"):
            measures.contents(path, Caps())


SEEDS = sorted((Path(__file__).parent / "graph").rglob("*.csv"))
SEEDS += sorted((Path(__file__).parent / "shapes").rglob("valid*.ttl"))
SIGNS = [
    b'"', b"'", b"<", b">", b"\\", b"\\u12", b"{", b"}", b"[", b"]", b"(", b")", b",", b";", b"|",
    b"\n", b"\r", b"\t", b".", b"@", b"^^", b"_:", b"@prefix", b"=", b"+1", b"1e999", b"9" * 20,
    b"\xc3", b"\xe2\x80\xae", b"\xef\xbb\xbf", b"#", b"&", b"%", b"--", b"0000-00-00", b"a b",
    b"xsd:date", b"iri", b"a" * 5000, b"<<", b">>", b"2019-02-30", b"-1", b"9999-12-31", b"",
]  # fmt: skip


def spoilt(rng: random.Random, content: bytes) -> bytes:
    """Put signs that mean something into a text, over it, or leave some of it out."""
    text = bytearray(content)
    for _ in range(rng.randint(1, 4)):
        place, over = rng.randrange(len(text) + 1), rng.choice((0, 0, 1, 8, 20))
        text[place : place + over] = rng.choice(SIGNS)
    return bytes(text)


def read_spoilt(seed: int, times: int) -> set[type]:
    """Read files that are spoilt at random; return the errors."""
    rng, errors = random.Random(seed), set()
    for _ in range(times):
        file = rng.choice(SEEDS)
        try:
            there = brought(spoilt(rng, file.read_bytes()), file.name)
            [there.spot_of(*triple) for triple in there.triples[:20]]
        except SamgrafError as error:
            errors.add(type(error))
    return errors


def test_a_file_spoilt_at_random_is_read_or_refused_and_nothing_else() -> None:
    assert read_spoilt(1, 600) <= {InputRefused, LimitExceeded}


@pytest.mark.slow
def test_many_files_spoilt_at_random_are_read_or_refused_and_nothing_else() -> None:
    assert read_spoilt(2, 20_000) == {InputRefused, LimitExceeded}


@pytest.mark.slow
def test_a_text_of_200_megabytes_is_refused_where_the_file_may_be_so_large() -> None:
    caps = Caps(file_mib=256)
    with pytest.raises(InputRefused, match=r"^f\.ttl:2: a text or IRI is longer than 16 MiB"):
        brought(PREFIX + b'e:a e:p "' + b"a" * (200 << 20) + b'" .', caps=caps)


def test_a_long_word_is_looked_through_once() -> None:
    text = Text("x" * 256_000, "turtle")  # took minutes when each letter began a prefix anew
    began = time.monotonic()
    assert text.place(1, Iri("urn:x:a"), None)[0] == 1
    assert time.monotonic() - began < 2
