"""The report as SARIF 2.1.0 (OASIS Standard), for tools that show findings in a repository."""

import hashlib
from urllib.parse import quote

from samgraf.findings import Finding, Report

from .document import Document, written
from .visible import link_of
from .words import told

_SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
_LEVELS = {"Violation": "error", "Warning": "warning", "Info": "note"}
_FINGERPRINT = "samgraf/v1"


def as_sarif(report: Report, language: str) -> str:
    """Return a log of one run: a rule for each pair of shape and component, a result a finding."""
    rules: dict[str, Document] = {}
    for finding in report.findings:
        rules.setdefault(finding.rule, _rule(finding))
    index = {rule: number for number, rule in enumerate(rules)}
    results = [_result(finding, index[finding.rule], language) for finding in report.findings]
    verdicts = {"alone": report.alone, "version": report.version, "untold": report.untold}
    run = {
        "tool": {"driver": {"name": "samgraf", "rules": list(rules.values())}},
        "language": language,
        "columnKind": "unicodeCodePoints",
        "results": results,
        "properties": verdicts,
    }
    return written({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _rule(finding: Finding) -> Document:
    rule: Document = {
        "id": finding.rule,
        "shortDescription": {"text": finding.rule.replace("/", ": ")},
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
    }
    if link := link_of(finding.shape):
        rule["helpUri"] = quote(link, safe=":/?#[]@!$&'()*+,;=%~")
    return rule


def _result(finding: Finding, index: int, language: str) -> Document:
    result: Document = {
        "ruleId": finding.rule,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": told(finding, language)},
        "partialFingerprints": {_FINGERPRINT: _fingerprint(finding)},
    }
    if finding.spot.file:
        result["locations"] = [{"physicalLocation": _location(finding)}]
    if finding.suggested:
        result["properties"] = {"suggested": finding.suggested}
    return result


def _location(finding: Finding) -> Document:
    """Return the place; the address of a file is relative to the root of the sources."""
    spot = finding.spot
    uri = quote(spot.file.replace("\\", "/"), safe="/", errors="surrogateescape")
    artifact = {"uri": f"file://{uri}"} if uri.startswith("/") else _relative(uri)
    location: Document = {"artifactLocation": artifact}
    if spot.line:
        column = {"startColumn": spot.column} if spot.column else {}
        location["region"] = {"startLine": spot.line, **column}
    return location


def _relative(uri: str) -> Document:
    return {"uri": uri.removeprefix("./"), "uriBaseId": "%SRCROOT%"}


def _fingerprint(finding: Finding) -> str:
    """Tell a finding from others by what it says, so that a moved line keeps its identity."""
    told_by = [
        finding.focus_node,
        finding.path,
        finding.value,
        finding.component,
        finding.shape,
    ]
    if not finding.shape:
        told_by += [finding.spot.file, finding.spot.field, finding.messages.get("en", "")]
    text = "\n".join(told_by)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
