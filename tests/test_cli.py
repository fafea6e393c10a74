"""The command line: results to stdout, errors in one line with the remedy, exit statuses."""

import json
import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from samgraf.cli.commands import cli
from samgraf.config import Settings
from samgraf.store.versions import Versions

from .small import built


@pytest.fixture
def build(small_root: Path, settings: Settings) -> Path:
    """A build folder with one version of the five actors, as ``small_root`` has them."""
    built(settings.build.dir)
    return settings.build.dir


def run(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli, list(arguments), input=stdin)


def test_build_prints_counts_and_the_version(small_root: Path, settings: Settings) -> None:
    result = run("build", "--into", str(settings.build.dir))
    assert result.exit_code == 0
    assert f"version {Versions(settings.build.dir).current()} (new) is current" in result.stdout
    assert re.search(r"\d shape files hold, with \d+ warnings", result.stderr)


def test_a_broken_row_is_exit_1_with_place_and_remedy(small_root: Path, settings: Settings) -> None:
    file = small_root / "data" / "codes.csv"
    file.write_text(file.read_text().replace(",0101,", ",,"))
    result = run("build", "--into", str(settings.build.dir))
    assert result.exit_code == 1
    assert "Error: data/codes.csv:2: code: the cell is empty; write the code" in result.stderr


def test_a_query_is_answered_from_stdin(build: Path) -> None:
    text = "SELECT (COUNT(*) AS ?n) { ?m a <https://w3id.org/samgraf/ontology#Membership> }"
    result = run("query", "-", "--store", str(build), stdin=text)
    assert (result.exit_code, result.stdout.split()) == (0, ["n", "3"])


def test_a_library_query_takes_its_parameters(build: Path) -> None:
    given = ["--set", "body=actor/dk-raadet", "--set", "on=2009-12-02"]
    result = run("query", "members-on-date", *given, "--store", str(build), "--format", "json")
    assert result.exit_code == 0
    rows = json.loads(result.stdout)["results"]["bindings"]
    assert [row["name"]["value"] for row in rows] == ["Åby", "Øy"]


def test_a_question_is_found_by_its_number(build: Path) -> None:
    given = ["--set", "body=actor/dk-raadet", "--set", "on=2009-12-02", "--store", str(build)]
    whole, short = run("query", "cq01-members-on-date", *given), run("query", "cq01", *given)
    assert (whole.exit_code, short.exit_code) == (0, 0)
    assert short.stdout == whole.stdout != ""


@pytest.mark.slow
def test_an_option_of_all_commands_is_shown_at_its_place() -> None:
    result = run("serve", "--config", "samgraf.toml")
    assert result.exit_code == 2
    assert result.output.rstrip().endswith("--config … serve")


@pytest.mark.parametrize(
    ("arguments", "stdin", "status", "message"),
    [
        (["query", "no-such-query"], None, 2, "no such file and no library query"),
        (["query", "xyzzy"], None, 2, "cq01-members-on-date, cq02"),
        (["query", "cq01-members-on-dat"], None, 2, "did you mean cq01-members-on-date?"),
        (["query", "cq99"], None, 2, "no such file and no library query"),
        (["query", "-"], "SELECT * { ?s ?p }", 1, "syntax: the query cannot be read"),
        (["query", "-"], "SELECT * { ?s skos:x ?o }", 1, "; did you mean PREFIX skos: <http"),
        (["query", "-"], "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 1, ""),
        (["query", "-", "--format", "ttl"], "SELECT * { ?s ?p ?o }", 2, "choose --format csv"),
        (["query", "members-on-date", "--set", "on=soon"], None, 2, "'soon' is not a date; write"),
        (["query", "members-on-date", "--set", "day=1"], None, 2, "has no parameter 'day'"),
        (["query", "members-on-date", "--set", "on"], None, 2, "write --set name=value"),
        (["query", "-", "--format", "xls"], "", 2, "'xls' is not one of"),
        (["validate", "nowhere.ttl"], None, 2, "No such file"),
        (["validate", "-"], "", 2, "say it with --as: turtle, n-triples, trig, n-quads, json-ld"),
        (["validate", "."], None, 2, ".: this is a folder; name the files in it"),
        (["activate", "2001-01-01-0"], None, 1, "no version '2001-01-01-0'; at hand: 2026"),
        (["activate"], None, 2, "name one version, or say --previous"),
        (["activate", "2001-01-01-0", "--previous"], None, 2, "name one version, or say"),
        (["activate", "--previous"], None, 1, "has a store and other data; at hand: 2026"),
        (["unknown"], None, 2, "No such command"),
    ],
)
def test_misuse_and_errors_have_their_exit_status(
    build: Path, arguments: list[str], stdin: str | None, status: int, message: str
) -> None:
    store = [] if arguments[0] == "unknown" else ["--store", str(build)]
    result = run(*arguments, *store, stdin=stdin)
    assert result.exit_code == status, result.output
    assert message in result.output
    assert "Traceback" not in result.output


def test_a_query_over_a_limit_is_exit_4(build: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SAMGRAF_LIMITS_QUERY_SECONDS", "0.5")
    text = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
    result = run("query", "-", "--store", str(build), stdin=text)
    assert result.exit_code == 4
    assert "time-limit" in result.stderr


def test_without_a_version_the_remedy_is_named(tmp_path: Path) -> None:
    result = run("query", "members-on-date", "--store", str(tmp_path))
    assert result.exit_code == 1
    assert "run 'samgraf build' first" in result.stderr


HEAD = """@prefix sg: <https://w3id.org/samgraf/ontology#> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix a: <https://w3id.org/samgraf/id/actor/> .
@prefix r: <https://w3id.org/samgraf/id/relation/> .
@prefix c: <https://w3id.org/samgraf/id/claim/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix code: <https://w3id.org/samgraf/code/> .
"""
GOOD = """r:m-dk-raadet--no-nes-until-2019 a sg:Membership ; org:member a:no-nes-until-2019 ;
  org:organization a:dk-raadet ; org:role <https://w3id.org/samgraf/code/role/member> ;
  sg:supportedBy c:x .
c:x a sg:Claim ; sg:claimSubject r:m-dk-raadet--no-nes-until-2019 ;
  dct:source <https://w3id.org/samgraf/id/source/a-page> ;
  sg:rank <https://w3id.org/samgraf/code/rank/normal> ;
  sg:readingMode <https://w3id.org/samgraf/code/reading/explicit> .
"""


def test_new_facts_are_checked_beside_the_graph(build: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.ttl"
    file.write_text(HEAD + GOOD)
    result = run("validate", str(file), "--store", str(build))
    assert result.exit_code == 0
    assert "Mistakes: 0" in result.stdout


def test_wrong_facts_are_told_in_words_and_exit_1(build: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.ttl"
    file.write_text(HEAD + GOOD.replace("a:no-nes-until-2019 ;", "a:nobody ;", 1))
    result = run("validate", str(file), "--store", str(build))
    assert result.exit_code == 1
    assert re.search(rf"{file}:8:\d+: violation: ", result.stdout)
    as_json = run("validate", str(file), "--store", str(build), "--format", "json")
    assert json.loads(as_json.stdout)["results"][0]["severity"] == "Violation"


def test_a_second_opinion_finds_the_same(build: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.ttl"
    file.write_text(HEAD + GOOD.replace("a:no-nes-until-2019 ;", "a:nobody ;", 1))
    command = ["validate", str(file), "--store", str(build), "--engine"]
    ours, other = run(*command, "samgraf"), run(*command, "pyshacl")
    assert other.stdout == ours.stdout
    assert ours.exit_code == other.exit_code == 1


def test_findings_fail_from_the_severity_that_is_asked_for(build: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.ttl"
    file.write_text(HEAD + GOOD)
    command = ["validate", str(file), "--store", str(build), "--fail-on"]
    assert run(*command, "violation").exit_code == 0
    assert run(*command, "warning").exit_code == 1


def test_the_report_is_in_the_language_of_the_environment(
    build: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "new.ttl"
    file.write_text(HEAD + GOOD)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "nn_NO.UTF-8")
    assert "advarsler" in run("validate", str(file), "--store", str(build)).stdout
    given = run("validate", str(file), "--store", str(build), "--lang", "fi")
    assert "varoituksia" in given.stdout


def test_a_file_that_is_not_turtle_is_named_with_its_line(build: Path, tmp_path: Path) -> None:
    file = tmp_path / "new.ttl"
    file.write_text(HEAD + "a:x a sg:Actor ;; ]")
    result = run("validate", str(file), "--store", str(build))
    assert result.exit_code == 2
    assert f"{file}:8:" in result.stdout


def test_status_tells_what_is_there(build: Path) -> None:
    result = run("status", "--store", str(build))
    assert result.exit_code == 0
    assert "Municipality         DNK  1 of 1" in result.stdout
    assert "Membership           2 of 3 (66.7 %)" in result.stdout
    assert "source without a stated licence: 1" in result.stdout


def test_activate_rolls_back(build: Path) -> None:
    version = Versions(build).needed()
    result = run("activate", version, "--store", str(build))
    assert (result.exit_code, result.stdout) == (0, f"{version} is current\n")


def test_the_previous_version_is_the_newest_before_with_other_data(tmp_path: Path) -> None:
    build, file = tmp_path / "build", tmp_path / "a.nt"
    made = list[str]()
    for letter in "ab":
        file.write_text(f'<http://e.org/s> <http://e.org/p> "{letter}" .\n')
        assert run("build", "--from", str(file), "--into", str(build)).exit_code == 0
        made.append(Versions(build).needed())
    same = "2999-01-01-same"  # as a newer program makes it of the same data
    shutil.copytree(Versions(build).path(made[1]), Versions(build).path(same))
    with (build / "history").open("a") as history:
        history.write(f"{same}\n")
    for current in (same, made[1]):
        Versions(build).flip(current)
        result = run("activate", "--previous", "--store", str(build))
        assert (result.exit_code, result.stdout) == (0, f"{made[0]} is current\n")
    assert run("activate", "--previous", "--store", str(build)).exit_code == 1


@pytest.mark.parametrize("command", ["build", "serve", "activate", "query", "validate", "status"])
def test_every_command_helps_with_an_example(command: str) -> None:
    result = run(command, "--help")
    assert result.exit_code == 0
    assert f"Example: samgraf {command}" in result.stdout
