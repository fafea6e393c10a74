"""The way to a worker and back beside the same call in process, and what a worker costs."""

import io
import json
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import IO, Any, cast

import pyoxigraph as ox

from questions import TABLE, Question
from rounds import Ratios
from samgraf.store import sharing, wire

ROUNDS, TIMES = 5, 400
_GRAPH = "application/n-triples"


@dataclass(frozen=True, slots=True)
class Hop:
    """Microseconds of the small query both ways, round by round."""

    worker: tuple[float, ...]
    in_process: tuple[float, ...]
    empty: tuple[float, ...]
    """One byte to another process and back: what no design can save."""

    def more(self) -> Ratios:
        """Return what the way adds."""
        return Ratios(tuple(a - b for a, b in zip(self.worker, self.in_process, strict=True)))


class Worker:
    """A worker of a running server, asked without the web server."""

    def __init__(self, folder: Path) -> None:
        """Have one made by the zygote that answers for a build folder."""
        link = folder / "run" / "current"
        control = link.resolve().with_suffix(".control")
        others = set(_state(control)["workers"])
        started = time.perf_counter()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._socket.connect(str(link.resolve()))
        self._reader = wire.FrameReader(self._socket)
        self._reader.read()
        self.seconds = time.perf_counter() - started
        """Until it said hello."""
        [self.pid] = set(_state(control)["workers"]) - others

    def ask(self, text: str) -> int:
        """Ask; return the bytes of the answer."""
        self._socket.sendall(wire.Query(text, TABLE, _GRAPH).encode())
        size = 0
        while (frame := self._reader.read())[0] not in (wire.END, wire.LAST):
            if frame[0] in (wire.ERROR, wire.KILLED):
                raise RuntimeError(f"the worker says {frame[1].decode()}")
            size += len(frame[1])
        return size

    def private_mib(self) -> float:
        """Return the memory that it shares with nobody."""
        lines = Path(f"/proc/{self.pid}/smaps_rollup").read_text(encoding="ascii").splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith("Private_")) / 1024

    def close(self) -> None:
        """Let it go."""
        self._socket.close()


def mode(folder: Path) -> str:
    """Tell whether the server of a build folder holds its version in memory or reads the disk."""
    link = folder / "run" / "current"
    return str(_state(link.resolve().with_suffix(".control"))["mode"])


def measure(folder: Path, question: Question) -> Hop:
    """Ask a small query of a worker and of a store in this process, in turn."""
    there, here, empty = [], [], []
    store = _loaded(folder)
    with _worker(folder) as worker, _echo() as echo:
        for _ in range(ROUNDS):
            empty.append(_median_of(echo))
            there.append(_median_of(lambda: worker.ask(question.text)))
            here.append(_median_of(lambda: _in_process(store, question.text)))
    return Hop(tuple(there), tuple(here), tuple(empty))


def new_worker(folder: Path, question: Question) -> tuple[float, float]:
    """Return median milliseconds until a new worker says hello, and until its first answer."""
    hello, answered = [], []
    for _ in range(ROUNDS * 4):
        started = time.perf_counter()
        with _worker(folder) as worker:
            hello.append(worker.seconds * 1000)
            asked = time.perf_counter()
            worker.ask(question.text)
            answered.append(hello[-1] + (time.perf_counter() - asked) * 1000)
        time.sleep(max(0.0, 0.02 - (time.perf_counter() - started)))
    return median(hello), median(answered)


def private_mib(folder: Path, questions: Mapping[str, Question]) -> tuple[float, float]:
    """Return a worker's private memory before and after all the queries."""
    with _worker(folder) as worker:
        before = worker.private_mib()
        for question in questions.values():
            worker.ask(question.text)
        return before, worker.private_mib()


@contextmanager
def _worker(folder: Path) -> Iterator[Worker]:
    worker = Worker(folder)
    try:
        yield worker
    finally:
        worker.close()


@contextmanager
def _echo() -> Iterator[Callable[[], int]]:
    """Give a call that sends a byte to a process and waits until it comes back."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        script = "import socket as s; c = s.socket(fileno=0)\nwhile b := c.recv(1): c.send(b)"
        child = subprocess.Popen([sys.executable, "-c", script], stdin=theirs.fileno())
        theirs.close()
        yield lambda: ours.send(b".") + len(ours.recv(1))
    child.wait()


def _loaded(folder: Path) -> ox.Store:
    """Hold the version as the server holds it."""
    directory = (folder / "current").resolve() / "store"
    if mode(folder) == "memory":
        return sharing.load(directory)
    return sharing.open_finished(directory)


def _in_process(store: ox.Store, text: str) -> int:
    out, found = io.BytesIO(), store.query(text)
    if isinstance(found, ox.QueryTriples):
        ox.serialize(found, cast("IO[bytes]", out), format=ox.RdfFormat.N_TRIPLES)
    else:
        found.serialize(cast("IO[bytes]", out), format=ox.QueryResultsFormat.JSON)
    return len(out.getvalue())


def _median_of(call: Callable[[], int]) -> float:
    """Return the median in microseconds of many calls."""
    taken = []
    for _ in range(TIMES):
        started = time.perf_counter()
        call()
        taken.append(time.perf_counter() - started)
    return median(taken) * 1e6


def _state(control: Path) -> dict[str, Any]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as asking:
        asking.connect(str(control))
        said = b"".join(iter(lambda: asking.recv(1 << 16), b""))
    state: dict[str, Any] = json.loads(said)
    return state
