"""Twenty hostile inputs, by the command and by POST: a clear end within the limits, no outage."""

import io
import os
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from click.testing import CliRunner

from samgraf.cli.commands import cli

from .asking import send
from .serving import Server, free_port

A = "https://w3id.org/samgraf/id/relation/x"
TYPED = f"<{A}> a <https://w3id.org/samgraf/ontology#Membership> .\n"
LABEL = f"<{A}> <http://www.w3.org/2004/02/skos/core#editorialNote> "
MEDIA = {
    ".ttl": "text/turtle",
    ".rdf": "application/rdf+xml",
    ".jsonld": "application/ld+json",
    ".csv": "text/csv",
}
LISTENER = free_port()
CONTEXT = f'{{"@context": "http://127.0.0.1:{LISTENER}/c", "@id": "{A}", "x": "y"}}'
CSV_HEADER = "actor,name,lang,kind,valid_from,valid_to,source\n"


@dataclass(frozen=True, slots=True)
class Case:
    """An input, the exit status and HTTP status of its end, and words of the answer."""

    name: str
    content: Callable[[], bytes]
    exit: int
    status: int
    words: str


def bomb() -> bytes:
    inner = [f"&e{n - 1};" * 10 for n in range(1, 10)]
    levels = "".join(f'<!ENTITY e{n} "{text}">\n' for n, text in enumerate(inner, 1))
    return f'<!DOCTYPE x [<!ENTITY e0 "lol">\n{levels}]><x>&e9;</x>'.encode()


def packed() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("a.ttl", TYPED)
    return made.getvalue()


def many() -> bytes:
    kind = "<https://w3id.org/samgraf/ontology#Membership>"
    return "".join(f"<{A}{n}> a {kind} .\n" for n in range(5_000)).encode()


CASES = {
    "entity bomb": Case("f.rdf", bomb, 2, 400, "DOCTYPE is not allowed"),
    "a pattern's worst text": Case(
        "f.ttl", lambda: f'{TYPED}{LABEL}"{"a" * 32}!" .'.encode(), 1, 200, "supported by"
    ),
    "two million digits": Case(
        "f.ttl", lambda: (LABEL + "9" * 2_000_000 + " .").encode(), 4, 413, "64 KiB"
    ),
    "200 MB literal": Case(
        "f.ttl", lambda: LABEL.encode() + b'"' + b"a" * 200_000_000 + b'" .', 4, 413, "file_mib"
    ),
    "lists in lists": Case(
        "f.ttl", lambda: (LABEL + "(" * 100_000 + ")" * 100_000 + " .").encode(), 4, 413, "1000"
    ),
    "remote context": Case("f.jsonld", CONTEXT.encode, 2, 400, "context"),
    "owl:imports": Case(
        "f.ttl",
        lambda: (
            f"<{A}> <http://www.w3.org/2002/07/owl#imports> "
            f"<http://127.0.0.1:{LISTENER}/o> .".encode()
        ),
        2,
        400,
        "owl:imports may not be brought",
    ),
    "SERVICE in data": Case(
        "f.ttl",
        lambda: f'{TYPED}{LABEL}"SERVICE <http://127.0.0.1:{LISTENER}/> {{ ?s ?p ?o }}" .'.encode(),
        1,
        200,
        "supported by",
    ),
    "not UTF-8": Case("f.ttl", lambda: LABEL.encode() + b'"\xe5" .', 2, 400, "not UTF-8"),
    "NUL": Case("f.ttl", lambda: TYPED.encode() + b"\0", 2, 400, "NUL byte"),
    "byte order mark": Case(
        "f.ttl", lambda: b"\xef\xbb\xbf" + TYPED.encode(), 1, 200, "supported by"
    ),
    "CRLF": Case("f.ttl", lambda: TYPED.replace(" ", "\r\n").encode(), 1, 200, "supported by"),
    "zip renamed": Case("f.ttl", packed, 2, 400, "zip archive"),
    "formulas": Case(
        "f.csv",
        lambda: (CSV_HEADER + "dk-aaby,=cmd|'/C calc'!A0,da,alt,,,s\n").encode(),
        1,
        200,
        "formula",
    ),
    "IRI with a blank": Case(
        "f.ttl", lambda: (LABEL + "<https://a.example/b c> .").encode(), 2, 400, "IRI may not"
    ),
    "javascript IRI": Case(
        "f.ttl", lambda: (LABEL + "<javascript:alert(1)> .").encode(), 2, 400, "begin with javasc"
    ),
    "bidi IRI": Case(
        "f.ttl", lambda: (LABEL + "<https://a.example/\u202e> .").encode(), 2, 400, "U+202E"
    ),
    "ten thousand violations": Case("f.ttl", many, 1, 200, "counted but not told"),
}
QUICK = ("entity bomb", "remote context", "zip renamed", "formulas")


@pytest.fixture(scope="module")
def asked() -> Iterator[list[str]]:
    """What was requested of the address that the inputs name."""
    found: list[str] = []

    class Listener(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            found.append(self.path)
            self.send_error(404)

        do_POST = do_GET

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", LISTENER), Listener) as listener:
        threading.Thread(target=listener.serve_forever, daemon=True).start()
        yield found
        listener.shutdown()


def marked() -> list[object]:
    slow = [pytest.mark.slow]
    return [pytest.param(n, id=n, marks=[] if n in QUICK else slow) for n in CASES]


@pytest.mark.parametrize("name", marked())
def test_the_command_ends_clearly(
    server: Server, asked: list[str], tmp_path: Path, name: str
) -> None:
    case = CASES[name]
    file = tmp_path / case.name
    file.write_bytes(case.content())
    started = time.monotonic()
    done = CliRunner().invoke(cli, ["validate", str(file), "--store", str(server.build)])
    assert time.monotonic() - started < 30
    assert (done.exit_code, case.words in done.output) == (case.exit, True), done.output[-2000:]
    assert "Traceback" not in done.output
    assert asked == []


@pytest.mark.parametrize("name", marked())
def test_a_post_ends_clearly_and_the_server_goes_on(
    server: Server, asked: list[str], name: str
) -> None:
    case = CASES[name]
    content = case.content()[: 20 << 20]  # the rest of 200 MB would only be drained
    kind = MEDIA[Path(case.name).suffix]
    headers = {"Content_Type": kind, "Accept": "text/plain, application/problem+json"}
    reply = send(server.port, "POST", "/validate", content, **headers)
    assert reply.status == case.status, reply.body[:2000]
    assert case.words in reply.body.decode()
    assert send(server.port, "GET", "/", Accept="text/html").status == 200
    assert asked == []


@pytest.mark.slow
def test_stdin_without_end_is_refused(server: Server) -> None:
    command = [sys.executable, "-m", "samgraf", "validate", "-", "--as", "turtle"]
    with subprocess.Popen(["yes", "# more"], stdout=subprocess.PIPE) as endless:
        done = subprocess.run(
            [*command, "--store", str(server.build)],
            stdin=endless.stdout,
            capture_output=True,
            text=True,
            timeout=30,
        )
        endless.kill()
    assert (done.returncode, "file_mib" in done.stderr) == (4, True), done.stderr


def test_a_sparse_file_of_a_gigabyte_is_refused_unread(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "f.ttl"
    with file.open("wb") as sparse:
        os.truncate(sparse.fileno(), 1 << 30)
    done = CliRunner().invoke(cli, ["validate", str(file), "--store", str(server.build)])
    assert (done.exit_code, "file_mib" in done.output) == (4, True), done.output
