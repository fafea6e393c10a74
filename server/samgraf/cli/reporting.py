"""What the commands print: what was built, found, and is there."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click

from samgraf.config import Settings
from samgraf.errors import StoreError
from samgraf.pipeline.telling import Built
from samgraf.store import control, patches
from samgraf.store.control import State
from samgraf.store.names import version_of
from samgraf.store.versions import Versions

from . import places, processes


def built(what: Built, settings: Settings) -> None:
    """Print counts and the version of a build."""
    manifest = Versions(settings.build.dir).manifest(what.version)
    state = "new" if what.new else "unchanged"
    for line in _origin(manifest):
        click.echo(line)
    click.echo(
        f"{what.quads} quads, {manifest['triples']} triples in {manifest['graphs']} graphs\n"
        f"version {what.version} ({state}) is current"
    )


def status(settings: Settings) -> None:
    """Print versions, what the current one holds, and its gaps."""
    versions = Versions(settings.build.dir)
    current = versions.needed()
    manifest = versions.manifest(current)
    click.echo(f"current   {current}")
    for line in serving(settings, versions):
        click.echo(line)
    for version in versions.all():
        size = sum(f.stat().st_size for f in versions.path(version).rglob("*") if f.is_file())
        store = "store" if (versions.path(version) / "store").is_dir() else "dump only"
        click.echo(f"version   {version}  {size / 1e6:.1f} MB, {store}")
    click.echo(f"quads     {manifest['quads']}, triples {manifest['triples']}")
    for line in _origin(manifest):
        click.echo(f"made of   {line}")
        return
    for line in _statistics(manifest):
        click.echo(line)


def serving(settings: Settings, versions: Versions) -> Iterator[str]:
    """Tell what a server answers from and how, and what was written to each version."""
    try:
        yield from _running(control.ask(_control(places.found_run_dir(settings))))
    except StoreError:
        held, reason = processes.mode(versions.path(versions.needed()), settings)
        yield f"served    nothing; it would be from {held} ({reason})"
    for file in sorted((settings.build.dir / "writes").glob("*.log")):
        yield f"writes    {file}: {patches.count(file.read_bytes())} to version {file.stem}"


def _control(run_dir: Path) -> Path:
    """Name the control socket of the process that answers now."""
    try:
        name = (run_dir / "current").readlink().name.removesuffix(".sock")
    except OSError as error:
        raise StoreError(f"nobody serves from {run_dir}: run 'samgraf serve'") from error
    return run_dir / f"{version_of(name)}.control"


def _running(state: State) -> Iterator[str]:
    yield f"served    {state.name} from {state.mode} ({state.reason})"
    ended = ", ".join(f"{number} by {how}" for how, number in state.ended.items()) or "none"
    yield f"workers   {len(state.workers)} alive, {state.started} started; ended: {ended}"


def _origin(manifest: dict[str, Any]) -> Iterator[str]:
    """Tell of a version that was not made from the sources what it was made of."""
    if "from" in manifest:
        yield f"{manifest['from']['file']} as it stands, without rules and shapes"


def _statistics(manifest: dict[str, Any]) -> Iterator[str]:
    statistics = manifest["statistics"]
    yield "\nactors (class, country: current of all)"
    for kind, country, actors, current in statistics["actors"]:
        yield f"  {_short(kind):20} {_short(country)}  {current} of {actors}"
    yield "\nrelations (class: verified of all)"
    for kind, relations, verified in statistics["relations"]:
        share = 100 * int(verified) / int(relations)
        yield f"  {_short(kind):20} {verified} of {relations} ({share:.1f} %)"
    yield "\nevidence and shortcuts"
    for kind, count in (*statistics["evidence"], *statistics["shortcuts"]):
        yield f"  {_short(kind):20} {count}"
    yield "\ngaps"
    for gap, count in statistics["gaps"]:
        yield f"  {gap}: {count}"


def _short(iri: str) -> str:
    return Path(iri.replace("#", "/")).name
