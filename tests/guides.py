"""Run the guides in docs/guides: every command in them, in their order, in a folder of its own.

A fenced block of ``sh`` or ``python`` is run; a block of another language right behind it is what
it puts out, errors included. ``make guides`` writes down what a run puts out.
"""

import os
import re
import subprocess
import sys
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from samgraf.limits import Limits

from .serving import Server
from .small import ROOT

GUIDES = ROOT / "docs" / "guides"
PRINTED = "http://localhost:8000"
SERVICES = ("/reconcile", "/lookup")
"""Addresses that guides ask for; a guide is not run where its server lacks one."""

_BLOCK = re.compile(
    r"^```(?P<language>sh|python)(?P<fails> status=1)?\n(?P<command>.*?)^```\n"
    r"(?:\n*(?P<lead>(?:[^\n`#|]+\n){0,3}\n*)^```(?P<shown>text|csv|turtle|json)\n(?P<output>.*?)^```\n)?",
    re.MULTILINE | re.DOTALL,
)


@dataclass(frozen=True, slots=True)
class Step:
    """A command of a guide, the status it ends with, and what it puts out where that is shown."""

    language: str
    command: str
    status: int
    output: str | None
    span: tuple[int, int]


def steps(guide: str) -> Iterator[Step]:
    """Yield the commands of a guide."""
    for match in _BLOCK.finditer(guide):
        yield Step(
            match["language"],
            match["command"],
            int(bool(match["fails"])),
            match["output"],
            match.span("output"),
        )


def place(folder: Path, build: Path) -> Path:
    """Make a folder as the guides have it: docs/ and a built graph in it."""
    for name in ("docs", "queries"):
        (folder / name).symlink_to(ROOT / name)
    (folder / "build").symlink_to(build)
    return folder


def run(step: Step, folder: Path, address: str) -> tuple[int, str]:
    """Run a command; return its status and what it puts out, as it would be printed."""
    text = step.command.replace(PRINTED, address)
    program = ["bash", "-c", text] if step.language == "sh" else [sys.executable, "-c", text]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        program,
        cwd=folder,
        env={**os.environ, "PATH": path},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    # A byte order mark is for spreadsheets, and nothing that one sees.
    return done.returncode, done.stdout.replace(address, PRINTED).replace("\ufeff", "")


def served(address: str) -> bool:
    """Tell whether a server has an address, whatever it answers there."""
    try:
        with urllib.request.urlopen(address):
            return True
    except urllib.error.HTTPError as error:
        return error.code != HTTPStatus.NOT_FOUND


def rewrite(guide: Path, folder: Path, address: str) -> None:
    """Write down in a guide what its commands put out."""
    text, parts, last = guide.read_text("utf-8"), [], 0
    for step in steps(text):
        status, output = run(step, folder, address)
        if status != step.status:
            sys.exit(f"{guide.name}: {step.command}ends with {status}\n{output}")
        if step.output is not None:
            parts += [text[last : step.span[0]], output]
            last = step.span[1]
    guide.write_text("".join([*parts, text[last:]]), "utf-8")


if __name__ == "__main__":
    BUILD = Path(sys.argv[1] if len(sys.argv) > 1 else "build").resolve()
    with Server(BUILD, Limits()) as server:
        for file in sorted(GUIDES.glob("*.md")):
            with tempfile.TemporaryDirectory() as made:
                rewrite(file, place(Path(made), BUILD), f"http://127.0.0.1:{server.port}")
