"""What people bring: read and checked beside the graph as it is; nothing is kept."""

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rdflib import Dataset, Graph, URIRef
from rdflib.exceptions import ParserError
from rdflib.plugins.parsers.notation3 import BadSyntax

from samgraf import resources, validation
from samgraf.config import Settings
from samgraf.errors import LimitExceeded, Misuse, SamgrafError
from samgraf.store.versions import Versions
from samgraf.terms import GRAPH

SYNTAXES = {
    "turtle": "turtle",
    "n-triples": "nt",
    "n-quads": "nquads",
    "trig": "trig",
}
"""The syntaxes that can be named, and what rdflib calls them."""

_BY_ENDING = {".ttl": "turtle", ".nt": "n-triples", ".nq": "n-quads", ".trig": "trig"}
FILE_MIB = 20


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a shape finds, and in which file its focus node stands."""

    file: str
    severity: str
    focus_node: str
    path: str
    value: str
    shape: str
    message: str

    def text(self) -> str:
        """Say it in one line."""
        found = f" (found: {self.value})" if self.value else ""
        return f"<{self.focus_node}>: {self.message}{found}"


def check(
    settings: Settings,
    texts: Iterable[tuple[str, bytes, str | None]],
    engine: str = validation.ENGINE,
) -> list[Finding]:
    """Check files of name, content and named syntax against every shape.

    Raise ``Misuse`` for a syntax that is not known and ``SamgrafError`` with file and line for a
    text that cannot be parsed.
    """
    files = {name: parse(name, content, syntax) for name, content, syntax in texts}
    brought = Graph()
    for graph in files.values():
        brought += graph
    vocabulary = _vocabulary()
    data = brought + _context(settings, brought)
    shapes = validation.data_shapes()
    found = validation.validate(data, shapes, vocabulary, engine)
    return sorted(_findings(files, found), key=_order)


def _order(finding: Finding) -> tuple[bool, str, str, str, str]:
    """Sort violations before warnings, then by file and thing."""
    grave = finding.severity == "Violation"
    return (not grave, finding.file, finding.focus_node, finding.shape, finding.value or "")


def _findings(files: dict[str, Graph], found: Iterable[validation.Violation]) -> Iterator[Finding]:
    """Keep what concerns a thing that a file speaks of."""
    for violation in found:
        focus = URIRef(violation.focus)
        for name, graph in files.items():
            if (focus, None, None) in graph or violation.focus.startswith("_:"):
                yield Finding(
                    name,
                    violation.severity.rpartition("#")[2],
                    violation.focus,
                    violation.path,
                    violation.value,
                    violation.shape,
                    violation.message,
                )


def parse(name: str, content: bytes, syntax: str | None = None) -> Graph:
    """Parse one file; its syntax is named or told by its ending."""
    if len(content) > FILE_MIB << 20:
        raise LimitExceeded(f"{name}: larger than {FILE_MIB} MiB; split it")
    known = syntax or _BY_ENDING.get(Path(name).suffix.lower())
    if known is None:
        endings = ", ".join(_BY_ENDING)
        raise Misuse(f"{name}: its syntax is not known by its ending; known are {endings}")
    graph = Dataset(default_union=True)
    try:
        graph.parse(data=content.decode("utf-8"), format=SYNTAXES[known])
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise SamgrafError(f"{name}:{line}: this is not UTF-8; save it as UTF-8") from error
    except BadSyntax as error:
        problem = f"this is not {known}: {error.message}"
        raise SamgrafError(f"{name}:{error.lines + 1}: {problem}; mend this line") from error
    except (ParserError, ValueError) as error:
        raise SamgrafError(f"{name}: this is not {known}: {error}; mend it") from error
    merged = Graph()
    merged += ((s, p, o) for s, p, o, _ in graph.quads())
    return merged


def _vocabulary() -> Graph:
    graph = Graph()
    for file in resources.files("ontology", ".ttl"):
        graph.parse(file, format="turtle")
    return graph


def _context(settings: Settings, brought: Graph) -> Graph:
    """Return what the current version says of the things that the files name, derived facts apart.

    Without a version there is no context: every thing must then be described in the files.
    """
    versions = Versions(settings.build.dir)
    current = versions.current()
    graph = Graph()
    if current is None:
        return graph
    named = {f"<{term}>" for triple in brought for term in triple if isinstance(term, URIRef)}
    lines = _lines_about(versions.path(current) / "dumps" / "samgraf.nq.gz", named)
    return graph.parse(data="".join(lines), format="nt")


def _lines_about(dump: Path, named: set[str]) -> Iterator[str]:
    """Yield the authored triples of a dump whose subject or object is named."""
    derived = (f"<{GRAPH['derived/']}", f"<{GRAPH['asof/']}", f"<{GRAPH['vocab']}>")
    with gzip.open(dump, "rt", encoding="utf-8") as lines:
        for line in lines:
            triple, _, graph = line.removesuffix(" .\n").rpartition(" ")
            if graph.startswith(derived):
                continue
            subject, _, rest = triple.partition(" ")
            if subject in named or rest.partition(" ")[2] in named:
                yield f"{triple} .\n"
