"""Where a command writes what it makes: stdout, or a file that is there whole or not at all."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from samgraf.errors import Misuse


@contextmanager
def sink(path: Path | None) -> Iterator[IO[bytes]]:
    """Yield what to write into; a file takes the place of an old one when all is written."""
    if path is None:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        file = beside.open("xb")
    except OSError as error:
        raise Misuse(f"{path}: cannot be written there: {error.strerror}") from error
    try:
        with file:
            yield file
        beside.replace(path)
    except OSError as error:
        raise Misuse(f"{path}: cannot be written: {error.strerror}; look for space") from error
    finally:
        beside.unlink(missing_ok=True)
