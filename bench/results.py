"""What a run of the benchmark found."""

from dataclasses import dataclass, field

from hop import Hop
from latency import Row
from pages import Growth
from peers import Graph
from throughput import Measured


@dataclass(slots=True)
class Scale:
    """What was measured at one scale."""

    graph: Graph
    mode: str
    started: dict[str, float]
    """Seconds until the first answer, by endpoint."""
    rows: dict[str, Row]


@dataclass(slots=True)
class Results:
    """Everything that was measured."""

    scales: list[Scale] = field(default_factory=list)
    loaded: Graph | None = None
    rates: Measured | None = None
    hop: Hop | None = None
    worker: tuple[float, float] = (0.0, 0.0)
    """Milliseconds until a new worker says hello, and until its first answer."""
    private: tuple[float, float] = (0.0, 0.0)
    """MiB before and after all queries."""
    pages: dict[str, Growth] = field(default_factory=dict)
    stopped: float = 0.0
