"""What a file of a version holds, and in which format, in words."""

from flask_babel import gettext

from samgraf.dumps.listing import Content

from .dumps import Dump

_FORMATS = {
    "application/n-quads": "N-Quads",
    "application/n-triples": "N-Triples",
    "application/trig": "TriG",
    "application/ld+json": "JSON-LD",
    "text/turtle": "Turtle",
    "text/csv": "CSV",
    "application/graphml+xml": "GraphML",
    "application/json": "JSON",
    "application/csvm+json": "JSON",
    "text/plain": "SHA-256",
}
_PACKED = {"application/gzip": "gzip", "application/zstd": "zstd", "application/zip": "zip"}


def format_of(dump: Dump) -> str:
    """Name the format of a file, and its compression."""
    form = _FORMATS.get(dump.told.media_type, dump.told.media_type)
    packed = _PACKED.get(dump.compression, "")
    return f"{form}, {packed}" if packed else form


def holds(content: Content) -> str:
    """Say what a file holds; a graph is told by its address."""
    if content.holds == "table":
        return _tables().get(content.table or "", "")
    if content.holds == "graph":
        return (content.graph or "").partition("/graph/")[2]
    if content.holds == "description":
        return _descriptions().get(content.stem, "")
    return _others().get(content.holds, "")


def _descriptions() -> dict[str, str]:
    return {
        "datapackage.json": gettext("the tables described: Frictionless Data Package"),
        "csv-metadata.json": gettext("the tables described: CSV on the Web"),
    }


def _tables() -> dict[str, str]:
    return {
        "actors": gettext("municipalities, regions, agencies and networks"),
        "names": gettext("their names by language and time"),
        "codes": gettext("their official codes by register and time"),
        "memberships": gettext("who was in which network, from when to when, and who says so"),
        "cooperations": gettext("cooperation of networks and their members"),
        "fundings": gettext("who paid for what, and how much"),
        "events": gettext("mergers and other changes"),
        "sources": gettext("the sources and their licences"),
        "claims": gettext("what each source states, believed or not"),
    }


def _others() -> dict[str, str]:
    return {
        "tables": gettext("all tables, with their descriptions"),
        "named-graphs": gettext("everything: each graph by its name, one for each source"),
        "merged": gettext(
            "the default graph of the endpoint: all statements merged, without graphs"
        ),
        "rdf-1.2": gettext("everything, and who says each statement, as triple terms of RDF 1.2"),
        "reifiers": gettext("who says each statement, alone; RDF 1.2"),
        "network-of-members": gettext("who was in which network at the end of the year"),
        "network-of-shared-bodies": gettext("who shared networks with whom at the end of the year"),
        "ontology": gettext("the ontology and the code lists"),
        "shapes": gettext("the rules as SHACL"),
        "sums": gettext("the digests of all files, for sha256sum -c"),
    }
