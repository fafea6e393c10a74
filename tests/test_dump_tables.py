"""The tables say what the graph says: as many rows, the same values, keys that lead somewhere."""

import json
import shutil
from pathlib import Path

import pyoxigraph as ox
import pytest
from csvw import CSVW, TableGroup
from frictionless import Package, system

from samgraf.dumps import making
from samgraf.dumps.origin import Origin
from samgraf.dumps.tables.filling import standing
from samgraf.dumps.tables.writing import TABLES
from samgraf.store.serialising import by_graph

from .described import said, tables
from .serving import Server

PREFIXES = """
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX sg: <https://w3id.org/samgraf/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
COUNTED = {
    "actors": "?x a ?t ; sg:country ?c FILTER(CONTAINS(STR(?x), '/id/actor/'))",
    "versions": "?x a sg:ActorVersion",
    "names": "?x a sg:ActorVersion ; skos:prefLabel|skos:altLabel ?name",
    "codes": "?x sg:officialCode ?code",
    "areas": "?x sg:inArea ?area",
    "regions": "?x skos:inScheme <https://w3id.org/samgraf/code/region>",
    "events": "?x a sg:ChangeEvent",
    "event-actors": "?x a sg:ChangeEvent ; org:originalOrganization|org:resultingOrganization ?y",
    "links": "?x skos:exactMatch|skos:closeMatch ?y",
    "memberships": "?x a sg:Membership",
    "cooperations": "?x a sg:Cooperation",
    "cooperation-participants": "?x sg:participant ?y",
    "cooperation-topics": "?x a sg:Cooperation ; sg:topic ?y",
    "fundings": "?x a sg:Funding",
    "funding-topics": "?x a sg:Funding ; sg:topic ?y",
    "funding-parties": "?x a sg:Funding ; "
    "sg:applicant|sg:recipient|sg:beneficiary|sg:collectiveParticipant ?y",
    "programmes": "VALUES ?c { sg:Programme sg:Call sg:Project sg:PolicyPlan } ?x a ?c",
    "sources": "?x a sg:Source",
    "claims": "?x a sg:Claim",
    "claim-members": "?x sg:listsMember ?y",
    "supports": "?x sg:supportedBy ?y",
    "evidence": "?x sg:evidence ?y",
    "concepts": "?x a skos:Concept FILTER NOT EXISTS "
    "{ ?x skos:inScheme <https://w3id.org/samgraf/code/region> }",
}
"""What the rows of each table are, asked of the graph in other words than its query has."""


@pytest.fixture(scope="module")
def folder(server: Server) -> Path:
    """The dumps of the version that is served."""
    return (server.build / "current").resolve() / "dumps"


def union(folder: Path) -> ox.Store:
    """The default graph of a version."""
    import gzip

    store = ox.Store()
    body = gzip.decompress((folder / "default-graph.nt.gz").read_bytes())
    store.bulk_load(body, format=ox.RdfFormat.N_TRIPLES)
    return store


def check_counts(folder: Path) -> None:
    store, found = union(folder), {name: len(rows) for name, _, rows in tables(folder)}
    assert found.keys() == {table.name for table in TABLES} == COUNTED.keys()
    for name, pattern in COUNTED.items():
        query = f"{PREFIXES} SELECT (COUNT(*) AS ?n) {{ {pattern} }}"
        solutions = store.query(query)
        assert isinstance(solutions, ox.QuerySolutions)
        counted = next(iter(solutions))["n"]
        assert isinstance(counted, ox.Literal)
        assert found[name] == int(counted.value), name


def check_values(folder: Path) -> int:
    """Check that every cell is in the graph; return how many state something."""
    known = {(q.subject.value, q.predicate.value, q.object.value) for q in union(folder)}
    stated = 0
    for name, schema, rows in tables(folder):
        for row in rows:
            triples = {*said(schema, row)}
            assert triples <= known, (name, triples - known)
            stated += len(triples)
    return stated


def check_descriptions(folder: Path) -> None:
    with system.use_context(trusted=True):  # it refuses whole paths otherwise
        report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])[:5]
    described = CSVW(str(folder / "csv-metadata.json"), validate=True)
    assert described.is_valid, described.warnings[:5]
    group = TableGroup.from_file(folder / "csv-metadata.json")
    group.check_referential_integrity(strict=True)


def test_every_table_has_as_many_rows_as_the_graph_has_things(folder: Path) -> None:
    check_counts(folder)


def test_every_cell_states_what_the_graph_states(folder: Path) -> None:
    assert check_values(folder) > 1000


@pytest.mark.slow
def test_both_descriptions_hold_for_their_libraries(folder: Path) -> None:
    check_descriptions(folder)


@pytest.mark.slow
@pytest.mark.parametrize("table", ["memberships.csv", "claims.csv"])
def test_a_key_that_leads_nowhere_is_found(folder: Path, tmp_path: Path, table: str) -> None:
    copy = tmp_path / "copy"
    shutil.copytree(folder, copy)
    victim = copy / {"memberships.csv": "actors.csv", "claims.csv": "sources.csv"}[table]
    victim.chmod(0o644)
    lines = victim.read_bytes().splitlines(keepends=True)
    victim.write_bytes(b"".join(lines[:2]))
    with pytest.raises(AssertionError):
        check_descriptions(copy)


def test_keys_lead_to_rows(folder: Path) -> None:
    found = {name: (schema, rows) for name, schema, rows in tables(folder)}
    followed = 0
    for schema, rows in found.values():
        keys = schema["foreignKeys"]
        assert isinstance(keys, list)
        for key in keys:
            other = found[key["reference"]["resource"].removesuffix(".csv")][1]
            known = {row["key"] for row in other}
            used = {row[key["columnReference"]] for row in rows} - {""}
            assert used <= known, (key, used - known)
            followed += len(used)
    assert followed > 50


def test_rows_are_told_apart_by_their_keys(folder: Path) -> None:
    for table in TABLES:
        rows = next(rows for name, _, rows in tables(folder) if name == table.name)
        keys = [tuple(row[name] for name in table.key) for row in rows]
        assert len(keys) == len({*keys}), table.name


@pytest.mark.parametrize(
    ("bounds", "day", "word"),
    [
        (("", "2010-12-31", "2016-01-01", ""), "2012-05-01", "certain"),
        (("", "2010-12-31", "2016-01-01", ""), "2020-05-01", "presumed"),
        (("", "2010-12-31", "2016-01-01", "2019-12-31"), "2020-05-01", "no"),
        (("2009-01-01", "2010-12-31", "2016-01-01", ""), "2008-05-01", "no"),
        (("2009-01-01", "2010-12-31", "2016-01-01", ""), "2010-05-01", "possible"),
        (("", "", "", ""), "2010-05-01", "possible"),
    ],
)
def test_how_a_relation_stands_follows_from_its_bounds(
    bounds: tuple[str, ...], day: str, word: str
) -> None:
    names = ("begins_not_before", "begins_not_after", "ends_not_before", "ends_not_after")
    assert standing(dict(zip(names, bounds, strict=True)), day) == word


def test_names_are_in_the_language_of_the_place(folder: Path) -> None:
    _, _, rows = next(found for found in tables(folder) if found[0] == "actors")
    names = {row["key"]: row["name"] for row in rows}
    assert all(names.values())


def test_a_column_that_a_query_does_not_answer_stops_the_build(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samgraf import queries
    from samgraf.errors import OwnFault

    place = tmp_path / "version"
    shutil.copytree(folder, place / "dumps")
    usual = queries.text

    def without(name: str) -> str:
        return (
            usual(name).replace("?retrieved ", "", 1) if name.endswith("/sources") else usual(name)
        )

    monkeypatch.setattr(queries, "text", without)
    with pytest.raises(OwnFault, match="sources"):
        making.make(place, Origin("2026-11-21-00000000", "2026-11-21"))


def test_each_graph_is_a_file_by_itself(folder: Path) -> None:
    import gzip

    graphs = by_graph(gzip.decompress((folder / "samgraf.nq.gz").read_bytes()))
    told = json.loads((folder.parent / "dumps.json").read_text("utf-8"))["files"]
    alone = {file["graph"]: file for file in told if file.get("holds") in ("graph", "ontology")}
    for name, quads in graphs.items():
        if "/asof/" in name:
            continue
        file = alone[name]
        body = (folder / file["name"]).read_bytes()
        text = gzip.decompress(body) if file["name"].endswith(".gz") else body
        triples = {*ox.parse(text, format=ox.RdfFormat.TURTLE)}
        assert triples == {ox.Quad(q.subject, q.predicate, q.object) for q in quads}
        assert file["triples"] == len(triples)
