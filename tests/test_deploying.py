"""docs/deploying.md: its commands, in their order, on a machine made of one folder."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from samgraf.store.versions import Versions

from . import units
from .asking import send
from .fronting import NGINX
from .serving import free_port, wait_for
from .small import ROOT, SMALL

GUIDE = (ROOT / "docs" / "deploying.md").read_text("utf-8")
BLOCK = re.compile(
    r"^## (?P<heading>[^\n]+)$|^```sh\n(?P<command>.*?)^```$", re.MULTILINE | re.DOTALL
)
PLACES = ("/opt/samgraf", "/etc/", "/var/", "/usr/local/")
KIND = "application/json"
RELEASES = ("0.1.0", "0.2.0")
_RELEASE = """#!{python}
import pathlib
from samgraf import resources
resources.ROOT = pathlib.Path("{sources}")
from samgraf.cli.commands import cli
cli()
"""
_NGINX = """
user root;
pid {root}/nginx.pid;
error_log {root}/nginx.errors;
events {{ worker_connections 100; }}
http {{
  access_log off;
  client_body_temp_path {root}/t1;
  proxy_temp_path {root}/t2;
  fastcgi_temp_path {root}/t3;
  uwsgi_temp_path {root}/t4;
  scgi_temp_path {root}/t5;
  include {root}/etc/nginx/sites-enabled/*;
}}
"""


def test_what_no_test_runs_says_so_and_why() -> None:
    for match in re.finditer(r"^```(\w*)\n", GUIDE, re.MULTILINE):
        if match[1] == "shell":
            assert re.search(r"\*Not run by a test.+[:.]\*?[^\n]*\n\n$", GUIDE[: match.start()])
        else:
            assert match[1] in ("sh", "")


def test_every_file_of_deploy_is_told_of_in_the_guide_or_beside_it() -> None:
    told = GUIDE + (ROOT / "deploy" / "docker" / "compose.yaml").read_text("utf-8")
    files = [file for file in (ROOT / "deploy").rglob("*") if file.is_file()]
    assert [
        file.name for file in files if file.name.removesuffix(".dockerignore") not in told
    ] == []


@dataclass(frozen=True, slots=True)
class Machine:
    """A folder that stands for a machine: every place of the guide lies below it."""

    root: Path
    port: int
    secure: int
    plain: int

    def moved(self, text: str) -> str:
        """Let the places and ports of a text be those of this machine."""
        text = re.sub(
            rf"(?<![\w.]){'|'.join(map(re.escape, PLACES))}",
            lambda found: f"{self.root}{found[0]}",
            text,
        )
        for old, new in (
            ("listen [::]:443", f"listen 127.0.0.2:{self.secure}"),
            ("listen [::]:80", f"listen 127.0.0.2:{self.plain}"),
            ("listen 443", f"listen 127.0.0.1:{self.secure}"),
            ("listen 80", f"listen 127.0.0.1:{self.plain}"),
            ("samgraf.example:443", f"samgraf.example:{self.secure}"),
            ("https://samgraf.example", f"https://samgraf.example:{self.secure}"),
            ("port = 8000", f"port = {self.port}"),
            ("127.0.0.1:8000", f"127.0.0.1:{self.port}"),
            (" -o samgraf -g samgraf", ""),
            (" -g samgraf", ""),
        ):
            text = text.replace(old, new)
        return text

    def run(self, commands: str) -> subprocess.CompletedProcess[str]:
        """Run commands of the guide; the first that fails ends them."""
        path = f"{self.root}/usr/local/bin:{self.root}/bin:{os.environ['PATH']}:/usr/sbin"
        return subprocess.run(
            ["bash", "-e", "-o", "pipefail", "-c", self.moved(commands)],
            cwd=self.root,
            env={**os.environ, "PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=240,
            check=False,
        )

    @property
    def versions(self) -> Versions:
        """The versions."""
        return Versions(self.root / "var/lib/samgraf/build")

    def served(self) -> str:
        """Name the version that the server answers from."""
        return str(json.loads(send(self.port, target="/healthz").body)["version"])

    def links(self) -> list[str]:
        """Name the kept links that the server knows."""
        names = [file.stem for file in (self.versions.folder / "links").glob("*.json")]
        asked = [(name, send(self.port, target=f"/q/{name}", Accept=KIND)) for name in names]
        return [name for name, reply in asked if reply.status == 200]

    def backups(self) -> list[str]:
        """Name the backups."""
        return sorted(file.name for file in (self.root / "var/backups/samgraf").iterdir())


@pytest.fixture
def machine() -> Iterator[Machine]:
    """A machine with two releases that are installed already, and a checkout."""
    with tempfile.TemporaryDirectory(
        prefix="m", dir="/tmp"
    ) as folder:  # a longer path holds no socket
        root = Path(folder)
        made = Machine(root, free_port(), free_port(), free_port())
        for number, release in enumerate(RELEASES):
            _install(root, release, number)
        _place_sources(made)
        (root / "bin").mkdir()
        _program(root / "bin/runuser", '#!/bin/sh\nshift 3\nexec "$@"\n')  # -u samgraf --
        systemctl = f'#!/bin/sh\nexec {sys.executable} {units.__file__} {root} "$@"\n'
        _program(root / "bin/systemctl", systemctl)
        _program(root / "bin/nginx", f'#!/bin/sh\nexec {NGINX} -c {root}/nginx.conf "$@"\n')
        (root / "nginx.conf").write_text(_NGINX.format(root=root), "utf-8")
        try:
            yield made
        finally:
            units.stop(root, "samgraf")
            if units.answering(root):
                made.run("nginx -s stop")


def _install(root: Path, release: str, number: int) -> None:
    """Make a release whose data differ from those of the other by a name."""
    sources = root / "sources" / release
    sources.mkdir(parents=True)
    for name in ("ontology", "shapes", "queries"):
        (sources / name).symlink_to(ROOT / name)
    shutil.copytree(SMALL, sources / "data")
    table = sources / "data" / "names.csv"
    if number:
        table.write_text(table.read_text("utf-8").replace("Aaby,da,alt", "Aabye,da,alt"), "utf-8")
    folder = root / "opt/samgraf" / release / "bin"
    folder.mkdir(parents=True)
    _program(folder / "samgraf", _RELEASE.format(python=sys.executable, sources=sources))


def _place_sources(machine: Machine) -> None:
    """Lay a checkout whose files in deploy/ name the places of this machine."""
    target = machine.root / "usr/local/src/samgraf/deploy"
    shutil.copytree(ROOT / "deploy", target)
    for file in target.rglob("*"):
        if file.is_file() and "docker" not in file.parts:
            file.write_text(machine.moved(file.read_text("utf-8")), "utf-8")
    for folder in ("etc/systemd/system", "etc/logrotate.d", "etc/nginx/sites-available"):
        (machine.root / folder).mkdir(parents=True)
    for folder in ("etc/nginx/sites-enabled", "etc/ssl", "usr/local/bin", "var/lib"):
        (machine.root / folder).mkdir(parents=True)


def _program(file: Path, text: str) -> None:
    file.write_text(text, "utf-8")
    file.chmod(0o755)


def _after_install(machine: Machine) -> None:
    assert machine.served() == machine.versions.current()


def _after_nginx(machine: Machine) -> None:
    errors = (machine.root / "nginx.errors").read_text()
    assert "emerg" not in errors
    assert send(machine.plain).status == 308


def _after_back_up(machine: Machine) -> None:
    names = machine.backups()
    assert names[0] == "first.tar.gz"
    assert re.fullmatch(r"samgraf-\d{4}-\d\d-\d\dT\d{6}\.tar\.gz", names[1])


def _after_restore(machine: Machine) -> None:
    assert machine.served() == machine.versions.current()
    assert machine.versions.whole(machine.served())
    assert len(machine.links()) == 1


def _after_upgrade(machine: Machine) -> None:
    old, new = machine.versions.history()
    assert old != new
    assert machine.served() == new == machine.versions.current()
    assert len(machine.links()) == 1
    assert (machine.root / "opt/samgraf/current").readlink() == Path("0.2.0")


def _after_roll_back(machine: Machine) -> None:
    old, _ = machine.versions.history()
    assert machine.served() == old == machine.versions.current()
    assert len(machine.links()) == 1
    assert (machine.root / "opt/samgraf/current").readlink() == Path("0.1.0")


AFTER: dict[str, Callable[[Machine], None]] = {
    "Install": _after_install,
    "nginx in front": _after_nginx,
    "Back up": _after_back_up,
    "Lose everything, and restore": _after_restore,
    "Upgrade": _after_upgrade,
    "Roll back": _after_roll_back,
}


@pytest.mark.slow
@pytest.mark.skipif(NGINX is None, reason="the Debian package nginx is missing")
def test_every_command_of_the_guide_does_what_it_says(machine: Machine) -> None:
    found = BLOCK.finditer(GUIDE)
    blocks = [(match["heading"] or "", match["command"] or "") for match in found]
    assert AFTER.keys() <= {heading for heading, _ in blocks}
    under = ""
    for heading, command in [*blocks, ("end", "")]:
        if heading:
            if check := AFTER.get(under):
                check(machine)
            under = heading
            continue
        done = machine.run(command)
        log = machine.root / "units/samgraf.log"
        said = log.read_text("utf-8") if log.exists() else ""
        assert done.returncode == 0, f"{command}\n{done.stdout}\n{said}"
        if "samgraf activate" in command:
            wait_for(lambda: machine.served() == machine.versions.history()[0], 20)
    assert units.stop(machine.root, "samgraf") == 0
    assert "Traceback" not in (machine.root / "units/samgraf.log").read_text("utf-8")
