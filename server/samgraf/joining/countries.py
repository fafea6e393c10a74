"""Countries as tables write them, and their codes of two letters."""

from samgraf.linking.entries import Labels

_TWO = {"DNK": "DK", "FIN": "FI", "FRO": "FO", "GRL": "GL", "ISL": "IS", "NOR": "NO", "SWE": "SE"}
"""ISO 3166-1: three letters, as in the graph, and two; Åland is a part of FIN there."""


class Countries:
    """The countries of a version, by their codes and by their names in every language."""

    def __init__(self, labels: Labels) -> None:
        """Take the names from the index."""
        self._known = {long: short for long, short in _TWO.items()}
        self._known |= {short: short for short in _TWO.values()}
        for long, names in labels.get("country", {}).items():
            if long in _TWO:
                self._known |= dict.fromkeys(map(str.upper, names.values()), _TWO[long])

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all countries."""
        return tuple(sorted(_TWO.values()))

    def code(self, text: str) -> str:
        """Return the code of two letters; '' where none is meant."""
        return self._known.get(text.strip().upper(), "")
