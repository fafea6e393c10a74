"""Findings brought together by severity, file and thing; many alike are told thrice and counted."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from samgraf.findings import SEVERITIES, Finding

TOLD_ALIKE = 3
"""So many findings of one kind in one file are told; the others are counted with the last."""


@dataclass(frozen=True, slots=True)
class Told:
    """A finding that is told, and those like it that are only counted."""

    finding: Finding
    more: tuple[Finding, ...] = ()


def by_severity(findings: Iterable[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """Yield the findings of each severity that there are, gravest first."""
    known = list(findings)
    for severity in SEVERITIES:
        if some := [finding for finding in known if finding.severity == severity]:
            yield severity, some


def by_file(findings: Iterable[Finding]) -> Iterator[tuple[str, list[Finding]]]:
    """Yield the findings of each file, the files by name and the findings in their order."""
    ordered = sorted(findings, key=lambda finding: finding.spot.file)
    for file, some in groupby(ordered, key=lambda finding: finding.spot.file):
        yield file, list(some)


def by_thing(told: Iterable[Told]) -> Iterator[tuple[str, list[Told]]]:
    """Yield what is told of each thing, the things in the order of their first finding."""
    found: dict[str, list[Told]] = {}
    for one in told:
        found.setdefault(one.finding.focus_node, []).append(one)
    yield from found.items()


def condensed(findings: Sequence[Finding], most: int = TOLD_ALIKE) -> list[Told]:
    """Keep the first findings of each kind; the last of these bears the others."""
    kinds: dict[tuple[str, str, str, str], list[Finding]] = {}
    for finding in findings:
        kinds.setdefault(_kind(finding), []).append(finding)
    told = []
    for finding in findings:
        alike = kinds[_kind(finding)]
        if any(finding is one for one in alike[:most]):
            more = alike[most:] if finding is alike[:most][-1] else []
            told.append(Told(finding, tuple(more)))
    return told


def _kind(finding: Finding) -> tuple[str, str, str, str]:
    """Name what makes two findings alike; faults of reading are alike in what would mend them."""
    alike = finding.path if finding.shape else f"{finding.spot.field} {finding.suggested}"
    if finding.component == "syntax":
        alike = finding.suggestions.get("en", "")
    return finding.spot.file, finding.severity, finding.rule, alike
