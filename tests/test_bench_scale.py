"""The benchmark of large graphs: copies that keep their shape, laws of growth, and drawings."""

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

import curves
import questions
import scale
import scale_report
import scale_side
import sections
from copies import Part
from samgraf import queries
from scale_sizes import Measured

ID, CODE = "https://w3id.org/samgraf/id/", "https://w3id.org/samgraf/code/"
VEJLE = f"<{ID}actor/dk-vejle>"
SAYS = "<https://w3id.org/samgraf/ontology#{}>"
LINES = [
    f'{VEJLE} {SAYS.format("label")} "Vejle"@da .\n'.encode(),
    f"{VEJLE} {SAYS.format('memberOf')} <{ID}actor/dk-trekantomraadet> .\n".encode(),
    f'{VEJLE} {SAYS.format("officialCode")} "0630"^^<{CODE}dk-kommunekode> .\n'.encode(),
    f"{VEJLE} {SAYS.format('same')} <http://www.wikidata.org/entity/Q21104> .\n".encode(),
    f'<{CODE}topic/roads> {SAYS.format("label")} "Roads"@en .\n'.encode(),
]


def made(number: int) -> list[str]:
    return b"".join(Part.of(LINES).copies(number)).decode().splitlines()


def test_one_copy_is_the_graph_as_it_is() -> None:
    assert sorted(made(1)) == sorted(line.decode().rstrip() for line in LINES)


def test_a_further_copy_ties_its_own_things_to_each_other() -> None:
    more = set(made(3)) - set(made(1))
    vejle, area = f"<{ID}actor/x2-dk-vejle>", f"<{ID}actor/x2-dk-trekantomraadet>"
    assert f"{vejle} {SAYS.format('memberOf')} {area} ." in more
    assert f'{vejle} {SAYS.format("label")} "Vejle"@da .' in more
    assert not [line for line in more if VEJLE in line]


def test_what_the_world_has_once_is_in_no_two_copies() -> None:
    lines = made(4)
    assert sum("officialCode" in line for line in lines) == 1
    items = [line for line in lines if "wikidata" in line]
    assert len({line.split()[2] for line in items}) == len(items) == 4


def test_vocabulary_is_there_once() -> None:
    assert sum("topic/roads" in line for line in made(5)) == 1


def test_the_law_of_growth_is_the_power_between_two_sizes() -> None:
    small = Measured(1, triples=1000, build=2.0)
    assert scale_report.exponent(small, Measured(2, 100_000, build=200.0), _build) == pytest.approx(
        1
    )
    assert scale_report.exponent(small, Measured(2, 100_000, build=20.0), _build) == pytest.approx(
        0.5
    )


def _build(one: Measured) -> float:
    return one.build


def test_a_section_replaces_its_own_and_leaves_others(tmp_path: Path) -> None:
    file = tmp_path / "RESULTS.md"
    file.write_text("# Results\n\nOther words.\n")
    sections.put("a", ["first"], file)
    sections.put("b", ["second"], file)
    sections.put("a", ["third"], file)
    text = file.read_text()
    assert "Other words." in text
    assert "first" not in text
    assert text.index("third") < text.index("second")
    assert sections.kept(file).strip().startswith("<!-- section a -->")


def test_a_drawing_is_the_same_each_time_and_says_its_figures_in_words() -> None:
    series = {"build": [(1e5, 2.0), (1e7, 300.0)], "check": [(1e5, 1.0), (1e7, 90.0)]}
    drawn = curves.drawing("Times <&>", "seconds", series)
    assert drawn == curves.drawing("Times <&>", "seconds", series)
    root = ET.fromstring(drawn)
    [words] = [node.text for node in root.iter("{http://www.w3.org/2000/svg}desc")]
    assert words == "build: 2 at 100,000, 300 at 10,000,000; check: 1 at 100,000, 90 at 10,000,000"
    assert "style" not in drawn


def test_what_is_asked_at_each_size_is_there() -> None:
    assert len(questions.read(questions.QUERIES / "scale")) == 6
    known = {name.rpartition("/")[2] for name in queries.names("cq/")}
    assert set(scale_side.QUESTIONS) <= known


def test_every_drawing_and_what_was_asked_is_on_the_page() -> None:
    page = scale.PAGE.read_text(encoding="utf-8")
    drawings = sorted(file.name for file in scale_report.DRAWINGS.glob("*.svg"))
    assert [name for name in drawings if f"](scale/{name})" not in page] == []
    _, _, behind = page.partition("<!-- section asked -->")
    asked = [line for line in behind.partition("<!-- end of asked -->")[0].splitlines() if line]
    results = sections.RESULTS.read_text(encoding="utf-8")
    assert [line for line in asked[:-1] if line not in results] == []
    assert asked[-1].startswith(f"| {scale_report.PAGE} | ")
    assert len(asked) == 2 + len(questions.read(questions.QUERIES / "scale")) + 1
