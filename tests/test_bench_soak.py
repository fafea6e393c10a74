"""What a soak is held to: bounds that can be broken, and quarters of the time."""

from pathlib import Path

import pytest

import watching
from abusing import Outcome
from samgraf.store.loading import ENGINE
from samgraf.store.versions import Versions, write_files_json
from soaked import Soaked
from versioning import Change, Operator
from visiting import Visit
from watching import ALL, Use

from .serving import make_version, point_to, some_quads


def soaked() -> Soaked:
    """A soak in which all is well."""
    uses = dict.fromkeys(watching.KINDS, Use(1, 10, 10, 5))
    visits = [Visit("page", 0.0, 0.01)] * 100
    flat = [dict.fromkeys((*watching.KINDS, ALL), 100.0)] * 4
    return Soaked(
        1, quiet=visits, abused=visits, outcomes=[Outcome("act", "503", 2.0)],
        uses={"start": uses, "end": uses}, changes=[Change("flip", 1.0)], quarters=flat,
    )  # fmt: skip


def test_a_soak_in_which_all_is_well_breaks_nothing() -> None:
    assert [*soaked().broken()] == []


def test_one_failed_request_in_many_breaks_a_bound() -> None:
    found = soaked()
    found.abused = [*found.abused, Visit("page", 0.0, 0.01, "/: 503 b'busy'")]
    [told] = found.broken()
    assert "1 ordinary requests failed" in told


def test_a_failed_build_breaks_a_bound() -> None:
    found = soaked()
    found.changes = [Change("build", 9.0, "1: no room")]
    [told] = found.broken()
    assert "no room" in told


def test_memory_may_grow_by_a_twentieth_from_the_second_quarter_to_the_last() -> None:
    found = soaked()
    flat = found.quarters[0]
    found.quarters = [flat, flat, flat, flat | {ALL: 104.0}]
    assert [*found.broken()] == []
    found.quarters = [flat, flat, flat, flat | {ALL: 106.0}]
    [told] = found.broken()
    assert "6.0%" in told


def test_one_process_may_grow_by_the_replies_that_it_keeps_and_no_more() -> None:
    found = soaked()
    start = found.uses["start"]
    found.uses = {"start": start | {"web": Use(2, 400, 300, 5)}, "end": dict(start)}
    for mib, broken in ((690, False), (710, True)):
        found.uses["end"]["web"] = Use(2, mib, mib, 5)
        assert any("a process of web" in told for told in found.broken()) is broken


def test_quarters_are_medians_of_all_kinds_together() -> None:
    samples = [
        dict.fromkeys(watching.KINDS, number) for number in (1, 1, 9, 2, 2, 2, 3, 3, 3, 4, 4, 4)
    ]
    quarters = [*watching.quarters(samples)]
    assert [one["web"] for one in quarters] == [1, 2, 3, 4]
    assert [one[ALL] for one in quarters] == [5, 10, 15, 20]


def test_the_sampler_looks_at_this_process() -> None:
    use = watching.look(int(Path("/proc/self").readlink().name))["supervisor"]
    assert use.number == 1
    assert use.pss > 0


@pytest.mark.slow
def test_the_operator_flips_to_a_version_at_hand(tmp_path: Path) -> None:
    for version in ("2026-11-20-aaaaaaaa", "2026-11-21-bbbbbbbb"):
        write_files_json(make_version(tmp_path, version, some_quads(2)), ENGINE)
    point_to(tmp_path, "2026-11-20-aaaaaaaa")
    operator = Operator(tmp_path)
    operator.flip(Versions(tmp_path))
    assert operator.changes[0].kind == "flip"
    assert operator.changes[0].trouble == ""
    assert Versions(tmp_path).needed() == "2026-11-21-bbbbbbbb"
