"""One query without a server: in a disposable process of its own, under the server's limits."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from samgraf.errors import QueryRefused, StoreError
from samgraf.limits import Limits

from . import sharing, worker
from .answers import Answer, AnswerCut, Connection, killed
from .wire import Closed, Query


@dataclass(frozen=True, slots=True)
class Reply:
    """Media type and body of an answer; the body raises where it does not come to its end."""

    media_type: str
    body: Iterator[bytes]


def ask_once(store_dir: Path, query: Query, limits: Limits) -> Reply:
    """Ask one query of a finished store; raise ``QueryRefused`` if it gets no answer.

    Read the body to its end or close it: only then is the process gone.
    """
    child, connection = _spawn(store_dir, limits)
    answer = Answer(connection, lambda _: connection.close())
    try:
        answer.begin(query)
    except QueryRefused as error:
        answer.close()
        raise _reason(child, error) from error
    return Reply(answer.media_type, _body(child, answer))


def _spawn(store_dir: Path, limits: Limits) -> tuple[subprocess.Popen[bytes], Connection]:
    """Start a worker for one query."""
    ours, theirs = socket.socketpair()
    order = {"store_dir": str(store_dir), "limits": asdict(limits), "socket": theirs.fileno()}
    with theirs:
        child = subprocess.Popen(
            [sys.executable, "-m", __name__, json.dumps(order)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            pass_fds=[theirs.fileno()],
        )
    try:
        return child, Connection(ours)
    except Closed as error:
        ours.close()
        _, reason = child.communicate()
        text = reason.decode(errors="replace").strip()
        raise StoreError(text or f"{store_dir}: the query process did not start") from error


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


def main() -> None:
    """Serve one query on the socket that the parent handed over."""
    order = json.loads(sys.argv[1])
    connection = socket.socket(fileno=order["socket"])
    try:
        store = sharing.open_finished(Path(order["store_dir"]))
    except StoreError as error:
        os.write(2, str(error).encode())
        raise SystemExit(1) from error
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    held = worker.Held(store, Path(order["store_dir"]).parent.name)
    worker.serve(connection, held, Limits(**order["limits"]))


if __name__ == "__main__":
    main()
