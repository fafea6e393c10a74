"""The folder in which an index is opened goes away, whatever the engine still does there."""

import contextlib
import threading
import time
from pathlib import Path

from samgraf.linking.search import _room


def keep_locking(place: Path, seconds: float) -> None:
    """Write locks into a folder as long as it is there, as the engine's watcher may."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        with contextlib.suppress(OSError):
            (place / f".lock-{time.monotonic_ns()}").touch()


def test_what_comes_into_it_while_it_goes_does_no_harm() -> None:
    threads = []
    places = []
    for _ in range(20):
        with _room() as place:
            (place / "meta.json").touch()
            places.append(place)
            threads.append(threading.Thread(target=keep_locking, args=(place, 0.05)))
            threads[-1].start()
    for thread in threads:
        thread.join()
    assert [place for place in places if place.exists()] == []


def test_it_goes_after_a_fault_too() -> None:
    with contextlib.suppress(KeyError), _room() as place:
        raise KeyError("no such field")
    assert not place.exists()
