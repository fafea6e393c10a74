"""Every file of a version, made of its dump; beside the rest of the build where that takes long."""

import gzip
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from samgraf.errors import OwnFault
from samgraf.store.loading import Bench
from samgraf.store.versions import DUMPS, LISTING, NO_ROOM

from . import graphs, yearly
from .listing import SUMS, Content, sums, written
from .origin import Origin
from .shelf import Shelf
from .tables import writing

_LITTLE = 50_000
"""Of so many quads the files are made before another process would have begun."""

_MOST_SECONDS = 600


@contextmanager
def making(place: Path, origin: Origin, quads: int) -> Iterator[None]:
    """Make the files of the version below a folder, while what is within goes on.

    They are there when it ends. Raise ``OSError`` if there is no room for them, ``OwnFault`` if
    they cannot be made.
    """
    if quads < _LITTLE:
        make(place, origin)
        yield
        return
    command = [sys.executable, "-m", "samgraf.dumps", str(place), origin.version, origin.data_date]
    with subprocess.Popen(command, stderr=subprocess.PIPE) as child:
        try:
            yield
            _, reason = child.communicate(timeout=_MOST_SECONDS)
        except BaseException:
            child.kill()
            raise
    if child.returncode in NO_ROOM:
        raise OSError(child.returncode, os.strerror(child.returncode))
    if child.returncode:
        raise OwnFault(f"the dumps were not made: {reason.decode(errors='replace').strip()}")


def make(place: Path, origin: Origin) -> None:
    """Make the files from the two dumps that are there; list them in dumps.json."""
    folder = place / "dumps"
    dump, union = (gzip.decompress((folder / name).read_bytes()) for name in DUMPS)
    bench = Bench.of(union)
    with Shelf(folder) as shelf:
        writing.write(shelf, bench, origin)
        graphs.write(shelf, dump, union, bench)
        yearly.write(shelf, bench, origin)
        files = shelf.files()
        shelf.put(Content(SUMS, "sums", "sums", "text/plain"), sums(files), "")
        files = shelf.files()
    text = written(origin.version, origin.data_date, files)
    (place / LISTING).write_text(text, encoding="utf-8")
