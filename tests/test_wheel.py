"""The wheel alone, installed elsewhere, builds and serves in an empty folder."""

import subprocess
import sys
from pathlib import Path

import pytest

from .asking import get
from .serving import free_port, wait_for

ROOT = Path(__file__).parents[1]


def run(*command: str | Path, folder: Path) -> None:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_a_wheel_installed_elsewhere_builds_into_build_and_serves(tmp_path: Path) -> None:
    pip = ("python3", "-m", "pip", "--quiet", "--disable-pip-version-check")
    run(*pip, "wheel", "--no-deps", "--wheel-dir", tmp_path / "dist", ROOT, folder=tmp_path)
    wheel = next((tmp_path / "dist").glob("samgraf-*.whl"))
    run(sys.executable, "-m", "venv", "--without-pip", tmp_path / "venv", folder=tmp_path)
    python = tmp_path / "venv" / "bin" / "python"
    run(*pip, "--python", python, "install", wheel, folder=tmp_path)
    empty = tmp_path / "empty"
    empty.mkdir()
    port = free_port()
    command = [str(python.parent / "samgraf"), "serve", "--port", str(port)]
    with subprocess.Popen(command, cwd=empty, stderr=subprocess.PIPE) as server:
        try:
            wait_for(lambda: _answers(port), 240)  # it builds the whole graph first
            reply = get(port, "SELECT (COUNT(*) AS ?n) { ?s a ?c }", Accept="text/csv")
            assert int(reply.body.split()[1]) > 1000
        finally:
            server.terminate()
    assert server.returncode == 0
    assert (empty / "build" / "current").is_symlink()


def _answers(port: int) -> bool:
    try:
        return get(port, "ASK {}").status == 200
    except OSError:
        return False
