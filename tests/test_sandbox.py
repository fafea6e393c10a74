"""A child under limits: what it can no longer do, and what its end is told as."""

import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from samgraf import sandbox
from samgraf.errors import LimitExceeded, Misuse, SamgrafError
from samgraf.limits import Caps

CAPS = replace(Caps(), seconds=20, cpu_seconds=10, memory_mib=512)
CHILD = """
import contextlib, os, signal, socket, sys, time
from samgraf import errors, sandbox

def refused(action):
    try:
        action()
    except OSError:
        return True
    return False

def spin():
    while True:
        pass

DEEDS = {{
    "echo": lambda text: text.decode(),
    "misuse": lambda text: (_ for _ in ()).throw(errors.Misuse("not so; but so")),
    "open": lambda text: [
        refused(lambda: open("/etc/hostname")),
        refused(socket.socket),
        refused(lambda: os.pipe()),
        refused(lambda: os.listdir("/")),
    ],
    "memory": lambda text: len(bytearray(4 << 30)),
    "spin": lambda text: spin(),
    "sleep": lambda text: time.sleep(60),
    "die": lambda text: os.kill(os.getpid(), signal.SIGSEGV),
    "chatter": lambda text: "x" * (65 << 20),
    "unread": lambda text: "never read",
}}

@contextlib.contextmanager
def prepare(order, caps):
    if order["deed"] == "unread":
        raise errors.Misuse("refused before anything was read; send less")
    yield DEEDS[order["deed"]]

sandbox.serve(prepare)
"""

Do = Callable[..., Any]


@pytest.fixture
def do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Do:
    (tmp_path / "a_child.py").write_text(CHILD.format())
    known = os.environ.get("PYTHONPATH")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(filter(None, [str(tmp_path), known])))

    def done(deed: str, content: bytes = b"", caps: Caps = CAPS) -> Any:
        return sandbox.run("a_child", {"deed": deed}, content, caps)

    return done


def test_an_answer_comes_back(do: Do) -> None:
    text = "Åby\n" * 100_000
    assert do("echo", text.encode()) == text


def test_an_error_comes_back_as_itself(do: Do) -> None:
    with pytest.raises(Misuse, match=r"^not so; but so$"):
        do("misuse")


def test_a_child_that_reads_nothing_is_heard(do: Do) -> None:
    with pytest.raises(Misuse, match="send less"):
        do("unread", b"x" * (8 << 20))


def test_nothing_can_be_opened(do: Do) -> None:
    assert do("open") == [True, True, True, True]


@pytest.mark.parametrize(
    ("deed", "cap"),
    [("memory", "memory_mib = 512"), ("spin", "cpu_seconds = 1"), ("die", "memory_mib")],
)
def test_a_child_that_meets_a_limit_is_a_refusal_that_names_it(do: Do, deed: str, cap: str) -> None:
    with pytest.raises(LimitExceeded, match=cap):
        do(deed, caps=replace(CAPS, cpu_seconds=1))


def test_a_child_that_takes_too_long_is_ended(do: Do) -> None:
    started = time.monotonic()
    with pytest.raises(LimitExceeded, match="seconds = 1 "):
        do("sleep", caps=replace(CAPS, seconds=1))
    assert time.monotonic() - started < 3


def test_a_child_that_says_too_much_is_not_believed(do: Do) -> None:
    with pytest.raises(SamgrafError, match="without an answer"):
        do("chatter")


def test_a_module_of_the_current_folder_is_not_imported(
    do: Do, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    (here / "json.py").write_text("raise SystemExit(1)")
    monkeypatch.chdir(here)
    assert do("echo", b"well") == "well"
