"""Records become statements, table by table (design: ontology, section 11, columns to RDF)."""

from collections.abc import Iterable, Mapping

from rdflib import Literal, URIRef

from samgraf.model import Actor, Event, Records, Region, Source
from samgraf.spellings import ADDRESS
from samgraf.terms import (
    COUNTRY,
    DCT,
    FOAF,
    NUTS,
    ORG,
    PAV,
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

from .claims import describe_claims, describe_own_claims
from .life import describe_lives
from .links import describe_links
from .meta import describe_ledger
from .plans import describe_plan
from .relations import describe_relations
from .statements import Statements, Term, dated, english


def describe(
    records: Records, whole: bool = True, captured: Mapping[str, str] | None = None
) -> Statements:
    """State every record; raise ``SourceError`` where rows contradict each other.

    ``whole`` tells that the records are everything there is, not a part that is brought;
    ``captured`` names the sources of texts that stand elsewhere, by their SHA-256.
    """
    said = Statements()
    for source in records.sources:
        _source(said, source)
    for region in records.regions:
        _region(said, region)
    for actor in records.actors:
        _actor(said, actor)
    describe_lives(said, records)
    describe_links(said, records.links)
    describe_claims(said, records, captured or {})
    for event in records.events:
        _event(said, event)
    for plan in records.programmes:
        describe_plan(said, plan)
    describe_relations(said, records, whole)
    describe_ledger(said, records.ledger)
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
    if source.licence and ADDRESS.fullmatch(source.licence):
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
    nuts = NUTS[region.nuts] if region.nuts else None
    state(SKOS.closeMatch, None if str(nuts) in region.exact_match else nuts)
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


def _coded(name: str, slug: str | None) -> URIRef | None:
    return concept(name, slug) if slug else None


def _plain(text: str | None) -> Literal | None:
    return None if text is None else Literal(text)


def _address(address: str | None) -> URIRef | None:
    return None if address is None else URIRef(address)
