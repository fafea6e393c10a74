"""The queries of the benchmark: plain, and six of them in a form that is fast for our engine."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

Of = TypeVar("Of")

QUERIES = Path(__file__).parent / "queries"
FAST = QUERIES / "fast"
TABLE = "application/sparql-results+json"
GRAPH = "application/n-triples, text/plain;q=0.9, text/turtle;q=0.5"

POINTS = ("q01", "q02", "q12", "q19")
LIGHT = ("q01", "q02", "q03", "q04", "q12", "q14", "q19")
LARGEST = "q20"
PAGES = ("q04", "q06", "q07", "q16")
"""Fast forms that pages use, a list with as many rows as a page shows (q07; q07w is the whole one).

Those of q05 and q15 are of statistics, which a build materialises.
"""

_LIMIT = re.compile(r"\s*\bLIMIT\s+(\d+)")
_ORDER = re.compile(r"\bORDER BY\s+(DESC\()?\?(\w+)\)?\s*(?:LIMIT\s+\d+)?\s*\Z")
_JOINED = re.compile(r"\bGROUP_CONCAT\(.*?\)\s+AS\s+\?(\w+)")


@dataclass(frozen=True, slots=True)
class Question:
    """One query; its name is that of its file."""

    name: str
    text: str

    def short(self) -> str:
        """Return the number alone, such as q06b."""
        return self.name.partition("_")[0]

    def accept(self) -> str:
        """Return the media type to ask for."""
        return GRAPH if re.search(r"^(CONSTRUCT|DESCRIBE)\b", self.text, re.MULTILINE) else TABLE

    def fresh(self, mark: str) -> str:
        """Return the text with a comment that no cache has seen."""
        return f"{self.text}# {mark}\n"

    def limit(self) -> int | None:
        """Return the number of the last LIMIT."""
        found = _LIMIT.findall(self.text)
        return int(found[-1]) if found else None

    def order(self) -> tuple[str, bool] | None:
        """Name the variable that the rows are ordered by, and tell whether downwards."""
        found = _ORDER.search(self.text)
        return (found[2], found[1] is not None) if found else None

    def joined(self) -> str | None:
        """Name the variable whose values are joined in an order that the query leaves open."""
        found = _JOINED.search(self.text)
        return found[1] if found else None

    def limited(self, most: int | None) -> "Question":
        """Return the query with another number in its LIMIT; as it is where none is given."""
        return (
            self if most is None else Question(self.name, _LIMIT.sub(f" LIMIT {most}", self.text))
        )

    def without_limits(self) -> "Question":
        """Return the query without any LIMIT."""
        return Question(self.name, _LIMIT.sub("", self.text))


def read(folder: Path = QUERIES) -> dict[str, Question]:
    """Read the queries of a folder by their short names, in the order of their names."""
    found = [Question(f.stem, f.read_text(encoding="utf-8")) for f in sorted(folder.glob("*.rq"))]
    return {question.short(): question for question in found}


def plain_of(short: str, plain: Mapping[str, Of]) -> Of:
    """Return what is there of the plain form of a fast one; for q07w it is that of q07."""
    return plain.get(short) or plain[short[:3]]
