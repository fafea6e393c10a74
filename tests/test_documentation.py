"""What the README says is so: commands, settings, folders, the first answer."""

import re
import tomllib
from pathlib import Path

import pytest

from samgraf import config
from samgraf.cli.commands import cli
from samgraf.store import endings
from samgraf.store.control import State
from samgraf.store.processes import Memory
from samgraf.web.counting import NAMES
from samgraf.web.exposition import Numbers, text

from . import storing

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_is_in_the_readme_with_its_options(command: str) -> None:
    row = next(line for line in README.splitlines() if line.startswith(f"| `samgraf {command}"))
    options = [p.opts[-1] for p in cli.commands[command].params if p.opts[-1].startswith("--")]
    unsaid = {"--help", "--store"}
    assert [option for option in options if option not in row and option not in unsaid] == []


@pytest.mark.parametrize(("section", "key", "default"), list(config.sections()))
def test_every_setting_is_in_the_readme_with_default_and_meaning(
    section: str, key: str, default: object
) -> None:
    written = ", ".join(default) if isinstance(default, tuple) else default
    written = str(written).lower() if isinstance(written, bool) else written
    shown = "none" if written in (None, "") else f"`{written}`"
    assert f"| `[{section}]` | `{key}` | {shown} | {config.HELP[section][key]} |" in README


def test_every_setting_has_a_meaning() -> None:
    for section, keys in config.HELP.items():
        record = getattr(config.Settings(), section)
        assert set(keys) == set(record.__dataclass_fields__)


@pytest.mark.parametrize(
    "folder", ["ontology", "shapes", "data", "queries", "server", "docs", "tests"]
)
def test_every_folder_is_in_the_map(folder: str) -> None:
    assert (ROOT / folder).is_dir()
    assert f"| `{folder}/` |" in README


def test_the_first_answer_is_the_expected_one() -> None:
    shown = re.findall(r"```csv\n(.*?)```", README, re.DOTALL)
    expected = ROOT / "queries" / "examples" / "trekantomraadet-2009.csv"
    assert shown == [expected.read_text(encoding="utf-8")]


def test_every_target_that_the_readme_names_is_there() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make ([a-z-]+)`", README):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target


def test_the_citation_names_the_version_of_the_package() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {project['version']}\n" in citation


def test_every_term_that_the_model_page_names_is_declared() -> None:
    page = (ROOT / "docs" / "model.md").read_text(encoding="utf-8")
    page += (ROOT / "docs" / "model.svg").read_text(encoding="utf-8")
    ontology = (ROOT / "ontology" / "samgraf.ttl").read_text(encoding="utf-8")
    terms = set(re.findall(r"\bsg:([A-Za-z]\w+)", page))
    assert len(terms) > 30
    assert [term for term in sorted(terms) if f"\nsg:{term} a " not in ontology] == []


def test_the_page_on_operation_tells_of_every_limit_and_metric() -> None:
    page = (ROOT / "docs" / "operation.md").read_text(encoding="utf-8")
    rows = "\n".join(line.split("|")[1] for line in page.splitlines() if line.startswith("| `"))
    assert [key for key in config.HELP["limits"] if f"`{key}`" not in rows] == []
    told = {name.split("{")[0] for name in re.findall(r"`(samgraf_[a-z_]+)", page)}
    assert told == metrics()


def metrics() -> set[str]:
    """Name every metric of a server, as Prometheus names them in queries."""
    sums = dict.fromkeys(NAMES, 0.0)
    state = State("v1", "v1", "memory", "", 1, (1,), 1, {"SIGSEGV": 1}, False)
    workers = dict.fromkeys(endings.NAMES, 0.0)
    numbers = Numbers(sums, 1, {}, workers, 3, state, (Memory(1, 1),), 0, 1)
    lines = text(numbers).decode().splitlines()
    names = {re.split(r"[{ ]", line)[0] for line in lines if not line.startswith("#")}
    return {re.sub(r"_(bucket|sum|count|created)$", "", name) for name in names}


def test_every_test_that_virtuoso_cannot_pass_is_told_with_its_reason() -> None:
    guide = (ROOT / "docs" / "remote.md").read_text("utf-8")
    assert storing.table() in guide
    assert storing.shapes_table() in guide
