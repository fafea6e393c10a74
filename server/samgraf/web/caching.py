"""Validators that need no evaluation, and a small memory of complete answers per web process."""

import hashlib
from collections import OrderedDict

from samgraf.store.wire import Query

from .exchange import Lines

_OVERHEAD = 1500  # bytes that an entry costs besides its body, roughly
_SHARE = 16  # one entry may take this part of the whole at most


def etag(version: str, query: Query) -> str:
    """Make a weak validator: equal ones mean equal answers, not equal bytes.

    Order without ORDER BY, labels of blank nodes and compression may differ.
    """
    parts = [
        version,
        query.text,
        query.bindings or "",
        query.graph or "",
        query.base or "",
        query.needs or "",
        *sorted(query.default_graphs),
        "",
        *sorted(query.named_graphs),
        *(f"{name}={term}" for name, term in sorted(query.substitutions.items())),
    ]
    return "W/" + strong(*parts)


def strong(*parts: str) -> str:
    """Make a validator of everything that an answer depends on: equal ones mean equal bytes."""
    digest = hashlib.blake2b(digest_size=15)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(4, "little") + data)
    return f'"{digest.hexdigest()}"'


def is_known(tag: str, header: str) -> bool:
    """Say whether an If-None-Match header names a validator (weak comparison).

    ``*`` names none: before an answer is made, nobody knows whether there is one.
    """
    if not header:
        return False
    opaque = tag.removeprefix("W/")
    return any(item.strip().removeprefix("W/") == opaque for item in header.split(","))


class Replies:
    """Complete answers by their validator, the least lately used leave first."""

    def __init__(self, mib: int) -> None:
        """Keep at most so many MiB."""
        self._most, self._size = mib << 20, 0
        self._items: OrderedDict[str, tuple[Lines, bytes]] = OrderedDict()
        self.hits, self.misses = 0, 0

    @property
    def size(self) -> int:
        """The bytes that are kept."""
        return self._size

    def get(self, key: str) -> tuple[Lines, bytes] | None:
        """Return headers and body of an answer."""
        item = self._items.get(key)
        if item is None:
            self.misses += 1
        else:
            self.hits += 1
            self._items.move_to_end(key)
        return item

    def put(self, key: str, headers: Lines, body: bytes) -> None:
        """Keep an answer, unless it is too large."""
        if key in self._items or len(body) > self._most // _SHARE:
            return
        self._items[key] = (headers, body)
        self._size += len(body) + _OVERHEAD
        while self._size > self._most:
            _, (_, dropped) = self._items.popitem(last=False)
            self._size -= len(dropped) + _OVERHEAD
