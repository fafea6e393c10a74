"""Behind nginx a cut reply stays visible, and a client that leaves still frees its worker."""

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from . import abuse
from .asking import SMALL, Reply, get
from .hostile import FIRST, HOST, exchange, urlencoded, vanish
from .serving import TIGHT, Server, free_port, make_version, point_to, some_quads, state, wait_for

pytestmark = pytest.mark.slow
NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
WAYS = {
    "buffered": "",
    "unbuffered": "proxy_buffering off;",
    "packed": "gzip on; gzip_proxied any; gzip_min_length 1; gzip_types *;",
    "cached": "proxy_cache kept; proxy_cache_valid 1m; add_header X-Cache $upstream_cache_status;",
}
_CONF = """
user root;
daemon off;
worker_processes 1;
pid {folder}/pid;
error_log {folder}/errors;
events {{ worker_connections 200; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  proxy_cache_path {folder}/cache keys_zone=kept:1m;
  {servers}
}}
"""
_SERVER = """
  server {{
    listen 127.0.0.1:{port};
    location / {{
      if ($server_protocol = HTTP/1.0) {{ return 505; }}
      proxy_pass http://127.0.0.1:{behind};
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      {way}
    }}
  }}
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    build = tmp_path_factory.mktemp("behind")
    make_version(build, "v1", some_quads(4000))
    point_to(build, "v1")
    with Server(build, TIGHT) as running:
        yield running
    assert not [line for line in running.lines if "Traceback" in line]


@pytest.fixture(scope="module")
def ports(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, int]]:
    """An nginx in front of the server, with a port for each way to pass replies on."""
    if NGINX is None:
        pytest.skip("nginx is missing: install the Debian package nginx to run these tests")
    folder = tmp_path_factory.mktemp("nginx")
    found = {way: free_port() for way in WAYS}
    servers = "".join(
        _SERVER.format(port=port, behind=server.port, way=WAYS[way]) for way, port in found.items()
    )
    conf = folder / "nginx.conf"
    conf.write_text(_CONF.format(folder=folder, servers=servers), encoding="utf-8")
    with subprocess.Popen([NGINX, "-p", str(folder), "-c", str(conf)]) as process:
        wait_for(lambda: all(answers(port) for port in found.values()), 10)
        yield found
        process.terminate()


def answers(port: int) -> bool:
    try:
        return fresh(port).status == 200
    except OSError:
        return False


def fresh(port: int, query: str = SMALL, **headers: str) -> Reply:
    """Ask what no cache has seen."""
    return get(port, f"{query} # {time.monotonic_ns()}", **headers)


def workers(build: Path) -> int:
    found = state(build / "run", "v1")["workers"]
    assert isinstance(found, list)
    return len(found)


@pytest.mark.parametrize("way", WAYS)
def test_a_cut_stream_stays_visible(ports: dict[str, int], way: str) -> None:
    reply = fresh(ports[way], abuse.endless_stream(), Accept_Encoding="gzip")
    assert (reply.status, reply.kind) == (200, "cut")
    packed = "gzip" in reply.headers.get("content-encoding", "")
    assert packed or way != "packed"
    assert fresh(ports[way]).kind == "whole"


def test_a_cut_reply_is_not_kept_by_a_cache_and_a_whole_one_is(ports: dict[str, int]) -> None:
    for query, outcomes in ((abuse.endless_stream(), ["MISS", "MISS"]), (SMALL, ["MISS", "HIT"])):
        text = f"{query} # {time.monotonic_ns()}"
        assert [get(ports["cached"], text).headers["x-cache"] for _ in range(2)] == outcomes


@pytest.mark.parametrize("way", WAYS)
def test_a_client_of_http_1_0_is_refused(ports: dict[str, int], way: str) -> None:
    request = FIRST.replace(b"HTTP/1.1", b"HTTP/1.0") + HOST + b"\r\n"
    assert exchange(ports[way], request).statuses == [505]


@pytest.mark.parametrize(
    ("way", "seconds"),
    [
        ("buffered", 0.7),
        ("unbuffered", 0.7),
        ("packed", 0.7),
        ("cached", TIGHT.query_seconds + 0.5),  # nginx goes on asking, to fill its cache
    ],
)
def test_a_hang_up_passes_through_and_frees_the_worker(
    server: Server, ports: dict[str, int], way: str, seconds: float
) -> None:
    wait_for(lambda: workers(server.build) <= 1)
    heavy = urlencoded(f"{abuse.cross_count()} # {time.monotonic_ns()}")
    before = workers(server.build)
    for _ in range(2):
        vanish(ports[way], heavy, after=0.3)
    wait_for(lambda: workers(server.build) <= before, seconds)
