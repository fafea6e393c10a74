"""The data set in the terms of schema.org, as data search engines read it in a page.

https://schema.org/Dataset. The home page tells what it is, the page of files its files too.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from samgraf.store.versions import Versions
from samgraf.terms import BASE

from . import dumps
from .about import country_name
from .languages import reader
from .references import AUTHOR, NAME
from .shown import COUNTRIES
from .site import site
from .words import words

FILES = "/download"
PAGES = ("/", FILES)
"""The pages that are about the whole data set."""

LICENCE = "https://creativecommons.org/licenses/by/4.0/"
_PARTS = ("graph-source-", "members-", "shared-")
"""How the names of files begin that are one of very many: of each source, of each year."""

_MEDIA_TYPES = {
    "csv": "text/csv",
    "jsonld": "application/ld+json",
    "json": "application/json",
    "nq": "application/n-quads",
    "nt": "application/n-triples",
    "trig": "application/trig",
    "ttl": "text/turtle",
    "txt": "text/plain",
    "zip": "application/zip",
}
Node = dict[str, object]


def whole(path: str) -> Node:
    """Describe the data set for one of its pages."""
    manifest = site().manifest()
    statistics: Mapping[str, Sequence[Sequence[str]]] = manifest["statistics"]
    maker = {"@type": "Organization", "name": AUTHOR, "url": BASE}
    found: Node = {
        "@type": "Dataset",
        "@id": BASE,
        "name": NAME,
        "description": _(
            "Who works with whom in the Nordic public sector, on what, since when, paid by whom, "
            "and who says so."
        ),
        "url": site().origin() + path,
        "identifier": BASE,
        "version": site().version(),
        "dateModified": manifest["data_date"],
        "license": LICENCE,
        "isAccessibleForFree": True,
        "inLanguage": reader(),
        "creator": maker,
        "publisher": maker,
        "spatialCoverage": [*_places(statistics)],
        "temporalCoverage": _time(statistics, manifest["data_date"]),
    }
    if path == FILES:
        found |= _contents(statistics, manifest["version"])
    return {name: value for name, value in found.items() if value}


def _contents(statistics: Mapping[str, Any], version: str) -> Node:
    """Tell what is counted in the data set, and its files."""
    origin = site().origin()
    return {
        "variableMeasured": [
            {"@type": "PropertyValue", "name": words(kind), "value": int(number)}
            for kind, number, *_rest in (*statistics["relations"], *statistics["evidence"])
        ],
        "distribution": [*_files(version)],
        "includedInDataCatalog": {
            "@type": "DataCatalog",
            "name": NAME,
            "url": f"{origin}/catalog.ttl",
        },
        "sdPublisher": {"@type": "Organization", "name": AUTHOR},
    }


def _files(version: str) -> Iterator[Node]:
    """Tell of the files; of those of one source or one year only the page tells."""
    origin = site().origin()
    for dump in dumps.of(Versions(site().settings.build.dir), version):
        if dump.name.startswith(_PARTS):
            continue
        plain = dump.name.removesuffix(".gz").removesuffix(".zst")
        yield {
            "@type": "DataDownload",
            "name": dump.name,
            "contentUrl": origin + dump.address,
            "encodingFormat": _MEDIA_TYPES.get(plain.rpartition(".")[2]),
            "contentSize": f"{dump.size} B",
            "sha256": dump.sha256,
            "license": LICENCE,
        }


def _places(statistics: Mapping[str, Any]) -> Iterator[Node]:
    """Name the Nordic countries that actors are of."""
    codes = {row[1].rpartition("/")[2] for row in statistics.get("actors", [])}
    for code in sorted(codes & COUNTRIES.keys()):
        yield {"@type": "Place", "name": country_name(site(), code)}


def _time(statistics: Mapping[str, Any], last: str) -> str:
    """Return the time that facts are of, as ISO 8601 writes an interval."""
    first = [row[0] for row in statistics.get("period", []) if row[0]]
    return f"{first[0]}/{last}" if first else ""
