"""Drawings: known points lie where they should, names have room, what is hostile is text."""

import gzip
import itertools
import math
import random
import xml.etree.ElementTree as ET
from collections.abc import Sequence
from dataclasses import replace

import pytest

from samgraf.drawing import outlines
from samgraf.drawing.flags import flag
from samgraf.drawing.graph import MOST_MEMBERS, MOST_PARTNERS, Node, Partner, ego_graph
from samgraf.drawing.labels import Dot, placed
from samgraf.drawing.members import network_map
from samgraf.drawing.north import INSETS, MAIN, Lit, inset, whole_north
from samgraf.drawing.outlines import Ring, clip
from samgraf.drawing.plane import EARTH, Box, Frame, Place, hull, laea
from samgraf.drawing.timeline import Axis, Span, amount, axis_row, bar

HOSTILE = "\"><script>alert(1)</script> & <b>\u202e'x'"
FRAME = Frame("main", (17, 64), 0, 0, 1, 0, 0, 320, 336)


def municipality(number: int, lat: float, lon: float, people: int = 10_000) -> Place:
    return Place(f"m{number}", f"Kommune {number}", "SWE", lat, lon, people)


def scattered(count: int, seed: int = 1) -> list[Place]:
    chance = random.Random(seed)
    return [
        municipality(
            n, chance.uniform(56, 68), chance.uniform(12, 20), chance.randint(500, 500_000)
        )
        for n in range(count)
    ]


def drawn(places: list[Place], members: set[str], title: str = "Map") -> str:
    return network_map(outlines.built(), places, members, title, lambda p: f"/page/{p.key}")


def test_the_centre_of_the_projection_is_its_origin() -> None:
    assert laea(17, 64, (17, 64)) == (0, 0)


def test_a_degree_along_the_meridian_is_as_long_as_on_the_sphere() -> None:
    x, y = laea(17, 65, (17, 64))
    assert abs(x) < 1e-9
    assert y * 100 == pytest.approx(EARTH * math.pi / 180, rel=1e-4)


def test_areas_are_equal_at_the_rim_and_in_the_middle() -> None:
    def area(lon: float, lat: float) -> float:
        step = 0.01
        corners = [(0, 0), (step, 0), (step, step), (0, step)]
        ring = [laea(lon + dx, lat + dy, (17, 64)) for dx, dy in corners]
        twice = sum(
            a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, ring[1:] + ring[:1], strict=True)
        )
        return twice / 2 / math.cos(math.radians(lat + step / 2))

    assert area(8, 55) == pytest.approx(area(17, 64), rel=1e-4)


def test_cities_lie_where_they_should_on_the_map_of_the_north() -> None:
    oslo = MAIN.at(*laea(10.75, 59.91, MAIN.centre))
    helsinki = MAIN.at(*laea(24.94, 60.17, MAIN.centre))
    copenhagen = MAIN.at(*laea(12.57, 55.68, MAIN.centre))
    assert oslo[0] < helsinki[0]
    assert max(oslo[1], helsinki[1]) < copenhagen[1]
    assert all(MAIN.covers(Box.around(x, y, 1)) for x, y in (oslo, helsinki, copenhagen))


@pytest.mark.parametrize(
    ("place", "name"),
    [
        (Place("a", "Mariehamn", "FIN", 60.09, 19.94, 11_000), "ALA"),
        (Place("b", "Brändö", "FIN", 60.556, 20.771, 450), "ALA"),
        (Place("c", "Kustavi", "FIN", 60.661, 21.065, 900), ""),
        (Place("d", "Akureyri", "ISL", 65.68, -18.1, 19_000), "ISL"),
        (Place("e", "Tórshavn", "FRO", 62.01, -6.77, 22_000), "FRO"),
        (Place("f", "Sermersooq", "GRL", 64.18, -51.72, 24_000), "GRL"),
    ],
)
def test_what_lies_far_off_is_drawn_within_its_frame(place: Place, name: str) -> None:
    assert inset(place) == name
    frame = INSETS.get(name, MAIN)
    assert frame.covers(Box.around(*frame.point(place), 0))


WINDOW = Box(0, 0, 10, 10)


def room(ring: Sequence[tuple[float, float]]) -> float:
    """Return the area within a ring (Gauss)."""
    pairs = zip(ring, [*ring[1:], *ring[:1]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


@pytest.mark.parametrize("turned", range(4))
@pytest.mark.parametrize(
    ("ring", "area"),
    [
        ([(-5.0, 2.0), (5.0, 2.0), (5.0, 8.0), (-5.0, 8.0)], 30.0),
        ([(-5.0, -5.0), (15.0, -5.0), (15.0, 15.0), (-5.0, 15.0)], 100.0),
        ([(2.0, 2.0), (8.0, 2.0), (8.0, 8.0), (2.0, 8.0)], 36.0),
        ([(5.0, -5.0), (15.0, 5.0), (5.0, 15.0), (-5.0, 5.0)], 100.0),
        ([(-5.0, 0.0), (5.0, 10.0), (-5.0, 10.0), (-9.0, 10.0)], 12.5),
        ([(-9.0, -9.0), (-8.0, -9.0), (-8.0, -8.0), (-9.0, -8.0)], 0.0),
    ],
)
def test_a_ring_is_cut_at_the_window_wherever_it_begins(
    ring: list[tuple[float, float]], area: float, turned: int
) -> None:
    cut = clip(Ring.of([*ring[turned:], *ring[:turned]]), WINDOW)
    assert room(cut) == pytest.approx(area)
    assert all(0 <= x <= 10 and 0 <= y <= 10 for x, y in cut)


def test_an_outline_that_leaves_a_window_twice_is_cut_twice() -> None:
    comb = [(2.0, -5.0), (8.0, -5.0), (8.0, 15.0), (6.0, 15.0), (6.0, 5.0), (4.0, 5.0), (4.0, 15.0)]
    cut = clip(Ring.of([*comb, (2.0, 15.0)]), WINDOW)
    assert room(cut) == pytest.approx(6 * 10 - 2 * 5)


def test_a_hull_holds_every_point() -> None:
    points = [(0.0, 0.0), (4.0, 0.0), (4.0, 4.0), (0.0, 4.0), (2.0, 2.0), (2.0, 0.0)]
    assert set(hull(points)) == {(0, 0), (4, 0), (4, 4), (0, 4)}
    assert hull([(1.0, 1.0)]) == [(1, 1)]


@pytest.mark.parametrize("seed", range(20))
def test_names_neither_lie_on_each_other_nor_outside(seed: int) -> None:
    chance = random.Random(seed)
    some = [
        Dot("Kommune" * chance.randint(1, 3), chance.uniform(0, 320), chance.uniform(0, 336), 5)
        for _ in range(25)
    ]
    labels = placed(some, FRAME, 12.5)
    assert labels
    assert all(FRAME.covers(label.box) for label in labels)
    for a, b in itertools.combinations(labels, 2):
        small = min(a.box.overlap(a.box), b.box.overlap(b.box))
        assert a.box.overlap(b.box) <= 0.1 * small


def test_a_hostile_name_is_text_in_every_drawing() -> None:
    places = [Place(HOSTILE, HOSTILE, "DNK", 55.5, 9.5, 9_000), municipality(1, 55.6, 9.6)]
    node = Node("a", HOSTILE, HOSTILE, 5)
    for svg in (
        drawn(places, {HOSTILE}, HOSTILE),
        whole_north(outlines.built(), places, [], Lit(HOSTILE, [HOSTILE])),
        f"<g>{ego_graph(HOSTILE, [node], [Partner(HOSTILE, HOSTILE, ('a',))], HOSTILE)}</g>",
    ):
        tags = {element.tag for element in ET.fromstring(svg).iter()}
        assert "script" not in tags
        assert "b" not in tags


def test_the_same_data_give_the_same_bytes_in_any_order() -> None:
    places = scattered(300)
    members = {f"m{n}" for n in range(12)}
    assert drawn(places, members) == drawn(places[::-1], set(sorted(members, reverse=True)))
    nets = [[f"m{n}" for n in range(7)]]
    north = whole_north(outlines.built(), places, nets)
    assert north == whole_north(outlines.built(), places, [nets[0][::-1]])


def test_every_member_is_a_named_link_with_room_for_a_finger() -> None:
    svg = ET.fromstring(drawn(scattered(40), {"m0", "m1", "m2"}))
    links = [element for element in svg.iter("a")]
    assert {link.get("href") for link in links} == {"/page/m0", "/page/m1", "/page/m2"}
    for link in links:
        assert (link.get("aria-label") or "").startswith("Kommune")
        hit = next(c for c in link.iter("circle") if c.get("class") == "hit")
        assert float(hit.get("r") or 0) >= 24  # the view box is twice as large as the drawing


def test_a_network_without_coordinates_has_no_map() -> None:
    assert drawn(scattered(5), {"elsewhere"}) == ""
    assert "netmap" in drawn([municipality(1, 60, 15, 0)], {"m1"})


@pytest.mark.parametrize(("members", "spread", "most"), [(7, 0.3, 6_000), (85, 3.0, 30_000)])
def test_a_network_map_stays_small(members: int, spread: float, most: int) -> None:
    chance = random.Random(7)
    mine = [
        municipality(n, 56 + chance.uniform(0, spread), 9 + chance.uniform(0, spread))
        for n in range(members)
    ]
    others = [replace(place, key=f"o{place.key}") for place in scattered(1_000)]
    svg = drawn([*mine, *others], {place.key for place in mine})
    assert 1_000 < len(svg.encode()) <= most


def test_the_map_of_the_north_stays_small() -> None:
    nets = [[f"m{n + i}" for i in range(6)] for n in range(0, 600, 6)]
    svg = whole_north(outlines.built(), scattered(1_100), nets)
    assert len(gzip.compress(svg.encode(), 9)) <= 20_000
    assert 'aria-hidden="true"' in svg


def test_bars_share_an_axis_and_stay_within_it() -> None:
    spans = [Span(1974, 1988.5, "ended"), Span(None, None, "possible"), Span(2016.0, None)]
    axis = Axis.over(spans, 2026.9)
    assert (axis.first, axis.last) == (1970, 2027)
    for span in spans:
        rect = next(e for e in ET.fromstring(bar(span, axis)).iter("rect"))
        x, width = float(rect.get("x") or 0), float(rect.get("width") or 0)
        assert 0 <= x < x + width <= 300.1
    assert "bar ended" in bar(spans[0], axis)
    assert "unstarted" in bar(spans[1], axis)
    assert ">1980<" in axis_row(axis)
    assert "http" not in amount(3, 0)


def test_a_graph_has_two_layouts_and_at_most_so_many_partners() -> None:
    members = [Node(f"m{n}", f"M{n}", f"/m{n}", n) for n in range(7)]
    partners = [Partner(f"P{n}", f"/p{n}", ("m1", f"m{n % 7}")) for n in range(30)]
    svg = ego_graph("Network", members, partners, "Graph")
    assert svg.count("<svg") == 2
    assert svg.count('class="n"') == 2 * MOST_PARTNERS
    assert len(svg.encode()) < 20_000
    crowd = [Node(f"m{n}", "M", "/m") for n in range(MOST_MEMBERS + 1)]
    assert ego_graph("Network", crowd, [], "Graph") == ""


def test_no_name_of_a_graph_is_cut_at_its_side() -> None:
    members = [Node(f"m{n}", "A council of some length", f"/m{n}", n) for n in range(9)]
    partners = [Partner("Another body with a name", f"/p{n}", (f"m{n}",)) for n in range(9)]
    for svg in ego_graph("Network", members, partners, "Graph").split("</svg>")[:2]:
        width = float(svg.partition('viewBox="0 0 ')[2].partition(" ")[0])
        for text in ET.fromstring(svg + "</svg>").iter("text"):
            middle, long = float(text.attrib["x"]), 6.5 * len(text.text or "")
            left = (
                middle - {"start": 0, "middle": long / 2, "end": long}[text.attrib["text-anchor"]]
            )
            assert left >= -1
            assert left + long <= width + 1


def test_flags_are_drawn_for_the_north_alone() -> None:
    assert ET.fromstring(flag("DNK")).tag == "svg"
    assert flag("DEU") == ""
