"""What whoever runs the server asks: whether it is well, its numbers, and its access log."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from samgraf import config
from samgraf.cli.commands import cli
from samgraf.config import Settings
from samgraf.web import access_log, create_app
from samgraf.web.slowest import Slowest

from .asgi import Client, whole
from .asking import JSON, SMALL
from .serving import TIGHT, free_port, kill, make_version, some_quads, zygote

SECRET = "hunter2-hunter2-hunter2"


@contextmanager
def client_of(folder: Path, **serve: Any) -> Iterator[Client]:
    settings = config.change(Settings(limits=TIGHT), "build", dir=folder)
    settings = config.change(settings, "serve", **serve)
    app = create_app(settings, folder / "run")
    with closing(Client(whole(app))) as client, closing(app):
        yield client


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    place = tmp_path_factory.mktemp("operation")
    version = make_version(place, "v1", some_quads(4000))
    with zygote(version, place / "run", TIGHT):
        yield place


@pytest.fixture
def log(tmp_path: Path) -> Path:
    return tmp_path / "access.log"


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text(encoding="ascii").splitlines()]


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_server_that_is_well_says_what_it_serves(folder: Path, method: str) -> None:
    with client_of(folder) as client:
        reply = client.open("/healthz", method)
    assert (reply.status, reply.headers["Cache-Control"]) == (200, "no-store")
    told = {"status": "ok", "version": "v1", "state": "v1"}
    assert reply.data == b"" if method == "HEAD" else json.loads(reply.data) == told
    assert int(reply.headers["Content-Length"]) == len(json.dumps(told)) + 1


def test_a_server_without_a_version_is_not_well(tmp_path: Path) -> None:
    (tmp_path / "run").mkdir()
    with client_of(tmp_path) as client:
        reply = client.open("/healthz")
    assert (reply.status, reply.headers["Cache-Control"]) == (503, "no-store")
    assert json.loads(reply.data)["reason"] == "no version is being served"


def test_a_server_whose_store_process_died_is_not_well(tmp_path: Path) -> None:
    version = make_version(tmp_path, "v1", some_quads(10))
    with zygote(version, tmp_path / "run", TIGHT) as pid, client_of(tmp_path) as client:
        kill(pid)
        reply = client.open("/healthz")
        metrics = client.open("/metrics")
    assert reply.status == 503
    assert "does not answer" in json.loads(reply.data)["reason"]
    assert b"\nsamgraf_up 0.0\n" in metrics.data


@pytest.mark.parametrize("path", ["/healthz", "/metrics"])
def test_neither_can_be_written_to(folder: Path, path: str) -> None:
    with client_of(folder) as client:
        reply = client.open(path, "POST")
    assert (reply.status, reply.headers["Allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize(
    ("source", "headers", "status"),
    [
        ("127.0.0.1", {}, 200),
        ("::1", {}, 200),
        ("192.0.2.7", {}, 404),
        ("192.0.2.7", {"X_Forwarded_For": "127.0.0.1"}, 404),
        ("127.0.0.1", {"X_Forwarded_For": "192.0.2.7"}, 404),
        ("127.0.0.1", {"Forwarded": "for=192.0.2.7"}, 404),
        ("10.0.0.1", {"X_Forwarded_For": "192.0.2.7"}, 404),
        ("10.0.0.1", {"X_Forwarded_For": "192.0.2.7, 127.0.0.1"}, 200),
    ],
)
def test_the_metrics_are_there_for_few(
    folder: Path, source: str, headers: dict[str, Any], status: int
) -> None:
    with client_of(folder, trusted_proxies=("10.0.0.0/8",)) as client:
        assert client.open("/metrics", source=source, **headers).status == status


def test_the_metrics_tell_of_the_workers_and_of_no_query(folder: Path) -> None:
    with client_of(folder) as client:
        client.open("/sparql", parameters={"query": f"{SMALL} # {SECRET}"}, accept=JSON)
        told = client.open("/metrics").data.decode()
    assert 'samgraf_worker_private_bytes{worker="0"}' in told
    assert 'samgraf_version_info{mode="memory",state="v1",version="v1"} 1.0' in told
    assert "\nsamgraf_version_age_seconds " in told
    assert SECRET not in told


def test_a_line_tells_of_a_request_what_is_nobodys_secret(folder: Path, log: Path) -> None:
    parameters = {"query": f"{SMALL} # {SECRET}", "token": SECRET}
    headers: dict[str, Any] = {
        "Authorization": f"Bearer {SECRET}",
        "Cookie": SECRET,
        "User_Agent": "curl/8",
    }
    with client_of(folder, access_log=str(log)) as client:
        for _ in range(2):
            client.open(
                "/sparql", parameters=parameters, source="192.0.2.77", accept=JSON, **headers
            )
        body = f"update=DELETE DATA {{ <{SECRET}:a> a 1 }}".encode()
        form = "application/x-www-form-urlencoded"
        client.open("/sparql", "POST", body, Content_Type=form, **headers)
        client.open(f"/sparql?query={SECRET}")
    first, second, update, mistyped = lines(log)
    assert SECRET not in log.read_text(encoding="ascii")
    assert first["outcome"] == "ok"
    assert second["outcome"] == "cached"
    known = ("client", "method", "path", "status", "type", "version", "agent")
    assert [first[name] for name in known] == [
        *("192.0.2.0/24", "GET", "/sparql", 200, JSON, "v1", "curl/8")
    ]
    assert first["time"].endswith("Z")
    assert first["bytes"] > 0
    assert 0 < first["head"] <= first["total"]
    assert first["query"] == second["query"]
    assert (update["outcome"], update["status"]) == ("read-only", 403)
    assert mistyped["path"] == "/sparql"


def test_nobody_can_write_lines_of_their_own(folder: Path, log: Path) -> None:
    forged = '\n{"status": 200}\r\n\x1b[2J\x7f\x9b'
    with client_of(folder, access_log=str(log)) as client:
        client.open(f"/page/{forged}", User_Agent=f"bad{forged}" + "x" * 9000)
        client.open("/" + "ø" * 9000, "X" * 9000)
    raw = log.read_bytes()
    assert raw.count(b"\n") == 2
    assert not set(raw) - set(range(0x20, 0x7F)) - {0x0A}
    assert max(map(len, raw.splitlines())) < 4096
    first, second = lines(log)
    assert len(first["agent"]) == 120
    assert len(second["path"]) == 200


@pytest.mark.parametrize(
    ("client", "shown"),
    [
        ("192.0.2.77", "192.0.2.0/24"),
        ("2001:db8:1:2:3::4", "2001:db8:1::/48"),
        ("::ffff:192.0.2.77", "192.0.2.0/24"),
        ("local", "unknown"),
    ],
)
def test_of_an_address_the_network_alone_is_logged(client: str, shown: str) -> None:
    assert access_log.network(client) == shown


def test_a_full_disk_stops_nothing_and_is_counted(folder: Path) -> None:
    with client_of(folder, access_log="/dev/full") as client:
        assert client.open("/healthz").status == 200
        told = client.open("/metrics").data.decode()
    lost = next(x for x in told.splitlines() if x.startswith("samgraf_access_log_lost_total "))
    assert float(lost.split()[1]) >= 1


def test_a_file_that_was_moved_away_is_made_again(
    folder: Path, log: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(access_log, "_LOOK", 0)
    with client_of(folder, access_log=str(log)) as client:
        client.open("/healthz")
        log.rename(log.with_suffix(".1"))
        client.open("/healthz")
        log.unlink()
        log.parent.chmod(0o700)
        client.open("/healthz")
    assert len(lines(log)) == len(lines(log.with_suffix(".1"))) == 1


def test_the_slowest_queries_of_the_day_are_kept_with_their_text(tmp_path: Path) -> None:
    slowest = Slowest(tmp_path / "log", 0)
    (tmp_path / "log").mkdir()
    old = tmp_path / "log" / "slowest-2020-01-01-0.jsonl"
    old.touch()
    for number in range(30):
        slowest.note(f"ASK {{}} # {number}", 1 + number, "ok", "v1")
    slowest.write()
    again = Slowest(tmp_path / "log", 0)
    again.note("ASK {} # slow", 99, "time-limit", "v1")
    again.write()
    (file,) = (tmp_path / "log").iterdir()
    found = lines(file)
    assert (file.stat().st_mode & 0o777, len(found), again.least) == (0o600, 20, 12)
    assert [entry["query"] for entry in found[:2]] == ["ASK {} # slow", "ASK {} # 29"]


def test_a_log_that_cannot_be_written_stops_the_command(tmp_path: Path) -> None:
    place = str(tmp_path / "no-folder" / "access.log")
    variables = {"SAMGRAF_SERVE_ACCESS_LOG": place}
    port = str(free_port())
    result = CliRunner().invoke(cli, ["serve", "--empty", "--port", port], env=variables)
    assert result.exit_code == 2
    assert f"[serve] access_log: {place} cannot be written: No such file" in result.stderr
