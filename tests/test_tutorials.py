"""The notebooks of docs/tutorials run, and what is committed is what they put out."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from samgraf.limits import Limits

from .serving import Server
from .small import ROOT

NOTEBOOKS = sorted((ROOT / "docs" / "tutorials").glob("*.ipynb"))
LARGEST = 200_000  # bytes


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: str(file.name))
def test_a_notebook_is_small_and_tells_nothing_of_a_machine(file: Path) -> None:
    text = file.read_text(encoding="utf-8")
    assert file.stat().st_size <= LARGEST
    outputs = json.dumps([cell.get("outputs") for cell in json.loads(text)["cells"]])
    assert not any(word in outputs for word in ("/home", "/root", "/tmp", "127.0.0.1", " at 0x"))
    assert "Traceback" not in outputs
    assert '"image/png"' in outputs


@pytest.mark.slow
@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: str(file.name))
def test_what_is_committed_is_what_a_run_puts_out(
    file: Path, real_build: Path, tmp_path: Path
) -> None:
    made = tmp_path / file.name
    with Server(real_build, Limits()) as server:
        # In a process of its own: what Jupyter warns of is no fault of ours.
        command = [sys.executable, "-m", "tests.notebooks", str(file), str(made)]
        address = f"http://127.0.0.1:{server.port}"
        subprocess.run([*command, address], cwd=ROOT, check=True, timeout=500)
    differ = "run `make tutorials` and look at what changed"
    assert said(made) == said(file), differ


def said(file: Path) -> list[object]:
    """Return what the cells of a notebook put out, but for the pixels of pictures."""
    found: list[object] = []
    for cell in json.loads(file.read_text(encoding="utf-8"))["cells"]:
        for output in cell.get("outputs", ()):
            data = {k: v for k, v in output.get("data", {}).items() if k != "image/png"}
            found.append((output["output_type"], output.get("text", ""), sorted(data.items())))
    return found
