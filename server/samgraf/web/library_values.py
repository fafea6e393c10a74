"""The values that somebody gives a question: checked against the data, and bound as terms."""

import difflib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from samgraf.errors import Misuse
from samgraf.linking.entries import Entry
from samgraf.linking.search import Asked, Hit
from samgraf.queries import KEPT, NamedQuery, Parameter, is_day
from samgraf.terms import ID

from . import library_choices
from .library_choices import Choice
from .site import site

Pairs = Sequence[tuple[str, str]]

LONGEST = 500
"""Characters of a value."""

_SHOWN = 60
_MOST = 8  # things among which one of a name is looked for
_YEAR, _MONTH = 4, 7  # characters of a year and of a month
_COUNTRY = re.compile(r"^[a-z]{2}-")
_DOTTED = re.compile(r"([0-9]{1,2})[./ -]([0-9]{1,2})[./ -]([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a value cannot be used, and what could stand in its place."""

    name: str
    value: str
    expected: str
    """What is expected, in English."""
    example: str = ""
    nearest: tuple[Choice, ...] = ()
    kind: str = ""
    """What is wrong: day, number, thing, value, long, twice, needed or unknown."""

    def __str__(self) -> str:
        """Name the parameter and its value, what is expected, and what is near."""
        said = f"{self.name}={self.value[:_SHOWN]}: {self.expected}"
        if self.example:
            said += f", such as {self.name}={self.example}"
        if self.nearest:
            said += f"; nearest: {', '.join(choice.value for choice in self.nearest)}"
        return said


@dataclass(slots=True)
class Bound:
    """The values of a question's parameters: as they were given, as terms, and what is wrong."""

    given: dict[str, str] = field(default_factory=dict)
    """What was given, as its address has it; the canonical spelling where it is right."""
    terms: dict[str, str] = field(default_factory=dict)
    """Every parameter as a term of N-Triples."""
    faults: list[Fault] = field(default_factory=list)
    others: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    """By parameter: other things of the very name by which a thing was named."""
    version: str = ""
    """The version that the address names, '' for none."""

    def fault(self, name: str) -> Fault | None:
        """Return what is wrong with a parameter."""
        return next((fault for fault in self.faults if fault.name == name), None)


def bound(query: NamedQuery, pairs: Pairs) -> Bound:
    """Check the values that were given; the others are the usual ones."""
    found = Bound()
    known = {parameter.name: parameter for parameter in query.parameters}
    for name, value in pairs:
        if name in known and name in found.given:
            found.faults.append(
                Fault(name, value, "this parameter may be given once", kind="twice")
            )
        elif name in known and value:
            found.given[name] = value
        elif name == "version":
            found.version = value
        elif name not in known and name not in KEPT:
            found.faults.append(_unknown(query, name, value))
    for parameter in query.parameters:
        _bind(found, parameter)
    return found


def _unknown(query: NamedQuery, name: str, value: str) -> Fault:
    """Say which parameters there are."""
    names = [parameter.name for parameter in query.parameters]
    near = difflib.get_close_matches(name, names, 1, 0.5)
    told = ", ".join(names) or "none"
    expected = f"{query.slug} has no parameter {name[:_SHOWN]!r}; it has: {told}"
    nearest = tuple(map(Choice, near))
    return Fault(name[:_SHOWN], value, expected, nearest=nearest, kind="unknown")


def _bind(found: Bound, parameter: Parameter) -> None:
    """Bind one parameter to its value, or note why that cannot be."""
    given = found.given.get(parameter.name)
    try:
        if given is not None:
            right = _right(parameter, given)
            found.given[parameter.name] = right
            found.others |= _others(parameter, given, right)
            found.terms[parameter.name] = parameter.term(right)
        elif parameter.default is not None:
            found.terms[parameter.name] = parameter.term(parameter.default)
        else:
            said = f"a value is needed: {parameter.advice}"
            raise _Wrong(Fault(parameter.name, "", said, kind="needed"))
    except _Wrong as wrong:
        found.faults.append(wrong.fault)
    except Misuse:
        expected = parameter.advice
        example = parameter.default or ""
        found.faults.append(Fault(parameter.name, given or "", expected, example, kind="value"))


class _Wrong(Exception):
    """A value that cannot be used."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(str(fault))
        self.fault = fault


def _wrong(
    parameter: Parameter, value: str, said: str, kind: str, nearest: tuple[Choice, ...] = ()
) -> _Wrong:
    return _Wrong(Fault(parameter.name, value, said, parameter.default or "", nearest, kind))


def _right(parameter: Parameter, value: str) -> str:
    """Return a value in its canonical spelling; raise ``_Wrong`` for one that cannot be used."""
    if len(value) > LONGEST:
        said = f"a value may be {LONGEST} characters long"
        raise _wrong(parameter, value, said, "long")
    if value == parameter.default:
        return value
    if parameter.kind in ("date", "integer"):
        return _within(parameter, value)
    if parameter.kind == "thing":
        return _thing(parameter, value)
    return _chosen(parameter, value)


def _within(parameter: Parameter, value: str) -> str:
    """Check a day or a number against its bounds."""
    (least, most), day = parameter.range, parameter.kind == "date"
    near = _near_day(value) if day else _near_number(value)
    clamped = _clamped(near, least, most, day) if near else ""
    right = near == value if day else near == value.removeprefix("+").lstrip("0") or near == value
    if not right or clamped != near:
        what = "a day" if day else "a whole number"
        said = f"{what} from {least} to {most} is needed"
        nearest = (Choice(clamped),) if clamped else ()
        raise _wrong(parameter, value, said, "day" if day else "number", nearest)
    choices = library_choices.of(parameter)
    if choices.list and not choices.open and near not in {c.value for c in choices.list}:
        years = sorted(int(choice.value) for choice in choices.list)
        nearest = (Choice(str(min(years, key=lambda year: abs(year - int(near))))),)
        said = f"the data have {years[0]} to {years[-1]}"
        raise _wrong(parameter, value, said, "value", nearest)
    return near


def _clamped(near: str, least: str, most: str, day: bool) -> str:
    if day:
        return min(max(near, least), most)
    return str(min(max(int(near), int(least)), int(most)))


def _near_day(value: str) -> str:
    """Return the day that a value is or comes near to, '' where it is like none."""
    text = value.strip()
    dotted = _DOTTED.fullmatch(text)
    if dotted:
        text = f"{dotted[3]}-{int(dotted[2]):02}-{int(dotted[1]):02}"
    parts = re.fullmatch(r"([0-9]{4})(?:-([0-9]{1,2}))?(?:-([0-9]{1,2}))?(?:T.*)?", text)
    if not parts or parts[1] == "0000":
        return ""
    month = min(max(int(parts[2] or 12), 1), 12)
    for last in range(min(max(int(parts[3] or 31), 1), 31), 0, -1):
        told = f"{parts[1]}-{month:02}-{last:02}"
        if is_day(told):
            return told
    return ""


def _near_number(value: str) -> str:
    """Return the number that a value is or comes near to, '' where it is like none."""
    parts = re.search(r"[+-]?[0-9]{1,30}", value)
    return str(int(parts[0])) if parts else ""


def _chosen(parameter: Parameter, value: str) -> str:
    """Check an address or a text against what is used in the data."""
    choices = library_choices.of(parameter)
    values = {choice.value: choice for choice in choices.list}
    shorts = {choice.short: choice for choice in choices.list}
    if value in values or not choices.list:
        return value
    if value in shorts:
        return shorts[value].value
    if choices.open:
        return value
    nearest = _nearest(choices.list, value)
    said = "one of the values that the data use here is needed"
    raise _wrong(parameter, value, said, "value", nearest)


def _nearest(choices: Sequence[Choice], value: str) -> tuple[Choice, ...]:
    """Return the choices whose names or addresses come nearest to a text."""
    wanted = _folded(Choice(value).short)
    named = {name: choice for choice in choices for name in _names(choice)}
    near = difflib.get_close_matches(wanted, named, 3, 0.5)
    return tuple(dict.fromkeys(named[name] for name in near))


def _names(choice: Choice) -> Iterator[str]:
    yield _folded(choice.short)
    yield from (_folded(label.value) for label in choice.labels)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFKC", text).casefold()


def _thing(parameter: Parameter, value: str) -> str:
    """Check that the graph has a thing, by kind and key, by its address or by its very name."""
    path = value.strip().removeprefix(ID)
    kinds = library_choices.of(parameter).kinds
    usual = kinds or library_choices.kinds_of(parameter.default or "")
    try:
        term = parameter.term(path)
    except Misuse:
        path = _by_name(path, usual)
        term = parameter.term(path) if path else ""
    if term and site().rows("pages/known", thing=term) and _of_kind(path, kinds):
        return path
    said = "a thing that the graph has is needed, by kind and key"
    if kinds:
        said = f"a thing of the kind {' or '.join(kinds)} is needed, by kind and key"
    words = _COUNTRY.sub("", value.rpartition("/")[2])
    words = re.sub(r"[-./_]+", " ", words)
    nearest = tuple(map(library_choices.named, _entries(words, usual, 3)))
    raise _wrong(parameter, value, said, "thing", nearest)


def _by_name(name: str, kinds: Sequence[str]) -> str:
    """Return the one thing that has this very name, '' where there is none or several have it.

    One that is still there goes before those that have ended.
    """
    found = _of_name(name, kinds)
    chosen = [entry for entry in found if entry.current] or found
    return chosen[0].path.removeprefix("id/") if len(chosen) == 1 else ""


def _of_name(name: str, kinds: Sequence[str]) -> list[Entry]:
    """Return the things that have this very name, each once."""
    wanted = _folded(name.strip())
    found = {
        entry.path: entry
        for entry in _entries(name, kinds, _MOST)
        if wanted in {_folded(title.name) for title in entry.titles}
    }
    return [*found.values()]


def _others(parameter: Parameter, given: str, right: str) -> dict[str, tuple[Choice, ...]]:
    """Return the other things of the name by which one was chosen; none where a key was given."""
    if parameter.kind != "thing" or given.strip().removeprefix(ID) == right:
        return {}
    kinds = library_choices.of(parameter).kinds
    usual = kinds or library_choices.kinds_of(parameter.default or "")
    found = map(library_choices.named, _of_name(given, usual))
    others = tuple(choice for choice in found if choice.value != right)
    return {parameter.name: others} if others else {}


def _of_kind(path: str, kinds: Sequence[str]) -> bool:
    """Say whether a thing is of one of the classes; without any, it may be of each."""
    return not kinds or not set(kinds).isdisjoint(library_choices.kinds_of(path))


def _entries(words: str, kinds: Sequence[str], most: int) -> list[Entry]:
    """Return the things whose names come nearest, of these classes or else of any."""
    index = site().index()
    found: list[Hit] = []
    for chosen in [{"kind": kind} for kind in kinds] or [{}]:
        hits = index.find(Asked(words, chosen, limit=most), counted=False).hits
        found += hits or (() if chosen else index.nearest(words, most=most))
    return [hit.entry for hit in found if hit.entry.path.startswith("id/")][:most]
