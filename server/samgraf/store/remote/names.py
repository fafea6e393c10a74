"""What prefixes and relative IRIs stand for, while a query is read token by token."""

import re
from dataclasses import dataclass, field
from urllib.parse import urljoin

_UNICODE = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")


@dataclass(slots=True)
class Names:
    """What prefixes and relative IRIs mean so far in a query, and what its last words were."""

    base: str
    prefixes: dict[str, str] = field(default_factory=dict)
    before: tuple[str, str] = ("", "")
    """The last two tokens, words in capitals."""

    @property
    def chooses(self) -> bool:
        """Say whether a graph of FROM or FROM NAMED comes next."""
        return self.before[1] == "FROM" or self.before == ("FROM", "NAMED")

    def full(self, token: str) -> str:
        """Return what an IRI or a name with a prefix stands for; '' where that is not known."""
        if token.startswith("<"):
            return urljoin(self.base, _UNICODE.sub(_character, token[1:-1]))
        prefix, _, local = token.partition(":")
        known = self.prefixes.get(prefix)
        return "" if known is None else known + local.replace("\\", "")

    def read(self, token: str, word: str) -> None:
        """Take in a token."""
        if token.startswith("<"):
            if self.before[1] == "BASE":
                self.base = self.full(token)
            elif self.before[0] == "PREFIX":
                self.prefixes[self.before[1][:-1]] = self.full(token)
            elif self.before[1].upper() == "PREFIX:":  # the engine wants no blank before the colon
                self.prefixes[""] = self.full(token)
        self.before = (self.before[1], word or token)


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[1] or escape[2], 16))
