"""What changed from one version to another: as a patch that fits, and in plain words."""

import gzip
import io
import json
import random
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samgraf.cli.commands import cli
from samgraf.differences import applying, comparing
from samgraf.store import contents, molecules

from . import pairs


def run(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(one) for one in arguments])


def patched_here(folder: Path, old: str, new: str) -> str:
    """Do what ``patched`` does, without a process for each step."""
    sides = [folder / "old.nq", folder / "new.nq"]
    for file, text in zip(sides, (old, new), strict=True):
        file.write_text(text, encoding="utf-8")
    before, after = map(contents.of_file, sides)
    patch, made = io.BytesIO(), io.BytesIO()
    with contents.opened(before, False) as left, contents.opened(after, False) as right:
        names = comparing.Names({"name": "old"}, {"name": "new"})
        comparing.compare(left, right, names, patch, io.BytesIO())
    with contents.opened(before, False) as left:
        applying.apply(left, gzip.decompress(patch.getvalue()), made)
    return made.getvalue().decode()


def patched(folder: Path, old: str, new: str) -> str:
    """Make the patch from one text of N-Quads to another, apply it, and return what it makes."""
    sides = [folder / "old.nq", folder / "new.nq"]
    for file, text in zip(sides, (old, new), strict=True):
        file.write_text(text, encoding="utf-8")
    made = run("diff", *sides, "--format", "patch", "--output", folder / "p")
    assert made.exit_code in (0, 1), made.stderr
    applied = run("apply", folder / "p", sides[0])
    assert applied.exit_code == 0, applied.stderr
    return applied.stdout


@pytest.mark.slow
def test_a_difference_applied_to_the_first_gives_the_second_for_50_pairs(tmp_path: Path) -> None:
    changed = 0
    for seed in range(50):
        rng = random.Random(seed)
        old = pairs.data(rng)
        sides = [pairs.written(quads, rng) for quads in (old, pairs.edited(old, rng))]
        changed += not pairs.alike(*sides)
        assert pairs.alike(patched_here(tmp_path, *sides), sides[1]), seed
    assert changed > 40


def test_a_difference_applied_to_the_first_gives_the_second(tmp_path: Path) -> None:
    rng = random.Random(7)
    old = pairs.data(rng)
    sides = [pairs.written(quads, rng) for quads in (old, pairs.edited(old, rng))]
    assert not pairs.alike(*sides)
    assert pairs.alike(patched(tmp_path, *sides), sides[1])


def test_other_labels_of_blank_nodes_and_another_order_are_no_difference(tmp_path: Path) -> None:
    rng = random.Random(3)
    old = pairs.data(rng)
    files = [tmp_path / "old.nq", tmp_path / "new.nq"]
    files[0].write_text(pairs.written(old, rng), encoding="utf-8")
    other = {quad.replace("_:", "_:other") for quad in old}
    files[1].write_text(pairs.written(other, rng), encoding="utf-8")
    same = run("diff", *files)
    assert same.exit_code == 0
    assert "0 statements added, 0 removed" in same.stdout


def test_one_more_of_two_alike_is_a_difference(tmp_path: Path) -> None:
    twin = "_:{} <https://example.org/p> <https://example.org/o> .\n"
    files = [tmp_path / "old.nq", tmp_path / "new.nq"]
    files[0].write_text(twin.format("a"), encoding="utf-8")
    files[1].write_text(twin.format("a") + twin.format("b"), encoding="utf-8")
    found = run("diff", *files, "--format", "added")
    assert found.exit_code == 1
    assert found.stdout.count("<https://example.org/o>") == 1


def test_a_patch_of_something_else_is_refused(tmp_path: Path) -> None:
    old = "<urn:a> <urn:p> <urn:b> .\n"
    patched(tmp_path, old, "")
    (tmp_path / "other.nq").write_text("<urn:c> <urn:p> <urn:b> .\n", encoding="utf-8")
    refused = run("apply", tmp_path / "p", tmp_path / "other.nq")
    assert refused.exit_code == 2
    assert "removes what is not there, such as <urn:a> <urn:p> <urn:b>" in refused.stderr
    (tmp_path / "p").write_text("A <urn:c> <urn:p> <urn:b> .\n", encoding="utf-8")
    assert "no whole RDF Patch" in run("apply", tmp_path / "p", tmp_path / "old.nq").stderr


def poisoned(nodes: int) -> str:
    """Return a complete graph of blank nodes: each permutation of them is to be tried."""
    pairs_of = [(a, b) for a in range(nodes) for b in range(nodes) if a != b]
    return "".join(f"_:n{a} <urn:p> _:n{b} .\n" for a, b in pairs_of)


def test_a_poisoned_graph_ends_with_the_limit_that_it_met(tmp_path: Path) -> None:
    files = [tmp_path / "old.nq", tmp_path / "new.nq"]
    files[0].write_text(poisoned(12), encoding="utf-8")
    files[1].write_text("", encoding="utf-8")
    file = tmp_path / "limits.toml"
    file.write_text("[limits]\ncompare_seconds = 1\nmemory_mib = 512\n", encoding="utf-8")
    met = run("--config", file, "diff", *files)
    assert met.exit_code == 4
    assert "comparing needs more than [limits] " in met.stderr  # memory or processor time


def test_a_name_that_is_no_version_and_no_file_is_told_with_those_at_hand(tmp_path: Path) -> None:
    told = run("diff", "x", "y", "--store", tmp_path)
    assert told.exit_code == 2
    assert "x: no such version and no such file; versions at hand: none" in told.stderr


def test_a_molecule_is_written_alike_whatever_its_labels() -> None:
    one = molecules.of_lines([b"_:a <urn:p> _:b .\n", b'_:b <urn:q> "c" .\n'])
    other = molecules.of_lines([b'_:y <urn:q> "c" .\n', b"_:x <urn:p> _:y .\n"])
    assert one == other
    assert [*molecules.labelled(one[1])] == [*molecules.labelled(other[1])]
    assert one[0] == set()


def test_a_value_more_among_many_is_told(tmp_path: Path) -> None:
    roster = "<https://w3id.org/samgraf/id/claim/a--list>"
    line = f"{roster} <https://w3id.org/samgraf/ontology#listsMember> {{}} <urn:g:{{}}> .\n"
    members = [f"<https://w3id.org/samgraf/id/actor/dk-{number:02}>" for number in range(26)]
    files = [tmp_path / "old.nq", tmp_path / "new.nq"]
    files[0].write_text("".join(line.format(one, 1) for one in members[:25]), "utf-8")
    files[1].write_text("".join(line.format(one, 2) for one in members), "utf-8")
    told = run("diff", *files).stdout
    assert "a--list" in told
    found = json.loads(run("diff", *files, "--format", "json").stdout)
    [thing] = found["things"]["list"] if "list" in found["things"] else found["list"]
    [change] = thing["changes"]
    assert (len(change["before"]), len(change["after"])) == (25, 26)


@pytest.mark.parametrize(
    ("patch", "told"),
    [
        (
            b"TX .\nPA x <urn:x> .\nA <urn:c> <urn:p> <urn:b> .\nTC .\n",
            "line 2 of the patch is not",
        ),
        (b"TX .\nX foo\nTC .\n", "line 2 of the patch is not read here: 'X foo'"),
        (b"TX .\na <urn:c> <urn:p> <urn:b> .\nTC .\n", "line 2 of the patch is not read here"),
        (b"A <urn:c> <urn:p> <urn:b> .\nTX .\nTC .\n", "line 1 of the patch is not read here"),
        (
            b"TX .\nTC .\nTX .\nA <urn:c> <urn:p> <urn:b> .\n",
            "line 3 of the patch: one transaction",
        ),
        (b"TX .\nTC .\nA <urn:c> <urn:p> <urn:b> .\n", "line 3 of the patch: one transaction"),
        (
            b"TX .\nA <urn:c> <urn:p>\nTC .\n",
            "of the patch is no statement: '<urn:c> <urn:p>'",
        ),
        (gzip.compress(b"TX .\nTC .\n", mtime=0)[:-3], "the patch is no whole file of gzip"),
    ],
)
def test_a_patch_with_what_is_not_read_is_refused(tmp_path: Path, patch: bytes, told: str) -> None:
    (tmp_path / "old.nq").write_text("<urn:a> <urn:p> <urn:b> .\n", "utf-8")
    (tmp_path / "p").write_bytes(patch)
    refused = run("apply", tmp_path / "p", tmp_path / "old.nq")
    assert refused.exit_code == 2, refused.stderr
    assert told in refused.stderr
    assert refused.stdout == ""
