"""Names of what is served: a version, or one of its states behind a mark."""

import os
from pathlib import Path

MARK = "~"


def version_of(name: str) -> str:
    """Return the version in the name of a served state."""
    return name.partition(MARK)[0]


def link(place: Path, target: str) -> None:
    """Let a symbolic link point to a target, in one step."""
    draft = place.with_name(f".{place.name}-{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.symlink_to(target)
    draft.replace(place)


def share(place: Path, file: Path) -> None:
    """Give a file a second name, in one step; unlike a link, the name is seen in no path to it."""
    draft = place.with_name(f".{place.name}-{os.getpid()}")
    draft.unlink(missing_ok=True)
    draft.hardlink_to(file)
    draft.replace(place)
    draft.unlink(missing_ok=True)  # where both names are there already, nothing was replaced
