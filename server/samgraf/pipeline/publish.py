"""A finished graph becomes a version directory (design: endpoint, section 8)."""

import filecmp
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from rdflib import Graph

from samgraf import queries
from samgraf.dumps.making import making
from samgraf.dumps.origin import Origin
from samgraf.dumps.packing import gzipped
from samgraf.model import Records
from samgraf.store.asking import Facts
from samgraf.store.loading import ENGINE, Bench, settle, write_store
from samgraf.store.names import version_of
from samgraf.store.versions import AUTHORED, DUMPS, PROGRAM, Versions, write_files_json
from samgraf.terms import VOCAB, is_authored_graph, is_union_graph
from samgraf.validation.programs import compiled
from samgraf.validation.rules import rules
from samgraf.validation.saved import to_json

from . import answers, description, index
from .derive import Graphs
from .inputs import FOLDERS, digests


@dataclass(frozen=True, slots=True)
class Draft:
    """A version that is written but not yet in use."""

    version: str
    quads: int


def write(place: Path, graphs: Graphs, records: Records, vocabulary: Graph, today: date) -> Draft:
    """Write dumps, index, stores, answers, manifest and files.json into an empty directory."""
    dump = _dump(graphs)
    union = {t for graph, triples in graphs.items() if is_union_graph(graph) for t in triples}
    lines = "".join(f"{triple} .\n" for triple in sorted(union)).encode()
    version, quads = version_id(dump, today), dump.count(b"\n")
    (place / "dumps").mkdir()
    for name, content in zip(DUMPS, (dump, lines), strict=True):
        (place / "dumps" / name).write_bytes(gzipped(content))
    with making(place, Origin(version, today.isoformat()), quads):
        _indices(place, records, vocabulary, today)
        _stores(place, graphs, dump, lines)
        manifest = {
            "version": version,
            "data_date": today.isoformat(),
            "quads": quads,
            "triples": len(union),
            "graphs": len(graphs),
            "dump_sha256": hashlib.sha256(dump).hexdigest(),
            "statistics": {**statistics(union), "questions": answers.write(place)},
            "inputs": {folder: digests(folder) for folder in FOLDERS},
        }
    text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False)
    (place / "manifest.json").write_text(text + "\n", encoding="utf-8")
    description.write(place, graphs, union, manifest)
    write_files_json(place, ENGINE)
    return Draft(version, quads)


def _indices(place: Path, records: Records, vocabulary: Graph, today: date) -> None:
    (place / "index").mkdir()
    index.write(place / "index", records, vocabulary, today)
    told = json.dumps([asdict(rule) for rule in rules()], ensure_ascii=False, indent=0)
    (place / "index" / "rules.json").write_text(told + "\n", encoding="utf-8")


def _stores(place: Path, graphs: Graphs, dump: bytes, lines: bytes) -> None:
    """Write both stores, and the program of the shapes for the ontology."""
    write_store(place / "store", dump, lines)
    write_store(place / AUTHORED, b"", _authored(graphs))
    settle(place / AUTHORED)
    terms = Facts("".join(f"{triple} .\n" for triple in graphs[str(VOCAB)]))
    (place / PROGRAM).write_text(to_json(compiled(terms)), encoding="utf-8")


def take_into_use(
    versions: Versions, place: Path, draft: Draft, load: Callable[[Path], None]
) -> bool:
    """Publish the draft unless its version is there, whole and compiled alike; make it current.

    ``load`` is given its directory before that, and may raise: then the former one stays in use.
    """
    new = not (versions.whole(draft.version) and versions.complete(draft.version))
    new = new or not filecmp.cmp(place / PROGRAM, versions.path(draft.version) / PROGRAM)
    if new:
        versions.publish(place, draft.version)
    versions.take(draft.version, load)
    versions.prune(served_version(versions.folder))
    return new


def served_version(folder: Path) -> str | None:
    """Name the version that a running server answers from, if there is one."""
    try:
        return version_of((folder / "run" / "current").readlink().name.removesuffix(".sock"))
    except OSError:
        return None


def version_id(dump: bytes, today: date) -> str:
    """Derive the version from its content: data date, and a digest of dump and inputs."""
    parts = [hashlib.sha256(dump).hexdigest()]
    for folder in ("ontology", "shapes", "queries"):
        parts.append(json.dumps(digests(folder), sort_keys=True))
    return f"{today.isoformat()}-{hashlib.sha256(''.join(parts).encode()).hexdigest()[:8]}"


def statistics(union: set[str]) -> Mapping[str, list[list[str]]]:
    """Run every query of queries/statistics/ over the default graph; sorted rows by name."""
    bench = Bench(union)
    return {
        name.rpartition("/")[2]: sorted(bench.rows(name, queries.text(name)))
        for name in queries.names("statistics/")
    }


def _authored(graphs: Graphs) -> bytes:
    """Write what new facts are checked beside, merged: all but what the rules made."""
    authored = {t for graph, triples in graphs.items() if is_authored_graph(graph) for t in triples}
    return "".join(f"{triple} .\n" for triple in sorted(authored)).encode()


def _dump(graphs: Graphs) -> bytes:
    """Write all named graphs as sorted N-Quads, one line a quad."""
    lines = {f"{t} <{graph}> .\n" for graph, triples in graphs.items() for t in triples}
    return "".join(sorted(lines)).encode()
