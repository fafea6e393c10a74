"""Programmes, calls, projects and joint plans become statements (a row of programmes.csv)."""

from rdflib import Literal

from samgraf.model import Programme
from samgraf.terms import DCT, PROV, RDF, SG, SKOS, concept, thing

from .statements import Statements, dated, number

KINDS = {"Programme": "programme", "Call": "call", "Project": "project", "PolicyPlan": "plan"}
"""Under which kind of address each class stands (design: ontology, section 2.1)."""


def describe_plan(said: Statements, row: Programme) -> None:
    """State one programme, call, project or plan."""
    kind = KINDS[row.kind]
    iri = thing(kind, row.key)
    said.places[iri] = row.place
    said.core(iri, RDF.type, SG[row.kind])
    said.core(iri, SKOS.prefLabel, Literal(row.label, lang=row.lang))
    said.core(iri, DCT.isPartOf, thing(kind, row.part_of) if row.part_of else None)
    said.core(iri, PROV.wasAttributedTo, *(thing("actor", key) for key in row.run_by))
    said.core(iri, SG.underProgramme, thing("programme", row.programme) if row.programme else None)
    said.core(iri, SG.ceiling, number(row.ceiling))
    said.core(iri, SG.currency, Literal(row.currency) if row.currency else None)
    said.core(iri, SG.topic, *(concept("topic", slug) for slug in row.topics))
    said.core(iri, SG.legalBasis, *(concept("legal-basis", slug) for slug in row.legal_basis))
    said.core(iri, DCT.issued, dated(row.issued))
    said.during(iri, row.period)
    said.core(iri, SG.supportedBy, *(thing("claim", key) for key in row.claims))
    said.note(iri, row.note)
