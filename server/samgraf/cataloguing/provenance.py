"""How a version was made, in PROV: from which files and sources, by which program.

https://www.w3.org/TR/prov-o/. There is no time in it: a build tells no clock, so that the same
input gives the same bytes. What the data speak for is the data date.
"""

from collections.abc import Iterator

from rdflib import Literal, URIRef

from samgraf.terms import DCT, PROV, RDF, RDFS, SPDX, XSD

from .version import Version
from .writing import Triple, english

SHA256 = SPDX.checksumAlgorithm_sha256
"""The algorithm, as https://spdx.org/rdf/terms names it."""


def provenance(version: Version) -> Iterator[Triple]:
    """Yield every triple about the making of a version."""
    build, program = version.part("build"), version.part("program")
    yield version.iri, RDF.type, PROV.Entity
    yield version.iri, PROV.wasGeneratedBy, build
    yield build, RDF.type, PROV.Activity
    yield build, RDFS.label, english("Reading, checking and deriving")
    yield build, PROV.wasAssociatedWith, program
    yield program, RDF.type, PROV.SoftwareAgent
    yield program, RDFS.label, english(f"samgraf {version.software}")
    yield program, DCT.identifier, Literal(f"samgraf {version.software}")
    for name in sorted(version.inputs):
        file = version.part(f"input/{name}")
        yield file, RDF.type, PROV.Entity
        yield file, RDFS.label, Literal(name)
        yield build, PROV.used, file
        yield version.iri, PROV.wasDerivedFrom, file
        yield from checksum(file, version.inputs[name])
    for source in version.sources:
        yield version.iri, PROV.hadPrimarySource, URIRef(source)


def checksum(of: URIRef, sha256: str) -> Iterator[Triple]:
    """Tell the SHA-256 of a file, given in hexadecimal digits."""
    node = URIRef(f"{of}.sha256")
    yield of, SPDX.checksum, node
    yield node, RDF.type, SPDX.Checksum
    yield node, SPDX.algorithm, SHA256
    yield SHA256, RDF.type, SPDX.ChecksumAlgorithm
    yield node, SPDX.checksumValue, Literal(sha256, datatype=XSD.hexBinary)
