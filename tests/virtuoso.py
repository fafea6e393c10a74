"""A Virtuoso of its own for a test: an empty database that loads files and counts graphs."""

import csv
import io
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from string import Template
from urllib.parse import urlencode
from urllib.request import urlopen

from .ports import free_port

_CONFIG = Path(__file__).parents[1] / "bench" / "virtuoso.ini"
_COUNT = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Virtuoso:
    """A running server, and the folder that it may read."""

    folder: Path
    sql: int
    http: int

    def load(self, file: Path) -> None:
        """Load N-Quads into the graphs that they name."""
        steps = f"ld_dir('{file.parent}', '{file.name}', 'urn:x-none'); rdf_loader_run();"
        self._run(steps)
        failed = self._run("SELECT COUNT(*) FROM DB.DBA.load_list WHERE ll_error IS NOT NULL;")
        assert "\n0\n" in failed.replace(" ", ""), failed

    def _run(self, steps: str) -> str:
        command = ["isql-vt", f"127.0.0.1:{self.sql}", "dba", "dba", f"exec={steps}"]
        done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=300)
        return done.stdout


@contextmanager
def loaded(folder: Path) -> Iterator[Virtuoso]:
    """Start a server over an empty database; end it."""
    folder.mkdir()
    sql, http = free_port(), free_port()
    text = Template(_CONFIG.read_text("utf-8")).substitute(sql=sql, http=http, data=folder)
    (folder / "virtuoso.ini").write_text(
        text.replace("340000", "100000").replace("250000", "75000")
    )
    command = ["virtuoso-t", "+foreground", "+configfile", "virtuoso.ini"]
    quiet = subprocess.DEVNULL
    with subprocess.Popen(command, cwd=folder, stdout=quiet, stderr=quiet) as process:
        try:
            running = Virtuoso(folder, sql, http)
            _wait(running)
            yield running
        finally:
            process.terminate()
            process.wait(60)


def counted(virtuoso: Virtuoso) -> dict[str, int]:
    """Count the triples of every graph."""
    query = urlencode({"query": _COUNT, "format": "text/csv"})
    with urlopen(f"http://127.0.0.1:{virtuoso.http}/sparql?{query}", timeout=120) as answer:
        rows = csv.reader(io.StringIO(answer.read().decode()))
        next(rows)
        return {name: int(number) for name, number in rows}


def _wait(virtuoso: Virtuoso) -> None:
    until = time.monotonic() + _SECONDS
    while True:
        try:
            counted(virtuoso)
        except OSError:
            assert time.monotonic() < until, "Virtuoso did not start"
            time.sleep(0.2)
        else:
            return
