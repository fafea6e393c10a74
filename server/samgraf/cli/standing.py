"""``samgraf check``: the store that answers against the shapes, in full or where it changed."""

import gzip
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

import click

from samgraf import terms, validation
from samgraf.config import Settings
from samgraf.differences import applying, keeping
from samgraf.errors import QueryRefused, SamgrafError, StoreError
from samgraf.findings import SEVERITIES
from samgraf.store.asking import Facts, Iri, Triple, of_quads
from samgraf.store.remote.facts import RemoteFacts, graphs_of
from samgraf.store.remote.place import Place, place_of
from samgraf.store.versions import AUTHORED, PROGRAM, Versions
from samgraf.validation import programs
from samgraf.validation.program import Found, Program
from samgraf.validation.standing import Standing, standing

Belongs = Callable[[str], bool]
"""Tells whether a named graph is among those that are checked."""


@dataclass(frozen=True, slots=True)
class _Part:
    """One part of the data, with its shapes."""

    name: str
    belongs: Belongs
    local: str
    """The folder of the version where it is kept, merged."""
    program: Callable[[Facts, Path], Program]
    on_its_day: bool = False
    """Its shapes know one day, that of the last source, and take it for the data date."""


PARTS = (
    _Part(
        "what is said",
        terms.is_authored_graph,
        AUTHORED,
        lambda facts, version: programs.program_of(facts, version / PROGRAM),
    ),
    _Part(
        "what rules made of it",
        terms.is_union_graph,
        "store",
        lambda facts, _: programs.derived(facts),
        on_its_day=True,
    ),
)


def check(settings: Settings, since: str | None, say: Callable[[str], None]) -> int:
    """Print what is wrong with the current version in its store; return the exit status.

    ``since`` names a version: then only what changed from it on is checked.
    """
    versions = Versions(settings.build.dir)
    version, place = versions.needed(), place_of(settings)
    versions.need_shapes(version)
    where = f" at {place.endpoint}" if place else ""
    say(f"{version}{where}, {f'what changed since {since}' if since else 'in full'}")
    changes = _changes(settings, versions, since) if since else None
    grave = 0
    for part in PARTS:
        with _facts(versions.path(version), part, place) as facts:
            if part.on_its_day and _day(facts) != str(versions.manifest(version)["data_date"]):
                say(f"{part.name}: not checked, since it speaks for another day than the sources")
                continue
            program = part.program(facts, versions.path(version))
            triples = None if changes is None else changes(part.belongs)
            grave += _tell(part, standing(program, facts, triples), say)
    return SamgrafError.exit_status if grave else 0


def _day(facts: Facts) -> str:
    """Return the latest day on which a source was retrieved."""
    days = (day.value for _, _, day in facts.matching(None, Iri(terms.PAV.retrievedOn), None))
    return max(days, default="")


def _tell(part: _Part, found: Standing, say: Callable[[str], None]) -> int:
    """Print the violations, and in numbers all else; return how much is wrong or not known."""
    by = {name: [one for one in found.found if _severity(one) == name] for name in SEVERITIES}
    wrong = validation.in_lines(by[SEVERITIES[0]])
    for line in wrong[: validation.MOST_LINES]:
        click.echo(line)
    if len(wrong) > validation.MOST_LINES:
        click.echo(f"… and {len(wrong) - validation.MOST_LINES} more")
    for why in found.unanswered:
        say(f"not checked: {why}")
    numbers = ", ".join(f"{len(ones):,} {name}" for name, ones in by.items())
    asked = f"{found.checks - len(found.unanswered)} of {found.checks} checks"
    say(f"{part.name}: {asked}; results: {numbers}")
    return len(wrong) + len(found.unanswered)


def _severity(one: Found) -> str:
    return one.check.shape.severity.value.rpartition("#")[2]


@contextmanager
def _facts(version: Path, part: _Part, place: Place | None) -> Iterator[Facts]:
    """Give a part of the data, from the remote store where there is one."""
    if place is None:
        yield Facts.kept(version / part.local)
        return
    try:
        graphs = [graph for graph in graphs_of(place, version.name) if part.belongs(graph)]
    except QueryRefused as refusal:
        raise StoreError(f"{place.endpoint}: {refusal.detail}") from refusal
    with closing(RemoteFacts(place, version.name, graphs)) as facts:
        yield facts


def _changes(
    settings: Settings, versions: Versions, since: str
) -> Callable[[Belongs], list[Triple]]:
    """Read what changed; return a function that gives the triples of some graphs."""
    versions.manifest(since)
    made = keeping.difference(versions, since, versions.needed(), settings.limits)
    rows = applying.rows_of(gzip.decompress(made.patch.read_bytes()))
    quads = [quad for lines in rows for quad in of_quads(b"".join(lines))]

    def among(belongs: Belongs) -> list[Triple]:
        return _unique(triple for triple, graph in quads if belongs(graph))

    return among


def _unique(triples: Iterable[Triple]) -> list[Triple]:
    return [*dict.fromkeys(triples)]
