"""All that no build makes again goes into one file while the server runs, and comes back whole."""

import gzip
import io
import json
import shutil
import tarfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samgraf.cli.commands import cli
from samgraf.store.patches import Patch
from samgraf.store.versions import Versions, digests

from .small import built

pytestmark = pytest.mark.slow

LINK = "abcdefghijklmnop.json"
WHOLE = Patch(added=b"<https://example.org/a> <https://example.org/b> <https://example.org/c> .\n")


def samgraf(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def keep_link(build: Path, name: str = LINK, content: str = '{"query": "ASK {}"}\n') -> None:
    (build / "links").mkdir(exist_ok=True)
    (build / "links" / name).write_text(content, encoding="utf-8")


def lay(folder: Path) -> Path:
    """Lay a build folder as a server leaves it: links, a log of writes, sockets, differences."""
    version = built(folder / "build")
    build = folder / "build"
    keep_link(build)
    (build / "links" / ".tally").write_text("1 4096\n")
    (build / "writes").mkdir()
    (build / "writes" / f"{version}.log").write_bytes(WHOLE.encode() + b"TX .\nA <half")
    (build / "run").mkdir(exist_ok=True)
    (build / "run" / "log.key").write_bytes(b"secret")
    (folder / "samgraf.toml").write_text('[serve]\ntoken_file = "token"\n')
    (folder / "token").write_text("a token of many letters")
    return build


@pytest.fixture
def build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A build folder that a test may change, in the current folder."""
    monkeypatch.chdir(tmp_path)
    return lay(tmp_path)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A build folder that all look at, in the current folder."""
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("whole")
        patch.chdir(folder)
        yield lay(folder)


@pytest.fixture(scope="module")
def kept(whole: Path) -> Path:
    """A backup of it."""
    file = whole.with_name("kept.tar.gz")
    done = samgraf("backup", file)
    assert done.exit_code == 0, done.output
    return file


def tree(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in sorted(folder.rglob("*"))
        if file.is_file() and not file.name.startswith((".tally", ".lock", "LOCK", "LOG"))
    }


def test_what_comes_back_is_what_no_build_makes_again(
    whole: Path, kept: Path, tmp_path: Path
) -> None:
    again = tmp_path / "again"
    done = samgraf("restore", kept, "--into", again)
    assert done.exit_code == 0, done.output
    found, was = tree(again), tree(whole)
    settings = found.pop("settings/samgraf.toml")
    assert settings == whole.with_name("samgraf.toml").read_bytes()
    version = Versions(whole).needed()
    log = f"writes/{version}.log"
    assert found.pop(log) == WHOLE.encode()
    assert {name: was[name] for name in found} == found
    missing = {name.split("/")[0] for name in was.keys() - found.keys() - {log}}
    assert missing <= {"run", "changes", "log", ".turning"}
    assert Versions(again).needed() == version
    assert Versions(again).whole(version)
    assert Versions(again).complete(version)


def test_the_same_content_gives_the_same_bytes(whole: Path, kept: Path, tmp_path: Path) -> None:
    moved = tmp_path / "moved"
    shutil.copytree(whole, moved, symlinks=True, copy_function=shutil.copyfile)
    again = tmp_path / "again.tar.gz"
    assert samgraf("backup", again, "--store", moved).exit_code == 0
    assert again.read_bytes() == kept.read_bytes()


def test_a_backup_is_its_owners_alone_and_an_ordinary_tar(kept: Path) -> None:
    assert kept.stat().st_mode & 0o777 == 0o600
    with tarfile.open(kept) as archive:
        assert f"links/{LINK}" in archive.getnames()


def test_a_token_goes_in_where_it_is_asked_for(whole: Path, kept: Path, tmp_path: Path) -> None:
    with tarfile.open(kept) as archive:
        assert "settings/token" not in archive.getnames()
    file, again = tmp_path / "secret.tar.gz", tmp_path / "again"
    assert samgraf("backup", "--with-token", file).exit_code == 0
    assert samgraf("restore", file, "--into", again).exit_code == 0
    assert (again / "settings" / "token").read_text() == "a token of many letters"
    assert (again / "settings" / "token").stat().st_mode & 0o777 == 0o600


def test_of_older_versions_the_dumps_are_kept_and_the_stores_are_not(build: Path) -> None:
    current = Versions(build).needed()
    old = "2020-01-01-00000000"
    shutil.copytree(build / "versions" / current, build / "versions" / old)
    file, again = build.with_name("two.tar.gz"), build.with_name("again")
    assert samgraf("backup", file).exit_code == 0
    assert samgraf("restore", file, "--into", again).exit_code == 0
    assert sorted(Versions(again).all()) == [old, current]
    gone = digests(build / "versions" / old).keys() - digests(again / "versions" / old).keys()
    assert {name.split("/")[0] for name in gone} == {"store", "authored"}


def test_a_damaged_version_is_left_out_and_told(build: Path) -> None:
    version = Versions(build).needed()
    file = next((build / "versions" / version / "dumps").glob("*.nq.gz"))
    file.chmod(0o644)
    file.write_bytes(b"not what was built")
    done = samgraf("backup", build.with_name("part.tar.gz"))
    assert done.exit_code == 1
    assert f"left out: version {version} is damaged: dumps/{file.name}" in done.output
    checked = samgraf("restore", "--check", build.with_name("part.tar.gz"))
    assert "1 kept links\n  1 logs of writes" in checked.output
    assert "0 versions; current is none" in checked.output
    assert checked.exit_code != 0
    assert "nothing in it could be served" in checked.output


def test_a_version_whose_store_is_gone_is_kept_without_it_and_told(build: Path) -> None:
    version = Versions(build).needed()
    shutil.rmtree(build / "versions" / version / "store")
    file = build.with_name("part.tar.gz")
    done = samgraf("backup", file)
    assert done.exit_code == 1
    assert f"left out: the store of {version} is damaged: store/" in done.output
    assert "1 versions; current is none" in done.output
    again = samgraf("restore", file, "--into", build.with_name("again"))
    assert again.exit_code == 0
    assert "no version is current" in again.output


def test_a_version_whose_files_are_gone_is_told_too(build: Path) -> None:
    version = Versions(build).needed()
    for file in (build / "versions" / version).rglob("*"):
        if file.is_file():
            file.unlink()
    done = samgraf("backup", build.with_name("part.tar.gz"))
    assert done.exit_code == 1
    assert f"left out: version {version} is damaged: its files.json is missing" in done.output
    shutil.rmtree(build / "versions")
    assert samgraf("backup", build.with_name("rest.tar.gz")).exit_code == 1


def test_nothing_is_written_over(whole: Path, kept: Path, tmp_path: Path) -> None:
    before = tree(whole)
    link = tmp_path / "link"
    link.symlink_to("nowhere")
    taken = [("restore", kept, "--into", place) for place in ("token", link, whole)]
    for words in (("backup", kept), ("backup", "token/x"), ("restore", kept), *taken):
        done = samgraf(*words)
        assert done.exit_code == 2, done.output
    assert tree(whole) == before
    assert samgraf("restore", "--check", kept).exit_code == 0


def test_an_empty_folder_may_be_filled(kept: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    assert samgraf("restore", kept, "--into", empty).exit_code == 0
    assert Versions(empty).current() is not None


def test_a_folder_without_anything_to_keep_is_told(tmp_path: Path) -> None:
    done = samgraf("backup", tmp_path / "x.tar.gz", "--store", tmp_path / "nowhere")
    assert done.exit_code == 1
    assert "nothing to keep" in done.output
    assert not (tmp_path / "x.tar.gz").exists()


# What strangers make: nothing of it gets out of the folder, and nothing half is left.


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A backup of a link, a log and a history, beside nothing else."""
    monkeypatch.chdir(tmp_path)
    build = tmp_path / "build"
    (build / "writes").mkdir(parents=True)
    (build / "writes" / "v1.log").write_bytes(WHOLE.encode())
    (build / "history").write_text("v1\n")
    keep_link(build)
    file = tmp_path / "few.tar.gz"
    assert samgraf("backup", file).exit_code == 0
    shutil.rmtree(build)
    return file


def entries(kept: Path) -> tuple[dict[str, object], list[tuple[tarfile.TarInfo, bytes]]]:
    """Take a backup apart: its list, and its files."""
    with tarfile.open(kept) as archive:
        files = [(info, archive.extractfile(info)) for info in archive.getmembers()]
        found = [(info, file.read()) for info, file in files if file is not None]
    return json.loads(found[0][1]), found[1:]


def packed(
    file: Path, told: dict[str, object], members: list[tuple[tarfile.TarInfo, bytes]]
) -> Path:
    text = json.dumps(told).encode()
    first = tarfile.TarInfo("samgraf-backup.json")
    first.size = len(text)
    with tarfile.open(file, "w:gz", format=tarfile.USTAR_FORMAT) as archive:
        for info, content in [(first, text), *members]:
            archive.addfile(info, io.BytesIO(content))
    return file


Rows = list[list[object]]
Members = list[tuple[tarfile.TarInfo, bytes]]


def _named(name: str) -> Callable[[Rows, Members], None]:
    def change(rows: Rows, members: Members) -> None:
        rows[0][0] = members[0][0].name = name

    return change


def _typed(kind: bytes) -> Callable[[Rows, Members], None]:
    def change(rows: Rows, members: Members) -> None:
        info, _ = members[0]
        info.type, info.linkname, info.size = kind, "/etc/passwd", 0
        members[0] = info, b""

    return change


def _more(rows: Rows, members: Members) -> None:
    info = tarfile.TarInfo("links/aaaaaaaaaaaaaaaa.json")
    members.append((info, b""))


def _fewer(rows: Rows, members: Members) -> None:
    members.pop()


def _other(rows: Rows, members: Members) -> None:
    info, content = members[-1]
    members[-1] = info, content[:-1] + b"?"


def _longer(rows: Rows, members: Members) -> None:
    info, content = members[-1]
    info.size += 1
    members[-1] = info, content + b"?"


def _twice(rows: Rows, members: Members) -> None:
    rows.insert(1, rows[0])
    members.insert(1, members[0])


def _row(row: object) -> Callable[[Rows, Members], None]:
    def change(rows: Rows, members: Members) -> None:
        rows[0] = row  # type: ignore[call-overload]

    return change


@pytest.mark.parametrize(
    "change",
    [
        *map(_named, ("../out", "/tmp/out", "links/../../out", "versions/v/../../out", "run/log")),
        *map(
            _named, ("versions/..", "versions/v/..hidden", "links/a.json", "history\n", "current")
        ),
        *map(_typed, (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE)),
        *(_more, _fewer, _other, _longer, _twice),
        *map(_row, (None, [], ["history"], ["history", -1, "0" * 64], ["history", True, "0" * 64])),
        *map(_row, (["history", 1, 7], ["history", 1, "short"], [7, 1, "0" * 64], {})),
    ],
)
def test_a_hostile_archive_is_refused_and_leaves_nothing(
    few: Path, change: Callable[[Rows, Members], None]
) -> None:
    told, members = entries(few)
    change(told["files"], members)  # type: ignore[arg-type]
    file = packed(few.with_name("hostile.tar.gz"), told, members)
    before = sorted(few.parent.iterdir())
    done = samgraf("restore", file, "--into", few.with_name("again"))
    assert done.exit_code == 2, done.output
    assert "take another backup" in done.output
    assert sorted(few.parent.iterdir()) == before


@pytest.mark.parametrize("current", ["../..", "/etc", "", 7, [], "a/b"])
def test_a_current_version_that_leads_elsewhere_is_refused(few: Path, current: object) -> None:
    told, members = entries(few)
    file = packed(few.with_name("hostile.tar.gz"), {**told, "current": current}, members)
    assert samgraf("restore", file, "--into", few.with_name("again")).exit_code == 2
    assert not few.with_name("again").exists()


def test_what_is_larger_than_allowed_is_refused_before_it_is_written(few: Path) -> None:
    told, _ = entries(few)
    told["files"] = [["history", 1 << 40, "0" * 64]]
    file = packed(few.with_name("bomb.tar.gz"), told, [])
    done = samgraf("restore", file, "--into", few.with_name("again"))
    assert done.exit_code == 4
    assert "--most-gib" in done.output
    wide = samgraf("restore", file, "--into", few.with_name("again"), "--most-gib", 2000)
    assert wide.exit_code == 1, "the disk has no terabyte"
    assert not few.with_name("again").exists()


@pytest.mark.parametrize("place", [0, 2, 30, 300, -1, -5])
def test_a_flipped_byte_is_found(few: Path, place: int) -> None:
    data = bytearray(few.read_bytes())
    data[place] ^= 0x55
    few.write_bytes(data)
    assert samgraf("restore", "--check", few).exit_code == 2


@pytest.mark.parametrize(
    "content", [b"", b"nonsense", gzip.compress(b"", mtime=0), gzip.compress(b"x" * 9999, mtime=0)]
)
def test_what_is_no_backup_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "x.tar.gz"
    file.write_bytes(content)
    assert samgraf("restore", file, "--into", tmp_path / "again").exit_code == 2
    assert samgraf("restore", tmp_path / "none.tar.gz").exit_code == 2
    assert [*tmp_path.iterdir()] == [file]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.99])
def test_a_cut_archive_is_refused(few: Path, share: float) -> None:
    data = few.read_bytes()
    cut = few.with_name("cut.tar.gz")
    cut.write_bytes(data[: int(len(data) * share)])
    assert samgraf("restore", cut, "--into", few.with_name("again")).exit_code == 2
    assert not few.with_name("again").exists()
