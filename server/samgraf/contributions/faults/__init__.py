"""Why something cannot be read or may not be brought, in five languages."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from samgraf.contributions.complaints import Words
from samgraf.errors import Fault
from samgraf.findings import LANGUAGES

from . import files, forbidden, json_ld, statements, values

MOST_SHOWN = 120
TABLES = (files, forbidden, json_ld, statements, values)
PROBLEMS: Mapping[str, Words] = {k: v for table in TABLES for k, v in table.PROBLEMS.items()}
"""What is wrong, by the kind of fault."""
REMEDIES: Mapping[str, Words] = {k: v for table in TABLES for k, v in table.REMEDIES.items()}
"""What would mend it, by the kind of fault."""


@dataclass(frozen=True, slots=True)
class Said:
    """A kind of fault, what its sentences name, and what a machine could put in."""

    kind: str
    words: Mapping[str, str] = field(default_factory=dict)
    suggested: str = ""


def mended(kind: str, form: str, **words: str) -> Said:
    """Return a fault whose remedy is one form, which a machine can put in too."""
    return Said(kind, {**words, "form": form}, form)


def fault(name: str, line: int, column: int, said: Said) -> Fault:
    """Return what is said at its place, in English; ``messages`` tells it in each language."""
    shown = {k: v if k == "form" or len(v) <= MOST_SHOWN else v[: MOST_SHOWN - 1] + "…"
             for k, v in said.words.items()}  # fmt: skip
    problem, remedy = (table[said.kind][0].format_map(shown) for table in (PROBLEMS, REMEDIES))
    return Fault(name, line, column, problem, remedy, said.kind, shown, said.suggested)


def messages(told: Fault) -> dict[str, str]:
    """Say what is wrong, in each language."""
    return _in_each(PROBLEMS[told.kind], told.words)


def suggestions(told: Fault) -> dict[str, str]:
    """Say what would mend it, in each language."""
    return _in_each(REMEDIES[told.kind], told.words)


def _in_each(texts: Words, words: Mapping[str, str]) -> dict[str, str]:
    return {
        language: _sentence(text, words) for language, text in zip(LANGUAGES, texts, strict=True)
    }


def _sentence(text: str, words: Mapping[str, str]) -> str:
    """Begin with a capital unless a word that is found comes first; end with a full stop."""
    said = (text[0].upper() + text[1:]).format_map(words)
    return said if said.endswith(".") else f"{said}."
