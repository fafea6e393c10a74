"""A suggested term as the contributor's own file would write it, ready to be put in."""

import re
from collections.abc import Mapping
from dataclasses import replace

from samgraf.findings import LANGUAGES, Finding
from samgraf.validation.sentences import five

_PREFIX = re.compile(r"^\s*@?prefix\s+([\w.-]*):\s*<([^<>]*)>", re.IGNORECASE)
_LOCAL = re.compile(r"[A-Za-z0-9_](?:[\w.-]*[\w-])?")
_IRI = re.compile(r"<([^<>]*)>")
_WRITE = five("Write {x}", "Skriv {x}", "Skriv {x}", "Skriv {x}", "Kirjoita {x}")


def prefixes_of(lines: list[str]) -> Mapping[str, str]:
    """Return the prefixes that a Turtle file declares, by namespace."""
    found = (_PREFIX.match(line) for line in lines)
    return {one[2]: one[1] for one in found if one and one[2]}


def written(term: str, prefixes: Mapping[str, str]) -> str:
    """Write a term, given as N-Triples writes it, with the prefixes of a file where it can be."""
    if term.startswith('"') and "^^" not in term:
        return term
    return _IRI.sub(lambda found: _short(found[1], prefixes), term)


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    for space in sorted(prefixes, key=len, reverse=True):
        local = iri.removeprefix(space)
        if iri.startswith(space) and _LOCAL.fullmatch(local):
            return f"{prefixes[space]}:{local}"
    return f"<{iri}>"


def in_the_file(finding: Finding, lines: list[str]) -> Finding:
    """Say a suggestion in the writing of the Turtle file that the finding is about.

    What the suggested thing is called stays in the words; how to write it comes after them.
    """
    if not finding.suggested.startswith(("<", '"')) or finding.spot.field:
        return finding
    x = written(finding.suggested, prefixes_of(lines))
    said = {language: text.format(x=x) for language, text in _WRITE.items()}
    if finding.suggested.startswith("<"):
        if x in finding.suggestions[LANGUAGES[0]]:  # the question names it as it is written
            return finding
        said = {code: f"{finding.suggestions[code]} {said[code]}" for code in LANGUAGES}
    return replace(finding, suggestions=said)
