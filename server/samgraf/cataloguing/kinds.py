"""What files hold, by their purpose: the data set that each belongs to, and what is said of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from .version import File

WHOLE = frozenset({"named-graphs", "merged", "rdf-1.2"})
"""What holds all of the data."""


@dataclass(frozen=True, slots=True)
class Set:
    """A data set that is made from the whole, in words."""

    title: str
    description: str


SETS: Mapping[str, Set] = {
    "parts": Set("Graphs", "The graphs of the editors and of the rules, each by itself."),
    "sources": Set("One file for each source", "What each source states, in a file of its own."),
    "tables": Set("Tables", "Actors, memberships, funding and the like as tables."),
    "networks": Set("Networks by year", "Who shared a body with whom at the end of each year."),
    "model": Set("Ontology and shapes", "The terms of the data, and the rules that they keep."),
    "sums": Set("Sums of the files", "The SHA-256 of every file, as sha256sum reads them."),
    "other": Set("Further files", "Files that go with the others."),
}
"""The data sets that are made from the whole, by the end of their IRIs."""

_HELD: Mapping[str, str] = {
    "named-graphs": "Everything: each graph by its name, one for each source.",
    "merged": "The default graph of the endpoint: all statements merged.",
    "rdf-1.2": "Everything, and who says which statement, in RDF 1.2.",
    "reifiers": "Who says which statement, in RDF 1.2.",
    "network-of-members": "Who was a member of which body at the end of a year.",
    "network-of-shared-bodies": "Who shared bodies with whom at the end of a year.",
    "ontology": "The ontology and the code lists.",
    "shapes": "The rules that facts are held to, in SHACL.",
}

_FILE_TYPES: Mapping[str, str] = {
    "application/n-quads": "RDF_N_QUADS",
    "application/n-triples": "RDF_N_TRIPLES",
    "application/trig": "RDF_TRIG",
    "application/ld+json": "JSON_LD",
    "application/rdf+xml": "RDF_XML",
    "text/turtle": "RDF_TURTLE",
    "text/csv": "CSV",
    "application/csvm+json": "JSON_LD",
    "application/json": "JSON",
    "application/xml": "XML",
    "application/zip": "ZIP",
    "text/plain": "TXT",
}
"""How the list of file types of the European Union names media types."""

_REGISTERED = {"application/graphml+xml": "application/xml"}
"""What the register of IANA has in place of a media type that it lacks."""


def set_of(file: File) -> str:
    """Name the data set that a file belongs to; '' is the whole."""
    if file.purpose == "graph":
        return "" if file.holds in WHOLE else "parts"
    return file.purpose if file.purpose in SETS else "other"


def said_of(file: File) -> str:
    """Tell in words what a file holds."""
    return _HELD.get(file.holds, SETS[set_of(file) or "other"].description)


def media_type(file: File) -> str:
    """Return the registered media type of what a file holds."""
    return _REGISTERED.get(file.media_type, file.media_type)


def file_type(file: File) -> str | None:
    """Return the end of the IRI that the European Union has for what a file holds."""
    return _FILE_TYPES.get(media_type(file))
