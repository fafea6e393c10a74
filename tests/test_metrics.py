"""The numbers at /metrics: sums over both web processes, which the death of one does not lower."""

import http.client
import json
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from samgraf import tally

from .asking import JSON, SMALL, get, send
from .serving import (
    HEAVY,
    TIGHT,
    Server,
    children,
    command,
    kill,
    make_version,
    point_to,
    some_quads,
    wait_for,
)

Numbers = dict[tuple[str, str], float]


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("log") / "access.log"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, log: Path) -> Iterator[Server]:
    folder = tmp_path_factory.mktemp("metrics")
    make_version(folder, "v1", some_quads(2000))
    point_to(folder, "v1")
    with Server(folder, TIGHT, processes=2, access_log=str(log)) as running:
        yield running


def numbers(server: Server) -> Numbers:
    """Read every sample under its name and the values of its labels."""
    reply = send(server.port, "GET", "/metrics")
    assert reply.status == 200
    families = text_string_to_metric_families(reply.body.decode())
    samples = [sample for family in families for sample in family.samples]
    return {(s.name, ",".join(s.labels.values())): s.value for s in samples}


def web_processes(server: Server) -> list[int]:
    gunicorn = next(p for p in children(server.process.pid) if "webserver" in command(p))
    return children(gunicorn)


def queries(found: Numbers) -> dict[str, float]:
    return {label: n for (name, label), n in found.items() if name == "samgraf_queries_total"}


def risen(before: Numbers, after: Numbers) -> dict[str, float]:
    """Say which counts of queries rose, and by how much."""
    had = queries(before)
    return {k: n - had[k] for k, n in queries(after).items() if n != had[k]}


def test_known_requests_are_counted_over_both_processes(server: Server) -> None:
    wait_for(lambda: len(web_processes(server)) == 2)
    before = numbers(server)
    tag = get(server.port, "ASK {}").headers["etag"]
    for number in range(40):
        assert get(server.port, f"ASK {{}} # {number}").status == 200
    get(server.port, "ASK {", Accept=JSON)
    get(server.port, "ASK {}", If_None_Match=tag)
    get(server.port, "ASK {} # 0", Accept="image/png")
    get(server.port, HEAVY)
    after = numbers(server)
    new = risen(before, after)
    assert new.pop("ok") + new.pop("cached", 0) == 41
    assert new == {"syntax": 1, "not-modified": 1, "not-acceptable": 1, "time-limit": 1}
    for name in ("samgraf_query_seconds_count", "samgraf_query_head_seconds_count"):
        assert after[name, ""] - before[name, ""] == 45
    told = ("samgraf_formats_total", JSON)
    assert after[told] - before[told] == 41
    ended = ("samgraf_workers_ended_total", "SIGALRM")
    assert after[ended] - before.get(ended, 0) == 1
    assert (after["samgraf_web_processes", ""], after["samgraf_query_slots", ""]) == (2, 6)


def test_what_runs_and_who_leaves_is_counted(server: Server) -> None:
    before = numbers(server)
    asking = threading.Thread(target=get, args=(server.port, f"{HEAVY} # now"))
    asking.start()
    wait_for(lambda: numbers(server)["samgraf_queries_running", ""] == 1)
    asking.join(10)
    client = http.client.HTTPConnection("127.0.0.1", server.port)
    client.request("GET", "/sparql?query=" + HEAVY.replace(" ", "+").replace("#", "%23"))
    time.sleep(0.3)
    client.close()
    wait_for(lambda: risen(before, numbers(server)).get("client-gone") == 1)


def test_no_count_falls_when_a_web_process_is_killed(server: Server) -> None:
    for number in range(20):
        get(server.port, f"{SMALL} # {number}")
    wait_for(lambda: numbers(server)["samgraf_web_processes", ""] == 2)
    before, victim = numbers(server), web_processes(server)[0]
    kill(victim)
    wait_for(lambda: len(web_processes(server)) == 2 and victim not in web_processes(server))
    wait_for(lambda: numbers(server)["samgraf_web_processes", ""] == 2)
    after = numbers(server)
    totals = [key for key in before if key[0].endswith(("_total", "_count", "_bucket", "_sum"))]
    assert len(totals) > 80
    assert {key for key in totals if after[key] < before[key]} == set()
    started = ("samgraf_web_processes_started_total", "")
    assert after[started] == before[started] + 1


def test_a_restarted_store_process_is_counted(server: Server) -> None:
    before = numbers(server)
    kill(next(p for p in children(server.process.pid) if "zygote" in command(p)))
    name = ("samgraf_zygote_restarts_total", "")
    wait_for(lambda: numbers(server)[name] == before[name] + 1)
    wait_for(lambda: numbers(server)["samgraf_up", ""] == 1)
    after = numbers(server)
    counted = [
        key for key in before if key[0].startswith(("samgraf_workers_e", "samgraf_workers_s"))
    ]
    assert len(counted) > 2
    assert {key for key in counted if after[key] < before[key]} == set()


def zygotes(server: Server) -> list[int]:
    return [pid for pid in children(server.process.pid) if "zygote" in command(pid)]


def test_a_silent_store_process_hides_no_count(server: Server) -> None:
    before = numbers(server)
    wait_for(lambda: zygotes(server) != [])
    [silent] = zygotes(server)
    os.kill(silent, signal.SIGSTOP)
    try:
        wait_for(lambda: numbers(server)["samgraf_up", ""] == 0)
        after = numbers(server)
    finally:
        os.kill(silent, signal.SIGCONT)
    counted = {key for key in before if key[0].endswith("_total")}
    assert counted <= after.keys()
    assert {key for key in counted if after[key] < before[key]} == set()
    wait_for(lambda: numbers(server)["samgraf_up", ""] == 1)


def test_lines_of_two_processes_never_mix(server: Server, log: Path) -> None:
    def visit(number: int) -> None:
        for turn in range(25):
            get(server.port, f"ASK {{}} # {number} {turn}", User_Agent="x" * 500)

    visitors = [threading.Thread(target=visit, args=(number,)) for number in range(4)]
    for visitor in visitors:
        visitor.start()
    for visitor in visitors:
        visitor.join(30)

    def found() -> list[str]:
        told = [json.loads(line) for line in log.read_text(encoding="ascii").splitlines()]
        return [line["query"] for line in told if line["agent"] == "x" * 120]

    wait_for(lambda: len(found()) == 100)
    assert len(set(found())) == 100


def test_a_number_goes_on_where_its_process_died(tmp_path: Path) -> None:
    names = (("a", ""), ("b", ""))
    first, second = (tally.take(tmp_path, "web", names) for _ in range(2))
    first.cells[0] += 2
    second.cells[0] += 3
    found = [*tally.read(tmp_path, "web", names)]
    assert ([n["a", ""] for n, _ in found], [alive for _, alive in found]) == ([2, 3], [True, True])
    assert (first.number, second.number) == (0, 1)


def test_without_a_place_the_process_counts_for_itself(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    alone = tally.take(tmp_path / "file" / "below", "web", (("a", ""),))
    alone.cells[0] += 1
    assert alone.cells[0] == 1
