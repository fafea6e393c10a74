"""The changed things as Turtle: when each was changed last, and what happened, in words."""

from collections.abc import Iterable, Mapping
from typing import Any

from samgraf.differences.telling import Line
from samgraf.namespaces import PREFIXES
from samgraf.terms import DCT, RDFS, SKOS, XSD


def turtle(summary: Mapping[str, Any], lines: Iterable[Line]) -> str:
    """Write name, day of the change and news of each changed thing as Turtle."""
    day = summary["to"]["data_date"]
    used = {"dct": DCT, "rdfs": RDFS, "skos": SKOS, "xsd": XSD}
    head = [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in sorted(used)]
    found = [_written(line, day) for line in sorted(lines, key=lambda line: line.iri)]
    return "\n".join([*head, "", *found])


def _written(line: Line, day: str) -> str:
    notes = " , ".join(f"{_text(told)}@en" for told in line.told)
    said = [f"rdfs:label {_text(line.name)}", f'dct:modified "{day}"^^xsd:date']
    said += [f"skos:changeNote {notes}"] if notes else []
    return f"<{line.iri}>\n  " + " ;\n  ".join(said) + " .\n"


_ESCAPED = {ord('"'): '\\"', ord("\\"): "\\\\", ord("\n"): "\\n", ord("\r"): "\\r"}


def _text(text: str) -> str:
    return f'"{text.translate(_ESCAPED)}"'
