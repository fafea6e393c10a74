"""What is fuzzed: a check of one input, its deadline, and words that its inputs are made of."""

import json
import resource
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path

FOLDER = Path(__file__).parent
CORPUS = FOLDER / "corpus"
MODULES = {
    "scanner": "scanned",
    "tables": "tabulated",
    "wire": "framed",
    "negotiation": "negotiated",
    "reconciliation": "reconciled",
    "shapes": "compiled",
}
"""The module of each target, in this package."""


class TooSlow(AssertionError):
    """An input took longer than one of its length may take."""


@dataclass(frozen=True, slots=True)
class Target:
    """One reader of what strangers send."""

    name: str
    check: Callable[[bytes], None]
    """Raises where an input breaks the property."""
    longest: int
    """Bytes of an input."""
    seconds: float
    """Processor seconds that any input may take, by itself."""
    per_kib: float
    """Processor seconds that each KiB of it may take beside."""
    few: int = 100
    """Mutations in ``make test``."""
    begin: Callable[[], None] | None = None
    """Makes what every check needs, before any is timed."""

    def run(self, data: bytes) -> None:
        """Check one input and its time, which grows no faster than its length."""
        before = processor_seconds()
        self.check(data)
        taken, most = processor_seconds() - before, self.seconds + self.per_kib * len(data) / 1024
        if taken > most:
            raise TooSlow(f"{taken:.3f} s of processor time for {len(data)} bytes, {most:.3f} may")

    @property
    def words(self) -> tuple[str, ...]:
        """Pieces that its inputs are made of."""
        return words(self.name)

    @property
    def corpus(self) -> Path:
        """The inputs that are kept."""
        return CORPUS / self.name


def words(name: str) -> tuple[str, ...]:
    """Return the pieces that inputs of a target are made of, one a line of JSON in its file."""
    lines = (FOLDER / "words" / f"{name}.txt").read_text("utf-8").splitlines()
    return tuple(json.loads(line) for line in lines)


def processor_seconds() -> float:
    """Return what this process has used, in seconds."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def target(name: str) -> Target:
    """Load a target by its name."""
    found: Target = import_module(f"{__package__}.{MODULES[name]}").TARGET
    if found.begin is not None:
        found.begin()
    return found
