"""The fast forms of queries: the same answers as the plain ones, and how they grow.

``make bench-forms`` prints them alone, over the graphs of ``make bench``.
"""

import sys
from collections.abc import Mapping
from contextlib import ExitStack, closing
from dataclasses import dataclass

import answers
import latency
import peers
import questions
from answers import Bag
from client import Endpoint
from latency import Row
from peers import Graph
from questions import Question, plain_of
from rounds import Ratios, figure

SMALL, LARGE = "small", "large"


@dataclass(frozen=True, slots=True)
class Growth:
    """A fast form at two scales, in milliseconds, and their ratio round by round."""

    small: float
    large: float
    ratios: Ratios


def measure(
    small: Graph, large: Graph, plain: Mapping[str, Question], fast: Mapping[str, Question]
) -> dict[str, Growth]:
    """Serve two scales side by side; compare the forms at each, then time the fast ones in turn."""
    with ExitStack() as stack:
        served = [stack.enter_context(peers.samgraf(graph)) for graph in (small, large)]
        endpoints = [
            stack.enter_context(closing(Endpoint(name, server.endpoint.url)))
            for name, server in zip((SMALL, LARGE), served, strict=True)
        ]
        for short, question in fast.items():
            for endpoint in endpoints:
                _hold_together(endpoint, plain_of(short, plain), question)
        return {short: _grown(endpoints, question) for short, question in fast.items()}


def _grown(endpoints: list[Endpoint], question: Question) -> Growth:
    row = Row(question)
    for _ in range(latency.ROUNDS):
        for endpoint in endpoints:
            latency.time_once(row, endpoint)
    ratios = row.ratio(LARGE, SMALL)
    if ratios is None:
        raise RuntimeError(f"fast {question.name}: {row.failed}")
    growth = Growth(row.milliseconds(SMALL), row.milliseconds(LARGE), ratios)
    sys.stderr.write(f"fast {question.name}: {growth.small:.2f} and {growth.large:.2f} ms\n")
    return growth


def _hold_together(endpoint: Endpoint, plain: Question, fast: Question) -> None:
    """Raise ``RuntimeError`` where a fast form says anything else than the plain one as far."""
    for one, other in (
        (plain.limited(fast.limit()), fast),
        (plain.without_limits(), fast.without_limits()),
    ):
        found = answers.verdict(one, _said(endpoint, one), _said(endpoint, other))
        if not found.startswith("equal"):
            raise RuntimeError(f"fast {fast.name} ({endpoint.name}): {found}")


def _said(endpoint: Endpoint, question: Question) -> Bag:
    reply = endpoint.ask(question.text, question.accept())
    if reply.status != 200:
        raise RuntimeError(f"{question.name}: status {reply.status}")
    return answers.read(reply.body, reply.media_type)


def main() -> None:
    """Print how the fast forms grow, from the least scale to the largest."""
    grown = measure(Graph(1), Graph(100), questions.read(), questions.read(questions.FAST))
    for short, growth in grown.items():
        cells = (short, figure(growth.small), figure(growth.large), str(growth.ratios))
        sys.stdout.write(f"| {' | '.join(cells)} |\n")


if __name__ == "__main__":
    main()
