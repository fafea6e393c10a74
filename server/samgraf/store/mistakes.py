"""What the engine takes for a fault of its own, and is a mistake of who asks."""

import re

_KNOWN = (
    (
        r"The custom function (.*) is not supported",
        "bad-request",
        "there is no function {}: those of SPARQL 1.1 are known, and casts such as xsd:integer",
    ),
    (
        r"The graph (.*) does not exist",
        "not-found",
        "there is no graph {}: write SILENT behind the name of the operation to go on without",
    ),
    (
        r"The graph (.*) already exists",
        "exists",
        "there is a graph {} already: write CREATE SILENT GRAPH to go on with it",
    ),
)


def mistake(told: str) -> tuple[str, str] | None:
    """Return problem type and detail of words of the engine; None where the fault is its own."""
    for pattern, kind, detail in _KNOWN:
        if match := re.fullmatch(pattern, told, re.DOTALL):
            return kind, detail.format(match[1])
    return None
