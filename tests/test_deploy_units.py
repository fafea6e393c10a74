"""deploy/: units that systemd understands, and numbers that agree with the server's own."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from samgraf import config
from samgraf.cli import webserver
from samgraf.limits import Caps, Limits

from .small import ROOT

DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"
ANALYZE = shutil.which("systemd-analyze")
NGINX = "".join(file.read_text("utf-8") for file in sorted((DEPLOY / "nginx").glob("*.conf")))
DOCKERFILE = (DEPLOY / "docker" / "Dockerfile").read_text("utf-8")
needs_systemd = pytest.mark.skipif(ANALYZE is None, reason="systemd-analyze is missing")


def analyze(*words: object) -> subprocess.CompletedProcess[str]:
    command = [str(ANALYZE), *map(str, words)]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


@needs_systemd
def test_systemd_understands_every_line_of_the_units(tmp_path: Path) -> None:
    units = tmp_path / "units"
    shutil.copytree(UNITS, units)
    (units / "federation").rename(units / "samgraf.service.d")
    files = [file for file in sorted(units.iterdir()) if file.is_file()]
    for file in files:
        text = file.read_text("utf-8")
        file.write_text(text.replace("/opt/samgraf/current/bin/samgraf", "/bin/true"), "utf-8")
    done = analyze("verify", *files)
    # Of other units on the machine nothing is said here.
    told = [line for line in done.stderr.splitlines() if "samgraf" in line]
    assert (done.returncode, told) == (0, [])


def test_where_others_may_be_asked_the_unit_lets_the_fence_be_made() -> None:
    added = (UNITS / "federation" / "samgraf.service.conf").read_text("utf-8")
    assert "RestrictNamespaces=true" in (UNITS / "samgraf.service").read_text("utf-8")
    assert re.findall(r"^(\S+)$", added, re.MULTILINE)[0] == "[Service]"
    assert re.findall(r"^RestrictNamespaces=(.+)$", added, re.MULTILINE) == ["user net"]


@needs_systemd
@pytest.mark.parametrize(("unit", "most"), [("samgraf", 1.5), ("samgraf-backup", 0.6)])
def test_a_unit_is_shut_in(unit: str, most: float) -> None:
    done = analyze("security", "--offline=true", UNITS / f"{unit}.service")
    match = re.search(r"exposure level for \S+: ([\d.]+)", done.stdout)
    assert match is not None, done.stderr
    assert float(match[1]) <= most


def test_the_guide_tells_how_tight_the_unit_is() -> None:
    guide = (ROOT / "docs" / "deploying.md").read_text("utf-8")
    assert "(1.2 of 10" in guide


def test_the_settings_are_known_to_the_server() -> None:
    settings = config.read(DEPLOY / "samgraf.toml", {}, pytest.fail)
    assert settings.build.dir == Path("/var/lib/samgraf/build")
    assert f"server 127.0.0.1:{settings.serve.port};" in NGINX
    assert "127.0.0.1" in settings.serve.trusted_proxies


def number(name: str) -> int:
    """Return the number of a line of the nginx configuration, without its unit."""
    match = re.search(rf"^\s*{name} (\d+)", NGINX, re.MULTILINE)
    assert match is not None
    return int(match[1])


def test_nginx_waits_and_takes_as_much_as_the_server() -> None:
    limits = Limits()
    assert number("proxy_read_timeout") > limits.query_seconds + limits.transfer_seconds
    assert number("client_max_body_size") > max(limits.write_mib, Caps().file_mib)
    assert number("proxy_max_temp_file_size") >= limits.reply_mib
    assert number("keepalive_timeout") < webserver._KEEP_ALIVE  # the first one: towards the server


def test_the_guide_tells_how_long_nginx_waits_and_how_much_one_address_may() -> None:
    guide = (ROOT / "docs" / "deploying.md").read_text("utf-8")
    header, body = number("client_header_timeout"), number("client_body_timeout")
    assert f"not whole after {header} seconds" in guide
    assert f"nothing of a body for {body}, " in guide
    assert f"nothing of an answer for {number('send_timeout')}, " in guide
    assert f"and have {number('limit_conn samgraf_connections')} under way" in guide


def test_the_image_has_two_stages_no_root_and_no_registry() -> None:
    images = re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)
    assert len(images) == 2
    assert not [image for image in images if "/" in image]
    users = re.findall(r"^USER (\d+)", DOCKERFILE, re.MULTILINE)
    assert users
    assert int(users[-1]) > 0
    copied = re.findall(r"^!(\S+)", DOCKERFILE_IGNORE, re.MULTILINE)
    assert [name for name in copied if not (ROOT / name).exists()] == []


DOCKERFILE_IGNORE = (DEPLOY / "docker" / "Dockerfile.dockerignore").read_text("utf-8")


def services() -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load((DEPLOY / "docker" / "compose.yaml").read_text("utf-8"))
    return dict(found["services"])


@pytest.mark.parametrize("name", ["samgraf", "nginx"])
def test_a_container_can_write_to_its_volumes_alone(name: str) -> None:
    service = services()[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    for volume in service["volumes"]:
        source, target, *mode = volume.split(":")
        own = {"samgraf": ("state", "backups"), "nginx": ("cache",)}[name]
        assert mode == ["ro"] or source in own, target


def test_nginx_alone_reaches_the_server_in_its_container() -> None:
    assert services()["network"]["ports"] == ["80:80", "443:443"]
    for name in ("samgraf", "nginx"):
        assert services()[name]["network_mode"] == "service:network"
        assert "ports" not in services()[name]
    for volume in services()["nginx"]["volumes"]:
        source = volume.split(":")[0]
        if source.startswith("../"):
            assert (DEPLOY / "docker" / source).is_file()
