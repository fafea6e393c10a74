"""What a file tells of itself: which data it is of, and how it was narrowed down."""

from collections.abc import Sequence
from dataclasses import dataclass

from .asked import Asked


@dataclass(frozen=True, slots=True)
class Origin:
    """The version of the data, and the day that they speak for."""

    version: str
    data_date: str


_MODES = {
    "one": "actors, tied where they are in the same body",
    "two": "actors and bodies, tied where an actor is a member of a body",
}
_WEIGHTS = {
    "count": "number of shared bodies",
    "newman": "sum over shared bodies of 1 / (members of the body in this network - 1)",
}
LICENCE = "CC BY 4.0: name Samgraf and the version"


def told(asked: Asked, origin: Origin, left_out: int) -> dict[str, str]:
    """Return what a file tells of itself, by name."""
    days = [asked.first] if not asked.panel else [f"{asked.first} to {asked.last}, year by year"]
    found = {
        "title": f"Samgraf: networks of cooperation in the Nordic public sector, {days[0]}",
        "version": origin.version,
        "data_date": origin.data_date,
        "day": days[0],
        "mode": _MODES[asked.mode],
    }
    if asked.mode == "one":
        found["weights"] = _WEIGHTS[asked.weight]
    return found | {
        "narrowed_down": asked.told() or "by nothing",
        "left_out": f"{left_out} ties in associations of authorities",
        "certainty": "ties are certain or presumed; a tie without a known end is presumed to go on",
        "licence": LICENCE,
    }


def sentence(pairs: Sequence[tuple[str, str]]) -> str:
    """Write it in one line."""
    return "; ".join(f"{name.replace('_', ' ')}: {text}" for name, text in pairs)
