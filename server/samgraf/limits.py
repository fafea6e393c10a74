"""Every declared limit, of the endpoint and of contributions: declared once and shown often.

The names, defaults and meanings are those of the table in the README; a test holds them together.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limits:
    """What one query, one client and one web process may use."""

    query_seconds: float = 10.0
    cpu_seconds: float = 10.0
    transfer_seconds: float = 60.0
    stall_seconds: float = 20.0
    memory_mib: int = 1024
    query_kib: int = 1024
    write_mib: int = 16
    reply_mib: int = 256
    head_kib: int = 64
    slots: int = 3
    slots_per_client: int = 2
    waiting: int = 6
    waiting_per_client: int = 3
    page_slots: int = 4
    queue_seconds: float = 2.0
    worker_queries: int = 2000
    worker_touched_mib: int = 512
    cache_mib: int = 64
    network_slots: int = 1
    network_mib: int = 32
    link_kib: int = 16
    links: int = 100_000
    links_mib: int = 1024
    links_per_minute: int = 10
    plan_seconds: float = 10.0
    shown_mib: int = 16
    compare_seconds: float = 60.0
    reconcile_batch: int = 1000
    reconcile_candidates: int = 20_000
    reconcile_text: int = 500
    reconcile_kib: int = 2048
    reconcile_slots: int = 2
    reconcile_seconds: float = 10.0
    federation_slots: int = 2
    federation_seconds: float = 5.0
    federation_mib: int = 10
    federation_calls: int = 10
    federation_per_minute: int = 60
    federation_cache_seconds: float = 3600.0
    federation_cache_mib: int = 64

    @property
    def at_once(self) -> int:
        """How many queries of one client run at once: a single one never takes every slot."""
        return min(self.slots_per_client, max(1, self.slots - 1))


PUBLIC: Mapping[str, str] = {
    "query_seconds": "timeLimit",
    "cpu_seconds": "cpuLimit",
    "transfer_seconds": "transferLimit",
    "stall_seconds": "stallLimit",
    "queue_seconds": "queueLimit",
    "memory_mib": "memoryLimitMiB",
    "reply_mib": "replyLimitMiB",
    "query_kib": "queryLimitKiB",
    "write_mib": "writeLimitMiB",
    "slots_per_client": "concurrentQueriesPerClient",
    "waiting_per_client": "waitingQueriesPerClient",
}
"""The limits that a client should know, each with the term that the service description uses."""


def public(limits: Limits) -> dict[str, float]:
    """Return the values of the limits that a client should know, as they take effect."""
    return {name: getattr(limits, name) for name in PUBLIC} | {"slots_per_client": limits.at_once}


HELP = {
    "query_seconds": "seconds from the start of a query to the head of its reply",
    "cpu_seconds": "seconds of processor time of one query, head and stream together; "
    "by default the same as query_seconds",
    "transfer_seconds": "seconds that the rest of a reply may take after its head",
    "stall_seconds": "seconds that a single write to a client may take",
    "memory_mib": "MiB of memory that one query may add to what its worker inherits",
    "query_kib": "KiB of query text",
    "write_mib": "MiB of RDF that one write to a graph may hold",
    "reply_mib": "MiB of one reply",
    "head_kib": "KiB of a reply that are held back so that an error before them is a clean one",
    "slots": "queries at once in one web process",
    "slots_per_client": "of these, queries of one client",
    "waiting": "queries that wait for a slot in one web process",
    "waiting_per_client": "of these, queries of one client",
    "page_slots": "queries of pages at once in one web process",
    "queue_seconds": "seconds that a query waits for a slot",
    "worker_queries": "queries after which a worker is replaced",
    "worker_touched_mib": "MiB of touched and new memory, or as many as the store has if more, "
    "after which a worker is replaced",
    "cache_mib": "MiB of small replies that one web process keeps",
    "network_slots": "networks made at once in one web process, each in a process of its own",
    "network_mib": "MiB of one network as a file",
    "link_kib": "KiB of a query that is kept under a link",
    "links": "queries that are kept under links, in all",
    "links_mib": "MiB of disk that kept queries may take",
    "links_per_minute": "new links of one client in a minute, in one web process",
    "plan_seconds": "seconds that taking a query apart may take, all that is asked for it together",
    "shown_mib": "MiB of an answer that a page of results or a picture is made of; a longer one is "
    "cut there, and the page says so",
    "compare_seconds": "seconds of processor time that comparing two versions may take",
    "reconcile_batch": "names of one request to match a table, or things whose values it asks for",
    "reconcile_candidates": "candidates that the names of one request may ask for together",
    "reconcile_text": "characters of one name, code or value in such a request",
    "reconcile_kib": "KiB of such a request",
    "reconcile_slots": "such requests answered at once in one web process, one of each client",
    "reconcile_seconds": "seconds that matching the names of one request may take",
    "federation_slots": "queries that ask other endpoints at once in one web process",
    "federation_seconds": "seconds that another endpoint may take for its whole answer",
    "federation_mib": "MiB of one answer of another endpoint",
    "federation_calls": "times that one query may ask other endpoints",
    "federation_per_minute": "times that one other endpoint is asked in a minute, for all clients",
    "federation_cache_seconds": "seconds that the answer of another endpoint is kept",
    "federation_cache_mib": "MiB of such answers that are kept",
}
"""What each limit means, for ``--help``-like tables, the limits page and the README."""


MARKS: Mapping[str, int] = {
    "map": 2000,
    "timeline": 200,
    "bar": 100,
    "line": 2000,
    "network": 1000,
}
"""Rows of an answer that a picture of each view is made of; it says where there are more."""


@dataclass(frozen=True, slots=True)
class Caps:
    """What one contribution may hold, and what checking it may use."""

    file_mib: int = 5
    triples: int = 50_000
    literal_kib: int = 64
    iri_kib: int = 2
    nesting: int = 1000
    seconds: float = 60.0
    cpu_seconds: float = 30.0
    memory_mib: int = 2048
    findings: int = 1000
    slots: int = 2


CAPS_HELP = {
    "file_mib": "MiB of one contribution, all its files together",
    "triples": "triples of one contribution",
    "literal_kib": "KiB of one literal or cell",
    "iri_kib": "KiB of one IRI",
    "nesting": "blank nodes or list items within each other",
    "seconds": "seconds that reading and checking may take",
    "cpu_seconds": "seconds of processor time of either",
    "memory_mib": "MiB of memory of either",
    "findings": "findings that are told; the others are counted",
    "slots": "contributions checked at once in one web process",
}
"""What each cap means; a contribution beyond one is refused with its name."""
