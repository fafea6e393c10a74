"""The report as workflow commands of GitHub Actions, which become notes on the lines.

The values come from contributors. Unescaped, a line feed in one would let it write a command of
its own.
"""

from samgraf.findings import Finding, Report

from . import words

_COMMANDS = {"Violation": "error", "Warning": "warning", "Info": "notice"}
_DATA: dict[str, str | int | None] = {"%": "%25", "\r": "%0D", "\n": "%0A"}
_IN_DATA = str.maketrans(_DATA)
_IN_PROPERTIES = str.maketrans({**_DATA, ":": "%3A", ",": "%2C"})


def as_annotations(report: Report, language: str) -> str:
    """Return one command for each finding, then the verdicts as plain lines."""
    commands = [_command(finding, language) for finding in report.findings]
    return "\n".join([*commands, *words.verdicts(report, language)]) + "\n"


def _command(finding: Finding, language: str) -> str:
    spot = finding.spot
    known = {
        "file": spot.file,
        "line": str(spot.line or ""),
        "col": str(spot.column or "") if spot.line else "",
        "title": f"{words.ONE[finding.severity][language]}: {finding.rule}",
    }
    properties = ",".join(f"{name}={_property(text)}" for name, text in known.items() if text)
    sentence = words.told(finding, language).translate(_IN_DATA)
    return f"::{_COMMANDS[finding.severity]} {properties}::{sentence}"


def _property(text: str) -> str:
    """Escape a property; a file keeps its name, so hidden characters are not written out."""
    return text.translate(_IN_PROPERTIES)
