"""Memberships, cooperations and fundings become statements, each with its claims."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable, Sequence

from rdflib import Literal, URIRef

from samgraf.errors import SourceError
from samgraf.model import Cooperation, Funding, Membership, Records
from samgraf.terms import ORG, RDF, SG, concept, thing

from .claims import describe_own_claims, support_by_rosters
from .statements import Statements, number


def describe_relations(said: Statements, records: Records, whole: bool = True) -> None:
    """State every relation; raise ``SourceError`` where rows contradict each other."""
    memberships = keyed(records.memberships)
    for membership in memberships:
        _membership(said, membership)
    support_by_rosters(said, records.rosters, memberships, whole)
    for cooperation in records.cooperations:
        _cooperation(said, cooperation)
    for funding in records.fundings:
        _funding(said, funding)


def keyed(memberships: Iterable[Membership]) -> list[Membership]:
    """Give each membership without a key its own, and refuse a key that two rows have.

    The pattern is that of the design: ontology, section 2.3.
    """
    taken: dict[str, Membership] = {}
    groups: dict[str, list[Membership]] = defaultdict(list)
    for row in memberships:
        groups[stem_of(row)].append(row)
    for stem, group in groups.items():
        group.sort(key=lambda row: (row.period.start.text if row.period.start else "", row.place))
        for position, row in enumerate(group, 1):
            key = row.key or (stem if position == 1 else f"{stem}-{position}")
            other = taken.setdefault(key, row)
            if other is not row:
                where = f"{other.place.file}:{other.place.line}"
                problem, remedy = f"{key!r} stands in {where} already", "merge the rows"
                words = {"value": key, "where": where}
                raise SourceError(
                    row.place.file, row.place.line, "key", problem, remedy, "defined-twice", **words
                )
    return [dataclasses.replace(row, key=key) for key, row in sorted(taken.items())]


def stem_of(row: Membership) -> str:
    """Return the key of the first membership of this member in this body and role."""
    role = "" if row.role == "member" else f"-{row.role}"
    return f"m-{row.organisation}--{row.member}{role}"


def _supported(said: Statements, row: Membership | Cooperation | Funding) -> URIRef:
    """State what relations have in common; return the IRI."""
    iri = thing("relation", row.key)
    said.places[iri] = row.place
    said.during(iri, row.period)
    said.core(iri, SG.supportedBy, *(thing("claim", key) for key in row.claims))
    if not row.claims and row.reading:
        describe_own_claims(said, row.key, iri, row.sources, row.reading, row.attested, row.place)
    said.note(iri, row.note)
    return iri


def _membership(said: Statements, row: Membership) -> None:
    iri = _supported(said, row)
    said.core(iri, RDF.type, SG.Membership)
    said.core(iri, ORG.member, thing("actor", row.member))
    said.core(iri, ORG.organization, thing("actor", row.organisation))
    said.core(iri, ORG.role, concept("role", row.role))
    said.core(iri, SG.obligation, *_concepts("obligation", [row.obligation]))


def _cooperation(said: Statements, row: Cooperation) -> None:
    iri = _supported(said, row)
    said.core(iri, RDF.type, SG.Cooperation)
    said.core(iri, SG.collectiveParticipant, *_actors([row.body] if row.body else []))
    said.core(iri, SG.participant, *_actors(row.participants))
    said.core(iri, SG.topic, *_concepts("topic", row.topics))
    said.core(iri, SG.jointPlan, thing("plan", row.plan) if row.plan else None)
    said.core(iri, SG.obligation, *_concepts("obligation", [row.obligation]))
    said.core(iri, SG.legalBasis, *_concepts("legal-basis", row.legal_basis))


def _funding(said: Statements, row: Funding) -> None:
    iri = _supported(said, row)
    said.core(iri, RDF.type, SG.Funding)
    said.core(iri, SG.funder, thing("actor", row.funder))
    said.core(iri, SG.applicant, *_actors(row.applicant))
    said.core(iri, SG.recipient, *_actors(row.recipient))
    said.core(iri, SG.beneficiary, *_actors(row.beneficiaries))
    said.core(iri, SG.collectiveParticipant, *_actors(row.collective))
    said.core(iri, SG.underProgramme, thing("programme", row.programme) if row.programme else None)
    said.core(iri, SG.fundedProject, thing("project", row.project) if row.project else None)
    said.core(iri, SG.topic, *_concepts("topic", row.topics))
    said.core(iri, SG.fundingStatus, concept("funding-status", row.status))
    said.core(iri, SG.amountGranted, number(row.granted))
    said.core(iri, SG.amountPaid, number(row.paid))
    said.core(iri, SG.currency, Literal(row.currency) if row.currency else None)


def _actors(keys: Iterable[str]) -> list[URIRef]:
    return [thing("actor", key) for key in keys]


def _concepts(scheme: str, slugs: Sequence[str | None]) -> list[URIRef]:
    return [concept(scheme, slug) for slug in slugs if slug]
