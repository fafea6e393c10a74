"""One query without a server: in a disposable process of its own, under the server's limits."""

import contextlib
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

import pyoxigraph as ox

from samgraf.errors import QueryRefused, StoreError
from samgraf.limits import Limits

from . import sharing, worker
from .answers import Answer, AnswerCut, Connection, killed
from .remote.asking import Remote
from .remote.place import Place
from .wire import Closed, Query


@dataclass(frozen=True, slots=True)
class Reply:
    """Media type and body of an answer; the body raises where it does not come to its end."""

    media_type: str
    body: Iterator[bytes]


def ask_once(store_dir: Path, query: Query, limits: Limits, remote: Place | None = None) -> Reply:
    """Ask one query of a finished store; raise ``QueryRefused`` if it gets no answer.

    ``remote`` is the store that is asked in its place, if it holds the same version. Read the body
    to its end or close it: only then is the process gone.
    """
    child, connection = _spawn(store_dir, limits, remote)
    answer = Answer(connection, lambda _: connection.close())
    try:
        answer.begin(query)
    except QueryRefused as error:
        answer.close()
        raise _reason(child, error) from error
    return Reply(answer.media_type, _body(child, answer))


def _spawn(
    store_dir: Path, limits: Limits, remote: Place | None
) -> tuple[subprocess.Popen[bytes], Connection]:
    """Start a worker for one query."""
    ours, theirs = socket.socketpair()
    order = {"store_dir": str(store_dir), "limits": asdict(limits), "socket": theirs.fileno()}
    order["remote"] = asdict(remote) if remote is not None else None
    with theirs:
        child = subprocess.Popen(
            [sys.executable, "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=[theirs.fileno()],
        )
        _tell(child, json.dumps(order).encode())
    try:
        return child, Connection(ours)
    except Closed as error:
        ours.close()
        _, reason = child.communicate()
        text = reason.decode(errors="replace").strip()
        raise StoreError(text or f"{store_dir}: the query process did not start") from error


def _tell(child: subprocess.Popen[bytes], order: bytes) -> None:
    """Give a process its order; among its arguments everybody would read the password."""
    if child.stdin is not None:
        with contextlib.suppress(BrokenPipeError), child.stdin:
            child.stdin.write(order)
        child.stdin = None


def _body(child: subprocess.Popen[bytes], answer: Answer) -> Iterator[bytes]:
    """Yield the whole body; raise ``QueryRefused`` where it is cut."""
    try:
        yield answer.head
        yield from answer.rest()
    except AnswerCut as error:
        answer.close()
        raise _reason(child, QueryRefused(error.kind, error.detail)) from error
    finally:
        answer.close()
        _end(child)


def _reason(child: subprocess.Popen[bytes], error: QueryRefused) -> QueryRefused:
    """Replace a failure without a reason by the meaning of the child's signal."""
    code = _end(child, kill=error.kind != "engine-failure")
    return killed(-code) if error.kind == "engine-failure" and code < 0 else error


def _end(child: subprocess.Popen[bytes], kill: bool = True) -> int:
    """Wait for the child, which has nobody left to talk to."""
    if child.returncode is None:
        if kill:
            child.kill()
        child.communicate()
    return child.returncode


def _held(store_dir: Path, remote: Mapping[str, str] | None) -> worker.Held:
    """Return what is asked; raise ``StoreError`` where it is not there."""
    version = store_dir.parent.name
    if remote is not None:
        return worker.Held(ox.Store(), version, remote=Remote(Place(**remote), version))
    return worker.Held(sharing.open_finished(store_dir), version)


def main() -> None:
    """Serve one query on the socket that the parent handed over."""
    order = json.loads(sys.stdin.buffer.read())
    connection = socket.socket(fileno=order["socket"])
    try:
        held = _held(Path(order["store_dir"]), order["remote"])
    except StoreError as error:
        os.write(2, str(error).encode())
        raise SystemExit(1) from error
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    worker.serve(connection, held, Limits(**order["limits"]))


if __name__ == "__main__":
    main()
