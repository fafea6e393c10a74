"""What networks can be narrowed down by, as the data have it, and what another word may mean."""

import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from samgraf.errors import Misuse

from .asked import Asked
from .rows import Cell, Row, last_part

Labels = Mapping[str, tuple[Cell, ...]]
"""Values with their names in all languages."""

_ALIKE = 0.6
_SHOWN = 40  # characters of an unknown value that are repeated
_WORDS = {
    "country": "no member is of this country",
    "kind": "no body is of this kind",
    "topic": "no body cooperates on this topic",
}


@dataclass(frozen=True, slots=True)
class Choices:
    """The values of country, kind and topic, and the regions."""

    by: Mapping[str, Labels]

    @classmethod
    def of(cls, rows: Iterable[Row]) -> "Choices":
        """Read the rows of ``choices.rq``."""
        found: dict[str, dict[str, set[Cell]]] = {what: {} for what in (*_WORDS, "region")}
        for row in rows:
            labels = found[row["what"].text].setdefault(last_part(row["value"].text), set())
            labels |= {row["label"]} if "label" in row else set()
        return cls({w: {v: tuple(sorted(found[w][v])) for v in sorted(found[w])} for w in found})

    def checked(self, asked: Asked) -> Asked:
        """Return what is asked, each value as the data write it; raise ``Misuse`` for others."""
        return replace(
            asked,
            countries=self._known("country", asked.countries),
            kinds=self._known("kind", asked.kinds),
            topics=self._known("topic", asked.topics),
        )

    def _known(self, what: str, values: Iterable[str]) -> tuple[str, ...]:
        known = {value.lower(): value for value in self.by[what]}
        for value in values:
            if value.lower() not in known:
                told = f"{what}={value[:_SHOWN]}: {_WORDS[what]}"
                raise Misuse(f"{told}; {self._remedy(what, value)}")
        return tuple(sorted({known[value.lower()] for value in values}))

    def _remedy(self, what: str, value: str) -> str:
        """Name what comes nearest by its code or its name, else all that there are."""
        spelled = {cell.text.lower(): v for v, cells in self.by[what].items() for cell in cells}
        spelled |= {known.lower(): known for known in self.by[what]}
        text = value[:_SHOWN].lower()
        near = difflib.get_close_matches(text, spelled, 1, _ALIKE)
        near = near or sorted(name for name in spelled if text and name.startswith(text))
        if near:
            return f"did you mean {spelled[near[0]]}?"
        return f"known are {', '.join(self.by[what]) or 'none'}"
