"""SHACL property paths: read, inverted, written as SPARQL (SHACL, section 2.3.1)."""

from dataclasses import dataclass

from samgraf.store.asking import Blank, Iri, Term

from .terms import FIRST, Index, fault, sh

_REPEATS = {"zeroOrMorePath": "*", "oneOrMorePath": "+", "zeroOrOnePath": "?"}


@dataclass(frozen=True, slots=True)
class Step:
    """One property."""

    iri: Iri


@dataclass(frozen=True, slots=True)
class Back:
    """One property against its direction; longer inverses are pushed inwards to these."""

    iri: Iri


@dataclass(frozen=True, slots=True)
class Sequence:
    """One path after the other."""

    parts: tuple["Path", ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """Any of several paths."""

    parts: tuple["Path", ...]


@dataclass(frozen=True, slots=True)
class Repeat:
    """A path some times over: ``*``, ``+`` or ``?``."""

    path: "Path"
    mark: str


Path = Step | Back | Sequence | Choice | Repeat

HERE = Sequence(())
"""The path of no step: the node itself."""


def read_path(graph: Index, node: Term, above: tuple[Term, ...] = ()) -> Path:
    """Read a path; one that is not well formed or contains itself is an error.

    A node that is a list and carries ``sh:inversePath`` too is read as the list (W3C
    path-strange-001).
    """
    if isinstance(node, Iri):
        return Step(node)
    if node in above or not isinstance(node, Blank):
        raise fault(node, "this is not a property path")
    above = (*above, node)
    if graph.value(node, FIRST) is not None:
        return then(*(read_path(graph, member, above) for member in graph.members(node)))
    for name, mark in _REPEATS.items():
        if (inner := graph.value(node, sh(name))) is not None:
            return Repeat(read_path(graph, inner, above), mark)
    if (inner := graph.value(node, sh("inversePath"))) is not None:
        return inverse(read_path(graph, inner, above))
    if (inner := graph.value(node, sh("alternativePath"))) is not None:
        return Choice(tuple(read_path(graph, m, above) for m in graph.members(inner)))
    raise fault(node, "this is not a property path")


def then(*paths: Path) -> Path:
    """Join paths; a sequence in a sequence is one sequence."""
    flat: list[Path] = []
    for path in paths:
        flat += path.parts if isinstance(path, Sequence) else (path,)
    return flat[0] if len(flat) == 1 else Sequence(tuple(flat))


def inverse(path: Path) -> Path:
    """Return the path from the values back to the node."""
    match path:
        case Step(iri):
            return Back(iri)
        case Back(iri):
            return Step(iri)
        case Sequence(parts):
            return then(*(inverse(part) for part in reversed(parts)))
        case Choice(parts):
            return Choice(tuple(inverse(part) for part in parts))
        case Repeat(inner, mark):
            return Repeat(inverse(inner), mark)


def sparql(path: Path) -> str:
    """Write a path as SPARQL; it tells the structure, so two paths are equal if this is."""
    match path:
        case Step(iri):
            return str(iri)
        case Back(iri):
            return f"^{iri}"
        case Sequence(parts):
            return "(" + "/".join(map(sparql, parts)) + ")"
        case Choice(parts):
            return "(" + "|".join(map(sparql, parts)) + ")"
        case Repeat(inner, mark):
            return f"({sparql(inner)}){mark}"
