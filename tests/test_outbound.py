"""Nothing reaches out: listeners count who connects, on every path that could make the server."""

import json
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pyoxigraph as ox
import pytest
from rdflib import Graph

from samgraf import config
from samgraf.limits import Limits
from samgraf.pipeline import verbatim
from samgraf.terms import BASE, OWL, SG

from .asking import JSON, Reply, get, send
from .serving import Server
from .writable import FORM, UPDATE, Service

pytestmark = pytest.mark.slow

HEAD = "HTTP/1.1 200 OK", "Content-Type: text/turtle", "Content-Length: 0", "Connection: close"
ANSWER = ("\r\n".join(HEAD) + "\r\n\r\n").encode()
MATCH = {"Content_Type": "application/json", "Accept": "application/vnd.reconciliation.v1+json"}


class Listener:
    """A server on loopback that counts its connections, by IPv4 and IPv6."""

    def __init__(self) -> None:
        """Listen on the same port of both, where the machine has both."""
        self.count, self._open = 0, True
        self._sockets = [socket.create_server(("127.0.0.1", 0))]
        self.port = self._sockets[0].getsockname()[1]
        with suppress(OSError):
            six = socket.create_server(("::1", self.port), family=socket.AF_INET6)
            self._sockets.append(six)
        for one in self._sockets:
            one.settimeout(0.1)
            threading.Thread(target=self._accept, args=(one,), daemon=True).start()

    def _accept(self, listening: socket.socket) -> None:
        while self._open:
            with suppress(TimeoutError, OSError):
                connection, _ = listening.accept()
                self.count += 1
                with connection:
                    connection.settimeout(1)
                    connection.recv(65536)
                    connection.sendall(ANSWER)

    def at(self, host: str = "127.0.0.1", path: str = "/x") -> str:
        """Return an address of the listener."""
        return f"http://{host}:{self.port}{path}"

    def close(self) -> None:
        """Stop listening."""
        self._open = False
        for one in self._sockets:
            one.close()


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    """One that every test of this file shares: it must never have been connected with."""
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def url(listener: Listener) -> Iterator[str]:
    """An address that nobody may ask; whoever did is seen when the test ends."""
    before = listener.count
    yield listener.at()
    assert listener.count == before


def rdfxml(url: str, inside: str = "&x;") -> str:
    return (
        f'<!DOCTYPE rdf [<!ENTITY x SYSTEM "{url}"><!ENTITY % p SYSTEM "{url}">%p;]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="urn:e:">'
        f'<rdf:Description rdf:about="urn:e:a"><e:b>{inside}</e:b></rdf:Description></rdf:RDF>'
    )


def outer_dtd(url: str) -> str:
    rdf = rdfxml(url, "b")
    return f'<!DOCTYPE rdf SYSTEM "{url}">{rdf[rdf.index("<rdf:RDF") :]}'


def include(url: str) -> str:
    xi = f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{url}"/>'
    rdf = rdfxml(url, xi)
    return f'<?xml-stylesheet href="{url}"?>{rdf[rdf.index("<rdf:RDF") :]}'


def jsonld(url: str, **more: object) -> str:
    return json.dumps({"@context": url, "@id": "urn:e:a", "name": "b", **more})


def jsonld_import(url: str) -> str:
    return json.dumps({"@context": {"@version": 1.1, "@import": url}, "@id": "urn:e:a"})


def jsonld_scoped(url: str) -> str:
    scoped = {"name": {"@id": "urn:e:b", "@context": url}}
    return json.dumps({"@context": [scoped], "@id": "urn:e:a", "name": {"@id": "urn:e:c"}})


def turtle(url: str) -> str:
    return (
        f"@base <{url}> . @prefix owl: <{OWL}> . @prefix sh: <http://www.w3.org/ns/shacl#> .\n"
        f"@prefix sg: <{SG}> . @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .\n"
        f"<{BASE}id/relation/x> a owl:Ontology , sg:Membership ; owl:imports <{url}> , <y> ;\n"
        f"  sh:shapesGraph <{url}> ; rdfs:seeAlso <{url}> ; rdfs:isDefinedBy <{url}> .\n"
    )


def shapes(url: str) -> str:
    return (
        turtle(url) + f"<{url}#s> a sh:NodeShape ; sh:targetNode <{BASE}id/relation/x> ;\n"
        f'  sh:sparql [ sh:select "SELECT $this {{ SERVICE <{url}> {{ $this ?p ?o }} }}" ;\n'
        f'    sh:prefixes <{url}> ] ; sh:js [ sh:jsLibrary [ sh:jsLibraryURL "{url}" ] ] .\n'
    )


BODIES = {
    "entities.rdf": (rdfxml, "application/rdf+xml"),
    "dtd.rdf": (outer_dtd, "application/rdf+xml"),
    "include.rdf": (include, "application/rdf+xml"),
    "context.jsonld": (jsonld, "application/ld+json"),
    "import.jsonld": (jsonld_import, "application/ld+json"),
    "scoped.jsonld": (jsonld_scoped, "application/ld+json"),
    "imports.ttl": (turtle, "text/turtle"),
    "shapes.ttl": (shapes, "text/turtle"),
    "table.csv": (lambda url: f"actor,name,source\n{url},{url},{url}\n", "text/csv"),
}
FILES = pytest.mark.parametrize("file", BODIES)


def test_the_listener_would_see_whoever_connects(listener: Listener) -> None:
    before = listener.count
    with urllib.request.urlopen(listener.at()) as reply:
        assert reply.status == 200
    with urllib.request.urlopen(listener.at("localhost")) as reply:
        assert reply.status == 200
    assert listener.count == before + 2
    # What the server's libraries do where nobody hinders them.
    query = f"SELECT * {{ SERVICE SILENT <{listener.at()}> {{ ?s ?p ?o }} }}"
    found: Any = ox.Store().query(query)
    list(found)
    ox.Store().update(f"LOAD SILENT <{listener.at()}>")
    Graph().parse(listener.at(), format="turtle")
    assert listener.count == before + 5


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { SERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "SELECT * { BIND(<URL> AS ?x) SERVICE ?x { ?s ?p ?o } }",
        "SELECT * { VALUES ?x { <URL> } SERVICE SILENT ?x { ?s ?p ?o } }",
        "PREFIX e: <URL> SELECT * { SERVICE e: { ?s ?p ?o } }",
        "BASE <URL> SELECT * { SERVICE <> { ?s ?p ?o } }",
        "ASK { FILTER EXISTS { SERVICE SILENT <URL> { ?s ?p ?o } } }",
        "SELECT * { \\u0053ERVICE <URL> { ?s ?p ?o } }",
        "SELECT * { service#\n<URL> { ?s ?p ?o } }",
        "SELECT * FROM <URL> { ?s ?p ?o }",
        "SELECT * FROM NAMED <URL> { GRAPH ?g { ?s ?p ?o } }",
        "CONSTRUCT WHERE { GRAPH <URL> { ?s ?p ?o } }",
        "DESCRIBE <URL>",
        "LOAD <URL>",
    ],
)
@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]"])
def test_no_query_makes_the_server_ask(
    server: Server, listener: Listener, url: str, query: str, host: str
) -> None:
    text = query.replace("URL", listener.at(host))
    assert get(server.port, text).status in (200, 400, 403, 406)
    assert get(server.port, text, Accept="text/html").status in (200, 400, 403)
    plan = send(server.port, "GET", f"/sparql/plan?{urlencode({'query': text})}", Accept=JSON)
    assert plan.status < 500


def test_no_graph_that_a_request_names_is_fetched(server: Server, url: str) -> None:
    for name in ("default-graph-uri", "named-graph-uri"):
        asked = urlencode({"query": "SELECT * { ?s ?p ?o } LIMIT 1", name: url})
        assert send(server.port, "GET", f"/sparql?{asked}", Accept=JSON).status == 200
    for place in (f"/store?graph={quote(url, '')}", f"/store/{url}"):
        assert send(server.port, "GET", place).status in (400, 404)


@FILES
def test_nothing_that_is_brought_makes_the_server_fetch(
    server: Server, url: str, file: str
) -> None:
    write, kind = BODIES[file]
    links = {
        "Link": f'<{url}>; rel="http://www.w3.org/ns/json-ld#context"',
        "Content_Location": url,
    }
    target = f"/validate?format=json&base={quote(url, '')}"
    reply = send(server.port, "POST", target, write(url).encode(), Content_Type=kind, **links)
    assert reply.status in (200, 400, 422)


def test_no_context_is_fetched_that_a_header_names(server: Server, url: str) -> None:
    links = {
        "Link": f'<{url}>; rel="http://www.w3.org/ns/json-ld#context"',
        "Content_Location": url,
    }
    # JSON without a context of its own has one by its header (JSON-LD 1.1, section 6.1).
    plain = b'{"@id": "urn:e:a", "name": "b"}'
    reply = send(server.port, "POST", "/validate", plain, Content_Type="application/json", **links)
    assert reply.status in (200, 400, 415, 422)


@pytest.mark.parametrize("engine", ["samgraf", "pyshacl"])
def test_no_file_makes_the_command_fetch(
    server: Server, tmp_path: Path, url: str, engine: str
) -> None:
    places = [tmp_path / file for file in BODIES]
    for place in places:
        place.write_text(BODIES[place.name][0](url), encoding="utf-8")
    # A file that is refused ends a check, so that the one with the imports is checked alone too.
    for some in (places, [tmp_path / "imports.ttl"]):
        command = [*_COMMAND, "validate", *map(str, some), "--engine", engine]
        command += ["--store", str(server.build), "--format", "json"]
        ended = subprocess.run(command, capture_output=True, timeout=60, check=False)
        assert ended.returncode in (0, 1, 2), ended.stderr


@FILES
def test_no_write_makes_the_server_fetch(service: Service, url: str, file: str) -> None:
    write, kind = BODIES[file]
    links = {"Link": f'<{url}>; rel="http://www.w3.org/ns/json-ld#context"', "Content_Type": kind}
    for method in ("PUT", "POST"):
        for place in ("/store?default", f"/store?graph={quote(url, '')}"):
            reply = service.send(method, place, write(url), **links)
            assert reply.status in (200, 201, 204, 400, 415)


@pytest.mark.parametrize(
    "update",
    [
        "LOAD <URL>",
        "LOAD SILENT <URL> INTO GRAPH <urn:e:g>",
        "INSERT { ?s ?p ?o } WHERE { SERVICE <URL> { ?s ?p ?o } }",
        "INSERT { ?s ?p ?o } WHERE { SERVICE SILENT <URL> { ?s ?p ?o } }",
        "INSERT { ?s ?p ?o } USING <URL> USING NAMED <URL> WHERE { ?s ?p ?o }",
        "COPY SILENT <URL> TO DEFAULT",
        f"INSERT DATA {{ <URL> <{OWL.imports}> <URL> }}",
    ],
)
def test_no_update_makes_the_server_ask(service: Service, url: str, update: str) -> None:
    text = update.replace("URL", url)
    using = f"/sparql?{urlencode({'using-graph-uri': url})}"
    for target, kind, body in (
        ("/sparql", UPDATE, text),
        (using, UPDATE, text),
        ("/sparql", FORM, urlencode({"update": text})),
    ):
        reply = service.send("POST", target, body, Content_Type=kind)
        assert reply.status in (200, 204, 400, 403)


def test_matching_a_table_fetches_nothing_of_what_it_is_given(server: Server, url: str) -> None:
    def asked(target: str, body: object = None, **headers: str) -> Reply:
        data = json.dumps(body).encode() if body is not None else None
        return send(server.port, "POST" if data else "GET", target, data, **headers)

    conditions: list[object] = [{"matchType": "name", "propertyValue": url}]
    conditions += [{"matchType": "property", "propertyId": url, "propertyValue": {"id": url}}]
    query = {"queries": [{"type": url, "conditions": conditions}]}
    old: dict[str, object] = {
        "q0": {"query": url, "type": url, "properties": [{"pid": url, "v": {"id": url}}]}
    }
    replies = [
        asked("/reconcile/match", query, **MATCH),
        asked(f"/reconcile?{urlencode({'queries': json.dumps(old), 'callback': 'a'})}"),
        asked(f"/reconcile?{urlencode({'extend': json.dumps({'ids': [url], 'properties': []})})}"),
        asked("/reconcile/extend", {"ids": [url], "properties": [{"id": url}]}, **MATCH),
        *(
            asked(f"/reconcile/suggest/{kind}?prefix={quote(url, '')}")
            for kind in ("entity", "type", "property")
        ),
        asked(f"/reconcile/preview?id={quote(url, '')}"),
        asked(f"/reconcile/extend/propose?type={quote(url, '')}"),
        asked(f"/suggest?q={quote(url, '')}"),
    ]
    assert all(reply.status in (200, 400, 404) for reply in replies), [r.status for r in replies]
    table = f"name,link\n{url},{url}\n"
    ended = subprocess.run(
        [*_COMMAND, "reconcile", "-", "--column", "name", "--store", str(server.build)],
        input=table.encode(), capture_output=True, timeout=60, check=False,
    )  # fmt: skip
    assert ended.returncode in (0, 1, 2)


_COMMAND = (sys.executable, "-m", "samgraf")


@pytest.mark.parametrize(
    "target",
    [
        "/lookup?iri=URL",
        "/lookup?scheme=URL&code=URL",
        "/search?q=URL",
        "/id/actor/URL",
        "/page/actor/URL?on=URL",
        "/data/actor/URL.ttl",
        "/ontology?x=URL",
        "/queries/members-on-date.csv?on=URL",
        "/queries?q=URL",
        "/sparql/picture?query=SELECT+*+%7B+%3CURL%3E+%3Fp+%3Fo+%7D&view=map",
        "/versions/compare?from=URL&to=URL",
        "/problem/URL",
        "/dumps/URL/x",
        "/changes.atom?url=URL",
        "/networks/URL.graphml",
        "URL",
    ],
)
def test_no_address_of_a_page_makes_the_server_ask(server: Server, url: str, target: str) -> None:
    # Every header by which a client may name an address.
    names = (
        *("Referer", "Origin", "Link", "X_Forwarded_Host", "X_Original_URL", "Accept_Profile"),
        *("X_Wap_Profile", "Content_Location", "Destination", "Location", "If_None_Match"),
    )
    named = {name: f"<{url}>" if name in ("Link", "Accept_Profile") else url for name in names}
    host = url.split("/")[2]
    shown = target if target == "URL" else target.replace("URL", quote(url, ""))
    for accept in ("text/html", "text/turtle", JSON):
        reply = send(
            server.port, "GET", shown.replace("URL", url), None, Accept=accept, Host=host, **named
        )
        assert reply.status < 500


def test_a_link_that_somebody_keeps_is_asked_by_nobody(server: Server, url: str) -> None:
    query = f"SELECT * {{ SERVICE SILENT <{url}> {{ ?s ?p ?o }} }}"
    reply = send(
        server.port, "POST", "/q", urlencode({"query": query}).encode(),
        Content_Type=FORM, Accept="application/json",
    )  # fmt: skip
    assert reply.status in (200, 201, 303, 400, 403)
    place = reply.headers.get("location", "")
    for target in filter(None, (place, f"{place}/embed" if place else "")):
        path = "/" + target.split("/", 3)[3] if "://" in target else target
        assert send(server.port, "GET", path, Accept="text/html").status < 500


def test_links_within_the_graph_are_followed_by_nobody(tmp_path: Path, url: str) -> None:
    actor, graph = f"<{BASE}id/actor/dk-101>", tmp_path / "graph.trig"
    graph.write_text(
        f"{actor} a <{SG.Municipality}> ; <{OWL.imports}> <{url}> ; <{OWL.sameAs}> <{url}> ;\n"
        f"<http://xmlns.com/foaf/0.1/homepage> <{url}> ;\n"
        f"<http://xmlns.com/foaf/0.1/depiction> <{url}> ;\n"
        f'<http://www.w3.org/2000/01/rdf-schema#label> "<img src={url}>"@en .\n'
        f"<{url}> {{ <{url}> a <{OWL.Ontology}> ; <{OWL.imports}> <{url}> . }}",
        encoding="utf-8",
    )
    build = tmp_path / "build"
    verbatim.build(config.change(config.Settings(), "build", dir=build), graph, lambda _: None)
    with Server(build, Limits()) as running:
        for target in ("/page/actor/dk-101", "/data/actor/dk-101.ttl", "/search?q=img", "/"):
            for accept in ("text/html", "text/turtle"):
                assert send(running.port, "GET", target, Accept=accept).status < 500
        assert send(running.port, "GET", "/page/actor/dk-101", Accept="text/html").status == 200
