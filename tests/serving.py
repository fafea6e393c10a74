"""A tiny version, a zygote and a whole server for the tests of the query service."""

import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path

import pyoxigraph as ox

from samgraf import config
from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.store.pool import Pool
from samgraf.store.remote.place import Place
from samgraf.store.wire import Query

from . import storing
from .asking import JSON, answers
from .ports import free_port as free_port

ROWS = 12_000
BIG = f"SELECT ?s ?p ?o ?u {{ ?s ?p ?o . ?u a ?c }} LIMIT {ROWS}"
HEAVY = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
TIGHT = Limits(
    query_seconds=2,
    cpu_seconds=2,
    transfer_seconds=8,
    stall_seconds=1,
    memory_mib=512,
    queue_seconds=1,
    reply_mib=64,
    cache_mib=8,
)
_SERVE = (
    "import sys\n"
    "from samgraf import config, errors\n"
    "from samgraf.cli import processes, supervisor\n"
    "if sys.argv[3] == 'disk':\n"
    "    processes._PART = 0.0\n"
    "try:\n"
    "    settings, token = config.from_json(sys.argv[1]), sys.argv[2] or None\n"
    "    supervisor.serve(settings, lambda line: print(line, flush=True), token)\n"
    "except errors.SamgrafError as error:\n"
    "    sys.exit(str(error))\n"
)


def some_quads(actors: int) -> str:
    """Write four quads for each of so many actors, the same every time."""
    lines = []
    for number in range(actors):
        actor = f"<https://example.org/actor/{number}>"
        parent = f"<https://example.org/actor/{number // 2}>"
        lines += [
            f"{actor} <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <https://example.org/A> .",
            f'{actor} <https://example.org/name> "Kommune nr. {number % 700}"@da .',
            f"{actor} <http://www.w3.org/ns/org#member> {parent} .",
            f'{actor} <https://example.org/code> "{number:06}" <https://example.org/graph> .',
        ]
    return "\n".join(lines) + "\n"


def make_version(build: Path, version: str, quads: str) -> Path:
    """Make a version directory that holds some N-Quads, as a build would leave it."""
    directory = build / "versions" / version
    directory.mkdir(parents=True)
    store = ox.Store(str(directory / "store"))
    store.bulk_load(quads.encode(), format=ox.RdfFormat.N_QUADS)
    store.optimize()
    store.flush()
    del store
    (directory / "manifest.json").write_text(json.dumps({"version": version}))
    return directory


def point_to(build: Path, version: str) -> None:
    """Make a version the current one."""
    link = build / ".current"
    link.symlink_to(Path("versions") / version)
    link.replace(build / "current")


@contextmanager
def zygote(
    version_dir: Path,
    run_dir: Path,
    limits: Limits,
    mode: str = "memory",
    remote: Place | None = None,
) -> Iterator[int]:
    """Run a zygote that answers for a run directory; yield its process id."""
    run_dir.mkdir(exist_ok=True)
    order = {
        "version_dir": str(version_dir),
        "run_dir": str(run_dir),
        "mode": mode,
        "limits": asdict(limits),
        "remote": asdict(remote) if remote else None,
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "samgraf.store.zygote"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps(order).encode() + b"\n")
        process.stdin.flush()
        assert json.loads(process.stdout.readline()) == {"ready": version_dir.name, "threads": 1}
        (run_dir / "current").unlink(missing_ok=True)
        (run_dir / "current").symlink_to(f"{version_dir.name}.sock")
        yield process.pid
        process.stdin.close()
        process.wait(5)


def state(run_dir: Path, version: str) -> dict[str, object]:
    """Ask a zygote how it is."""
    with socket.socket(socket.AF_UNIX) as control:
        control.connect(str(run_dir / f"{version}.control"))
        found: dict[str, object] = json.loads(b"".join(iter(lambda: control.recv(65536), b"")))
        return found


def ask(pool: Pool, text: str) -> bytes:
    """Ask a query and return the whole body."""
    answer = pool.start(Query(text, JSON, "text/turtle"))
    try:
        return answer.body()
    finally:
        answer.close()


def refusal(pool: Pool, text: str) -> str:
    """Ask a query that is refused; return the kind of problem, or '' if it was answered."""
    try:
        ask(pool, text)
    except QueryRefused as refused:
        return refused.kind
    return ""


class Server:
    """A whole server as a child process, with everything it says."""

    def __init__(
        self,
        build: Path,
        limits: Limits,
        port: int = 0,
        processes: int = 1,
        access_log: str = "",
        token: str = "",
        links: bool = True,
        store: config.Store | None = None,
        federation: config.Federation | None = None,
        warm: bool = False,
    ) -> None:
        """Start the supervisor; ``ready`` waits for it."""
        self.build, self.port = build, port or free_port()
        kind = storing.STORE
        self._lent = None
        if kind == "virtuoso" and not (token or store):
            self._lent = store = storing.stores.lend(build)
        settings = replace(
            config.Settings(),
            build=config.Build(build),
            serve=config.Serve(
                port=self.port, processes=processes, access_log=access_log, links=links, warm=warm
            ),
            limits=limits,
            store=store or config.Store(),
            federation=federation or config.Federation(),
        )
        self.process = subprocess.Popen(
            [sys.executable, "-c", _SERVE, config.to_json(settings), token, kind],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )
        self.lines: list[str] = []
        self._listening = threading.Thread(target=self._listen, daemon=True)
        self._listening.start()

    def _listen(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append(line.rstrip())

    def ready(self) -> "Server":
        """Wait until the server answers a query."""
        wait_for(lambda: any(line.startswith("serving ") for line in self.lines), 15)
        wait_for(lambda: answers(self.port), 15)
        return self

    def ended(self) -> tuple[int, list[str]]:
        """Wait for the end; return exit status and what was said."""
        status = self.process.wait(10)
        self._listening.join(5)
        if self.process.stdout is not None:
            self.process.stdout.close()
        return status, self.lines

    def stop(self) -> float:
        """Send SIGTERM; return the seconds until the process was gone."""
        started = time.monotonic()
        self.process.terminate()
        self.ended()
        return time.monotonic() - started

    def __enter__(self) -> "Server":
        """Start, and wait until it serves."""
        try:
            return self.ready()
        except BaseException:
            self.process.kill()
            raise

    def __exit__(self, *_: object) -> None:
        """Stop what is still there."""
        if self.process.poll() is None:
            self.stop()
        self.ended()
        if self._lent is not None:
            storing.stores.give_back(self._lent)


def wait_for(condition: Callable[[], bool], seconds: float = 5.0) -> None:
    """Wait until a condition holds; fail if it does not in time."""
    until = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < until, "it did not come true in time"
        time.sleep(0.02)


def children(pid: int) -> list[int]:
    """Return the processes that a process has started and that are alive."""
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(fields[1]) == pid and fields[0] != "Z":
            found.append(int(stat.parent.name))
    return sorted(found)


def command(pid: int) -> str:
    """Return the command line of a process, nothing where it has ended."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ")
    except OSError:
        return ""


def alive(pid: int) -> bool:
    """Say whether a process is there and no zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def kill(pid: int) -> None:
    """End a process at once."""
    os.kill(pid, signal.SIGKILL)
