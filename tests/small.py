"""A server over the graph of five actors, with more rows where a file of tests needs them."""

import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from samgraf import config, pipeline, resources
from samgraf.config import Settings
from samgraf.limits import Limits
from samgraf.store.versions import Versions

from .serving import Server

ROOT = Path(__file__).parents[1]
SMALL = Path(__file__).parent / "graph"


@cache
def _once() -> TemporaryDirectory[str]:
    """Build the five actors as they are, once in each process; the folder goes with it."""
    folder = TemporaryDirectory(prefix="five-")
    root = Path(folder.name)
    _lay(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "ROOT", root)
        pipeline.build(config.change(Settings(), "build", dir=root / "build"), lambda _: None)
    return folder


def built(into: Path) -> str:
    """Put the build of the five actors into a folder that is not there yet; return its version."""
    shutil.copytree(Path(_once().name) / "build", into, symlinks=True)
    return str(Versions(into).current())


def _lay(root: Path) -> None:
    """Lay ontology, shapes, queries and the tables of the five actors into an empty folder."""
    for folder in ("ontology", "shapes", "queries"):
        (root / folder).symlink_to(ROOT / folder)
    shutil.copytree(SMALL, root / "data")


@contextmanager
def served(root: Path, more: Mapping[str, Sequence[str]] | None = None) -> Iterator[Server]:
    """Build below an empty folder and serve; ``more`` has rows by the name of their table."""
    _lay(root)
    for name, rows in (more or {}).items():
        _add(root / "data" / name, rows)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "ROOT", root)
        if more:
            pipeline.build(config.change(Settings(), "build", dir=root / "build"), lambda _: None)
        else:
            built(root / "build")
        with Server(root / "build", Limits()) as running:
            yield running


@dataclass(slots=True)
class Grown:
    """Versions that were built one after the other from the same tables, edited in between."""

    root: Path
    names: list[str] = field(default_factory=list)

    @property
    def versions(self) -> Versions:
        """The versions."""
        return Versions(self.root / "build")

    @property
    def pair(self) -> tuple[str, str]:
        """The last two of them."""
        return self.names[-2], self.names[-1]

    def build(self) -> None:
        """Build one more."""
        settings = config.change(Settings(), "build", dir=self.root / "build")
        self.names.append(pipeline.build(settings, lambda _: None).version)


@contextmanager
def growing(root: Path) -> Iterator[Grown]:
    """Build below an empty folder, from tables that may be edited there."""
    _lay(root)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(resources, "ROOT", root)
        grown = Grown(root)
        grown.build()
        yield grown


def _add(file: Path, rows: Sequence[str]) -> None:
    """Add rows to a table; its rows are in the order of their first columns."""
    head, *known = file.read_text(encoding="utf-8").splitlines()
    file.write_text("\n".join([head, *sorted([*known, *rows])]) + "\n", encoding="utf-8")
