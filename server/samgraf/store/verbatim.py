"""One RDF file as it stands: its syntax, the store made of it, and the dumps of that store.

Nothing of it is held in memory at once, so that a file of a gigabyte can be loaded. The engine
gives blank nodes new labels each time.
"""

import gzip
import hashlib
import io
import re
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, cast

import pyoxigraph as ox

from samgraf.errors import Misuse

from .loading import closed
from .reading import ENDINGS, FORMATS
from .versions import DUMPS

PACKED = ".gz"
_COMPRESSION = 3  # a gigabyte in a few seconds, and a tenth larger than with 6
_BUFFER = 1 << 20
_PLACE = re.compile(r"^Parser error (?:at|between) .*?: | \(line \d+\)$")
_LINES = (ox.RdfFormat.N_TRIPLES, ox.RdfFormat.N_QUADS)


@dataclass(frozen=True, slots=True)
class Counts:
    """What a store holds."""

    quads: int
    triples: int
    """Those of the unnamed graph."""
    graphs: int
    """Named graphs."""


@dataclass(frozen=True, slots=True)
class File:
    """An RDF file; its ending tells the syntax, and whether it is packed."""

    path: Path

    def __post_init__(self) -> None:
        """Raise ``Misuse`` for a file that is not there and for an ending that is not known."""
        if not self.path.is_file():
            raise Misuse(f"{self.path}: no such file; name an RDF file")
        if self._ending() not in ENDINGS:
            known = " ".join(ENDINGS)
            raise Misuse(
                f"{self.path}: its ending tells no syntax; let it end in one of {known}, "
                f"or in one of these and {PACKED}"
            )

    def syntax(self) -> str:
        """Name the syntax."""
        return ENDINGS[self._ending()]

    def digest(self) -> str:
        """Return the SHA-256 of the content, the same whether packed or not."""
        with self._open() as content:
            return hashlib.file_digest(cast("io.BufferedReader", content), "sha256").hexdigest()

    def load(self, folder: Path) -> Counts:
        """Make an optimised, closed RocksDB directory of it.

        Raise ``Misuse`` with file and line for what cannot be read.
        """
        counts = self._load(folder)
        closed(folder)
        return counts

    def _load(self, folder: Path) -> Counts:
        store = ox.Store(str(folder))
        with self._open() as content:
            store.bulk_load(input=content, format=self._form())
        store.optimize()
        store.flush()
        quads, graphs = len(store), sum(1 for _ in store.named_graphs())
        triples = quads
        if graphs:
            unnamed = store.quads_for_pattern(None, None, None, ox.DefaultGraph())
            triples = sum(1 for _ in unnamed)
        return Counts(quads, triples, graphs)

    def dump(self, folder: Path) -> None:
        """Write the files that a store in memory is loaded from (``sharing.DUMPS``).

        The content keeps its order, in which things lie side by side that are asked together.
        """
        form = self._form()
        target = ox.RdfFormat.N_QUADS if form.supports_datasets else ox.RdfFormat.N_TRIPLES
        for name in DUMPS:
            with _packing(folder / name) as out:
                if (ox.RdfFormat.N_QUADS if ".nq" in name else ox.RdfFormat.N_TRIPLES) != target:
                    continue
                with self._open() as content:
                    if form in _LINES:
                        shutil.copyfileobj(content, out, _BUFFER)
                    else:
                        ox.serialize(ox.parse(content, format=form), out, format=target)

    @contextmanager
    def quads(self) -> Iterator[Iterator[ox.Quad]]:
        """Open the file; yield what yields its quads, with the labels of its blank nodes.

        Raise ``Misuse`` with file and line for what cannot be read.
        """
        with self._open() as content:
            yield iter(ox.parse(content, format=self._form()))

    def _ending(self) -> str:
        name = self.path.name.lower().removesuffix(PACKED)
        return Path(name).suffix

    def _form(self) -> ox.RdfFormat:
        return FORMATS[self.syntax()]

    @contextmanager
    def _open(self) -> Iterator[IO[bytes]]:
        """Open the content; what goes wrong with it is told with its place."""
        try:
            with self.path.open("rb", buffering=_BUFFER) as file:
                if self.path.suffix.lower() == PACKED:
                    with gzip.open(file) as content:
                        yield io.BufferedReader(cast("io.RawIOBase", content), _BUFFER)
                else:
                    yield file
        except SyntaxError as error:
            place = f"{self.path}:{error.lineno}" if error.lineno else str(self.path)
            said = _PLACE.sub("", error.msg)
            raise Misuse(f"{place}: {said}; mend it and build again") from error
        except (EOFError, zlib.error, gzip.BadGzipFile) as error:
            raise Misuse(
                f"{self.path}: cannot be unpacked: {error}; get it once more, whole"
            ) from error


@contextmanager
def _packing(file: Path) -> Iterator[IO[bytes]]:
    """Write a packed file, the same bytes for the same content."""
    with (
        file.open("wb") as raw,
        gzip.GzipFile("", "wb", _COMPRESSION, raw, mtime=0) as packed,
        io.BufferedWriter(cast("io.RawIOBase", packed), _BUFFER) as out,
    ):
        yield out
