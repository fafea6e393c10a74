"""What the description of tables (CSV on the Web) says that their cells state, as triples."""

import csv
import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pyoxigraph as ox

from samgraf.dumps.tables.writing import TABLES
from samgraf.terms import GRAPH, ID, RDF, REIFIED, SG

PREFIXES = """
PREFIX oa: <http://www.w3.org/ns/oa#>
PREFIX org: <http://www.w3.org/ns/org#>
PREFIX schema: <http://schema.org/>
PREFIX sg: <https://w3id.org/samgraf/ontology#>
PREFIX skos: <http://www.w3.org/2004/02/skos/core#>
"""
COUNTED = {
    "actors": "?x a ?t ; sg:country ?c FILTER(CONTAINS(STR(?x), '/id/actor/'))",
    "versions": "?x a sg:ActorVersion",
    "names": "VALUES ?p { skos:prefLabel skos:altLabel } ?x a sg:ActorVersion ; ?p ?name",
    "codes": "?x sg:officialCode ?code",
    "areas": "?x sg:inArea ?area",
    "regions": "?x skos:inScheme <https://w3id.org/samgraf/code/region>",
    "events": "?x a sg:ChangeEvent",
    "event-actors": "VALUES ?p { org:originalOrganization org:resultingOrganization } ?x ?p ?y",
    "links": "VALUES ?p { skos:exactMatch skos:closeMatch schema:sameAs } ?x ?p ?y",
    "memberships": "?x a sg:Membership",
    "cooperations": "?x a sg:Cooperation",
    "cooperation-participants": "?x sg:participant ?y",
    "cooperation-topics": "?x a sg:Cooperation ; sg:topic ?y",
    "fundings": "?x a sg:Funding",
    "funding-topics": "?x a sg:Funding ; sg:topic ?y",
    "funding-parties": "VALUES ?p { sg:applicant sg:recipient sg:beneficiary "
    "sg:collectiveParticipant } ?x a sg:Funding ; ?p ?y",
    "programmes": "VALUES ?c { sg:Programme sg:Call sg:Project sg:PolicyPlan } ?x a ?c",
    "sources": "?x a sg:Source",
    "claims": "?x a sg:Claim",
    "claim-members": "?x sg:listsMember ?y",
    "supports": "?x sg:supportedBy ?y",
    "evidence": "?x sg:evidence ?y",
    "concepts": "?x a skos:Concept FILTER NOT EXISTS "
    "{ ?x skos:inScheme <https://w3id.org/samgraf/code/region> }",
}
"""What the rows of each table are, asked of the graph in other words than its query has.

Oxigraph counts what two properties of a path with ``|`` give once, so they are VALUES here.
"""


Said = tuple[str, str, str]
"""Subject, property, and the IRI or the text of the value."""


def tables(folder: Path) -> Iterator[tuple[str, Mapping[str, object], list[dict[str, str]]]]:
    """Yield name, schema and rows of each table that the description names."""
    described = json.loads((folder / "csv-metadata.json").read_text("utf-8"))
    for table in described["tables"]:
        with (folder / table["url"]).open(encoding="utf-8", newline="") as file:
            yield table["url"].removesuffix(".csv"), table["tableSchema"], [*csv.DictReader(file)]


def said(schema: Mapping[str, object], row: Mapping[str, str]) -> Iterator[Said]:
    """Yield what a row states (Generating RDF from Tabular Data on the Web, section 5, minimal)."""
    columns = schema["columns"]
    assert isinstance(columns, list)
    for column in columns:
        if column.get("suppressOutput") or row[column["name"]] == "":
            continue
        about = _filled(str(column.get("aboutUrl", schema.get("aboutUrl"))), row)
        value = row[column["name"]]
        yield about, column["propertyUrl"], _filled(column.get("valueUrl", ""), row) or value


def _filled(template: str, row: Mapping[str, str]) -> str:
    """Expand {+name} (RFC 6570, section 3.2.3) with what no expansion would change."""
    return re.sub(r"\{\+(\w+)\}", lambda found: row[found[1]], template)


def union(folder: Path) -> ox.Store:
    """The default graph of a version."""
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


def check_frictionless(folder: Path) -> None:
    """Check types, keys, references, sizes and digests."""
    from frictionless import Package, system  # takes a second, and slow tests alone need it

    with system.use_context(trusted=True):  # it refuses whole paths otherwise
        report = Package(str(folder / "datapackage.json")).validate()
    assert report.valid, report.flatten(["type", "message"])[:5]


def check_csvw(folder: Path) -> None:
    """Check types, keys and references; one that is empty refers to nothing."""
    from csvw import CSVW

    described = CSVW(str(folder / "csv-metadata.json"), validate=True, strict=False)
    assert described.is_valid, described.warnings[:5]


def check_networks(folder: Path) -> int:
    """Check that each year has an edge for each membership that holds; return how many there are.

    The year of the data ends on the data date.
    """
    counted: Counter[str] = Counter()
    for line in gzip.decompress((folder / "samgraf.nq.gz").read_bytes()).decode().splitlines():
        predicate = line.split(" ", 2)[1]
        if predicate == f"<{SG.memberOf}>":
            counted[line.rsplit(" ", 2)[1].strip("<>").removeprefix(GRAPH)] += 1
    told = json.loads((folder.parent / "dumps.json").read_text("utf-8"))
    last = told["data_date"][:4]
    edges = {
        str(file["year"]): file["rows"]
        for file in told["files"]
        if file["holds"] == "network-of-members"
    }
    wanted = {name[5:]: n for name, n in counted.items() if name.startswith("asof/")}
    wanted = {**wanted, last: counted["derived/current"]}
    assert edges == {year: n for year, n in wanted.items() if n}
    return sum(edges.values())


def check_reifiers(folder: Path) -> int:
    """Check that the dump of RDF 1.2 states nothing more than the other, and says who says it.

    Each derived membership and funding is said by a relation. Return how many statements are told.
    """
    lines = {*gzip.decompress((folder / "samgraf.nq.gz").read_bytes()).splitlines()}
    more = {*gzip.decompress((folder / "samgraf-rdf12.nq.gz").read_bytes()).splitlines()} - lines
    said_of: dict[ox.Triple, set[str]] = {}
    for quad in ox.parse(b"\n".join(sorted(more)), format=ox.RdfFormat.N_QUADS):
        assert quad.graph_name == ox.NamedNode(str(REIFIED))
        assert quad.predicate.value == f"{RDF}reifies"
        assert isinstance(quad.object, ox.Triple)
        assert isinstance(quad.subject, ox.NamedNode)
        said_of.setdefault(quad.object, set()).add(quad.subject.value)
    derived, rules = 0, {str(SG.memberOf), str(SG.fundedBy)}
    for quad in ox.parse(b"\n".join(sorted(lines)), format=ox.RdfFormat.N_QUADS):
        if quad.predicate.value in rules and "derived" in str(quad.graph_name):
            sayers = said_of.get(quad.triple, set())
            assert any(name.startswith(f"{ID}relation/") for name in sayers), quad
            derived += 1
    assert derived
    return len(said_of)
