"""In which order versions came: a list beside them, since no clock is in what is built.

``build/history`` has the name of each version once, in the order in which they were first made.
Versions that are older than the list stand before it, by the day of their data and their files.
"""

from samgraf.errors import StoreError
from samgraf.store.versions import Versions


def sequence(versions: Versions) -> list[str]:
    """Name the versions at hand, the first one first."""
    at_hand = versions.all()
    listed = [name for name in versions.history() if name in at_hand]
    older = [name for name in at_hand if name not in listed]
    return [*sorted(older, key=lambda name: _place(versions, name)), *listed]


def before(versions: Versions, version: str) -> str | None:
    """Name the version that came before one; None for the first, or one that is not at hand."""
    order = sequence(versions)
    place = order.index(version) if version in order else 0
    return order[place - 1] if place else None


def at(versions: Versions, day: str) -> str | None:
    """Name the last version whose data speak for a day or an earlier one."""
    found = [name for name in sequence(versions) if date_of(versions, name) <= day]
    return found[-1] if found else None


def date_of(versions: Versions, version: str) -> str:
    """Return the day that the data of a version speak for (ISO 8601), '' if it is gone."""
    try:
        return str(versions.manifest(version).get("data_date", ""))
    except StoreError:
        return ""


def _place(versions: Versions, name: str) -> tuple[str, float, str]:
    file = versions.path(name) / "files.json"
    made = file.stat().st_mtime if file.is_file() else 0.0
    return date_of(versions, name), made, name
