"""The build: the same bytes each time, whole or not at all, and refused with place and remedy."""

import gzip
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pyoxigraph as ox
import pytest

from samgraf import pipeline
from samgraf.config import Settings
from samgraf.errors import SamgrafError, SourceError, StoreError
from samgraf.limits import Limits
from samgraf.store.drafts import draft
from samgraf.store.versions import Versions

from .asking import get
from .serving import Server, wait_for
from .small import built
from .test_description import DOCUMENTS

KILLED = """
import os, sys
from pathlib import Path
from samgraf import config, pipeline, resources
from samgraf.store import versions

root, build, step = sys.argv[1:]
resources.ROOT = Path(root)

def end(*_):
    os.kill(os.getpid(), 9)

if step in ("flip", "publish", "prune"):
    setattr(versions.Versions, step, end)
settings = config.change(config.Settings(), "build", dir=Path(build))
pipeline.build(settings, lambda text: end() if text.startswith(step) else None)
"""


def build(settings: Settings) -> str:
    return pipeline.build(settings, lambda _: None).version


def dump(settings: Settings, version: str) -> bytes:
    file = Versions(settings.build.dir).path(version) / "dumps" / "samgraf.nq.gz"
    return gzip.decompress(file.read_bytes())


def add_a_name(root: Path) -> None:
    file = root / "data" / "names.csv"
    text = file.read_text(encoding="utf-8")
    file.write_text(text.replace("dk-aaby,Aaby,", "dk-aaby,Aabye,"), encoding="utf-8")


def test_a_build_makes_a_version_and_puts_it_in_use(small_root: Path, settings: Settings) -> None:
    version = build(settings)
    versions = Versions(settings.build.dir)
    assert versions.current() == version
    assert versions.whole(version)
    assert version.startswith("2026-11-21-")
    manifest = versions.manifest(version)
    assert manifest["quads"] == dump(settings, version).count(b"\n")
    assert manifest["inputs"]["data"]["data/names.csv"]


def test_the_same_input_gives_the_same_bytes(
    small_root: Path, settings: Settings, tmp_path: Path
) -> None:
    first = build(settings)
    code = "import sys; from pathlib import Path; from samgraf import config, pipeline, resources;"
    code += "resources.ROOT = Path(sys.argv[1]); s = config.Settings();"
    code += "pipeline.build(config.change(s, 'build', dir=Path(sys.argv[2])), lambda t: None)"
    other = tmp_path / "elsewhere"
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "TZ": "Asia/Tokyo"}
    command = [sys.executable, "-c", code, str(small_root), str(other)]
    subprocess.run(command, check=True, env=environment, timeout=60)
    again = Versions(other)
    assert again.current() == first
    here = Versions(settings.build.dir).path(first)
    dumped = sorted(f"dumps/{file.name}" for file in (here / "dumps").iterdir())
    assert len(dumped) > 50
    described = [f"description/{name}.nt" for name in DOCUMENTS]
    fixed = ("manifest.json", "program.json", "index/names.jsonl", "dumps.json")
    for name in (*fixed, *dumped, *described):
        assert (again.path(first) / name).read_bytes() == (here / name).read_bytes(), name


def test_the_dump_is_sorted_and_free_of_blank_nodes(small_root: Path, settings: Settings) -> None:
    lines = dump(settings, build(settings)).decode().splitlines()
    assert lines == sorted(set(lines))
    assert not [line for line in lines if "_:" in line.replace('"', " ").split("<")[0]]


@pytest.mark.slow
def test_a_build_without_a_change_keeps_the_version(small_root: Path, settings: Settings) -> None:
    first = pipeline.build(settings, lambda _: None)
    second = pipeline.build(settings, lambda _: None)
    assert (first.new, second.new) == (True, False)
    assert first.version == second.version
    assert pipeline.is_fresh(settings)


def test_changed_data_are_not_fresh_and_make_another_version(
    small_root: Path, settings: Settings
) -> None:
    first = built(settings.build.dir)
    add_a_name(small_root)
    assert not pipeline.is_fresh(settings)
    assert build(settings) != first


@pytest.mark.slow
def test_the_data_date_can_be_set_and_counts_as_today(small_root: Path, settings: Settings) -> None:
    from dataclasses import replace
    from datetime import date

    then = replace(settings, build=replace(settings.build, data_date=date(2010, 1, 1)))
    version = build(then)
    assert version.startswith("2010-01-01-")
    current = b"ontology#memberOf> <https://w3id.org/samgraf/id/actor/dk-raadet> "
    current += b"<https://w3id.org/samgraf/graph/derived/current> ."
    assert dump(then, version).count(current) == 2
    assert dump(then, build(settings)).count(current) == 1


def test_derived_memberships_follow_bounds_and_readings(
    small_root: Path, settings: Settings
) -> None:
    lines = dump(settings, build(settings)).decode().splitlines()
    found = {line.split()[0] for line in lines if "derived/current>" in line}
    assert found == {"<https://w3id.org/samgraf/id/actor/dk-aaby>"}
    bounds = [line for line in lines if "derived/bounds>" in line and "--no-oey" in line]
    assert any("endsNotAfter" in line and '"2019-12-31"' in line for line in bounds)
    assumed = [line for line in lines if "derived/bounds>" in line and "--no-nes>" in line]
    assert [line.split()[1].rpartition("#")[2] for line in assumed] == ["beginsNotBefore>"]


@pytest.mark.slow
@pytest.mark.parametrize(
    "step",
    ["read the tables", "describe", "validate", "derive", "write", "prune", "publish", "flip"],
)
def test_a_build_killed_at_any_step_leaves_the_old_version_whole(
    small_root: Path, settings: Settings, step: str
) -> None:
    old = built(settings.build.dir)
    add_a_name(small_root)
    command = [sys.executable, "-c", KILLED, str(small_root), str(settings.build.dir), step]
    ended = subprocess.run(command, capture_output=True, timeout=60)
    assert ended.returncode == -9, ended.stderr.decode()
    versions = Versions(settings.build.dir)
    served = versions.current()
    assert served is not None
    assert versions.whole(served)
    assert (served == old) == (step != "prune")
    assert versions.whole(old)
    new = build(settings)
    assert new != old
    assert versions.current() == new
    assert not list((settings.build.dir / "versions").glob(".building-*"))


@pytest.mark.slow
def test_a_killed_build_leaves_the_old_version_served(small_root: Path, settings: Settings) -> None:
    old = build(settings)
    add_a_name(small_root)
    command = [sys.executable, "-c", KILLED, str(small_root), str(settings.build.dir), "flip"]
    with Server(settings.build.dir, Limits()) as server:
        assert subprocess.run(command, timeout=60).returncode == -9
        reply = get(server.port, "ASK { ?s ?p ?o }")
        assert (reply.status, reply.headers["samgraf-version"]) == (200, old)
        new = build(settings)
        wait_for(lambda: get(server.port, "ASK {}").headers["samgraf-version"] == new, 15)


def test_a_second_build_at_the_same_time_is_refused(small_root: Path, settings: Settings) -> None:
    with (
        Versions(settings.build.dir).building(),
        pytest.raises(StoreError, match="another build is running"),
    ):
        build(settings)


def wrong_date(root: Path) -> None:
    replace(root, "memberships/all.csv", "2007,,", "2007-02-30,,")


def unknown_member(root: Path) -> None:
    replace(root, "memberships/all.csv", ",no-nes,", ",no-ness,")


def wrong_code(root: Path) -> None:
    replace(root, "codes.csv", ",0101,", ",101,")


def missing_column(root: Path) -> None:
    replace(root, "codes.csv", "valid_to,", "")


def not_utf8(root: Path) -> None:
    file = root / "data" / "names.csv"
    file.write_bytes(file.read_bytes().replace("Åby".encode(), "Åby".encode("latin-1")))


def formula(root: Path) -> None:
    replace(root, "names.csv", "Aaby,", '=cmd|" /C calc"!A0,'.replace('"', "'"))


def huge_cell(root: Path) -> None:
    replace(root, "names.csv", "Aaby,", "A" * 10_000_000 + ",")


def no_name(root: Path) -> None:
    replace(root, "names.csv", "no-nes,Nes,nb,pref,2020-01-01,,a-register\n", "")


def replace(root: Path, table: str, old: str, new: str) -> None:
    file = root / "data" / table
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (wrong_date, r"data/memberships/all.csv:2: start: '2007-02-30' is not a date; write"),
        (unknown_member, r"memberships/all.csv:3: member: no actor has the key 'no-ness'; did"),
        (wrong_code, r"data/codes.csv:2: .*four digits"),
        (missing_column, r"data/codes.csv:1: valid_to: the column is missing; the header must"),
        (not_utf8, r"data/names.csv:2: byte 9 of the line is not UTF-8; save the file as UTF-8"),
        (formula, r"data/names.csv:3: name: .=cmd.* begins like a formula; write the text"),
        (huge_cell, r"data/names.csv:3: this is not CSV: field larger than field limit"),
        (no_name, r"data/actors.csv:4: .*no-nes.*name"),
    ],
)
def test_one_broken_row_stops_the_build_with_place_and_remedy(
    small_root: Path, settings: Settings, spoil: Callable[[Path], None], message: str
) -> None:
    old = built(settings.build.dir)
    spoil(small_root)
    with pytest.raises(SamgrafError, match=message) as refusal:
        build(settings)
    assert refusal.value.exit_status == 1
    versions = Versions(settings.build.dir)
    assert versions.current() == old
    assert versions.whole(old)


def test_two_codes_of_one_scheme_at_once_are_refused(small_root: Path, settings: Settings) -> None:
    replace(small_root, "codes.csv", "2023-12-31", "2024-06-30")
    with pytest.raises(SourceError, match=r"codes.csv:4: .*no-nes has the no-kommunenummer '3401'"):
        build(settings)


@pytest.mark.slow
def test_an_older_version_can_be_made_current_again(small_root: Path, settings: Settings) -> None:
    versions = Versions(settings.build.dir)
    first = build(settings)
    add_a_name(small_root)
    build(settings)
    versions.activate(first)
    assert versions.current() == first


def test_a_damaged_version_is_not_activated_and_is_built_again(
    small_root: Path, settings: Settings
) -> None:
    versions = Versions(settings.build.dir)
    first = built(settings.build.dir)
    dumped = versions.path(first) / "dumps" / "samgraf.nq.gz"
    dumped.chmod(0o600)
    dumped.write_bytes(b"")
    with pytest.raises(StoreError, match="is damaged"):
        versions.activate(first)
    assert pipeline.build(settings, lambda _: None).new
    assert versions.whole(first)


def test_an_unknown_version_is_named_with_those_at_hand(
    small_root: Path, settings: Settings
) -> None:
    version = built(settings.build.dir)
    with pytest.raises(StoreError, match=f"no version '2001-01-01-0'; at hand: {version}"):
        Versions(settings.build.dir).activate("2001-01-01-0")


@pytest.mark.slow
def test_only_the_stores_of_the_last_versions_are_kept(
    small_root: Path, settings: Settings
) -> None:
    file = small_root / "data" / "names.csv"
    made = []
    for number in range(5):
        text = file.read_text(encoding="utf-8")
        file.write_text(text.replace("Rådet", f"Rådet{number}"), encoding="utf-8")
        made.append(build(settings))
    versions = Versions(settings.build.dir)
    assert versions.all() == sorted(made)
    stores = [v for v in made if (versions.path(v) / "store").is_dir()]
    assert stores == made[-3:]
    assert all((versions.path(v) / "dumps" / "samgraf.nq.gz").is_file() for v in made)
    with pytest.raises(StoreError, match="was removed to save space"):
        versions.activate(made[0])


def test_files_json_names_every_file(small_root: Path, settings: Settings) -> None:
    path = Versions(settings.build.dir).path(build(settings))
    named = json.loads((path / "files.json").read_text())["files"]
    assert {"manifest.json", "index/names.jsonl", "dumps/samgraf.nq.gz"} <= named.keys()
    assert any(name.startswith("store/") for name in named)
    assert any(name.startswith("authored/") for name in named)


def test_the_authored_store_holds_what_no_rule_made(small_root: Path, settings: Settings) -> None:
    path = Versions(settings.build.dir).path(build(settings))
    quads = gzip.decompress((path / "dumps" / "samgraf.nq.gz").read_bytes()).decode().splitlines()
    made = ("<https://w3id.org/samgraf/graph/derived/", "<https://w3id.org/samgraf/graph/asof/")
    parts = [quad.removesuffix(" .").rpartition(" ") for quad in quads]
    expected = {triple for triple, _, graph in parts if not graph.startswith(made)}
    with draft(path / "authored") as folder:
        found = {str(quad.triple) for quad in ox.Store(str(folder))}
    assert found == expected
    assert len({triple for triple, _, _ in parts}) > len(expected)
    assert Versions(settings.build.dir).whole(path.name)


@pytest.mark.slow
def test_a_version_without_its_authored_store_is_made_again(
    small_root: Path, settings: Settings
) -> None:
    path = Versions(settings.build.dir).path(build(settings))
    shutil.rmtree(path / "authored")
    assert pipeline.build(settings, lambda _: None).new
    assert (path / "authored").is_dir()
