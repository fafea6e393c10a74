"""What is remembered of every thing while two dumps are read: names, classes, parties.

A change is told with the names of all that it concerns, most of which did not change themselves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from samgraf.terms import BASE, CODE, DCT, ID, ORG, RDF, RDFS, SG, SKOS

NEW, GONE, RETIRED, CHANGED = "new", "gone", "retired", "changed"
"""What can have happened to a thing."""

LABELS = tuple(map(str, (SKOS.prefLabel, DCT.title, RDFS.label)))
"""What names a thing; the first that it has counts."""

PARTIES = tuple(
    map(
        str,
        (
            ORG.member, ORG.organization, ORG.role, SG.participant, SG.collectiveParticipant,
            SG.topic, SG.funder, SG.recipient, SG.applicant, SG.beneficiary, SG.claimSubject,
            ORG.originalOrganization, ORG.resultingOrganization, SG.changeKind,
        ),
    )
)  # fmt: skip
"""What a relation, an event or a claim is about."""

ACTORS = tuple(
    str(prop)
    for prop in (
        ORG.member, ORG.organization, SG.participant, SG.collectiveParticipant, SG.funder,
        SG.recipient, SG.applicant, SG.beneficiary, ORG.originalOrganization,
        ORG.resultingOrganization,
    )
)  # fmt: skip
"""Those parties that are actors: a change of the relation concerns them too."""

_TYPE = f"<{RDF.type}>".encode()
_LABEL = {f"<{name}>".encode(): name for name in LABELS}
_PARTY = {f"<{name}>".encode(): name for name in PARTIES}
_WHOLE = (str(ID), str(CODE))

Parties = dict[str, list[str]]


@dataclass(slots=True)
class Seen:
    """What one side says of each subject, by its address; labels as they are written."""

    classes: dict[bytes, bytes] = field(default_factory=dict)
    labels: dict[bytes, set[bytes]] = field(default_factory=dict)
    parties: dict[bytes, set[tuple[str, bytes]]] = field(default_factory=dict)

    def watch(self, lines: Iterator[bytes]) -> Iterator[bytes]:
        """Yield lines of N-Quads, and remember what they say."""
        for line in lines:
            subject, predicate, rest = line.split(b" ", 2)
            if predicate == _TYPE:
                self.classes.setdefault(subject, rest.split(b" ", 1)[0])
            elif predicate in _LABEL:
                self.labels.setdefault(subject, set()).add(line)
            elif predicate in _PARTY:
                found = (_PARTY[predicate], rest.split(b" ", 1)[0])
                self.parties.setdefault(subject, set()).add(found)
            yield line

    def kind(self, iri: str) -> str:
        """Return the class of a thing, '' where none is told."""
        return _plain(self.classes.get(_written(iri), b""))

    def about(self, iri: str) -> Parties:
        """Return the parties of a thing by property."""
        found: Parties = {}
        for prop, party in sorted(self.parties.get(_written(iri), ())):
            found.setdefault(prop, []).append(_plain(party))
        return found

    def named(self, iri: str) -> list[bytes]:
        """Return the lines that name a thing."""
        return sorted(self.labels.get(_written(iri), ()))

    def knows(self, iri: str) -> bool:
        """Tell whether a thing has a class."""
        return _written(iri) in self.classes


def thing_of(subject: str) -> tuple[str, str]:
    """Return what a subject is a part of, and which part: a hash node belongs to its owner."""
    if subject.startswith(BASE) and subject.startswith(_WHOLE):
        whole, _, part = subject.partition("#")
        return whole, part
    return subject, ""


def _written(iri: str) -> bytes:
    return f"<{iri}>".encode()


def _plain(term: bytes) -> str:
    return term.decode().removeprefix("<").removesuffix(">")
