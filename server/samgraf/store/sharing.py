"""The store as a zygote holds it: in memory, shared with its workers, or on disk and only a path.

RocksDB starts threads that stay, and a process with threads must not fork. So in ``disk`` mode each
worker opens the finished directory after the fork, and in ``memory`` mode a child reads it out and
sends it over as N-Quads.
"""

import os
from pathlib import Path

import pyoxigraph as ox

from samgraf.errors import StoreError


def load(directory: Path) -> ox.Store:
    """Copy a finished store into memory without ever opening it in this process."""
    if not directory.is_dir():
        raise StoreError(f"{directory}: no such store; make one with 'samgraf build'")
    source, sink = os.pipe()
    pid = os.fork()
    if pid == 0:
        _send(directory, sink)
    os.close(sink)
    store, problem = ox.Store(), ""
    with os.fdopen(source, "rb") as quads:
        try:
            # Lenient: what comes out of a store was checked when it went in.
            store.bulk_load(quads, format=ox.RdfFormat.N_QUADS, lenient=True)
        except (OSError, SyntaxError, ValueError) as error:
            problem = str(error)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) or problem:
        raise StoreError(f"{directory}: cannot be read; remove this version and build it again")
    return store


def open_finished(directory: Path) -> ox.Store:
    """Open a finished store that nobody will write again."""
    try:
        return ox.Store.read_only(str(directory))
    except OSError as error:
        raise StoreError(f"{directory}: cannot be read; {error}") from error


def threads() -> int:
    """Count the threads of this process: only with one may it fork."""
    return len(list(Path("/proc/self/task").iterdir()))


def _send(directory: Path, sink: int) -> None:
    """Write every quad of a store into the pipe, in a child that ends with it."""
    status = 1
    try:
        with os.fdopen(sink, "wb") as pipe:
            ox.Store.read_only(str(directory)).dump(pipe, format=ox.RdfFormat.N_QUADS)
        status = 0
    finally:
        os._exit(status)
