"""The four endpoints over one graph: ours, Oxigraph's, rdflib-endpoint's and Virtuoso's."""

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from string import Template

import graphs
from processes import Running, free_port, running

BUILD = Path(__file__).parents[1] / "build"
WORK, VENV = BUILD / "bench", BUILD / "bench-venv"
REQUIREMENTS = Path(__file__).parent / "peers.txt"
SAMGRAF = Path(sys.executable).parent / "samgraf"
VIRTUOSO, VIRTUOSO_SQL = "virtuoso-t", "isql-vt"
VIRTUOSO_PACKAGE = "virtuoso-opensource-7-bin"
GRAPH = "urn:x-bench"

Command = Sequence[str | Path]

LIMITS = {
    "SAMGRAF_LIMITS_QUERY_SECONDS": "60",
    "SAMGRAF_LIMITS_CPU_SECONDS": "60",
    "SAMGRAF_LIMITS_MEMORY_MIB": "4096",
    "SAMGRAF_LIMITS_REPLY_MIB": "1024",
    "SAMGRAF_LIMITS_WAITING": "64",
    "SAMGRAF_LIMITS_WAITING_PER_CLIENT": "64",
    "SAMGRAF_LIMITS_QUEUE_SECONDS": "30",
    "SAMGRAF_LIMITS_SLOTS": "1",
    "SAMGRAF_LIMITS_PAGE_SLOTS": "1",
}
"""Every client of the benchmark has one address, so the limits for one client are lifted.

Two web processes with a place each are as many query workers as there are cores, and so few that
each could have a copy of the store at every scale: it is held in memory.
"""


@dataclass(frozen=True, slots=True)
class Graph:
    """A graph of some scale: its file, and the version that we made of it."""

    scale: int

    def name(self) -> str:
        """Return how it is called in tables."""
        return f"\N{MULTIPLICATION SIGN}{self.scale}"

    def file(self) -> Path:
        """Return the N-Triples file, made if need be."""
        file = WORK / f"x{self.scale}.nt"
        if not file.is_file():
            WORK.mkdir(parents=True, exist_ok=True)
            graphs.write(self.scale, file)
        return file

    def folder(self) -> Path:
        """Return the folder of our version, made if need be by ``samgraf build --from``."""
        folder = WORK / f"x{self.scale}-{version('pyoxigraph')}"
        if not (folder / "current").exists():
            started = time.perf_counter()
            command = [str(SAMGRAF), "build", "--from", str(self.file()), "--into", str(folder)]
            subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
            (folder / "seconds").write_text(f"{time.perf_counter() - started:.1f}\n")
        return folder

    def build_seconds(self) -> float:
        """Return how long our build of it took."""
        return float((self.folder() / "seconds").read_text())

    def store(self) -> Path:
        """Return the optimised store of our version, which Oxigraph serves too."""
        return (self.folder() / "current").resolve() / "store"


def install() -> None:
    """Get the peers that are missing: from the package index, and from Debian."""
    stamp = VENV / REQUIREMENTS.name
    if not stamp.is_file() or stamp.read_bytes() != REQUIREMENTS.read_bytes():
        subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(VENV)], check=True)
        pip = ["python3", "-m", "pip", "--quiet", "--disable-pip-version-check"]
        into = ["--python", str(VENV / "bin" / "python"), "install", "--requirement"]
        subprocess.run([*pip, *into, str(REQUIREMENTS)], check=True)
        shutil.copy(REQUIREMENTS, stamp)
    needed = {VIRTUOSO: VIRTUOSO_PACKAGE, VIRTUOSO_SQL: VIRTUOSO_PACKAGE, "wrk": "wrk"}
    missing = sorted({package for tool, package in needed.items() if not shutil.which(tool)})
    if missing and not _installed(missing):
        sys.exit(f"not there and not to be had: install the packages {' '.join(missing)} first")


def _installed(packages: Sequence[str]) -> bool:
    """Install Debian packages; tell whether that could be done."""
    if not shutil.which("apt-get"):
        return False
    command = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, check=False, stdout=sys.stderr, env=quiet).returncode == 0


@contextmanager
def samgraf(graph: Graph, **more: str) -> Iterator[Running]:
    """Serve our version."""
    port = free_port()
    command: Command = [SAMGRAF, "serve", "--store", graph.folder(), "--port", str(port)]
    url, log = f"http://127.0.0.1:{port}/sparql", WORK / "samgraf.log"
    with running("samgraf", command, url, log, {**LIMITS, **more}) as server:
        yield server


@contextmanager
def oxigraph(graph: Graph) -> Iterator[Running]:
    """Serve the store of our version with Oxigraph's own server."""
    port = free_port()
    command: Command = [VENV / "bin" / "oxigraph", "serve-read-only", "--location", graph.store()]
    command = [*command, "--bind", f"127.0.0.1:{port}"]
    url = f"http://127.0.0.1:{port}/query"
    with running("oxigraph", command, url, WORK / "oxigraph.log") as server:
        yield server


@contextmanager
def rdflib_endpoint(graph: Graph) -> Iterator[Running]:
    """Serve the file from rdflib's memory."""
    port = free_port()
    command: Command = [VENV / "bin" / "rdflib-endpoint", "serve", "--host", "127.0.0.1"]
    command = [*command, "--port", str(port), graph.file()]
    url, log = f"http://127.0.0.1:{port}/", WORK / "rdflib.log"
    with running("rdflib-endpoint", command, url, log) as server:
        yield server


@contextmanager
def virtuoso(graph: Graph) -> Iterator[Running]:
    """Load the file into a database of its own and serve that."""
    folder = WORK / f"virtuoso-x{graph.scale}"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    sql, http = free_port(), free_port()
    form = Template((Path(__file__).parent / "virtuoso.ini").read_text(encoding="utf-8"))
    text = form.substitute(sql=sql, http=http, data=graph.file().parent)
    (folder / "virtuoso.ini").write_text(text, encoding="utf-8")
    command = [VIRTUOSO, "+foreground", "+configfile", "virtuoso.ini"]
    url = f"http://127.0.0.1:{http}/sparql?default-graph-uri={GRAPH}"
    try:
        with running("virtuoso", command, url, folder / "out.log", folder=folder) as server:
            _load(graph, sql)
            yield server
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _load(graph: Graph, port: int) -> None:
    file = graph.file()
    steps = f"ld_dir('{file.parent}', '{file.name}', '{GRAPH}'); rdf_loader_run(); checkpoint;"
    command = [VIRTUOSO_SQL, f"127.0.0.1:{port}", "dba", "dba", f"exec={steps}"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)


PEERS = {
    "samgraf": samgraf,
    "oxigraph": oxigraph,
    "virtuoso": virtuoso,
    "rdflib-endpoint": rdflib_endpoint,
}


def programs() -> Iterator[str]:
    """Name every program that is measured, with its version."""
    yield f"samgraf {version('samgraf')} with pyoxigraph {version('pyoxigraph')}"
    for name in ("oxigraph", "rdflib-endpoint"):
        command = "import importlib.metadata, sys; print(importlib.metadata.version(sys.argv[1]))"
        yield f"{name} {_said(str(VENV / 'bin' / 'python'), '-c', command, name)}"
    found = re.search(r"Version (\S+)", _said(VIRTUOSO, "--help"))
    yield f"Virtuoso {found[1] if found else ''}"
    yield _said("wrk", "--version").partition(" [")[0]


def _said(*command: str) -> str:
    done = subprocess.run(command, check=False, capture_output=True, text=True)
    return (done.stdout + done.stderr).strip()
