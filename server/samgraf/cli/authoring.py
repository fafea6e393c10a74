"""``samgraf status --coverage`` and ``samgraf ledger``: what the tables say of themselves."""

import re

import click

from samgraf import resources, tables
from samgraf.config import Settings
from samgraf.errors import Misuse, SourceError
from samgraf.pipeline import coverage as covering
from samgraf.pipeline import ledgers

_RELEASE = re.compile(r"\d+\.\d+\.\d+")


def coverage() -> str:
    """Return the page of data/README.md that says where each statement stands."""
    return covering.page(tables.read_all(resources.ROOT / "data"))


def ledger(settings: Settings, release: str | None) -> None:
    """Count or append the IRIs that no release has published; refuse a lost one."""
    records = tables.read_all(resources.ROOT / "data")
    gone = ledgers.gone(records)
    lost = [iri for iri in gone if not ledgers.made_by_the_build(iri)]
    if lost:
        problem = f"{lost[0]} was published and is gone, with {len(lost) - 1} others"
        raise SourceError("data/ledger.csv", 1, "iri", problem, "add a row that retires it")
    new = ledgers.unlisted(records)
    if release is None:
        counts = f"{len(new)} IRIs are new since the last release, {len(gone)} claims are gone"
        click.echo(f"{len(records.ledger)} rows, {counts}")
        return
    if not _RELEASE.fullmatch(release):
        raise Misuse(f"--append {release}: a release is written 1.2.3")
    day = settings.build.data_date or max(source.retrieved for source in records.sources)
    with (resources.ROOT / "data" / "ledger.csv").open("a", encoding="utf-8") as file:
        file.write(ledgers.rows(new, gone, release, day))
    click.echo(f"release {release}: {len(new)} IRIs minted, {len(gone)} claims retired")
