"""The shapes as a program: as a version saved it where that is theirs, or compiled anew."""

from pathlib import Path

import pytest

from samgraf import resources
from samgraf.store.asking import Facts, read
from samgraf.validation import programs
from samgraf.validation.program import Program
from samgraf.validation.saved import to_json


@pytest.fixture(scope="module")
def facts() -> Facts:
    made = Facts("")
    for file in resources.files("ontology", ".ttl"):
        made.add(read(file.read_bytes()))
    return made


@pytest.fixture(scope="module")
def program(facts: Facts) -> Program:
    return programs.compiled(facts)


def never(_: Facts) -> Program:
    raise AssertionError("it was compiled again")


def test_a_saved_program_is_taken(
    facts: Facts, program: Program, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "program.json"
    file.write_text(to_json(program), encoding="utf-8")
    monkeypatch.setattr(programs, "compiled", never)
    assert to_json(programs.program_of(facts, file)) == to_json(program)


@pytest.mark.parametrize("text", ['{"form": 0}', None])
def test_one_of_other_code_or_none_is_compiled(
    facts: Facts, program: Program, tmp_path: Path, text: str | None
) -> None:
    file = tmp_path / "program.json"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    assert to_json(programs.program_of(facts, file)) == to_json(program)


def test_one_of_other_shapes_is_compiled(facts: Facts, program: Program, tmp_path: Path) -> None:
    file = tmp_path / "program.json"
    file.write_text(to_json(program).replace(program.key, "0" * 64), encoding="utf-8")
    assert programs.program_of(facts, file).key == program.key
