"""The list of a version's files (dumps.json), and their sums as coreutils write them."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from samgraf.store.versions import LISTING

SUMS = "sha256sums.txt"
"""The file in dumps/ that ``sha256sum -c`` reads."""

LICENCE = "https://creativecommons.org/licenses/by/4.0/"

PURPOSES = ("tables", "graph", "networks", "model", "sources", "sums")
"""What files are for: spreadsheets, triple stores, network analysis, ontology and rules, parts of
the graph by their source, and checking the others."""

COMPRESSIONS = {".gz": "application/gzip", ".zst": "application/zstd", ".zip": "application/zip"}


@dataclass(frozen=True, slots=True)
class Content:
    """What a file holds, whether or not it is compressed.

    ``stem`` is its name without the ending of a compression, ``holds`` one word for its content
    (such as ``named-graphs``); ``rows`` counts those of a table without its head, or the edges of a
    network; ``triples`` those of a graph, or the quads of several.
    """

    stem: str
    purpose: str
    holds: str
    media_type: str
    rows: int | None = None
    triples: int | None = None
    graph: str | None = None
    table: str | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class File(Content):
    """One file of a version; ``compression`` is a media type too, None where there is none."""

    name: str = ""
    compression: str | None = None
    bytes: int = 0
    sha256: str = ""


def written(version: str, data_date: str, files: Iterable[File]) -> str:
    """Write the list as JSON, in the order of the names; what is None is left out."""
    told = [
        {name: value for name, value in asdict(file).items() if value is not None}
        for file in sorted(files, key=lambda file: file.name)
    ]
    content = {"version": version, "data_date": data_date, "licence": LICENCE, "files": told}
    return json.dumps(content, indent=1, sort_keys=True) + "\n"


def sums(files: Iterable[File]) -> bytes:
    """Write digests and names as ``sha256sum`` does (GNU coreutils, section 6.4)."""
    return "".join(sorted((f"{f.sha256}  {f.name}\n" for f in files), key=_name)).encode()


def _name(line: str) -> str:
    return line.partition("  ")[2]


def read(version: Path) -> Sequence[File]:
    """Read the list of a version, which a version of an older making does not have."""
    try:
        text = (version / LISTING).read_text(encoding="utf-8")
    except OSError:
        return ()
    return tuple(_file(entry) for entry in json.loads(text)["files"])


def _file(entry: dict[str, Any]) -> File:
    return File(**entry)
