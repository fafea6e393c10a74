"""JSON Schemas of every answer of the Reconciliation API, written from its two specifications.

0.2: https://www.w3.org/community/reports/reconciliation/CG-FINAL-specs-0.2-20230410/
1.0: https://reconciliation-api.github.io/specs/1.0-draft/, as of its ``/match`` route (2025)

They ask for what the texts ask for, and for non-empty identifiers and names, which the schemas
beside the texts leave out.
"""

from collections.abc import Mapping
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NAMED: Schema = {"type": "string", "minLength": 1}
URI: Schema = {"type": "string", "format": "uri", "pattern": "^https?://"}
BOOLEAN: Schema = {"type": "boolean"}
LANG: Schema = {"type": "string", "pattern": "^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$"}
DIR: Schema = {"enum": ["ltr", "rtl", "auto"]}
_WORDED: Schema = {"lang": LANG, "dir": DIR}


def thing(required: tuple[str, ...], more: Mapping[str, Schema], closed: bool = False) -> Schema:
    found: Schema = {"type": "object", "required": [*required], "properties": {**more}}
    return {**found, "additionalProperties": False} if closed else found


def many(items: Schema, **more: Any) -> Schema:
    return {"type": "array", "items": items, **more}


_TYPE_REF = {"$ref": "#/$defs/type"}
_DEFS: Schema = {
    "type": thing(("id", "name"), {"id": NAMED, "name": NAMED, "broader": many(_TYPE_REF)}),
}


def _root(schema: Schema) -> Schema:
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "$defs": _DEFS, **schema}


# Manifests: "Service Manifest", "Preview Metadata", "Suggest Metadata", "Data Extension Metadata".

_OLD_TEMPLATE: Schema = {"type": "string", "pattern": r"\{\{id\}\}"}
# RFC 6570, level 2: one variable, with or without an operator, and no other brace.
_NEW_TEMPLATE: Schema = {"type": "string", "pattern": r"^[^{}]*\{[+#./;?&]?id\}[^{}]*$"}
_PATH = thing(("service_url", "service_path"), {"service_url": URI, "service_path": NAMED})


def _setting(key: str, name: str, help_text: str) -> Schema:
    default: dict[str, Schema] = {
        "number": {"type": "number"},
        "text": TEXT,
        "checkbox": BOOLEAN,
        "select": TEXT,
    }
    kinds = []
    for kind, value in default.items():
        fields = {"type": {"const": kind}, "default": value, key: NAMED, name: NAMED,
                  help_text: TEXT}  # fmt: skip
        required = ("type", key, name, "default", help_text)
        if kind == "select":
            choice = thing(("value", "name"), {"value": TEXT, "name": NAMED})
            kinds.append(thing((*required, "choices"), {**fields, "choices": many(choice)}))
        else:
            kinds.append(thing(required, fields))
    return {"oneOf": kinds}


def _manifest(version: str, required: tuple[str, ...], more: Mapping[str, Schema]) -> Schema:
    common: dict[str, Schema] = {
        "versions": many(TEXT, contains={"const": version}, uniqueItems=True),
        "name": NAMED,
        "defaultTypes": many(_TYPE_REF, uniqueItems=True),
        "documentation": URI,
        "logo": URI,
        "serviceVersion": NAMED,
        "batchSize": {"type": "integer", "minimum": 1},
    }
    return _root(thing(("versions", "name", *required), {**common, **more}))


_SIZE: Schema = {"type": "integer", "minimum": 1}
MANIFEST_OLD = _manifest(
    "0.2",
    ("identifierSpace", "schemaSpace"),
    {
        "identifierSpace": URI,
        "schemaSpace": URI,
        "view": thing(("url",), {"url": _OLD_TEMPLATE}),
        "feature_view": thing(("url",), {"url": _OLD_TEMPLATE}),
        "preview": thing(
            ("url", "width", "height"), {"url": _OLD_TEMPLATE, "width": _SIZE, "height": _SIZE}
        ),
        "suggest": thing((), {"entity": _PATH, "property": _PATH, "type": _PATH}, closed=True),
        "extend": thing(
            (),
            {
                "propose_properties": _PATH,
                "property_settings": many(_setting("name", "label", "help_text")),
            },
            closed=True,
        ),
    },
)
MANIFEST_NEW = _manifest(
    "1.0-draft",
    ("view",),
    {
        "view": thing(("url",), {"url": _NEW_TEMPLATE}),
        "featureView": thing(("url",), {"url": _NEW_TEMPLATE}),
        "preview": thing(("width", "height"), {"width": _SIZE, "height": _SIZE}, closed=True),
        "suggest": thing((), dict.fromkeys(("entity", "property", "type"), BOOLEAN), closed=True),
        "extend": thing(
            (),
            {
                "proposeProperties": BOOLEAN,
                "propertySettings": many(_setting("id", "name", "helpText")),
            },
            closed=True,
        ),
        "standardizedScore": BOOLEAN,
        "identifierSpace": False,  # type: ignore[dict-item]  # taken out in 1.0
        "schemaSpace": False,  # type: ignore[dict-item]
        **_WORDED,
    },
)

# "Reconciliation Query Responses".


def _candidate(feature: tuple[str, ...], required: tuple[str, ...]) -> Schema:
    value = {"type": ["boolean", "number"]}
    features = many(thing(feature, {"id": NAMED, "name": NAMED, "value": value}))
    return thing(
        required,
        {
            "id": NAMED,
            "name": NAMED,
            "description": TEXT,
            "type": many({"anyOf": [NAMED, _TYPE_REF]}),
            "score": {"type": "number", "minimum": 0, "maximum": 100},
            "match": BOOLEAN,
            "features": features,
            **_WORDED,
        },
    )


_OLD_CANDIDATE = _candidate(("id", "value"), ("id", "name", "type", "score", "match"))
_NEW_CANDIDATE = _candidate(("id", "name", "value"), ("id", "name", "type", "match"))
RESULTS_OLD = _root(
    {
        "type": "object",
        "additionalProperties": thing(("result",), {"result": many(_OLD_CANDIDATE)}, closed=True),
    }
)
RESULTS_NEW = _root(
    thing(
        ("results",),
        {"results": many(thing(("candidates",), {"candidates": many(_NEW_CANDIDATE)}))},
        closed=True,
    )
)

# "Suggest Responses"; the same in both but for lang, dir and matchQualifiers.


def _suggested(more: Mapping[str, Schema]) -> Schema:
    item = thing(
        ("id", "name"), {"id": NAMED, "name": NAMED, "description": TEXT, **_WORDED, **more}, True
    )
    return _root(thing(("result",), {"result": many(item)}, closed=True))


SUGGEST_ENTITY = _suggested({"notable": many({"anyOf": [NAMED, _TYPE_REF]})})
SUGGEST_TYPE = _suggested({"broader": many(_TYPE_REF)})
SUGGEST_PROPERTY = _suggested(
    {"matchQualifiers": many(thing(("id", "name"), {"id": NAMED, "name": NAMED}))}
)

# "Data Extension Property Proposals" and "Data Extension Responses".

PROPOSAL = _root(
    thing(
        ("properties", "type"),
        {
            "properties": many(
                thing(("id", "name"), {"id": NAMED, "name": NAMED, "description": TEXT, **_WORDED})
            ),
            "type": TEXT,
            "limit": {"type": "integer", "minimum": 1},
        },
        closed=True,
    )
)
_ISO = r"^-?\d{4,}-(1[0-2]|0[1-9])-(3[01]|0[1-9]|[12]\d)T([01]\d|2[0-3])(:[0-5]\d){2}"
_CELL: Schema = {
    "oneOf": [
        thing((), {}, closed=True),
        thing(("id", "name"), {"id": NAMED, "name": NAMED, "description": TEXT, **_WORDED}, True),
        thing(("str",), {"str": TEXT, **_WORDED}, True),
        thing(("float",), {"float": {"type": "number"}}, True),
        thing(("int",), {"int": {"type": "integer"}}, True),
        thing(("bool",), {"bool": BOOLEAN}, True),
        thing(("date",), {"date": {"type": "string", "pattern": _ISO}}, True),
    ]
}
_META = many(
    thing(
        ("id", "name"),
        {"id": NAMED, "name": NAMED, "type": thing(("id",), {"id": NAMED}), "service": URI},
    )
)
EXTENSION_OLD = _root(
    thing(
        ("meta", "rows"),
        {
            "meta": _META,
            "rows": {
                "type": "object",
                "additionalProperties": {"type": "object", "additionalProperties": many(_CELL)},
            },
        },
        closed=True,
    )
)
_ROW = thing(
    ("id", "properties"),
    {
        "id": TEXT,
        "properties": many(thing(("id", "values"), {"id": NAMED, "values": many(_CELL)})),
    },
)
EXTENSION_NEW = _root(thing(("meta", "rows"), {"meta": _META, "rows": many(_ROW)}, closed=True))

PROBLEM = _root(
    thing(
        ("type", "title", "status", "detail"),
        {"type": NAMED, "title": NAMED, "status": {"type": "integer"}, "detail": NAMED,
         "pointer": {"type": "string", "pattern": "^(/([^~/]|~[01])*)*$"}},
    )
)  # fmt: skip
"""Errors are not specified by either version; ours are problem documents (RFC 9457)."""


def faults(answer: object, schema: Schema) -> list[str]:
    """Say what is wrong with an answer."""
    checker = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message[:200]}" for error in checker.iter_errors(answer)]
