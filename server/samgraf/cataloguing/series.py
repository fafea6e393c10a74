"""The catalogue of a site: that of the served version, with the other versions at hand.

Which versions are at hand is no part of any of them; so their order is told when it is served.
"""

from collections.abc import Collection, Iterator, Sequence
from itertools import pairwise

from rdflib import URIRef

from samgraf.terms import ADMS, BASE, DCAT, RDF, dataset

from .services import services
from .writing import english, ntriples

ALL = URIRef(BASE)
_CATALOGUE = f"<{BASE}catalog"


def without_services(described: bytes, known: Collection[str]) -> bytes:
    """Leave out the services whose path a site does not answer, and what leads to them."""
    strange = [s for s in services(ALL) if s.path not in known]
    terms = [f"<{s.iri}>".encode() for s in strange]
    terms += [f"<{BASE}{s.path}".encode() for s in strange]
    lines = described.splitlines(keepends=True)
    return b"".join(line for line in lines if not any(term in line for term in terms))


def earlier(versions: Sequence[str], catalogues: Sequence[bytes], more: int) -> Iterator[bytes]:
    """Yield what the catalogues of other versions tell of their data sets, and the order of all.

    The first version is the served one; ``more`` are at hand and not told of. Versions are named by
    their data dates; of one day only the name decides which of two is the earlier.
    """
    for version, catalogue in zip(versions[1:], catalogues[1:], strict=True):
        yield _datasets(version, catalogue)
    yield ntriples(_order(versions))
    if more:
        yield ntriples([(ALL, ADMS.versionNotes, english(f"{more} older versions are left out."))])


def _order(versions: Sequence[str]) -> Iterator[tuple[URIRef, URIRef, URIRef]]:
    yield ALL, DCAT.hasCurrentVersion, dataset(versions[0])
    yield ALL, RDF.type, DCAT.DatasetSeries
    ordered = sorted(versions)
    yield from ((ALL, DCAT.hasVersion, dataset(version)) for version in ordered)
    for before, after in pairwise(ordered):
        yield dataset(after), DCAT.previousVersion, dataset(before)
        yield dataset(after), DCAT.prev, dataset(before)
    yield ALL, DCAT.first, dataset(ordered[0])
    yield ALL, DCAT.last, dataset(ordered[-1])


def _datasets(version: str, catalogue: bytes) -> bytes:
    """Return what a catalogue says of a version as a whole: itself, its period and its files."""
    iri = str(dataset(version))
    listed = f"<{iri}> <{DCAT.distribution}> ".encode()
    lines = catalogue.splitlines(keepends=True)
    files = [line.split(b" ")[2][:-1] for line in lines if line.startswith(listed)]
    own = tuple(f"<{name}".encode() for name in (f"{iri}>", f"{iri}#temporal", f"{iri}#provenance"))
    starts = (*own, *(start for file in files for start in (file + b">", file + b".sha256>")))
    named = (f"<{iri}".encode(), _CATALOGUE.encode(), f"<{ALL}>".encode())
    others = (line for line in lines if not line.startswith(named))  # formats, lists, licence
    kept = [line for line in lines if line.startswith(starts)]
    member = ntriples([(URIRef(f"{BASE}catalog"), DCAT.dataset, dataset(version))])
    return b"".join([member, *kept, *others])
