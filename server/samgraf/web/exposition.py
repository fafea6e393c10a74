"""The numbers of the server in the text format of Prometheus."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    InfoMetricFamily,
)
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector

from samgraf import run_files, tally
from samgraf.store import endings
from samgraf.store.control import State
from samgraf.store.processes import Memory

from . import counting

MEDIA_TYPE = CONTENT_TYPE_LATEST

_LABELLED = {
    "queries": ("outcome", counting.OUTCOMES, "Queries that ended, by how"),
    "writes": ("outcome", counting.OUTCOMES, "Writes that were taken (ok) or refused, by why"),
    "formats": ("format", counting.FORMATS, "Queries that ended, by media type of the answer"),
    "pages": ("status", counting.PAGES, "Answers that are no query's, by class of status"),
}
_COUNTS = {
    "bytes": ("response_bytes", "Bytes of bodies that were sent"),
    "hits": ("cache_hits", "Answers that were found in memory"),
    "misses": ("cache_misses", "Answers that were not found in memory"),
    "unlogged": ("access_log_lost", "Requests whose line of the access log was not written"),
    "starts": ("web_processes_started", "Web processes that were started"),
}
_GAUGES = {
    "running": ("queries_running", "Places for queries that are taken"),
    "waiting": ("queries_waiting", "Queries that wait for a place"),
    "idle": ("workers_idle", "Query workers that wait for a query of the endpoint"),
    "pages_running": ("page_queries_running", "Places for queries of pages that are taken"),
    "pages_waiting": ("page_queries_waiting", "Queries of pages that wait for a place"),
    "kept": ("cache_bytes", "Bytes of answers that are kept in memory"),
    "connections": ("connections_open", "Connections of clients"),
}
_HISTOGRAMS = {
    "head": ("query_head_seconds", "Seconds from a query to the head of its answer"),
    "total": ("query_seconds", "Seconds from a query to the end of its answer"),
}


@dataclass(frozen=True, slots=True)
class Numbers:
    """Everything that is told."""

    sums: Mapping[tally.Name, float]
    web_processes: int
    supervised: Mapping[tally.Name, float]
    of_workers: Mapping[tally.Name, float]
    slots: int
    """Places for queries in all web processes together."""
    zygote: State | None
    memory: tuple[Memory, ...]
    built: float | None
    """When the served version was built, in seconds since 1970."""
    now: float


def text(numbers: Numbers) -> bytes:
    """Write them."""
    return generate_latest(_Source(numbers))


class _Source(Collector):
    """Hands the numbers to the library."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    def collect(self) -> Iterable[Metric]:
        """Name every metric (prometheus_client)."""
        yield from _of_web(self._numbers)
        yield from _of_supervisor(self._numbers)
        yield from _of_version(self._numbers)
        yield from _of_endings(self._numbers.of_workers)
        if self._numbers.zygote is not None:
            alive = len(self._numbers.zygote.workers)
            yield _gauge("workers_alive", "Query workers that are alive", alive)
        yield from _of_workers(self._numbers.memory)


def _of_web(numbers: Numbers) -> Iterator[Metric]:
    sums = numbers.sums
    for name, (label, values, help_text) in _LABELLED.items():
        counter = CounterMetricFamily(f"samgraf_{name}", help_text, labels=[label])
        for value in values:
            counter.add_metric([value], sums[name, value])
        yield counter
    yield _counter("not_modified", "Queries answered with 304", sums["queries", "not-modified"])
    gone = sums["queries", "client-gone"]
    yield _counter("client_disconnects", "Queries whose client left before their end", gone)
    for name, (told, help_text) in _COUNTS.items():
        yield _counter(told, help_text, sums[name, ""])
    for name, (told, help_text) in _GAUGES.items():
        yield _gauge(told, help_text, sums[name, ""])
    for name, (told, help_text) in _HISTOGRAMS.items():
        yield _histogram(name, told, help_text, sums)
    yield _gauge("web_processes", "Web processes that are alive", numbers.web_processes)
    yield _gauge("query_slots", "Places for queries in all web processes", numbers.slots)


def _histogram(name: str, told: str, help_text: str, sums: Mapping[tally.Name, float]) -> Metric:
    buckets, reached = [], 0.0
    for place, bound in enumerate((*map(str, counting.BOUNDS), "+Inf")):
        reached += sums[name, str(place)]
        buckets.append((bound, reached))
    return HistogramMetricFamily(
        f"samgraf_{told}", help_text, buckets=buckets, sum_value=sums[name, "sum"]
    )


def _of_supervisor(numbers: Numbers) -> Iterator[Metric]:
    for name, help_text in run_files.RESTARTS.items():
        yield _counter(name, help_text, numbers.supervised.get((name, ""), 0.0))


def _of_version(numbers: Numbers) -> Iterator[Metric]:
    zygote = numbers.zygote
    yield _gauge("up", "Whether a version is served and its process answers", zygote is not None)
    if zygote is not None:
        told = {"version": zygote.version, "state": zygote.name, "mode": zygote.mode}
        yield InfoMetricFamily("samgraf_version", "What is served", value=told)
    if numbers.built is not None:
        age = max(0.0, numbers.now - numbers.built)
        yield _gauge("version_age_seconds", "Seconds since the served version was built", age)


def _of_endings(counts: Mapping[tally.Name, float]) -> Iterator[Metric]:
    started = counts[endings.STARTED, ""]
    yield _counter("workers_started", "Query workers that were started", started)
    help_text = "Query workers that ended, by signal or exit status"
    ended = CounterMetricFamily("samgraf_workers_ended", help_text, labels=["reason"])
    for reason in endings.REASONS:
        number = counts[endings.ENDED, reason]
        if number or reason in endings.USUAL:
            ended.add_metric([reason], number)
    yield ended


def _of_workers(memory: tuple[Memory, ...]) -> Iterator[Metric]:
    """Tell of each worker under its rank: process ids would make series without end."""
    private = GaugeMetricFamily(
        "samgraf_worker_private_bytes",
        "Memory that a worker has for itself, in the order of their process ids",
        labels=["worker"],
    )
    touched = GaugeMetricFamily(
        "samgraf_worker_touched_bytes",
        "Small pages of memory that a worker was the first to write to",
        labels=["worker"],
    )
    for rank, one in enumerate(memory):
        private.add_metric([str(rank)], one.private)
        touched.add_metric([str(rank)], one.touched)
    yield private
    yield touched


def _counter(name: str, help_text: str, value: float) -> Metric:
    return CounterMetricFamily(f"samgraf_{name}", help_text, value=value)


def _gauge(name: str, help_text: str, value: float) -> Metric:
    return GaugeMetricFamily(f"samgraf_{name}", help_text, value=value)
