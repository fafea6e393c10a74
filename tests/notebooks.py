"""Run the notebooks of ``docs/tutorials`` against a server, and keep what they put out.

``make tutorials`` writes what they put out; a test holds the outputs that are committed to a run.
"""

import base64
import os
import struct
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

from samgraf import config, pipeline
from samgraf.config import Settings
from samgraf.limits import Limits

from .serving import Server

FOLDER = Path(__file__).parents[1] / "docs" / "tutorials"
ADDRESS = "TUTORIAL_SERVER"
"""The variable that tells a notebook where the server is."""

_PNG_HEAD = 8
_TOLD = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")


def run(notebook: Any, server: str) -> Any:
    """Return a notebook with the outputs of a run, and nothing of the machine or the moment."""
    found = nbformat.from_dict({**notebook, "cells": [dict(cell) for cell in notebook["cells"]]})
    client = NotebookClient(found, timeout=300, kernel_name="python3", record_timing=False)
    environment = {**os.environ, ADDRESS: server, "PYDEVD_DISABLE_FILE_VALIDATION": "1"}
    client.execute(env=environment)
    found["metadata"] = notebook["metadata"]
    for cell in found["cells"]:
        for output in cell.get("outputs", ()):
            image = output.get("data", {}).get("image/png")
            if image:
                output["data"]["image/png"] = _bare(image)
    return found


def _bare(image: str) -> str:
    """Return a PNG without the chunks that tell what made it."""
    data = base64.b64decode(image)
    kept, place = data[:_PNG_HEAD], _PNG_HEAD
    while place < len(data):
        (length,) = struct.unpack(">I", data[place : place + 4])
        chunk = data[place : place + 12 + length]
        kept += chunk if chunk[4:8] in _TOLD else b""
        place += 12 + length
    return base64.b64encode(kept).decode()


def write(file: Path, into: Path, server: str) -> None:
    """Run the notebook of a file, and write it with its outputs."""
    into.write_text(nbformat.writes(run(nbformat.read(file, 4), server)) + "\n", encoding="utf-8")


def main() -> None:
    """Write the outputs of every notebook anew."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "build"
        pipeline.build(config.change(Settings(), "build", dir=folder), lambda _: None)
        with Server(folder, Limits()) as server:
            for file in sorted(FOLDER.glob("*.ipynb")):
                write(file, file, f"http://127.0.0.1:{server.port}")


if __name__ == "__main__":
    if sys.argv[1:]:
        write(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
    else:
        main()
