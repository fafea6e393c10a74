"""The addresses of the reconciliation service, for the table of ``openapi_table``."""

from collections.abc import Iterator

from .openapi_table import HTML, JSON, LANG, Operation, Parameter, Schema, in_path
from .reconciling_sent import FORM, NEW
from .reconciling_things import TYPES

_GROUP = "Matching tables"
_ANSWER = (JSON, NEW)
_SCRIPT = "text/javascript"
_TEXT: Schema = {"type": "string"}
_CALLBACK = Parameter("callback", "the function that the answer calls, as a script (0.2)", _TEXT)
_TYPE = Parameter("type", "the kind of things", {"type": "string", "enum": [*TYPES]})
_FAULTS = (406, 413, 415)
_EXAMPLE = '{"q0": {"query": "Haderslev"}}'


def operations() -> Iterator[Operation]:
    """Yield every operation of the reconciliation service."""
    queries = Parameter("queries", "queries of version 0.2, as JSON", _TEXT, example=_EXAMPLE)
    extend = Parameter("extend", "what values to give, as JSON of version 0.2", _TEXT)
    yield Operation(
        "/reconcile", "Give the manifest of the reconciliation service, or match names (0.2)",
        _GROUP, (*_ANSWER, _SCRIPT, HTML), (queries, extend, _CALLBACK, LANG), problems=_FAULTS,
    )  # fmt: skip
    yield Operation(
        "/reconcile", "Match names, or give values of things (0.2)", _GROUP, _ANSWER, (),
        problems=_FAULTS, method="post", body=(FORM, JSON), fields=("queries", "extend"),
    )  # fmt: skip
    yield Operation("/reconcile/match", "Match names (1.0)", _GROUP, _ANSWER, (), problems=_FAULTS,
                    method="post", body=(JSON,))  # fmt: skip
    yield Operation("/reconcile/extend", "Give values of things (1.0)", _GROUP, _ANSWER, (),
                    problems=_FAULTS, method="post", body=(JSON,))  # fmt: skip
    number: Schema = {"type": "integer", "minimum": 1, "maximum": 50}
    skipped: Schema = {"type": "integer", "minimum": 0, "maximum": 1000}
    limit = Parameter("limit", "how many", number)
    yield Operation(
        "/reconcile/extend/propose", "Propose properties of a kind of things", _GROUP,
        (*_ANSWER, _SCRIPT), (_TYPE, limit, _CALLBACK, LANG), problems=(406,),
    )  # fmt: skip
    what = in_path("what", "what is suggested", "entity", enum=["entity", "property", "type"])
    prefix = Parameter("prefix", "what somebody has typed", example="Hader")
    offset = Parameter("offset", "how many are skipped (1.0)", skipped)
    cursor = Parameter("cursor", "how many are skipped (0.2)", skipped)
    yield Operation(
        "/reconcile/suggest/{what}", "Suggest things, properties or kinds", _GROUP,
        (*_ANSWER, _SCRIPT), (what, prefix, _TYPE, limit, offset, cursor, _CALLBACK, LANG),
        problems=(406,),
    )  # fmt: skip
    one = Parameter("id", "the identifier of a thing", example="id/actor/dk-haderslev",
                    required=True)  # fmt: skip
    yield Operation("/reconcile/preview", "Show a thing in few words, for a frame", _GROUP,
                    (HTML,), (one, LANG))  # fmt: skip
