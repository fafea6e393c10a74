"""Terms of other vocabularies in words."""

from samgraf.terms import (
    DCAT,
    DCT,
    FOAF,
    GEO,
    OA,
    ORG,
    OWL,
    PAV,
    PROV,
    RDF,
    RDFS,
    SCHEMA,
    SKOS,
)

from .addresses import shown_iri
from .languages import told

REUSED = {
    str(DCAT.endDate): "end",
    str(DCAT.startDate): "start",
    str(DCT.PeriodOfTime): "period",
    str(DCT.created): "address published on",
    str(DCT.date): "date",
    str(DCT.isPartOf): "part of",
    str(DCT.issued): "issued",
    str(DCT.language): "language",
    str(DCT.license): "licence",
    str(DCT.publisher): "publisher",
    str(DCT.rights): "rights",
    str(DCT.source): "source",
    str(DCT.title): "title",
    str(FOAF.homepage): "web site",
    str(GEO.asWKT): "coordinates",
    str(GEO.hasDefaultGeometry): "point",
    str(OA.end): "to character",
    str(OA.hasSource): "captured text",
    str(OA.start): "from character",
    str(ORG.Role): "role",
    str(ORG.member): "member",
    str(ORG.organization): "body",
    str(ORG.originalOrganization): "before the change",
    str(ORG.resultingOrganization): "after the change",
    str(ORG.role): "role",
    str(ORG.subOrganizationOf): "part of",
    str(OWL.Class): "class",
    str(OWL.DatatypeProperty): "property",
    str(OWL.ObjectProperty): "property",
    str(OWL.disjointWith): "excludes",
    str(PAV.retrievedOn): "retrieved on",
    str(PROV.specializationOf): "version",
    str(PROV.wasAttributedTo): "attributed to",
    str(RDF.type): "class",
    str(RDFS.Datatype): "datatype",
    str(RDFS.domain): "said of",
    str(RDFS.isDefinedBy): "defined in",
    str(RDFS.label): "label",
    str(RDFS.range): "values",
    str(RDFS.subClassOf): "narrower than",
    str(RDFS.subPropertyOf): "narrower than",
    str(SCHEMA.url): "address",
    str(SKOS.Concept): "concept",
    str(SKOS.ConceptScheme): "code list",
    str(SKOS.altLabel): "also called",
    str(SKOS.broader): "part of",
    str(SKOS.closeMatch): "nearly the same as",
    str(SKOS.definition): "definition",
    str(SKOS.editorialNote): "note",
    str(SKOS.exactMatch): "the same as",
    str(SKOS.hiddenLabel): "also found as",
    str(SKOS.historyNote): "note on history",
    str(SKOS.inScheme): "code list",
    str(SKOS.notation): "code",
    str(SKOS.note): "note",
    str(SKOS.prefLabel): "name",
    str(SKOS.scopeNote): "note on use",
    str(SKOS.topConceptOf): "at the top of",
}

"""What classes and properties of others are called here, in English."""


def reused(iri: str) -> str:
    """Return a term of others as people read it, else as its IRI."""
    return told(REUSED.get(iri, "")) or shown_iri(iri)
