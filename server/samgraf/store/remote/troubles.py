"""What a remote store says in place of an answer, as a problem of ours."""

from samgraf.errors import QueryRefused

from .wiring import Reply

_ESTIMATE = "estimated execution time"
_TIME = ("s1t00", "timed out", "timeout", "time out", "time limit", "exceeds the limit")
_MEMORY = ("out of memory", "memory limit", "not enough memory", "memory allocat")
_BY_STATUS = {
    408: "time-limit",
    413: "too-long",
    414: "too-long",
    429: "unavailable",
    502: "unavailable",
    503: "unavailable",
    504: "time-limit",
}
_TOLD = 300


def refused(reply: Reply) -> QueryRefused:
    """Return what an error of a remote store means to who asks."""
    words = reply.words()
    small = words.lower()
    if reply.status in (401, 403, 404, 405) or 300 <= reply.status < 400:
        return QueryRefused("engine-failure", f"the remote store answers with {reply.status}")
    if _ESTIMATE in small:
        return QueryRefused("time-limit", "the remote store takes the query for too long to begin")
    if any(mark in small for mark in _TIME):
        return QueryRefused("time-limit", "the remote store stopped the query at its time limit")
    if any(mark in small for mark in _MEMORY):
        return QueryRefused("memory-limit", "the remote store has no memory left for the query")
    if reply.status in _BY_STATUS:
        return QueryRefused(_BY_STATUS[reply.status], f"the remote store says {reply.status}")
    # The text was read as SPARQL here: what is refused is beyond what the other engine knows.
    kind = "bad-request" if reply.status == 400 else "engine-failure"
    return QueryRefused(
        kind,
        "the remote store refuses this query, which was read as SPARQL here: it may not know a "
        f"form in it, so ask otherwise, or ask who runs this server; it says: {words[:_TOLD]}",
    )
