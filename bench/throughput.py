"""Requests per second of the light mix, from ``wrk`` in interleaved rounds."""

import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from urllib.parse import urlsplit

from peers import WORK
from processes import Running
from questions import LIGHT, Question
from rounds import Ratios

MIX = Path(__file__).parent / "mix.lua"
CLIENTS = (1, 8, 32)
SECONDS, ROUNDS = 2, 5
_SERIALS = count()


@dataclass(frozen=True, slots=True)
class Load:
    """How many clients ask at once, and what: cold, repeated or known (If-None-Match)."""

    mode: str
    clients: int


LOADS = (
    *(Load("cold", clients) for clients in CLIENTS),
    *(Load("repeated", clients) for clients in CLIENTS),
    Load("known", CLIENTS[-1]),
)


@dataclass(slots=True)
class Measured:
    """Requests per second by load and server, a number for each round, and p99 in ms."""

    rates: dict[Load, dict[str, list[float]]] = field(default_factory=dict)
    slowest: dict[Load, dict[str, list[float]]] = field(default_factory=dict)

    def ratios(self, load: Load, name: str, to: str, to_load: Load | None = None) -> Ratios:
        """Return the ratios of a server's rate to that of another, round by round."""
        others = self.rates[to_load or load][to]
        return Ratios(tuple(a / b for a, b in zip(self.rates[load][name], others, strict=True)))


def measure(servers: Sequence[Running], questions: Mapping[str, Question]) -> Measured:
    """Load every server in turn, round by round."""
    measured = Measured()
    mix = [questions[short] for short in LIGHT]
    for _ in range(ROUNDS):
        for load in LOADS:
            for server in servers:
                name = server.endpoint.name
                if load.mode == "known" and name != "samgraf":
                    continue
                found = _load(server, load, mix)
                rate = found["requests"] * 1e6 / found["microseconds"]
                measured.rates.setdefault(load, {}).setdefault(name, []).append(rate)
                slowest = measured.slowest.setdefault(load, {}).setdefault(name, [])
                slowest.append(found["p99"] / 1000)
                said = f"{load.mode} c={load.clients} {name}: {rate:.0f} requests/s\n"
                sys.stderr.write(said)
    return measured


def _load(server: Running, load: Load, mix: Sequence[Question]) -> dict[str, int]:
    """Run ``wrk`` once; raise ``RuntimeError`` if any request got no answer of the right kind."""
    file = WORK / "mix.tsv"
    file.write_text("".join(_lines(server, mix)), encoding="utf-8")
    address = urlsplit(server.endpoint.url)
    command = ["wrk", "--threads=1", f"--connections={load.clients}", f"--duration={SECONDS}s"]
    command += ["--timeout=20s", f"--script={MIX}", f"http://{address.netloc}{address.path}"]
    command += ["--", str(file), load.mode, f"r{next(_SERIALS)}"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    found: dict[str, int] = json.loads(done.stdout.strip().splitlines()[-1])
    known = found["not_modified"]
    wrong = found["refused"] + found["broken"]
    wrong += abs(found["requests"] - known) if load.mode == "known" else known
    if wrong or not found["requests"]:
        raise RuntimeError(f"{server.endpoint.name}, {load}: a lie of a rate: {found}")
    return found


def _lines(server: Running, mix: Sequence[Question]) -> Iterator[str]:
    """Write what ``mix.lua`` reads, and see that each query of the mix is answered."""
    for question in mix:
        reply = server.endpoint.ask(question.text, question.accept())
        if reply.status != 200:
            raise RuntimeError(f"{server.endpoint.name} answers {question.name}: {reply.status}")
        accept = question.accept()
        yield f"{server.endpoint.target(question.text)}\t{accept}\t{reply.etag}\n"
