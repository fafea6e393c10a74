"""A table that is read is the table that was sent, and what is wrong with one has its line.

The first byte chooses the reader: contributions (``data/`` forms) or ``samgraf reconcile``.
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import replace

from samgraf.contributions import reading
from samgraf.contributions.reading import Brought
from samgraf.errors import InputRefused, LimitExceeded, Misuse, SamgrafError, SourceError
from samgraf.findings import LANGUAGES
from samgraf.joining.reading import Record, Table, Told
from samgraf.joining.writing import Writer
from samgraf.limits import Caps
from samgraf.store.asking import Triple

from .target import Target

NAME = "t.csv"
Cells = list[Sequence[str]]


def lines_of(text: str) -> list[str]:
    """Cut a text at CR, LF and CR LF, as readers of CSV do."""
    return list(io.StringIO(text, newline=""))


def brought(content: bytes) -> Brought:
    return reading.read([(NAME, content, "csv")], Caps())


def check_contribution(content: bytes) -> None:
    text = content.decode("utf-8", "replace").removeprefix("\ufeff")
    lines = lines_of(text) or [""]
    try:
        found = brought(content)
    except InputRefused as refused:
        for fault in refused.faults:
            assert 1 <= fault.line <= len(lines), f"line {fault.line} of {len(lines)}: {fault}"
        return
    for one in found.findings:
        spot = one.spot
        assert 1 <= spot.line <= len(lines), f"line {spot.line} of {len(lines)}"
        assert 0 <= spot.column <= len(lines[spot.line - 1]) + 1, f"column {spot.column}"
        assert all(one.messages.get(language) for language in LANGUAGES), "a finding without words"
    for triple, spot in found.spots.items():
        assert 0 <= spot.line <= len(lines), f"{triple} stands in line {spot.line} of {len(lines)}"
    if not found.findings and not found.untold:
        _same_again(lines, found)


def _same_again(lines: Sequence[str], found: Brought) -> None:
    """An accepted table, written by another program and read again, states the same."""
    rows = list(csv.reader(lines, strict=True))
    for end in ("\n", "\r\n"):
        file = io.StringIO(newline="")
        csv.writer(file, lineterminator=end, quoting=csv.QUOTE_ALL).writerows(rows)
        again = brought(file.getvalue().encode())
        assert not again.findings, "an accepted table, written again, is found fault with"
        assert _plain(again.triples) == _plain(found.triples), "written again it states otherwise"


def _plain(triples: Sequence[Triple]) -> set[str]:
    return {" ".join(map(str, triple)) for triple in triples}


def check_joining(content: bytes, header: int) -> None:
    told = Told(header=header)
    try:
        table = Table(io.BytesIO(content), NAME, told)
        records = [*([table.header] if table.header else []), *table.rows()]
    except (Misuse, SourceError) as error:
        _has_place(error, content)
        return
    unchanged = _written(table, records, lambda record: replace(record, cells=()))
    assert unchanged == content, "a table without cells of ours is not what was sent"
    beside = _written(table, records, lambda record: record)
    known = Told(table.encoding.codec, table.delimiter, header)
    again = Table(io.BytesIO(beside), NAME, known)
    rows = [*([again.header] if again.header else []), *again.rows()]
    expected: Cells = [[*one.cells, "å, ;\t|"] if one.cells else [] for one in records]
    lossy = not _fits("å", table.encoding.codec)
    assert lossy or [one.cells for one in rows] == expected, "with cells of ours it reads otherwise"
    assert [one.line for one in rows] == [one.line for one in records], "rows moved"


def _written(table: Table, records: Sequence[Record], kept: Callable[[Record], Record]) -> bytes:
    file = io.BytesIO()
    writer = Writer(table, file)
    for record in records:
        writer.row(kept(record), ("å, ;\t|",))
    return file.getvalue()


def _fits(letter: str, codec: str) -> bool:
    try:
        letter.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def _has_place(error: SamgrafError, content: bytes) -> None:
    most = content.count(b"\n") + content.count(b"\r") + 1
    if isinstance(error, SourceError):
        assert 1 <= error.line <= most, f"line {error.line} of {most}: {error}"
    assert str(error).startswith(NAME), f"without a place: {error}"


def check(data: bytes) -> None:
    which, content = data[:1], data[1:]
    try:
        if which < b"\x80":
            check_contribution(content)
        else:
            check_joining(content, which[0] % 3)
    except LimitExceeded as error:
        _has_place(error, content)


def begin() -> None:
    """Load what is else loaded with the first table."""
    reading.make_ready([(NAME, "csv")])


TARGET = Target("tables", check, longest=4096, seconds=0.5, per_kib=0.5, few=100, begin=begin)
