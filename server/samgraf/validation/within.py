"""A query in a nested shape, as the condition that it finds nothing for a value.

SHACL binds ``$this`` before the query runs, as SPARQL does with the variables of the solution that
an EXISTS is asked for (SPARQL 1.1, section 18.6); all other variables get names of their own. What
is asked is whether there is a solution: grouping and sub-SELECTs are not supported here.
"""

import re

from .queries import Query
from .selects import tokens_of
from .terms import fault
from .writer import Writer

_PREFIX = re.compile(r"\s*PREFIX\s+([\w.-]*):\s*<([^>]*)>", re.IGNORECASE)
_GROUPING = frozenset(
    ("GROUP", "HAVING", "COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT")
)


def finds_nothing(w: Writer, query: Query, focus: str) -> str:
    """Return the condition that a query has no solution for a focus node."""
    select = _after_prefixes(w, query)
    tokens = tokens_of(select)
    words = [token[0].upper() for token in tokens]
    if words.count("SELECT") != 1 or words[0] != "SELECT" or not _GROUPING.isdisjoint(words):
        raise fault(query.place, "grouping or a sub-SELECT in a nested shape is not supported")
    if "{" not in words or words[-1] != "}":
        raise fault(query.place, "a query in a nested shape must end with its pattern")
    start = tokens[words.index("{")].start()
    names = {"this": focus}
    written, at = "", start
    for token in tokens:
        if token.start() >= start and token[0][0] in "?$" and len(token[0]) > 1:
            fresh = names.get(token[0][1:]) or names.setdefault(token[0][1:], w.fresh())
            written += select[at : token.start()] + fresh
            at = token.end()
    return f"NOT EXISTS {written}{select[at : tokens[-1].end()]}"


def _after_prefixes(w: Writer, query: Query) -> str:
    """Leave the prefixes of a query to the query that it becomes a part of."""
    text, at = query.text, 0
    while (found := _PREFIX.match(text, at)) is not None:
        if w.prefixes.setdefault(found[1], found[2]) != found[2]:
            raise fault(query.place, f"the prefix {found[1]} has two namespaces in nested shapes")
        at = found.end()
    return text[at:]
