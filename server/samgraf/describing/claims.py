"""What sources state: claims, rosters, the passages they rest on, and who they support."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from rdflib import Literal, URIRef

from samgraf.errors import SourceError
from samgraf.model import Claim, Evidence, Membership, PartialDate, Place, Records, Roster, Snapshot
from samgraf.spellings import LANGUAGE
from samgraf.terms import (
    CODE,
    DCT,
    OA,
    PREFIXES,
    PROV,
    RDF,
    SG,
    SKOS,
    concept,
    hash_node,
    snapshot_of,
    source_graph,
    thing,
)

from .statements import Statements, Term, dated, english, number

_PATH = re.compile(r"(?:code/[a-z0-9-]+|[a-z]+)/[a-z0-9.-]+(?:#[\w.-]+)?")
_LOCAL = re.compile(r"[\w-]+")
_WITH_LANGUAGE = ("rdf:langString", "rdf:dirLangString")


def describe_own_claims(
    said: Statements,
    key: str,
    subject: URIRef,
    sources: Sequence[str],
    reading: str,
    attested: Sequence[PartialDate],
    place: Place,
) -> list[URIRef]:
    """Support a relation or event by one claim per source, of rank normal; return their IRIs.

    What is attested belongs to the first source alone (design: ontology, section 11).
    """
    claims = [
        said.claim(
            own_key(source, key),
            source,
            subject,
            reading=reading,
            attested=attested if number == 0 else (),
            place=place,
        )
        for number, source in enumerate(sources)
    ]
    said.core(subject, SG.supportedBy, *claims)
    return claims


def own_key(source: str, key: str) -> str:
    """Return the key of the claim that the build makes for a source of a row."""
    return f"{source}--{key}"


def subject(path: str, row: Claim | Roster, column: str) -> URIRef:
    """Return the IRI of ``kind/key``, or of a concept as ``code/scheme/slug``."""
    if not _PATH.fullmatch(path):
        problem = f"{path!r} is not kind/key or code/scheme/slug"
        remedy = "write it like actor/dk-vejle"
        place = row.place
        raise SourceError(place.file, place.line, column, problem, remedy, "term", value=path)
    kind, _, key = path.partition("/")
    return CODE[key] if kind == "code" else thing(kind, key)


def describe_claims(said: Statements, records: Records, captured: Mapping[str, str]) -> None:
    """State claims, rosters, snapshots and passages."""
    for claim in records.claims:
        _claim(said, claim)
    for roster in records.rosters:
        _roster(said, roster)
    for snapshot in records.snapshots:
        _snapshot(said, snapshot)
    _evidence(said, records, captured)


def _ranked(said: Statements, row: Claim | Roster) -> URIRef:
    """State what claims and rosters have in common; return the IRI."""
    iri = said.claim(
        row.key,
        row.source,
        subject(row.subject, row, "subject"),
        reading=row.reading,
        rank=row.rank,
        attested=row.attested,
        place=row.place,
    )
    graph = source_graph(row.source)
    said.say(graph, iri, SG.rankReason, english(row.rank_reason))
    said.say(graph, iri, SG.conflictsWith, *(thing("claim", k) for k in row.conflicts_with))
    said.say(graph, iri, SKOS.editorialNote, english(row.note))
    return iri


def _claim(said: Statements, row: Claim) -> None:
    iri, graph = _ranked(said, row), source_graph(row.source)
    said.say(graph, iri, SG.claimProperty, _curie(row, row.property) if row.property else None)
    said.say(graph, iri, SG.claimValue, _value(row))


def _roster(said: Statements, row: Roster) -> None:
    iri, graph = _ranked(said, row), source_graph(row.source)
    said.say(graph, iri, RDF.type, SG.Roster)
    said.say(graph, iri, SG.completeness, concept("completeness", row.completeness))
    said.say(graph, iri, SG.statedCount, number(row.stated_count))
    said.say(graph, iri, SG.listsMember, *(thing("actor", key) for key in row.members))


def _snapshot(said: Statements, row: Snapshot) -> None:
    iri, graph = snapshot_of(row.source, row.sha256), source_graph(row.source)
    said.places[iri] = row.place
    said.say(graph, iri, RDF.type, SG.Snapshot)
    said.say(graph, iri, PROV.specializationOf, thing("source", row.source))
    said.say(graph, iri, SG.sha256, Literal(row.sha256))
    said.say(graph, iri, DCT.created, dated(row.captured))


def _evidence(said: Statements, records: Records, captured: Mapping[str, str]) -> None:
    """State the passages of each claim, numbered in the order of snapshot and position."""
    own = {snapshot.sha256: snapshot.source for snapshot in records.snapshots}
    sources = {**captured, **own}
    passages: dict[str, list[Evidence]] = defaultdict(list)
    for row in records.evidence:
        passages[row.claim].append(row)
    for rows in passages.values():
        rows.sort(key=lambda row: (sources[row.snapshot], row.start, row.end))
        for place_in_order, row in enumerate(rows, 1):
            name = "evidence" if len(rows) == 1 else f"evidence-{place_in_order}"
            _passage(said, row, sources[row.snapshot], name)


def _passage(said: Statements, row: Evidence, source: str, name: str) -> None:
    claim, graph = thing("claim", row.claim), source_graph(source)
    iri = hash_node(claim, name)
    selector = hash_node(iri, "hasSelector")
    said.places[iri] = said.places[selector] = row.place
    said.say(graph, claim, SG.evidence, iri)
    said.say(graph, iri, RDF.type, SG.Evidence)
    said.say(graph, iri, OA.hasSource, snapshot_of(source, row.snapshot))
    said.say(graph, iri, OA.hasSelector, selector)
    said.say(graph, selector, RDF.type, OA.TextPositionSelector)
    said.say(graph, selector, OA.start, number(row.start))
    said.say(graph, selector, OA.end, number(row.end))
    said.say(graph, iri, SG.passageSha256, Literal(row.passage_sha256))
    said.say(graph, iri, SG.textFragment, Literal(row.fragment) if row.fragment else None)
    said.say(graph, iri, SG.paraphrase, english(row.paraphrase))


def support_by_rosters(
    said: Statements, rosters: Iterable[Roster], memberships: Iterable[Membership], whole: bool
) -> None:
    """Let each roster support the memberships it lists; refuse a listed pair without one.

    Where the rows are not the ``whole`` of the tables, the membership may stand elsewhere.

    A deprecated roster supports nothing; a membership whose period does not allow the roster's
    date is not meant by it (design: ontology, section 11).
    """
    pairs: dict[tuple[str, str], list[Membership]] = defaultdict(list)
    for row in memberships:
        if row.role == "member":
            pairs[row.organisation, row.member].append(row)
    for roster in rosters:
        kind, _, body = roster.subject.partition("/")
        if kind != "actor" or roster.rank == "deprecated":
            continue
        for member in roster.members:
            meant = [row for row in pairs[body, member] if _allows(row, roster)]
            if whole and not meant:
                problem = f"it lists {member!r}, and no membership in {body!r} allows its date"
                remedy = "add the membership, or mend the list"
                raise SourceError(roster.place.file, roster.place.line, "members", problem, remedy)
            for row in meant:
                iri = thing("relation", row.key)
                said.core(iri, SG.supportedBy, thing("claim", roster.key))


def _allows(row: Membership, roster: Roster) -> bool:
    """Tell whether a membership can have held when the roster speaks."""
    if not roster.attested:
        return True
    first, last = roster.attested[0].first_day, roster.attested[-1].last_day
    start, end = row.period.start, row.period.end
    return not (start and start.first_day > last) and not (end and end.last_day < first)


def _curie(row: Claim, curie: str) -> URIRef:
    """Expand a name such as ``org:member``; an unknown prefix is refused."""
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in PREFIXES or not _LOCAL.fullmatch(local):
        problem = f"{curie!r} has no known prefix"
        remedy = f"use one of {', '.join(PREFIXES)}"
        raise SourceError(row.place.file, row.place.line, "property", problem, remedy)
    return URIRef(PREFIXES[prefix][local])


def _value(row: Claim) -> Term | None:
    """Read the value of a claim by its type: a datatype, ``iri``, or a language."""
    if row.value is None:
        return None
    if row.value_type == "iri":
        return subject(row.value, row, "value")
    if row.value_type in _WITH_LANGUAGE:
        problem = f"{row.value_type} needs a language, which is written in its place"
        remedy = "write da, nb, sv …"
        raise SourceError(row.place.file, row.place.line, "value_type", problem, remedy)
    if row.value_type and ":" in row.value_type:
        return Literal(row.value, datatype=_curie(row, row.value_type), normalize=False)
    if row.value_type and not LANGUAGE.fullmatch(row.value_type):
        problem = f"{row.value_type!r} is neither a datatype, nor iri, nor a language"
        remedy = "write xsd:date, iri, da …"
        raise SourceError(row.place.file, row.place.line, "value_type", problem, remedy)
    return Literal(row.value, lang=row.value_type)
