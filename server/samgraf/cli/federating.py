"""Keeps the process that asks other endpoints beside the zygote of the served version."""

import shutil
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

from samgraf import config
from samgraf.errors import ServeError
from samgraf.store import federation, names
from samgraf.store.order import Order
from samgraf.store.versions import Versions

from . import places
from .processes import Child, Writing
from .waiting import Starts

_WRITABLE = "a server that takes writes asks no other endpoints"
_DISK = "its own copy of the data would double the memory, and others are slower than the disk"


class Unfenced(ServeError):
    """The kernel permits no fence, so that no other endpoint may be asked."""


class Fenced(Child):
    """The broker, and with it the fenced zygote of one version."""

    def __init__(self, version_dir: Path, run_dir: Path, settings: config.Settings) -> None:
        """Start them; they are ready when the zygote reports so."""
        self.version = version_dir.name
        self.sockets: tuple[int, ...] = ()
        allow = settings.federation.allow
        order = Order(
            version_dir=str(version_dir),
            run_dir=str(run_dir),
            mode="disk",
            reason=_DISK,
            limits=asdict(settings.limits),
            federation=allow,
        )
        told: dict[str, object] = {
            "order": asdict(order),
            "allow": allow,
            "private": settings.federation.private,
        }
        super().__init__("samgraf.federation.outside", told, reports=True)

    def ready(self) -> bool:
        """Say whether queries can be answered; raise ``Unfenced`` if there is no fence."""
        report = self.report()
        if report is not None and "failed" in report:
            kind = Unfenced if report.get("unfenced") else ServeError
            raise kind(str(report["failed"]))
        return report is not None


class Federation:
    """The process that asks other endpoints, and the one that is to follow it."""

    def __init__(
        self,
        settings: config.Settings,
        versions: Versions,
        run_dir: Path,
        writing: Writing | None,
        say: Callable[[str], None],
    ) -> None:
        """Begin with nothing; where no endpoint is listed, it stays so."""
        self._settings, self._versions, self._say = settings, versions, say
        self._folder = run_dir / federation.FOLDER
        shutil.rmtree(self._folder, ignore_errors=True)
        self._serving: Fenced | None = None
        self._coming: Fenced | None = None
        self._retired: list[Fenced] = []
        self._starts = Starts()
        self._on, self._off = bool(settings.federation.allow), ""
        if self._on and writing is not None:
            self._switch_off(_WRITABLE)

    def follow(self, version: str) -> None:
        """Have queries to others answered from a version; make again what died or was removed."""
        for gone in [known for known in self._retired if known.ended()]:
            gone.release()
            self._retired.remove(gone)
        if self._off:
            self._tell_off()
        elif self._coming is not None:
            self._welcome(self._coming)
        elif self._on and not self._serves(version):
            self._start(version)
        elif self._on and not places.is_named(self._folder, version):
            self._say("the link to what asks other endpoints is lost: making it again")
            self._link(version)

    def _serves(self, version: str) -> bool:
        """Say whether queries are answered from a version, by sockets that are found."""
        serving = self._serving
        if serving is None or serving.ended() or serving.version != version:
            return False
        found = places.sockets(self._folder, version)
        return 0 not in found and found == serving.sockets

    def _start(self, version: str) -> None:
        """Start what answers from a version, if it is time; what is there goes on meanwhile."""
        if not self._starts.due():
            return
        serving = self._serving
        if serving is not None and not serving.ended() and serving.version == version:
            self._say("the sockets of what asks other endpoints are lost: starting it again")
        self._folder.mkdir(parents=True, exist_ok=True)
        self._coming = Fenced(self._versions.path(version), self._folder, self._settings)

    def _link(self, version: str) -> None:
        """Let web processes find the sockets of a version."""
        self._folder.mkdir(parents=True, exist_ok=True)
        names.link(self._folder / "current", f"{version}.sock")

    def end(self) -> None:
        """End it at once: what asks others holds no data that could be lost."""
        for known in (self._serving, self._coming, *self._retired):
            if known is not None:
                known.release()
                known.kill()
        (self._folder / "current").unlink(missing_ok=True)

    def _welcome(self, coming: Fenced) -> None:
        try:
            if not coming.ready():
                return
        except Unfenced as error:
            self._switch_off(str(error))
            coming.kill()
            self._coming = None
            return
        except ServeError as error:
            self._say(f"what asks other endpoints did not start: {error}")
            coming.kill()
            self._coming = None
            return
        self._link(coming.version)
        coming.sockets = places.sockets(self._folder, coming.version)
        former, self._serving, self._coming = self._serving, coming, None
        if former is None:
            self._say(f"SERVICE asks {federation.shown(self._settings.federation.allow)}")
        elif former.ended() or former.version == coming.version:
            former.kill()  # nothing tells its idle workers from the new ones: none may stay
        else:
            former.process.terminate()  # its workers may finish; it leaves by itself
            self._retired.append(former)

    def _switch_off(self, why: str) -> None:
        """Ask nobody, and let the web processes know why."""
        self._off = why
        self._tell_off()
        self._say(f"SERVICE asks nobody, although endpoints are listed: {why}")

    def _tell_off(self) -> None:
        """Write why nobody is asked, unless that is still there."""
        told = self._folder / federation.OFF
        if not told.is_file():
            self._folder.mkdir(parents=True, exist_ok=True)
            told.write_text(self._off, encoding="utf-8")
