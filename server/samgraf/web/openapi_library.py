"""The questions of the library as operations of OpenAPI, made from their heads."""

from collections.abc import Iterator

from samgraf import queries

from . import library_choices
from .library import library
from .library_service import PATH, endings
from .library_values import LONGEST
from .openapi_table import HTML, Operation, Parameter, Schema

RULE = "/queries/<name>"
_GROUP = "Questions of the library"
_MOST = 100  # values that are listed


def operations() -> Iterator[Operation]:
    """Yield two addresses for each question: by Accept, and by ending."""
    for query in sorted(library(), key=lambda query: query.slug):
        parameters, forms = tuple(map(_parameter, query.parameters)), endings(query)
        path, words = PATH + query.slug, query.title
        yield Operation(
            path, words, _GROUP, (HTML, *forms.values()), parameters, problems=(406,), rule=RULE
        )
        schema: Schema = {"type": "string", "enum": [*forms]}
        first = next(iter(forms))
        ending = Parameter("ending", "the form of the answer", schema, "path", first, True)
        yield Operation(
            f"{path}.{{ending}}",
            f"{words}, as a file",
            _GROUP,
            tuple(forms.values()),
            (ending, *parameters),
            problems=(406,),
            rule=RULE,
        )


def summary(path: str) -> str:
    """Return the question in words, of an address of the library; '' for any other."""
    slug = path.removeprefix(PATH).partition(".")[0] if path.startswith(PATH) else ""
    return next((query.summary for query in library() if query.slug == slug), "")


def _parameter(parameter: queries.Parameter) -> Parameter:
    words = f"{parameter.kind}: {parameter.advice}"
    needed = parameter.default is None
    return Parameter(parameter.name, words, _schema(parameter), "query", _usual(parameter), needed)


def _usual(parameter: queries.Parameter) -> object:
    default = parameter.default
    return int(default) if parameter.kind == "integer" and default is not None else default


def _schema(parameter: queries.Parameter) -> Schema:
    """Return what a value must be; the values themselves where the data have a few."""
    usual = {} if parameter.default is None else {"default": _usual(parameter)}
    choices = library_choices.of(parameter)
    values = [choice.value for choice in choices.list]
    if values and not choices.open and len(values) <= _MOST:
        number = parameter.kind == "integer"
        return {
            "type": "integer" if number else "string",
            "enum": [int(value) for value in values] if number else values,
            **usual,
        }
    return {**_kind(parameter), **usual}


def _kind(parameter: queries.Parameter) -> Schema:
    if parameter.kind == "integer":
        least, most = map(int, parameter.range)
        return {"type": "integer", "minimum": least, "maximum": most}
    text: dict[str, object] = {"type": "string", "maxLength": LONGEST}
    more: dict[str, dict[str, object]] = {
        "date": {"format": "date"},
        "iri": {"format": "iri"},
        "thing": {"pattern": "^[a-z]+/[a-z0-9.-]+$"},
    }
    return {**text, **more.get(parameter.kind, {})}
