"""What a version says of itself as a whole, written beside its graph and held to the shapes."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from importlib.metadata import version as version_of_package
from pathlib import Path
from typing import Any

from samgraf import validation
from samgraf.cataloguing.catalogue import catalogue
from samgraf.cataloguing.counting import count
from samgraf.cataloguing.provenance import provenance
from samgraf.cataloguing.quality import documents, quality
from samgraf.cataloguing.version import File, Version
from samgraf.cataloguing.void import sources, void
from samgraf.cataloguing.writing import ntriples
from samgraf.errors import OwnFault
from samgraf.store.asking import Facts
from samgraf.store.versions import DESCRIPTION, DUMPS
from samgraf.terms import GRAPH, SH, thing

from .derive import Graphs

_FACTS = ("data/", "ontology/", "shapes/", "queries/rules/")
"""Where the files lie that a graph is made from; the other queries only ask it."""

_MEDIA_TYPES = {".nq": "application/n-quads", ".nt": "application/n-triples"}
_LISTING = "dumps.json"
_SOURCE = str(GRAPH["source/"])
_MOST = 20


def write(place: Path, graphs: Graphs, union: Iterable[str], manifest: Mapping[str, Any]) -> None:
    """Write the description of a version whose dumps and manifest are made.

    Raise ``OwnFault`` if it breaks a shape of DCAT-AP.
    """
    made = _version(place, graphs, union, manifest)
    parts = {
        "void": [*void(made)],
        "void-sources": [*sources(made)],
        "catalog": [*catalogue(made)],
        "provenance": [*provenance(made)],
        "quality": [*quality(made), *documents(made)],
    }
    (place / DESCRIPTION).mkdir()
    for name, triples in parts.items():
        (place / DESCRIPTION / f"{name}.nt").write_bytes(ntriples(triples))
    check((place / DESCRIPTION / "catalog.nt").read_bytes())


def check(described: bytes) -> None:
    """Raise ``OwnFault`` if a catalogue in N-Triples breaks a mandatory rule of DCAT-AP."""
    found = validation.broken(Facts.bulk(described), validation.description_shapes())
    wrong = [one for one in found if one.check.shape.severity.value == str(SH.Violation)]
    if wrong:
        told = sorted({f"{one.focus}: {one.check.shape.node}" for one in wrong})
        lines = "\n".join(told[:_MOST])
        raise OwnFault(f"the description breaks DCAT-AP; mend samgraf/cataloguing:\n{lines}")


def _version(
    place: Path, graphs: Graphs, union: Iterable[str], manifest: Mapping[str, Any]
) -> Version:
    inputs = {
        name: digest for files in manifest["inputs"].values() for name, digest in files.items()
    }
    sources = sorted(name for name in graphs if name.startswith(_SOURCE))
    return Version(
        name=manifest["version"],
        data_date=date.fromisoformat(manifest["data_date"]),
        software=version_of_package("samgraf"),
        files=tuple(sorted(_files(place), key=lambda file: file.name)),
        inputs={name: digest for name, digest in inputs.items() if name.startswith(_FACTS)},
        sources=tuple(str(thing("source", name.removeprefix(_SOURCE))) for name in sources),
        statistics=manifest["statistics"],
        union=count(union),
        graphs={name: count(triples) for name, triples in graphs.items()},
    )


def _files(place: Path) -> Iterator[File]:
    """Yield the files that can be downloaded, as they are listed, or else as they lie there."""
    listing = place / _LISTING
    if listing.is_file():
        for one in json.loads(listing.read_text(encoding="utf-8"))["files"]:
            yield _listed(one)
        return
    held = dict(zip(DUMPS, ("named-graphs", "merged"), strict=True))
    for path in (place / "dumps").iterdir():
        media_type = _MEDIA_TYPES[path.name.removesuffix(".gz")[-3:]]
        digest, size = hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size
        packing, holds = "application/gzip", held[path.name]
        yield File(path.name, media_type, size, digest, packing, "graph", holds)


def _listed(one: Mapping[str, Any]) -> File:
    """Read an entry of the list of dumps."""
    return File(
        one["name"],
        one["media_type"],
        one["bytes"],
        one["sha256"],
        one.get("compression", ""),
        one["purpose"],
        one["holds"],
        one.get("year"),
        one.get("graph"),
    )
