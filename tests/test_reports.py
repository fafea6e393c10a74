"""Reports for people and machines, from one record of what was found."""

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from rdflib import RDF, SH, BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.compare import isomorphic, to_isomorphic

import samgraf.reports
from samgraf.errors import Misuse
from samgraf.findings import LANGUAGES, Finding, Report, Spot
from samgraf.reports import FORMS, MEDIA_TYPES, lines_of, render
from samgraf.reports.lines import line_at
from samgraf.reports.page import fragment
from samgraf.reports.words import FILES
from samgraf.resources import ROOT
from samgraf.terms import ORG, SHAPES

SCHEMAS = Path(__file__).parent / "schemas"
COMPONENT = f"{SH}MinCountConstraintComponent"
HOSTILE = 'x\n::error file=a::b\r%0A\x1b[31m\u202e</code><script>alert(1)</script>##[error]"'


def found(number: int = 1, **changes: Any) -> Finding:
    finding = Finding(
        spot=Spot("facts/mine.ttl", 10 + number, 5),
        severity="Violation",
        focus_node=f"<https://example.org/m-{number}>",
        path=f"<{ORG.role}>",
        value="",
        shape=str(SHAPES["Membership-role"]),
        component=COMPONENT,
        messages={language: f"One role, in {language}." for language in LANGUAGES},
        suggestions={language: f"Mend it, in {language}." for language in LANGUAGES},
        suggested="<https://example.org/role>",
    )
    return replace(finding, **changes)


def report(*findings: Finding, **changes: Any) -> Report:
    whole = Report(findings, ("facts/mine.ttl",), 12, alone=not findings, version="v1")
    return replace(whole, **changes)


WARNING = found(7, severity="Warning", beside_the_graph=True)
CELL = Finding(
    spot=Spot("data/codes.csv", 4, 20, "valid_from"),
    severity="Violation",
    focus_node="",
    path="",
    value='31.12.2019 "\\',
    shape="",
    component="",
    messages={"en": "A date is written 2019-12-31."},
)
NASTY = found(
    3,
    spot=Spot("a,b:c%\n.ttl", 2, 1),
    focus_node="<javascript:alert(1)>",
    value=json.dumps(HOSTILE, ensure_ascii=False),
    messages={language: f"Found {HOSTILE}." for language in LANGUAGES},
    labels={"<javascript:alert(1)>": HOSTILE},
)
MIXED = report(found(1), found(2), NASTY, CELL, WARNING, found(8, severity="Info"), untold=5)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("form", FORMS)
def test_a_report_has_every_form_in_every_language_and_is_made_the_same_twice(
    form: str, language: str
) -> None:
    text = render(MIXED, form, language)
    assert text.endswith("\n")
    assert text.encode("utf-8") == render(MIXED, form, language).encode("utf-8")
    assert (form == "turtle") == (text == render(MIXED, form, "da" if language == "en" else "en"))


def test_the_guide_names_every_form_and_language() -> None:
    guide = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
    forms = re.findall(r"^\| `(\w+)` \| [a-zA-Z]", guide.partition("## Forms")[2], re.MULTILINE)
    assert sorted(forms) == sorted(FORMS)
    assert all(f"`{language}`" in guide for language in LANGUAGES)


def test_every_form_has_a_media_type() -> None:
    assert tuple(MEDIA_TYPES) == FORMS


@pytest.mark.parametrize(("form", "language"), [("pdf", "en"), ("text", "de")])
def test_an_unknown_form_or_language_is_misuse_that_names_the_known(
    form: str, language: str
) -> None:
    with pytest.raises(Misuse, match="known are"):
        render(MIXED, form, language)


def test_text_names_place_severity_sentence_suggestion_and_rule() -> None:
    text = render(report(found(1)), "text", "en")
    assert "    facts/mine.ttl:11:5: violation: One role, in en. Mend it, in en.\n" in text
    assert f"      Rule: {SHAPES['Membership-role']}\n" in text


def test_text_tells_the_verdicts_first_and_mistakes_apart_from_warnings() -> None:
    lines = render(MIXED, "text", "en").splitlines()
    assert lines[0] == (
        "Further findings that are counted but not told: 5. Mend those that are told first. "
        "Mistakes: 4, warnings: 1, notes: 1 (files: 1, statements: 12). "
        "The file alone: mistakes to be mended. "
        "Beside the graph (version v1): mistakes to be mended."
    )
    headings = [line for line in lines if line.endswith(")") and not line.startswith(" ")]
    assert headings[0].startswith("Mistakes: to be mended (4)")
    assert headings[1].startswith("Warnings: would better be different (1)")
    assert "found by comparing with the graph" in "".join(lines)
    assert lines[-1].startswith("      Rule: ")


@pytest.mark.parametrize("language", LANGUAGES)
def test_several_files_are_spoken_of_as_several(language: str) -> None:
    assert FILES[False][language] in render(report(), "text", language)
    assert FILES[True][language] in render(report(files=("a.ttl", "b.ttl")), "text", language)


OWN = lines_of(
    [
        ("facts/mine.ttl", b"\n" * 10 + b"\t<m-1> org:role \x1b<script> ;\r\n"),
        ("twice.ttl", b"a"),
        ("twice.ttl", b"b"),
        ("long.ttl", b"x" * 300 + b"HERE" + b"y" * 300),
    ]
)


def test_text_shows_the_own_line_of_a_contributor_once() -> None:
    again = found(1, path="<https://example.org/p>")
    text = render(report(found(1), again), "text", "en", OWN)
    assert text.count("      | <m-1> org:role ⟨U+001B⟩<script> ;\n") == 1


def test_the_page_shows_the_own_line_of_a_contributor_escaped() -> None:
    text = render(report(found(1)), "html", "en", OWN)
    assert "<pre><code>&lt;m-1&gt; org:role ⟨U+001B⟩&lt;script&gt; ;</code></pre>" in text


@pytest.mark.parametrize("spot", [Spot("facts/mine.ttl", 99), Spot("twice.ttl", 1), Spot("b", 1)])
def test_a_line_that_is_not_known_is_not_shown(spot: Spot) -> None:
    assert line_at(OWN, spot) == ""


def test_of_a_long_line_the_part_around_the_value_is_shown() -> None:
    shown = line_at(OWN, Spot("long.ttl", 1, 301))
    assert "HERE" in shown
    assert len(shown) <= 162


def test_text_tells_three_alike_and_counts_the_others_with_their_lines() -> None:
    text = render(report(*(found(number) for number in range(1, 45))), "text", "da")
    assert text.count(": fejl: ") == 3
    assert "… og 41 mere af samme slags (linje 14, 15, " in text


def test_findings_are_alike_only_in_one_file_with_one_rule_and_path() -> None:
    others = [
        found(1),
        found(2, spot=Spot("b.ttl", 1)),
        found(3, path="<https://example.org/p>"),
        found(4, component=f"{SH}MaxCountConstraintComponent"),
    ]
    assert "more like it" not in render(report(*others * 3), "text", "en")


def test_text_gathers_what_is_found_of_one_thing() -> None:
    other = found(2, path="<https://example.org/p>", focus_node=found(1).focus_node)
    text = render(report(found(1), found(3), other), "text", "en")
    assert text.count("  https://example.org/m-1\n") == 1


def test_a_report_without_findings_says_that_nothing_is_wrong() -> None:
    assert render(report(), "text", "en") == (
        "Nothing is wrong. Mistakes: 0, warnings: 0, notes: 0 (files: 1, statements: 12). "
        "The file alone: in order. Beside the graph (version v1): in order.\n"
    )


def test_warnings_alone_leave_the_verdict_in_order_and_no_version_is_told() -> None:
    assert "Beside the graph (version v1): in order." in render(report(WARNING), "text", "en")
    assert "no version is built here" in render(report(version=None), "text", "en")


@pytest.mark.parametrize("form", ["text", "github"])
def test_what_a_contributor_writes_cannot_write_a_line_or_a_control_character(form: str) -> None:
    lines = render(report(NASTY), form, "en").split("\n")
    assert [line for line in lines if line.startswith("::error file=a::b")] == []
    assert not set("\x1b\u202e\r") & set("".join(lines))
    assert "⟨U+202E⟩" in "".join(lines)


def test_github_escapes_what_would_end_a_property_or_a_command() -> None:
    [command, *_] = render(report(NASTY), "github", "en").splitlines()
    assert command.startswith(
        "::error file=a%2Cb%3Ac%25%0A.ttl,line=2,col=1,"
        "title=violation%3A Membership-role/MinCount::Found x⟨U+000A⟩::error"
    )
    assert "%250A" in command


@pytest.mark.parametrize(
    ("severity", "command"),
    [("Violation", "error"), ("Warning", "warning"), ("Info", "notice")],
)
def test_github_has_a_command_for_each_severity(severity: str, command: str) -> None:
    text = render(report(found(severity=severity)), "github", "en")
    assert text.startswith(f"::{command} file=facts/mine.ttl,line=11,col=5,")


def test_github_names_no_line_where_none_is_known() -> None:
    text = render(report(found(spot=Spot("a.ttl"))), "github", "en")
    assert text.startswith("::error file=a.ttl,title=")


def test_json_is_valid_against_its_schema_and_holds_everything() -> None:
    document = json.loads(render(MIXED, "json", "sv"))
    jsonschema.Draft202012Validator(_our_schema()).validate(document)
    assert document["counts"] == {"Violation": 4, "Warning": 1, "Info": 1}
    assert document["untold"] == 5
    [first, *_] = document["results"]
    assert first["message"] == "One role, in sv. Mend it, in sv."
    assert first["messages"] == found(1).messages
    assert first["suggested"] == "<https://example.org/role>"
    assert (first["file"], first["line"], first["column"]) == ("facts/mine.ttl", 11, 5)


def test_the_schema_of_json_refuses_a_report_that_lacks_or_adds_a_member() -> None:
    validator = jsonschema.Draft202012Validator(_our_schema())
    document = json.loads(render(MIXED, "json", "en"))
    lacking = {name: value for name, value in document.items() if name != "alone"}
    assert not validator.is_valid(lacking)
    assert not validator.is_valid({**document, "more": 1})


def _our_schema() -> Any:
    folder = Path(samgraf.reports.__file__).parent
    return json.loads((folder / "report.schema.json").read_text(encoding="utf-8"))


def _sarif_is_valid(text: str) -> Any:
    schema = json.loads((SCHEMAS / "sarif-2.1.0-rtm.5.json").read_text(encoding="utf-8"))
    document = json.loads(text)
    jsonschema.Draft4Validator(schema, format_checker=jsonschema.FormatChecker()).validate(document)
    return document


@pytest.mark.parametrize("one", [MIXED, report(), report(found(spot=Spot("")))])
def test_sarif_is_valid_against_the_schema_of_the_standard(one: Report) -> None:
    _sarif_is_valid(render(one, "sarif", "fi"))


def test_sarif_has_a_rule_for_each_shape_and_component_with_its_page() -> None:
    [run] = _sarif_is_valid(render(MIXED, "sarif", "en"))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["Membership-role/MinCount", "table"]
    assert rules[0]["helpUri"] == str(SHAPES["Membership-role"])
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]


def test_sarif_tells_place_and_level() -> None:
    [run] = _sarif_is_valid(render(MIXED, "sarif", "en"))["runs"]
    places = [result["locations"][0]["physicalLocation"] for result in run["results"]]
    assert places[0]["artifactLocation"] == {"uri": "facts/mine.ttl", "uriBaseId": "%SRCROOT%"}
    assert places[0]["region"] == {"startLine": 11, "startColumn": 5}
    assert places[2]["artifactLocation"]["uri"] == "a%2Cb%3Ac%25%0A.ttl"
    levels = [result["level"] for result in run["results"]]
    assert levels == ["error", "error", "error", "error", "warning", "note"]


def _fingerprint(finding: Finding) -> str:
    [run] = json.loads(render(report(finding), "sarif", "en"))["runs"]
    [result] = run["results"]
    return str(result["partialFingerprints"]["samgraf/v1"])


def test_a_fingerprint_stays_when_lines_and_words_change_and_differs_by_thing_and_value() -> None:
    first = found(1)
    moved = replace(first, spot=Spot("other.ttl", 90), messages={"en": "In other words."})
    assert _fingerprint(moved) == _fingerprint(first)
    assert _fingerprint(found(2)) != _fingerprint(first)
    assert _fingerprint(replace(first, value='"x"')) != _fingerprint(first)
    assert _fingerprint(replace(CELL, spot=Spot("data/b.csv", 4))) != _fingerprint(CELL)


def test_turtle_is_read_back_equal() -> None:
    warned = replace(WARNING, value='"a\\"b\\n"@da', constraint="_:c1", suggestions={})
    graph = Graph().parse(data=render(report(found(1), warned), "turtle", "en"), format="turtle")
    expected = Graph()
    head = BNode()
    expected.add((head, RDF.type, SH.ValidationReport))
    expected.add((head, SH.conforms, Literal(False)))
    for one in (found(1), warned):
        node = _expected_result(expected, one)
        expected.add((head, SH.result, node))
    [second] = expected.subjects(SH.resultSeverity, SH.Warning)
    expected.add((second, SH.value, Literal('a"b\n', lang="da")))
    expected.add((second, SH.sourceConstraint, BNode()))
    graph.remove((None, URIRef("http://www.w3.org/2000/01/rdf-schema#comment"), None))
    assert isomorphic(to_isomorphic(graph), to_isomorphic(expected))


def _expected_result(graph: Graph, finding: Finding) -> BNode:
    node = BNode()
    graph.add((node, RDF.type, SH.ValidationResult))
    graph.add((node, SH.focusNode, URIRef(finding.focus_node.strip("<>"))))
    graph.add((node, SH.resultPath, ORG.role))
    graph.add((node, SH.sourceShape, SHAPES["Membership-role"]))
    graph.add((node, SH.sourceConstraintComponent, SH.MinCountConstraintComponent))
    graph.add((node, SH.resultSeverity, SH[finding.severity]))
    for language, sentence in finding.messages.items():
        text = f"{sentence} {finding.suggestions.get(language, '')}".strip()
        graph.add((node, SH.resultMessage, Literal(text, lang=language)))
    return node


def test_turtle_keeps_the_structure_of_a_path() -> None:
    sequence = f"( [ <{SH.inversePath}> <{ORG.role}> ] <{ORG.member}> )"
    text = render(report(found(path=sequence)), "turtle", "en")
    graph = Graph().parse(data=text, format="turtle")
    [path] = graph.objects(None, SH.resultPath)
    first, last = Collection(graph, path)
    assert (first, SH.inversePath, ORG.role) in graph
    assert last == ORG.member


def test_turtle_is_turtle_whatever_was_written() -> None:
    graph = Graph().parse(data=render(MIXED, "turtle", "en"), format="turtle")
    assert len(list(graph.objects(None, SH.result))) == len(MIXED.findings)
    assert Literal('31.12.2019 "\\') in set(graph.objects(None, SH.value))


def test_what_no_shape_found_has_no_component_in_turtle() -> None:
    unknown = found(shape="", component="unknown-term")
    assert unknown.rule == "unknown-term"
    graph = Graph().parse(data=render(report(unknown), "turtle", "en"), format="turtle")
    assert list(graph.objects(None, SH.sourceConstraintComponent)) == []
    assert "Ukjente termer" in render(report(unknown), "html", "nb")


def test_a_report_without_findings_conforms_in_turtle() -> None:
    graph = Graph().parse(data=render(report(), "turtle", "en"), format="turtle")
    assert list(graph.objects(None, SH.conforms)) == [Literal(True)]
    assert len(graph) == 2


class _Page(HTMLParser):
    """Notes tags, anchors and links of a page, and that all tags are closed."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.language = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        self.tags.append(tag)
        self.ids += [known["id"] or ""] if "id" in known else []
        self.links += [known["href"] or ""] if "href" in known else []
        self.language = known.get("lang") or self.language
        if tag not in {"meta", "br"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_is_well_formed_in_its_language_without_a_script(language: str) -> None:
    page = _Page(render(MIXED, "html", language))
    assert page.open == []
    assert page.language == language
    assert not {"script", "link", "img", "iframe", "form"} & set(page.tags)


def test_the_page_escapes_what_a_contributor_wrote() -> None:
    text = render(report(NASTY), "html", "en")
    assert "<script" not in text
    assert "&lt;script&gt;" in text
    assert "\u202e" not in text


def test_only_http_addresses_become_links_on_the_page() -> None:
    linked = found(2, value="<https://example.org/v>")
    page = _Page(render(report(NASTY, linked), "html", "en"))
    assert "https://example.org/v" in page.links
    assert [x for x in page.links if not x.startswith(("#", "http://", "https://"))] == []


def test_each_finding_on_the_page_has_an_anchor_of_its_own_that_stays_when_lines_move() -> None:
    findings = [found(number) for number in range(1, 30)]
    page = _Page(render(report(*findings, found(1)), "html", "en"))
    anchors = [name for name in page.ids if name.startswith("f-")]
    assert len(anchors) == len(set(anchors)) == 30
    moved = [replace(one, spot=Spot("facts/mine.ttl", one.spot.line + 5)) for one in findings]
    assert set(anchors) >= {x for x in _Page(render(report(*moved), "html", "en")).ids if "f-" in x}


def test_every_link_inside_the_page_has_its_target() -> None:
    page = _Page(render(MIXED, "html", "en"))
    assert {link[1:] for link in page.links if link.startswith("#")} <= set(page.ids)
    assert len(page.ids) == len(set(page.ids))


def test_severity_is_told_in_words_on_the_page() -> None:
    text = re.sub("<[^>]*>", "", render(MIXED, "html", "nb"))
    assert all(word in text for word in ("✕ feil", "! advarsel", "i merknad"))
    assert "✕ mistake" in render(MIXED, "html", "en").replace("</span>", "")


def test_the_page_tells_rules_in_words_and_shapes_only_beside_them() -> None:
    text = render(MIXED, "html", "en")
    [navigation] = re.findall("<nav.*?</nav>", text, re.DOTALL)
    assert "One role, in en." in navigation
    assert "Membership-role" not in navigation
    assert '<small class="rule"><a href="https://w3id.org/samgraf/shapes#Membership-role">' in text


def test_the_page_sorts_by_line_and_not_by_rule() -> None:
    ordered = [found(1, shape=str(SHAPES.Z)), found(2, shape=str(SHAPES.A)), found(3)]
    text = render(report(*ordered), "html", "en")
    assert re.findall('class="place" [^>]*>([^<]*)<', text) == [
        "facts/mine.ttl:11:5",
        "facts/mine.ttl:12:5",
        "facts/mine.ttl:13:5",
    ]


def test_what_is_suggested_can_be_copied_from_the_page() -> None:
    key = "<https://w3id.org/samgraf/id/actor/dk-kolding>"
    in_turtle = render(report(found(1, suggested=key)), "html", "en")
    in_cell = render(report(replace(CELL, suggested=key)), "html", "en")
    date = '"2019-12-31"^^<http://www.w3.org/2001/XMLSchema#date>'
    in_date = render(report(replace(CELL, suggested=date)), "html", "en")
    assert "To copy: <code>&lt;https://w3id.org/samgraf/id/actor/dk-kolding&gt;</code>" in in_turtle
    assert "To copy: <code>dk-kolding</code>" in in_cell
    assert "To copy: <code>2019-12-31</code>" in in_date


def test_a_thing_of_ours_becomes_a_link_only_where_it_has_a_name() -> None:
    node = "<https://w3id.org/samgraf/id/relation/m-new>"
    unknown = found(1, focus_node=node, value=node)
    named = replace(unknown, labels={node: "Known"})
    assert node.strip("<>") not in _Page(render(report(unknown), "html", "en")).links
    assert node.strip("<>") in _Page(render(report(named), "html", "en")).links


def test_a_server_says_where_its_own_links_lead() -> None:
    text = fragment(report(found(1)), "en", {}, lambda iri: iri.replace("https://w3id.org", ""))
    assert 'href="/samgraf/shapes#Membership-role"' in text


@pytest.mark.parametrize("form", ["text", "html"])
def test_a_long_value_is_cut_for_people(form: str) -> None:
    long = found(focus_node=f"<https://example.org/{'a' * 300}>", value=f'"{"b" * 300}"')
    text = render(report(long), form, "en").replace(f'href="https://example.org/{"a" * 300}"', "")
    assert "a" * 201 not in text
    assert "b" * 201 not in text
    assert "…" in text


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_a_file_name_that_is_not_utf_8_can_be_told(form: str) -> None:
    odd = found(spot=Spot("odd\udcff.ttl", 1))
    document = json.loads(render(report(odd), form, "en").encode("utf-8"))
    assert document


@pytest.mark.parametrize("form", ["text", "turtle", "html"])
def test_a_file_name_that_is_not_utf_8_is_shown(form: str) -> None:
    odd = found(spot=Spot("odd\udcff.ttl", 1))
    assert "odd⟨U+DCFF⟩.ttl" in render(report(odd), form, "en").encode("utf-8").decode()
