"""Pictures of answers of the library: whole on the page of a question, small in the gallery."""

import re
from collections.abc import Mapping

from markupsafe import Markup

from samgraf.queries import NamedQuery

from .library_answers import Answer
from .pictures import Picture
from .results_shown import drawn_of

SMALL: Mapping[str, int] = {"bar": 8, "line": 60, "timeline": 8, "network": 16, "map": 30}
"""Rows of a small picture in each view: a glimpse, since a gallery has two dozen of them."""

_ACTING = re.compile(r"</?a\b[^>]*>|<title>[^<]*</title>|<desc>[^<]*</desc>")


def whole(answer: Answer, query: NamedQuery, view: str) -> Picture | None:
    """Draw an answer in the view that a reader wants; None where that is a table."""
    return _drawn(answer, query, view, len(answer.rows))


def small(answer: Answer, query: NamedQuery, view: str) -> Markup | None:
    """Draw the beginning of an answer as decoration: without links, names stand on its own page."""
    found = _drawn(answer, query, view, SMALL.get(view, 0))
    return Markup(_ACTING.sub("", str(found.svg))) if found is not None else None


def _drawn(answer: Answer, query: NamedQuery, view: str, most: int) -> Picture | None:
    rows = answer.rows[:most]
    if not rows:
        return None
    return drawn_of(answer.variables, rows, query.text, view, answer.count, answer.cut)[1]
