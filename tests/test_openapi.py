"""``/openapi.json`` describes every address and no other, and the server keeps to it.

``make fuzz-http MINUTES=10`` lets schemathesis ask for longer than ``make test-slow`` does.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from samgraf import queries
from samgraf.config import Settings
from samgraf.limits import Limits
from samgraf.store.pool import Pool
from samgraf.web import (
    openapi_reconciling,
    openapi_table,
    openapi_workbench,
    operation,
    pages_app,
)
from samgraf.web.assets import PATH as ASSETS
from samgraf.web.dumps import PATH as DUMPS
from samgraf.web.graphs import PATH as STORE
from samgraf.web.openapi_library import RULE

from .asking import Reply, send
from .serving import Server

Json = dict[str, Any]
BESIDE_FLASK = {
    *operation.PATHS,
    STORE,
    f"{STORE}/{{path}}",
    f"{DUMPS}{{version}}/{{file}}",
    f"{ASSETS}{{file}}",
    "/networks/{on}.{ending}",
    "/changes/{old}..{new}.{ending}",
}
"""Addresses that the application answers without Flask."""

CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
)
LONGEST = 600  # characters of a line of what schemathesis says
MINUTES = float(os.environ.get("FUZZ_MINUTES", "1"))


def ask(server: Server, path: str, **headers: str) -> Reply:
    return send(server.port, "GET", path, None, "127.0.0.1", **headers)


@pytest.fixture(scope="module")
def document(server: Server) -> Json:
    reply = ask(server, "/openapi.json")
    assert (reply.status, reply.headers["access-control-allow-origin"]) == (200, "*")
    assert reply.headers["content-type"] == "application/vnd.oai.openapi+json"
    found: Json = json.loads(reply.body)
    return found


def each(document: Json) -> Iterator[tuple[str, str, Json]]:
    for path, methods in document["paths"].items():
        for method, told in methods.items():
            yield path, method, told


def test_the_document_is_valid(document: Json) -> None:
    assert document["openapi"].startswith("3.1")
    assert [str(error) for error in OpenAPIV31SpecValidator(document).iter_errors()] == []


def test_every_route_is_described_and_every_description_has_a_route(settings: Settings) -> None:
    app = pages_app.make(settings, Pool(settings.build.dir, Limits()))
    routes = {
        (str(rule), method.lower())
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    tables = (openapi_table, openapi_workbench, openapi_reconciling)
    every = [one for table in tables for one in table.operations()]
    told = {(one.rule or one.path, one.method) for one in every} | {(RULE, "get")}
    plain = {(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule), method) for rule, method in routes}
    said = {(re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule), method) for rule, method in told}
    beside = {(path, "get") for path in BESIDE_FLASK} | {("/sparql", "post")}
    inside = {("/sparql/answer", "get")}  # where the loop hands on an answer; 404 for others
    assert plain - said == inside
    assert said - plain == beside


def test_each_question_has_an_address_with_its_values(document: Json) -> None:
    for query in queries.library():
        told = document["paths"][f"/queries/{query.slug}"]["get"]
        assert told["description"] == query.summary
        found = {one["name"]: one for one in told.get("parameters", [])}
        assert set(found) == {parameter.name for parameter in query.parameters}
        for parameter in query.parameters:
            default = found[parameter.name]["schema"].get("default")
            assert str(default) == str(parameter.default)
        assert f"/queries/{query.slug}.{{ending}}" in document["paths"]


def test_each_operation_has_a_name_of_its_own(document: Json) -> None:
    names = [told["operationId"] for _, _, told in each(document)]
    assert len(names) == len(set(names))
    for path, _, told in each(document):
        in_path = {p["name"] for p in told.get("parameters", []) if p["in"] == "path"}
        assert in_path == set(re.findall(r"\{(\w+)\}", path))


def test_the_page_of_addresses_leads_to_the_document(server: Server) -> None:
    for path in ("/about/api", "/queries"):
        assert b'href="/openapi.json"' in ask(server, path, Accept="text/html").body


@pytest.mark.slow
def test_schemathesis_finds_no_fault_of_the_server(server: Server) -> None:
    """A minute of it; what it finds stands in the message, with a curl command each."""
    command = [
        sys.executable, "-m", "schemathesis.cli", "run",
        f"http://127.0.0.1:{server.port}/openapi.json",
        "--checks", ",".join(CHECKS),
        "--max-time", str(round(MINUTES * 60)),
        "--continue-on-failure",
        "--request-timeout", "30",
        "--suppress-health-check", "all",
        "--warnings", "off",
        "--no-color",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=MINUTES * 90 + 240)
    told = "\n".join(line[:LONGEST] for line in (done.stdout + done.stderr).splitlines())
    sys.stdout.write(told)
    assert done.returncode == 0, told
    assert server.process.poll() is None
