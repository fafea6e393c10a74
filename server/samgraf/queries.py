"""The named queries in queries/: text, title, summary and parameters from their heads.

Head (design: style, section 4): ``# title:``, ``# summary:``, ``# tags:``, ``# view:``, ``# into:``
and one ``# param: name type default`` line for each parameter. Two further lines may say more of
one:

``# choices: name WHAT``
    what its values are chosen from: classes of things (``CooperationBody Municipality``), ``years``
    (those of the yearly graphs), or a query that gives ``?value`` and maybe ``?label``
    (``pages/choices``, whose variable ``?given`` is the default)
``# range: name LEAST MOST``
    the least and the greatest day or number

Without them: a thing is chosen among those of its default's class, an IRI among those that are used
where its default is, a ``year`` among the yearly graphs; days and numbers have wide bounds.
"""

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from . import resources
from .errors import Misuse, OwnFault
from .terms import ID, XSD

FOLDERS = ("cq/", "examples/")
"""Where the questions of the library are: what people ask, and not what pages need."""

KEPT = ("lang", "page", "view", "version")
"""What an address says beside a question's own parameters; none may be called so."""

_PARAM = re.compile(r"(?P<name>\w+)\s+(?P<kind>[\w:]+)(?:\s+(?P<default>\S.*))?")
_MORE = re.compile(r"(?P<name>\w+)\s+(?P<said>\S.*)")
_BOUNDS = {"date": ("1500-01-01", "2100-12-31"), "integer": ("-999999999", "999999999")}
_NUMBERED = re.compile(r"cq\d\d")
_KINDS = ("date", "string", "integer", "iri", "thing")
_FORM = re.compile(r"^\s*(SELECT|CONSTRUCT|ASK|DESCRIBE)\b", re.MULTILINE | re.IGNORECASE)
_SHORT = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r"}


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query that a user may set."""

    name: str
    kind: str
    default: str | None
    choices: str = ""
    """What its values are chosen from, as the head says; '' where it says nothing."""
    range: tuple[str, str] = ("", "")
    """The least and the greatest value of a date or a number."""

    def term(self, value: str) -> str:
        """Write a value as an N-Triples term; refuse one that is not of the parameter's kind."""
        if self.kind == "date" and is_day(value):
            return f'"{value}"^^<{XSD.date}>'
        if self.kind == "integer" and re.fullmatch(r"[+-]?[0-9]+", value):
            return f'"{value}"^^<{XSD.integer}>'
        if self.kind == "iri" and re.fullmatch(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+", value):
            return f"<{value}>"
        if self.kind == "thing" and re.fullmatch(r"[a-z]+/[a-z0-9.-]+", value):
            return f"<{ID}{value}>"
        if self.kind == "string":
            return f'"{"".join(map(_escaped, value))}"'
        raise Misuse(f"{self.name}: {value!r} is not a {self.kind}; {self.advice}")

    @property
    def advice(self) -> str:
        """How a value is written."""
        return _EXAMPLES[self.kind]


def is_day(text: str) -> bool:
    """Say whether a text is a day as the data write it, such as 2009-12-02."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _escaped(letter: str) -> str:
    """Write a character as it stands in a literal of N-Triples."""
    return _SHORT.get(letter) or (letter if letter >= " " else f"\\u{ord(letter):04X}")


_EXAMPLES = {
    "date": "write a day such as 2009-12-02",
    "integer": "write a whole number",
    "iri": "write a whole address",
    "thing": "write kind and key, such as actor/dk-vejle",
    "string": "write a text",
}


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One file of queries/."""

    name: str
    text: str
    title: str
    summary: str
    parameters: tuple[Parameter, ...]
    tags: tuple[str, ...] = ()
    view: str = ""
    """How its rows are best shown: table, bar (or chart), line, timeline, map or network."""

    @property
    def slug(self) -> str:
        """Its name without its folder, as addresses have it."""
        return self.name.rpartition("/")[2]

    @property
    def form(self) -> str:
        """Which of the four forms of a query it has, in small letters."""
        found = _FORM.search(self.text)
        return found[1].lower() if found else ""

    def substitutions(self, given: dict[str, str]) -> dict[str, str]:
        """Bind every parameter to its given or default value, as N-Triples terms."""
        known = {parameter.name: parameter for parameter in self.parameters}
        for name in given:
            if name not in known:
                at_hand = ", ".join(known) or "none"
                raise Misuse(f"{self.name} has no parameter {name!r}; it has: {at_hand}")
        values = {p.name: given.get(p.name, p.default) for p in self.parameters}
        return {name: known[name].term(v) for name, v in values.items() if v is not None}


def names(folder: str = "") -> list[str]:
    """Name the queries below a folder, such as ``examples``."""
    root = resources.ROOT / "queries"
    found = (str(f.relative_to(root).with_suffix("")) for f in resources.files("queries", ".rq"))
    return [name for name in found if name.startswith(folder)]


def named(name: str) -> NamedQuery:
    """Read a query of ours by its name, such as ``pages/actor``."""
    return parse(name, text(name))


def text(name: str) -> str:
    """Return the text of a query; raise ``OwnFault`` if it is missing."""
    file = resources.ROOT / "queries" / f"{name}.rq"
    if not file.is_file():
        raise OwnFault(f"no query named {name!r} in {resources.name_of(file.parent)}")
    return file.read_text(encoding="utf-8")


def parse(name: str, content: str) -> NamedQuery:
    """Read the head of a query."""
    head = dict(_head(content))
    parameters = tuple(_parameters(name, content))
    tags = tuple(tag.strip() for tag in head.get("tags", "").split(",") if tag.strip())
    title, summary = head.get("title", name), head.get("summary", "")
    view = head.get("view", "").partition(" ")[0]  # the columns that it may name follow
    return NamedQuery(name, content, title, summary, parameters, tags, view)


def library() -> list[NamedQuery]:
    """Read the questions of the library."""
    return [named(name) for folder in FOLDERS for name in names(folder)]


def tagged(tag: str) -> list[NamedQuery]:
    """Read the questions of the library that bear a tag."""
    return [query for query in library() if tag in query.tags]


def find(argument: str) -> NamedQuery | None:
    """Find a query by its name, with or without its folder and ending, or by its number: cq17."""
    wanted = argument.removesuffix(".rq")
    found = [name for name in names() if name == wanted or Path(name).name == wanted]
    if _NUMBERED.fullmatch(wanted):
        found += [name for name in names() if Path(name).name.startswith(f"{wanted}-")]
    return named(found[0]) if len(found) == 1 else None


def questions() -> list[str]:
    """Name the questions of the library, without their folders."""
    return sorted(Path(name).name for folder in FOLDERS for name in names(folder))


def nearest(argument: str) -> str:
    """Return the name of the question that is written most like a name, '' where none is near."""
    return next(iter(difflib.get_close_matches(argument.removesuffix(".rq"), questions(), 1)), "")


def _head(content: str) -> Iterator[tuple[str, str]]:
    for line in content.splitlines():
        if not line.startswith("#"):
            return
        key, colon, value = line.lstrip("# ").partition(":")
        if colon:
            yield key.strip(), value.strip()


def _parameters(name: str, content: str) -> Iterator[Parameter]:
    said = [*_head(content)]
    choices, ranges = _more(name, said, "choices"), _more(name, said, "range")
    for key, value in said:
        if key == "param":
            match = _PARAM.fullmatch(value)
            if match is None or match["kind"] not in _KINDS:
                raise OwnFault(f"{name}: '# param: {value}' is not 'name type default'")
            known = match["name"]
            bounds = _bounds(name, match["kind"], ranges.pop(known, ""))
            chosen = choices.pop(known, "")
            yield Parameter(known, match["kind"], match["default"], chosen, bounds)
    for left in (*choices, *ranges):
        raise OwnFault(f"{name}: {left} has choices or a range and is no parameter")


def _more(name: str, said: list[tuple[str, str]], wanted: str) -> dict[str, str]:
    """Return what the head says more of each parameter."""
    found: dict[str, str] = {}
    for key, value in said:
        if key == wanted:
            match = _MORE.fullmatch(value)
            if match is None:
                raise OwnFault(f"{name}: '# {wanted}: {value}' does not begin with a parameter")
            found[match["name"]] = match["said"]
    return found


def _bounds(name: str, kind: str, said: str) -> tuple[str, str]:
    """Return the least and the greatest value: what the head says, else those of the kind."""
    if not said:
        return _BOUNDS.get(kind, ("", ""))
    least, _, most = said.partition(" ")
    if kind not in _BOUNDS or not least or not most.strip():
        raise OwnFault(f"{name}: '# range: … {said}' is not 'name LEAST MOST' of a date or integer")
    return least, most.strip()
