"""The report as one page for people: no script, nothing fetched, every value escaped."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from html import escape

from samgraf.findings import Finding, Report
from samgraf.namespaces import BASE

from . import words
from .grouping import Told, by_file, by_severity, by_thing, condensed
from .lines import Lines, line_at
from .plain import place
from .style import STYLE
from .visible import MOST_SAID, address_of, link_of, shown_node, text_of, visible

Link = Callable[[str], str | None]
"""Gives the address at which an IRI is shown, or None; it is asked for http and https alone."""

_SIGNS = {"Violation": "✕", "Warning": "!", "Info": "i"}
"""A sign beside the word, so that severity is not told by colour alone."""


def as_page(report: Report, language: str, lines: Lines) -> str:
    """Return the report as an HTML document, grouped by severity, file and thing."""
    title = words.TITLE[language]
    return (
        f'<!doctype html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n{fragment(report, language, lines)}</main>\n</body>\n</html>\n"
    )


def fragment(report: Report, language: str, lines: Lines, link: Link = link_of) -> str:
    """Return the inside of the page, for a page that has a head and links of its own."""
    verdicts = words.verdicts(report, language)
    said = "".join(f"<li>{escape(visible(x, MOST_SAID))}</li>" for x in verdicts)
    writer = _Writer(language, lines, link, _anchors(report.findings))
    parts = [f'<ul class="verdicts">{said}</ul>\n', *writer.contents(report)]
    for severity, some in by_severity(report.findings):
        sign = f'<span class="{severity.lower()}" aria-hidden="true">{_SIGNS[severity]}</span>'
        heading = f"{sign} {words.SEVERAL[severity][language]} ({len(some)})"
        parts.append(f'<section id="{severity.lower()}">\n<h2>{heading}</h2>\n')
        for file, found in by_file(some):
            parts += writer.file(file, found)
        parts.append("</section>\n")
    return "".join(parts)


def _anchors(findings: Iterable[Finding]) -> dict[int, str]:
    """Give each finding, by its ``id``, an anchor that stays when lines move."""
    used: dict[str, int] = {}
    anchors: dict[int, str] = {}
    for finding in findings:
        identity = (finding.rule, finding.focus_node, finding.path, finding.value)
        stem = sha256("\n".join(identity).encode("utf-8", "surrogatepass")).hexdigest()[:8]
        used[stem] = number = used.get(stem, 0) + 1
        anchors[id(finding)] = f"f-{stem}" + (f"-{number}" if number > 1 else "")
    return anchors


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes the parts of one report."""

    language: str
    lines: Lines
    link: Link
    anchors: dict[int, str]

    def contents(self, report: Report) -> Iterator[str]:
        """Yield each rule in words with its count; nothing where there is little to find."""
        if len({finding.rule for finding in report.findings}) < 2:
            return
        yield f'<nav aria-label="{words.IN_SHORT[self.language]}"><ul>\n'
        for severity, some in by_severity(report.findings):
            for alike in _kinds(some):
                title = escape(_title(alike, self.language))
                link = f'<a href="#{self.anchors[id(alike[0])]}">{title}</a>'
                yield f"<li>{_badge(severity, self.language)} {link} ({len(alike)})</li>\n"
        yield "</ul></nav>\n"

    def file(self, file: str, findings: list[Finding]) -> Iterator[str]:
        """Yield what is found in one file, thing by thing."""
        name = escape(visible(file) or "?")
        yield f"<h3>{words.FILE[self.language]} <code>{name}</code></h3>\n"
        for thing, told in by_thing(condensed(findings)):
            yield from self._thing(thing, told)

    def _thing(self, node: str, told: list[Told]) -> Iterator[str]:
        if node:
            finding = told[0].finding
            label = escape(visible(finding.labels.get(node, "")))
            shown = self._shown(node, node in finding.labels)
            yield f"<p class=thing>{words.THING[self.language]} {label} {shown}</p>\n"
        yield "<ol>\n"
        yield from self._items(one.finding for one in told)
        yield "</ol>\n"
        for one in told:
            if one.more:
                more = words.MORE[self.language].format(n=len(one.more))
                yield f"<details><summary>{more}</summary>\n<ol>\n"
                yield from self._items(one.more)
                yield "</ol></details>\n"

    def _items(self, findings: Iterable[Finding]) -> Iterator[str]:
        last = 0
        for finding in findings:
            yield self._item(finding, finding.spot.line != last)
            last = finding.spot.line

    def _item(self, finding: Finding, with_line: bool) -> str:
        own = line_at(self.lines, finding.spot) if with_line else ""
        parts = [
            self._head(finding),
            f"<pre><code>{escape(own)}</code></pre>" if own else "",
            f"<p>{escape(words.sentence(finding, self.language))}{self._beside(finding)}</p>",
            self._found(finding),
            self._mending(finding),
        ]
        inner = "\n".join(part for part in parts if part)
        return f'<li id="{self.anchors[id(finding)]}">{inner}</li>\n'

    def _head(self, finding: Finding) -> str:
        anchor = self.anchors[id(finding)]
        spot = escape(place(finding.spot))
        field = visible(finding.spot.field)
        return (
            f'<p class="head">{_badge(finding.severity, self.language)} '
            f'<a class="place" href="#{anchor}">{spot}</a>'
            f"{f' <code>{escape(field)}</code>' if field else ''} {self._rule(finding)}</p>"
        )

    def _rule(self, finding: Finding) -> str:
        check = words.CHECKS.get(finding.rule)
        name = escape(check[self.language] if check else visible(finding.rule.partition("/")[0]))
        shown = f"{words.RULE[self.language]}: {name}" if finding.shape else name
        if link := self._address(finding.shape):
            shown = f'<a href="{escape(link)}">{shown}</a>'
        return f'<small class="rule">{shown}</small>'

    def _beside(self, finding: Finding) -> str:
        said = words.ONLY_BESIDE[self.language]
        return f" <em>({said})</em>" if finding.beside_the_graph else ""

    def _found(self, finding: Finding) -> str:
        if not finding.value:
            return ""
        ours = address_of(finding.value).startswith(BASE)
        shown = self._shown(finding.value, not ours or finding.value in finding.labels)
        return f"<p>{words.FOUND[self.language]}: {shown}</p>"

    def _mending(self, finding: Finding) -> str:
        said = escape(words.suggestion(finding, self.language))
        copied = escape(visible(_to_copy(finding)))
        if copied:
            said += f" {words.TO_COPY[self.language]}: <code>{copied}</code>"
        return f'<p class="mending">{said.strip()}</p>' if said else ""

    def _shown(self, node: str, linked: bool) -> str:
        """Show a node; only http and https become links, whatever a contributor writes."""
        shown = f"<code>{escape(shown_node(node))}</code>"
        if linked and (link := self._address(node)):
            return f'<a href="{escape(link)}" rel="nofollow">{shown}</a>'
        return shown

    def _address(self, node: str) -> str | None:
        address = link_of(node)
        return self.link(address) if address else None


def _kinds(findings: Iterable[Finding]) -> Iterator[list[Finding]]:
    """Yield the findings of each rule, in the order of the page."""
    kinds: dict[str, list[Finding]] = {}
    for _, found in by_file(findings):
        for finding in found:
            kinds.setdefault(finding.rule, []).append(finding)
    yield from kinds.values()


def _title(alike: list[Finding], language: str) -> str:
    """Return what findings of one rule have in common, in words."""
    titles = [words.first_sentence(finding, language) for finding in alike]
    if all(title == titles[0] for title in titles):
        return titles[0]
    check = words.CHECKS.get(alike[0].rule)
    return check[language] if check else f"{titles[0]} …"


def _to_copy(finding: Finding) -> str:
    """Return what is suggested as it goes into the file: bare into a cell, else as Turtle."""
    suggested = finding.suggested
    if not finding.spot.field:
        return suggested
    address = address_of(suggested)
    if address.startswith(BASE):
        return address.rpartition("/")[2]
    return address or text_of(suggested)


def _badge(severity: str, language: str) -> str:
    word = words.BADGES[severity][language]
    sign = f'<span aria-hidden="true">{_SIGNS[severity]}</span>'
    return f'<span class="badge {severity.lower()}">{sign} {word}</span>'
