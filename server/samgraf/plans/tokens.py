"""The tokens of a query (SPARQL 1.1, section 19.8), in time linear in its length."""

import re
from dataclasses import dataclass

from samgraf.errors import SamgrafError

_TOKEN = re.compile(
    r"(?P<blank>\s++|\#[^\n]*+)"
    r"""|(?P<string>\"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3}|'{3}(?:[^'\\]|\\.|'(?!''))*+'{3}"""
    r"""|"(?:[^"\\\n]|\\.)*+"|'(?:[^'\\\n]|\\.)*+')"""
    r"|(?P<iri><[^<>\"{}|^`\\\x00-\x20]*+>)"
    r"|(?P<variable>[?$]\w++)"
    r"|(?P<language>@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:--[a-z]++)?+)"
    r"|(?P<node>_:\w(?:[\w-]|\.(?=[\w.-]))*+)"
    r"|(?P<number>(?:[0-9]++(?:\.[0-9]++)?+|\.[0-9]++)(?:[eE][+-]?[0-9]++)?+)(?![\w:])"
    r"|(?P<name>(?:\w[\w.-]{0,99}+)?+:(?:(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w:.%\\-]))*+))"
    r"|(?P<word>\w++)"
    r"|(?P<sign>\^\^|&&|\|\||!=|<=|>=|<<|>>|[^\w\s])",
    re.DOTALL,
)
TERMS = frozenset({"iri", "name", "node", "number", "string", "variable"})
"""The kinds of tokens that stand for a term."""


class Unreadable(SamgrafError):
    """A query that is not taken apart: what it holds is beyond this reading, or no SPARQL."""


@dataclass(frozen=True, slots=True)
class Token:
    """One token, its kind and where it stands."""

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        """Where it ends."""
        return self.start + len(self.text)

    @property
    def word(self) -> str:
        """A bare word in capitals, else its text."""
        return self.text.upper() if self.kind == "word" else self.text


def tokens(text: str) -> list[Token]:
    """Return every token but blanks and comments."""
    found: list[Token] = []
    place = 0
    while place < len(text):
        match = _TOKEN.match(text, place)
        if match is None or match.lastgroup is None:
            raise Unreadable(f"character {place + 1} begins nothing that SPARQL has")
        if match.lastgroup != "blank":
            found.append(Token(match.lastgroup, match[0], place))
        place = match.end()
    return found
