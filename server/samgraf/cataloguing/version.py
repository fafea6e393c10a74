"""What a description is made of: one version, its files, and what it was made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from rdflib import URIRef

from samgraf.terms import dataset

from .counting import Counted

Statistics = Mapping[str, Sequence[list[str]]]


@dataclass(frozen=True, slots=True)
class File:
    """One file that can be downloaded, as the list of dumps has it."""

    name: str
    media_type: str
    """Of what it holds, unpacked."""
    size: int
    """In bytes, as it lies there."""
    sha256: str
    compression: str
    """The media type of its packing; '' where it is not packed."""
    purpose: str
    """What it is for: ``graph``, ``sources``, ``tables``, ``networks``, ``model`` or ``sums``."""
    holds: str
    """One word for its content, such as ``named-graphs``."""
    year: int | None = None
    graph: str | None = None
    """The IRI of the graph that it is, if it is one."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of the data set."""

    name: str
    data_date: date
    software: str
    """The version of the program that made it."""
    files: tuple[File, ...]
    inputs: Mapping[str, str]
    """Each file that facts and rules were read from, and its SHA-256."""
    sources: tuple[str, ...]
    """The IRIs of the sources that its facts rest on."""
    statistics: Statistics
    union: Counted
    """What the default graph holds."""
    graphs: Mapping[str, Counted]
    """What each named graph holds."""

    @property
    def iri(self) -> URIRef:
        """The IRI of the whole."""
        return dataset(self.name)

    def part(self, name: str) -> URIRef:
        """Return the IRI of a part of it."""
        return dataset(self.name, name)
