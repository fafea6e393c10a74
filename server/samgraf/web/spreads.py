"""The query that counts one pattern of another query, and how its answer is read.

Pattern, prologue and graph are the stranger's own text, as the engine read it before; the query is
asked as one of this stranger. What is ours comes from ``queries/plan/spread.rq``.
"""

from functools import lru_cache

from samgraf import queries
from samgraf.plans.estimating import Spread
from samgraf.plans.shape import Pattern, Shape

MOST_ROWS = 100_000
"""Rows of one pattern that are counted, as in the query."""

_KEY = "?samgraf_key"


def frame(shape: Shape, pattern: Pattern, graph: str, key: str) -> str:
    """Return the query that counts a pattern by one of its variables ('' for none)."""
    inner = f"GRAPH {graph} {{ {pattern.text} }}" if graph else pattern.text
    text = _frame().replace("# dataset", shape.dataset).replace("# pattern", inner)
    return f"{shape.prologue}\n{text.replace(_KEY, key) if key else text}"


def spread(body: bytes) -> tuple[int, Spread]:
    """Read rows, different values and most rows of one value from a table of tabs."""
    cells = body.decode().splitlines()[1].split("\t")
    different, rows, most = (int(cell or 0) for cell in cells)
    return rows, Spread(different, most)


@lru_cache(maxsize=1)
def _frame() -> str:
    """Return the query without its head."""
    lines = queries.text("plan/spread").splitlines()
    return "\n".join(line for line in lines if not line.startswith("# title:"))
