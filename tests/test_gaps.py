"""What no shape can find: things of no class, unused properties, empty files; and no graph."""

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path

import pytest

from samgraf.contributions import child
from samgraf.contributions.apart import report_of
from samgraf.contributions.writing import prefixes_of, written
from samgraf.findings import LANGUAGES, Report
from samgraf.limits import Caps
from samgraf.store import drafts
from samgraf.store.versions import AUTHORED, PROGRAM

HEAD = """@prefix sg: <https://w3id.org/samgraf/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix relation: <https://w3id.org/samgraf/id/relation/> .
@prefix actor: <https://w3id.org/samgraf/id/actor/> .
"""
Tell = Callable[[str], Report]


def answered(order: Mapping[str, object], content: bytes) -> Report:
    with child.prepare(order, Caps()) as answer_for:
        return report_of(answer_for(content))


@pytest.fixture
def tell(real_build: Path) -> Tell:
    version = real_build / "current"

    def told(text: str) -> Report:
        content = text.encode()
        with drafts.draft(version / AUTHORED) as folder:
            order = {
                "files": [["new.ttl", len(content), None]],
                "engine": "samgraf",
                "version": version.resolve().name,
                "draft": str(folder),
                "program": str(version / PROGRAM),
            }
            return answered(order, content)

    return told


def test_a_thing_without_a_class_is_told(tell: Tell) -> None:
    report = tell(HEAD + "relation:m-new org:member actor:dk-vejle .\n")
    [found] = report.findings
    assert (found.rule, found.severity, found.spot.line) == ("no-class", "Violation", 5)
    assert set(found.messages) == set(LANGUAGES)


def test_a_class_of_another_vocabulary_is_told_with_ours(tell: Tell) -> None:
    report = tell(HEAD + "relation:m-new a org:Membership ; org:member actor:dk-vejle .\n")
    [found] = report.findings
    assert (found.rule, found.spot.column) == ("no-class", 18)
    assert found.suggestions["en"] == "Did you mean sg:Membership?"


def test_more_of_a_thing_of_the_graph_needs_no_class(tell: Tell) -> None:
    report = tell(HEAD + "actor:dk-vejle <http://www.w3.org/2004/02/skos/core#altLabel> 'V'@da .\n")
    assert report.findings == ()


def test_what_no_rule_speaks_of_is_noted(tell: Tell) -> None:
    report = tell("<https://a.example/x> <https://a.example/p> 'hej' .")
    [found] = report.findings
    assert (found.rule, found.severity) == ("not-checked", "Info")
    assert report.alone


def test_a_misspelt_property_of_a_known_vocabulary_is_told(tell: Tell) -> None:
    report = tell(HEAD + "actor:dk-vejle\n  org:organisation actor:dk-kolding .\n")
    [found] = report.findings
    assert (found.rule, found.severity, found.spot.line) == ("unused-property", "Warning", 6)
    assert found.suggested == "<http://www.w3.org/ns/org#organization>"


@pytest.mark.parametrize("text", ["", "# a remark\n", HEAD])
def test_a_file_that_states_nothing_is_not_called_right(tell: Tell, text: str) -> None:
    [found] = tell(text).findings
    assert (found.rule, found.severity) == ("empty", "Violation")


def test_a_value_of_the_wrong_type_is_not_measured(tell: Tell) -> None:
    folder = Path(__file__).parent / "contributions" / "wrong"
    report = tell((folder / "amount-with-a-comma.ttl").read_text(encoding="utf-8"))
    wrong = [found.rule for found in report.findings if found.severity == "Violation"]
    assert wrong == ["Funding-granted/Datatype"]


def test_without_a_graph_nothing_is_held_against_it() -> None:
    file = Path(__file__).parent / "contributions" / "right" / "membership.ttl"
    content = file.read_bytes()
    order = {
        "files": [[file.name, len(content), None]],
        "engine": "samgraf",
        "version": None,
        "draft": None,
        "program": None,
    }
    report = answered(order, content)
    assert report.findings == ()
    assert (report.version, report.alone) == (None, True)
    wrong = answered(order, content.replace(b"org:member ", b"org:membre "))
    assert asdict(wrong)["findings"]
    assert not wrong.alone


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        ("<https://e.example/a/b>", "e:b"),
        ("<https://e.example/a/b#c>", "<https://e.example/a/b#c>"),
        ("<https://f.example/>", "<https://f.example/>"),
        ('"2019"^^<http://www.w3.org/2001/XMLSchema#gYear>', '"2019"^^x:gYear'),
        ('"<https://e.example/a/b>"', '"<https://e.example/a/b>"'),
    ],
)
def test_a_suggestion_is_written_as_the_file_would(term: str, expected: str) -> None:
    lines = [
        "@prefix e: <https://e.example/a/> .",
        "PREFIX x: <http://www.w3.org/2001/XMLSchema#>",
        "# @prefix f: <https://f.example/> .",
    ]
    assert written(term, prefixes_of(lines)) == expected


def test_what_a_query_makes_of_a_misformed_value_is_not_told(tell: Tell) -> None:
    folder = Path(__file__).parent / "contributions" / "wrong"
    report = tell((folder / "code-without-its-zero.ttl").read_text(encoding="utf-8"))
    wrong = [found.rule for found in report.findings if found.severity == "Violation"]
    assert wrong == ["OfficialCode/Or"]
