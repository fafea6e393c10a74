"""``samgraf diff`` and ``samgraf apply``: what changed between two versions or files."""

import gzip
import json
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO, Any

import click

from samgraf.config import Settings
from samgraf.differences import apart, history, keeping, telling
from samgraf.differences.comparing import Names
from samgraf.differences.keeping import Kept
from samgraf.errors import Misuse
from samgraf.store import contents
from samgraf.store.contents import Content
from samgraf.store.versions import Versions

from .output import sink

_MOST_LINES = 200
_BUFFER = 1 << 20
_ROWS = {"added": b"A ", "removed": b"D "}


def diff(
    settings: Settings, old: str, new: str, form: str, whole: bool, output: Path | None
) -> bool:
    """Write what changed from one version or file to another; say whether anything did."""
    versions = Versions(settings.build.dir)
    with tempfile.TemporaryDirectory(prefix="samgraf-") as place:
        found = _difference(settings, versions, old, new, Path(place))
        summary = found.summary()
        with sink(output) as file:
            if form == "patch":
                _copy(found, file)
            elif form in _ROWS:
                _filter(found, _ROWS[form], file)
            else:
                file.writelines(_WRITERS[form](summary, whole))
    said = summary["statements"]
    if form not in _WRITERS:
        click.echo("; ".join(telling.numbers(summary)), err=True)
    return bool(said["added"] or said["removed"])


def apply(settings: Settings, patch: Path, target: str, output: Path | None) -> None:
    """Write, as N-Quads, what a patch makes of a version or a file."""
    if not patch.is_file():
        raise Misuse(f"{patch}: no such file; make one with 'samgraf diff --format patch'")
    old = _content(Versions(settings.build.dir), target)
    with tempfile.TemporaryDirectory(prefix="samgraf-") as place:
        made = Path(place, "made.nq")
        quads = apart.applied(old, patch.read_bytes(), made, settings.limits)
        with sink(output) as file, made.open("rb") as content:
            shutil.copyfileobj(content, file, _BUFFER)
    click.echo(f"{quads} quads", err=True)


def _difference(settings: Settings, versions: Versions, old: str, new: str, place: Path) -> Kept:
    """Return the difference; that of two versions is kept."""
    at_hand = versions.all()
    if old in at_hand and new in at_hand:
        return keeping.difference(versions, old, new, settings.limits)
    sides = [_content(versions, side) for side in (old, new)]
    names = Names(_told(versions, old), _told(versions, new))
    apart.compared(sides[0], sides[1], names, place, settings.limits)
    return Kept(place)


def _content(versions: Versions, named: str) -> Content:
    """Return the content of a version at hand, else of a file."""
    if named in versions.all():
        return contents.of_version(versions, named)
    if not Path(named).exists():
        at_hand = ", ".join(history.sequence(versions)) or "none"
        raise Misuse(f"{named}: no such version and no such file; versions at hand: {at_hand}")
    return contents.of_file(Path(named))


def _told(versions: Versions, named: str) -> Mapping[str, str]:
    return {"name": named, "data_date": history.date_of(versions, named)}


def _copy(found: Kept, file: IO[bytes]) -> None:
    with gzip.open(found.patch) as content:
        shutil.copyfileobj(content, file, _BUFFER)


def _filter(found: Kept, row: bytes, file: IO[bytes]) -> None:
    """Write the quads of the rows of one kind."""
    with gzip.open(found.patch) as content:
        file.writelines(line[len(row) :] for line in content if line.startswith(row))


def _text(summary: dict[str, Any], whole: bool) -> Iterator[bytes]:
    """Yield the summary in words; of many things the first, unless all are asked for."""
    old, new = (f"{side['name']}" for side in (summary["from"], summary["to"]))
    yield f"{old} → {new}\n".encode()
    for line in telling.numbers(summary):
        yield f"{line}\n".encode()
    found = [*telling.lines(summary)]
    for told in found if whole else found[:_MOST_LINES]:
        yield f"  {told}\n".encode()
    if not whole and len(found) > _MOST_LINES:
        yield f"  … and {len(found) - _MOST_LINES} more: --all\n".encode()


def _json(summary: dict[str, Any], _: bool) -> Iterator[bytes]:
    yield json.dumps(summary, ensure_ascii=False, indent=1).encode() + b"\n"


_WRITERS = {"text": _text, "json": _json}
