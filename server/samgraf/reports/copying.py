"""What is suggested, as it goes into the contributor's own file."""

from html import escape
from itertools import takewhile

from samgraf.findings import LANGUAGES, Finding
from samgraf.namespaces import BASE

from . import words
from .visible import address_of, text_of, visible


def to_copy(finding: Finding) -> str:
    """Return what is suggested: bare into a cell, else as the file or as Turtle would write it."""
    suggested = finding.suggested
    if suggested and not finding.spot.field:
        return _in_every_language(finding) or suggested
    address = address_of(suggested)
    if address.startswith(BASE):
        return address.rpartition("/")[2]
    return address or text_of(suggested)


def _in_every_language(finding: Finding) -> str:
    """Return what the suggestions of all languages end with; '' where that is no term."""
    backwards = [finding.suggestions.get(language, "")[::-1] for language in LANGUAGES]
    alike = takewhile(lambda chars: len(set(chars)) == 1, zip(*backwards, strict=False))
    shared = "".join(chars[0] for chars in alike)[::-1]
    return shared[1:] if shared.startswith(" ") and shared[-1] not in ".?!" else ""


def mending(finding: Finding, language: str) -> str:
    """Return as HTML what would mend a finding, easy to copy; '' where nothing is near."""
    said = words.suggestion(finding, language)
    copied = visible(to_copy(finding))
    if not copied:
        return escape(said)
    code = f"<code>{escape(copied)}</code>"
    before, found, after = said.rpartition(copied)
    if found:
        return f"{escape(before)}{code}{escape(after)}"
    return f"{escape(said)} {words.TO_COPY[language]}: {code}".strip()
