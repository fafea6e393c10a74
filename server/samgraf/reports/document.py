"""The report as JSON: everything that a ``Report`` holds. ``report.schema.json`` tells its form."""

import json
import re
from typing import Any

from samgraf.findings import SEVERITIES, Finding, Report

from .visible import address_of
from .words import told

Document = dict[str, Any]
_LONE = re.compile("[\ud800-\udfff]")


def as_json(report: Report, language: str) -> str:
    """Return the report as a JSON document, in which ``message`` is in one language."""
    return written(
        {
            "conforms": report.conforms,
            "alone": report.alone,
            "version": report.version,
            "language": language,
            "files": list(report.files),
            "triples": report.triples,
            "counts": {severity: report.count(severity) for severity in SEVERITIES},
            "untold": report.untold,
            "results": [_result(finding, language) for finding in report.findings],
        }
    )


def written(document: Document) -> str:
    """Write a document; a lone surrogate, as in the name of a file, is escaped."""
    text = json.dumps(document, ensure_ascii=False, indent=1)
    return _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", text) + "\n"


def _result(finding: Finding, language: str) -> Document:
    spot = finding.spot
    return {
        "file": spot.file or None,
        "line": spot.line or None,
        "column": spot.column or None,
        "field": spot.field or None,
        "severity": finding.severity,
        "rule": finding.rule,
        "message": told(finding, language),
        "messages": dict(finding.messages),
        "suggestions": dict(finding.suggestions),
        "suggested": finding.suggested or None,
        "focus": finding.focus_node or None,
        "path": finding.path or None,
        "value": finding.value or None,
        "shape": address_of(finding.shape) or finding.shape or None,
        "component": address_of(finding.component) or None,
        "constraint": finding.constraint or None,
        "labels": dict(finding.labels),
        "besideTheGraph": finding.beside_the_graph,
    }
