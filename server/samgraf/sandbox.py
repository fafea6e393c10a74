"""A disposable child process for what strangers send, and the limits that it lives under.

The parent calls ``run``; the child's module calls ``serve`` with what it does. A child that meets a
limit is a refusal that names the limit, never a crash of whoever asked.
"""

import contextlib
import json
import logging
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping
from dataclasses import asdict
from typing import IO, Any

from . import errors
from .errors import LimitExceeded, SamgrafError
from .limits import Caps

Order = Mapping[str, Any]
Prepared = Callable[[bytes], Any]
Met = Callable[[str, Caps], str]
"""Says in words which cap was met, by its name."""
Prepare = Callable[[Order, Caps], contextlib.AbstractContextManager[Prepared]]

REPLY_MIB = 64
"""What a child may say at most."""

_WRITTEN_MIB = 256
_COMPLAINT = 1 << 16
_MEMORY_EXIT = 86
_KINDS = {
    kind.__name__: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, SamgrafError)
}


def _met(name: str, caps: Caps) -> str:
    """Say which cap was met, and what can be done."""
    return (
        f"the input needs more than [validate] {name} = {getattr(caps, name)} allows: bring less "
        f"at once, or let whoever runs this set SAMGRAF_VALIDATE_{name.upper()} higher"
    )


def run(module: str, order: Order, content: bytes, caps: Caps, met: Met = _met) -> Any:
    """Run a module as a child; hand over order and content; return what it answers, from JSON.

    Raise the error that the child raised, and ``LimitExceeded`` for one that met a limit, in the
    words of ``met``.
    """
    # -P: a file in the current folder must not pass for a module.
    command = [sys.executable, "-P", "-m", module]
    child = subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    late = threading.Event()
    timer = threading.Timer(caps.seconds, _end, (child, late))
    timer.start()
    try:
        answer = _talk(child, json.dumps({**order, "caps": asdict(caps)}).encode(), content)
    finally:
        timer.cancel()
        _end(child)
        _log(child)
    if late.is_set():
        raise LimitExceeded(met("seconds", caps))
    return _read(answer, child.returncode, lambda name: met(name, caps))


def _talk(child: subprocess.Popen[bytes], order: bytes, content: bytes) -> bytes:
    """Write order and content while the answer is read; a child that is gone is no fault here."""
    assert child.stdin is not None
    assert child.stdout is not None
    writer = threading.Thread(target=_write, args=(child.stdin, order + b"\n", content))
    writer.start()
    with child.stdout as source:
        answer = source.read((REPLY_MIB << 20) + 1)
    if len(answer) <= REPLY_MIB << 20:
        with contextlib.suppress(subprocess.TimeoutExpired):
            child.wait(5)
    _end(child)
    writer.join()
    return answer


def _log(child: subprocess.Popen[bytes]) -> None:
    """Tell whoever runs this the last thing that a child complained of."""
    assert child.stderr is not None
    with child.stderr as source:
        os.set_blocking(source.fileno(), False)
        said = (source.read(_COMPLAINT) or b"").decode("utf-8", "replace").strip()
    if said:
        logging.getLogger(__name__).warning("a child ended with: %s", said.splitlines()[-1])


def _write(sink: IO[bytes], *parts: bytes) -> None:
    with contextlib.suppress(BrokenPipeError), sink:
        for part in parts:
            sink.write(part)


def _end(child: subprocess.Popen[bytes], late: threading.Event | None = None) -> None:
    """End the child and whatever it started."""
    if child.poll() is None:
        if late is not None:
            late.set()
        with contextlib.suppress(ProcessLookupError):
            os.killpg(child.pid, signal.SIGKILL)
    if late is None:
        child.wait()


def _read(answer: bytes, status: int, met: Callable[[str], str]) -> Any:
    """Return the answer, or raise what the child raised or what ended it."""
    if status == -signal.SIGXCPU:
        raise LimitExceeded(met("cpu_seconds"))
    if status == -signal.SIGALRM:
        raise LimitExceeded(met("seconds"))
    if status in (_MEMORY_EXIT, -signal.SIGABRT, -signal.SIGSEGV):
        raise LimitExceeded(met("memory_mib"))
    if status or len(answer) > REPLY_MIB << 20:
        raise SamgrafError(f"the check ended without an answer (status {status}); try once more")
    reply = json.loads(answer)
    if "error" in reply:
        kind, text = reply["error"]
        again = SamgrafError.__new__(_KINDS[kind])
        again.args = (text,)
        raise again
    return reply["answer"]


def serve(prepare: Prepare) -> None:
    """Be the child: prepare from the order, take the limits, answer for the content.

    ``prepare`` opens what is needed; what it yields then turns the content into the answer, and
    can open nothing more: no file, no socket.
    """
    order = json.loads(sys.stdin.buffer.readline())
    caps = Caps(**order.pop("caps"))
    signal.alarm(int(caps.seconds) + 2)  # should the parent be gone
    try:
        with prepare(order, caps) as answer_for:
            confine(caps)
            reply = {"answer": answer_for(sys.stdin.buffer.read())}
    except SamgrafError as error:
        reply = {"error": [type(error).__name__, str(error)]}
    except MemoryError:
        os._exit(_MEMORY_EXIT)
    with contextlib.suppress(BrokenPipeError):
        sys.stdout.write(json.dumps(reply, ensure_ascii=False))
        sys.stdout.flush()
    os._exit(0)


def confine(caps: Caps) -> None:
    """Limit this process for good: memory, processor time, new files and sockets, core dumps.

    A store that is open already may go on writing its log, within a limit.
    """
    cpu = max(1, int(caps.cpu_seconds))
    resource.setrlimit(resource.RLIMIT_CPU, (cpu, cpu + 1))  # SIGXCPU first, which has a name
    for what, most in (
        (resource.RLIMIT_AS, caps.memory_mib << 20),
        (resource.RLIMIT_FSIZE, _WRITTEN_MIB << 20),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NOFILE, 0),
    ):
        resource.setrlimit(what, (most, most))
