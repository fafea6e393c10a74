"""What marks of pictures are called and where they lead, by the columns of an answer."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from samgraf.store.rows import Term

from .addresses import local, shown_iri
from .results_names import names
from .results_read import Answer, Row
from .results_views import Choice, Column
from .seen import seen
from .texts import gettext
from .views import Value

_LONGEST = 200  # characters of a name in a picture
_MOST_NAMING = 2  # columns whose values make a name
_LARGEST = 1e18


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a picture became: the drawing, '' for none; rows that it shows; more to say of it."""

    svg: str
    rows: int
    said: tuple[str, ...] = ()


@dataclass(frozen=True)
class Told:
    """The rows of a picture, and how each is called."""

    answer: Answer
    rows: Sequence[Row]
    choice: Choice
    title: str

    @property
    def text(self) -> str:
        """What is said of a picture to those who do not see it."""
        return gettext("%(title)s. The table of the same page says the same.", title=self.title)

    @cached_property
    def naming(self) -> list[Column]:
        """The columns whose values name a row: words that differ, else things, else days."""
        for kinds in (("text",), ("thing", "place"), ("date",)):
            found = self.choice.of(*kinds)
            differing = [column for column in found if column.varied]
            if differing or (found and len(self.rows) == 1):
                return (differing or found)[:_MOST_NAMING]
        return self.choice.of("text", "thing", "place", "date")[:1]

    @cached_property
    def named(self) -> dict[str, Value]:
        """The names of the things of the columns that name rows."""
        terms = (row[c.place] for c in self.naming for row in self.rows)
        return names(term.value for term in terms if term is not None and term.kind == "uri")

    def name(self, row: Row) -> str:
        """Return what a row is called."""
        parts = [text for c in self.naming if (text := self.word(row[c.place]))]
        return " · ".join(dict.fromkeys(parts)) or self.title

    def word(self, term: Term | None) -> str:
        """Return what one term is called."""
        if term is None:
            return ""
        known = self.named.get(term.value)
        return plain(known.text if known else term_text(term))

    def href(self, row: Row) -> str:
        """Return where a row leads: to the page of its first thing, '' where it has none."""
        columns = self.choice.of("place", "thing")
        linked = (address(row[column.place]) for column in columns)
        return next((link for link in linked if link), "")

    def value(self, row: Row, column: Column) -> float | None:
        """Return a number that can be drawn."""
        term = row[column.place]
        try:
            found = float(term.value) if term is not None else math.nan
        except ValueError:
            return None
        return found if math.isfinite(found) and abs(found) < _LARGEST else None


def address(term: Term | None) -> str:
    """Return the address of a thing of ours or of another page on the web, else ''."""
    return (local(term.value) or "") if term is not None and term.kind == "uri" else ""


def term_text(term: Term) -> str:
    """Return a term as people read it."""
    if term.kind == "uri":
        return shown_iri(term.value)
    return f"_:{term.value}" if term.kind == "bnode" else term.value


def plain(text: str) -> str:
    """Return a text as a drawing may hold it: one line of bounded length, nothing unseen."""
    return seen(" ".join(text[: 2 * _LONGEST].split()))[:_LONGEST]
