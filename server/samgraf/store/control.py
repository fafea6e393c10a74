"""How a zygote is, by its control socket: for commands, which block, and for an event loop."""

import asyncio
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from samgraf.errors import StoreError

_PATIENCE = 2.0
"""Seconds that a zygote may take to answer; a large write keeps it busy for a moment."""


@dataclass(frozen=True, slots=True)
class State:
    """What a zygote tells of itself."""

    version: str
    name: str
    """The version, and behind ~ how often it was written to."""
    mode: str
    reason: str
    """Why the store is in memory or on disk."""
    pid: int
    workers: tuple[int, ...]
    started: int
    ended: Mapping[str, int]
    """How many workers ended by each signal or exit status."""
    draining: bool


def ask(place: Path) -> State:
    """Ask by a control socket, blocking; raise ``StoreError`` where nobody answers."""
    try:
        with socket.socket(socket.AF_UNIX) as control:
            control.settimeout(_PATIENCE)
            control.connect(str(place))
            return _read(b"".join(iter(lambda: control.recv(65536), b"")))
    except OSError as error:
        raise _silent(place) from error


async def state(place: Path) -> State:
    """Ask by a control socket on an event loop; raise ``StoreError`` where nobody answers."""
    try:
        async with asyncio.timeout(_PATIENCE):
            reader, writer = await asyncio.open_unix_connection(str(place))
            try:
                return _read(await reader.read())
            finally:
                writer.close()
    except OSError as error:  # a time-out is one
        raise _silent(place) from error


def _read(data: bytes) -> State:
    try:
        told = json.loads(data)
        return State(**{**told, "workers": tuple(told["workers"])})
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError("the process of the store answers nonsense: restart the server") from error


def _silent(place: Path) -> StoreError:
    return StoreError(f"the process of the store does not answer at {place.name}")
