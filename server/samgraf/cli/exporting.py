"""``samgraf export``: the whole graph, or a network on a day or over years, as one file."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import click

from samgraf.config import Settings
from samgraf.errors import Misuse, QueryRefused
from samgraf.networks import days, writing
from samgraf.networks.about import Origin
from samgraf.networks.asked import Asked
from samgraf.networks.reading import Material, Question, questions
from samgraf.store import dumping
from samgraf.store.dumping import Told
from samgraf.store.once import ask_once
from samgraf.store.versions import Versions
from samgraf.store.wire import Query

from .answering import of_ours
from .choices import WHOLE
from .output import sink

_JSON = "application/sparql-results+json"
_WRITERS = dict(zip(WHOLE, (dumping.nquads, dumping.trig), strict=True))


@dataclass(frozen=True, slots=True)
class Given:
    """The options of the command, as they are written."""

    on: str
    first: str
    last: str
    mode: str
    weight: str
    countries: tuple[str, ...]
    kinds: tuple[str, ...]
    topics: tuple[str, ...]
    confirmed: bool
    associations: bool

    def any(self) -> bool:
        """Say whether anything is asked for that only a network can be."""
        usual = Given("", "", "", "one", "count", (), (), (), False, False)
        return self != usual


def export(settings: Settings, form: str, given: Given, output: Path | None) -> None:
    """Write a file of the current version; tell on stderr what is in it."""
    versions = Versions(settings.build.dir)
    version = versions.needed()
    if form in WHOLE:
        if given.any():
            raise Misuse(f"{form} is the whole graph: leave out the options of networks")
        _whole(versions, version, form, output)
    else:
        _network(settings, versions, version, form, given, output)


def _whole(versions: Versions, version: str, form: str, output: Path | None) -> None:
    quads = int(versions.manifest(version)["quads"])
    with sink(output) as file, _progress(quads) as told:
        _WRITERS[form](versions.path(version), file, told)
    click.echo(f"{quads} quads of version {version}", err=True)


def _network(
    settings: Settings,
    versions: Versions,
    version: str,
    form: str,
    given: Given,
    output: Path | None,
) -> None:
    data_date = str(versions.manifest(version)["data_date"])
    asked = _asked(given, date.fromisoformat(data_date))
    answers = _answers(versions.path(version) / "store", questions(asked), settings)
    found = writing.file(Material.of(answers), asked, form, Origin(version, data_date))
    with sink(output) as file:
        for part in found.parts:
            file.write(part.encode())
    click.echo(_told(asked, found), err=True)


def _asked(given: Given, data: date) -> Asked:
    """Read the options; raise ``Misuse`` for days that go not together."""
    panel = bool(given.first or given.last)
    if panel and given.on:
        raise Misuse("--on is one day, --from and --to are years: choose one of them")
    if panel and not (given.first and given.last):
        raise Misuse("--from and --to go together: name the first and the last year")
    return Asked(
        days.panel(given.first, given.last, data) if panel else days.on(given.on, data),
        panel,
        given.mode,
        given.weight,
        given.countries,
        given.kinds,
        given.topics,
        given.confirmed,
        given.associations,
    )


def _answers(store: Path, asked: list[Question], settings: Settings) -> dict[str, bytes]:
    """Ask each question in a process of its own, under the limits of the server."""
    found = {}
    for query, terms in asked:
        sent = Query(query.text, _JSON, None, substitutions=terms)
        try:
            found[query.name] = b"".join(ask_once(store, sent, settings.limits).body)
        except QueryRefused as error:
            raise of_ours(error, query.name) from error
    return found


def _told(asked: Asked, found: writing.File) -> str:
    """Say what was written, and what was left out of it."""
    ends = "actors and bodies" if asked.mode == "two" else "actors"
    day = asked.last if not asked.panel else f"{asked.days[0].name} to {asked.days[-1].name}"
    told = f"{day}: {found.nodes} {ends}, {found.edges} ties"
    if found.left_out:
        told += (
            f"; {found.left_out} ties in associations of authorities are left out: --associations"
        )
    if not found.nodes:
        told += "; nothing of what was asked for had begun, or was known, by then"
    return told


@contextmanager
def _progress(quads: int) -> Iterator[Told]:
    """Show on a terminal how far it is."""
    with click.progressbar(length=quads, label="quads", file=sys.stderr) as bar:
        yield bar.update
