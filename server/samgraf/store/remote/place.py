"""Where a remote store is, and what its operator says of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Self

from samgraf.config import Settings
from samgraf.errors import Misuse


@dataclass(frozen=True, slots=True)
class Place:
    """The addresses of a remote store and of its standby if it has one, and who asks them."""

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
    standby_endpoint: str = ""
    """Where queries of a version go that the second store holds; '' without one."""
    standby_graph_store: str = ""
    standby_update: str = ""

    def each(self) -> tuple[Self, ...]:
        """Return the one store or the two, each alone."""
        first = replace(self, standby_endpoint="", standby_graph_store="", standby_update="")
        if not self.standby_endpoint:
            return (first,)
        second = replace(
            first,
            endpoint=self.standby_endpoint,
            graph_store=self.standby_graph_store,
            update=self.standby_update,
        )
        return first, second

    @classmethod
    def read(
        cls, values: Mapping[str, object], password_file: Path | None, key: str = "password_file"
    ) -> Self:
        """Make it from settings and the file with the password; raise ``Misuse`` without it."""
        plain = {name: str(value) for name, value in values.items()}
        return cls(**plain, **_secret(password_file, key))


def place_of(settings: Settings, loads: bool = False) -> Place | None:
    """Return where the remote store is, with the password of who asks or who loads it; or None."""
    if settings.store.standby_endpoint and not settings.store.endpoint:
        raise Misuse("[store] standby_endpoint stands by for nothing: set endpoint too")
    values = asdict(settings.store)
    file, loader = values.pop("password_file"), values.pop("load_user")
    loader_file, key = values.pop("load_password_file"), "password_file"
    if not settings.store.endpoint:
        return None
    if loads and loader:
        values["user"], file, key = loader, loader_file, "load_password_file"
    return Place.read(values, file, key)


def _secret(file: Path | None, key: str) -> dict[str, str]:
    if file is None:
        return {}
    try:
        return {"password": file.read_text(encoding="utf-8").strip()}
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not UTF-8"
        raise Misuse(
            f"[store] {key}: {file} cannot be read: {reason}; name another file"
        ) from error
