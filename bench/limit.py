"""How soon a query that cannot end is stopped."""

import peers
from peers import Graph
from questions import TABLE

SECONDS = 2.0
_TIMES = 3
_ENDLESS = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }\n"


def measure(graph: Graph) -> float:
    """Return the seconds until the refusal, the best of three, where two were asked for."""
    limits = {
        "SAMGRAF_LIMITS_QUERY_SECONDS": str(SECONDS),
        "SAMGRAF_LIMITS_CPU_SECONDS": str(SECONDS),
    }
    taken = []
    with peers.samgraf(graph, **limits) as server:
        for number in range(_TIMES):
            reply = server.endpoint.ask(f"{_ENDLESS}# {number}\n", TABLE)
            if reply.status != 503:
                raise RuntimeError(f"a query without end: status {reply.status}, not 503")
            taken.append(reply.seconds)
    return min(taken)
