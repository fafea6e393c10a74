"""nginx in front of a server, with the files of deploy/nginx; only paths and ports are others."""

import http.client
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .asking import Reply
from .serving import free_port, wait_for
from .small import ROOT

NGINX = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
FILES = ROOT / "deploy" / "nginx"
_CONF = """
user {user};
daemon off;
worker_processes 2;
pid {folder}/pid;
error_log {folder}/errors;
events {{ worker_connections 400; }}
http {{
  access_log off;
  client_body_temp_path {folder}/body;
  proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi;
  uwsgi_temp_path {folder}/uwsgi;
  scgi_temp_path {folder}/scgi;
  gzip on;
  set_real_ip_from 127.0.0.0/8;
  include {folder}/samgraf.conf;
}}
"""


@dataclass(frozen=True, slots=True)
class Front:
    """An nginx that answers over TLS, and one over plain HTTP that leads there."""

    folder: Path
    port: int
    plain: int

    def ask(self, target: str, method: str = "GET", body: bytes = b"", **headers: str) -> Reply:
        """Send one request over TLS; a header's name is written with underscores.

        ``X_Real_IP`` makes it come from any address.
        """
        trust = ssl.create_default_context(cafile=str(self.folder / "fullchain.pem"))
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        link = http.client.HTTPSConnection("localhost", self.port, timeout=30, context=trust)
        started, cut = time.perf_counter(), False
        try:
            link.request(method, target, body or None, named)
            response = link.getresponse()
            try:
                data = response.read()
            except (http.client.IncompleteRead, ConnectionError, ssl.SSLError) as error:
                cut, data = True, getattr(error, "partial", b"")
            found = {name.lower(): value for name, value in response.getheaders()}
            return Reply(response.status, found, data, cut, time.perf_counter() - started)
        finally:
            link.close()


@contextmanager
def connected(front: Front) -> Iterator[ssl.SSLSocket]:
    """Connect over TLS, with little room for what comes back."""
    trust = ssl.create_default_context(cafile=str(front.folder / "fullchain.pem"))
    with socket.socket() as plain:
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        plain.settimeout(20)
        plain.connect(("127.0.0.1", front.port))
        with trust.wrap_socket(plain, server_hostname="localhost") as link:
            yield link


@contextmanager
def fronted(
    folder: Path,
    build: Path,
    behind: int,
    others: Mapping[str, str] | None = None,
    user: str = "root",
) -> Iterator[Front]:
    """Run nginx in an empty folder, in front of a port and beside a build folder.

    ``others`` are further words of the configuration to replace, such as a time with a short one.
    """
    assert NGINX is not None
    front = Front(folder, free_port(), free_port())
    (folder / "cache").mkdir()
    certificate(folder)
    changes = {
        "/var/lib/samgraf/build": str(build),
        "/var/cache/nginx/samgraf": str(folder / "cache"),
        "/etc/nginx/snippets": str(folder),
        "/etc/ssl/samgraf": str(folder),
        "/var/www/acme": str(folder / "acme"),
        "127.0.0.1:8000": f"127.0.0.1:{behind}",
        "listen [::]:443": f"listen 127.0.0.2:{front.port}",
        "listen [::]:80": f"listen 127.0.0.2:{front.plain}",
        "listen 443": f"listen 127.0.0.1:{front.port}",
        "listen 80": f"listen 127.0.0.1:{front.plain}",
        **(others or {}),
    }
    files = {file.name: file.read_text("utf-8") for file in FILES.glob("*.conf")}
    assert not [old for old in changes if old not in "".join(files.values())]
    for name, text in files.items():
        for old, new in changes.items():
            text = text.replace(old, new)
        (folder / name).write_text(text, "utf-8")
    (folder / "nginx.conf").write_text(_CONF.format(folder=folder, user=user), "utf-8")
    command = [NGINX, "-p", str(folder), "-c", str(folder / "nginx.conf")]
    with subprocess.Popen(command) as process:
        try:
            wait_for(lambda: _listens(front), 10)
            yield front
        finally:
            process.terminate()


def certificate(folder: Path) -> None:
    """Make a certificate for localhost that nobody else has signed."""
    command = "openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2"
    files = ["-keyout", f"{folder}/privkey.pem", "-out", f"{folder}/fullchain.pem"]
    names = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    subprocess.run([*command.split(), *files, *names], check=True, capture_output=True)


def _listens(front: Front) -> bool:
    try:
        front.ask("/metrics")
    except OSError:
        return False
    return True
