"""The report as plain text: a line for each finding that an editor can jump to."""

from collections.abc import Iterator

from samgraf.findings import Finding, Report, Spot

from . import words
from .grouping import Told, by_file, by_severity, by_thing, condensed
from .lines import Lines, line_at
from .visible import link_of, shown_node, visible

_LINES = 10
"""So many lines of findings that are only counted are named."""


def as_text(report: Report, language: str, lines: Lines) -> str:
    """Return what it comes to in one line, then findings by severity, file and thing."""
    said = [" ".join(words.verdicts(report, language)), *_findings(report, language, lines)]
    return "\n".join(said) + "\n"


def place(spot: Spot) -> str:
    """Return ``file:line:column``, as far as it is known."""
    parts = [visible(spot.file) or "?"]
    if spot.line:
        parts.append(str(spot.line))
        parts += [str(spot.column)] if spot.column else []
    return ":".join(parts)


def _findings(report: Report, language: str, lines: Lines) -> Iterator[str]:
    for severity, some in by_severity(report.findings):
        yield from ("", f"{words.SEVERAL[severity][language]} ({len(some)})")
        for file, found in by_file(some):
            yield from ("", visible(file) or "?")
            for thing, told in by_thing(condensed(found)):
                yield from _thing(thing, told)
                last = 0
                for one in told:
                    spot = one.finding.spot
                    own = line_at(lines, spot) if spot.line != last else ""
                    yield from _told(one, language, own)
                    last = spot.line


def _thing(node: str, told: list[Told]) -> Iterator[str]:
    if not node:
        return
    label = told[0].finding.labels.get(node, "")
    yield f"  {visible(label)}: {shown_node(node)}" if label else f"  {shown_node(node)}"


def _told(one: Told, language: str, own: str) -> Iterator[str]:
    finding = one.finding
    severity = words.ONE[finding.severity][language]
    beside = f" ({words.ONLY_BESIDE[language]})" if finding.beside_the_graph else ""
    field = f"{visible(finding.spot.field)}: " if finding.spot.field else ""
    sentence = words.told(finding, language)
    yield f"    {place(finding.spot)}: {severity}: {field}{sentence}{beside}"
    if own:
        yield f"      | {own}"
    if link := link_of(finding.shape):
        yield f"      {words.RULE[language]}: {visible(link)}"
    if one.more:
        yield f"      {words.MORE[language].format(n=len(one.more))}{_lines(one.more, language)}"


def _lines(more: tuple[Finding, ...], language: str) -> str:
    """Name the lines of findings that are only counted, as far as they are known."""
    known = sorted({finding.spot.line for finding in more if finding.spot.line})
    if not known:
        return ""
    named = ", ".join(map(str, known[:_LINES])) + (", …" if len(known) > _LINES else "")
    return f" ({words.LINES[language]} {named})"
