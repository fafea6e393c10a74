"""Comparing and applying in a child of its own: what blank nodes cost nobody knows beforehand."""

from pathlib import Path
from typing import Any

from samgraf import sandbox
from samgraf.limits import Caps, Limits
from samgraf.store.contents import Content

from .comparing import Names
from .keeping import PATCH, SUMMARY

CHILD = "samgraf.differences.child"


def compared(old: Content, new: Content, names: Names, into: Path, limits: Limits) -> Any:
    """Write patch and summary into a folder; return how many statements changed.

    Raise ``LimitExceeded`` beyond ``[limits] compare_seconds`` or ``memory_mib``.
    """
    order = {
        "task": "compare",
        "old": old.told(),
        "new": new.told(),
        "names": {"old": dict(names.old), "new": dict(names.new)},
        "patch": str(into / PATCH),
        "summary": str(into / SUMMARY),
    }
    return sandbox.run(CHILD, order, b"", _caps(limits), _met)


def applied(old: Content, patch: bytes, into: Path, limits: Limits) -> int:
    """Write what a patch makes of a content into a file; return its number of quads."""
    order = {"task": "apply", "old": old.told(), "out": str(into)}
    count: int = sandbox.run(CHILD, order, patch, _caps(limits), _met)
    return count


def _caps(limits: Limits) -> Caps:
    # Processor time bounds the work; a busy machine may take several times as long for it.
    return Caps(
        seconds=5 * limits.compare_seconds,
        cpu_seconds=limits.compare_seconds,
        memory_mib=limits.memory_mib,
    )


def _met(name: str, caps: Caps) -> str:
    """Say which limit was met, by the name that it has among the limits."""
    limit = {"seconds": "compare_seconds", "cpu_seconds": "compare_seconds"}.get(name, name)
    value = caps.cpu_seconds if limit == "compare_seconds" else getattr(caps, name)
    return (
        f"comparing needs more than [limits] {limit} = {value} allows: much was to be read, or "
        "blank nodes that are hard to tell apart; let whoever runs this set "
        f"SAMGRAF_LIMITS_{limit.upper()} higher"
    )
