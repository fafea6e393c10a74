"""Where the graph's own folders lie: ontology/, shapes/, queries/ and data/.

In a checkout they stand beside ``server/``; a wheel carries them inside the package.
No other module computes a path to them.
"""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_CHECKOUT = _PACKAGE.parents[1]

ROOT = _CHECKOUT if (_CHECKOUT / "pyproject.toml").is_file() else _PACKAGE / "_graph"
"""The folder that holds ontology/, shapes/, queries/ and data/."""

BUNDLE = _PACKAGE / "web" / "static" / "dist"
"""What the package's build made of frontend/: files for browsers, and outlines of countries."""


def files(folder: str, ending: str) -> list[Path]:
    """Return every file below a graph folder whose name ends so, in a stable order."""
    return sorted((ROOT / folder).rglob(f"*{ending}"))


def name_of(file: Path) -> str:
    """Return how a file is named in messages: relative to the graph's root where it lies there."""
    return str(file.relative_to(ROOT)) if file.is_relative_to(ROOT) else str(file)
