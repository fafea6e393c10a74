"""The named queries in queries/: text, title, summary and parameters from their heads.

Head (design: style, section 4): ``# title:``, ``# summary:``, ``# tags:``, ``# view:``, ``# into:``
and one ``# param: name type default`` line for each parameter.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from . import resources
from .errors import Misuse, OwnFault
from .terms import ID, XSD

_PARAM = re.compile(r"(?P<name>\w+)\s+(?P<kind>[\w:]+)(?:\s+(?P<default>\S.*))?")
_KINDS = ("date", "string", "integer", "iri", "thing")


@dataclass(frozen=True, slots=True)
class Parameter:
    """A variable of a query that a user may set."""

    name: str
    kind: str
    default: str | None

    def term(self, value: str) -> str:
        """Write a value as an N-Triples term; refuse one that is not of the parameter's kind."""
        if self.kind == "date" and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
            return f'"{value}"^^<{XSD.date}>'
        if self.kind == "integer" and re.fullmatch(r"[+-]?\d+", value):
            return f'"{value}"^^<{XSD.integer}>'
        if self.kind == "iri" and re.fullmatch(r"https?://[^\s<>\"{}|\\^`]+", value):
            return f"<{value}>"
        if self.kind == "thing" and re.fullmatch(r"[a-z]+/[a-z0-9.-]+", value):
            return f"<{ID}{value}>"
        if self.kind == "string":
            escaped = value.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
            return f'"{escaped}"'
        raise Misuse(f"{self.name}: {value!r} is not a {self.kind}; {_EXAMPLES[self.kind]}")


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
    """How its rows are best shown: table, chart, timeline, map or network."""

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
    title, summary, view = head.get("title", name), head.get("summary", ""), head.get("view", "")
    return NamedQuery(name, content, title, summary, parameters, tags, view)


def tagged(tag: str) -> list[NamedQuery]:
    """Read the questions of the library that bear a tag."""
    found = (named(name) for folder in ("cq/", "examples/") for name in names(folder))
    return [query for query in found if tag in query.tags]


def find(argument: str) -> NamedQuery | None:
    """Find a library query by its name, with or without its folder and ending."""
    wanted = argument.removesuffix(".rq")
    found = [name for name in names() if name == wanted or Path(name).name == wanted]
    return named(found[0]) if len(found) == 1 else None


def _head(content: str) -> Iterator[tuple[str, str]]:
    for line in content.splitlines():
        if not line.startswith("#"):
            return
        key, colon, value = line.lstrip("# ").partition(":")
        if colon:
            yield key.strip(), value.strip()


def _parameters(name: str, content: str) -> Iterator[Parameter]:
    for key, value in _head(content):
        if key == "param":
            match = _PARAM.fullmatch(value)
            if match is None or match["kind"] not in _KINDS:
                raise OwnFault(f"{name}: '# param: {value}' is not 'name type default'")
            yield Parameter(match["name"], match["kind"], match["default"])
