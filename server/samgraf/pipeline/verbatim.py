"""One RDF file as it stands becomes a version: no tables, no rules, no shapes, no statistics.

For benchmarks and teaching. The manifest names the file under ``from``, and pages find the parts
that they read empty.
"""

import hashlib
import json
from datetime import date
from pathlib import Path

from samgraf import queries
from samgraf.config import Settings
from samgraf.linking import indexing
from samgraf.store.loading import ENGINE
from samgraf.store.verbatim import Counts, File
from samgraf.store.versions import Versions, write_files_json
from samgraf.terms import SG

from . import remote
from .publish import served_version
from .telling import Built, Say, step

UNDATED = date(1970, 1, 1)
"""The data date where no setting gives one: a file does not tell the day it speaks for."""

_NOT_COUNTED = {"relations": ("Membership", "ChangeEvent"), "evidence": ("Source", "Claim")}
"""What the home page counts; here all of it is told as none."""


def build(settings: Settings, path: Path, say: Say) -> Built:
    """Make a version of one file and make it the current one.

    Its name is made of the data date and the content of the file. Raise ``Misuse`` for a file
    that is missing or cannot be read; the old version then stays as it is.
    """
    file, versions = File(path), Versions(settings.build.dir)
    say(f"{path}: taken as it stands, without rules and shapes")
    with versions.building() as place:
        with step(say, "digest"):
            digest = file.digest()
        version = version_id(file, digest, settings.build.data_date or UNDATED)
        with step(say, "load"):
            counts = file.load(place / "store")
        with step(say, "write"):
            _write(place, file, digest, version, counts)
        new = not (versions.whole(version) and (versions.path(version) / "store").is_dir())
        if new:
            with step(say, "publish"):
                versions.publish(place, version)
        versions.take(version, remote.loader(settings, say))
        versions.prune(served_version(versions.folder))
    return Built(version, counts.quads, new)


def version_id(file: File, digest: str, day: date) -> str:
    """Derive the version from day, syntax and content."""
    made = hashlib.sha256(f"{file.syntax()} {digest}".encode())
    return f"{day.isoformat()}-{made.hexdigest()[:8]}"


def _write(place: Path, file: File, digest: str, version: str, counts: Counts) -> None:
    """Write dumps, an empty index, the manifest and files.json beside the store."""
    (place / "dumps").mkdir()
    file.dump(place / "dumps")
    (place / "index").mkdir()
    indexing.write(place / "index", (), {})
    (place / "index" / "rules.json").write_text("[]\n", encoding="utf-8")
    manifest = {
        "version": version,
        "data_date": version.rpartition("-")[0],
        "quads": counts.quads,
        "triples": counts.triples,
        "graphs": counts.graphs,
        "from": {"file": file.path.name, "syntax": file.syntax(), "sha256": digest},
        "statistics": _no_statistics(),
        "inputs": {},
    }
    text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False)
    (place / "manifest.json").write_text(text + "\n", encoding="utf-8")
    write_files_json(place, ENGINE)


def _no_statistics() -> dict[str, list[list[str]]]:
    """Return the tables of queries/statistics/ without rows, but for what the home page counts."""
    tables: dict[str, list[list[str]]] = {
        name.rpartition("/")[2]: [] for name in queries.names("statistics/")
    }
    for name, classes in _NOT_COUNTED.items():
        tables[name] = [[str(SG[kind]), "0", "0"] for kind in classes]
    tables["questions"] = []
    return tables
