"""What no shape can find: things of no class, unused properties, empty files; and no graph."""

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import pytest

from samgraf import resources
from samgraf.contributions import child
from samgraf.contributions.apart import report_of
from samgraf.contributions.headers import OURS
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
Bring = Callable[[Mapping[str, str]], Report]


def answered(order: Mapping[str, object], content: bytes) -> Report:
    with child.prepare(order, Caps()) as answer_for:
        return report_of(answer_for(content))


@pytest.fixture
def bring(real_build: Path) -> Bring:
    version = real_build / "current"

    def brought(files: Mapping[str, str]) -> Report:
        contents = {name: text.encode() for name, text in files.items()}
        with drafts.draft(version / AUTHORED) as folder:
            order = {
                "files": [[name, len(content), None] for name, content in contents.items()],
                "engine": "samgraf",
                "version": version.resolve().name,
                "draft": str(folder),
                "program": str(version / PROGRAM),
            }
            return answered(order, b"".join(contents.values()))

    return brought


@pytest.fixture
def tell(bring: Bring) -> Tell:
    return lambda text: bring({"new.ttl": text})


def rows_of(name: str) -> list[list[str]]:
    """Read a table of ours with its header."""
    with resources.files("data", f"{name}.csv")[0].open(encoding="utf-8", newline="") as file:
        return [*csv.reader(file)]


def table(rows: Iterable[Sequence[str]]) -> str:
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def test_rows_of_our_own_tables_are_in_order(bring: Bring) -> None:
    evidence, snapshots = rows_of("evidence")[:4], rows_of("snapshots")
    at = evidence[0].index("snapshot")
    digests = {row[at] for row in evidence[1:]}
    files = {
        path.name: table([*csv.reader(path.read_text("utf-8").splitlines())][:4])
        for path in resources.files("data", ".csv")
        if path.stem not in OURS
    }
    files["snapshots.csv"] = table([snapshots[0], *(r for r in snapshots if digests & {*r})])
    report = bring(files)
    assert len(files) > 15
    assert [found for found in report.findings if found.severity == "Violation"] == []


@pytest.mark.parametrize("address", ["https://example.org/a b", "http://[", "https://a.dk/%zz"])
def test_an_address_in_the_place_of_a_key_is_told(bring: Bring, address: str) -> None:
    [header, row] = rows_of("names")[:2]
    at = header.index("source")
    report = bring({"names.csv": table([header, [*row[:at], address, *row[at + 1 :]]])})
    [found] = report.findings
    assert found.spot.line == 2
    assert "in source is not a key" in found.messages["en"]


@pytest.mark.parametrize(
    ("column", "cell"), [("attested", "2012|"), ("value_type", "rdf:langString")]
)
def test_a_cell_that_no_build_could_read_is_told(bring: Bring, column: str, cell: str) -> None:
    [header, row] = rows_of("claims")[:2]
    report = bring(
        {
            "claims.csv": table(
                [header, [*({**dict(zip(header, row, strict=True)), column: cell}).values()]]
            )
        }
    )
    [found] = [one for one in report.findings if one.severity == "Violation"]
    assert (found.spot.line, found.spot.field) == (2, column)


def test_a_passage_that_ends_before_it_begins_is_told(bring: Bring) -> None:
    [header, row] = rows_of("evidence")[:2]
    turned = {**dict(zip(header, row, strict=True)), "start": "130", "end": "55"}
    report = bring({"evidence.csv": table([header, [*turned.values()]])})
    [found] = [one for one in report.findings if one.spot.field == "end"]
    assert "131" in found.messages["en"] + found.suggestions["en"]


def test_a_key_that_is_given_twice_is_told_whatever_the_values_are(bring: Bring) -> None:
    [header, row] = rows_of("claims")[:2]
    given = {**dict(zip(header, row, strict=True)), "key": "a-page--x", "value_type": "xsd:decimal"}
    twice = [{**given, "value": value} for value in ("NaN", "5")]
    report = bring({"claims.csv": table([header, *([*one.values()] for one in twice)])})
    assert any(found.spot.line == 3 for found in report.findings)


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
