"""Sizes of the real graph for ``bench/scale.py``: its copies, a build of them, and a server."""

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

from copies import WHOLE
from processes import Running, free_port, running
from samgraf.store.versions import Versions

HERE = Path(__file__).parent
WORK = HERE.parent / "build" / "bench" / "scale"
SAMGRAF = Path(sys.executable).parent / "samgraf"
_MIB = 1 << 20


@dataclass(slots=True)
class Measured:
    """What was measured of one size alone; MiB of memory and of disk, seconds."""

    copies: int
    triples: int = 0
    file: float = 0.0
    """MiB of the N-Triples."""
    build: float = 0.0
    build_cpu: float = 0.0
    build_memory: float = 0.0
    store: float = 0.0
    dumps: float = 0.0
    validation: dict[str, object] = field(default_factory=dict)
    load: float = 0.0
    """Load average before it was built."""


@dataclass(frozen=True, slots=True)
class Size:
    """So many copies of the real graph, and where their files are."""

    copies: int

    @property
    def folder(self) -> Path:
        """Where the files of this size are."""
        return WORK / f"x{self.copies}"

    @property
    def name(self) -> str:
        """How it is called in tables."""
        return f"\N{MULTIPLICATION SIGN}{self.copies}"

    def known(self) -> Measured:
        """Return what was measured of it."""
        text = (self.folder / "measured.json").read_text(encoding="utf-8")
        return Measured(**json.loads(text))

    def measure(self, origin: Path) -> Measured:
        """Copy the version that a build folder has in use, build of it, validate; keep figures."""
        found = Measured(self.copies, load=os.getloadavg()[0])
        if not (self.folder / WHOLE).is_file():
            _done("copies.py", origin, str(self.copies), self.folder)
        whole = self.folder / WHOLE
        found.file = whole.stat().st_size / _MIB
        self._build(whole, found)
        _done("scale_validation.py", self.folder, self.folder / "validation.json")
        found.validation = json.loads((self.folder / "validation.json").read_text())
        text = json.dumps(asdict(found), indent=1)
        (self.folder / "measured.json").write_text(text + "\n", encoding="utf-8")
        return found

    def _build(self, whole: Path, found: Measured) -> None:
        """Build a version of the file from nothing, as ``samgraf build --from`` does."""
        into = self.folder / "build"
        used = built(into, "--from", str(whole))
        found.build, found.build_cpu, found.build_memory = used
        versions = Versions(into)
        version = versions.needed()
        found.triples = int(versions.manifest(version)["triples"])
        found.store = weight(versions.path(version) / "store")
        found.dumps = weight(versions.path(version) / "dumps")

    @contextmanager
    def served(self, settings: Mapping[str, str] | None = None) -> Iterator[Running]:
        """Serve its version."""
        port = free_port()
        command: list[str | Path] = [SAMGRAF, "serve", "--store", self.folder / "build"]
        command += ["--port", str(port)]
        url, log = f"http://127.0.0.1:{port}/sparql", self.folder / "log"
        with running(self.name, command, url, log, settings) as server:
            yield server


def built(into: Path, *options: str) -> tuple[float, float, float]:
    """Build into an empty folder; return seconds, seconds of processor time, and MiB at most.

    The system counts the most memory of a child from its fork on, so this process must be small.
    """
    shutil.rmtree(into, ignore_errors=True)
    started = time.perf_counter()
    command = [str(SAMGRAF), "build", "--into", str(into), *options]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, used = os.wait4(process.pid, 0)
    if status:
        sys.exit(f"{into}: the build ended with {status}")
    seconds = time.perf_counter() - started
    return seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def _done(script: str, *arguments: object) -> None:
    """Run a script of this folder in a process of its own, so that its memory is its own."""
    command = [sys.executable, str(HERE / script), *map(str, arguments)]
    subprocess.run(command, check=True, env={**os.environ, "PYTHONPATH": str(HERE)})


def weight(folder: Path) -> float:
    """Return the MiB of the files below a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / _MIB
