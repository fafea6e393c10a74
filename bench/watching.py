"""The processes of a running server: how many of each kind, their memory and their open files."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

_PROC = Path("/proc")
KINDS = ("supervisor", "gunicorn", "web", "zygote", "worker")
ALL = "all"
EVERY = 4.0  # seconds between two looks


@dataclass(frozen=True, slots=True)
class Use:
    """What the processes of one kind use together."""

    number: int = 0
    rss: int = 0
    """MiB, with what is shared counted in each."""
    pss: int = 0
    """MiB, with what is shared divided."""
    files: int = 0
    """The most open files of one process."""

    @property
    def each(self) -> float:
        """MiB of one process, on the average."""
        return self.pss / max(self.number, 1)

    def and_of(self, pid: int) -> "Use":
        """Add one process."""
        found = _memory(pid)
        files = len([*(_PROC / str(pid) / "fd").iterdir()])
        rss, pss = found.get("Rss", 0) >> 10, found.get("Pss", 0) >> 10
        return Use(self.number + 1, self.rss + rss, self.pss + pss, max(self.files, files))


def look(supervisor: int) -> dict[str, Use]:
    """Return what each kind of process below a supervisor uses now."""
    found = dict.fromkeys(KINDS, Use())
    for pid, kind in _family(supervisor):
        try:
            found[kind] = found[kind].and_of(pid)
        except OSError:  # it has just ended
            continue
    return found


def _family(supervisor: int) -> list[tuple[int, str]]:
    parents = _parents()
    below = [pid for pid, parent in parents.items() if parent == supervisor]
    found = [(supervisor, "supervisor")]
    for pid in below:
        zygote = "samgraf.store.zygote" in _command(pid)
        found.append((pid, "zygote" if zygote else "gunicorn"))
        kind = "worker" if zygote else "web"
        found += [(child, kind) for child, parent in parents.items() if parent == pid]
    return found


def _parents() -> dict[int, int]:
    """Return the parent of every process that is no zombie."""
    found = {}
    for stat in _PROC.glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if fields[0] != "Z":
            found[int(stat.parent.name)] = int(fields[1])
    return found


def _command(pid: int) -> str:
    try:
        return (_PROC / str(pid) / "cmdline").read_text()
    except OSError:
        return ""


def _memory(pid: int) -> dict[str, int]:
    """Return the kB of a process by name."""
    lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()[1:]
    return {name: int(rest.split()[0]) for name, rest in (line.split(":", 1) for line in lines)}


class Sampler(threading.Thread):
    """Looks at the processes of a server every few seconds, until it is told to stop."""

    def __init__(self, supervisor: int) -> None:
        """Begin."""
        super().__init__(daemon=True)
        self._supervisor, self._done = supervisor, threading.Event()
        self._samples: list[dict[str, int]] = []
        self.start()

    def run(self) -> None:
        """Note the MiB (PSS) of each kind."""
        while not self._done.wait(EVERY):
            uses = look(self._supervisor)
            self._samples.append({kind: uses[kind].pss for kind in KINDS})

    def stop(self) -> list[dict[str, float]]:
        """Return the median MiB of each kind in each quarter of the time, and of all together."""
        self._done.set()
        self.join()
        return [*quarters(self._samples)]


def quarters(samples: Sequence[dict[str, int]]) -> Iterator[dict[str, float]]:
    """Yield four medians; with fewer than four samples each quarter is of all of them."""
    for number in range(4):
        part = samples[len(samples) * number // 4 : len(samples) * (number + 1) // 4] or samples
        if part:
            medians = {kind: float(median(one[kind] for one in part)) for kind in KINDS}
            yield medians | {ALL: float(median(sum(one.values()) for one in part))}
