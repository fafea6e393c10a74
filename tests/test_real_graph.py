"""What the real graph must answer: codes of any year, and memberships that are known exactly.

``code_periods.csv`` holds every period of the Norwegian code history since 1971 and of the Danish
codes since 1970 as the registers have them, with the names of then; it is not made from data/.
"""

import csv
import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from samgraf import queries, resources, tables
from samgraf.describing import describe
from samgraf.describing.meta import published
from samgraf.limits import Limits
from samgraf.linking.names import fold
from samgraf.store.pool import Pool
from samgraf.store.versions import Versions
from samgraf.terms import PREFIXES, XSD, scheme

from .serving import zygote

DATA = resources.ROOT / "data"
TABLE = (Path(__file__).parent / "code_periods.csv").read_text(encoding="utf-8")
PERIODS = list(csv.DictReader(TABLE.splitlines()))
TODAY = "2026-11-21"
SG = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())


@pytest.fixture(scope="module")
def pool(real_build: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pool]:
    versions = Versions(real_build)
    run_dir = tmp_path_factory.mktemp("run")
    with zygote(versions.path(versions.needed()), run_dir, Limits()):
        pool = Pool(run_dir, Limits())
        yield pool
        pool.close()


@pytest.fixture(scope="module")
def names() -> dict[str, set[str]]:
    """Every name that each actor has ever had, folded."""
    found: dict[str, set[str]] = defaultdict(set)
    for name in tables.read_all(DATA).names:
        found[name.actor] |= {fold(name.name), *map(fold, name.name.split(" - "))}
    return found


def folded(cell: str) -> set[str]:
    """Fold the names of a period: whole, without the county in brackets, and their parts."""
    whole = [name.split(" (")[0] for name in cell.split("|")]
    return {fold(part) for name in whole for part in (name, *name.split(" - "))}


CODES = """
SELECT ?code ?actor ?start ?end WHERE {
  ?version sg:officialCode ?code ; prov:specializationOf ?actor .
  OPTIONAL { ?version sg:during ?period . ?period dcat:startDate ?start }
  OPTIONAL { ?version sg:during ?period . ?period dcat:endDate ?end }
}"""


@pytest.fixture(scope="module")
def holdings(pool: Pool) -> dict[tuple[str, str], list[tuple[str, str, str]]]:
    """Who held each code, from when and until when, as written."""
    found: dict[tuple[str, str], list[tuple[str, str, str]]] = defaultdict(list)
    for row in pool.table(SG + CODES):
        register = (row["code"].datatype or "").rpartition("/")[2]
        start, end = (row[side].value if side in row else "" for side in ("start", "end"))
        actor = row["actor"].value.rpartition("/")[2]
        found[register, row["code"].value].append((actor, start, end))
    return found


def on(day: str, rows: list[tuple[str, str, str]]) -> set[str]:
    """Name who held a code on a day; a year or a month counts from its first to its last day."""
    return {
        actor
        for actor, start, end in rows
        if (not start or start <= day[: len(start)]) and (not end or end >= day[: len(end)])
    }


def test_every_code_of_any_year_leads_to_one_identity_of_that_name(
    holdings: dict[tuple[str, str], list[tuple[str, str, str]]], names: dict[str, set[str]]
) -> None:
    wrong = []
    for period in PERIODS:
        for day in (period["first_day"] or "1971-06-01", period["last_day"] or TODAY):
            found = on(day, holdings[period["scheme"], period["code"]])
            if len(found) != 1 or not folded(period["names"]) & names[next(iter(found))]:
                wrong.append((period["scheme"], period["code"], day, period["names"], found))
    assert wrong == []


@pytest.mark.parametrize("period", PERIODS[::60], ids=lambda period: f"{period['code']}")
def test_the_look_up_of_a_code_finds_the_same_identity(
    pool: Pool,
    holdings: dict[tuple[str, str], list[tuple[str, str, str]]],
    period: dict[str, str],
) -> None:
    day = period["last_day"] or TODAY
    code = f'"{period["code"]}"^^<{scheme(period["scheme"])}>'
    rows = pool.table(queries.text("pages/code-on-date"), code=code, on=f'"{day}"^^<{XSD.date}>')
    found = {row["actor"].value.rpartition("/")[2] for row in rows}
    assert found == on(day, holdings[period["scheme"], period["code"]])


def actors(pool: Pool, text: str, variable: str = "actor") -> list[str]:
    return [row[variable].value.rpartition("/")[2] for row in pool.table(SG + text)]


NAMED = (
    "dk-business-region-aarhus",
    "dk-business-region-esbjerg",
    "dk-business-region-midtvest",
    "dk-business-region-north-denmark",
    "dk-byregion-fyn",
    "dk-greater-copenhagen-committee",
    "dk-trekantomraadet",
    "dk-udviklingsraad-soenderjylland",
)
"""The eight business regions of 2016 and 2017."""

REGIONS = """
SELECT ?actor (COUNT(DISTINCT ?body) AS ?bodies) WHERE {
  VALUES ?body { NAMED }
  ?membership org:member ?actor ; org:organization ?body ;
    org:role <https://w3id.org/samgraf/code/role/member> .
  ?body sg:bodyKind <https://w3id.org/samgraf/code/body-kind/business-region> .
  ?actor a sg:Municipality ;
    sg:country <http://publications.europa.eu/resource/authority/country/DNK> .
} GROUP BY ?actor
"""


def test_each_danish_municipality_is_in_one_of_the_eight_business_regions(pool: Pool) -> None:
    bodies = " ".join(f"<https://w3id.org/samgraf/id/actor/{key}>" for key in NAMED)
    rows = pool.table(SG + REGIONS.replace("NAMED", bodies))
    counts = {row["actor"].value.rpartition("/")[2]: int(row["bodies"].value) for row in rows}
    assert len(counts) == 98
    assert sorted(a for a, n in counts.items() if n > 1) == ["dk-haderslev", "dk-toender"]
    assert max(counts.values()) == 2


def test_greater_copenhagen_has_85_municipalities_and_4_regions(pool: Pool) -> None:
    text = """
    SELECT ?actor ?class WHERE {
      GRAPH <https://w3id.org/samgraf/graph/derived/current> {
        ?actor sg:memberOf <https://w3id.org/samgraf/id/actor/dk-greater-copenhagen-committee> }
      ?actor a ?class . VALUES ?class { sg:Municipality sg:RegionalAuthority } }"""
    classes = [row["class"].value.rpartition("#")[2] for row in pool.table(SG + text)]
    assert (classes.count("Municipality"), classes.count("RegionalAuthority")) == (85, 4)


def test_kristiansands_memberships_before_and_after_2020_belong_to_two_identities(
    pool: Pool,
) -> None:
    base = "https://w3id.org/samgraf/id/actor/"
    text = f"""
    SELECT ?actor ?body ?event WHERE {{
      VALUES ?actor {{ <{base}no-kristiansand> <{base}no-kristiansand-until-2019> }}
      ?membership org:member ?actor ; org:organization ?body .
      ?event org:originalOrganization <{base}no-kristiansand-until-2019> ;
        org:resultingOrganization <{base}no-kristiansand> .
    }}"""
    rows = pool.table(SG + text)
    bodies = defaultdict(set)
    for row in rows:
        bodies[row["actor"].value.rpartition("/")[2]].add(row["body"].value.rpartition("/")[2])
    assert {row["event"].value.rpartition("/")[2] for row in rows} == {
        "no-kristiansand-merger-2020"
    }
    assert "no-knutepunkt-soerlandet-1996" in bodies["no-kristiansand-until-2019"]
    assert "no-knutepunkt-soerlandet-1996" not in bodies["no-kristiansand"]
    assert "no-region-kristiansand" in bodies["no-kristiansand"]


@pytest.mark.slow
def test_every_statement_of_the_five_documents_is_accounted_for() -> None:
    records = tables.read_all(DATA)
    assert len({row.statement for row in records.coverage}) == len(records.coverage) == 102
    known = set(queries.names())
    there = {iri.removeprefix("id/") for iri in published(describe.describe(records))}
    assert [row.iri for row in records.coverage if row.iri and row.iri not in there] == []
    for row in records.coverage:
        assert (row.iri and row.query) or row.note, row
        assert not row.query or any(name.rpartition("/")[2].startswith(row.query) for name in known)
    assert len({row.document for row in records.coverage}) == 5


def test_the_coverage_page_of_the_data_is_the_one_that_status_prints() -> None:
    from samgraf.pipeline.coverage import page

    text = (DATA / "README.md").read_text(encoding="utf-8")
    assert page(tables.read_all(DATA)) in text


LINK_SETS = """
SELECT ?set ?told (COUNT(DISTINCT ?tie) AS ?counted) WHERE {
  ?set <http://rdfs.org/ns/void#triples> ?told ;
    <http://rdfs.org/ns/void#linkPredicate> ?predicate ; sg:linkStart ?start .
  ?thing ?predicate ?target .
  FILTER(STRSTARTS(STR(?target), ?start))
  BIND(CONCAT(STR(?thing), " ", STR(?target)) AS ?tie)
} GROUP BY ?set ?told"""


def link_counts(pool: Pool) -> dict[str, tuple[str, str]]:
    """How many links each set has, as the build tells and as they are counted."""
    return {
        row["set"].value.rpartition("/")[2]: (row["told"].value, row["counted"].value)
        for row in pool.table(SG + LINK_SETS)
    }


def test_each_link_set_holds_as_many_links_as_build_and_documentation_tell(pool: Pool) -> None:
    text = (resources.ROOT / "docs" / "linking.md").read_text(encoding="utf-8")
    table = re.findall(r"^\| (`.+?) \|(?:[^|]+\|){2} ([\d, ]+) \|", text, re.MULTILINE)
    told = {
        name: number.replace(",", "")
        for names, numbers in table
        for name, number in zip(re.findall("`(.+?)`", names), numbers.split(", "), strict=True)
    }
    found = link_counts(pool)
    assert len(found) == 18
    assert {name: both for name, both in found.items() if both != (told.get(name),) * 2} == {}


def test_every_organisation_number_of_norway_and_sweden_is_a_link(pool: Pool) -> None:
    count = """SELECT ?register (COUNT(DISTINCT ?code) AS ?n) WHERE {
      ?version sg:officialCode ?code . BIND(DATATYPE(?code) AS ?register)
    } GROUP BY ?register"""
    codes = {r["register"].value.rpartition("/")[2]: r["n"].value for r in pool.table(SG + count)}
    links = {name: counted for name, (_, counted) in link_counts(pool).items()}
    assert links["brreg"] == links["data-norge"] == codes["no-orgnr"]
    assert links["dataportal-se"] == codes["se-orgnr"]
