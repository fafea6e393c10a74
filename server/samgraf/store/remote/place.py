"""Where a remote store is, and what its operator says of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from samgraf.config import Settings
from samgraf.errors import Misuse


@dataclass(frozen=True, slots=True)
class Place:
    """The addresses of one remote store, and who asks it."""

    endpoint: str
    """Where queries go (SPARQL 1.1 Protocol, section 2.1)."""
    graph_store: str = ""
    """Where graphs are written (SPARQL 1.1 Graph Store HTTP Protocol, section 4.2)."""
    update: str = ""
    """Where updates go, for a store that has no graph store."""
    default_graph: str = ""
    """The IRI of the graph that holds what is unnamed here; '' where it is unnamed there too."""
    user: str = ""
    password: str = ""

    @classmethod
    def read(cls, values: Mapping[str, object], password_file: Path | None) -> Self:
        """Make it from settings and the file with the password; raise ``Misuse`` without it."""
        return cls(**{key: str(value) for key, value in values.items()}, **_secret(password_file))


def place_of(settings: Settings) -> Place | None:
    """Return where the remote store is, with its password; None where there is none."""
    values = asdict(settings.store)
    file = values.pop("password_file")
    return Place.read(values, file) if settings.store.endpoint else None


def _secret(file: Path | None) -> dict[str, str]:
    if file is None:
        return {}
    try:
        return {"password": file.read_text(encoding="utf-8").strip()}
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise Misuse(
            f"[store] password_file: {file} cannot be read: {reason}; name another file"
        ) from error
