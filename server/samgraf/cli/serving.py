"""``samgraf serve``: what is to be served, and whether it may be written to."""

import contextlib
import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

from samgraf import config, pipeline
from samgraf.config import Settings
from samgraf.errors import Misuse
from samgraf.pipeline import verbatim
from samgraf.run_files import open_to_append

from . import building, supervisor

_SHORTEST_TOKEN = 16


def token(settings: Settings, writable: bool) -> str | None:
    """Read the token that writes need, once; None for a server that nobody may write to."""
    file = settings.serve.token_file
    if not writable:
        return None
    if settings.store.endpoint:
        raise Misuse("--writable needs a store of its own: leave [store] endpoint out")
    if file is None:
        raise Misuse("--writable needs --token-file FILE: the token that who writes must send")
    try:
        found = file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise Misuse(f"{file}: the token cannot be read: {reason}; name another file") from error
    if len(found) < _SHORTEST_TOKEN or not found.isascii() or any(c.isspace() for c in found):
        raise Misuse(
            f"{file}: a token has {_SHORTEST_TOKEN} ASCII characters or more and no blank in it; "
            "write another one"
        )
    return found


def serve(settings: Settings, token: str | None, empty: bool, say: Callable[[str], None]) -> None:
    """Serve the current version, or an empty store, until told to stop."""
    supervisor.refuse_taken_port(settings)
    _try_log(settings.serve.access_log)
    with _scratch(say) if empty else contextlib.nullcontext() as folder:
        if folder is not None:
            settings = config.change(settings, "build", dir=folder)
        elif not pipeline.is_fresh(settings):
            building.apart(settings)
        supervisor.serve(settings, say, token, kept=not empty)


def _try_log(place: str) -> None:
    """Refuse an access log that cannot be written, before anything is started."""
    if place in ("", "-"):
        return
    try:
        os.close(open_to_append(Path(place)))
    except OSError as error:
        raise Misuse(
            f"[serve] access_log: {place} cannot be written: {error.strerror}; name another file"
        ) from error


@contextlib.contextmanager
def _scratch(say: Callable[[str], None]) -> Iterator[Path]:
    """Give a folder with an empty version, which goes away again."""
    with tempfile.TemporaryDirectory(prefix="samgraf-") as place:
        file = Path(place, "empty.nt")
        file.touch()
        settings = config.change(Settings(), "build", dir=Path(place, "build"))
        verbatim.build(settings, file, lambda _: None)
        say("an empty store in memory: what is written is gone when this server ends")
        yield settings.build.dir
