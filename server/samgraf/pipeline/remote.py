"""A version goes to the remote store that the settings name, before it is made the current one."""

from collections.abc import Callable
from pathlib import Path

from samgraf.config import Settings
from samgraf.store.remote.loading import load, to_load
from samgraf.store.remote.place import place_of
from samgraf.store.versions import Versions

from .telling import Say, step


def loader(settings: Settings, say: Say) -> Callable[[Path], None]:
    """Return what loads a version directory into the remote store; nothing to do without one.

    Raise ``Misuse`` for settings that name none: now, and not when the graph has been built.
    """
    stores = place_of(settings, loads=True)

    def send(directory: Path) -> None:
        if stores is not None:
            serving = Versions(settings.build.dir).current()
            where = to_load(stores, directory.name, serving, say)
            with step(say, f"load {where.endpoint}"):
                load(where, directory, say)

    return send
