"""The parts of the editor that need no browser: tokens, places, formatting, finding of terms."""

import json
import shutil
import subprocess
import time
from collections.abc import Iterator
from typing import Any

import pytest

from samgraf import queries

from .conftest import ROOT

pytestmark = pytest.mark.slow

MEMBER = {
    "name": "sg:memberOf",
    "kind": "property",
    "label": "medlem af",
    "also": ["jäsenenä", "member of"],
}
AABENRAA = {"name": "sg:x", "kind": "code", "label": "Åbenrå Ærø"}


class Parts:
    """One process of node that answers for the parts of the editor."""

    def __init__(self, node: str) -> None:
        program = [node, str(ROOT / "tests/editor/ask.mjs")]
        self.process = subprocess.Popen(
            program, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )

    def __call__(self, part: str, argument: object) -> Any:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps([part, argument]) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())


@pytest.fixture(scope="module")
def ask() -> Iterator[Parts]:
    node = shutil.which("node")
    if node is None:
        pytest.fail("these tests need node: apt-get install nodejs")
    parts = Parts(node)
    with parts.process:
        yield parts
        assert parts.process.stdin is not None
        parts.process.stdin.close()


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("?x a sg:Y.", [["variable", "?x"], ["word", "a"], ["name", "sg:Y"], ["sign", "."]]),
        ("<a>< ?b", [["iri", "<a>"], ["sign", "<"], ["variable", "?b"]]),
        ("'a # b' # c", [["string", "'a # b'"]]),
        ('"""a "b" \\""""@da', [["string", '"""a "b" \\""""'], ["language", "@da"]]),
        ('"open', [["open", '"open']]),
        ("1.5e3 .5 1.", [["number", "1.5e3"], ["number", ".5"], ["number", "1"], ["sign", "."]]),
        ("ex:a\\,b%20.c.", [["name", "ex:a\\,b%20.c"], ["sign", "."]]),
        ("?a<?b&&?c>?d", [["variable", "?a"], ["iri", "<?b&&?c>"], ["variable", "?d"]]),
        ("_:b.c sg:å-ø", [["blank", "_:b.c"], ["name", "sg:å-ø"]]),
        ('""', [["string", '""']]),
        ("", []),
    ],
)
def test_a_text_is_read_as_the_grammar_reads_it(
    ask: Parts, text: str, wanted: list[list[str]]
) -> None:
    assert ask("kinds", text) == wanted


def test_no_letter_of_a_text_is_lost(ask: Parts) -> None:
    odd = ["\x00\x01", "😀 ?😀", "'''", '"""""""', "<<<>>>", "#", "\\", "\ud800", "a:...", "%%"]
    texts = [*odd, *(queries.text(name) for name in queries.names())]
    assert [ask("whole", text) for text in texts] == texts


@pytest.mark.parametrize(
    ("text", "place", "predicate"),
    [
        ("SELECT ", "clause", ""),
        ("SELECT * WHERE { ", "subject", ""),
        ("SELECT * WHERE { ?x ", "predicate", ""),
        ("SELECT * WHERE { ?x a ", "object", "a"),
        ("SELECT * WHERE { ?x a sg:Y ; ", "predicate", ""),
        ("SELECT * WHERE { ?x a sg:Y ; sg:form ", "object", "sg:form"),
        ("SELECT * WHERE { ?x sg:a/sg:b ", "object", "sg:b"),
        ("SELECT * WHERE { ?x sg:a/", "predicate", ""),
        ("SELECT * WHERE { ?x (sg:a|", "predicate", ""),
        ("SELECT * WHERE { ?x (sg:a|sg:b)* ", "object", ""),
        ("SELECT * WHERE { ?x sg:a ?y, ", "object", "sg:a"),
        ("SELECT * WHERE { ?x sg:a ?y . ", "subject", ""),
        ("SELECT * WHERE { ?x sg:a [ ", "predicate", ""),
        ("SELECT * WHERE { ?x sg:a [ sg:b ?c ] ; ", "predicate", ""),
        ("SELECT * WHERE { ?x sg:a ?y FILTER(", "expression", ""),
        ("SELECT * WHERE { ?x sg:a ?y FILTER(?y > 1) ", "subject", ""),
        ("SELECT * WHERE { OPTIONAL { ?x ", "predicate", ""),
        ("SELECT * WHERE { OPTIONAL { ?x sg:a ?y } ", "subject", ""),
        ("SELECT * WHERE { GRAPH ?g { ?x ", "predicate", ""),
        ("SELECT * WHERE { VALUES ?x { ", "object", ""),
        ("SELECT * WHERE { { SELECT ?a ?b WHERE { ?x ", "predicate", ""),
        ("SELECT * WHERE { ?x ?y ?z } ORDER BY ", "clause", ""),
        ("PREFIX ", "declaration", ""),
    ],
)
def test_it_is_known_what_may_stand_at_a_place(
    ask: Parts, text: str, place: str, predicate: str
) -> None:
    found = ask("place", text)
    assert (found["place"], found["predicate"]) == (place, predicate)


def test_the_classes_of_a_subject_are_known_behind_it(ask: Parts) -> None:
    assert ask("place", "SELECT * { ?x a sg:Municipality ; ")["classes"] == ["sg:Municipality"]
    assert ask("place", "SELECT * { ?x a sg:Municipality . ?x ")["classes"] == ["sg:Municipality"]
    assert ask("place", "SELECT * { ?x a sg:Municipality . ?y ")["classes"] == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("SELECT * { ?x sg:a ?y }", "PREFIX sg: <https://w3id.org/samgraf/ontology#>\nSELECT"),
        ("# head\nASK { ?x sg:a 1 }", "# head\nPREFIX sg: <https://w3id.org/samgraf/ontology#>\nA"),
        (
            "PREFIX a: <urn:a>\nASK { ?x sg:a skos:b }",
            "PREFIX a: <urn:a>\nPREFIX sg: <https://w3id.org/samgraf/ontology#>\nPREFIX skos: <",
        ),
    ],
)
def test_a_declaration_goes_where_it_belongs(ask: Parts, text: str, wanted: str) -> None:
    assert ask("declare", text).startswith(wanted)


def test_names_in_strings_and_comments_need_no_prefix(ask: Parts) -> None:
    assert ask("undeclared", 'ASK { ?x a:b "c:d" , <e:f> } # g:h') == ["a"]


@pytest.mark.parametrize(
    ("term", "typed", "least", "most"),
    [
        (MEMBER, "sg:memberof", 100, 100),
        (MEMBER, "member", 90, 90),
        (MEMBER, "medlem", 84, 84),
        (MEMBER, "jäsen", 60, 60),
        (MEMBER, "jasen", 60, 60),
        (MEMBER, "mber", 30, 30),
        (MEMBER, "kommune", 0, 0),
        (AABENRAA, "aaben", 84, 84),
        (AABENRAA, "aben", 84, 84),
        (AABENRAA, "aeroe", 74, 74),
        (AABENRAA, "åb", 84, 84),
    ],
)
def test_a_term_is_found_by_name_and_by_label_in_any_language(
    ask: Parts, term: dict[str, object], typed: str, least: int, most: int
) -> None:
    assert least <= ask("fit", [term, typed])["score"] <= most


def test_the_label_of_another_language_is_told_where_it_led_there(ask: Parts) -> None:
    assert ask("fit", [MEMBER, "jäsen"])["by"] == "jäsenenä"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            "select * where{?x a sg:Y;sg:z ?z.filter(?z>-1)}limit 5",
            "select * where {\n  ?x a sg:Y ;\n    sg:z ?z .\n  filter(?z>-1)\n}\nlimit 5\n",
        ),
        (
            "PREFIX a: <urn:a> PREFIX b: <urn:b>\nASK{{?x a:b 1}UNION{?x b:b 2.}}",
            "PREFIX a: <urn:a>\nPREFIX b: <urn:b>\n"
            "ASK {\n  { ?x a:b 1 }\n  UNION { ?x b:b 2 . }\n}\n",
        ),
        ("ASK { ?x ?y ?z . # why\n# own\n?a ?b ?c }", None),
        ("SELECT ?a\n?b WHERE { ?a ?c ?b }", "SELECT ?a\n  ?b WHERE { ?a ?c ?b }\n"),
        ("ASK { VALUES ?x {\n1\n2 } }", "ASK {\n  VALUES ?x {\n    1\n    2\n  }\n}\n"),
    ],
)
def test_a_query_is_put_in_order(ask: Parts, text: str, wanted: str | None) -> None:
    found = ask("format", text)
    if wanted is None:
        wanted = "ASK {\n  ?x ?y ?z . # why\n  # own\n  ?a ?b ?c\n}\n"
    assert found == wanted


def test_no_text_takes_long_to_read(ask: Parts) -> None:
    began = time.monotonic()
    for odd in ("a.", "-.", "<", '"', "a:.", "\\", "?", "'", "_:a.", "@a-", "{", "a"):
        ask("format", odd * (60_000 // len(odd)))
        ask("place", odd * (60_000 // len(odd)))
    assert time.monotonic() - began < 10


def test_a_prefix_that_is_too_long_to_be_read_is_left_as_it_is(ask: Parts) -> None:
    assert ask("format", f"ASK {{ ?x {'a.' * 60}a:b ?y }}") is None


@pytest.mark.parametrize("text", ["ASK { ?x ?y 'open }", "ASK { ( }", "ASK } {", '"""', "ASK {"])
def test_a_query_with_something_open_is_left_as_it_is(ask: Parts, text: str) -> None:
    assert ask("format", text) is None


def test_formatting_keeps_every_token_of_every_query_and_does_nothing_twice(ask: Parts) -> None:
    for text in map(queries.text, queries.names()):
        kinds, once = ask("kinds", text), ask("format", text)
        assert ask("kinds", once) == kinds
        assert ask("format", once) == once
        squeezed = " ".join(word for _, word in kinds)
        assert ask("kinds", ask("format", squeezed)) == kinds
