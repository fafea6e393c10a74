"""``samgraf reconcile``: every row of a table with what it means, and those without told."""

import csv
import io
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samgraf.cli.commands import cli
from samgraf.linking import indexing
from samgraf.linking.entries import Entry, Mark, Title

from .serving import point_to

TABLE = "nr;kommune;år\n1;Aaby;2020\n2;Øy;2012\n3;Nowhere;2020\n4;;2020\n"
AABY = "https://w3id.org/samgraf/id/actor/dk-aaby"


def thing(key: str, names: str, code: str, country: str, until: str = "") -> Entry:
    """Make a municipality with names and a code."""
    titles = [Title(name, "nb", "preferred") for name in names.split("|")]
    scheme = {"DNK": "dk-kommunekode", "NOR": "no-kommunenummer"}[country]
    numbers = {"DNK": "dk-cvr", "NOR": "no-orgnr"}[country]
    return Entry(
        f"id/actor/{key}",
        "Municipality",
        not until,
        tuple(titles),
        (
            Mark(numbers, "90000" + code, "" if until else "2019-07-01"),
            Mark(scheme, code, "" if until else "2020-01-01", until),
            Mark("wikidata", "Q" + code),
        ),
        (country,),
        since="" if until else "2020-01-01",
        until=until,
    )


def body(key: str, name: str, *marks: Mark) -> Entry:
    """Make a body of the Swedish state."""
    titles = (Title(name, "sv", "preferred"),)
    return Entry(f"id/actor/{key}", "StateBody", True, titles, marks, ("SWE",))


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A build folder with a version that has only an index: more is not read."""
    build = tmp_path_factory.mktemp("reconcile")
    index = build / "versions" / "v1" / "index"
    index.mkdir(parents=True)
    (index.parent / "store").mkdir()
    (index.parent / "manifest.json").write_text('{"version": "v1", "data_date": "2026-11-21"}')
    point_to(build, "v1")
    entries = [
        thing("dk-aaby", "Åby|Aaby", "0101", "DNK"),
        thing("no-nes", "Nes", "3501", "NOR"),
        thing("no-nes-until-2019", "Nes", "0401", "NOR", "2019-12-31"),
        thing("no-oey-until-2019", "Øy", "0402", "NOR", "2019-12-31"),
        body("se-fart", "Fartsverket", Mark("wikidata", "Q1"), Mark("se-orgnr", "202100-0001")),
        body("se-ting", "Tingsverket", Mark("wikidata", "Q2")),
    ]
    indexing.write(index, entries, {"country": {"NOR": {"en": "Norway"}, "DNK": {"en": "Denmark"}}})
    return build


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "t.csv").write_text(TABLE, "utf-8")
    return tmp_path


def run(store: Path, *arguments: str, stdin: bytes | None = None) -> Result:
    return CliRunner().invoke(
        cli, ["reconcile", *arguments, "--store", str(store)], input=stdin, catch_exceptions=False
    )


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def test_each_row_gets_what_it_means_and_the_others_are_told(store: Path, place: Path) -> None:
    done = run(store, "t.csv", "--column", "kommune")
    assert done.exit_code == 1
    found = rows(done.stdout)
    assert [row["nr"] for row in found] == ["1", "2", "3", "4"]
    assert (found[0]["samgraf_iri"], found[0]["samgraf_code"]) == (AABY, "0101")
    assert (found[2]["samgraf_iri"], found[2]["samgraf_reason"]) == ("", "nothing fits")
    assert found[3]["samgraf_reason"] == "nothing to look for"
    assert "t.csv: UTF-8 (found out), delimiter semicolon (found out), 3 columns" in done.stderr
    assert "row 4: Nowhere: nothing fits" in done.stderr
    assert "4 rows: 2 matched, 1 not found, 1 empty" in done.stderr


def test_cells_and_encoding_stay_as_they_are(store: Path, place: Path) -> None:
    content = 'kommune;note\r\n"Åby";"en ""note"""\r\n'.encode("cp1252")
    (place / "w.csv").write_bytes(content)
    done = run(store, "w.csv", "--column", "1", "--output", "out.csv")
    assert done.exit_code == 0, done.output
    lines = (place / "out.csv").read_bytes().split(b"\r\n")
    assert lines[0].startswith(b"kommune;note;samgraf_iri;")
    assert lines[1].startswith(b'"\xc5by";"en ""note""";' + AABY.encode())
    assert "Windows-1252 (found out)" in done.stderr


def test_a_pipe_is_read_like_a_file(store: Path) -> None:
    done = run(store, "-", "--column", "kommune", stdin=TABLE.encode("utf-16"))
    assert "stdin: UTF-16" in done.stderr
    assert done.stdout_bytes.decode("utf-16").startswith("nr;kommune;år;samgraf_iri;")


def test_a_code_means_who_held_it_on_the_day_of_its_row(store: Path, place: Path) -> None:
    (place / "c.csv").write_text("code,year\n0401,2012\n3501,2024\n", "utf-8")
    options = ["--column", "code", "--scheme", "no-kommunenummer", "--on-column", "year"]
    done = run(store, "c.csv", *options)
    keys = [line.split(",")[2].rpartition("/")[2] for line in done.stdout.splitlines()[1:]]
    assert (done.exit_code, keys) == (0, ["no-nes-until-2019", "no-nes"]), done.output


def test_the_code_is_the_official_one_also_of_what_was_not_there_on_the_day(
    store: Path, place: Path
) -> None:
    (place / "e.csv").write_text("navn;år\nAaby;2002\nAaby;2019\nØy;2024\nAaby;\n", "utf-8")
    done = run(store, "e.csv", "--column", "navn", "--on-column", "år", "--best")
    found = [row["samgraf_code"] for row in rows(done.stdout)]
    assert found == ["0101", "0101", "0402", "0101"], done.output


def test_a_thing_without_an_official_code_has_the_number_of_its_organisation_or_none(
    store: Path, place: Path
) -> None:
    (place / "o.csv").write_text("navn\nFartsverket\nTingsverket\n", "utf-8")
    found = rows(run(store, "o.csv", "--column", "navn", "--delimiter", "semicolon").stdout)
    keys = [(row["samgraf_iri"].rpartition("/")[2], row["samgraf_code"]) for row in found]
    assert keys == [("se-fart", "202100-0001"), ("se-ting", "")]


def test_a_name_of_two_things_is_never_certain(store: Path, place: Path) -> None:
    (place / "n.csv").write_text("navn\nNes\n", "utf-8")
    done = run(store, "n.csv", "--column", "navn", "--report", "report.csv")
    assert done.exit_code == 1
    report = list(csv.DictReader(io.StringIO((place / "report.csv").read_text("utf-8-sig"))))
    assert {row["iri"].rpartition("/")[2] for row in report} >= {"no-nes", "no-nes-until-2019"}
    assert done.stdout.splitlines()[1].startswith("Nes,,,,")
    assert "no day was told: --on YEAR decides" in done.stderr
    decided = run(store, "n.csv", "--column", "navn", "--on", "2012")
    assert (decided.exit_code, "/no-nes-until-2019,Nes,0401," in decided.stdout) == (0, True)


def test_a_column_that_is_not_there_names_the_nearest(store: Path, place: Path) -> None:
    done = run(store, "t.csv", "--column", "komune", "--output", "out.csv")
    assert (done.exit_code, (place / "out.csv").exists()) == (2, False)
    assert "--column komune: no such column; did you mean kommune?" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "status", "message"),
    [
        (["none.csv", "--column", "x"], 2, "none.csv: cannot be read: No such file"),
        (["t.csv", "--column", "kommune", "--output", "t.csv"], 2, "this is the table itself"),
        (["t.csv", "--column", "kommune", "--output", "no/x"], 2, "cannot be written there"),
        (["t.csv", "--column", "kommune", "--report", "old.csv"], 2, "old.csv: is there already"),
        (["t.csv", "--column", "kommune", "--country", "XX"], 2, "--country XX: not known"),
        (["t.csv", "--column", "kommune", "--on", "soon"], 2, "--on soon: not a day"),
        (
            ["t.csv", "--column", "kommune", "--scheme", "kommunekode"],
            2,
            "did you mean dk-kommunekode",
        ),
        (["t.csv", "--column", "kommune", "--kind", "town"], 2, "--kind town: not known; write"),
        (["t.csv", "--column", "kommune", "--delimiter", "x"], 2, "write one sign, or its name"),
        (["t.csv", "--column", "kommune", "--on-column", "dag"], 2, "--on-column dag: no such"),
        (["wide.csv", "--column", "a"], 1, "wide.csv:3: the row has 3 cells"),
    ],
)
def test_what_goes_wrong_is_told_with_its_remedy(
    store: Path, place: Path, arguments: list[str], status: int, message: str
) -> None:
    (place / "wide.csv").write_text("a,b\n1,2\n1,2,3\n", "utf-8")
    (place / "old.csv").touch()
    done = run(store, *arguments)
    assert done.exit_code == status, done.output
    assert message in done.stderr


def test_without_a_version_the_remedy_is_to_build(tmp_path: Path) -> None:
    done = run(tmp_path / "none", "-", "--column", "x", stdin=b"x\n1\n")
    assert (done.exit_code, "run 'samgraf build' first" in done.stderr) == (1, True)


def test_few_rows_are_listed_and_all_are_counted(store: Path, place: Path) -> None:
    many = "navn;land\n" + "".join(f"Nowhere {number};XX\n" for number in range(60))
    (place / "many.csv").write_text(many, "utf-8")
    done = run(store, "many.csv", "--column", "navn", "--country-column", "land")
    lines = done.stderr.splitlines()
    assert sum(line.startswith("row ") for line in lines) == 20
    assert "… and 40 rows more; --report FILE takes all of them" in lines
    assert lines[-1] == "60 rows: 60 unreadable"
    assert lines[1] == "row 2: Nowhere 0: the country 'XX' is not known"
