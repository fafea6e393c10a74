"""Every answer of ``/reconcile`` is valid by its schema, or a problem document with 4xx.

The first byte chooses where the rest is sent to, and as what. The pages are asked in this process,
so that code which new inputs reach is seen.
"""

import atexit
import json
from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote

from flask.testing import FlaskClient
from tests import reconciling_schemas as schemas
from tests.serving import zygote
from tests.small import built
from werkzeug.test import TestResponse

from samgraf import config
from samgraf.config import Settings
from samgraf.limits import Limits
from samgraf.store.pool import Pool
from samgraf.web import pages_app
from samgraf.web.bridge import VERSION

from .target import Target

_ASCII = "".join(map(chr, range(0x21, 0x7F)))
FORM = "application/x-www-form-urlencoded"
PROPOSED = {**schemas.PROPOSAL, "required": ["properties"]}
"""A request that names no type is told of none."""

Send = Callable[[FlaskClient, bytes, dict[str, str]], TestResponse]


@dataclass(frozen=True, slots=True)
class Way:
    """How an input is sent, and the schema of a good answer; None for a page."""

    send: Send
    schema: schemas.Schema | None


def posted(path: str, media_type: str, before: bytes = b"", encoded: bool = False) -> Send:
    def send(client: FlaskClient, data: bytes, version: dict[str, str]) -> TestResponse:
        body = before + (quote(data).encode() if encoded else data)
        return client.post(path, data=body, content_type=media_type, environ_overrides=version)

    return send


def asked(path: str, name: str = "") -> Send:
    def send(client: FlaskClient, data: bytes, version: dict[str, str]) -> TestResponse:
        # The server's parser refuses blanks, control characters and all beyond ASCII.
        given = f"{name}={quote(data)}" if name else quote(data, safe=_ASCII)
        environ = {**version, "QUERY_STRING": given}
        return client.get(path, environ_overrides=environ)

    return send


WAYS = (
    Way(posted("/reconcile/match", "application/json"), schemas.RESULTS_NEW),
    Way(posted("/reconcile/extend", "application/json"), schemas.EXTENSION_NEW),
    Way(posted("/reconcile", FORM, b"queries=", True), schemas.RESULTS_OLD),
    Way(posted("/reconcile", FORM, b"extend=", True), schemas.EXTENSION_OLD),
    Way(posted("/reconcile", "application/json"), schemas.RESULTS_NEW),
    Way(asked("/reconcile", "queries"), schemas.RESULTS_OLD),
    Way(asked("/reconcile/suggest/entity"), schemas.SUGGEST_ENTITY),
    Way(asked("/reconcile/suggest/entity", "prefix"), schemas.SUGGEST_ENTITY),
    Way(asked("/reconcile/suggest/type"), schemas.SUGGEST_TYPE),
    Way(asked("/reconcile/suggest/property"), schemas.SUGGEST_PROPERTY),
    Way(asked("/reconcile/extend/propose"), PROPOSED),
    Way(asked("/reconcile/preview", "id"), None),
    Way(posted("/reconcile", FORM), None),
    Way(asked("/reconcile"), None),
)


@cache
def _client() -> tuple[FlaskClient, dict[str, str]]:
    """Build the five actors once in this process, and make the pages of them."""
    kept = ExitStack()
    atexit.register(kept.close)
    build = Path(kept.enter_context(TemporaryDirectory(prefix="fuzzed-"))) / "build"
    version = built(build)
    kept.enter_context(zygote(build / "versions" / version, build / "run", Limits()))
    settings = config.change(Settings(), "build", dir=build)
    app = pages_app.make(settings, Pool(build / "run", Limits()))
    app.testing = True  # what is raised goes through, and is seen
    return app.test_client(), {VERSION: version}


def begin() -> None:
    """Have a matcher made, which takes longer than any request."""
    check(b'\x00{"queries":[{"conditions":[{"matchType":"name","propertyValue":"Aaby"}]}]}')


def check(data: bytes) -> None:
    way = WAYS[(data[0] if data else 0) % len(WAYS)]
    client, version = _client()
    answer = way.send(client, data[1:], version)
    media_type = answer.mimetype
    assert answer.status_code in (200, *range(400, 500)), f"status {answer.status_code}"
    if answer.status_code != 200:
        told = json.loads(answer.get_data())
        assert media_type == "application/problem+json", media_type
        assert schemas.faults(told, schemas.PROBLEM) == []
        assert told["status"] == answer.status_code
    elif media_type == "text/javascript":
        text = answer.get_data(as_text=True)
        assert text.startswith("/**/"), text[:40]
        assert text.endswith(");"), text[-40:]
        assert "<" not in text
    elif way.schema is not None:
        found = schemas.faults(_read(answer), way.schema)
        assert found == [], found
    else:
        assert media_type in ("application/json", "text/html"), media_type


def _read(answer: TestResponse) -> Any:
    return json.loads(answer.get_data(), parse_constant=_refused)


def _refused(word: str) -> Any:
    raise AssertionError(f"{word} is no JSON")


TARGET = Target(
    "reconciliation", check, longest=8192, seconds=1.0, per_kib=1.0, few=60, begin=begin
)
