"""New versions under load: no request fails, and none is answered from two versions."""

import os
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from samgraf import config
from samgraf.config import Settings
from samgraf.limits import Limits
from samgraf.pipeline import verbatim
from samgraf.store.verbatim import File
from samgraf.store.versions import Versions

from .flipping import LETTERS, Client, Found, marked, pages, queries, streams
from .serving import Server, wait_for

QUERYING, BROWSING, STREAMING = 5, 3, 1


def samgraf(build: Path, *arguments: str) -> None:
    """Run a command beside the server."""
    command = [sys.executable, "-m", "samgraf", *arguments]
    variables = {**os.environ, "SAMGRAF_BUILD_DIR": str(build)}
    done = subprocess.run(
        command, capture_output=True, text=True, timeout=60, check=False, env=variables
    )
    assert done.returncode == 0, done.stderr


class Flips:
    """A server over versions that are flipped while clients ask it."""

    def __init__(self, server: Server, folder: Path, versions: dict[str, str]) -> None:
        """Remember the versions by their letters."""
        self.server, self._folder, self._versions = server, folder, versions
        self._current = server.build / "run" / "current"
        marks = {version: f"mark-{letter}" for letter, version in versions.items()}
        self.found = Found(marks)

    def under_load(self, flips: int, requests: int) -> Found:
        """Flip so often while so many requests at least are made."""
        kinds = [queries] * QUERYING + [pages] * BROWSING + [streams] * STREAMING
        clients = [
            Client(self.server.port, f"127.0.1.{n}", self._current.parent, kind(), self.found)
            for n, kind in enumerate(kinds, 1)
        ]
        for client in clients:
            client.start()
        try:
            for number in range(1, flips + 1):
                self._flip(number, build=number == flips // 2)
                wait_for(partial(self._asked, requests * number // flips), 120)
        finally:
            for client in clients:
                client.stop()
            for client in clients:
                client.join(30)
        return self.found

    def _asked(self, requests: int) -> bool:
        return self.found.total() >= requests

    def _flip(self, number: int, build: bool) -> None:
        """Make another version the current one: by building it, by a command, or by hand."""
        version = self._versions["c" if build else "ab"[number % 2]]
        if build:
            samgraf(self.server.build, "build", "--from", str(self._folder / "c.nq"))
        elif number % 4 == 1:
            samgraf(self.server.build, "activate", version)
        else:
            Versions(self.server.build).flip(version)
        wait_for(lambda: self._current.readlink().name == f"{version}.sock", 20)


@pytest.fixture
def flips(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flips]:
    folder = tmp_path_factory.mktemp("f")  # a longer path holds no socket
    build = folder / "build"
    settings = config.change(Settings(), "build", dir=build)
    versions = {}
    for letter in LETTERS:
        file = folder / f"{letter}.nq"
        file.write_text(marked(letter), encoding="utf-8")
        versions[letter] = verbatim.version_id(File(file), File(file).digest(), verbatim.UNDATED)
    for letter in "ba":
        verbatim.build(settings, folder / f"{letter}.nq", lambda _: None)
    with Server(build, Limits(), processes=2, warm=True) as server:  # as operators have it
        yield Flips(server, folder, versions)
    assert not [line for line in server.lines if "Traceback" in line]


@pytest.mark.slow
def test_versions_flip_under_load_without_a_failed_or_mixed_answer(flips: Flips) -> None:
    found = flips.under_load(flips=4, requests=3_000)
    assert found.failed == []
    assert found.mixed == []
    assert len(found.asked) == 10


@pytest.mark.slow
def test_twenty_flips_and_twenty_thousand_requests_fail_and_mix_nothing(flips: Flips) -> None:
    found = flips.under_load(flips=20, requests=20_000)
    assert found.failed == []
    assert found.mixed == []
    assert found.total() >= 20_000
    assert found.outlasted >= 2, "long answers that began before a flip and ended behind it"
