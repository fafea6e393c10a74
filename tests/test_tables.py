"""Reading is strict: a bad cell stops with file, line, column, the problem and the remedy."""

from collections.abc import Callable
from pathlib import Path

import pytest

from samgraf import tables
from samgraf.describing import references
from samgraf.errors import SourceError
from samgraf.model import PartialDate, Records
from samgraf.pipeline import vocabulary


def read(root: Path) -> Records:
    records = tables.read_all(root / "data")
    references.check(records, vocabulary.slugs(vocabulary.read()))
    return records


def edit(root: Path, table: str, old: str, new: str) -> None:
    file = root / "data" / table
    before = file.read_text(encoding="utf-8")
    assert old in before
    file.write_text(before.replace(old, new, 1), encoding="utf-8")


def test_the_small_graph_is_read_whole(small_root: Path) -> None:
    records = read(small_root)
    assert [actor.key for actor in records.actors][:2] == ["dk-aaby", "dk-raadet"]
    assert records.memberships[0].period.start == PartialDate("2007")
    assert records.memberships[0].sources == ("a-page", "a-register")
    assert records.situations[0].longitude is not None
    assert str(records.situations[0].longitude) == "-9.96325"


WRONG = {
    "a date that is none": (
        "events.csv", "2020-01-01", "2020-13-01",
        r"data/events.csv:2: date: '2020-13-01' is not a date; write YYYY",
    ),
    "an end before the start": (
        "memberships/all.csv", "member,2007,,", "member,2007,2006,",
        r"memberships/all.csv:2: end: '2006' lies before start '2007'; put the dates in order",
    ),
    "an unknown member": (
        "memberships/all.csv", ",dk-aaby,dk-raadet", ",dk-aabi,dk-raadet",
        r"all.csv:2: member: no actor has the key 'dk-aabi'; did you mean 'dk-aaby', or add it",
    ),
    "an unknown source": (
        "names.csv", "alt,,,a-register", "alt,,,a-registry",
        r"data/names.csv:3: source: no source has the key 'a-registry'; did you mean 'a-register'",
    ),
    "an unknown concept": (
        "actors.csv", "regional-council", "regional-counsel",
        r"data/actors.csv:3: body_kind: no concept of the scheme 'body-kind' has the key",
    ),
    "an unknown register": (
        "codes.csv", "dk-kommunekode", "dk-komunekode",
        r"data/codes.csv:2: scheme: no register has the key 'dk-komunekode'; did you mean",
    ),
    "an unknown column": (
        "sources.csv", "licence", "license",
        r"data/sources.csv:1: licence: the column is missing; the header must be key,title",
    ),
    "a formula as a name": (
        "names.csv", "Åby", "=HYPERLINK(1)",
        r"data/names.csv:2: name: '=HYPERLINK\(1\)' begins like a formula; write the text",
    ),
    "an at sign as a key": (
        "actors.csv", "no-nes,", "@no-nes,",
        r"data/actors.csv:4: key: '@no-nes' begins like a formula",
    ),
    "a plus sign in a note": (
        "memberships/all.csv", "assumed,", "assumed,+1",
        r"all.csv:3: note: '\+1' begins like a formula",
    ),
    "a minus sign in a title": (
        "sources.csv", "A page about", "-A page about",
        r"data/sources.csv:2: title: '-A page about the council' begins like a formula",
    ),
    "a cell of ten megabytes": (
        "names.csv", "Åby", "Å" * 5_000_000,
        r"data/names.csv:2: this is not CSV: field larger than field limit",
    ),
    "a cell that is too long": (
        "names.csv", "Åby", "Å" * 5_000,
        r"data/names.csv:2: name: the cell has 5000 characters; write at most 4000",
    ),
    "a row that is too short": (
        "codes.csv", ",,,a-register", ",,a-register",
        r"data/codes.csv:2: the row has 5 cells, the table 6 columns; quote cells",
    ),
    "a blank at the end": (
        "names.csv", "Aaby,", "Aaby ,",
        r"data/names.csv:3: name: 'Aaby ' has blanks at an end",
    ),
    "an address that is none": (
        "actors.csv", "https://aaby.example/", "javascript:alert(1)",
        r"data/actors.csv:2: homepage: 'javascript:alert\(1\)' is not a web address",
    ),
    "a latitude out of bounds": (
        "places.csv", "57.01300", "570.1300",
        r"data/places.csv:2: lat: '570.1300' is not a number from -90 to 90",
    ),
    "a key defined twice": (
        "actors.csv", "no-nes,Muni", "dk-aaby,Muni",
        r"data/actors.csv:4: key: 'dk-aaby' is defined in data/actors.csv:2 already",
    ),
    "a membership without a source": (
        "memberships/all.csv", "a-page,,assumed", ",,assumed",
        r"all.csv:3: source: the cell is empty; name source and reading, or claims",
    ),
    "a value given twice": (
        "memberships/all.csv", "a-page|a-register", "a-page|a-page",
        r"all.csv:2: source: 'a-page\|a-page' names a value twice; name it once",
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", WRONG)
def test_a_wrong_cell_is_refused_with_its_place(small_root: Path, case: str) -> None:
    table, old, new, message = WRONG[case]
    edit(small_root, table, old, new)
    with pytest.raises(SourceError, match=message):
        read(small_root)


def not_utf8(file: Path) -> None:
    file.write_bytes(file.read_bytes().replace("Øy".encode(), "Øy".encode("latin-1")))


def with_mark(file: Path) -> None:
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())


def empty(file: Path) -> None:
    file.write_bytes(b"")


def gone(file: Path) -> None:
    file.unlink()


def unclosed(file: Path) -> None:
    file.write_text(file.read_text(encoding="utf-8").replace("Aaby", '"Aaby'), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (not_utf8, r"data/names.csv:7: byte 19 of the line is not UTF-8; save the file as UTF-8"),
        (with_mark, r"data/names.csv:1: the file begins with a byte order mark; save"),
        (empty, r"data/names.csv:1: the file is empty; begin with actor,name"),
        (gone, r"data/names.csv:1: the table is missing; put the file back"),
        (unclosed, r"data/names.csv:3: this is not CSV: unexpected end of data"),
    ],
)
def test_a_wrong_file_is_refused_with_its_place(
    small_root: Path, spoil: Callable[[Path], None], message: str
) -> None:
    spoil(small_root / "data" / "names.csv")
    with pytest.raises(SourceError, match=message):
        read(small_root)
