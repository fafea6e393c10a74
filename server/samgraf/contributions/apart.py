"""Check what someone brings, in a disposable child beside the graph as it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from samgraf import sandbox
from samgraf.errors import StoreError
from samgraf.findings import Finding, Report, Spot
from samgraf.limits import Caps
from samgraf.store.drafts import draft
from samgraf.store.versions import AUTHORED, PROGRAM

from .caps import check_size

_CHILD = "samgraf.contributions.child"
_NO_PLACE = {"version": None, "draft": None, "program": None}


@dataclass(frozen=True, slots=True)
class File:
    """A file as it is brought."""

    name: str
    content: bytes
    syntax: str | None = None
    """Its syntax where that was named; else the ending of its name tells it."""


def check(
    files: Sequence[File], version: Path | None, caps: Caps, engine: str = "samgraf"
) -> Report:
    """Check files together, beside a version's directory or, without one, by themselves.

    A file that cannot be read makes a report that is ``refused``. Raise ``Misuse`` for a syntax
    that is not known, ``LimitExceeded`` for an input beyond a cap, ``StoreError`` for a version
    without its store.
    """
    check_size([(file.name, len(file.content)) for file in files], caps)
    content = b"".join(file.content for file in files)
    named = [[file.name, len(file.content), file.syntax] for file in files]
    order: dict[str, Any] = {"files": named, "engine": engine, **_NO_PLACE}
    if version is None:
        return report_of(sandbox.run(_CHILD, order, content, caps))
    if not (version / AUTHORED).is_dir():
        raise StoreError(
            f"{version.name} has no store to check beside: run 'samgraf build' from the sources"
        )
    with draft(version / AUTHORED) as folder:
        order |= {"version": version.name, "draft": str(folder), "program": str(version / PROGRAM)}
        return report_of(sandbox.run(_CHILD, order, content, caps))


def report_of(answer: dict[str, Any]) -> Report:
    """Read a report from what the child answers."""
    findings = tuple(
        Finding(**{**found, "spot": Spot(**found["spot"])}) for found in answer.pop("findings")
    )
    return Report(findings=findings, **{**answer, "files": tuple(answer["files"])})
