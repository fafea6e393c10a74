"""What can be chosen by name on the command line; nothing else is imported for it."""

TABLES = {
    "csv": "text/csv",
    "json": "application/sparql-results+json",
    "xml": "application/sparql-results+xml",
    "tsv": "text/tab-separated-values",
}
"""Formats of a SELECT's or ASK's answer, and their media types."""

GRAPHS = {
    "ttl": "text/turtle",
    "nt": "application/n-triples",
    "jsonld": "application/ld+json",
}
"""Formats of a CONSTRUCT's or DESCRIBE's answer, and their media types."""

FORMATS = (*TABLES, *GRAPHS)
ENGINES = ("samgraf", "pyshacl")
SYNTAXES = ("turtle", "n-triples", "trig", "n-quads", "json-ld", "rdf-xml", "csv")
ENDINGS = ("ttl", "nt", "nq", "jsonld", "rdf")
"""Other names of syntaxes: the endings of their files."""
REPORTS = ("text", "json", "turtle", "sarif", "github", "html")

WHOLE = ("nquads", "trig")
"""What the whole graph is exported as."""
NETWORKS = ("graphml", "gexf", "edges", "nodes")
"""What a network is exported as; those of ``networks.asked``."""
MODES = ("one", "two")
WEIGHTS = ("count", "newman")

DIFFERENCES = ("text", "json", "patch", "added", "removed")
"""How a difference is written: in words, for programs, as RDF Patch, as N-Quads of one side."""
