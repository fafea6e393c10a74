"""The access log: a line of JSON for each request, without what is anybody's secret.

There is no query, update, token, header or body in it: a query is told by a keyed digest, so that
one that is repeated can be seen and none can be guessed. Nor is there a person: of the client's
address the network alone, /24 or /48.
"""

import hashlib
import ipaddress
import json
import os
import secrets
import time
from contextlib import suppress
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

from samgraf import run_files

from .exchange import Exchange

_STDERR = 2
_METHOD, _PATH, _AGENT, _VERSION = 20, 200, 120, 100  # characters; a line stays below 4096 bytes
_LOOK = 1.0  # seconds between two looks at whether the file is still there
_BITS = {4: 24, 6: 48}


class AccessLog:
    """The log of one web process; several append to one file, each line by one write."""

    def __init__(self, place: str, key: bytes) -> None:
        """Write to a file, or to stderr where it is ``-``."""
        self._place, self._key = place, key
        self._descriptor = _STDERR if place == "-" else -1
        self._identity, self._looked, self._torn = (0, 0), 0.0, False

    def write(self, exchange: Exchange, outcome: str, total: float) -> bool:
        """Append the line of a request; say whether that worked. It never raises."""
        line = self.line(exchange, outcome, total).encode()
        try:
            self._follow()
            data = b"\n" + line if self._torn else line
            self._torn = os.write(self._descriptor, data) < len(data)
        except OSError:
            return False
        return not self._torn

    def line(self, exchange: Exchange, outcome: str, total: float) -> str:
        """Return the line of a request."""
        told = dict(exchange.told)
        when = datetime.fromtimestamp(time.time() - total, UTC).isoformat(timespec="milliseconds")
        head = exchange.head_at - exchange.began if exchange.sent else None
        found = {
            "time": when.removesuffix("+00:00") + "Z",
            "client": network(exchange.client),
            "method": exchange.method[:_METHOD],
            "path": exchange.path.partition("?")[0][:_PATH],
            "status": exchange.sent or None,
            "outcome": outcome,
            "type": told.get("Content-Type", "").partition(";")[0] or None,
            "bytes": exchange.size,
            "head": None if head is None else round(head, 6),
            "total": round(total, 6),
            "version": told.get("Samgraf-Version", "")[:_VERSION] or None,
            "query": self.digest(exchange.text) if exchange.text else None,
            "agent": exchange.header(b"user-agent")[:_AGENT],
        }
        return json.dumps(found).replace("\x7f", "\\u007f") + "\n"

    def digest(self, text: str) -> str:
        """Return what tells one text from another, and nothing else."""
        data = text.encode("utf-8", "surrogatepass")
        return hashlib.blake2b(data, digest_size=8, key=self._key).hexdigest()

    def _follow(self) -> None:
        """Open the file, and a new one of its name where logrotate moved the old one away."""
        now = time.monotonic()
        if self._place == "-" or (self._descriptor >= 0 and now < self._looked + _LOOK):
            return
        self._looked = now
        with suppress(FileNotFoundError):
            found = os.stat(self._place)  # noqa: PTH116 - Path is slower
            if self._descriptor >= 0 and self._identity == (found.st_dev, found.st_ino):
                return
        self._reopen()

    def _reopen(self) -> None:
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1
        self._descriptor = run_files.open_to_append(Path(self._place))
        found = os.fstat(self._descriptor)
        self._identity, self._torn = (found.st_dev, found.st_ino), False


def key(run_dir: Path) -> bytes:
    """Return the key that the web processes of one server share."""
    try:
        return (run_dir / run_files.LOG_KEY).read_bytes()
    except OSError:
        return secrets.token_bytes(16)


@lru_cache(maxsize=1024)
def network(client: str) -> str:
    """Return the network of an address: whole addresses are personal data."""
    try:
        address = ipaddress.ip_address(client)
    except ValueError:
        return "unknown"
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ipaddress.ip_network(f"{address}/{_BITS[address.version]}", strict=False))
