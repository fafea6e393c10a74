"""The shapes of authored facts as a program: compiled, or as a version has saved it."""

import contextlib
from pathlib import Path

from samgraf.errors import StoreError
from samgraf.resources import files
from samgraf.store.asking import Facts, read

from .program import Program, classes_of, compile_program
from .saved import from_json, key_of
from .terms import Index

_DERIVED = "derived.ttl"
_NOT_AUTHORED = ("dcat-ap.ttl", _DERIVED)


def program_of(facts: Facts, saved: Path | None) -> Program:
    """Return the shapes compiled: as they were saved, if they are the same, or else anew."""
    if saved is not None and saved.is_file():
        with contextlib.suppress(StoreError):  # of another form than ours: made by other code
            program = from_json(saved.read_text(encoding="utf-8"))
            if program.key == key_of(texts(), facts):
                return program
    return compiled(facts)


def compiled(facts: Facts) -> Program:
    """Compile every shape of authored facts, for the order of classes of these facts."""
    shapes = Index(triple for text in texts() for triple in read(text))
    return compile_program(shapes, classes_of(facts), key_of(texts(), facts))


def derived(facts: Facts) -> Program:
    """Compile the shapes of what rules made, for the order of classes of these facts."""
    found = [file for file in files("shapes", ".ttl") if file.name == _DERIVED]
    shapes = Index(triple for file in found for triple in read(file.read_bytes()))
    return compile_program(shapes, classes_of(facts))


def texts() -> list[bytes]:
    """Return the shape files of authored facts."""
    return [f.read_bytes() for f in files("shapes", ".ttl") if f.name not in _NOT_AUTHORED]
