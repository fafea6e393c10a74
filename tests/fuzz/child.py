"""One target under atheris, in a process of its own: ``… -m tests.fuzz.child NAME SECONDS DIR``.

Each input is checked; one that breaks the property is kept in ``DIR/found`` and the search goes on,
so that one fault does not hide another. It ends when its processor time is used up.
"""

import atexit
import hashlib
import json
import os
import re
import sys
import traceback
from dataclasses import dataclass, field
from pathlib import Path

import atheris

from .target import Target, processor_seconds

HANGS_AFTER = 120  # seconds of one input


@dataclass(slots=True)
class Search:
    """What was run so far, and what was found."""

    target: Target
    folder: Path
    ends: float
    parent: int = field(default_factory=os.getppid)
    executions: int = 0
    found: dict[str, int] = field(default_factory=dict)
    """Bytes of the shortest input, by the place of the fault."""

    def one(self, data: bytes) -> None:
        """Check one input."""
        self.executions += 1
        try:
            self.target.run(data)
        except Exception as fault:  # noqa: BLE001 - whatever is raised is what we look for
            self._keep(data, fault)
        if processor_seconds() > self.ends or os.getppid() != self.parent:
            self._end()

    def _keep(self, data: bytes, fault: Exception) -> None:
        """Keep an input that is the shortest for its fault."""
        mark = hashlib.sha256(_place(fault).encode()).hexdigest()[:12]
        if len(data) >= self.found.get(mark, len(data) + 1):
            return
        self.found[mark] = len(data)
        place = self.folder / "found"
        (place / mark).write_bytes(data)
        told = "".join(traceback.format_exception(fault)[-8:])
        (place / f"{mark}.txt").write_text(f"{data!r}\n\n{told}", encoding="utf-8")

    def _end(self) -> None:
        told = {"executions": self.executions, "seconds": round(processor_seconds(), 1)}
        (self.folder / "ran.json").write_text(json.dumps({**told, "findings": len(self.found)}))
        sys.stderr.flush()
        atexit._run_exitfuncs()
        os._exit(0)


def _place(fault: Exception) -> str:
    """Name a fault: its kind and the two places next to it."""
    frames = traceback.extract_tb(fault.__traceback__)[-2:]
    places = [f"{Path(frame.filename).name}:{frame.lineno}" for frame in frames]
    words = re.sub(r"[^a-z ]", "", str(fault)[:40]) if isinstance(fault, AssertionError) else ""
    return f"{type(fault).__name__} {' '.join(places)} {words}"


def main(name: str, seconds: str, into: str) -> None:
    """Search until the processor time is used up."""
    folder = Path(into)
    with atheris.instrument_imports(include=["samgraf"]):
        from .target import target as load

        chosen = load(name)
    words = folder / "words"
    words.write_text("".join(f'"{_escaped(word)}"\n' for word in chosen.words if word))
    search = Search(chosen, folder, processor_seconds() + float(seconds))
    options = [
        f"-max_len={chosen.longest}",
        f"-dict={words}",
        f"-timeout={HANGS_AFTER}",
        "-rss_limit_mb=4096",
        f"-artifact_prefix={folder / 'found'}/",
        str(folder / "corpus"),
        str(chosen.corpus),
    ]
    atheris.Setup(["fuzz", *options], search.one)
    atheris.Fuzz()


def _escaped(word: str) -> str:
    return "".join(f"\\x{byte:02X}" for byte in word.encode())


if __name__ == "__main__":
    main(*sys.argv[1:])
