"""The slowest queries of the day, with their text: the inner log, for whoever runs the server.

``build/log/slowest-<day>-<process>.jsonl`` can be read by the server's own user alone, names no
client, and is removed after 30 days.
"""

import heapq
import json
import logging
import os
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

_LOG = logging.getLogger(__name__)
_MOST = 20
_LEAST = 0.1  # seconds; what is quicker is of no interest
_TEXT = 20_000  # characters of one query
_PAUSE = 5.0  # seconds between two writes of the file
_KEPT = timedelta(days=30)
Entry = tuple[float, float, str]


class Slowest:
    """The slowest queries that one web process answered today."""

    def __init__(self, folder: Path, number: int) -> None:
        """Go on with what a process of this number wrote today."""
        self._folder, self._number = folder, number
        self._changed, self._written = False, 0.0
        self._begin(_today())

    def note(self, text: str, seconds: float, outcome: str, version: str) -> None:
        """Remember a query; to be called where it took longer than ``least``."""
        told = {"outcome": outcome, "version": version, "query": text[:_TEXT]}
        entry = (seconds, time.time(), json.dumps(told, ensure_ascii=False))
        if len(self._entries) < _MOST:
            heapq.heappush(self._entries, entry)
        else:
            heapq.heappushpop(self._entries, entry)
        self._changed = True
        self._bound()

    def tick(self) -> None:
        """Write what changed, at most every few seconds; begin anew with each day."""
        if self._changed and time.monotonic() > self._written + _PAUSE:
            self.write()
        if (today := _today()) != self._day:
            self.write()
            self._begin(today)

    def write(self) -> None:
        """Write the file of the day; a full disk is told and does no harm."""
        if not self._changed:
            return
        self._changed, self._written = False, time.monotonic()
        lines = []
        for seconds, ended, told in sorted(self._entries, reverse=True):
            when = datetime.fromtimestamp(ended, UTC).isoformat(timespec="seconds")
            known = {"seconds": round(seconds, 3), "time": when, **json.loads(told)}
            lines.append(json.dumps(known) + "\n")
        try:
            self._folder.mkdir(mode=0o700, exist_ok=True)
            draft = self._place(self._day).with_suffix(".draft")
            descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
            with os.fdopen(descriptor, "w", encoding="ascii") as file:
                file.writelines(lines)
            draft.replace(self._place(self._day))
        except OSError as error:
            _LOG.warning("the slowest queries cannot be kept: %s", error)

    def _begin(self, today: date) -> None:
        self._day, self._entries = today, self._read(today)
        heapq.heapify(self._entries)
        self._bound()
        for file in self._folder.glob("slowest-*.jsonl"):
            if file.name < f"slowest-{(today - _KEPT).isoformat()}":
                file.unlink(missing_ok=True)

    def _bound(self) -> None:
        full = len(self._entries) >= _MOST
        self.least = self._entries[0][0] if full else _LEAST

    def _read(self, day: date) -> list[Entry]:
        found = []
        try:
            for line in self._place(day).read_text(encoding="ascii").splitlines():
                told = json.loads(line)
                seconds, when = float(told.pop("seconds")), told.pop("time")
                entry = json.dumps(told, ensure_ascii=False)
                found.append((seconds, datetime.fromisoformat(when).timestamp(), entry))
        except (OSError, ValueError, KeyError):
            return []
        return found[:_MOST]

    def _place(self, day: date) -> Path:
        return self._folder / f"slowest-{day.isoformat()}-{self._number}.jsonl"


def _today() -> date:
    return datetime.now(UTC).date()
