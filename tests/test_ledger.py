"""The ledger: every IRI ever published, append-only; nothing is lost and nothing minted twice."""

import gzip
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samgraf import pipeline, resources, tables
from samgraf.cli.commands import cli
from samgraf.config import Settings
from samgraf.errors import SourceError
from samgraf.pipeline import ledgers
from samgraf.store.versions import Versions


def run(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["ledger", *arguments])


def rows(root: Path) -> list[str]:
    return (root / "data" / "ledger.csv").read_text(encoding="utf-8").splitlines()


def test_new_iris_are_counted_and_a_release_appends_them(small_root: Path) -> None:
    before = rows(small_root)
    counted = run().stdout
    assert counted.startswith("0 rows, ")
    number = int(counted.split()[2])
    assert run("--append", "0.2.0").stdout == (
        f"release 0.2.0: {number} IRIs minted, 0 claims retired\n"
    )
    after = rows(small_root)
    assert after[: len(before)] == before
    assert "2026-11-21,0.2.0,id/actor/dk-aaby,minted,," in after
    assert not [row for row in after if "#" in row]
    assert run().stdout == (
        f"{number} rows, 0 IRIs are new since the last release, 0 claims are gone\n"
    )


def test_a_second_release_appends_only_what_is_new(small_root: Path) -> None:
    run("--append", "0.2.0")
    first = rows(small_root)
    sources = small_root / "data" / "sources.csv"
    text = sources.read_text(encoding="utf-8")
    sources.write_text(text + "b-page,Another,en,,,,2026-11-21,,,\n", encoding="utf-8")
    assert run("--append", "0.3.0").stdout == "release 0.3.0: 1 IRIs minted, 0 claims retired\n"
    assert rows(small_root)[: len(first)] == first


def test_a_published_iri_that_is_gone_must_be_retired(small_root: Path) -> None:
    run("--append", "0.2.0")
    ledger = small_root / "data" / "ledger.csv"
    with ledger.open("a", encoding="utf-8") as file:
        file.write("2026-11-21,0.2.0,id/actor/dk-gone,minted,,\n")
    refused = run()
    assert refused.exit_code == 1
    assert "id/actor/dk-gone was published and is gone" in refused.stderr
    with ledger.open("a", encoding="utf-8") as file:
        file.write("2026-11-21,0.3.0,id/actor/dk-gone,replaced,id/actor/dk-aaby,\n")
    assert run().exit_code == 0


def test_a_claim_that_goes_with_its_source_is_retired_by_the_release(small_root: Path) -> None:
    run("--append", "0.2.0")
    table = small_root / "data" / "memberships" / "all.csv"
    text = table.read_text(encoding="utf-8")
    table.write_text(text.replace("a-page|a-register", "a-page"), encoding="utf-8")
    assert run("--append", "0.3.0").stdout == "release 0.3.0: 0 IRIs minted, 1 claims retired\n"
    claim = "id/claim/a-register--m-dk-raadet--dk-aaby"
    assert rows(small_root)[-1] == f"2026-11-21,0.3.0,{claim},retired,,"


@pytest.mark.slow
def test_no_published_iri_of_the_real_data_is_lost() -> None:
    records = tables.read_all(resources.ROOT / "data")
    lost = [iri for iri in ledgers.gone(records) if not ledgers.made_by_the_build(iri)]
    assert lost == []
    assert len(records.ledger) > 19_000


def test_the_ledger_only_grows() -> None:
    command = ["git", "show", "HEAD:data/ledger.csv"]
    shown = subprocess.run(command, cwd=resources.ROOT, capture_output=True)
    if shown.returncode:
        pytest.skip("no git history here")
    assert (resources.ROOT / "data" / "ledger.csv").read_bytes().startswith(shown.stdout)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("2026-11-21,0.3.0,id/actor/dk-aaby,minted,,", "it was minted in line .* already"),
        ("2026-11-21,0.3.0,id/actor/dk-nobody,retired,,", "it was never minted; mend"),
        ("2026-11-21,0.3.0,id/actor/dk-aaby,lost,,", "'lost' is not known; use one of minted"),
    ],
)
def test_a_wrong_row_stops_the_build(
    small_root: Path, settings: Settings, row: str, message: str
) -> None:
    run("--append", "0.2.0")
    with (small_root / "data" / "ledger.csv").open("a", encoding="utf-8") as file:
        file.write(row + "\n")
    with pytest.raises(SourceError, match=message):
        pipeline.build(settings, lambda _: None)


@pytest.mark.slow
def test_the_build_tells_in_meta_when_an_iri_was_minted_and_what_became_of_it(
    small_root: Path, settings: Settings
) -> None:
    run("--append", "0.2.0")
    with (small_root / "data" / "ledger.csv").open("a", encoding="utf-8") as file:
        file.write("2026-11-21,0.2.0,id/actor/dk-gone,minted,,\n")
        file.write("2026-11-21,0.3.0,id/actor/dk-gone,replaced,id/actor/dk-aaby,\n")
    version = pipeline.build(settings, lambda _: None).version
    packed = Versions(settings.build.dir).path(version) / "dumps" / "samgraf.nq.gz"
    dump = gzip.decompress(packed.read_bytes()).decode()
    meta = [line for line in dump.splitlines() if line.endswith("graph/meta> .")]
    base = "https://w3id.org/samgraf/id/actor"
    assert any(f"{base}/dk-aaby> <http://purl.org/dc/terms/created>" in line for line in meta)
    gone = [line for line in meta if line.startswith(f"<{base}/dk-gone>")]
    assert len(gone) == 3
    assert any(f"isReplacedBy> <{base}/dk-aaby>" in line for line in gone)


def test_a_release_has_three_numbers(small_root: Path) -> None:
    assert run("--append", "next").exit_code == 2
