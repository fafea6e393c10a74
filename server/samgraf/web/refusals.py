"""Refusals as answers: a problem document, a page for a browser, plain text for a terminal."""

from collections.abc import Awaitable, Callable, Sequence

from samgraf.errors import QueryRefused
from samgraf.limits import Limits

from . import problems
from .exchange import Exchange, Headers
from .problems import Problem

Render = Callable[[Problem, Exchange], Awaitable[bytes]]
Meant = Callable[[str, str], Awaitable[str | None]]


class Refusals:
    """Answers for one application."""

    def __init__(
        self, limits: Limits, render: Render | None = None, meant: Meant | None = None
    ) -> None:
        """Tell the limits; ``render`` makes the page of a problem, ``meant`` knows near terms."""
        self._limits, self._render, self._meant = limits, render, meant

    async def answer(
        self,
        exchange: Exchange,
        refusal: QueryRefused,
        text: str = "",
        headers: Sequence[tuple[str, str]] = (),
        methods: str = problems.METHODS,
    ) -> None:
        """Tell a client why it gets no answer; ``text`` is the query that the refusal speaks of."""
        exchange.outcome = refusal.kind
        problem = problems.build(refusal.kind, refusal.detail, self._limits, text, methods)
        problem = problem.telling(refusal.more)
        token = str(problem.document.get("token", ""))
        if token and self._meant is not None and "didYouMean" not in problem.document:
            problem = problem.suggesting(await self._meant(token, text))
        form = problems.wanted(exchange.header(b"accept"), exchange.header(b"user-agent"))
        body, media_type = await self._written(problem, form, exchange)
        beside = {**dict(problem.headers), **refusal.headers}
        told: Headers = [*headers, *beside.items(), ("Content-Type", media_type)]
        told += [
            ("Content-Length", str(len(body))),
            ("Vary", "Accept, Accept-Language, User-Agent"),
        ]
        await exchange.answer(problem.status, told, body)

    async def _written(self, problem: Problem, form: str, exchange: Exchange) -> tuple[bytes, str]:
        if form == "html" and self._render is not None:
            return await self._render(problem, exchange), "text/html; charset=utf-8"
        if form == "text":
            return problem.text(), "text/plain; charset=utf-8"
        return problem.json(), "application/problem+json"
