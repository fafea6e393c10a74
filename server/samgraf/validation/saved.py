"""A compiled program as JSON, so that a short run need not compile, nor load what compiles."""

import json
from collections.abc import Callable, Iterable
from hashlib import sha256
from typing import Any, Generic, TypeVar

from samgraf.errors import StoreError
from samgraf.store.asking import Blank, Facts, Iri, Literal, Term

from . import frames
from .checks import Check
from .paths import Back, Choice, Path, Repeat, Sequence, Step
from .program import Program
from .reads import Read
from .shapes import Shape
from .table import table_of
from .targets import Targets
from .terms import SUBCLASS_OF

T = TypeVar("T")
FORM = 4
"""The number of this form; raise it when the form or the compiler changes."""


def key_of(shapes: Iterable[bytes], facts: Facts) -> str:
    """Return what a program depends on: the texts of its shapes and the order of classes."""
    rows = facts.rows("subclasses", frames.ORDER_OF_CLASSES.format(subclass=SUBCLASS_OF))
    order = "\n".join(sorted(f"{row['class']} {row['above']}" for row in rows))
    digest = sha256(f"{FORM}\n".encode())
    for text in (*shapes, order.encode()):
        digest.update(sha256(text).digest())
    return digest.hexdigest()


def to_json(program: Program) -> str:
    """Write a program; the same program gives the same text."""
    shapes, targets, reads = _Pool(_of_shape), _Pool(_of_targets), _Pool(_of_read)
    checks = [
        [
            shapes.number(check.shape),
            targets.number(check.targets),
            None
            if check.reads is None
            else sorted(map(reads.number, sorted(check.reads, key=str))),
            _of_term(check.component),
            check.template,
            check.target,
            check.local,
            check.value_is_focus,
            None if check.constraint is None else _of_term(check.constraint),
            [_of_term(message) for message in check.messages],
        ]
        for check in program.checks
    ]
    lent = [[_of_term(term) for term in triple] for triple in program.shapes]
    parts = {"shapes": shapes.made, "targets": targets.made, "reads": reads.made}
    return json.dumps(
        {"form": FORM, "key": program.key, **parts, "checks": checks, "lent": lent},
        ensure_ascii=False,
        separators=(",", ":"),
    )


def from_json(text: str) -> Program:
    """Read a program that ``to_json`` wrote; raise ``StoreError`` for another form."""
    found = json.loads(text)
    if found["form"] != FORM:
        raise StoreError(f"a program of form {found['form']}, not {FORM}; compile the shapes")
    shapes = [_shape(*one) for one in found["shapes"]]
    targets = [Targets(*(tuple(map(_term, terms)) for terms in one)) for one in found["targets"]]
    reads = [Read(_path(way), None if p is None else _term(p)) for way, p in found["reads"]]
    checks = tuple(
        Check(
            shapes[shape],
            _term(component),
            template,
            targets[target],
            variable,
            None if numbers is None else frozenset(reads[number] for number in numbers),
            local,
            value_is_focus,
            None if constraint is None else _term(constraint),
            tuple(map(_term, messages)),
        )
        for (
            shape,
            target,
            numbers,
            component,
            template,
            variable,
            local,
            value_is_focus,
            constraint,
            messages,
        ) in found["checks"]
    )
    lent = tuple((_term(s), _term(p), _term(o)) for s, p, o in found["lent"])
    return Program(checks, table_of(checks), lent, found["key"])


class _Pool(Generic[T]):
    """Writes each different thing once and gives it a number."""

    def __init__(self, write: Callable[[T], Any]) -> None:
        self.made: list[Any] = []
        self._write, self._known = write, dict[T, int]()

    def number(self, thing: T) -> int:
        if thing not in self._known:
            self._known[thing] = len(self.made)
            self.made.append(self._write(thing))
        return self._known[thing]


def _of_shape(shape: Shape) -> list[Any]:
    return [
        _of_term(shape.node),
        None if shape.path is None else _of_path(shape.path),
        _of_term(shape.severity),
        [_of_term(message) for message in shape.messages],
        shape.deactivated,
    ]


def _shape(node: Any, path: Any, severity: Any, messages: Any, off: bool) -> Shape:
    return Shape(
        _term(node),
        None if path is None else _path(path),
        _term(severity),
        tuple(map(_term, messages)),
        off,
    )


def _of_targets(targets: Targets) -> list[Any]:
    parts = (targets.nodes, targets.classes, targets.subjects_of, targets.objects_of)
    return [[_of_term(term) for term in part] for part in parts]


def _of_read(read: Read) -> list[Any]:
    return [_of_path(read.way), None if read.predicate is None else _of_term(read.predicate)]


def _of_path(path: Path) -> list[Any]:
    match path:
        case Step(iri):
            return ["", iri.value]
        case Back(iri):
            return ["^", iri.value]
        case Sequence(parts):
            return ["/", *map(_of_path, parts)]
        case Choice(parts):
            return ["|", *map(_of_path, parts)]
        case Repeat(inner, mark):
            return [mark, _of_path(inner)]


def _path(written: list[Any]) -> Path:
    kind, *parts = written
    if kind in ("", "^"):
        return (Back if kind else Step)(Iri(parts[0]))
    paths = tuple(map(_path, parts))
    if kind in ("/", "|"):
        return (Sequence if kind == "/" else Choice)(paths)
    return Repeat(paths[0], kind)


def _of_term(term: Term) -> Any:
    if isinstance(term, Literal):
        return [term.value, term.language, None if term.language else term.datatype.value]
    return str(term)


def _term(written: Any) -> Any:
    if isinstance(written, list):
        value, language, datatype = written
        return Literal(value, language=language, datatype=datatype and Iri(datatype))
    return Blank(written[2:]) if written.startswith("_:") else Iri(written[1:-1])
