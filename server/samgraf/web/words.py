"""Properties in words: our own by their local names, the reused ones by a short list."""

import re

from samgraf.terms import DCAT, DCT, FOAF, GEO, OA, ORG, PAV, PROV, RDF, SCHEMA, SG, SKOS

from .addresses import shown_iri

_REUSED = {
    str(DCAT.endDate): "end",
    str(DCAT.startDate): "start",
    str(DCT.created): "address published on",
    str(DCT.date): "date",
    str(DCT.description): "description",
    str(DCT.issued): "issued",
    str(DCT.language): "language",
    str(DCT.license): "licence",
    str(DCT.publisher): "publisher",
    str(DCT.relation): "relation",
    str(DCT.rights): "rights",
    str(DCT.source): "source",
    str(DCT.title): "title",
    str(FOAF.homepage): "web site",
    str(GEO.asWKT): "coordinates",
    str(GEO.hasDefaultGeometry): "point",
    str(OA.end): "to character",
    str(OA.hasSource): "captured text",
    str(OA.start): "from character",
    str(ORG.member): "member",
    str(ORG.organization): "body",
    str(ORG.originalOrganization): "before the change",
    str(ORG.resultingOrganization): "after the change",
    str(ORG.role): "role",
    str(ORG.subOrganizationOf): "part of",
    str(PAV.retrievedOn): "retrieved on",
    str(PROV.specializationOf): "version",
    str(RDF.type): "class",
    str(SCHEMA.url): "address",
    str(SKOS.altLabel): "also called",
    str(SKOS.broader): "part of",
    str(SKOS.closeMatch): "nearly the same as",
    str(SKOS.definition): "definition",
    str(SKOS.editorialNote): "note",
    str(SKOS.exactMatch): "the same as",
    str(SKOS.inScheme): "code list",
    str(SKOS.notation): "code",
    str(SKOS.prefLabel): "name",
}


def words(iri: str) -> str:
    """Return a property as people read it; the IRI itself goes into a title beside it."""
    if iri in _REUSED:
        return _REUSED[iri]
    if iri.startswith(SG):
        return re.sub("(?<=[a-z])(?=[A-Z])", " ", iri.removeprefix(SG)).lower()
    return shown_iri(iri)
