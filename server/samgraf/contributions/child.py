"""The disposable child: reads what is brought and holds it against the shapes, under limits.

``python -m samgraf.contributions.child``, started by ``apart`` through ``sandbox``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from samgraf import sandbox
from samgraf.errors import InputRefused
from samgraf.limits import Caps
from samgraf.resources import files
from samgraf.store.asking import Facts, read
from samgraf.validation.programs import program_of

from . import checking, reading


@contextmanager
def prepare(order: sandbox.Order, caps: Caps) -> Iterator[sandbox.Prepared]:
    """Open the draft of the version and its program, before the limits forbid to open anything."""
    facts = Facts.kept(Path(order["draft"]), writable=True) if order["draft"] else _vocabulary()
    program = program_of(facts, Path(order["program"]) if order["program"] else None)
    engine = checking.by_pyshacl() if order["engine"] == "pyshacl" else None
    desk = checking.Desk(facts, program, order["version"], caps, engine)
    elsewhere = desk.elsewhere() if order["version"] else None
    reading.make_ready((name, syntax) for name, _, syntax in order["files"])

    def answer(content: bytes) -> dict[str, Any]:
        try:
            brought = reading.read(_parts(order["files"], content), caps, elsewhere)
        except InputRefused as refusal:
            names = tuple(name for name, _, _ in order["files"])
            return asdict(checking.refused(names, refusal, order["version"]))
        return asdict(desk.report(brought))

    yield answer


def _parts(named: list[Any], content: bytes) -> Iterator[tuple[str, bytes, str | None]]:
    """Cut the content into its files again."""
    start = 0
    for name, size, syntax in named:
        yield name, content[start : start + size], syntax
        start += size


def _vocabulary() -> Facts:
    """Return what stands in for the graph where none is built: the ontology alone."""
    facts = Facts("")
    for file in files("ontology", ".ttl"):
        facts.add(read(file.read_bytes()))
    return facts


if __name__ == "__main__":
    sandbox.serve(prepare)
