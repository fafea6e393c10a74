"""Servers as children of the benchmark: on loopback, and ended by it."""

import contextlib
import os
import random
import socket
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from client import Endpoint
from questions import TABLE

_START = 300.0  # seconds that a server may take to answer
_STOP = 15.0
_PORTS = (10_000, 30_000)  # below those that the system gives to clients


@dataclass(frozen=True, slots=True)
class Running:
    """A server that answers."""

    endpoint: Endpoint
    seconds: float
    """From the start of the process to the first answer."""
    pid: int


def free_port() -> int:
    """Find a port of loopback that nobody uses now, and that no client is given meanwhile."""
    while True:
        with socket.socket() as probe, contextlib.suppress(OSError):
            port = random.randrange(*_PORTS)
            probe.bind(("127.0.0.1", port))
            return port


@contextmanager
def running(
    name: str,
    command: Sequence[str | Path],
    url: str,
    log: Path,
    environment: Mapping[str, str] | None = None,
    folder: Path | None = None,
) -> Iterator[Running]:
    """Start a server, wait for its first answer, and end it afterwards."""
    started = time.perf_counter()
    with log.open("wb") as out:
        process = subprocess.Popen(
            [str(part) for part in command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env={**os.environ, **(environment or {})},
            cwd=folder,
            start_new_session=True,
        )
    endpoint = Endpoint(name, url)
    try:
        _await(endpoint, process, log)
        yield Running(endpoint, time.perf_counter() - started, process.pid)
    finally:
        endpoint.close()
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_STOP)
        process.kill()
        process.wait()


def _await(endpoint: Endpoint, process: subprocess.Popen[bytes], log: Path) -> None:
    """Ask until there is an answer; raise ``RuntimeError`` where there will be none."""
    until = time.monotonic() + _START
    while (status := endpoint.ask("ASK {}", TABLE).status) != 200:
        if process.poll() is not None or time.monotonic() > until:
            told = log.read_text(encoding="utf-8", errors="replace")[-2000:]
            raise RuntimeError(f"{endpoint.name} does not answer ({status}):\n{told}")
        time.sleep(0.01)
