"""A version goes to the remote store that the settings name, before it is made the current one."""

from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from samgraf.config import Settings
from samgraf.store.remote.loading import load
from samgraf.store.remote.place import Place

from .telling import Say, step


def place(settings: Settings) -> Place | None:
    """Return where the remote store is, with its password; None where there is none."""
    values = asdict(settings.store)
    file = values.pop("password_file")
    return Place.read(values, file) if settings.store.endpoint else None


def loader(settings: Settings, say: Say) -> Callable[[Path], None]:
    """Return what loads a version directory into the remote store; nothing to do without one."""

    def send(directory: Path) -> None:
        where = place(settings)
        if where is not None:
            with step(say, f"load {where.endpoint}"):
                load(where, directory, say)

    return send
