"""The child in which two contents are compared, or a patch is applied."""

import gzip
import os
import zlib
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO, Any

from samgraf import sandbox
from samgraf.errors import Misuse
from samgraf.limits import Caps
from samgraf.sandbox import Order, Prepared
from samgraf.store import contents
from samgraf.store.contents import Content

from .applying import apply
from .comparing import Names, compare

_NICENESS = 5  # a page or a query goes first


@contextmanager
def prepared(order: Order, _: Caps) -> Iterator[Prepared]:
    """Open all files, then yield what does the task of the order."""
    os.nice(_NICENESS)
    with ExitStack() as stack:
        yield (_comparison if order["task"] == "compare" else _application)(order, stack)


def _comparison(order: Order, stack: ExitStack) -> Prepared:
    old, new = Content.of(order["old"]), Content.of(order["new"])
    plain = old.built and new.built
    left, right = (stack.enter_context(contents.opened(one, plain)) for one in (old, new))
    patch, summary = (_sink(stack, order[name]) for name in ("patch", "summary"))

    def answer(_: bytes) -> Any:
        counts = compare(left, right, Names(**order["names"]), patch, summary)
        patch.flush()
        summary.flush()  # a child ends without closing its files
        return counts

    return answer


def _application(order: Order, stack: ExitStack) -> Prepared:
    old = Content.of(order["old"])
    left = stack.enter_context(contents.opened(old, False))
    out = _sink(stack, order["out"])

    def answer(patch: bytes) -> Any:
        try:
            plain = gzip.decompress(patch) if patch[:2] == b"\x1f\x8b" else patch
        except (OSError, EOFError, zlib.error) as error:
            raise Misuse("the patch is no whole file of gzip; fetch it again") from error
        count = apply(left, plain, out)
        out.flush()
        return count

    return answer


def _sink(stack: ExitStack, name: str) -> IO[bytes]:
    file = Path(name).open("wb")  # noqa: SIM115 - the stack closes it
    return stack.enter_context(file)


if __name__ == "__main__":
    sandbox.serve(prepared)
