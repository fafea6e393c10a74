"""What a query consists of: groups, and in them patterns and parts."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Pattern:
    """A triple pattern, or the rows of VALUES: what can be counted by itself."""

    text: str
    start: int
    end: int
    """Where it stands in the query; of several with one subject, its own part alone."""
    variables: tuple[str, ...]
    """In the order in which they stand, each once, with their mark."""
    subject: str = ""
    predicate: str = ""
    object: str = ""
    repeats: bool = False
    """Whether its predicate is a path of any length."""
    cut: tuple[int, int] | None = None
    """What to take out of the query so that this pattern alone is gone; None where unknown."""


@dataclass(slots=True)
class Group:
    """What stands between two braces."""

    start: int
    end: int = 0
    patterns: list[Pattern] = field(default_factory=list)
    parts: list["Part"] = field(default_factory=list)
    binds: bool = False
    """Whether it has BIND or a SELECT, which see less than what stands around them."""


@dataclass(slots=True)
class Part:
    """What a group has beside patterns: OPTIONAL, UNION, MINUS, GRAPH, FILTER, a SELECT …"""

    kind: str
    start: int
    end: int = 0
    groups: list[Group] = field(default_factory=list)
    head: str = ""
    """The graph of GRAPH, the expression of FILTER."""


@dataclass(slots=True)
class Shape:
    """A whole query."""

    text: str
    prologue: str
    prefixes: dict[str, str]
    form: str
    dataset: str
    """Its FROM clauses."""
    group: Group
    cuts: list[tuple[int, int]] = field(default_factory=list)
    """Where LIMIT and OFFSET of the whole stand."""

    def unlimited(self) -> str:
        """Return the query without LIMIT and OFFSET of the whole."""
        return replaced(self.text, [(start, end, "") for start, end in self.cuts])


def replaced(text: str, changes: list[tuple[int, int, str]]) -> str:
    """Put texts into the places of others; no two places overlap."""
    for start, end, new in sorted(changes, reverse=True):
        text = text[:start] + new + text[end:]
    return text
