"""Networks of cooperation: what is in them, and that every reader finds the same."""

import csv
import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from samgraf.errors import LimitExceeded, Misuse
from samgraf.limits import Limits
from samgraf.networks import apart, days, describing, writing
from samgraf.networks.about import Origin
from samgraf.networks.asked import MODES, Asked
from samgraf.networks.choices import Choices
from samgraf.networks.columns import columns_of
from samgraf.networks.days import Day
from samgraf.networks.reading import Material, questions
from samgraf.networks.rows import Actor, Cell, Span, Subject, Tie, Version
from samgraf.terms import COUNTRY, RDF, SG, thing

ROOT = Path(__file__).parents[1]
DATA = date(2026, 11, 21)
ORIGIN = Origin("2026-11-21-0123abcd", DATA.isoformat())
HOSTILE = "<&\"'> ]]> \x00\x01\x0b\ufffe \t\n\r é 𐍈 =1+1 body:x"
SEEN = HOSTILE.translate({ord(c): "\ufffd" for c in "\x00\x01\x0b\ufffe"})


NOTHING = {
    query.name: b'{"results": {"bindings": []}}'
    for query, _ in questions(Asked(days.on("2012", DATA)))
}


def iri(key: str) -> str:
    return str(thing("actor", key))


def actor(name: str, kind: str = "Municipality", country: str = "DNK", **more: str) -> Actor:
    values = {str(RDF.type): {SG + kind}, str(SG.country): {COUNTRY + country}}
    values |= {str(SG[key]): {value} for key, value in more.items()}
    return Actor({"da": {name}}, values)


def tie(member: str, body: str, *bounds: str, role: str = "member") -> Tie:
    """Make a membership; bounds are as in a span, the second and third being usual ones."""
    begun, seen, over = (*bounds, "", "", "")[:3]
    span = Span("", begun or "2000-01-01", seen or begun or "2000-01-01", over)
    relation = str(thing("relation", f"m-{body}--{member}-{role}"))
    return Tie(relation, iri(member), iri(body), role, role == "member", span)


def body(name: str, kind: str = "forum") -> Actor:
    return actor(name, "CooperationBody", bodyKind=f"x/body-kind/{kind}")


@pytest.fixture
def material() -> Material:
    """Four municipalities, of which one is Norwegian, in four bodies; one body is in another."""
    actors = {iri(key): actor(key.upper()) for key in ("dk-a", "dk-b", "dk-c")}
    actors[iri("no-d")] = actor(HOSTILE, country="NOR")
    actors |= {iri(key): body(key) for key in ("dk-x", "dk-y", "dk-z")}
    actors[iri("dk-kl")] = body("KL", "association-of-authorities")
    ties = [
        *(tie(member, "dk-x", "2000-01-01", "2020-01-01") for member in ("dk-a", "dk-b", "no-d")),
        *(tie(member, "dk-y", "2010-01-01") for member in ("dk-a", "dk-b")),
        tie("dk-c", "dk-y", "2010-01-01", "2012-06-30", "2012-06-30"),
        tie("dk-x", "dk-y", "2010-01-01"),
        tie("dk-c", "dk-z", "2010-01-01"),
        tie("dk-a", "dk-x", "2000-01-01", "2020-01-01", role="chair"),
        tie("dk-b", "dk-z", "2000-01-01", role="host"),
        *(tie(member, "dk-kl") for member in ("dk-a", "dk-b", "dk-c")),
    ]
    subjects = [Subject(iri("dk-y"), "waste", Span("", "2011-01-01", "2011-01-01", ""))]
    rows = [
        {"what": Cell(what), "value": Cell(f"x/{value}"), "label": Cell(label, "en")}
        for what, value, label in (
            ("country", "DNK", "Denmark"),
            ("country", "NOR", "Norway"),
            ("kind", "forum", "forum"),
            ("kind", "association-of-authorities", "association of authorities"),
            ("topic", "waste", "waste"),
        )
    ]
    return Material(Choices.of(rows), ties, subjects, actors)


def asked(on: str = "2012", **more: Any) -> Asked:
    return Asked(days.on(on, DATA), **more)


def panel(first: str, last: str, **more: Any) -> Asked:
    return Asked(days.panel(first, last, DATA), True, **more)


def text(material: Material, what: Asked, form: str = "graphml") -> str:
    return "".join(writing.file(material, what, form, ORIGIN).parts)


def graph(material: Material, what: Asked, form: str = "graphml") -> nx.Graph:
    """Read a network as NetworkX does."""
    return read(text(material, what, form), form)


def read(written: str, form: str) -> nx.Graph:
    source = io.BytesIO(written.encode())
    found = nx.read_graphml(source) if form == "graphml" else nx.read_gexf(source)
    return found


def rows(material: Material, what: Asked, form: str = "edges") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text(material, what, form), newline="")))


def shape(found: nx.Graph) -> tuple[object, object]:
    """Return nodes and edges with their attributes, without what one format alone has."""
    nodes = {node: {k: v for k, v in values.items()} for node, values in found.nodes(data=True)}
    edges = {
        frozenset(ends): {k: v for k, v in values.items() if k != "id"}
        for *ends, values in found.edges(data=True)
    }
    return nodes, edges


def test_two_actors_are_tied_by_the_bodies_that_they_share(material: Material) -> None:
    found = graph(material, asked())
    weights = {frozenset((a, b)): d["weight"] for a, b, d in found.edges(data=True)}
    # Of 2012 at its end: c has left y.
    assert weights == {
        frozenset(("dk-a", "dk-b")): 2,
        frozenset(("dk-a", "no-d")): 1,
        frozenset(("dk-b", "no-d")): 1,
        frozenset(("dk-a", "dk-x")): 1,
        frozenset(("dk-b", "dk-x")): 1,
    }
    assert "dk-c" in found, "who shares no body is a node all the same"
    assert found.edges["dk-a", "dk-b"]["bodies"] == "dk-x|dk-y"


def test_a_tie_is_certain_as_far_as_a_source_shows_it(material: Material) -> None:
    found = graph(material, asked())
    both = found.edges["dk-a", "dk-b"]
    assert (both["shared"], both["shared_certain"], both["certainty"]) == (2, 1, "certain")
    assert found.edges["dk-a", "dk-x"]["certainty"] == "presumed"


def test_of_two_modes_a_body_that_is_a_member_is_in_both(material: Material) -> None:
    found = graph(material, asked(mode="two"))
    assert found.nodes["dk-x"]["bipartite"] == 0
    assert found.nodes["body:dk-x"]["bipartite"] == 1
    assert found.nodes["dk-x"]["iri"] == found.nodes["body:dk-x"]["iri"] == iri("dk-x")
    edge = found.edges["dk-a", "body:dk-x"]
    assert edge["roles"] == "chair|member"
    assert edge["relations"] == str(thing("relation", "m-dk-x--dk-a-member"))
    assert "ends_not_after" not in edge
    assert found.edges["dk-a", "body:dk-y"]["topics"] == "waste"


def test_another_role_makes_nobody_a_member(material: Material) -> None:
    assert not graph(material, asked(mode="two")).has_edge("dk-b", "body:dk-z")


@pytest.mark.parametrize(
    ("weight", "project"), [("count", "weighted"), ("newman", "collaboration_weighted")]
)
def test_one_mode_is_the_projection_of_two(material: Material, weight: str, project: str) -> None:
    two = graph(material, asked(mode="two"))
    members = [node for node, side in two.nodes(data="bipartite") if side == 0]
    projected = getattr(nx.bipartite, f"{project}_projected_graph")(two, members)
    one = graph(material, asked(weight=weight))
    assert set(one) == set(projected)
    assert {frozenset(e) for e in one.edges} == {frozenset(e) for e in projected.edges}
    for a, b, values in projected.edges(data=True):
        assert one.edges[a, b]["weight"] == pytest.approx(values["weight"])


@pytest.mark.parametrize("mode", MODES)
def test_graphml_gexf_and_tables_say_the_same(material: Material, mode: str) -> None:
    what = asked(mode=mode)
    graphml, gexf = (graph(material, what, form) for form in ("graphml", "gexf"))
    assert shape(graphml) == shape(gexf)
    table = rows(material, what)
    assert {frozenset((row["source"], row["target"])) for row in table} == {
        frozenset(ends) for ends in graphml.edges
    }
    nodes = {row["id"]: row for row in rows(material, what, "nodes")}
    assert nodes.keys() == set(graphml)
    for name, values in graphml.nodes(data=True):
        assert {k: v for k, v in nodes[name].items() if v and k != "id"} == {
            k: str(v) for k, v in values.items()
        }


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_a_hostile_name_stays_a_name(material: Material, form: str) -> None:
    assert graph(material, asked(), form).nodes["no-d"]["label"] == SEEN


def test_a_hostile_name_stays_one_cell(material: Material) -> None:
    labels = {row["id"]: row["label"] for row in rows(material, asked(), "nodes")}
    assert labels["no-d"] == SEEN


@pytest.mark.parametrize("form", ["graphml", "gexf", "edges", "nodes"])
@pytest.mark.parametrize("mode", MODES)
def test_before_everything_a_network_is_empty_and_whole(
    material: Material, mode: str, form: str
) -> None:
    what = asked("0001-01-01", mode=mode, confirmed=True)
    file = writing.file(material, what, form, ORIGIN)
    written = "".join(file.parts)
    assert (file.nodes, file.edges) == (0, 0)
    if form in ("graphml", "gexf"):
        found = read(written, form)
        assert (found.number_of_nodes(), found.number_of_edges()) == (0, 0)
    else:
        assert written.count("\n") == 1


def test_associations_are_left_out_told_and_given_when_asked_for(material: Material) -> None:
    file = writing.file(material, asked(), "graphml", ORIGIN)
    assert file.left_out == 3
    assert "3 ties in associations of authorities" in "".join(file.parts)
    choices: tuple[dict[str, Any], ...] = (
        {"associations": True},
        {"kinds": ("association-of-authorities",)},
    )
    for more in choices:
        found = graph(material, asked(**more))
        assert "dk-kl" in found.edges["dk-a", "dk-c"]["bodies"]
        assert writing.file(material, asked(**more), "graphml", ORIGIN).left_out == 0


def test_a_network_is_narrowed_down(material: Material) -> None:
    assert set(graph(material, asked(countries=("nor",)))) == {"no-d"}
    assert set(graph(material, asked(topics=("waste",)))) == {"dk-a", "dk-b", "dk-x"}
    assert set(graph(material, asked("2010", topics=("waste",)))) == set()
    confirmed = graph(material, asked("2013", confirmed=True))
    assert set(confirmed) == {"dk-a", "dk-b", "no-d"}, "y was seen in 2010 alone"


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (
            {"countries": ("Norge",)},
            "country=Norge: no member is of this country; did you mean NOR?",
        ),
        ({"countries": ("dk",)}, "did you mean DNK?"),
        ({"countries": ("Atlantis",)}, "known are DNK, NOR"),
        ({"kinds": ("forums",)}, "did you mean forum?"),
        ({"topics": ("wast",)}, "did you mean waste?"),
        ({"topics": ("w",)}, "did you mean waste?"),
    ],
)
def test_what_the_data_do_not_have_is_refused_with_the_nearest(
    material: Material, more: dict[str, Any], words: str
) -> None:
    with pytest.raises(Misuse, match=re.escape(words)):
        text(material, asked(**more))


def test_a_panel_has_each_year_as_it_is_alone(material: Material) -> None:
    what = panel("2009", "2013")
    every = graph(material, what)
    assert isinstance(every, nx.MultiGraph)
    table = rows(material, what)
    for year in range(2009, 2014):
        alone = shape(graph(material, asked(str(year))))[1]
        told = {
            frozenset((a, b)): {k: v for k, v in d.items() if k not in ("year", "id")}
            for a, b, d in every.edges(data=True)
            if d["year"] == year
        }
        assert told == alone
        assert sum(row["year"] == str(year) for row in table) == len(alone)


def test_a_panel_as_gexf_has_spells_of_years(material: Material) -> None:
    found = graph(material, panel("2009", "2013"), "gexf")
    assert found.graph["mode"] == "dynamic"
    pair = found.edges["dk-a", "dk-b"]
    assert pair["spells"] == [("2009.0", "2013.0")] or pair["spells"] == [(2009.0, 2013.0)]
    assert [(w, float(a), float(b)) for w, a, b in pair["weight"]] == [
        (1, 2009, 2009),
        (2, 2010, 2013),
    ]
    assert len(found.nodes["dk-c"]["spells"]) == 1


def test_the_same_is_the_same_bytes_in_whatever_order_rows_come(material: Material) -> None:
    other = Material(
        material.choices,
        material.ties[::-1],
        material.subjects[::-1],
        dict(reversed(material.actors.items())),
    )
    for form in ("graphml", "gexf", "edges", "nodes"):
        for what in (asked(), asked(mode="two"), panel("2008", "2014")):
            assert text(material, what, form) == text(other, what, form)


def versioned() -> Iterator[tuple[str, Version]]:
    yield "v1", Version("", "2019-12-31", {"nb": {"Nes"}}, {}, {"no-kommunenummer": {"0401"}})
    yield (
        "v2",
        Version(
            "2020",
            "",
            {"nb": {"Nye Nes"}, "en": {"A Town"}},
            {
                str(SG.population): {"1200"},
                str(SG.populationYear): {"2024"},
                str(SG.inRegion): {"x/region/no-42"},
            },
            {"no-kommunenummer": {"0402"}, "no-orgnr": {"9"}},
        ),
    )


def test_a_node_is_told_as_it_was_on_the_day(material: Material) -> None:
    municipality = actor("Nye Nes", country="NOR")
    municipality.versions.update(versioned())
    material.actors[iri("dk-a")] = municipality
    then, now = (graph(material, asked(day)).nodes["dk-a"] for day in ("2012", "2021"))
    assert (then["label"], then["code"], "population" in then) == ("Nes", "0401", False)
    assert (now["label"], now["code"], now["code_scheme"]) == (
        "Nye Nes",
        "0402",
        "no-kommunenummer",
    )
    assert (now["population"], now["population_year"], now["org_number"]) == (1200, 2024, "9")
    assert (now["region"], now["country"], now["kind"]) == ("no-42", "NOR", "Municipality")


@pytest.mark.parametrize(
    ("day", "told"),
    [("2012", (900, 2011)), ("2021", (900, 2011)), ("2009", (None, None))],
)
def test_a_count_of_people_stands_until_there_is_another(
    material: Material, day: str, told: tuple[int | None, int | None]
) -> None:
    municipality = actor("Nes", country="NOR")
    count = {str(SG.population): {"900"}, str(SG.populationYear): {"2011"}}
    municipality.versions["v1"] = Version("2011", "2019-12-31", {"nb": {"Nes"}}, count, {})
    municipality.versions["v0"] = Version("", "2010", {"nb": {"Nes"}}, {}, {})
    municipality.versions["v2"] = Version("2020", "", {"nb": {"Nes"}}, {}, {})
    material.actors[iri("dk-a")] = municipality
    node = graph(material, asked(day)).nodes["dk-a"]
    assert (node.get("population"), node.get("population_year")) == told


def test_several_memberships_in_one_body_are_one_tie(material: Material) -> None:
    material.ties.append(
        Tie(
            "r2",
            iri("dk-a"),
            iri("dk-x"),
            "member",
            True,
            Span("1999", "1999-12-31", "2013-01-01", ""),
        )
    )
    edge = graph(material, asked(mode="two")).edges["dk-a", "body:dk-x"]
    assert edge["begins_not_after"] == "1999-12-31"
    assert edge["ends_not_before"] == "2020-01-01"
    assert len(edge["relations"].split("|")) == 2


@pytest.mark.parametrize(
    ("text_", "iso"),
    [("2015", "2015-12-31"), ("2024-02", "2024-02-29"), ("2026", "2026-11-21"), ("", "2026-11-21")],
)
def test_a_year_and_a_month_mean_their_last_day(text_: str, iso: str) -> None:
    assert days.on(text_, DATA) == (Day(iso, iso),)


@pytest.mark.parametrize(
    "text_",
    ["yesterday", "2015-13", "2015-02-30", "0000", "\uff12\uff10\uff11\uff15", "15", "2015-1"],
)
def test_what_is_no_day_is_refused(text_: str) -> None:
    with pytest.raises(Misuse, match="write a day such as"):
        days.on(text_, DATA)


@pytest.mark.parametrize("later", ["2099", "2099-01-01", "2026-12", "2026-11-22"])
def test_a_day_behind_the_data_is_refused_as_in_a_panel(later: str) -> None:
    with pytest.raises(Misuse, match=f"{later} is later than the data"):
        days.on(later, DATA)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2015", "2010", "later than"),
        ("2015", "2030", "later than the data"),
        ("15", "2015", "not a year"),
        ("1900", "2015", "60 years at most"),
    ],
)
def test_a_panel_that_cannot_be_is_refused(first: str, last: str, words: str) -> None:
    with pytest.raises(Misuse, match=words):
        days.panel(first, last, DATA)


def test_two_modes_have_no_weight() -> None:
    with pytest.raises(Misuse, match="two-mode network have no weight"):
        asked(mode="two", weight="newman")


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (Limits(network_mib=0), "longer than [limits] network_mib = 0 allows"),
        (Limits(transfer_seconds=0.01), "more than [limits] transfer_seconds = 0.01 allows"),
    ],
)
def test_a_network_beyond_a_limit_is_refused_with_its_name(limits: Limits, words: str) -> None:
    with pytest.raises(LimitExceeded, match=re.escape(words)):
        apart.made(NOTHING, asked(), "graphml", ORIGIN, limits)


def test_a_network_made_apart_is_the_same() -> None:
    empty = Material.of(NOTHING)
    made = apart.made(NOTHING, panel("2009", "2013"), "gexf", ORIGIN, Limits())
    assert made == text(empty, panel("2009", "2013"), "gexf")
    with pytest.raises(Misuse, match="known are none"):
        apart.made(NOTHING, asked(countries=("NOR",)), "gexf", ORIGIN, Limits())


def test_the_guide_tells_every_attribute() -> None:
    guide = (ROOT / "docs" / "networks.md").read_text(encoding="utf-8")
    for part in ("nodes", "one", "two"):
        for column in columns_of(part):
            meaning = column.meaning.replace("|", r"`\|`")
            assert f"| `{column.name}` | {meaning} |" in guide


def test_a_municipality_that_is_a_region_too_is_told_by_its_own_code() -> None:
    version = Version(codes={"no-fylkesnummer": {"03"}, "no-kommunenummer": {"0301"}})
    assert dict(describing._codes([version])) == {
        "code": "0301",
        "code_scheme": "no-kommunenummer",
        "org_number": "",
    }
