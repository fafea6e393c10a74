"""Each shape lets its valid fixtures pass and catches its invalid ones.

The file name of a fixture is the sentence. A folder is named for a shape, or for the node shape
that gathers it. The first line of an invalid fixture names the shape that must catch it.
"""

from functools import cache
from pathlib import Path

import pytest
from rdflib import RDF, SH, Graph, URIRef

from samgraf import resources, validation
from samgraf.errors import OwnFault
from samgraf.validation import Violation

FIXTURES = Path(__file__).parent / "shapes"
SHAPES = "https://w3id.org/samgraf/shapes#"
CAUGHT_BY = "# caught by: "
TARGETS = (SH.targetClass, SH.targetNode, SH.targetObjectsOf, SH.targetSubjectsOf)
LANGUAGES = {"en", "da", "nb", "sv", "fi"}


@cache
def shapes_of(file: Path) -> Graph:
    return validation.read_shapes([file])


@cache
def vocabulary() -> Graph:
    graph = Graph()
    for file in resources.files("ontology", ".ttl"):
        graph.parse(file, format="turtle")
    return graph


@cache
def files_with_targets() -> dict[str, Path]:
    """Name every shape that checks something, with its file."""
    return {
        str(shape).removeprefix(SHAPES): file
        for file in resources.files("shapes", ".ttl")
        for target in TARGETS
        for shape in shapes_of(file).subjects(target)
    }


def breaches(fixture: Path, file: Path) -> list[Violation]:
    data = Graph().parse(fixture, format="turtle")
    alone = file in validation.description_shapes()  # as the build checks it: no facts beside it
    return validation.check(data, shapes_of(file), Graph() if alone else vocabulary())


def catcher(fixture: Path) -> str:
    first = fixture.read_text(encoding="utf-8").partition("\n")[0]
    return first.removeprefix(CAUGHT_BY)


def file_of_folder(folder: Path) -> Path:
    names = {folder.name, *(catcher(fixture) for fixture in folder.glob("invalid.*.ttl"))}
    return next(file for name, file in files_with_targets().items() if name in names)


def named(fixture: Path) -> str:
    return f"{fixture.parent.name}/{fixture.stem}"


VALID = sorted(FIXTURES.glob("*/valid.*.ttl"))
INVALID = sorted(FIXTURES.glob("*/invalid.*.ttl"))


@pytest.mark.parametrize("fixture", VALID, ids=named)
def test_valid_data_keep_every_shape_of_the_file(fixture: Path) -> None:
    assert breaches(fixture, file_of_folder(fixture.parent)) == []


@pytest.mark.parametrize("fixture", INVALID, ids=named)
def test_invalid_data_are_caught_by_the_shape_that_the_fixture_names(fixture: Path) -> None:
    shape = catcher(fixture)
    found = breaches(fixture, files_with_targets()[shape])
    assert {violation.shape for violation in found} == {SHAPES + shape}


def test_every_shape_has_a_valid_and_an_invalid_fixture() -> None:
    caught = {(catcher(fixture), fixture.parent) for fixture in INVALID}
    valid = {fixture.parent for fixture in VALID}
    covered = {shape for shape, folder in caught if folder in valid}
    assert covered == files_with_targets().keys()


@pytest.mark.parametrize("file", resources.files("shapes", ".ttl"), ids=lambda file: file.name)
def test_every_shape_that_reports_has_a_name_a_severity_and_five_messages(file: Path) -> None:
    graph = shapes_of(file)
    targeted = {shape for target in TARGETS for shape in graph.subjects(target)}
    speakers = {
        speaker
        for shape in targeted
        for speaker in (set(graph.objects(shape, SH.sparql)) or {shape})
    }
    assert all(isinstance(shape, URIRef) and shape.startswith(SHAPES) for shape in targeted)
    assert all((shape, SH.severity) in {(s, SH.severity) for s in targeted} for shape in targeted)
    assert all(graph.value(shape, SH.severity) for shape in targeted | speakers)
    assert [
        speaker
        for speaker in speakers
        if {m.language for m in graph.objects(speaker, SH.message)} != LANGUAGES  # type: ignore[attr-defined]
    ] == []


def test_every_gathered_property_shape_is_declared_with_a_target() -> None:
    graph = validation.read_shapes(resources.files("shapes", ".ttl"))
    gathered = {
        member
        for group in graph.subjects(RDF.type, SH.NodeShape)
        for member in graph.objects(group, SH.property)
    }
    named = {member for member in gathered if isinstance(member, URIRef)}
    assert {m for m in named if not any(graph.value(m, target) for target in TARGETS)} == set()


def test_a_file_is_for_what_is_authored_or_derived_or_for_the_description() -> None:
    data, derived = validation.data_shapes(), validation.derived_shapes()
    described = validation.description_shapes()
    assert sorted([*data, *derived, *described]) == sorted(resources.files("shapes", ".ttl"))
    assert [file.name for file in (*derived, *described)] == ["derived.ttl", "dcat-ap.ttl"]


@pytest.mark.parametrize(
    ("planted", "fixture"),
    [
        ("contradiction", "RosterOmits/invalid.a-member-before-and-after"),
        ("contradiction of preferred claims", "PreferredConflict/invalid.both-are-preferred"),
        ("contradiction of bounds", "Derived-bounds/invalid.seen-after-the-end"),
        ("overlap", "MembershipOverlap/invalid.the-second-begins-before-the-first-ends"),
        ("cycle", "PartOfCycle/invalid.part-of-its-part"),
        ("wrong check digit", "CheckDigit-dk-cvr/invalid.wrong"),
        ("wrong check digit", "CheckDigit-no-orgnr/invalid.wrong"),
        ("wrong check digit", "CheckDigit-se-orgnr/invalid.wrong"),
        ("wrong check digit", "CheckDigit-fi-ytunnus/invalid.wrong"),
        ("wrong check digit", "CheckDigit-is-kennitala/invalid.wrong"),
        (
            "membership outside the member's lifetime",
            "MembershipLife/invalid.begins-after-the-member",
        ),
        ("membership outside the versions", "VersionLife/invalid.ends-after-the-last-version"),
        ("hand-written shortcut", "No-memberOf/invalid.written-by-hand"),
        ("missing source", "Claim/invalid.has-no-source"),
        ("code of two actors", "OneHolder/invalid.two-towns-hold-one-code"),
    ],
)
def test_a_planted_fault_is_told_in_a_sentence(planted: str, fixture: str) -> None:
    file = FIXTURES / f"{fixture}.ttl"
    [found, *_] = breaches(file, files_with_targets()[catcher(file)])
    assert found.message[0].isupper(), planted
    assert found.message.endswith("."), planted
    assert found.focus.startswith("https://w3id.org/samgraf/id/"), planted


@pytest.mark.parametrize(
    ("fixture", "date"),
    [
        ("invalid.ends-before-the-body-and-its-versions", "2004"),
        ("invalid.begins-after-the-member-and-its-versions", "2013"),
    ],
)
def test_a_membership_outside_a_life_is_told_of_its_first_date_only(
    fixture: str, date: str
) -> None:
    file = FIXTURES / "MembershipLife" / f"{fixture}.ttl"
    [found] = breaches(file, files_with_targets()["MembershipLife"])
    assert found.value == f'"{date}"^^<http://www.w3.org/2001/XMLSchema#gYear>'
    assert f"has the date {date}, but" in found.message


@pytest.mark.parametrize("file", resources.files("shapes", ".ttl"), ids=lambda file: file.name)
def test_the_focus_node_is_a_thing_and_never_a_property_a_class_or_a_value(file: Path) -> None:
    graph = shapes_of(file)
    assert set(graph.subjects(SH.targetNode)) | set(graph.subjects(SH.targetObjectsOf)) == set()


def test_a_bad_value_is_reported_at_each_thing_that_uses_it() -> None:
    fixture = FIXTURES / "Rank" / "invalid.not-in-the-list.ttl"
    [found] = breaches(fixture, files_with_targets()["Rank"])
    assert found.focus == "https://w3id.org/samgraf/id/claim/page--1"
    assert found.path == "https://w3id.org/samgraf/ontology#rank"
    assert found.value == "https://w3id.org/samgraf/code/rank/best"


def test_a_bad_code_is_reported_at_the_version_that_holds_it() -> None:
    fixture = FIXTURES / "OfficialCode" / "invalid.wrong-form-of-dk-kommunekode.ttl"
    [found] = breaches(fixture, files_with_targets()["OfficialCode"])
    assert found.focus == "https://w3id.org/samgraf/id/actor/dk-town#v-first"
    assert found.value == '"630"^^<https://w3id.org/samgraf/code/dk-kommunekode>'


def test_validation_leaves_the_data_as_they_are() -> None:
    data = Graph().parse(FIXTURES / "Relation" / "valid.whole.ttl", format="turtle")
    before = set(data)
    validation.validate(data, validation.data_shapes(), vocabulary())
    assert set(data) == before


def test_a_shape_file_that_is_not_turtle_is_our_own_fault(tmp_path: Path) -> None:
    file = tmp_path / "broken.ttl"
    file.write_text("this is not Turtle", encoding="utf-8")
    with pytest.raises(OwnFault, match=r"broken\.ttl: not Turtle"):
        validation.read_shapes([file])
