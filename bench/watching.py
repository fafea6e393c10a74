"""The processes of a running server: how many of each kind, their memory and their open files."""

from dataclasses import dataclass
from pathlib import Path

_PROC = Path("/proc")
KINDS = ("supervisor", "gunicorn", "web", "zygote", "worker")


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
