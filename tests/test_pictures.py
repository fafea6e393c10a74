"""Pictures of answers: marks lie where their values are, and the same data give the same bytes."""

import random
import re
import xml.etree.ElementTree as ET

import pytest

from samgraf.drawing import outlines
from samgraf.drawing.charts import MOST_LINES, Bar, Dated, Line, bars, lines
from samgraf.drawing.ink import alone
from samgraf.drawing.periods import Period, Years, periods
from samgraf.drawing.spots import MOST_LINKS, Mapped, Spot, spots_map
from samgraf.drawing.ties import Knot, Tie, network

SVG = "{http://www.w3.org/2000/svg}"
OSLO = Spot("Oslo", "/oslo", 59.91, 10.75, 5)
VEJLE = Spot("Vejle", "/vejle", 55.71, 9.53, 2)
REYKJAVIK = Spot("Reykjavík", "", 64.14, -21.9)
ROME = Spot("Rome", "", 41.9, 12.5)


def mapped(*spots: Spot) -> Mapped:
    return spots_map(outlines.built(), spots, "Map", "A map.")


def elements(svg: str, name: str) -> list[ET.Element]:
    return list(ET.fromstring(svg).iter(SVG + name))


def test_points_lie_north_and_east_of_each_other_as_on_earth() -> None:
    found = mapped(VEJLE, OSLO)
    assert (found.linked, found.outside) == (2, 0)
    oslo, vejle = elements(found.svg, "a")
    assert [e.get("href") for e in (oslo, vejle)] == ["/oslo", "/vejle"]
    (a, b), (c, d) = (_at(oslo), _at(vejle))
    assert a > c
    assert b < d


def _at(link: ET.Element) -> tuple[float, float]:
    circle = list(link.iter(SVG + "circle"))[-1]
    return float(circle.get("cx") or 0), float(circle.get("cy") or 0)


def test_what_lies_outside_of_the_map_is_counted() -> None:
    assert mapped(OSLO, ROME).outside == 1
    assert mapped(ROME).outside == 1


def test_islands_have_frames_only_where_others_are_there_too() -> None:
    def grounds(*spots: Spot) -> int:
        return len([r for r in elements(mapped(*spots).svg, "rect") if r.get("stroke")])

    assert grounds(OSLO, REYKJAVIK) == 4
    assert grounds(REYKJAVIK) == grounds(OSLO, VEJLE) == 0


def test_many_points_are_dots_and_the_largest_are_links() -> None:
    chance = random.Random(1)
    spots = [
        Spot(f"P{n}", f"/p{n}", chance.uniform(56, 68), chance.uniform(12, 20), n)
        for n in range(2000)
    ]
    found = mapped(*spots)
    assert found.linked == MOST_LINKS == len(elements(found.svg, "a"))
    assert elements(found.svg, "a")[0].get("href") == "/p1999"
    assert len(found.svg) < 150_000
    assert found.svg == mapped(*spots[::-1]).svg


def test_periods_stand_below_each_other_on_one_axis() -> None:
    rows = [
        Period("A", "/a", 2001.0, 2007.5, "2001 to 2007"),
        Period("B", "", None, 2003.0, "until 2003"),
        Period("C", "", 2005.0, None, "2005", day=True),
    ]
    svg = periods(rows, "T", "T.")
    left, right = ((float(r.get("x") or 0), float(r.get("width") or 0)) for r in _bars(svg))
    assert left[0] == right[0]
    assert left[1] > right[1]
    assert len(elements(svg, "circle")) == 1
    assert ">2001<" in svg
    assert "A: 2001 to 2007" in svg


def _bars(svg: str) -> list[ET.Element]:
    return [r for r in elements(svg, "rect") if r.get("rx")]


@pytest.mark.parametrize("years", [(2001.0, 2001.2), (1, 9999), (1850, 2026.9), (1999, 2007)])
def test_an_axis_has_few_marks_within_its_years(years: tuple[float, float]) -> None:
    axis = Years.over(years)
    ticks = list(axis.ticks())
    assert 1 <= len(ticks) <= 12
    assert all(axis.first <= tick <= axis.last for tick in ticks)


def test_bars_are_as_long_as_their_numbers_on_both_sides_of_zero() -> None:
    svg = bars([Bar("A", "/a", 6, "6"), Bar("B", "", 3, "3"), Bar("C", "", -3, "-3")], "T", "T.")
    first, second, less = _bars(svg)
    widths = [float(r.get("width") or 0) for r in (first, second, less)]
    assert widths[0] == pytest.approx(2 * widths[1], abs=0.2)
    assert widths[1] == pytest.approx(widths[2], abs=0.2)
    assert float(less.get("x") or 0) < float(first.get("x") or 0)
    assert "B: 3" in svg
    assert bars([Bar("A", "", 0, "0")], "T", "T.").count("<rect") == 2


def test_lines_are_told_apart_without_colour() -> None:
    points = [Dated(2001 + n, n, str(n)) for n in range(4)]
    svg = lines([Line(f"L{n}", points) for n in range(MOST_LINES)], [(0, "0"), (5, "5")], "T", "T.")
    drawn = [p for p in elements(svg, "path") if p.get("stroke-width") == "2.5"]
    looks = {(p.get("stroke-dasharray"), p.get("stroke")) for p in drawn}
    assert len(drawn) == len(looks) == MOST_LINES
    ends = [float(t.get("y") or 0) for t in elements(svg, "text") if (t.text or "").startswith("L")]
    assert all(abs(a - b) >= 16 for a, b in zip(sorted(ends), sorted(ends)[1:], strict=False))


def test_a_network_has_a_mark_for_each_thing_within_the_picture() -> None:
    knots = [Knot(f"k{n}", f"K{n}", f"/k{n}", n % 5 == 0) for n in range(60)]
    ties = [Tie(f"k{n}", f"k{n // 5 * 5}", n % 3 + 1) for n in range(60)]
    svg = network(knots, ties, "T", "T.")
    assert len(elements(svg, "a")) == 60
    for text in elements(svg, "text"):
        assert 0 <= float(text.get("x") or 0) <= 760
        assert 0 <= float(text.get("y") or 0) <= 600
    assert svg == network(knots[::-1], ties[::-1], "T", "T.")
    assert network(knots[:1], [Tie("k0", "k0")], "T", "T.").count("<a ") == 1


def test_things_of_a_network_do_not_lie_on_each_other() -> None:
    knots = [Knot(f"k{n}", f"K{n}", "") for n in range(80)]
    ties = [Tie(f"k{n}", f"k{n // 2}") for n in range(1, 80)]
    spots = [
        (float(c.get("cx") or 0), float(c.get("cy") or 0))
        for c in elements(network(knots, ties, "T", "T."), "circle")
        if c.get("fill") != "transparent"
    ]
    near = sum(
        abs(a[0] - b[0]) + abs(a[1] - b[1]) < 8 for n, a in enumerate(spots) for b in spots[n + 1 :]
    )
    assert len(spots) == 80
    assert near <= 4


def test_a_file_of_its_own_needs_no_page() -> None:
    svg = alone(mapped(OSLO).svg, "https://samgraf.example")
    assert not re.search(r"var\(|light-dark", svg)
    assert re.search(r'<svg [^>]*width="960" height="880"', svg)
    assert 'href="https://samgraf.example/oslo"' in svg
    assert {"title", "desc"} <= {e.tag.removeprefix(SVG) for e in ET.fromstring(svg).iter()}
