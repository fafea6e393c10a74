"""What cannot be read is told in five languages, with what a machine could put in."""

import re
from pathlib import Path

import pytest

from samgraf.contributions import child
from samgraf.contributions.checking import refused
from samgraf.contributions.faults import PROBLEMS, REMEDIES, TABLES
from samgraf.contributions.reading import MOST_FAULTS, read
from samgraf.errors import InputRefused
from samgraf.findings import LANGUAGES, Report, Spot
from samgraf.limits import Caps
from samgraf.namespaces import CODES, FAMILIAR
from samgraf.reports import render
from samgraf.resources import files

PREFIX = "@prefix e: <https://e.example/> .\n"
RDF_XML = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">\n'


def report(content: str | bytes, name: str = "f.ttl") -> Report:
    """Return what is told of a file that is refused."""
    raw = content.encode() if isinstance(content, str) else content
    with pytest.raises(InputRefused) as raised:
        read([(name, raw, None)], Caps())
    return refused((name,), raised.value, None)


def test_every_kind_of_fault_has_a_problem_and_a_remedy_once() -> None:
    assert PROBLEMS.keys() == REMEDIES.keys()
    assert len(PROBLEMS) == sum(len(table.PROBLEMS) for table in TABLES)


@pytest.mark.parametrize("kind", PROBLEMS)
def test_every_kind_of_fault_is_told_in_each_language_with_the_same_words(kind: str) -> None:
    for texts in (PROBLEMS[kind], REMEDIES[kind]):
        assert len(texts) == len(LANGUAGES)
        assert all(text.strip() == text and text for text in texts)
        assert len({frozenset(re.findall(r"\{(\w*)\}", text)) for text in texts}) == 1
        assert not {texts[0]} & {*texts[1:]}


KINDS: dict[str, tuple[str, str | bytes]] = {
    "zip": ("f.ttl", b"PK\x03\x04"),
    "spreadsheet": ("f.csv", b"PK\x03\x04 [Content_Types].xml xl/workbook.xml"),
    "word-document": ("f.csv", b"PK\x03\x04 [Content_Types].xml word/document.xml"),
    "packed": ("f.ttl", b"\x1f\x8b"),
    "old-document": ("f.ttl", b"\xd0\xcf\x11\xe0"),
    "pdf": ("f.ttl", b"%PDF"),
    "utf-16": ("f.ttl", b"\xff\xfex\0"),
    "nul": ("f.ttl", b"<x:a> <x:b> \0 ."),
    "not-utf-8": ("f.ttl", b"# \xe5"),
    "csv-letter": ("f.csv", "actor,name\ndk-aeroe,Ærø\n".encode("cp1252")),
    "csv-encoding": ("f.csv", b"actor,name\ndk-aeroe,\x81\n"),
    "csv-separator": ("f.csv", "actor;name\ndk-aeroe;Ærø\n".encode("cp1252")),
    "looks-like": ("f.csv", "# facts\n@prefix e: <https://e.example/> ."),
    "web-page": ("f.ttl", "<html>"),
    "other-syntax": ("f.ttl", '{"@id": "x:a"}'),
    "doctype": ("f.rdf", "<!DOCTYPE x><x/>"),
    "encoding": ("f.rdf", '<?xml version="1.0" encoding="utf-7"?><x/>'),
    "more": ("f.ttl", "<x:a> x <x:b> .\n" * (MOST_FAULTS + 1)),
    "nothing": ("f.jsonld", '{"name": "Billund"}'),
    "imports": ("f.ttl", "<x:a> <http://www.w3.org/2002/07/owl#imports> <x:b> ."),
    "classes": ("f.ttl", "<x:a> <http://www.w3.org/2000/01/rdf-schema#subClassOf> <x:b> ."),
    "ours": ("f.ttl", "<https://w3id.org/samgraf/ontology#Actor> <x:p> <x:b> ."),
    "shape": ("f.ttl", "<x:a> a <http://www.w3.org/ns/shacl#NodeShape> ."),
    "scheme": ("f.ttl", "<x:a> <x:b> <javascript:alert(1)> ."),
    "unseen": ("f.ttl", "<x:a> <x:b> <x:a\u202eb> ."),
    "control": ("f.ttl", '<x:a> <x:b> "\\u0007" .'),
    "known-prefix": ("f.ttl", "<x:a> skos:note <x:b> ."),
    "unknown-prefix": ("f.ttl", "<x:a> my:note <x:b> ."),
    "xml-prefix": ("f.rdf", RDF_XML + "<org:Role/></rdf:RDF>"),
    "prefix-form": ("f.ttl", "@prefix x <https://x.example/> ."),
    "prefix-address": ("f.ttl", "@prefix x: https://x.example/ ."),
    "no-point": ("f.ttl", "<x:a> <x:b> <x:c>\n<x:d> <x:e> <x:f> ."),
    "ends": ("f.ttl", "<x:a> <x:b> <x:c>"),
    "missing-value": ("f.ttl", "<x:a> <x:b> ; <x:c> <x:d> ."),
    "graph": ("f.ttl", "{ <x:a> <x:b> <x:c> }"),
    "not-value": ("f.ttl", "<x:a> <x:b> Billund ."),
    "not-property": ("f.ttl", '<x:a> "b" <x:c> .'),
    "not-beginning": ("f.ttl", '<x:a> <x:b> "c" "d" .'),
    "open-bracket": ("f.ttl", "<x:a> <x:b> [ <x:c> <x:d> ."),
    "comment": ("f.ttl", "// members"),
    "cut-name": ("f.ttl", PREFIX + "e:m-new#during e:p e:b ."),
    "cannot-stand": ("f.ttl", "<x:a> <x:b> * ."),
    "quoted": ("f.ttl", "<< <x:a> <x:b> <x:c> >> <x:d> <x:e> ."),
    "part-subject": ("f.nt", "a:a <x:b> <x:c> ."),
    "part-predicate": ("f.nt", "<x:a> b:b <x:c> ."),
    "part-object": ("f.nt", "<x:a> <x:b> c:c ."),
    "other": ("f.rdf", RDF_XML + "</rdf:Bag>"),
    "bare-address": ("f.ttl", "<x:a> <x:b> https://e.example/b ."),
    "open-iri": ("f.ttl", "<x:a> <x:b> <x:c"),
    "open-text": ("f.ttl", '<x:a> <x:b> "c .'),
    "iri-sign": ("f.ttl", "<x:a> <x:b> <https://e.example/a b> ."),
    "no-scheme": ("f.ttl", "<x:a> <x:b> <billund> ."),
    "percent": ("f.ttl", PREFIX + "e:a e:b e:100% ."),
    "datatype": ("f.ttl", '<x:a> <x:b> "2019"^^gYear .'),
    "bare-date": ("f.ttl", "<x:a> <x:b> 31.12.2019 ."),
    "truth": ("f.ttl", "<x:a> <x:b> TRUE ."),
    "no-number": ("f.ttl", "<x:a> <x:b> + ."),
    "line-text": ("f.ttl", '<x:a> <x:b> "c .\n<x:a> <x:b> "d" .'),
    "mark-inside": ("f.ttl", '<x:a> <x:b> "He said "hi" to me" .'),
    "curly-mark": ("f.ttl", "<x:a> <x:b> \u201cc\u201d ."),
    "escape": ("f.ttl", r'<x:a> <x:b> "C:\q" .'),
    "bare-language": ("f.ttl", '<x:a> <x:b> "x"da .'),
    "named-tag": ("f.ttl", '<x:a> <x:b> "x"@da_DK .'),
    "tag": ("f.ttl", '<x:a> <x:b> "x" @1 .'),
    "trailing-comma": ("f.jsonld", '{"@id": "x:a",}'),
    "no-comma": ("f.jsonld", '{"@id": "x:a" "x:p": 1}'),
    "json-sign": ("f.jsonld", "{'@id': 'x:a'}"),
    "context": ("f.jsonld", '{"@context": "http://localhost/", "@id": "x:a", "x:p": "v"}'),
}


TOO_LARGE_FOR_A_TEST = {"too-long"}
"""It needs 16 MiB; tests/test_hostile_reading.py meets it."""


def test_every_kind_of_fault_is_met_here() -> None:
    assert KINDS.keys() == PROBLEMS.keys() - TOO_LARGE_FOR_A_TEST


def _english(texts: tuple[str, ...]) -> list[str]:
    """Return the parts of an English text that no found word stands in, small words apart."""
    parts = re.split(r"\{\w+\}|@prefix.*|[<>\"']", texts[0])
    return [part.strip(" .:;,") for part in parts if len(part.split()) > 1]


@pytest.mark.parametrize("language", LANGUAGES[1:])
@pytest.mark.parametrize("kind", KINDS)
def test_a_report_in_another_language_holds_no_english_of_the_fault(
    kind: str, language: str
) -> None:
    name, content = KINDS[kind]
    told = report(content, name)
    page = render(told, "text", language)
    english = [part for table in (PROBLEMS, REMEDIES) for part in _english(table[kind])]
    assert english
    assert [part for part in english if part.lower() in page.lower()] == []
    own = re.split(r"\{\w+\}", PROBLEMS[kind][LANGUAGES.index(language)])
    said = [finding.messages[language] for finding in told.findings]
    assert any(all(part.strip()[1:] in one for part in own) for one in said)


@pytest.mark.parametrize("kind", KINDS)
def test_a_finding_has_both_sentences_in_each_language(kind: str) -> None:
    name, content = KINDS[kind]
    for finding in report(content, name).findings:
        for words in (finding.messages, finding.suggestions):
            assert tuple(words) == LANGUAGES
            assert all(text.endswith(".") and "{" not in text.strip("{") for text in words.values())


DANISH = """@prefix e: <https://e.example/> .
e:a e:p e:b
e:c skos:note e:d .
e:e <http://www.w3.org/2002/07/owl#imports> <javascript:alert(1)> .
"""


def test_a_danish_report_is_danish_throughout() -> None:
    assert render(report(DANISH), "text", "da").splitlines() == [
        "Fejl: skal rettes (4)",
        "",
        "f.ttl",
        "    f.ttl:2:11: fejl: Udsagnet har intet punktum til sidst. "
        "Skriv et punktum efter det, eller ; hvis der følger mere om det samme.",
        "    f.ttl:3:5: fejl: Præfikset skos: er ikke erklæret. "
        "Tilføj linjen @prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
        "    f.ttl:4:5: fejl: owl:imports må ikke medbringes. Fjern udsagnet; intet hentes.",
        "    f.ttl:4:45: fejl: En IRI må ikke begynde med javascript:. "
        "Skriv en adresse med https:// i begyndelsen.",
        "",
        "Intet er endnu holdt op mod reglerne: ret dette først.",
        "fejl: 4, advarsler: 0, bemærkninger: 0",
    ]
    nul = render(report(DANISH.encode() + b"\0"), "text", "da").splitlines()
    assert nul[3:-3] == [
        "    f.ttl:5:1: fejl: Her er en NUL-byte, som ingen tekst har. "
        "Fjern den, og gem filen som UTF-8."
    ]


def test_the_words_of_the_parser_stand_in_quotation_marks() -> None:
    [found] = report(KINDS["other"][1], "f.rdf").findings
    [inner] = {text.partition(': "')[2] for text in found.messages.values()}
    assert inner.startswith("ill-formed document")
    assert inner.endswith('".')


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("e:m#during e:p e:b .\ne:c e:p e:d .", (2, 1)),
        ("e:a e:p e:m#during ;\n\n# more\n  e:q e:b .", (2, 9)),
        ('e:a e:p "e:x#y" , e:m#during .\ne:c e:q e:b .', (2, 19)),
        ("e:a e:p e:m#during .", (2, 9)),
    ],
)
def test_a_name_that_is_cut_off_is_told_at_its_place(text: str, place: tuple[int, int]) -> None:
    [found] = report(PREFIX + text).findings
    assert (found.spot.line, found.spot.column) == place
    assert found.messages["en"].startswith("The # in e:m#during begins a comment")
    assert found.suggested == r"e:m\#during"
    assert read([("f.ttl", (PREFIX + r"e:m\#during e:p e:b .").encode(), None)], Caps()).triples


@pytest.mark.parametrize("before", ["<x:a#b> ", '"e:a#b" ', "e:a # e:b#c\n ", "e:a\n# e:b#c\n"])
def test_a_sign_in_an_address_a_text_or_a_comment_cuts_no_name(before: str) -> None:
    assert "comment" not in report(f"{PREFIX}e:a e:p {before} x .").findings[0].messages["en"]


def test_a_table_of_excel_tells_its_letters_and_its_semicolons_at_once() -> None:
    told = report("actor;name;lang\r\ndk-aeroe;Ærø;da\r\n".encode("cp1252"), "f.csv")
    assert [(one.spot.line, one.spot.column) for one in told.findings] == [(1, 0), (2, 10)]
    semicolons, letter = told.findings
    assert semicolons.messages["en"] == "The cells are separated by ;, not by commas."
    assert letter.messages["en"] == "The Æ (byte 0xC6) is not written in UTF-8."
    assert letter.suggestions["en"] == "In Excel choose Save As and the type CSV UTF-8."


@pytest.mark.parametrize("before", [b"\xc3\xb8", b""])
def test_a_letter_is_named_only_where_all_before_it_fits(before: bytes) -> None:
    [found] = report(b"actor,name\n" + before + b",\xe6\n", "f.csv").findings
    assert ("æ" in found.messages["en"]) is (not before)


CONFUSED = {
    "CSV as Turtle": ("f.ttl", "key,title,title_lang,publisher\na,b,c,d\n", "CSV", ".csv"),
    "semicolons as Turtle": ("f.ttl", "\ufeffkey;title;lang;note\r\n", "CSV", ".csv"),
    "CSV as RDF/XML": ("f.rdf", '"key","title","lang","note"\n', "CSV", ".csv"),
    "Turtle as CSV": ("f.csv", "\nPREFIX e: <https://e.example/>\n", "Turtle", ".ttl"),
    "statements as CSV": ("f.csv", "<https://e.example/a> a <x:b> .", "Turtle", ".ttl"),
}


@pytest.mark.parametrize(("name", "text", "other", "ending"), CONFUSED.values(), ids=CONFUSED)
def test_tables_and_turtle_are_told_from_each_other(
    name: str, text: str, other: str, ending: str
) -> None:
    [found] = report(text, name).findings
    assert found.messages["en"].startswith(f"This looks like {other}, not ")
    assert found.suggestions["en"] == (
        f"Choose {other} as the syntax, or let the file name end with {ending}."
    )


def test_a_long_word_is_cut_and_nothing_long_is_suggested() -> None:
    [found] = report(f"{PREFIX}e:a e:p {'x' * 5000} .").findings
    assert max(map(len, found.messages.values())) < 200
    [found] = report(f"{PREFIX}e:a e:p <https://e.example/{'x' * 5000} y> .").findings
    assert found.suggested == ""


def test_different_faults_of_one_file_are_all_told() -> None:
    wrong = ("Billund", "<x y>", ";", "*", "TRUE", "5x")
    text = PREFIX + "".join(f"e:a e:p {word} .\n" for word in wrong)
    page = render(report(text), "text", "en")
    assert [number for number in range(2, 8) if f"f.ttl:{number}:" not in page] == []


def test_faults_are_told_in_the_order_of_their_places() -> None:
    places = [found.spot for found in report(DANISH).findings]
    assert places == sorted(places)
    assert len(places) == 4
    assert report(KINDS["more"][1]).findings[-1].messages["en"] == "More may be wrong."


@pytest.mark.parametrize(
    ("kind", "words"),
    [("spreadsheet", "a spreadsheet"), ("text", "a document")],
)
def test_an_open_document_is_named_by_its_kind(kind: str, words: str) -> None:
    packed = f"PK\x03\x04mimetypeapplication/vnd.oasis.opendocument.{kind}PK"
    [found] = report(packed, "f.csv").findings
    assert words in found.messages["en"]


PLACES = {
    "bare-date": 13,
    "named-tag": 16,
    "ours": 1,
    "imports": 7,
    "no-point": 17,
}


@pytest.mark.parametrize("kind", PLACES)
def test_a_fault_has_the_column_at_which_the_word_begins(kind: str) -> None:
    name, content = KINDS[kind]
    assert report(content, name).findings[0].spot.column == PLACES[kind]


def test_an_unknown_property_is_placed_at_itself_and_not_at_its_value() -> None:
    text = PREFIX + 'e:a e:p "a" ; e:q\n  # e:r\n  "b" ,\n  "c" .\n'
    there = read([("f.ttl", text.encode(), None)], Caps())
    assert [there.spot_of_property(*triple) for triple in there.triples] == [
        Spot("f.ttl", 2, 5), Spot("f.ttl", 2, 15), Spot("f.ttl", 2, 15),
    ]  # fmt: skip


def test_a_finding_about_an_unknown_property_bears_its_column() -> None:
    unknown = "<https://w3id.org/samgraf/ontology#memberShip>"
    text = f"{PREFIX}e:a {unknown} e:b .\n".encode()
    order = {"files": [["f.ttl", len(text), None]], "engine": "samgraf"}
    with child.prepare({**order, "version": None, "draft": None, "program": None}, Caps()) as told:
        found = told(text)["findings"]
    spots = [one["spot"] for one in found if one["component"] == "unknown-term"]
    assert [(spot["line"], spot["column"]) for spot in spots] == [(2, 5)]


def test_where_a_property_does_not_stand_in_its_own_words_its_value_is_told() -> None:
    text = '{"@id": "https://e.example/a",\n"https://e.example/p": "v"}'
    there = read([("f.jsonld", text.encode(), None)], Caps())
    [triple] = there.triples
    assert there.spot_of_property(*triple) == there.spot_of(*triple)
    assert there.spot_of(*triple).line == 2


def test_a_prefix_that_other_contributions_declare_is_known() -> None:
    folder = Path(__file__).parent / "contributions"
    texts = [file.read_text(encoding="utf-8") for file in sorted(folder.rglob("*.ttl"))]
    declared = {pair for text in texts for pair in re.findall(r"@prefix ([\w-]+): <(.*)>", text)}
    assert len(declared) > 10
    assert {(prefix, FAMILIAR.get(prefix)) for prefix, _ in declared} == declared


def test_each_familiar_prefix_of_codes_is_that_of_a_code_list() -> None:
    ontology = "".join(file.read_text(encoding="utf-8") for file in files("ontology", ".ttl"))
    lists = set(re.findall(r"^code:([\w-]+) a .*skos:ConceptScheme", ontology, re.MULTILINE))
    codes = {prefix for prefix, address in FAMILIAR.items() if address == f"{CODES}{prefix}/"}
    assert codes
    assert codes <= lists


SUGGESTED = {
    "known-prefix": "@prefix skos: <http://www.w3.org/2004/02/skos/core#> .",
    "xml-prefix": 'xmlns:org="http://www.w3.org/ns/org#"',
    "prefix-form": "@prefix x: <https://x.example/> .",
    "prefix-address": "<https://x.example/>",
    "no-point": ".",
    "open-bracket": "]",
    "comment": "#",
    "cut-name": r"e:m-new\#during",
    "bare-address": "<https://e.example/b>",
    "open-iri": ">",
    "open-text": '"',
    "iri-sign": "<https://e.example/a%20b>",
    "percent": "%25",
    "datatype": "xsd:gYear",
    "bare-date": '"2019-12-31"^^xsd:date',
    "truth": "true",
    "line-text": '"',
    "mark-inside": '\\"',
    "curly-mark": '"',
    "escape": r"\\q",
    "bare-language": "@da",
    "named-tag": "@da-DK",
}


@pytest.mark.parametrize("kind", KINDS)
def test_what_a_machine_could_put_in_stands_alone(kind: str) -> None:
    name, content = KINDS[kind]
    told = [finding.suggested for finding in report(content, name).findings]
    assert told[0] == SUGGESTED.get(kind, "")
