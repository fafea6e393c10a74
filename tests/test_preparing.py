"""A version waits with the flip until the web processes have made ready for it."""

import time
from contextlib import closing
from pathlib import Path

import pytest

from samgraf import config, run_files
from samgraf.cli import preparing
from samgraf.cli.preparing import Preparing
from samgraf.config import Serve, Settings
from samgraf.limits import Limits
from samgraf.store import names
from samgraf.store.pool import Pool
from samgraf.web import pages_app
from samgraf.web.bridge import VERSION
from samgraf.web.site import site

from .asking import SMALL
from .serving import TIGHT, Server, ask, make_version, point_to, some_quads, wait_for, zygote


def test_a_version_waits_for_every_process(tmp_path: Path) -> None:
    made = Preparing(Serve(processes=2), tmp_path)
    assert not made.done("v2")
    assert (tmp_path / run_files.COMING).readlink() == Path("v2.sock")
    run_files.tell_ready(tmp_path, "v2")
    (tmp_path / "coming.7").write_text("v1", encoding="utf-8")  # of a version before
    assert not made.done("v2")
    (tmp_path / "coming.8").write_text("v2", encoding="utf-8")
    assert made.done("v2")
    made.end()
    assert [*tmp_path.iterdir()] == []


def test_a_version_waits_for_so_long_and_no_longer(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(preparing, "SECONDS", 0.2)
    made = Preparing(Serve(processes=1), tmp_path)
    assert not made.done("v2")
    wait_for(lambda: made.done("v2"), 2)
    made.end()
    assert not made.done("v3")  # which has a time of its own


def test_a_version_waits_for_nobody_where_nothing_is_made_beforehand(tmp_path: Path) -> None:
    assert Preparing(Serve(warm=False), tmp_path).done("v2")
    assert [*tmp_path.iterdir()] == []


def test_workers_of_the_coming_version_stay_beside_those_of_the_served_one(tmp_path: Path) -> None:
    run_dir = tmp_path / "run"
    versions = [make_version(tmp_path / "build", name, some_quads(9)) for name in ("v1", "v2")]
    with zygote(versions[0], run_dir, TIGHT), zygote(versions[1], run_dir, TIGHT):
        names.link(run_dir / "current", "v1.sock")
        names.link(run_dir / run_files.COMING, "v2.sock")
        with closing(Pool(run_dir, TIGHT)) as pool:
            for version in ("v1", "v2", "v1", "v2"):
                pool.table("SELECT * { ?s ?p ?o } LIMIT 1", version)
            assert (pool.coming(), pool.busy()["idle"]) == ("v2", 2)
            names.link(run_dir / "current", "v2.sock")
            run_files.forget_coming(run_dir)
            ask(pool, SMALL)
            assert (pool.coming(), pool.busy()["idle"]) == ("", 1)


def test_what_is_made_once_is_kept_for_two_versions(tmp_path: Path) -> None:
    settings = config.change(Settings(), "build", dir=tmp_path)
    app, made = pages_app.make(settings, Pool(tmp_path, Limits())), list[str]()

    def read(version: str) -> None:
        with app.test_request_context("/", environ_overrides={VERSION: version}):
            site().once("part", lambda: made.append(version))

    for version in ("a", "b", "a", "b", "c", "b", "c"):
        read(version)
    assert made == ["a", "b", "c"]
    app.extensions["site"].keep("c")
    read("b")
    read("c")
    assert made == ["a", "b", "c", "b"]


@pytest.mark.slow
def test_the_former_version_answers_until_the_next_is_ready(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    # Not named after this test: in a folder with a long name run/ would lie elsewhere.
    build = tmp_path_factory.mktemp("ready") / "build"
    for name in ("v1", "v2"):
        make_version(build, name, some_quads(2000))
    point_to(build, "v1")
    with Server(build, TIGHT, processes=2, warm=True) as server:
        run, said = build / "run", set[str]()
        point_to(build, "v2")
        until = time.monotonic() + 60
        while (run / "current").readlink().name == "v1.sock" and time.monotonic() < until:
            said |= {p.name for p in run.glob("coming.*")}
            time.sleep(0.005)
        assert (run / "current").readlink().name == "v2.sock"
        assert len(said) == 2, "each web process tells once that it is ready"
        assert not [*run.glob("coming*")]
        assert "now serving v2" in server.lines
