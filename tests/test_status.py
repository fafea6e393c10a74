"""samgraf status: what is served and how, and what was written."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from samgraf.cli.commands import cli

from .asking import get
from .serving import HEAVY, TIGHT, Server, make_version, point_to, some_quads
from .writable import TOKEN, Service

pytestmark = pytest.mark.slow

WRITE = "INSERT DATA { <https://example.org/a> <https://example.org/b> 1 }"


@pytest.fixture
def build(tmp_path: Path) -> Path:
    return a_version(tmp_path / "build")


def a_version(folder: Path) -> Path:
    directory = make_version(folder, "v1", some_quads(2000))
    (directory / "manifest.json").write_text(
        '{"version": "v1", "quads": 80, "triples": 60, "from": {"file": "some.nq"}}'
    )
    point_to(folder, "v1")
    return folder


def status(build: Path) -> list[str]:
    """Return what the command prints, with single blanks."""
    result = CliRunner().invoke(cli, ["status", "--store", str(build)])
    assert result.exit_code == 0, result.output
    return [" ".join(line.split()) for line in result.stdout.splitlines()]


def starting(lines: list[str], word: str) -> list[str]:
    return [line for line in lines if line.startswith(word)]


def test_without_a_server_it_says_how_the_version_would_be_served(build: Path) -> None:
    (line,) = starting(status(build), "served")
    assert line.startswith("served nothing; it would be from memory (")
    assert "workers may need" in line


def test_a_running_server_tells_of_its_workers(build: Path) -> None:
    with Server(build, TIGHT) as server:
        get(server.port, HEAVY)
        lines = status(build)
    (line,) = starting(lines, "served")
    assert line.startswith("served v1 from memory (")
    (line,) = starting(lines, "workers")
    assert line.endswith("ended: 1 by SIGALRM")
    assert " alive, " in line


@pytest.mark.slow
def test_a_server_whose_sockets_are_elsewhere_is_found(tmp_path: Path) -> None:
    build = a_version(tmp_path.joinpath(*["deep" * 10] * 4))
    with Server(build, TIGHT):
        (line,) = starting(status(build), "served")
    assert line.startswith("served v1 from memory (")


def test_a_server_that_was_killed_is_not_served(build: Path) -> None:
    with Server(build, TIGHT) as server:
        server.process.kill()
        server.ended()
    (build / "run" / "current").unlink(missing_ok=True)
    (build / "run" / "current").symlink_to("v1.sock")
    (line,) = starting(status(build), "served")
    assert line.startswith("served nothing")


@pytest.mark.slow
def test_writes_are_counted_and_the_state_is_named(build: Path) -> None:
    with Server(build, TIGHT, token=TOKEN) as server:
        service = Service(server.port, TOKEN)
        for number in range(2):
            assert service.post_update(WRITE.replace("1", str(number))).status == 204
        lines = status(build)
    (line,) = starting(lines, "served")
    assert line == "served v1~2 from memory (it may be written to)"
    (line,) = starting(lines, "writes")
    assert line == f"writes {build}/writes/v1.log: 2 to version v1"
