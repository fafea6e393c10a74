"""Read what is brought: every triple as it is written, and where it stands."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from samgraf.errors import Fault, InputRefused
from samgraf.findings import Finding, Spot
from samgraf.limits import Caps
from samgraf.store import reading
from samgraf.store.asking import Blank, Iri, Literal, Term, Triple
from samgraf.store.reading import Broken

from .caps import check_nesting, check_size, exceeded
from .elsewhere import Elsewhere
from .faults import Said, fault
from .policy import Policy
from .sentences import ends_reading, explained, is_undeclared
from .syntax import CSV, syntax_of, text_of, without_mark
from .texts import Text

MOST_FAULTS = 100
"""So many faults are told of one file; a file with more is hardly of the syntax it is taken for."""


@dataclass(frozen=True, slots=True)
class Brought:
    """What one contribution states; blank nodes are numbered in the order in which they stand."""

    files: tuple[str, ...]
    triples: tuple[Triple, ...]
    """Each once, over all files and graphs."""
    spots: Mapping[Triple, Spot]
    subjects: Mapping[Term, Spot]
    """Where each subject stands first."""
    findings: tuple[Finding, ...] = ()
    """What is wrong in tables; a row with a cell that cannot be read states nothing."""
    untold: int = 0
    """So many findings beyond the declared limit are counted but not told."""
    texts: Mapping[str, Text] = field(default_factory=dict)
    _by_value: dict[Term, list[Triple]] = field(default_factory=dict, compare=False, repr=False)

    def with_value(self, value: Term) -> list[Triple]:
        """Return the triples that have a value; they are sorted by it when first asked for."""
        if not self._by_value:
            for triple in self.triples:
                self._by_value.setdefault(triple[2], []).append(triple)
        return self._by_value.get(value, [])

    def spot_of(self, focus: Term, predicate: Iri | None, value: Term | None) -> Spot:
        """Return where a triple stands, also for an inverse path, or else its focus node."""
        if predicate is not None and value is not None:
            for subject, other in ((focus, value), (value, focus)):
                triple = (subject, predicate, other)
                spot = self.spots.get(triple)  # type: ignore[arg-type]
                if spot is not None:
                    return self._in_line(spot, predicate, other)
        spot = self.subjects.get(focus)
        return self._in_line(spot, None, focus) if spot else Spot("")

    def spot_of_property(self, subject: Term, predicate: Iri, value: Term) -> Spot:
        """Return where the property of a triple stands; that of its value if it is not found."""
        spot = self.spots.get((subject, predicate, value))  # type: ignore[arg-type]
        text = self.texts.get(spot.file) if spot else None
        if spot and text:
            line, column = text.place_of_property(spot.line, predicate)
            if column:
                return Spot(spot.file, line, column)
        return self.spot_of(subject, predicate, value)

    def _in_line(self, spot: Spot, predicate: Iri | None, value: Term) -> Spot:
        """Look for the column, which only few triples are ever asked for."""
        text = self.texts.get(spot.file)
        if text is None or spot.column:
            return spot
        line, column = text.place(spot.line, predicate, value)
        return Spot(spot.file, line, column, spot.field)


def make_ready(files: Iterable[tuple[str, str | None]]) -> None:
    """Load what reading files of these names and syntaxes needs, while files can be opened."""
    if any(syntax_of(name, syntax) == CSV for name, syntax in files):
        from . import tabular  # noqa: F401 - files of RDF do not need it


def read(
    files: Iterable[tuple[str, bytes, str | None]],
    caps: Caps,
    elsewhere: Elsewhere | None = None,
) -> Brought:
    """Read files of name, content and syntax; without a syntax the ending tells it.

    ``elsewhere`` says what rows of tables may refer to; without it any key is taken as known.
    Raise ``Misuse`` for a syntax that is not known, ``InputRefused`` with every fault of every
    file, and ``LimitExceeded`` for a cap (design: validation, sections 8 and 10.2).
    """
    given = [(name, content, syntax_of(name, syntax)) for name, content, syntax in files]
    check_size([(name, len(content)) for name, content, _ in given], caps)
    reader = _Reader(caps)
    tables: list[tuple[str, str, bool]] = []
    for name, content, syntax in given:
        text = text_of(name, content, syntax)
        if not isinstance(text, str):
            reader.faults += text
        elif syntax == CSV:
            tables.append((name, text, without_mark(content) != content))
        else:
            reader.read(name, without_mark(content), syntax, Text(text, syntax))
    if reader.faults:
        raise InputRefused(reader.faults)
    findings, untold = reader.read_tables(tables, elsewhere) if tables else ((), 0)
    names = tuple(name for name, _, _ in given)
    spots, subjects = reader.spots, reader.subjects
    return Brought(names, tuple(spots), spots, subjects, findings, untold, reader.texts)


class _SyntaxFaults:
    """Keeps what one fault brings after it from being told as faults of their own."""

    def __init__(self, name: str, syntax: str, text: Text) -> None:
        self._name, self._syntax, self._text = name, syntax, text
        self._told: set[str] = set()
        self._line = 0

    def of(self, broken: Broken) -> list[Fault]:
        """Return the fault, or nothing for a prefix told before or a second fault of a line."""
        found = explained(self._name, broken, self._text.lines, self._syntax)
        undeclared = is_undeclared(found)
        if found.problem in self._told or (broken.line == self._line > 0 and not undeclared):
            return []
        self._line = broken.line
        if undeclared:
            self._told.add(found.problem)
        return [found]


class _Reader:
    """Gathers triples, places and faults of one file after the other."""

    def __init__(self, caps: Caps) -> None:
        self.spots: dict[Triple, Spot] = {}
        self.subjects: dict[Term, Spot] = {}
        self.texts: dict[str, Text] = {}
        self.faults: list[Fault] = []
        self._caps = caps
        self._policy = Policy()
        self._blanks: dict[Blank, Blank] = {}
        self._numbers = 0

    def read(self, name: str, content: bytes, syntax: str, text: Text) -> None:
        """Read one file, up to so many faults as are told."""
        check_nesting(name, content, syntax, self._caps)
        self.texts[name], self._blanks = text, {}
        most, before = len(self.faults) + MOST_FAULTS, (len(self.faults), len(self.spots))
        syntax_faults = _SyntaxFaults(name, syntax, text)
        for event in reading.read(content, syntax):
            if isinstance(event, Broken):
                self.faults += syntax_faults.of(event)
                if ends_reading(event):
                    break
            else:
                self._keep(name, text, *event)
            if len(self.faults) >= most:
                line = self.faults[-1].line
                self.faults.append(fault(name, line, 0, Said("more")))
                break
        if syntax == "json-ld" and before == (len(self.faults), len(self.spots)):
            self.faults.append(fault(name, 1, 0, Said("nothing")))

    def read_tables(
        self, tables: Iterable[tuple[str, str, bool]], elsewhere: Elsewhere | None
    ) -> tuple[tuple[Finding, ...], int]:
        """Read all tables together, since their rows refer to each other; return what is wrong."""
        from .tabular import Tables  # loads rdflib, which files of RDF do not need

        together = Tables(self._caps, elsewhere)
        for name, text, marked in tables:
            together.read(name, text, marked)
        for triple, spot in together.statements():
            self._add(triple, spot, Spot(spot.file, spot.line, 1))
        return tuple(sorted(together.findings, key=lambda found: found.spot)), together.untold

    def _add(self, triple: Triple, spot: Spot, first: Spot) -> None:
        """Add a triple with the places of its value and its subject, unless it is too many."""
        self.spots.setdefault(triple, spot)
        self.subjects.setdefault(triple[0], first)
        if len(self.spots) > self._caps.triples:
            place = f"{spot.file}:{spot.line}"
            raise exceeded(place, "triples", self._caps, "bring it in parts")

    def _keep(self, name: str, text: Text, triple: Triple, line: int) -> None:
        """Keep a triple that is within the caps and that the policy allows."""
        self._measure(name, line, triple)
        for objection in self._policy.objections(triple):
            at, column = text.place(line, triple[1], objection.term)
            self.faults.append(fault(name, at, column, objection.said))
        subject, predicate, value = triple
        if isinstance(subject, Blank):
            subject = self._named(subject)
        if isinstance(value, Blank):
            value = self._named(value)
        spot = Spot(name, line)
        self._add((subject, predicate, value), spot, spot)

    def _named(self, node: Blank) -> Blank:
        """Number a blank node; the same label in two files is two nodes."""
        known = self._blanks.get(node)
        if known is None:
            self._numbers += 1
            known = self._blanks[node] = reading.blank(self._numbers)
        return known

    def _measure(self, name: str, line: int, triple: Triple) -> None:
        """Refuse a literal or IRI over its cap."""
        for term in triple:
            if isinstance(term, Blank) or term in self._policy.passed:
                continue
            cap = "literal_kib" if isinstance(term, Literal) else "iri_kib"
            most = getattr(self._caps, cap) << 10
            if len(term.value) * 4 > most and len(term.value.encode()) > most:
                raise exceeded(f"{name}:{line}", cap, self._caps, "write a shorter one")
