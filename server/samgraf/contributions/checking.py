"""Hold what is brought against the shapes: by itself, and as a change of the whole graph."""

import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace

from samgraf.errors import Fault, InputRefused
from samgraf.findings import SEVERITIES, Finding, Report, Spot
from samgraf.limits import Caps
from samgraf.store.asking import Facts, Iri, Literal, Term
from samgraf.validation.impact import Change, tried
from samgraf.validation.program import Found, Program
from samgraf.validation.programs import texts
from samgraf.validation.telling import Teller, predicate

from .elsewhere import Elsewhere, graph
from .faults import messages, suggestions
from .gaps import empty, unused, without_class
from .reading import Brought
from .replacing import Replaced, old_of, replaced
from .writing import in_the_file

_OF_FORM = {"Datatype", "Or", "Pattern"}
_OF_SIZE = {"MinInclusive", "MaxInclusive", "MinExclusive", "MaxExclusive", "Pattern", "LessThan"}

Values = Mapping[tuple[Term, Iri], list[Term]]
"""What is brought, by subject and property."""
Engine = Callable[[Program, Facts, Change], Iterable[Found]]
"""Makes a change and returns what is wrong that was not before."""


def _ours(program: Program, facts: Facts, change: Change) -> Iterable[Found]:
    return tried(program, facts, change).new


def by_pyshacl() -> Engine:
    """Return pySHACL as the engine, with all that it needs loaded; it takes seconds."""
    from samgraf.validation import data_shapes, opinion, read_shapes

    shapes = read_shapes(data_shapes())
    opinion.prepare(shapes)
    return lambda program, facts, change: opinion.opinion(program, facts, change, shapes)


class Desk:
    """The graph as it is, which a contribution changes for a try."""

    def __init__(
        self,
        facts: Facts,
        program: Program,
        version: str | None,
        caps: Caps,
        engine: Engine | None = None,
    ) -> None:
        """Keep the facts, which change, and the compiled shapes; read what words are made from."""
        self._facts, self._program = facts, program
        self._engine = engine or _ours
        self._version, self._caps = version, caps
        self._teller = Teller(facts, texts())

    def report(self, brought: Brought) -> Report:
        """Tell what is wrong with the graph and these facts that was not wrong before."""
        alone = {_key(found): found for found in self._alone(brought)}
        changes = [*self._replaced(brought)]
        new = self._engine(self._program, self._facts, Change(brought.triples, old_of(changes)))
        if self._version is None:  # what needs the graph cannot be told without one
            new = [one for one in new if _key(one) in alone]
        found = _to_be_told(brought, new)
        others = [*self._others(brought), *(change.finding() for change in changes)]
        others = others[: self._caps.findings]
        most = self._caps.findings - len(others)
        told = [
            self._teller.finding(shown, spot_of(brought, shown), _key(one) not in alone)
            for shown, one in found[:most]
        ]
        return Report(
            tuple(sorted((_in_the_file(brought, one) for one in [*others, *told]), key=_order)),
            brought.files,
            len(brought.triples),
            _sound(others) and all(_gravity(one) for one in alone.values()),
            self._version,
            brought.untold + max(0, len(found) - most),
        )

    def _others(self, brought: Brought) -> Iterator[Finding]:
        """Yield what reading found, and what no shape can find."""
        yield from brought.findings
        yield from _unknown(brought, self._teller)
        yield from empty(brought)
        if self._version is not None:
            yield from without_class(brought, self._facts, self._program)
            yield from unused(brought, self._facts, self._program)

    def _replaced(self, brought: Brought) -> Iterator[Replaced]:
        """Yield what rows of tables put in the place of what the graph says."""
        if any(spot.field for spot in brought.spots.values()):
            yield from replaced(brought, self._facts, self._teller.shapes)

    def elsewhere(self) -> Elsewhere:
        """Return what rows of tables may refer to besides each other."""
        return graph(self._facts)

    def _alone(self, brought: Brought) -> list[Found]:
        """Return what is wrong with the facts whatever else there is."""
        facts = Facts("")
        facts.add(brought.triples)
        return self._program.run_alone(facts)


def _to_be_told(brought: Brought, new: Iterable[Found]) -> list[tuple[Found, Found]]:
    """Return results as they are written and as they are found, the gravest first.

    What reading told of a cell is not told again, nor that a value of the wrong type does not
    have the right size, nor what a query makes of a value that is not well formed.
    """
    values = _values(brought)
    pairs = [(_as_written(values, one), one) for one in new]
    cells = {found.spot for found in brought.findings if found.spot.field}
    rows = {(spot.file, spot.line) for spot in cells}
    mistyped = {_statement(one) for _, one in pairs if _component(one) == "Datatype"}
    misformed = {(one.focus, one.value) for _, one in pairs if _component(one) in _OF_FORM}
    return sorted(
        (
            (shown, one)
            for shown, one in pairs
            if not _is_told(spot_of(brought, shown), cells, rows)
            and not (_component(one) in _OF_SIZE and _statement(one) in mistyped)
            and not (_component(one) == "SPARQL" and misformed & _spoken_of(one))
        ),
        key=lambda pair: (_gravity(pair[0]), spot_of(brought, pair[0]), pair[0].key),
    )


def _is_told(spot: Spot, cells: set[Spot], rows: set[tuple[str, int]]) -> bool:
    """Tell whether reading has told of a cell; what a whole row lacks follows from its cells."""
    return spot in cells or (not spot.field and (spot.file, spot.line) in rows)


def _spoken_of(found: Found) -> set[tuple[Term, Term | None]]:
    """Return what a result of a query speaks of, as values of its focus node."""
    return {(found.focus, value) for value in (found.value, *found.others.values())}


def _statement(found: Found) -> tuple[Term, Iri | None, Term | None]:
    return found.focus, predicate(found.path), found.value


def _component(found: Found) -> str:
    return found.check.component.value.rpartition("#")[2].removesuffix("ConstraintComponent")


def _in_the_file(brought: Brought, finding: Finding) -> Finding:
    """Say a suggestion as the file would write it."""
    text = brought.texts.get(finding.spot.file)
    return in_the_file(finding, text.lines) if text and text.like_turtle else finding


def refused(files: tuple[str, ...], refusal: InputRefused, version: str | None) -> Report:
    """Tell why files are not checked at all."""
    faults = sorted(refusal.faults, key=lambda one: (one.file, one.line, one.column or math.inf))
    return Report(tuple(map(_unread, faults)), files, 0, False, version, refused=True)


def _unread(fault: Fault) -> Finding:
    spot = Spot(fault.file, fault.line, fault.column)
    said, mending = messages(fault), suggestions(fault)
    return Finding(spot, SEVERITIES[0], "", "", "", "", "syntax", said, mending, fault.suggested)


def _unknown(brought: Brought, teller: Teller) -> Iterator[Finding]:
    """Yield the terms of ours that nobody declared, at their places."""
    for one, finding in teller.unknown(brought.triples):
        place = brought.spot_of_property if one.term == one.predicate else brought.spot_of
        yield replace(finding, spot=place(one.subject, one.predicate, one.value))


def _key(found: Found) -> tuple[int, tuple[str, ...]]:
    """Tell results of one program apart."""
    return id(found.check), found.key


def _sound(findings: Iterable[Finding]) -> bool:
    return all(finding.severity != SEVERITIES[0] for finding in findings)


def _gravity(found: Found) -> int:
    """Return 0 for a violation, more for what is less grave."""
    name = found.check.shape.severity.value.rpartition("#")[2]
    return SEVERITIES.index(name) if name in SEVERITIES else len(SEVERITIES)


def _order(finding: Finding) -> tuple[int, Spot, str, str, str, str]:
    gravity = SEVERITIES.index(finding.severity)
    place = (finding.shape, finding.focus_node, finding.path, finding.value)
    return (gravity, finding.spot, *place)


def _values(brought: Brought) -> Values:
    values: dict[tuple[Term, Iri], list[Term]] = {}
    for subject, property_, value in brought.triples:
        values.setdefault((subject, property_), []).append(value)
    return values


def _as_written(values: Values, found: Found) -> Found:
    """Give a literal back as it is brought: the store makes 1.5 of +1.50."""
    property_ = predicate(found.path)
    if not isinstance(found.value, Literal) or property_ is None:
        return found
    near = values.get((found.focus, property_), [])
    if found.value in near:
        return found
    same = [v for v in near if isinstance(v, Literal) and Facts.spelling(v) == found.value]
    return replace(found, value=same[0]) if len(same) == 1 else found


def spot_of(brought: Brought, found: Found) -> Spot:
    """Return where a reader has to look: the statement at fault, or else what it is about.

    A new fact can make something wrong that is not in the files; then what it has to do with is.
    """
    for node, property_, value in _places(brought, found):
        spot = brought.spot_of(node, property_, value)
        if spot.file:
            return spot
    return Spot(brought.files[0])


def _places(brought: Brought, found: Found) -> Iterator[tuple[Term, Iri | None, Term | None]]:
    if isinstance(found.value, Literal) and found.path is None:
        yield from _said(brought, found.focus, found.value)
    yield found.focus, predicate(found.path), found.value
    for node in (found.target, found.value, *found.others.values()):
        if node is not None and not isinstance(node, Literal):
            yield node, None, None


def _said(brought: Brought, node: Term, value: Literal) -> Iterator[tuple[Term, Iri, Term]]:
    """Yield where a node, or a part of it such as its period, is said to have a value."""
    part = f"{node.value}#"
    for triple in brought.with_value(value):
        if triple[0] == node or triple[0].value.startswith(part):
            yield triple
