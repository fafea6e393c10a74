"""The report as a W3C ``sh:ValidationReport`` in Turtle (SHACL, section 3.6).

Nodes and paths stand in a ``Finding`` as Turtle already. What another check than a shape found,
such as a fault in a table, has no component, and may lack a focus node.
"""

import re
from collections.abc import Iterator

from samgraf.findings import LANGUAGES, Finding, Report

from .plain import place
from .words import told

_HEAD = """@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

[] a sh:ValidationReport ;
  sh:conforms """

_IRI = r'[^\x00-\x20<>"{}|^`\\]*'
_TERM = re.compile(
    rf'<{_IRI}>|_:\w[\w.-]*|"(?:[^"\\\r\n]|\\[^\r\n])*"(?:@[A-Za-z]+(?:-[A-Za-z0-9]+)*|\^\^<{_IRI}>)?'
)
_BARE = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:{_IRI}")
_LONE = re.compile("[\ud800-\udfff]")


def as_turtle(report: Report, language: str) -> str:
    """Return the report with the sentences of all languages."""
    results = " ,\n".join(_result(finding) for finding in report.findings)
    told_ones = f" ;\n  sh:result\n{results}" if results else ""
    return f"{_HEAD}{str(report.conforms).lower()}{told_ones} .\n"


def _result(finding: Finding) -> str:
    members = " ;\n".join(f"      {name} {value}" for name, value in _members(finding))
    return f"    [\n{members}\n    ]"


def _members(finding: Finding) -> Iterator[tuple[str, str]]:
    yield "a", "sh:ValidationResult"
    yield "sh:focusNode", _node(finding.focus_node) or "[]"
    if finding.path:
        yield "sh:resultPath", _path(finding)
    for name, node in (
        ("sh:value", finding.value),
        ("sh:sourceShape", finding.shape),
        ("sh:sourceConstraintComponent", finding.component if finding.shape else ""),
        ("sh:sourceConstraint", finding.constraint),
    ):
        if node:
            yield name, _node(node)
    yield "sh:resultSeverity", f"sh:{finding.severity}"
    for language in LANGUAGES:
        if finding.messages.get(language):
            yield "sh:resultMessage", f"{_quoted(told(finding, language))}@{language}"
    if finding.spot.file:
        yield "rdfs:comment", _quoted(place(finding.spot))


def _path(finding: Finding) -> str:
    """Return a path; one of several steps is Turtle already, and comes from our shapes alone."""
    complex_one = finding.shape and finding.path.startswith(("[", "("))
    return finding.path if complex_one else _node(finding.path)


def _node(node: str) -> str:
    """Return a node in Turtle; an IRI may lack its brackets, and the cell of a table is a text."""
    if not node or _TERM.fullmatch(node):
        return node
    return f"<{node}>" if _BARE.fullmatch(node) else _quoted(node)


def _quoted(text: str) -> str:
    for char, written in (("\\", "\\\\"), ('"', '\\"'), ("\n", "\\n"), ("\r", "\\r")):
        text = text.replace(char, written)
    whole = _LONE.sub("\ufffd", text)
    return f'"{whole}"'
