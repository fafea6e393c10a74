"""What the supervisor tells a zygote."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """What a zygote is told: which version to hold, how, and where its sockets go."""

    version_dir: str
    run_dir: str
    mode: str
    """``memory``, ``disk`` or ``remote``."""
    limits: Mapping[str, float]
    writable: bool = False
    union: bool = True
    """Whether the unnamed graph is the union of the others, and follows them."""
    log: str | None = None
    """The file that writes are kept in; without it they are gone with the zygote."""
    reason: str = ""
    """Why this mode was chosen, in words."""
    remote: Mapping[str, str] | None = None
    """The values of a ``Place``: the remote store that is asked in the mode ``remote``."""
    federation: Sequence[str] = ()
    """The endpoints that its workers may ask by way of the broker; only behind the fence."""
