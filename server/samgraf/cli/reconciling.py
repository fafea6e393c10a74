"""``samgraf reconcile``: a table in, the same table with what each row means out."""

import difflib
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import click

from samgraf.config import Settings
from samgraf.errors import Misuse, SamgrafError, StoreError
from samgraf.joining import columns, delimiters, kinds, reading, times
from samgraf.joining.asking import Asking, Common, Places
from samgraf.joining.countries import Countries
from samgraf.joining.holdings import Holdings
from samgraf.joining.outcomes import KINDS
from samgraf.joining.reading import Table
from samgraf.joining.reporting import Report, line
from samgraf.joining.rows import Joining, Told
from samgraf.joining.writing import Writer
from samgraf.linking.search import Index
from samgraf.matching.matcher import opened
from samgraf.store.versions import INDEX, Versions

from .output import sink

_STEP = 10_000  # rows after which a line is written where there is no terminal


@dataclass(frozen=True, slots=True)
class Given:
    """The options of the command, as they are written."""

    column: str
    country: str
    country_column: str
    on: str
    on_column: str
    code_column: str
    scheme: str
    kinds: tuple[str, ...]
    language: str
    best: bool
    encoding: str
    delimiter: str
    header_line: int
    prefix: str


@dataclass(frozen=True, slots=True)
class Files:
    """The table, ``-`` for stdin; where the result and the rows without a match go."""

    table: str
    output: Path | None
    report: Path | None
    force: bool


def reconcile(settings: Settings, files: Files, given: Given, say: Callable[[str], None]) -> int:
    """Write a table with what its rows mean; return the exit status: 1 where rows have no match."""
    versions = Versions(settings.build.dir)
    version = versions.needed()
    _free(files)
    with _opened(files.table) as source:
        size = source.seek(0, os.SEEK_END)
        table = Table(source, _name(files.table), _told(given))
        joining = _joining(versions, version, table, given)
        names = columns.ours(table.columns if table.header else (), given.prefix)
        say(_description(table, given))
        told, writer = _written(table, names, joining, files, _progress(size, source, say))
    _tell(told, writer, files, say)
    if not (given.on or given.on_column) and told.in_turn:
        say("no day was told: --on YEAR decides between those that bore a name or code in turn")
    return SamgrafError.exit_status if told.found else 0


def _written(
    table: Table,
    names: tuple[str, ...],
    joining: Joining,
    files: Files,
    shown: AbstractContextManager[Callable[[int], None]],
) -> tuple[Told, Writer]:
    """Write every row, and the report where one is asked for."""
    with (
        sink(files.output) as target,
        sink(files.report) if files.report else nullcontext() as listed,
        shown as progress,
    ):
        writer = Writer(table, target)
        if table.header:
            writer.row(table.header, names)
        return joining.join(table.rows(), writer, Report(listed, table.delimiter), progress), writer


def _free(files: Files) -> None:
    """Refuse to write over what is there, or over the table itself."""
    for place, option in ((files.output, "--output"), (files.report, "--report")):
        if place is None or not place.exists():
            continue
        if files.table != "-" and Path(files.table).exists() and place.samefile(files.table):
            raise Misuse(f"{option} {place}: this is the table itself; name another file")
        if not files.force:
            raise Misuse(f"{option} {place}: is there already; name another file, or say --force")
    if files.output is not None and files.output == files.report:
        raise Misuse(f"--report {files.report}: is the file of --output too; name another file")


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    """Open a table; stdin is kept in a file that goes away, since it is read more than once."""
    if file == "-":
        with tempfile.TemporaryFile(prefix="samgraf-") as kept:
            shutil.copyfileobj(sys.stdin.buffer, kept)
            yield kept
        return
    with ExitStack() as opened:
        try:
            source = opened.enter_context(Path(file).open("rb"))
        except OSError as error:
            raise Misuse(f"{file}: cannot be read: {error.strerror}") from error
        yield source


def _name(file: str) -> str:
    return "stdin" if file == "-" else file


def _told(given: Given) -> reading.Told:
    """Read what is said of the table itself."""
    sign = delimiters.told(given.delimiter) if given.delimiter else ""
    if given.delimiter and not sign:
        known = ", ".join(delimiters.NAMES.values())
        raise Misuse(f"--delimiter {given.delimiter}: write one sign, or its name: {known}")
    return reading.Told(given.encoding, sign, given.header_line)


def _joining(versions: Versions, version: str, table: Table, given: Given) -> Joining:
    """Open what rows are looked up in; raise ``StoreError`` where the version has no index."""
    folder = versions.path(version) / Path(INDEX).parent
    if not (folder / "names.jsonl").is_file():
        raise StoreError(
            f"version {version} has no index of names; run 'samgraf build', or name with --store "
            "a folder that it filled from the sources"
        )
    countries, holdings = Countries(Index(folder).labels), Holdings(folder / "names.jsonl")
    asking = Asking(_places(table, given), _common(given, countries, holdings), countries)
    return Joining(asking, opened(folder), holdings, given.language, given.best)


def _places(table: Table, given: Given) -> Places:
    """Find the columns."""

    def place(wanted: str, option: str) -> int | None:
        return columns.place(table.columns, wanted, option) if wanted else None

    return Places(
        columns.place(table.columns, given.column, "--column"),
        place(given.code_column, "--code-column"),
        place(given.country_column, "--country-column"),
        place(given.on_column, "--on-column"),
    )


def _common(given: Given, countries: Countries, holdings: Holdings) -> Common:
    """Read what is said of every row."""
    country = countries.code(given.country)
    if given.country and not country:
        raise Misuse(f"--country {given.country}: not known; write {', '.join(countries.codes)}")
    schemes = holdings.named(given.scheme)
    if given.scheme and not schemes:
        near = difflib.get_close_matches(given.scheme, holdings.schemes, 3, 0.4)
        known = f"did you mean {' or '.join(near)}?" if near else ""
        known = known or f"known are {', '.join(holdings.schemes)}"
        raise Misuse(f"--scheme {given.scheme}: no such register; {known}")
    on = times.written(given.on)
    if given.on and not on:
        raise Misuse(f"--on {given.on}: not a day, a month or a year; write 2012-01-31 or 2012")
    return Common(country, on, schemes, kinds.named(given.kinds))


def _description(table: Table, given: Given) -> str:
    """Say how a table was read, and what of it was found out."""
    sign = delimiters.NAMES.get(table.delimiter, repr(table.delimiter))
    encoding = table.encoding.name if given.encoding else f"{table.encoding.name} (found out)"
    sign = sign if given.delimiter else f"{sign} (found out)"
    return f"{table.name}: {encoding}, delimiter {sign}, {table.width} columns"


@contextmanager
def _progress(
    size: int, source: BinaryIO, say: Callable[[str], None]
) -> Iterator[Callable[[int], None]]:
    """Show how far it is: a bar on a terminal, else a line now and then."""
    if sys.stderr.isatty():
        with click.progressbar(length=size, label="rows", file=sys.stderr) as bar:
            yield lambda _: bar.update(source.tell() - bar.pos)
        return
    done = 0

    def progress(count: int) -> None:
        nonlocal done
        done += count
        if done % _STEP < count:
            say(f"{done:,} rows, {100 * source.tell() // size} % of the table")

    yield progress


def _tell(told: Told, writer: Writer, files: Files, say: Callable[[str], None]) -> None:
    """Say what became of the rows."""
    for finding in told.findings:
        say(line(finding))
    if told.found > len(told.findings):
        where = f"all are in {files.report}" if files.report else "--report FILE takes all of them"
        say(f"… and {told.found - len(told.findings):,} rows more; {where}")
    counts = [f"{told.counts[kind]:,} {kind}" for kind in KINDS if told.counts[kind]]
    say(f"{told.counts.total():,} rows: {', '.join(counts) or 'none'}")
    if writer.lost:
        say(
            f"{writer.lost:,} cells of ours have a ? for a letter that the encoding of the table "
            "lacks; save the table as UTF-8 to have them all"
        )
