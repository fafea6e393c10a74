"""Where our IRIs begin and the prefixes of our messages, as plain text that costs no import."""

BASE = "https://w3id.org/samgraf/"
"""Where every canonical IRI of ours begins."""

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "oa": "http://www.w3.org/ns/oa#",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "pav": "http://purl.org/pav/",
    "prov": "http://www.w3.org/ns/prov#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "schema": "http://schema.org/",
    "sg": BASE + "ontology#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
"""The prefixes that our data, queries and messages use."""

ONTOLOGY = BASE + "ontology"
SHAPES = BASE + "shapes#"
CODES = BASE + "code/"
REGIONS = CODES + "region/"
"""Territories are facts, although they have the addresses of codes."""
COUNTRIES = "http://publications.europa.eu/resource/authority/country/"
_THINGS = (
    "actor", "call", "claim", "event", "plan", "programme", "project", "relation", "source",
)  # fmt: skip
_SCHEMES = (
    "body-kind", "change-kind", "completeness", "form", "funding-status", "governance",
    "legal-basis", "link-set", "obligation", "rank", "reading", "region", "region-level", "role",
    "topic",
)  # fmt: skip
FAMILIAR = {
    **PREFIXES,
    "code": CODES,
    "country": COUNTRIES,
    **{kind: f"{BASE}id/{kind}/" for kind in _THINGS},
    **{scheme: f"{CODES}{scheme}/" for scheme in _SCHEMES},
}
"""The prefixes that a file of facts is likely to use: things and code lists too."""
SHACL = "http://www.w3.org/ns/shacl#"
