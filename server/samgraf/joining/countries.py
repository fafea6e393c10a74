"""Countries as tables write them, and their codes of two letters."""

from samgraf.linking.entries import Labels
from samgraf.matching.places import ISO


class Countries:
    """The countries of a version, by their codes and by their names in every language."""

    def __init__(self, labels: Labels) -> None:
        """Take the names from the index."""
        self._known = {long: short for long, short in ISO.items()}
        self._known |= {short: short for short in ISO.values()}
        for long, names in labels.get("country", {}).items():
            if long in ISO:
                self._known |= dict.fromkeys(map(str.upper, names.values()), ISO[long])

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of all countries."""
        return tuple(sorted(ISO.values()))

    def code(self, text: str) -> str:
        """Return the code of two letters; '' where none is meant."""
        return self._known.get(text.strip().upper(), "")
