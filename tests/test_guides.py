"""Every command of the guides runs as it is printed, and puts out what they show."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from samgraf.limits import Limits

from . import guides
from .serving import Server

FILES = sorted(guides.GUIDES.glob("*.md"))


@pytest.fixture(scope="module")
def address(real_build: Path) -> Iterator[str]:
    with Server(real_build, Limits()) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.mark.slow
@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.stem))
def test_a_guide_does_what_it_says(
    file: Path, real_build: Path, address: str, tmp_path: Path
) -> None:
    text = file.read_text("utf-8")
    for path in guides.SERVICES:
        if path in text and not guides.served(address + path):
            pytest.skip(f"{path} is not there")
    place = guides.place(tmp_path, real_build)
    for step in guides.steps(text):
        status, output = guides.run(step, place, address)
        assert status == step.status, step.command + output
        if step.output is not None:
            assert output == step.output, step.command
