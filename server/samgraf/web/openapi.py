"""``/openapi.json``: the whole surface of HTTP as OpenAPI 3.1, made of one table and the library.

https://spec.openapis.org/oas/v3.1.1
"""

import json
import re
from collections.abc import Iterable, Mapping
from importlib.metadata import version as version_of_package

from flask import Blueprint, Response, make_response

from . import openapi_library, openapi_reconciling, openapi_table, openapi_workbench
from .openapi_table import ANY, HTML, PLAIN, Operation, Parameter
from .site import site

blueprint = Blueprint("openapi", __name__)

MEDIA_TYPE = "application/vnd.oai.openapi+json"
_ALWAYS = (400, 404, 414, 429, 431, 503)
"""Statuses of problems that any address may answer with."""

_UNREAD = (414, 431)
"""Those of a request whose head is longer than is read, told by the server in plain text."""

_WORDS = {
    200: "The answer",
    201: "It was made",
    206: "A part of the file",
    300: "Several things held that code",
    303: "See another address",
    304: "The client has this answer already",
    400: "The request is not right; the answer says what is wrong",
    401: "A token is needed",
    403: "This server does not do that",
    404: "There is no such thing here",
    406: "The answer cannot be written in such a form",
    410: "It was here and is no longer",
    413: "More was sent than is read",
    415: "What was sent is of no known media type",
    414: "The address is longer than is read",
    416: "The file has no such part",
    429: "This client asks too much at once",
    431: "A header is longer than is read",
    503: "No answer now, or not within the limits",
    507: "There is no room to keep it",
}
_PROBLEM = {
    "type": "object",
    "description": "A problem document (RFC 9457)",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "description": "an address with advice"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "didYouMean": {"type": "string"},
    },
}
_DESCRIPTION = (
    "Who works with whom in the Nordic public sector, on what, since when, paid by whom, and who "
    "says so. Every address that answers to GET answers to HEAD too. Answers have an ETag; send it "
    "back in If-None-Match. Problems are documents of RFC 9457, pages for browsers and text for "
    "terminals."
)
Json = dict[str, object]


@blueprint.get("/openapi.json")
def openapi() -> Response:
    """Describe every address."""
    told = site().once("openapi", lambda: _without_server())
    servers = {"servers": [{"url": site().origin()}]}
    answer = make_response(json.dumps({**told, **servers}, ensure_ascii=False))
    answer.headers["Content-Type"] = MEDIA_TYPE
    answer.headers["Access-Control-Allow-Origin"] = "*"
    return answer


def every() -> list[Operation]:
    """Return every operation of the site."""
    return [
        *openapi_table.operations(),
        *openapi_workbench.operations(),
        *openapi_reconciling.operations(),
        *openapi_library.operations(),
    ]


def _without_server() -> Json:
    paths: dict[str, Json] = {}
    found = every()
    for operation in found:
        paths.setdefault(operation.path, {})[operation.method] = _described(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Samgraf",
            "version": version_of_package("samgraf"),
            "summary": "A knowledge graph of cooperation in the Nordic public sector",
            "description": _DESCRIPTION,
            "license": {"name": "CC BY 4.0 (data)", "identifier": "CC-BY-4.0"},
        },
        "tags": [{"name": group} for group in dict.fromkeys(one.group for one in found)],
        "paths": paths,
        "components": {
            "schemas": {"Problem": _PROBLEM},
            "responses": {f"Problem{status}": _problem(status) for status in _problems(found)},
        },
    }


def _problems(found: Iterable[Operation]) -> list[int]:
    return sorted({*_ALWAYS, *(status for one in found for status in one.problems)})


def _problem(status: int) -> Json:
    """Describe a problem, in the three forms that clients take."""
    plain = _content((PLAIN,))
    if status in _UNREAD:
        return {"description": _WORDS[status], "content": plain}
    document = {"schema": {"$ref": "#/components/schemas/Problem"}}
    forms = {"application/problem+json": document, **_content((HTML,)), **plain}
    return {"description": _WORDS[status], "content": forms}


def _described(operation: Operation) -> Json:
    """Describe one operation."""
    told: Json = {
        "operationId": _identifier(operation),
        "summary": operation.words,
        "tags": [operation.group],
        "responses": _responses(operation),
    }
    if words := openapi_library.summary(operation.path):
        told["description"] = words
    if operation.parameters:
        told["parameters"] = [_parameter(one) for one in operation.parameters]
    if operation.body:
        told["requestBody"] = {"required": True, "content": _bodies(operation)}
    return told


def _identifier(operation: Operation) -> str:
    words = re.findall(r"[A-Za-z0-9]+", operation.path) or ["home"]
    return "-".join([operation.method, *words])


def _parameter(parameter: Parameter) -> Json:
    told: Json = {
        "name": parameter.name,
        "in": parameter.where,
        "description": parameter.words,
        "schema": dict(parameter.schema),
    }
    if parameter.required:
        told["required"] = True
    if parameter.example is not None:
        told["example"] = parameter.example
    return told


def _responses(operation: Operation) -> Json:
    """Describe every answer: the good one, others that are no problems, and problems."""
    statuses = sorted({*_ALWAYS, *operation.problems})
    told: Json = {str(s): {"$ref": f"#/components/responses/Problem{s}"} for s in statuses}
    told[str(operation.good)] = _response(operation.good, operation.types)
    if operation.method == "get" and operation.good < 300:
        told["304"] = {"description": _WORDS[304]}
    for status, types in operation.others.items():
        both = _problem(status)["content"] if status in statuses else {}
        told[str(status)] = _response(status, types, both if isinstance(both, dict) else {})
    return dict(sorted(told.items()))


def _response(
    status: int, types: tuple[str, ...], more: Mapping[str, object] | None = None
) -> Json:
    told: Json = {"description": _WORDS[status]}
    content = {**_content(types), **(more or {})}
    return {**told, "content": content} if content else told


def _content(types: tuple[str, ...]) -> Json:
    return {media_type: {} for media_type in types if media_type != ANY} or (
        {ANY: {}} if types else {}
    )


def _bodies(operation: Operation) -> Json:
    """Describe what may be sent: a query in a form, files in parts, else the text itself."""
    told: Json = {}
    text: Json = {"type": "string"}
    for media_type in operation.body:
        schema: Json = text
        if media_type == "application/x-www-form-urlencoded":
            schema = {"type": "object", "properties": dict.fromkeys(operation.fields, text)}
            if len(operation.fields) == 1:
                schema["required"] = [*operation.fields]
        elif media_type == "multipart/form-data":
            fields = {"text": text, "as": text, "file": {**text, "format": "binary"}}
            schema = {"type": "object", "properties": fields}
        told[media_type] = {"schema": schema}
    return told
