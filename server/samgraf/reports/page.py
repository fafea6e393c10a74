"""The report as one page for people: no script, nothing fetched, every value escaped."""

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from html import escape

from samgraf.findings import SEVERITIES, Finding, Report

from . import words
from .grouping import Told, by_file, by_rule, by_severity, by_thing, condensed
from .plain import place
from .style import STYLE
from .visible import MOST_SAID, link_of, shown_node, visible

_SIGNS = {"Violation": "✕", "Warning": "!", "Info": "i"}
"""A sign beside the word, so that severity is not told by colour alone."""


def as_page(report: Report, language: str) -> str:
    """Return the report as an HTML document, grouped by severity, rule, file and thing."""
    title = words.TITLE[language]
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n{fragment(report, language)}</main>\n</body>\n</html>\n"
    )


def fragment(report: Report, language: str) -> str:
    """Return the inside of the page, for a page that has a head of its own."""
    verdicts = words.verdicts(report, language)
    said = "".join(f"<li>{escape(visible(x, MOST_SAID))}</li>" for x in verdicts)
    parts = [f'<ul class="verdicts">{said}</ul>\n', _contents(report, language)]
    names = _Names(report.findings)
    for severity, some in by_severity(report.findings):
        heading = f"{_badge(severity, language)} {words.SEVERAL[severity][language]} ({len(some)})"
        parts.append(f'<section id="{severity.lower()}">\n<h2>{heading}</h2>\n')
        parts += (_rule(rule, found, names, language) for rule, found in by_rule(some))
        parts.append("</section>\n")
    return "".join(parts)


class _Names:
    """Gives each finding an anchor that stays when lines move."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        used: dict[str, int] = {}
        self._anchors: dict[int, str] = {}
        for finding in findings:
            identity = (finding.rule, finding.focus_node, finding.path, finding.value)
            stem = sha256("\n".join(identity).encode("utf-8", "surrogatepass")).hexdigest()[:8]
            used[stem] = number = used.get(stem, 0) + 1
            self._anchors[id(finding)] = f"f-{stem}" + (f"-{number}" if number > 1 else "")

    def of(self, finding: Finding) -> str:
        return self._anchors[id(finding)]


def _contents(report: Report, language: str) -> str:
    """Return links to each rule with its counts; nothing where there is little to find."""
    rules = list(by_rule(report.findings))
    if len(rules) < 2:
        return ""
    items = "".join(
        f'<li><a href="#{_anchor(severity, rule)}">{escape(_title(rule, language))}</a> '
        f"{_badge(severity, language)} {len(some)}</li>"
        for severity in SEVERITIES
        for rule, some in by_rule(f for f in report.findings if f.severity == severity)
    )
    return f'<nav aria-label="{words.RULE[language]}"><ul>{items}</ul></nav>\n'


def _anchor(severity: str, rule: str) -> str:
    return f"{severity.lower()}-{re.sub('[^A-Za-z0-9-]+', '-', rule)}"


def _title(rule: str, language: str) -> str:
    check = words.CHECKS.get(rule)
    return check[language] if check else visible(rule.replace("/", ": "))


def _rule(rule: str, findings: list[Finding], names: _Names, language: str) -> str:
    first = findings[0]
    title = f"{escape(_title(rule, language))} ({len(findings)})"
    if link := link_of(first.shape):
        title += f' <a class="rule" href="{escape(link)}">{words.RULE[language]}</a>'
    parts = [f'<h3 id="{_anchor(first.severity, rule)}">{title}</h3>\n']
    for file, some in by_file(findings):
        parts.append(
            f"<h4>{words.FILE[language]} <code>{escape(visible(file) or '?')}</code></h4>\n"
        )
        for thing, told in by_thing(condensed(some)):
            parts += _thing(thing, told, names, language)
    return "".join(parts)


def _thing(node: str, told: list[Told], names: _Names, language: str) -> Iterator[str]:
    if node:
        label = escape(visible(told[0].finding.labels.get(node, "")))
        yield f"<p class=thing>{words.THING[language]} {label} {_shown(node)}</p>\n"
    yield "<ol>\n"
    for one in told:
        yield _item(one.finding, names, language)
    yield "</ol>\n"
    for one in told:
        if one.more:
            hidden = "".join(_item(finding, names, language) for finding in one.more)
            more = words.MORE[language].format(n=len(one.more))
            yield f"<details><summary>{more}</summary>\n<ol>\n{hidden}</ol></details>\n"


def _item(finding: Finding, names: _Names, language: str) -> str:
    anchor = names.of(finding)
    spot = escape(place(finding.spot))
    field = f" <code>{escape(visible(finding.spot.field))}</code>" if finding.spot.field else ""
    beside = f" <em>({words.ONLY_BESIDE[language]})</em>" if finding.beside_the_graph else ""
    found = ""
    if finding.value:
        found = f"<br>{words.FOUND[language]}: {_shown(finding.value)}"
    return (
        f'<li id="{anchor}">{_badge(finding.severity, language)} '
        f'<a class="place" href="#{anchor}">{spot}</a>{field} '
        f"{escape(words.told(finding, language))}{beside}{found}</li>\n"
    )


def _badge(severity: str, language: str) -> str:
    word = words.ONE[severity][language]
    sign = f'<span aria-hidden="true">{_SIGNS[severity]}</span>'
    return f'<span class="badge {severity.lower()}">{sign} {word}</span>'


def _shown(node: str) -> str:
    """Show a node; only http and https become links, whatever a contributor writes."""
    shown = f"<code>{escape(shown_node(node))}</code>"
    if link := link_of(node):
        return f'<a href="{escape(link)}" rel="nofollow">{shown}</a>'
    return shown
