"""Reading what people bring: where each triple stands, and in plain words what cannot be read."""

import pickle
import subprocess
import sys

import pytest

from samgraf.contributions.reading import Brought, read
from samgraf.errors import InputRefused, Misuse
from samgraf.findings import Spot
from samgraf.limits import Caps
from samgraf.store.asking import Iri, Literal

PREFIX = "@prefix e: <https://e.example/> .\n"
XSD = "http://www.w3.org/2001/XMLSchema#"


def brought(text: str | bytes, name: str = "f.ttl", syntax: str | None = None) -> Brought:
    content = text.encode() if isinstance(text, str) else text
    return read([(name, content, syntax)], Caps())


def refusal(text: str | bytes, name: str = "f.ttl") -> str:
    with pytest.raises(InputRefused) as raised:
        brought(text, name)
    return str(raised.value)


def e(name: str) -> Iri:
    return Iri(f"https://e.example/{name}")


TURTLE = f"""{PREFIX}e:a a e:C ;
  e:name "Ålesund"@nb , 'it\\'s' ;
  e:text \"\"\"one
two\"\"\" ;
  e:number 5 ; e:flag true ; e:self e:a ;
  e:inner [ e:deep <https://e.example/x#y> ;
    e:b "b" ] ;
  e:list ( 1
    "two" ) .

e:b
  e:p
    e:c
  .
"""
PLACES = [
    ("a", "name", Literal("Ålesund", language="nb"), 3, 10),
    ("a", "name", Literal("it's"), 3, 25),
    ("a", "text", Literal("one\ntwo"), 5, 0),
    ("a", "number", Literal("5", datatype=Iri(XSD + "integer")), 6, 12),
    ("a", "flag", Literal("true", datatype=Iri(XSD + "boolean")), 6, 23),
    ("a", "self", e("a"), 6, 37),
    ("b", "p", e("c"), 14, 5),
]


@pytest.mark.parametrize(("subject", "predicate", "value", "line", "column"), PLACES)
def test_a_triple_has_the_line_and_column_of_its_value(
    subject: str, predicate: str, value: Iri | Literal, line: int, column: int
) -> None:
    spot = brought(TURTLE).spot_of(e(subject), e(predicate), value)
    assert spot == Spot("f.ttl", line, column)


def test_a_path_that_is_read_backwards_finds_its_triple_too() -> None:
    assert brought(TURTLE).spot_of(e("c"), e("p"), e("b")) == Spot("f.ttl", 14, 5)


def test_what_is_not_there_is_placed_at_the_subject() -> None:
    there = brought(TURTLE)
    assert there.spot_of(e("a"), e("missing"), None) == Spot("f.ttl", 2, 1)
    assert there.spot_of(e("nobody"), e("missing"), None) == Spot("")


def test_every_line_of_one_statement_each_is_right() -> None:
    lines = [f'<https://e.example/{n}> <https://e.example/p> "v {n}" .' for n in range(3000)]
    there = brought("\r\n".join(lines) + "\r\n", "f.nt")
    assert [there.spots[triple].line for triple in there.triples] == list(range(1, 3001))
    assert {there.spot_of(*triple).column for triple in there.triples[:1000]} == {45, 46, 47}


SYNTAXES = {
    "f.nt": '<https://e.example/a> <https://e.example/p> "v" .\n',
    "f.nq": '<https://e.example/a> <https://e.example/p> "v" <https://e.example/g> .\n',
    "f.trig": PREFIX + 'e:g { e:a e:p "v" . }\ne:h { e:a e:p "v" . }\n',
    "f.ttl": PREFIX + 'e:a e:p "v" .\n',
    "f.jsonld": '{"@context": {"e": "https://e.example/"},\n"@id": "e:a",\n"e:p": "v"}\n',
    "f.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n'
    ' xmlns:e="https://e.example/"><rdf:Description rdf:about="https://e.example/a">\n'
    "<e:p>v</e:p></rdf:Description></rdf:RDF>\n",
}


@pytest.mark.parametrize(("name", "line"), list(zip(SYNTAXES, [1, 1, 2, 2, 3, 3], strict=True)))
def test_each_syntax_is_told_by_its_ending(name: str, line: int) -> None:
    there = brought(SYNTAXES[name], name)
    triple = (e("a"), e("p"), Literal("v"))
    assert there.triples == (triple,)
    assert there.spot_of(*triple).line == line


@pytest.mark.parametrize(
    "syntax", ["turtle", "Turtle", "text/turtle", "text/turtle; charset=utf-8"]
)
def test_a_syntax_can_be_named_or_given_as_media_type(syntax: str) -> None:
    assert len(brought(SYNTAXES["f.ttl"], "-", syntax).triples) == 1


@pytest.mark.parametrize("name", SYNTAXES)
def test_a_syntax_can_be_named_by_its_ending_too(name: str) -> None:
    ending = name.partition(".")[2]
    assert brought(SYNTAXES[name], "-", ending).triples == brought(SYNTAXES[name], name).triples


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("f.xlsx", "a spreadsheet; save it as CSV UTF-8"),
        ("f.ODS", "a spreadsheet; save it as CSV UTF-8"),
        ("f.docx", "a document; bring its facts as CSV or Turtle"),
    ],
)
def test_a_file_of_an_office_program_is_named_by_its_kind(name: str, words: str) -> None:
    with pytest.raises(Misuse, match=words):
        brought("", name)


@pytest.mark.parametrize(("name", "syntax"), [("-", None), ("f.txt", None), ("f.ttl", "excel")])
def test_a_syntax_is_never_guessed(name: str, syntax: str | None) -> None:
    with pytest.raises(Misuse, match=r"turtle|\.ttl"):
        brought("", name, syntax)


def test_a_literal_stays_as_it_is_written() -> None:
    there = brought(PREFIX + f'e:a e:p "01"^^<{XSD}integer>, 1.50 .')
    assert [triple[2].value for triple in there.triples] == ["01", "1.50"]


def test_the_same_label_in_two_files_is_two_blank_nodes() -> None:
    text = (PREFIX + "_:x e:p [ e:q _:x ] .").encode()
    there = read([("a.ttl", text, None), ("b.ttl", text, None)], Caps())
    again = read([("a.ttl", text, None), ("b.ttl", text, None)], Caps())
    assert {triple[0].value for triple in there.triples} == {"b1", "b2", "b3", "b4"}
    assert there.triples == again.triples
    assert there.files == ("a.ttl", "b.ttl")


def test_a_triple_of_two_files_stands_in_the_first() -> None:
    text = SYNTAXES["f.ttl"].encode()
    there = read([("a.ttl", text, None), ("b.ttl", b"\n" + text, None)], Caps())
    assert there.spot_of(*there.triples[0]) == Spot("a.ttl", 2, 9)


def test_a_byte_order_mark_and_windows_line_ends_are_accepted() -> None:
    text = b"\xef\xbb\xbf" + (PREFIX + 'e:a e:p """x\ny""" .\n').replace("\n", "\r\n").encode()
    there = brought(text)
    assert there.triples == ((e("a"), e("p"), Literal("x\r\ny")),)
    assert there.spot_of(*there.triples[0]).line == 3


FAULTS = {
    "an undeclared prefix that we know": (
        'e:a skos:prefLabel "x" .',
        "f.ttl:2:5: the prefix skos: is not declared; "
        "add the line @prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
    ),
    "an undeclared prefix that we do not know": (
        "e:a e:p no:b .",
        "f.ttl:2:9: the prefix no: is not declared; "
        "declare it at the top of the file: @prefix no: <https://…> .",
    ),
    "no final point": (
        "e:a e:p e:b # to be checked\n\ne:c e:p e:d .",
        "f.ttl:2:11: the statement has no point at its end; "
        "write a point after it, or ; if more about the same thing follows",
    ),
    "no point at the end of the file": (
        "e:a e:p e:b ;\n",
        "f.ttl:2:13: the file ends in the middle of a statement; write the rest and a point",
    ),
    "a text that is not closed": (
        'e:a e:p "abc .\ne:c e:p e:d .',
        'f.ttl:2:9: a text begins here and is not closed; write " at its end',
    ),
    "a text that is not closed on its line": (
        'e:a e:p "abc .\ne:c e:p "d" .',
        'f.ttl:2:15: a text is not closed on its line; close it with ", '
        'or begin and end it with """',
    ),
    "a text without quotation marks": (
        "e:a e:p Billund .",
        "f.ttl:2:9: Billund is not a value; write a text in quotation marks, "
        "an IRI between < and > or with a declared prefix",
    ),
    "quotation marks of a word processor": (
        "e:a e:p \u201cBillund\u201d .",
        'f.ttl:2:9: \u201c is no quotation mark of Turtle; write the straight mark "',
    ),
    "a date without quotation marks": (
        "e:a e:p 31.12.2019 .",
        "f.ttl:2:9: the date 31.12.2019 stands without quotation marks; "
        'write "2019-12-31"^^xsd:date (with @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .)',
    ),
    "a capital truth": (
        "e:a e:p TRUE .",
        "f.ttl:2:9: TRUE is not a value as it is written; write true",
    ),
    "a value that is missing": (
        "e:a e:p ; e:q e:b .",
        "f.ttl:2:9: a value is missing before ;; write the value",
    ),
    "a text as a property": (
        'e:a "p" e:b .',
        'f.ttl:2:5: "p" is not a property; write subject, property, value and a point',
    ),
    "a comma that is missing": (
        'e:a e:p "x" "y" .',
        'f.ttl:2:13: "y" cannot begin a statement; end a statement with a point; '
        "put a comma between values, ; between properties",
    ),
    "a bracket that is not closed": (
        "e:a e:p [ e:q e:b .",
        "f.ttl:2:19: a [ is not closed; write ] where the inner thing ends",
    ),
    "a blank in an IRI": (
        "e:a e:p <https://e.example/a b> .",
        "f.ttl:2:9: an IRI may not hold ' '; remove it, or write it as % and its code (blank: %20)",
    ),
    "an IRI that is not whole": (
        "e:a e:p <billund> .",
        "f.ttl:2:9: this IRI is not whole; begin it with https://, or declare @base",
    ),
    "a language tag with an underscore": (
        'e:a e:p "x"@da_DK .',
        "f.ttl:2:12: the language tag @da_DK is not written right; write it like @da or @en-GB",
    ),
    "a backslash": (
        r'e:a e:p "C:\q" .',
        r"f.ttl:2:12: \q means nothing in a text; write \\ for a backslash",
    ),
    "a prefix without its colon": (
        "@prefix x <https://x.example/> .\nx:a x:b x:c .",
        "f.ttl:2:9: this prefix is not declared as it must be; "
        "write @prefix x: <https://x.example/> .",
    ),
    "a graph": (
        "{ e:a e:p e:b }",
        "f.ttl:2:1: a named graph begins here, which Turtle has not; name the file .trig",
    ),
    "an address without its marks": (
        "e:a e:p https://e.example/b .",
        "f.ttl:2:9: an address stands without < and >; write it like <https://…>",
    ),
    "a quotation mark within a text": (
        'e:a e:p "He said "hi" to me" .',
        "f.ttl:2:19: a quotation mark stands within a text; "
        'write \\" for a mark that belongs to the text',
    ),
    "a language without its sign": (
        'e:a e:p "x"da .',
        "f.ttl:2:12: the language da stands without @; write @da right after the text",
    ),
    "a datatype without a prefix": (
        'e:a e:p "2019"^^gYear .',
        "f.ttl:2:17: the datatype gYear is no IRI; "
        "write it like xsd:date (with @prefix xsd: <http://www.w3.org/2001/XMLSchema#> .)",
    ),
    "a prefix whose address is bare": (
        "@prefix f: https://f.example/ .\nf:a e:p f:b .",
        "f.ttl:2:12: the address of a prefix is no IRI; write it between < and >",
    ),
    "a comment of another language": (
        "// members",
        "f.ttl:2:1: this is no comment of Turtle; begin a comment with #",
    ),
    "a triple as a term": (
        "<< e:a e:p e:b >> e:q e:c .",
        "f.ttl:2: a triple stands as a term of another; say it with a claim (sg:Claim)",
    ),
}


@pytest.mark.parametrize(("body", "words"), FAULTS.values(), ids=FAULTS)
def test_what_cannot_be_read_is_said_in_plain_words(body: str, words: str) -> None:
    assert refusal(PREFIX + body) == words


def test_several_faults_are_told_at_once_and_an_undeclared_prefix_once() -> None:
    text = PREFIX + "e:a x:p e:b .\ne:a x:q Billund .\ne:a e:p Vejle .\n"
    assert [line.partition(";")[0] for line in refusal(text).splitlines()] == [
        "f.ttl:2:5: the prefix x: is not declared",
        "f.ttl:4:9: Vejle is not a value",
    ]


def test_each_file_tells_its_own_faults() -> None:
    with pytest.raises(InputRefused) as raised:
        read([("a.ttl", b"x", None), ("b.nt", b"<x:a> <x:b> <x:c> .", None), ("c.nt", b"y", None)],
             Caps())  # fmt: skip
    assert [fault.file for fault in raised.value.faults] == ["a.ttl", "c.nt"]
    assert raised.value.exit_status == 2
    assert pickle.loads(pickle.dumps(raised.value)).faults == raised.value.faults


def test_json_without_a_context_states_nothing_and_is_refused() -> None:
    assert refusal('{"name": "Billund"}', "f.jsonld").startswith(
        "f.jsonld:1: nothing is stated: no key is tied to an IRI"
    )


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"@id": "x:a",}', "f.jsonld:1:15: a comma stands after the last entry; remove it"),
        ('{"@id": "x:a" "x:p": 1}', "1:15: a comma or a } is missing before this"),
        ("{'@id': 'x:a'}", 'write names and texts of JSON in straight marks "'),
    ],
)
def test_a_fault_of_json_is_said_in_plain_words(text: str, words: str) -> None:
    assert words in refusal(text, "f.jsonld")


def test_a_line_of_n_triples_without_its_point_is_told_on_that_line() -> None:
    text = '<x:a> <x:p> "x"\n<x:a> <x:p> "y" .\n<x:a> p "z" .\n'
    assert [line.partition(";")[0] for line in refusal(text, "f.nt").splitlines()] == [
        "f.nt:1:15: the statement has no point at its end",
        "f.nt:3:7: the predicate cannot be read",
    ]


def test_a_fault_of_rdf_xml_has_its_line() -> None:
    text = SYNTAXES["f.rdf"].replace("<e:p>", "<x:p>")
    assert refusal(text, "f.rdf") == (
        "f.rdf:3: the prefix x: is not declared; "
        'declare it in the first element: xmlns:x="…"'
    )  # fmt: skip


def test_what_is_read_can_pass_from_one_process_to_another() -> None:
    there = pickle.loads(pickle.dumps(brought(TURTLE)))
    assert there.spot_of(e("b"), e("p"), e("c")) == Spot("f.ttl", 14, 5)


def test_reading_rdf_does_not_load_rdflib() -> None:
    code = (
        "import sys; from samgraf.contributions.reading import read; from samgraf.limits import "
        "Caps; read([('f.nt', b'<x:a> <x:b> <x:c> .', None)], Caps()); "
        "sys.exit('rdflib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
