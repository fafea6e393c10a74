"""An empty server that may be written to, and the requests that the SPARQL protocols give it."""

import json
import os
import subprocess
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote, urlencode

from rdflib import Graph

from .asking import JSON, Reply, send
from .serving import free_port, wait_for

QUERY = "application/sparql-query"
UPDATE = "application/sparql-update"
FORM = "application/x-www-form-urlencoded"
TURTLE = "text/turtle"
DONE = (200, 204)
TOKEN = "a-token-for-tests-alone"

Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Service:
    """The addresses of one server that speaks the SPARQL protocols."""

    port: int
    token: str | None = None
    query: str = "/sparql"
    update: str = "/sparql"
    store: str = "/store"

    @property
    def site(self) -> str:
        """The address that everything of this server begins with."""
        return f"http://127.0.0.1:{self.port}"

    def without_token(self) -> "Service":
        """Return the same server for a client that has no token."""
        return replace(self, token=None)

    def send(
        self, method: str, target: str, body: bytes | str | None = None, **headers: str
    ) -> Reply:
        """Send one request, with the token where there is one."""
        if self.token is not None:
            headers = {"Authorization": f"Bearer {self.token}", **headers}
        data = body.encode() if isinstance(body, str) else body
        return send(self.port, method, target, data, **headers)

    def get_query(self, query: str, *more: tuple[str, str], **headers: str) -> Reply:
        """Ask by GET."""
        return self.send("GET", _target(self.query, [("query", query), *more]), **headers)

    def form_query(self, query: str, *more: tuple[str, str], **headers: str) -> Reply:
        """Ask by a form whose fields are all in the body."""
        body = urlencode([("query", query), *more])
        return self.send("POST", self.query, body, Content_Type=FORM, **headers)

    def post_query(self, query: str, *more: tuple[str, str], **headers: str) -> Reply:
        """Ask by a body that is the query, its parameters in the address."""
        target = _target(self.query, list(more))
        return self.send("POST", target, query, Content_Type=QUERY, **headers)

    def form_update(self, update: str, *more: tuple[str, str], **headers: str) -> Reply:
        """Change by a form whose fields are all in the body."""
        body = urlencode([("update", update), *more])
        return self.send("POST", self.update, body, Content_Type=FORM, **headers)

    def post_update(self, update: str, *more: tuple[str, str], **headers: str) -> Reply:
        """Change by a body that is the update, its parameters in the address."""
        target = _target(self.update, list(more))
        return self.send("POST", target, update, Content_Type=UPDATE, **headers)

    def named(self, graph: str) -> str:
        """Return the address under which the store has a graph of any name."""
        return f"{self.store}?graph={quote(graph, safe='')}"

    @property
    def default(self) -> str:
        """The address under which the store has its default graph."""
        return f"{self.store}?default"

    def wipe(self) -> None:
        """Forget everything."""
        reply = self.post_update("DROP ALL")
        assert reply.status in DONE, reply.body

    def fill(self, data: str) -> None:
        """Put data into the store, as an update writes it."""
        reply = self.post_update(f"INSERT DATA {{ {data} }}")
        assert reply.status in DONE, reply.body

    def replace(self, data: str) -> None:
        """Put data in the place of everything, in one update."""
        reply = self.post_update(f"DROP ALL ; INSERT DATA {{ {data} }}")
        assert reply.status in DONE, reply.body

    def holds(self, pattern: str) -> bool:
        """Say whether the store has what a pattern describes."""
        return truth(self.post_query(f"ASK {{ {pattern} }}", Accept=JSON))

    def count(self) -> int:
        """Count the triples of all graphs."""
        every = "{ ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } }"
        return int(
            column(self.post_query(f"SELECT (COUNT(*) AS ?n) {{ {every} }}", Accept=JSON))[0]
        )


def truth(reply: Reply) -> bool:
    """Read the answer to an ASK."""
    assert reply.status == 200, reply.body
    found = json.loads(reply.body)["boolean"]
    assert isinstance(found, bool)
    return found


def column(reply: Reply) -> list[str]:
    """Read the sorted values of the first column of a table."""
    assert reply.status == 200, reply.body
    table = json.loads(reply.body)
    first = table["head"]["vars"][0]
    return sorted(row[first]["value"] for row in table["results"]["bindings"])


def media_type(reply: Reply) -> str:
    """Return the media type of a reply without its parameters."""
    return reply.headers["content-type"].partition(";")[0].strip().lower()


def graph(reply: Reply, address: str | None = None) -> Graph:
    """Read the graph of a reply, in the syntax that it says it has, as it came from an address."""
    assert reply.status == 200, reply.body
    with warnings.catch_warnings():
        # rdflib 7.6 reads JSON-LD by a class that it has deprecated itself.
        warnings.simplefilter("ignore", DeprecationWarning)
        return Graph().parse(data=reply.body, format=media_type(reply), publicID=address)


@contextmanager
def writable(folder: Path, *options: str) -> Iterator[Service]:
    """Run a server that a token lets write to: an empty one with ``--empty``."""
    token_file, said = folder / "token", folder / "said"
    token_file.write_text(f"{TOKEN}\n", encoding="utf-8")
    token_file.chmod(0o600)
    service = Service(free_port(), TOKEN)
    command = [sys.executable, "-m", "samgraf", "serve", "--writable", *options]
    command += ["--token-file", str(token_file), "--port", str(service.port)]
    variables = {**os.environ, "SAMGRAF_BUILD_DIR": str(folder / "build")}
    with said.open("wb") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output, cwd=folder, env=variables)
    try:
        wait_for(lambda: process.poll() is not None or _answers(service), 30)
        assert process.poll() is None, said.read_text(encoding="utf-8")
        yield service
    finally:
        process.terminate()
        process.wait(15)


def _answers(service: Service) -> bool:
    """Say whether a server answers already."""
    try:
        return service.get_query("ASK {}").status == 200
    except OSError:
        return False


def _target(address: str, parameters: Pairs) -> str:
    """Add parameters to an address."""
    return f"{address}?{urlencode(parameters)}" if parameters else address
