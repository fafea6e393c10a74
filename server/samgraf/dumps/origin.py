"""Which version the files are of, and the day that it speaks for."""

from collections.abc import Mapping
from dataclasses import dataclass

from samgraf.namespaces import BASE

TITLE = "Samgraf: who works with whom in the Nordic public sector"


@dataclass(frozen=True, slots=True)
class Origin:
    """A version and its data date, as ISO 8601 writes it."""

    version: str
    data_date: str

    def told(self) -> Mapping[str, str]:
        """Return what a description of its files says of it, by name."""
        return {
            "title": f"{TITLE}, {self.data_date}",
            "version": self.version,
            "data_date": self.data_date,
            "source": BASE,
        }
