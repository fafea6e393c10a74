"""Builds that are killed, starved, doubled or crossed by a flip: nothing is lost, and it mends."""

import os
import random
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from samgraf.errors import StoreError
from samgraf.store.versions import Versions, digests

from .asking import SMALL, get
from .serving import TIGHT, Server, make_version, some_quads, wait_for

pytestmark = pytest.mark.slow
KILLS = 6
SEED = 20_261_129


def text(folder: Path, name: str, actors: int) -> Path:
    """Write a file of N-Triples that a version can be made of."""
    file = folder / f"{name}.nt"
    quads = some_quads(actors).replace(" <https://example.org/graph> .", " .")
    file.write_text(f'{quads}<urn:a> <urn:b> "{name}" .\n', encoding="utf-8")
    return file


def samgraf(build: Path, *arguments: str, memory: int | None = None) -> subprocess.Popen[str]:
    """Begin a command, with so many bytes of memory."""
    limited: Callable[[], None] | None = None
    if memory is not None:
        limited = lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory))  # noqa: E731
    return subprocess.Popen(
        [sys.executable, "-m", "samgraf", *arguments],
        env={**os.environ, "SAMGRAF_BUILD_DIR": str(build)},
        stderr=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        text=True,
        preexec_fn=limited,
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, said = process.communicate(timeout=120)
    return process.returncode, said


def made(build: Path, file: Path) -> str:
    """Build from a file; return the version."""
    status, said = ended(samgraf(build, "build", "--from", str(file)))
    assert status == 0, said
    return Versions(build).needed()


def content(build: Path, version: str) -> dict[str, str]:
    """Return what a version holds but for the store's own files, whose numbers may differ."""
    found = digests(Versions(build).path(version))
    return {name: digest for name, digest in found.items() if not name.startswith("store/")}


def test_a_build_killed_at_any_moment_leaves_what_was_and_the_next_is_the_same(
    tmp_path: Path,
) -> None:
    small, large = text(tmp_path, "small", 10), text(tmp_path, "large", 4000)
    started = time.monotonic()
    wanted = made(tmp_path / "whole", large)
    lasts = time.monotonic() - started
    build, chance, killed = tmp_path / "build", random.Random(SEED), list[bool]()
    old = made(build, small)
    for _ in range(KILLS):
        process = samgraf(build, "build", "--from", str(large))
        time.sleep(lasts * chance.uniform(0.2, 1.0))
        process.kill()
        killed.append(ended(process)[0] == -signal.SIGKILL)
        versions = Versions(build)
        current = versions.needed()
        assert current in (old, wanted)
        assert all(versions.whole(version) for version in versions.all())
    assert any(killed)
    assert made(build, large) == wanted
    assert content(build, wanted) == content(tmp_path / "whole", wanted)
    assert not [*(build / "versions").glob(".building-*")]
    assert versions.history() == [old, wanted]


def test_an_engine_without_memory_leaves_the_old_version(tmp_path: Path) -> None:
    build = tmp_path / "build"
    old = made(build, text(tmp_path, "small", 10))
    large = text(tmp_path, "large", 40_000)
    status, said = ended(samgraf(build, "build", "--from", str(large), memory=400 << 20))
    assert status != 0
    assert "Traceback" not in said
    assert Versions(build).needed() == old
    assert Versions(build).whole(old)
    assert made(build, text(tmp_path, "next", 20)) != old
    assert not [*(build / "versions").glob(".building-*")]


_SCARCE = """
import resource, sys
from pathlib import Path
from samgraf import pipeline
from samgraf.cli.commands import cli
held = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
most = held + (int(sys.argv.pop(1)) << 20)
resource.setrlimit(resource.RLIMIT_AS, (most, most))
cli()
"""
"""A command with so many MiB beyond its program, whose size differs from machine to machine."""


@pytest.mark.parametrize("mib", [8, 32])
def test_a_build_from_tables_without_memory_is_refused_in_words(tmp_path: Path, mib: int) -> None:
    build = tmp_path / "build"
    old = made(build, text(tmp_path, "small", 10))
    done = subprocess.run(
        [sys.executable, "-c", _SCARCE, str(mib), "build"],
        env={**os.environ, "SAMGRAF_BUILD_DIR": str(build)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    last = done.stderr.splitlines()[-1]
    assert last.startswith("Error: there is not enough memory for this: nothing was changed")
    assert Versions(build).needed() == old
    assert Versions(build).whole(old)


def test_of_two_builds_at_once_the_second_is_refused_in_words_and_none_is_half(
    tmp_path: Path,
) -> None:
    build = tmp_path / "build"
    files = {name: text(tmp_path, name, 4000) for name in ("a", "b")}
    first = samgraf(build, "build", "--from", str(files["a"]))
    wait_for(lambda: [*build.glob("versions/.building-*")] != [], 20)
    first.send_signal(signal.SIGSTOP)
    status, said = ended(samgraf(build, "build", "--from", str(files["b"])))
    meanwhile = Versions(build).all()
    first.send_signal(signal.SIGCONT)
    assert ended(first)[0] == 0
    assert (status, meanwhile) == (1, [])
    refusal = f"Error: another build is running in {build}: wait for it to end"
    assert said.splitlines()[-1] == refusal
    assert "Traceback" not in said
    versions = Versions(build)
    both = [versions.needed(), made(build, files["b"])]
    assert sorted(versions.all()) == sorted(both)
    assert all(versions.whole(version) for version in both)


def flips(versions: Versions, done: threading.Event, found: list[str]) -> None:
    """Make one version after the other the current one; note each, or why it could not be."""
    while not done.wait(0.1):
        for version in versions.all():
            try:
                versions.activate(version)
                found.append(version)
            except StoreError as error:
                found.append(str(error))


def visits(port: int, done: threading.Event, found: list[int]) -> None:
    """Ask what no cache has seen."""
    while not done.is_set():
        found.append(get(port, f"{SMALL} # {len(found)}").status)


def test_flips_during_builds_lose_no_query_and_no_store(tmp_path: Path) -> None:
    build = tmp_path / "build"
    versions = Versions(build)
    made(build, text(tmp_path, "first", 300))
    done, statuses, flipped = threading.Event(), list[int](), list[str]()
    with Server(build, TIGHT) as server:
        visitor = threading.Thread(target=visits, args=(server.port, done, statuses))
        flipper = threading.Thread(target=flips, args=(versions, done, flipped))
        visitor.start()
        flipper.start()
        for name in ("b", "c", "d", "e"):
            made(build, text(tmp_path, name, 300))
        done.set()
        visitor.join(20)
        flipper.join(20)
        assert {*statuses} == {200}
        current = versions.needed()
        assert versions.whole(current)
        wait_for(lambda: get(server.port, "ASK {}").headers["samgraf-version"] == current, 6)
    activated = {told for told in flipped if told in versions.all()}
    assert len(activated) > 1
    assert all("save space" in told for told in {*flipped} - activated)


def test_a_clock_that_was_set_back_costs_no_newer_store(tmp_path: Path) -> None:
    versions = Versions(tmp_path)
    for number, name in enumerate(("v1", "v2", "v3", "v4", "v5")):
        place = make_version(tmp_path, name, some_quads(5))
        (place / "files.json").write_text('{"files": {}}')
        os.utime(place / "files.json", (10**9 - number * 1000,) * 2)
    (tmp_path / "history").write_text("v1\nv2\nv3\nv4\nv5\n")
    versions.flip("v5")
    versions.prune(None)
    kept = [v for v in versions.all() if (versions.path(v) / "store").is_dir()]
    assert kept == ["v3", "v4", "v5"]
