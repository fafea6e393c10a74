"""The parent of the server: a zygote for the current version, and gunicorn.

It holds the listening socket, follows ``build/current``, starts again what died, and ends all of
it on SIGTERM or Ctrl-C. It neither reads a request nor opens a store.

Nothing but the order to stop ends it: what the machine refuses now (memory, descriptors, room) is
tried again, a version that cannot be served leaves the one that was, and sockets that somebody
removed are made again.
"""

import contextlib
import socket
import time
from collections.abc import Callable
from pathlib import Path

from samgraf import config
from samgraf.errors import ServeError, StoreError
from samgraf.store import control, names
from samgraf.store.versions import Versions

from . import handing, places
from .federating import Federation
from .preparing import Preparing
from .processes import Web, Writing, Zygote
from .waiting import Starts, Stop

_TICK = 0.2  # seconds between two looks at the children
_START_TICK = 0.02
_FOLLOW = 1.0  # seconds between two looks at build/current
_OVERLAP = 0.5  # seconds that an old zygote still accepts after the flip
_STOP = 3.4  # seconds after which a web server that has not left is killed
_STOP_ZYGOTE = 0.4  # seconds that zygotes get after it


def refuse_taken_port(settings: config.Settings) -> None:
    """Raise ``ServeError`` at once if the server could not listen where it is to."""
    with places.listening(settings):
        return


def serve(
    settings: config.Settings,
    say: Callable[[str], None],
    token: str | None = None,
    kept: bool = True,
) -> None:
    """Serve the current version until SIGTERM or Ctrl-C.

    With a token it may be written to; what is written is kept beside the versions unless told
    otherwise. Raise ``ServeError`` for a taken port or a version that cannot be served,
    ``StoreError`` where there is none.
    """
    versions = Versions(settings.build.dir)
    versions.needed()
    with (
        places.listening(settings) as listener,
        places.run_dir(settings, versions) as run_dir,
        Stop() as stop,
    ):
        writing = Writing(token, kept) if token is not None else None
        supervisor = Supervisor(settings, versions, run_dir, listener, writing, say)
        try:
            supervisor.start(stop)
            handing.keep(listener)
            while not stop.wait(_TICK):
                supervisor.look()
        finally:
            listener.close()
            supervisor.end()


class Supervisor:
    """What is running now, and what ought to."""

    def __init__(
        self,
        settings: config.Settings,
        versions: Versions,
        run_dir: Path,
        listener: socket.socket,
        writing: Writing | None,
        say: Callable[[str], None],
    ) -> None:
        """Remember what to serve, where, and whom to tell."""
        self._settings, self._versions, self._run_dir = settings, versions, run_dir
        self._listener, self._writing, self._say = listener, writing, say
        self._serving: Zygote | None = None
        self._coming: Zygote | None = None
        self._web: Web | None = None
        self._retiring: list[tuple[Zygote, float]] = []
        self._refused = self._trouble = self._last = ""
        self._followed = 0.0
        self._zygote_starts, self._web_starts = Starts(), Starts()
        self._tally = places.counted(run_dir)
        self._preparing = Preparing(settings.serve, run_dir)
        self._federation = Federation(settings, versions, run_dir, writing, say)

    def start(self, stop: Stop) -> None:
        """Start the zygote of the current version and the web server; return once it is ready.

        The web server takes about as long to start as a zygote, so they start side by side.
        """
        (self._run_dir / "current").unlink(missing_ok=True)
        self._preparing.end()
        zygote = self._coming = self._zygote(self._versions.needed())
        self._web = Web(self._settings, self._run_dir, self._listener, self._writing)
        while self._serving is None and not stop.wait(_START_TICK):
            self._welcome(zygote)
        if self._serving is not None:
            host, port = self._settings.serve.host, self._settings.serve.port
            shown = f"[{host}]" if ":" in host else host
            self._say(f"serving {self._serving.version} on http://{shown}:{port}")
            self._tell_writing(self._serving)
            self._federation.follow(self._serving.version)

    def look(self) -> None:
        """Start again what died, follow the current version, retire the old one.

        What cannot be done now is said once, and tried again with the next look.
        """
        try:
            self._look()
        except (OSError, MemoryError, StoreError) as error:
            trouble = f"{type(error).__name__}: {error}"
            if trouble != self._trouble:
                self._say(f"this cannot be done now and is tried again: {trouble}")
            self._trouble = trouble
        else:
            self._trouble = ""

    def _look(self) -> None:
        if self._coming is not None:
            self._try_welcome(self._coming)
        elif self._serving is None or self._serving.ended():
            self._restart_zygote()
        elif time.monotonic() > self._followed + _FOLLOW:
            self._followed = time.monotonic()
            self._follow(self._serving.version)
            self._find(self._serving)
        if self._web is None or self._web.ended():
            self._restart_web()
        if self._serving is not None:
            self._federation.follow(self._serving.version)
        self._retire()

    def end(self) -> None:
        """End every process within a few seconds."""
        until = time.monotonic() + _STOP
        zygotes = [known for known in (self._serving, self._coming) if known is not None]
        zygotes += [zygote for zygote, _ in self._retiring]
        if self._web is not None:
            self._web.process.terminate()
            with contextlib.suppress(TimeoutError):
                _await_end([self._web], until)
            self._web.kill()
        self._federation.end()
        for zygote in zygotes:
            zygote.release()
        with contextlib.suppress(TimeoutError):
            _await_end(zygotes, time.monotonic() + _STOP_ZYGOTE)
        for zygote in zygotes:
            zygote.kill()
        (self._run_dir / "current").unlink(missing_ok=True)

    def _zygote(self, version: str) -> Zygote:
        """Start the zygote of a version."""
        place = self._versions.path(version)
        self._run_dir.mkdir(parents=True, exist_ok=True)
        return Zygote(place, self._run_dir, self._settings, self._writing)

    def _welcome(self, zygote: Zygote) -> None:
        """Let a zygote that became ready answer from now on, and the former one leave."""
        if not zygote.ready() or (self._answers() and not self._preparing.done(zygote.name)):
            return
        names.link(self._run_dir / "current", f"{zygote.name}.sock")
        zygote.sockets = places.sockets(self._run_dir, zygote.version)
        self._last = zygote.version
        if self._serving is not None:
            self._retiring.append((self._serving, time.monotonic() + _OVERLAP))
        self._serving, self._coming = zygote, None
        self._preparing.end()

    def _answers(self) -> bool:
        """Say whether a version is served meanwhile."""
        return self._serving is not None and not self._serving.ended()

    def _try_welcome(self, zygote: Zygote) -> None:
        """Welcome a zygote, or say why it does not come."""
        try:
            self._welcome(zygote)
        except ServeError as error:
            self._say(str(error))
            self._refused, self._coming = self._mark(zygote.version), None
            self._preparing.end()
            zygote.kill()
        else:
            if self._coming is None:
                self._say(f"now serving {zygote.version}")
                self._tell_writing(zygote)

    def _tell_writing(self, zygote: Zygote) -> None:
        """Say that writes are taken and where they are kept; another version has others."""
        if self._writing is None:
            return
        kept = f"in {zygote.log}" if zygote.log else "nowhere: they are gone when this server ends"
        self._say(f"writes with the token are taken, and kept {kept}")
        for other in sorted((self._settings.build.dir / "writes").glob("*.log")):
            if zygote.log is not None and other.stem != zygote.version:
                self._say(f"the writes to {other.stem} stay in {other}, and are not served")

    def _follow(self, served: str) -> None:
        """Prepare the version that ``build/current`` names, if it is another one."""
        wanted = self._versions.current()
        if wanted in (None, served):
            self._refused = ""
        elif self._mark(wanted) != self._refused:
            self._begin(wanted)

    def _begin(self, version: str) -> None:
        """Start the zygote of a version, unless the version does not even say what it is."""
        try:
            self._coming = self._zygote(version)
        except StoreError as error:
            self._say(f"version {version} cannot be served: {error}")
            self._refused = self._mark(version)

    def _mark(self, version: str) -> str:
        """Name the directory of a version as it is now: one that is built again is another one."""
        try:
            found = self._versions.path(version).stat()
        except OSError:
            return version
        return f"{version} {found.st_ino} {found.st_ctime_ns}"

    def _find(self, zygote: Zygote) -> None:
        """See to it that a zygote is found: link to it again, or start it again without sockets."""
        found = places.sockets(self._run_dir, zygote.version)
        if 0 in found or found != zygote.sockets:
            self._say(f"the sockets of {zygote.version} are lost")
            zygote.process.kill()
        elif not places.is_named(self._run_dir, zygote.version):
            name = control.ask(self._run_dir / f"{zygote.version}.control").name
            self._say(f"the link to the sockets of {zygote.version} is lost: making it again")
            if name != zygote.version:
                names.link(self._run_dir / f"{name}.sock", f"{zygote.version}.sock")
            names.link(self._run_dir / "current", f"{name}.sock")

    def _restart_zygote(self) -> None:
        """Start a zygote in place of one that died."""
        wanted = self._versions.current()
        version = self._last if wanted is None or self._mark(wanted) == self._refused else wanted
        if not self._zygote_starts.due():
            return
        if self._serving is not None:
            self._say(f"the process of {self._serving.version} ended: starting it again")
            self._count("zygote_restarts")
            self._serving.kill()
            self._serving = None
        self._begin(version)

    def _restart_web(self) -> None:
        """Start the web server in place of one that died."""
        if not self._web_starts.due():
            return
        if self._web is not None:
            self._say("the web server ended: starting it again")
            self._count("web_restarts")
            self._web.kill()
        self._web = Web(self._settings, self._run_dir, self._listener, self._writing)

    def _count(self, name: str) -> None:
        """Count something for the metrics."""
        self._tally.cells[self._tally.at[name, ""]] += 1

    def _retire(self) -> None:
        """Tell zygotes whose time is over to drain; bury those that left."""
        waiting = []
        for zygote, when in self._retiring:
            if zygote.ended():
                zygote.kill()
                continue
            if when < time.monotonic():
                zygote.process.terminate()
                when = float("inf")
            waiting.append((zygote, when))
        self._retiring = waiting


def _await_end(children: list[Web] | list[Zygote], until: float) -> None:
    """Wait for processes to leave; raise ``TimeoutError`` if one has not by then."""
    while any(not child.ended() for child in children):
        if time.monotonic() > until:
            raise TimeoutError
        time.sleep(0.02)
