"""What is told to someone who brings facts: what is wrong, where, why, and what would mend it.

Nodes and paths are written as Turtle writes them without prefixes: ``<https://…>``,
``"31.12"^^<…#date>``, ``[ <http://www.w3.org/ns/shacl#inversePath> <https://…> ]``.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

LANGUAGES = ("en", "da", "nb", "sv", "fi")
"""The languages of every sentence; the first is told where none is asked for."""

SEVERITIES = ("Violation", "Warning", "Info")
"""The severities of SHACL, gravest first (SHACL, section 2.1.4)."""


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A place in a file that someone brings; 0 and '' stand for what is not known."""

    file: str
    line: int = 0
    """From 1."""
    column: int = 0
    """The first character of the value at fault, from 1."""
    field: str = ""
    """The name of the column of a CSV table."""


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, or would better be different."""

    spot: Spot
    severity: str
    """One of ``SEVERITIES``."""
    focus_node: str
    path: str
    value: str
    shape: str
    """The IRI of the source shape; '' for a fault found while reading a table."""
    component: str
    """The IRI of the constraint component; without a shape '' for a fault in a table, or the name
    of another check: ``unknown-term``, ``changed-value``, ``syntax``."""
    messages: Mapping[str, str]
    """One plain sentence for each of ``LANGUAGES``: what is wrong, with the value found."""
    suggestions: Mapping[str, str] = field(default_factory=dict)
    """What would mend it, for each of ``LANGUAGES``; empty where nothing is near."""
    suggested: str = ""
    """The term that the suggestion proposes, alone; a machine can put it in."""
    constraint: str = ""
    """The ``sh:sourceConstraint`` where the shape has one."""
    labels: Mapping[str, str] = field(default_factory=dict)
    """Names, in English or else any language, of the nodes that the finding speaks of, by node."""
    beside_the_graph: bool = False
    """Found only with the whole graph beside it, not in what is brought by itself."""

    @property
    def rule(self) -> str:
        """Name the rule: the local names of shape and component, ``table`` or ``unknown-term``."""
        shape = self.shape.rpartition("#")[2].strip("<>")
        component = self.component.rpartition("#")[2].removesuffix("ConstraintComponent")
        return f"{shape}/{component}" if shape else component or "table"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that is found in what someone brings."""

    findings: tuple[Finding, ...]
    """Violations first, then by file, line, shape, focus node, path and value."""
    files: tuple[str, ...]
    triples: int
    """How many different triples the files bring."""
    alone: bool
    """By itself it breaks no shape that needs nothing outside it."""
    version: str | None
    """The version of the graph that it was checked beside; None if there is none."""
    untold: int = 0
    """So many findings beyond the declared limit are counted but not told."""
    refused: bool = False
    """A file cannot be read or may not be brought: nothing was held against the shapes."""

    def count(self, severity: str) -> int:
        """Count the findings that are told of one severity."""
        return sum(finding.severity == severity for finding in self.findings)

    @property
    def conforms(self) -> bool:
        """Tell whether nothing at all is found (SHACL, section 3.6.1.1)."""
        return not self.findings and not self.untold


@dataclass(frozen=True, slots=True)
class Rule:
    """One shape in words; IRIs are written out."""

    iri: str
    file: str
    severity: str
    messages: Mapping[str, str]
    """What must hold, by language."""
    targets: tuple[tuple[str, str], ...]
    """Kind of target (``targetClass`` …) and the class, property or thing."""
    path: str
    """The property path as SPARQL writes it; '' where the rule is about the thing itself."""
    asked: tuple[tuple[str, str], ...]
    """Parameter (``minCount`` …) and its value: an IRI in angle brackets, or a plain text."""
    query: str
    """The text of its SPARQL constraint, or ''."""

    @property
    def name(self) -> str:
        """Return the local name, which is also its anchor on the page of the rules."""
        return self.iri.rpartition("#")[2]
