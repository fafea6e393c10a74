"""The store as a zygote holds it: in memory, shared with its workers, or on disk and only a path.

RocksDB starts threads that stay, and a process with threads must not fork. So in ``disk`` mode each
worker opens the finished directory after the fork, and in ``memory`` mode a child reads it out and
sends it over as N-Quads.
"""

import gzip
import os
import time
import zlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pyoxigraph as ox

from samgraf.errors import StoreError

from . import clustering, opening
from .versions import DUMPS

_ENDS = 1.0  # seconds


def load(directory: Path) -> ox.Store:
    """Copy a finished store into memory without ever opening it in this process."""
    if not directory.is_dir():
        raise StoreError(f"{directory}: no such store; make one with 'samgraf build'")
    dumps = [directory.parent / "dumps" / name for name in DUMPS]
    if all(dump.is_file() for dump in dumps):
        return _from_dumps(directory, dumps)
    return _from_store(directory)


def _from_dumps(directory: Path, dumps: list[Path]) -> ox.Store:
    """Load the files that the store was made from: three times as fast as reading it out."""
    store = ox.Store()
    try:
        for dump in dumps:
            form = ox.RdfFormat.N_QUADS if ".nq" in dump.suffixes else ox.RdfFormat.N_TRIPLES
            text = gzip.decompress(dump.read_bytes())
            _apart(partial(clustering.fill, store, text, form, True))
    except (OSError, EOFError, SyntaxError, ValueError, zlib.error) as error:
        remedy = "remove this version and build it again"
        raise StoreError(f"{directory.parent}: its dumps cannot be read; {remedy}") from error
    return store


def _from_store(directory: Path) -> ox.Store:
    """Let a child read the store out and send it over."""
    source, sink = os.pipe()
    pid = os.fork()
    if pid == 0:
        _send(directory, sink)
    os.close(sink)
    store, problem = ox.Store(), ""
    with os.fdopen(source, "rb") as quads:
        try:
            # Lenient: what comes out of a store was checked when it went in.
            _apart(partial(store.bulk_load, quads, format=ox.RdfFormat.N_QUADS, lenient=True))
        except (OSError, SyntaxError, ValueError) as error:
            problem = str(error)
    if os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) or problem:
        raise StoreError(f"{directory}: cannot be read; remove this version and build it again")
    return store


def _apart(load: Callable[[], None]) -> None:
    """Fill a store in a thread of its own, so that its memory lies apart from that of queries.

    glibc gives each thread a heap. In the heap that was filled, what is free lies scattered over
    all of it; a worker that took its memory from there would have the kernel copy some hundred
    pages for each query, which takes several times as long as a small query itself.
    """
    before = threads()
    with ThreadPoolExecutor(1) as own:
        own.submit(load).result()
    until = time.monotonic() + _ENDS
    while threads() > before and time.monotonic() < until:
        time.sleep(0.001)  # it is joined, and the kernel is about to forget it


def open_finished(directory: Path) -> ox.Store:
    """Open a finished store that nobody will write again."""
    try:
        store = ox.Store.read_only(str(directory))
        opening.open_all(store, directory)
    except OSError as error:
        raise StoreError(f"{directory}: cannot be read; {error}") from error
    return store


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
