"""A disk without room: nothing changes, it is said in words, and the server goes on."""

import os
import resource
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from samgraf import config
from samgraf.config import Settings
from samgraf.pipeline import verbatim
from samgraf.store.versions import Versions

from .serving import children, command, make_version, point_to, some_quads
from .writable import Service, writable

ROW = "<urn:s> <urn:p> '{}'"


def samgraf(
    build: Path, *arguments: str, room: int | None = None
) -> subprocess.CompletedProcess[str]:
    """Run a command that may write files of so many bytes."""
    limited: Callable[[], None] | None = None
    if room is not None:
        limited = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room))  # noqa: E731
    return subprocess.run(
        [sys.executable, "-m", "samgraf", *arguments],
        env={**os.environ, "SAMGRAF_BUILD_DIR": str(build)},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=limited,
    )


def build_of(folder: Path, *letters: str) -> Path:
    """Make a version of a small file for each letter; the last is the current one."""
    build = folder / "build"
    settings = config.change(Settings(), "build", dir=build)
    for letter in letters:
        file = folder / f"{letter}.nt"
        file.write_text(f'<urn:a> <urn:b> "{letter}" .\n', encoding="utf-8")
        verbatim.build(settings, file, lambda _: None)
    return build


@pytest.fixture
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Service, Path]]:
    """A server that keeps what is written, and the log that it keeps it in."""
    folder = tmp_path_factory.mktemp("w")
    build = build_of(folder, "a")
    with writable(folder) as service:
        yield service, build / "writes" / f"{Versions(build).needed()}.log"
    with writable(folder) as again:
        assert again.holds(ROW.format("first"))
        assert again.holds(ROW.format("third"))
        assert not again.holds(ROW.format("x" * 500))


def zygote_of(service: Service) -> int:
    """Find the process that keeps what is written."""
    for parent in children(os.getpid()):
        if f"--port {service.port}" in command(parent):
            return next(c for c in children(parent) if "samgraf.store.zygote" in command(c))
    raise AssertionError("there is no such server")


@pytest.mark.slow
def test_a_write_without_room_changes_nothing_and_the_next_is_kept(
    kept: tuple[Service, Path],
) -> None:
    service, log = kept
    service.fill(ROW.format("first"))
    zygote, room = zygote_of(service), log.stat().st_size
    before = resource.prlimit(zygote, resource.RLIMIT_FSIZE, (room + 20, resource.RLIM_INFINITY))
    reply = service.post_update(f"INSERT DATA {{ {ROW.format('x' * 500)} }}")
    assert (reply.status, reply.kind) == (507, "write-failed")
    assert not service.holds(ROW.format("x" * 500))
    assert service.holds(ROW.format("first"))
    assert log.stat().st_size == room
    resource.prlimit(zygote, resource.RLIMIT_FSIZE, before)
    service.fill(ROW.format("third"))


def test_a_build_without_room_leaves_the_old_version(tmp_path: Path) -> None:
    build = build_of(tmp_path, "a")
    before = Versions(build).needed()
    file = tmp_path / "large.nt"
    file.write_text(some_quads(3000).replace(" <https://example.org/graph> .", " ."))
    done = samgraf(build, "build", "--from", str(file), room=50_000)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert Versions(build).needed() == before
    assert not [*(build / "versions").glob(".building-*")]
    assert samgraf(build, "build", "--from", str(file)).returncode == 0


@pytest.mark.parametrize(
    "missing", ["index/names.jsonl", "manifest.json", "store/CURRENT", "store"]
)
def test_a_version_with_a_missing_file_is_not_made_the_current_one(
    tmp_path: Path, missing: str
) -> None:
    build = build_of(tmp_path, "a", "b")
    versions = Versions(build)
    current = versions.needed()
    [other] = [version for version in versions.all() if version != current]
    place = versions.path(other) / missing
    place.rename(tmp_path / "gone")
    done = samgraf(build, "activate", other)
    assert done.returncode != 0
    assert "Traceback" not in done.stderr
    assert done.stderr.count("\n") == 1
    assert versions.needed() == current


def test_a_half_made_version_is_never_a_version(tmp_path: Path) -> None:
    make_version(tmp_path, "v1", some_quads(10))
    point_to(tmp_path, "v1")
    (tmp_path / "versions" / ".building-1").mkdir()
    assert Versions(tmp_path).all() == ["v1"]
