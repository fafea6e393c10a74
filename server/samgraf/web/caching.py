"""Validators that need no evaluation, and a small memory of complete answers per web process."""

import hashlib
import threading
from collections import OrderedDict

from samgraf.store.wire import Query

_OVERHEAD = 500  # bytes that an entry costs besides its body, roughly
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
        self._most, self._size, self._lock = mib << 20, 0, threading.Lock()
        self._items: OrderedDict[str, tuple[str, bytes, str]] = OrderedDict()

    def get(self, tag: str) -> tuple[str, bytes, str] | None:
        """Return media type, body and hint of an answer."""
        with self._lock:
            item = self._items.get(tag)
            if item is not None:
                self._items.move_to_end(tag)
            return item

    def put(self, tag: str, media_type: str, body: bytes, hint: str = "") -> None:
        """Keep an answer, unless it is too large."""
        with self._lock:
            if tag in self._items or len(body) > self._most // _SHARE:
                return
            self._items[tag] = (media_type, body, hint)
            self._size += len(body) + _OVERHEAD
            while self._size > self._most:
                _, (_, dropped, _) = self._items.popitem(last=False)
                self._size -= len(dropped) + _OVERHEAD
