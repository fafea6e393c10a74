"""A network made in a child of its own, so that a large one takes nothing from a web process."""

from collections.abc import Mapping
from dataclasses import asdict

from samgraf import sandbox
from samgraf.limits import Caps, Limits

from .about import Origin
from .asked import Asked

CHILD = "samgraf.networks.child"


def made(
    answers: Mapping[str, bytes], asked: Asked, form: str, origin: Origin, limits: Limits
) -> str:
    """Return a network as a file.

    Raise ``Misuse`` for what the data do not have, ``LimitExceeded`` for a network beyond a limit.
    """
    order = {
        "asked": asdict(asked),
        "form": form,
        "origin": asdict(origin),
        "lengths": {name: len(body) for name, body in answers.items()},
        "mib": limits.network_mib,
    }
    caps = Caps(
        # Processor time bounds the work; this, how long a busy machine may take for it.
        seconds=limits.transfer_seconds,
        cpu_seconds=limits.cpu_seconds,
        memory_mib=limits.memory_mib,
    )
    text: str = sandbox.run(CHILD, order, b"".join(answers.values()), caps, _met)
    return text


def _met(name: str, caps: Caps) -> str:
    """Say which limit a network met, by the name that it has among the limits."""
    limit = {"seconds": "transfer_seconds"}.get(name, name)
    return f"the network needs more than [limits] {limit} = {getattr(caps, name)} allows"
