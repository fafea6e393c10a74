"""The dumps of the real graph in other stores: as many triples, in each graph too."""

import gzip
import shutil
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pyoxigraph as ox
import pytest
from rdflib import Dataset, Graph

from samgraf.dumps import listing
from samgraf.terms import BASE, REIFIED

from .described import (
    check_counts,
    check_csvw,
    check_frictionless,
    check_networks,
    check_reifiers,
    check_values,
)
from .virtuoso import Virtuoso, counted, loaded

pytestmark = pytest.mark.linking

Counts = dict[str, int]
_FORMS = {
    "samgraf.nq.gz": ox.RdfFormat.N_QUADS,
    "samgraf.trig.gz": ox.RdfFormat.TRIG,
    "samgraf.jsonld.gz": ox.RdfFormat.JSON_LD,
    "samgraf-rdf12.nq.gz": ox.RdfFormat.N_QUADS,
}


@pytest.fixture(scope="module")
def folder(real_build: Path) -> Path:
    """The dumps of the real graph."""
    return (real_build / "current").resolve() / "dumps"


@pytest.fixture(scope="module")
def counts(folder: Path) -> Counts:
    """How many lines of the N-Quads each graph has."""
    lines = gzip.decompress((folder / "samgraf.nq.gz").read_bytes()).splitlines()
    return Counter(line.rsplit(b" ", 2)[1][1:-1].decode() for line in lines)


def test_the_tables_of_the_real_graph_hold(folder: Path) -> None:
    check_counts(folder)
    assert check_values(folder) > 100_000


def test_the_networks_of_the_real_graph_hold(folder: Path) -> None:
    assert check_networks(folder) > 10_000


def test_the_statements_of_the_real_graph_have_sayers(folder: Path) -> None:
    assert check_reifiers(folder) > 5_000


def test_the_descriptions_of_the_real_tables_hold(folder: Path) -> None:
    check_frictionless(folder)
    check_csvw(folder)


@pytest.mark.parametrize("name", _FORMS)
def test_oxigraph_counts_the_same(folder: Path, counts: Counts, name: str) -> None:
    store = ox.Store()
    store.bulk_load(gzip.decompress((folder / name).read_bytes()), format=_FORMS[name])
    found: Counter[str] = Counter(quad.graph_name.value for quad in store)
    extra = found.pop(str(REIFIED), 0)
    assert found == counts
    assert (extra > 0) == (name == "samgraf-rdf12.nq.gz")


def test_rdflib_counts_the_same(folder: Path, counts: Counts) -> None:
    data = Dataset()
    data.parse(data=gzip.decompress((folder / "samgraf.nq.gz").read_bytes()), format="nquads")
    found = {str(graph.identifier): len(graph) for graph in data.graphs() if len(graph)}
    assert found == counts


def test_rdflib_reads_each_source_by_itself(folder: Path, counts: Counts) -> None:
    for file in listing.read(folder.parent):
        if file.purpose == "sources":
            body = gzip.decompress((folder / file.name).read_bytes())
            assert len(Graph().parse(data=body, format="turtle")) == counts[file.graph or ""]


@pytest.fixture
def virtuoso(tmp_path: Path) -> Iterator[Virtuoso]:
    if not shutil.which("virtuoso-t"):
        pytest.skip("Debian's virtuoso-opensource-7-bin is not installed")
    with loaded(tmp_path / "virtuoso") as running:
        yield running


def test_virtuoso_counts_the_same(folder: Path, counts: Counts, virtuoso: Virtuoso) -> None:
    file = virtuoso.folder / "samgraf.nq"
    file.write_bytes(gzip.decompress((folder / "samgraf.nq.gz").read_bytes()))
    virtuoso.load(file)
    found = {name: count for name, count in counted(virtuoso).items() if name in counts}
    assert found == counts
    others = {name for name in counted(virtuoso) if name not in counts}  # its own
    assert not [name for name in others if name.startswith(BASE)]


def test_a_second_build_of_the_real_graph_makes_the_same_dumps(
    folder: Path, tmp_path: Path
) -> None:
    again = tmp_path / "version"
    (again / "dumps").mkdir(parents=True)
    for name in ("samgraf.nq.gz", "default-graph.nt.gz"):
        shutil.copy(folder / name, again / "dumps" / name)
    version = folder.parent.name
    command = [sys.executable, "-m", "samgraf.dumps", str(again), version, version[:10]]
    subprocess.run(command, check=True, env={"PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"})
    assert (again / "dumps.json").read_bytes() == (folder.parent / "dumps.json").read_bytes()
