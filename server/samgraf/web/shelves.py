"""Long lists a page at a time: which part of sorted addresses is shown, and how a query gets it."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from flask import request

SIZE = 50
"""So many rows stand on one page of a list."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of a list."""

    shown: list[str]
    page: int
    pages: int
    count: int

    @classmethod
    def of(cls, every: Sequence[str]) -> "Shelf":
        """Return the page of a list that the request asks for by ``?page=``."""
        pages = max(1, -(-len(every) // SIZE))
        asked = request.args.get("page", "1")
        number = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1
        page = min(max(number, 1), pages)
        return cls(list(every[(page - 1) * SIZE : page * SIZE]), page, pages, len(every))

    def link(self, page: int) -> str:
        """Return the address of another page of the list; other parameters stay."""
        kept = [(k, v) for k, v in request.args.items(multi=True) if k != "page"]
        return f"?{urlencode([*kept, ('page', str(page))])}#list"


def window(shown: Sequence[str]) -> dict[str, str]:
    """Return the stretch of addresses of a page, as the parameters of its query."""
    if not shown:
        return {"from": '""', "to": '""'}
    return {"from": _literal(shown[0]), "to": _literal(shown[-1])}


def among(shown: Sequence[str]) -> dict[str, str]:
    """Return the same for a list that lies among others, with the addresses themselves."""
    return {**window(shown), "items": _literal("".join(f"{address} " for address in shown))}


def _literal(text: str) -> str:
    """Write a text as an N-Triples literal; what JSON escapes, N-Triples does too."""
    return json.dumps(text)
