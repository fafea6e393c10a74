"""Somebody's own table is read as it is written, and stays so; a guess is never silent."""

import io
import tracemalloc
from collections.abc import Sequence
from pathlib import Path

import pytest

from samgraf.errors import Misuse, SamgrafError
from samgraf.joining import columns, delimiters, encodings, outcomes, times
from samgraf.joining.countries import Countries
from samgraf.joining.reading import Table, Told
from samgraf.joining.writing import Writer
from samgraf.matching.candidates import Candidate, Feature
from samgraf.matching.weighing import KEYS

PLAIN = "kommune;antal\nÆrø;1\nÅbenrå;2\n"
QUOTED = (
    'nr,"navn, fuldt",note\r\n1,"Høje-Taastrup, Kommune"," ""citat"" "\r\n'
    '2,Ærø,"to\r\nlinjer"\r\n\r\n3,,\r\n'
)


def table(content: bytes, told: Told | None = None) -> Table:
    return Table(io.BytesIO(content), "t.csv", told or Told())


def written(content: bytes, told: Told | None = None, cells: Sequence[str] = ("a", "b")) -> bytes:
    read, file = table(content, told), io.BytesIO()
    writer = Writer(read, file)
    if read.header:
        writer.row(read.header, ("x", "y"))
    for record in read.rows():
        writer.row(record, cells)
    return file.getvalue()


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8 with a byte order mark"),
        ("utf-16", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
        ("mac_roman", "Mac Roman"),
        ("cp865", "code page 865 (DOS)"),
    ],
)
@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_encoding_delimiter_and_ends_of_lines_are_found_and_kept(
    codec: str, name: str, sign: str, end: str
) -> None:
    text = PLAIN.replace(";", sign).replace("\n", end)
    read = table(text.encode(codec))
    assert (read.encoding.name, read.delimiter) == (name, sign)
    assert [record.cells[0] for record in read.rows()] == ["Ærø", "Åbenrå"]
    ours = f"{sign}a{sign}b"
    expected = text.replace(end, ours + end).replace(f"antal{ours}", f"antal{sign}x{sign}y")
    assert written(text.encode(codec)) == expected.encode(codec)


def test_cells_keep_their_quotation_marks_line_breaks_and_blanks() -> None:
    rows = [record.cells for record in table(QUOTED.encode()).rows()]
    assert rows[:2] == [["1", "Høje-Taastrup, Kommune", ' "citat" '], ["2", "Ærø", "to\r\nlinjer"]]
    text = written(QUOTED.encode()).decode()
    assert text.replace(",a,b", "").replace(",x,y", "") == QUOTED
    assert '"to\r\nlinjer",a,b\r\n\r\n3,,,a,b\r\n' in text


def test_a_table_without_an_end_of_its_last_line_gets_none() -> None:
    assert written(b"a,b\n1,2") == b"a,b,x,y\n1,2,a,b"


def test_our_cells_are_quoted_where_they_must_be_and_never_a_formula() -> None:
    cells = ('Nes, "gamle"', "=1+1")
    assert written(b"a,b\n1,2\n", None, cells).endswith(b'1,2,"Nes, ""gamle""",\'=1+1\n')


def test_a_letter_that_the_encoding_lacks_is_counted() -> None:
    read, file = table("a;b\nÆ;1\n".encode("cp1252")), io.BytesIO()
    writer = Writer(read, file)
    writer.row(next(iter(read.rows())), ("Kárášjohka", "Ŋ"))
    assert (writer.lost, file.getvalue()) == (1, "Æ;1;Kárášjohka;?\n".encode("cp1252"))


def test_lines_above_the_header_stay_and_rows_count_as_in_a_spreadsheet() -> None:
    content = b"Table 1, in persons\n\nnr;navn\n1;Nes\n"
    read = table(content, Told(header=3))
    assert (read.columns, [r.number for r in read.rows()]) == (("nr", "navn"), [4])
    assert written(content, Told(header=3)).startswith(b"Table 1, in persons\n\nnr;navn;x;y\n")


def test_a_table_without_a_header_has_columns_by_number() -> None:
    read = table(b"1;Nes\n2;Os\n", Told(header=0))
    assert (read.columns, len(list(read.rows()))) == (("1", "2"), 2)


@pytest.mark.parametrize(
    ("content", "told", "message"),
    [
        (b"", Told(), "t.csv: the file is empty"),
        (b"\n\n", Told(), "t.csv: line 1 is empty"),
        (b"PK\x03\x04...", Told(), "save it as CSV UTF-8"),
        (b"a;b\nx;\xe5\n", Told("utf-8"), r"t.csv:2: byte 3 of the line \(0xE5\) is not utf-8"),
        (b"a;b\nx;\x81\n", Told("cp1252"), r"t.csv:2: byte 3 of the line \(0x81\) is not Windows"),
        (b"a;b\n", Told("utf-7"), "--encoding utf-7: a table in it cannot be written back"),
        (b"a;b\n", Told("unicode_escape"), "--encoding unicode_escape: a table in it cannot"),
        (b"a;b\n", Told("utf-32"), "--encoding utf-32: a table in it cannot be written back"),
        (b"a;b\n", Told("undefined"), "--encoding undefined: not known"),
        (b"a;b\n", Told("punycode"), "--encoding punycode: a table in it cannot"),
        (b"a;b\n", Told(header=10**9), "line 1000000000 is empty; name the header"),
        (b"a;b\n", Told("latin-99"), "--encoding latin-99: not known; write utf-8"),
        (b"a;b\n1;2\n1;2;3\n", Told(), "t.csv:3: the row has 3 cells, the table 2 columns"),
        (b'a;b\n1;"2\n3;4\n', Told(), "t.csv:2: this is not CSV: unexpected end of data"),
        (b'a;b\n1;"2"x\n', Told(), "t.csv:2: this is not CSV"),
        (b"a;b\n" + b"x" * 1_000_001, Told("", ";"), "t.csv:2: the line has more than 1000000"),
    ],
)
def test_what_is_no_table_is_told_with_its_place(content: bytes, told: Told, message: str) -> None:
    with pytest.raises(SamgrafError, match=message):
        list(table(content, told).rows())


def test_the_place_of_a_wrong_byte_is_right_far_into_a_file() -> None:
    content = ("ø;x\r\n" * 30_000 + "abc").encode() + b"\xff\n"
    fault = encodings.first_fault(io.BytesIO(content), encodings.Encoding("utf-8", b"", "UTF-8"))
    assert fault == encodings.Fault(30_001, 4, 0xFF)


def test_nordic_letters_far_into_a_file_are_found() -> None:
    content = b"navn;n\n" + b"Nes;1\n" * 50_000 + "Ærø;2\n".encode("cp1252")
    assert table(content).encoding.name == "Windows-1252"


def test_a_column_is_meant_by_name_or_number() -> None:
    names = ("Nr", "Kommune ", "nr2")
    assert [columns.place(names, wanted, "--column") for wanted in ("kommune", "3", "NR")] == [
        1,
        2,
        0,
    ]


@pytest.mark.parametrize(
    ("names", "wanted", "message"),
    [
        (("kommunenr", "navn"), "komunenr", r"--column komunenr: .*did you mean kommunenr\?"),
        (("a", "b"), "7", "no such column; there are a, b"),
        (("x", "y", "X"), "x", "columns 1 and 3 are called so"),
    ],
)
def test_a_column_that_is_not_meant_rightly_is_told(
    names: tuple[str, ...], wanted: str, message: str
) -> None:
    with pytest.raises(Misuse, match=message):
        columns.place(names, wanted, "--column")


def test_our_columns_never_take_the_name_of_another() -> None:
    with pytest.raises(Misuse, match=r"has a column samgraf_iri; .*--prefix second_"):
        columns.ours(("Samgraf_IRI", "x"), "samgraf_")
    assert columns.ours(("samgraf_iri",), "second_")[0] == "second_iri"


def test_a_delimiter_is_told_by_its_sign_or_name() -> None:
    told = [delimiters.told(text) for text in (";", "tab", "\\t", "Semicolon", "ab", "x")]
    assert told == [";", "\t", "\t", ";", "", ""]


def test_a_comma_in_figures_is_no_delimiter() -> None:
    assert table(b"nr;km2\n1;12,5\n2;3,75\n").delimiter == ";"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2012", "2012"),
        ("2012.0", "2012"),
        ("2012M03", "2012-03"),
        ("2012K2", "2012-06"),
        ("2012-Q4", "2012-12"),
        ("31.1.2012", "2012-01-31"),
        ("2012-01-31T00:00", "2012-01-31"),
        ("i fjor", ""),
        ("2012-13", ""),
        ("31.2.2012", ""),
    ],
)
def test_times_are_read_as_statistics_write_them(text: str, expected: str) -> None:
    assert times.written(text) == expected


def test_a_country_is_known_by_codes_and_names() -> None:
    known = Countries({"country": {"NOR": {"en": "Norway", "fi": "Norja"}}})
    codes = [known.code(text) for text in ("no", "NOR", " norja ", "Norway", "XX", "")]
    assert codes == ["NO", "NO", "NO", "NO", "", ""]


def test_memory_does_not_grow_with_the_table() -> None:
    content = b"nr;navn;note\n" + b"1;Nes;nothing much\n" * 40_000
    file = io.BytesIO(content)
    tracemalloc.start()
    try:
        count = sum(1 for _ in Table(file, "t.csv", Told()).rows())
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert (count, peak < len(content)) == (40_000, True)


def candidate(key: str, score: float, match: bool = False, *features: Feature) -> Candidate:
    return Candidate(f"id/actor/{key}", "Nes", ("Municipality",), score, match, features)


@pytest.mark.parametrize(
    ("found", "kind", "reason"),
    [
        ([], "not found", "nothing fits"),
        ([candidate("a", 100, True, Feature("name_exact", 100, "Nes"))], "matched", "name Nes"),
        (
            [candidate("a", 100), candidate("b", 99.5), candidate("c", 70)],
            "ambiguous",
            "2 fit equally well: a, b",
        ),
        (
            [candidate("a", 98, False, Feature("name_folded", 98, "Nes")), candidate("b", 90)],
            "uncertain",
            "not certain: name Nes; nearly as well b",
        ),
        (
            [candidate("a", 70, False, Feature("code", 0, "no-x 1")), candidate("b", 70)],
            "uncertain",
            "not certain: has the code no-x 1; nearly as well b",
        ),
        (
            [candidate("a", 100, True, Feature("code", 100, "no-x 1 (…/…)"))],
            "matched",
            "code no-x 1",
        ),
    ],
)
def test_the_reason_says_what_fits_and_what_else_does(
    found: list[Candidate], kind: str, reason: str
) -> None:
    outcome = outcomes.of(found)
    assert (outcome.kind, outcome.reason) == (kind, reason)


def test_every_reason_of_the_matcher_has_words() -> None:
    assert {*outcomes.WORDS} == {*KEYS}


def test_every_table_of_the_guides_can_be_read() -> None:
    files = sorted((Path(__file__).parents[1] / "docs" / "guides" / "tables").glob("*.csv"))
    assert files
    for file in files:
        read = table(file.read_bytes())
        assert read.width > 1
        assert list(read.rows())
