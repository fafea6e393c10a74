"""Records become statements, table by table (design: ontology, section 11, columns to RDF)."""

import dataclasses
from collections import defaultdict
from collections.abc import Iterable

from rdflib import Literal, URIRef

from samgraf.errors import SourceError
from samgraf.model import Actor, Claim, Event, Membership, Records, Region, Source
from samgraf.terms import (
    COUNTRY,
    DCT,
    FOAF,
    NUTS,
    ORG,
    PAV,
    PREFIXES,
    RDF,
    SCHEMA,
    SG,
    SKOS,
    WIKIDATA,
    concept,
    scheme,
    source_graph,
    thing,
)

from .claims import describe_own_claims
from .life import describe_lives
from .statements import Statements, Term, dated, english


def describe(records: Records) -> Statements:
    """State every record; raise ``SourceError`` where rows contradict each other."""
    said = Statements()
    for source in records.sources:
        _source(said, source)
    for region in records.regions:
        _region(said, region)
    for actor in records.actors:
        _actor(said, actor)
    describe_lives(said, records)
    for claim in records.claims:
        _claim(said, claim)
    for event in records.events:
        _event(said, event)
    for membership in keyed(records.memberships):
        _membership(said, membership)
    return said


def _source(said: Statements, source: Source) -> None:
    iri, graph = thing("source", source.key), source_graph(source.key)
    said.places[iri] = source.place
    said.say(graph, iri, RDF.type, SG.Source)
    said.say(graph, iri, DCT.title, Literal(source.title, lang=source.title_lang))
    said.say(graph, iri, DCT.publisher, _plain(source.publisher))
    said.say(graph, iri, SCHEMA.url, _address(source.url))
    said.say(graph, iri, DCT.issued, dated(source.issued))
    said.say(graph, iri, PAV.retrievedOn, dated(source.retrieved))
    said.say(graph, iri, DCT.language, _plain(source.language))
    if source.licence and source.licence.startswith(("http://", "https://")):
        said.say(graph, iri, DCT.license, URIRef(source.licence))
    else:
        said.say(graph, iri, DCT.rights, _plain(source.licence))
    said.say(graph, iri, SKOS.editorialNote, english(source.note))


def _region(said: Statements, region: Region) -> None:
    iri = concept("region", region.key)
    said.places[iri] = region.place

    def state(predicate: URIRef, *objects: Term | None) -> None:
        said.from_sources(region.sources, iri, predicate, *objects)

    state(RDF.type, SKOS.Concept)
    state(SKOS.inScheme, scheme("region"))
    state(SKOS.prefLabel, Literal(region.name, lang=region.lang))
    state(SKOS.altLabel, *(Literal(name, lang=lang) for name, lang in region.other_names))
    state(SKOS.notation, _plain(region.code))
    state(SKOS.broader, concept("region", region.parent) if region.parent else None)
    state(SG.regionLevel, concept("region-level", region.level))
    state(SG.country, COUNTRY[region.country])
    state(SKOS.exactMatch, *map(URIRef, region.exact_match))
    state(SKOS.closeMatch, *map(URIRef, region.close_match))
    state(SKOS.closeMatch, NUTS[region.nuts] if region.nuts else None)
    said.during(iri, region.period)
    said.note(iri, region.note)


def _actor(said: Statements, actor: Actor) -> None:
    iri = thing("actor", actor.key)
    said.places[iri] = actor.place
    said.core(iri, RDF.type, SG[actor.kind])
    said.core(iri, SG.country, COUNTRY[actor.country])
    said.core(iri, SG.bodyKind, _coded("body-kind", actor.body_kind))
    said.core(iri, SG.form, _coded("form", actor.form))
    said.core(iri, SG.governance, _coded("governance", actor.governance))
    said.core(iri, SG.obligation, _coded("obligation", actor.obligation))
    said.core(iri, SG.legalBasis, *(concept("legal-basis", slug) for slug in actor.legal_basis))
    said.core(iri, ORG.subOrganizationOf, thing("actor", actor.parent) if actor.parent else None)
    said.from_sources(actor.sources, iri, FOAF.homepage, _address(actor.homepage))
    wikidata = WIKIDATA[actor.wikidata] if actor.wikidata else None
    said.from_sources(actor.sources, iri, SKOS.exactMatch, wikidata)
    said.from_sources(actor.sources, iri, SKOS.exactMatch, *map(URIRef, actor.exact_match))
    said.from_sources(actor.sources, iri, SKOS.closeMatch, *map(URIRef, actor.close_match))
    said.from_sources(actor.sources, iri, DCT.source, *_sources(actor.sources))
    said.note(iri, actor.note)


def _sources(keys: Iterable[str]) -> list[URIRef]:
    return [thing("source", key) for key in keys]


def _event(said: Statements, event: Event) -> None:
    iri = thing("event", event.key)
    said.places[iri] = event.place
    said.core(iri, RDF.type, SG.ChangeEvent)
    said.core(iri, SG.changeKind, concept("change-kind", event.change_kind))
    said.core(iri, DCT.date, dated(event.date))
    said.core(iri, ORG.originalOrganization, *(thing("actor", key) for key in event.before))
    said.core(iri, ORG.resultingOrganization, *(thing("actor", key) for key in event.after))
    said.core(iri, SG.supportedBy, *(thing("claim", key) for key in event.claims))
    if not event.claims:
        made = describe_own_claims(said, event.key, iri, event.sources, "explicit", (), event.place)
        for claim, key in zip(made, event.sources, strict=True):
            said.say(source_graph(key), claim, SG.claimProperty, DCT.date)
            said.say(source_graph(key), claim, SG.claimValue, dated(event.date))
    said.note(iri, event.note)


def keyed(memberships: Iterable[Membership]) -> list[Membership]:
    """Give each membership without a key its own, and refuse a key that two rows have.

    The pattern is that of the design: ontology, section 2.3.
    """
    rows = list(memberships)
    taken: dict[str, Membership] = {}
    groups: dict[str, list[Membership]] = defaultdict(list)
    for row in rows:
        role = "" if row.role == "member" else f"-{row.role}"
        groups[f"m-{row.organisation}--{row.member}{role}"].append(row)
    for stem, group in groups.items():
        group.sort(key=lambda row: (row.period.start.text if row.period.start else "", row.place))
        for number, row in enumerate(group, 1):
            key = row.key or (stem if number == 1 else f"{stem}-{number}")
            other = taken.setdefault(key, row)
            if other is not row:
                where = f"{other.place.file}:{other.place.line}"
                problem, remedy = f"{key!r} stands in {where} already", "merge the rows"
                raise SourceError(row.place.file, row.place.line, "key", problem, remedy)
    return [_with_key(row, key) for key, row in sorted(taken.items())]


def _with_key(row: Membership, key: str) -> Membership:
    return row if row.key else dataclasses.replace(row, key=key)


def _membership(said: Statements, row: Membership) -> None:
    iri = thing("relation", row.key)
    said.places[iri] = row.place
    said.core(iri, RDF.type, SG.Membership)
    said.core(iri, ORG.member, thing("actor", row.member))
    said.core(iri, ORG.organization, thing("actor", row.organisation))
    said.core(iri, ORG.role, concept("role", row.role))
    said.core(iri, SG.obligation, _coded("obligation", row.obligation))
    said.during(iri, row.period)
    said.core(iri, SG.supportedBy, *(thing("claim", key) for key in row.claims))
    if not row.claims and row.reading:
        describe_own_claims(said, row.key, iri, row.sources, row.reading, row.attested, row.place)
    said.note(iri, row.note)


def _claim(said: Statements, row: Claim) -> None:
    kind, _, key = row.subject.partition("/")
    iri = said.claim(
        row.key,
        row.source,
        thing(kind, key),
        reading=row.reading,
        rank=row.rank,
        attested=row.attested,
        place=row.place,
    )
    graph = source_graph(row.source)
    said.say(graph, iri, SG.claimProperty, _curie(row, row.property) if row.property else None)
    said.say(graph, iri, SG.claimValue, _value(row))
    said.say(graph, iri, SG.rankReason, english(row.rank_reason))
    said.say(graph, iri, SG.conflictsWith, *(thing("claim", k) for k in row.conflicts_with))
    said.say(graph, iri, SKOS.editorialNote, english(row.note))


def _curie(row: Claim, curie: str) -> URIRef:
    """Expand a name such as ``org:member``; an unknown prefix is refused."""
    prefix, colon, local = curie.partition(":")
    if not colon or prefix not in PREFIXES:
        problem = f"{curie!r} has no known prefix"
        remedy = f"use one of {', '.join(PREFIXES)}"
        raise SourceError(row.place.file, row.place.line, "property", problem, remedy)
    return URIRef(PREFIXES[prefix][local])


def _value(row: Claim) -> Term | None:
    """Read the value of a claim by its type: a datatype, ``iri``, or a language."""
    if row.value is None:
        return None
    if row.value_type == "iri":
        kind, _, key = row.value.partition("/")
        return thing(kind, key)
    if row.value_type and ":" in row.value_type:
        return Literal(row.value, datatype=_curie(row, row.value_type), normalize=False)
    return Literal(row.value, lang=row.value_type)


def _coded(name: str, slug: str | None) -> URIRef | None:
    return concept(name, slug) if slug else None


def _plain(text: str | None) -> Literal | None:
    return None if text is None else Literal(text)


def _address(address: str | None) -> URIRef | None:
    return None if address is None else URIRef(address)
