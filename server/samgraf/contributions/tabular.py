"""CSV files in the form of data/: rows that read well become statements, others findings."""

import io
import logging
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from typing import Any

from rdflib import Literal as Word
from rdflib import URIRef

from samgraf.describing.describe import describe
from samgraf.describing.references import Beside, check_beside
from samgraf.describing.relations import stem_of
from samgraf.describing.statements import Statements, line
from samgraf.errors import SourceError
from samgraf.findings import Finding, Spot
from samgraf.limits import Caps
from samgraf.model import Area, Code, Membership, Name, Period, Place, Records, Situation
from samgraf.store.asking import Iri, Literal, Triple
from samgraf.tables.catalogue import TABLES, Table, read_row
from samgraf.tables.cells import Row
from samgraf.tables.files import rows
from samgraf.terms import thing

from .cells import column_of, field_of, finding
from .elsewhere import Elsewhere
from .headers import table_of
from .nearby import Nearest
from .referring import REFERS, base_of

MOST_CONTRADICTIONS = 100
_BLANK = re.compile(r'(?:[ \t,]|"[ \t]*+"(?!"))*+')
"""A row of cells that are empty or blank, quoted or not."""


class _Keys(Collection[str]):
    """The keys of one namespace that the graph has."""

    def __init__(self, base: str, elsewhere: Elsewhere | None) -> None:
        self._base, self._elsewhere = base, elsewhere

    def __contains__(self, key: object) -> bool:
        if self._elsewhere is None or not self._base:
            return bool(self._base)
        return self._elsewhere.known(f"{self._base}{key}")

    def __iter__(self) -> Iterator[str]:
        return iter(self._elsewhere.listed(self._base) if self._elsewhere and self._base else ())

    def __len__(self) -> int:
        return sum(1 for _ in self)


class _Texts(Collection[str]):
    """The digests of the captured texts that the graph knows; they are not listed."""

    def __init__(self, elsewhere: Elsewhere) -> None:
        self._elsewhere = elsewhere

    def __contains__(self, digest: object) -> bool:
        return self._elsewhere.captured(str(digest)) != ""

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


@dataclass(slots=True)
class Tables:
    """Gathers the rows of all CSV files of a contribution, and what is wrong with them."""

    caps: Caps
    elsewhere: Elsewhere | None = None
    findings: list[Finding] = field(default_factory=list)
    untold: int = 0
    _good: dict[str, list[Any]] = field(default_factory=dict)
    _all: dict[str, list[Any]] = field(default_factory=dict)
    _faulty: dict[tuple[str, int], set[str]] = field(default_factory=dict)
    _told: set[tuple[str, int, str, str, str]] = field(default_factory=set)
    _rows: dict[Place, Row] = field(default_factory=dict)
    _lines: dict[str, list[str]] = field(default_factory=dict)
    _tables: dict[str, Table] = field(default_factory=dict)
    _nearest: Nearest = field(default_factory=Nearest)

    def read(self, name: str, text: str, marked: bool) -> None:
        """Read one file; ``marked`` tells that it begins with a byte order mark."""
        lines = list(io.StringIO(text, newline=""))
        self._lines[name] = lines
        if marked:
            remedy = "data/ itself wants UTF-8 without BOM"
            self._tell(SourceError(name, 1, "", "a byte order mark", remedy, "mark"))
        table = table_of(name, lines[0]) if lines else TABLES["actors"]
        if isinstance(table, SourceError):
            self._tell(table)
            return
        self._tables[name] = table
        for row in rows(name, lines, table.columns):
            if isinstance(row, SourceError):
                if not _is_blank(row, lines):
                    self._tell(row)
            elif any(cell.strip() for cell in row.cells.values()):
                self._row(table, row)

    def _row(self, table: Table, row: Row) -> None:
        record, faults = read_row(table, row)
        self._rows[row.place] = row
        if not faults:
            self._good.setdefault(table.field, []).append(record)
        told = ("key", "kind") if table.name == "programmes" else ("key",)
        if all(getattr(record, name, "") is not None for name in told):
            self._all.setdefault(table.field, []).append(record)
        for fault in faults:
            self._tell(fault)

    def _tell(self, fault: SourceError) -> None:
        """Keep a fault as a finding, or only count it if there are more than are told."""
        mark = (fault.file, fault.line, fault.column, fault.kind, fault.words.get("value", ""))
        if mark in self._told:
            return
        self._told.add(mark)
        self._faulty.setdefault((fault.file, fault.line), set()).add(fault.column)
        if len(self.findings) >= self.caps.findings:
            self.untold += 1
            return
        if fault.kind == "key" and fault.column in REFERS:
            fault.words |= self._meant(REFERS[fault.column], fault.words["value"])
        table, lines = self._tables.get(fault.file), self._lines[fault.file]
        line = lines[fault.line - 1].rstrip("\r\n") if 0 < fault.line <= len(lines) else ""
        self.findings.append(finding(fault, table.columns if table else (), line))

    def statements(self) -> Iterator[tuple[Triple, Spot]]:
        """Yield what the good rows state; hold their keys to each other and to the graph."""
        everything = Records(**{name: tuple(found) for name, found in self._all.items()})
        self._check(everything)
        good = {**self._good, "memberships": self._keyed(self._good.get("memberships", []))}
        records = Records(**{name: tuple(found) for name, found in good.items()})
        captured = self._captured(records)
        digests = captured.keys() | {row.sha256 for row in records.snapshots}
        told = tuple(row for row in records.evidence if row.snapshot in digests)
        said = self._described(replace(records, evidence=told), captured)
        lived: Sequence[Name | Code | Situation | Area]
        for lived in (records.names, records.codes, records.situations, records.areas):
            for fact in lived:
                said.places.setdefault(thing("actor", fact.actor), fact.place)
        by_value = {subject for subject, _ in said.value_places}
        for s, p, o, _ in sorted(said.quads, key=lambda quad: line(*quad[:3])):
            whole = said.places.get(s) or said.places.get(_owner(s))
            try:
                triple = _triple(s, p, o)
            except ValueError:
                self._tell_term(self._row_of(whole), str(o))
                continue
            own = said.value_places.get((str(s), o.n3())) if str(s) in by_value else None
            row = self._row_of(own or whole)
            yield triple, self._spot(row, triple)

    def _captured(self, records: Records) -> dict[str, str]:
        """Return the sources of the texts that passages are from, as the graph has them."""
        if self.elsewhere is None:
            return {}
        sources = {row.snapshot: self.elsewhere.captured(row.snapshot) for row in records.evidence}
        return {digest: source for digest, source in sources.items() if source}

    def _meant(self, kind: str, text: str) -> dict[str, str]:
        """Return the key of the thing that a text names, and what is referred to."""
        named = self.elsewhere.named(base_of(kind), text) if self.elsewhere else ""
        near = named or ("" if "://" in text else self._nearest(kind, text, self._keys(kind)))
        return {"near": near, "refers": kind}

    def _keys(self, kind: str) -> Collection[str]:
        if kind == "snapshot" and self.elsewhere:
            return _Texts(self.elsewhere)
        return _Keys(base_of(kind), self.elsewhere)

    def _tell_key(self, fault: SourceError) -> None:
        """Tell a fault between rows, unless a cell that could not be read may be its reason."""
        wrong = self._faulty.get((fault.file, fault.line), set())
        reasons = _SUPPORT & wrong if fault.kind == "unsupported" else wrong
        if fault.kind == "unknown-key" or not reasons:
            self._tell(fault)

    def _check(self, records: Records) -> None:
        """Hold the keys of the rows to each other and to the graph, and go on after a clash."""
        beside = Beside({}, self._keys, self._tell_key, self._nearest)
        for _ in range(MOST_CONTRADICTIONS):
            try:
                check_beside(records, beside)
                return
            except SourceError as fault:
                self._tell(fault)
                records = _without(records, Place(fault.file, fault.line))

    def _keyed(self, rows: Iterable[Membership]) -> list[Membership]:
        """Give a membership without a key the one it has in the graph, or else the next free one.

        One that shares days with that of the graph is taken for the same, stated anew.
        """
        taken = {row.key for row in rows}
        keyed = []
        for row in sorted(rows, key=lambda row: (_start(row), row.place)):
            numbers = (f"-{number}" if number > 1 else "" for number in count(1))
            keys = (f"{stem_of(row)}{number}" for number in numbers)
            free = (key for key in keys if key not in taken and self._is_free(row, key))
            keyed.append(replace(row, key=row.key or next(free)))
            taken.add(keyed[-1].key)
        return keyed

    def _is_free(self, row: Membership, key: str) -> bool:
        """Tell whether a key is nobody's, or that of a membership which may be this one."""
        relation, beside = str(thing("relation", key)), self.elsewhere
        if beside is None or not beside.known(relation):
            return True
        return not _apart(row.period, beside.period(relation))

    def _described(self, records: Records, captured: Mapping[str, str]) -> Statements:
        """Describe the rows; tell of one that contradicts another, and go on without it."""
        for _ in range(MOST_CONTRADICTIONS):
            try:
                with _quiet():
                    return describe(records, False, captured)
            except SourceError as fault:
                self._tell(fault)
                records = _without(records, Place(fault.file, fault.line))
        return Statements()

    def _row_of(self, place: Place | None) -> Row | None:
        return self._rows.get(place) if place else None

    def _tell_term(self, row: Row | None, term: str) -> None:
        """Tell of a cell whose text makes no IRI and no literal."""
        if row is None:
            return
        place, column = row.place, field_of(row.cells, "", term)
        problem, remedy = "this makes no IRI", "write letters, digits and hyphens"
        words = {"value": row.cells.get(column, term)}
        self._tell(SourceError(place.file, place.line, column, problem, remedy, "term", **words))

    def _spot(self, row: Row | None, triple: Triple) -> Spot:
        """Return the row of a statement, and the cell of its value as far as it can be known."""
        if row is None:
            return Spot("")
        term = triple[2].value
        column = field_of(row.cells, triple[1].value, term)
        line = self._lines[row.place.file][row.place.line - 1].rstrip("\r\n")
        index = [*row.cells].index(column) if column else -1
        inside = term if term in row.cells.get(column, "") else term.rpartition("/")[2]
        return Spot(row.place.file, row.place.line, column_of(line, index, inside), column)


def _is_blank(fault: SourceError, lines: Sequence[str]) -> bool:
    """Tell whether a row of the wrong width holds nothing at all."""
    if fault.kind not in {"width", "surplus"}:
        return False  # such as that of a file without a line
    return _BLANK.fullmatch(lines[fault.line - 1].rstrip("\r\n")) is not None


def _owner(node: URIRef) -> URIRef:
    """Return the thing that a hash node belongs to."""
    return URIRef(str(node).partition("#")[0])


def _start(row: Membership) -> str:
    return row.period.start.text if row.period.start else ""


@contextmanager
def _quiet() -> Iterator[None]:
    """Keep rdflib from complaining of ill-typed literals: the shapes tell of them."""
    log = logging.getLogger("rdflib.term")
    before, log.disabled = log.disabled, True
    try:
        yield
    finally:
        log.disabled = before


def _apart(one: Period, other: Period) -> bool:
    """Tell whether two periods share no day."""
    return _before(one, other) or _before(other, one)


def _before(one: Period, other: Period) -> bool:
    return bool(one.end and other.start and one.end.last_day < other.start.first_day)


def _without(records: Records, place: Place) -> Records:
    """Return the records without those of one row."""
    kept: dict[str, Iterable[Any]] = {
        table.field: tuple(row for row in getattr(records, table.field) if row.place != place)
        for table in TABLES.values()
    }
    return Records(**kept)  # type: ignore[arg-type]


def _triple(subject: URIRef, predicate: URIRef, value: URIRef | Word) -> Triple:
    return Iri(str(subject)), Iri(str(predicate)), _value(value)


def _value(value: URIRef | Word) -> Iri | Literal:
    if isinstance(value, URIRef):
        return Iri(str(value))
    if value.language:
        return Literal(str(value), language=value.language)
    return Literal(str(value), datatype=Iri(str(value.datatype)) if value.datatype else None)


_SUPPORT = {"source", "reading", "claims"}
"""The cells of which a relation needs some."""
