"""What a version says of itself as a whole: VoID, the DCAT-AP catalogue, provenance and quality.

``/void.ttl`` and the others are the files of the version's ``description/``, with the addresses of
this server in place of the canonical ones. The catalogue tells the versions at hand beside it.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from flask import Blueprint, Response, make_response, redirect, request

from samgraf.cataloguing.addresses import mapped
from samgraf.cataloguing.series import earlier, without_services
from samgraf.errors import QueryRefused
from samgraf.namespaces import PREFIXES
from samgraf.store.names import version_of
from samgraf.store.versions import DESCRIPTION, Versions
from samgraf.terms import (
    ADMS,
    AUTHORITY,
    BASE,
    COUNTRY,
    DCATAP,
    DQV,
    FORMATS,
    LDQD,
    MEDIA,
    SD,
    SDMX,
    SPDX,
    VCARD,
    VOID,
)

from . import negotiation
from .openapi_table import DOCUMENT, operations
from .site import site
from .subject import DATA

blueprint = Blueprint("catalogue", __name__)

WELL_KNOWN = "/.well-known/void"
PAGE = "/download"
"""What a browser gets in place of the catalogue."""

MOST_VERSIONS = 12
"""So many versions the catalogue tells of, the newest; its words say where there are more."""

_SITE = re.compile(r"https?://[^\s<>\"{}|\\^`]+")
"""What may stand in an IRI; a request may name any host."""
_KEPT = 16  # documents: the Host header makes the addresses, so their number has a bound
Told = tuple[tuple[str, ...], int]
_PREFIXES = {
    **PREFIXES,
    "adms": str(ADMS),
    "authority": str(AUTHORITY),
    "country": str(COUNTRY),
    "dcatap": str(DCATAP),
    "dqv": str(DQV),
    "format": str(FORMATS),
    "ldqd": str(LDQD),
    "media": str(MEDIA),
    "sd": str(SD),
    "sdmx": str(SDMX),
    "spdx": str(SPDX),
    "vcard": str(VCARD),
    "void": str(VOID),
}


@blueprint.get(f"/void{DOCUMENT}", defaults={"name": "void"})
@blueprint.get(f"/void-sources{DOCUMENT}", defaults={"name": "void-sources"})
@blueprint.get(f"/catalog{DOCUMENT}", defaults={"name": "catalog"})
@blueprint.get(f"/provenance{DOCUMENT}", defaults={"name": "provenance"})
@blueprint.get(f"/quality{DOCUMENT}", defaults={"name": "quality"})
def document(name: str, ending: str) -> Response:
    """Give a part of the description as a file."""
    return _answer(name, DATA[ending])


@blueprint.get(WELL_KNOWN)
def well_known() -> Response:
    """Give the VoID description where programs look for it (VoID, section 7.2)."""
    answer = _answer("void", _chosen((*DATA.values(),)))
    answer.headers["Vary"] = "Accept"
    answer.headers["Content-Location"] = "/void.ttl"
    return answer


@blueprint.get("/catalog")
def catalogue() -> Response:
    """Give the catalogue by its IRI; a browser gets the page of files."""
    chosen = _chosen((*DATA.values(), "text/html"))
    answer = make_response(redirect(PAGE, 303)) if chosen == "text/html" else None
    answer = answer or _answer("catalog", chosen)
    answer.headers["Vary"] = "Accept"
    return answer


def _chosen(offers: tuple[str, ...]) -> str:
    chosen = negotiation.best(request.headers.get("Accept", ""), offers)
    if chosen is None:
        raise QueryRefused("not-acceptable", "offered: " + ", ".join(offers))
    return chosen


def _answer(name: str, media_type: str) -> Response:
    here = site()
    versions = Versions(here.settings.build.dir)
    served = version_of(here.version())
    origin = here.origin()
    if not (versions.path(served) / DESCRIPTION).is_dir():
        raise QueryRefused("not-found", _NONE)
    told, more = _told(versions, served) if name == "catalog" else ((served,), 0)
    origin = origin if _SITE.fullmatch(origin) else ""
    body = _written(versions.folder, (told, more), name, media_type, origin)
    answer = make_response(body)
    text = media_type.startswith("text/")
    answer.headers["Content-Type"] = f"{media_type}; charset=utf-8" if text else media_type
    answer.headers["Access-Control-Allow-Origin"] = "*"
    files = (f'</{name}.{e}>; rel="alternate"; type="{t}"' for e, t in DATA.items())
    answer.headers["Link"] = ", ".join(files)
    return answer


_NONE = "this version was made of a file as it stands, so nobody has described it"


def _told(versions: Versions, served: str) -> Told:
    """Return the versions that the catalogue tells of, the served one first, and how many more."""
    described = [v for v in versions.all() if (versions.path(v) / DESCRIPTION).is_dir()]
    others = [v for v in reversed(described) if v != served]
    return (served, *others[: MOST_VERSIONS - 1]), max(0, len(others) - MOST_VERSIONS + 1)


@lru_cache(maxsize=_KEPT)
def _written(folder: Path, told: Told, name: str, media_type: str, origin: str) -> bytes:
    """Write a document in a media type, its addresses those of a site."""
    from samgraf.store.sorting import sorted_graph  # not before: most processes never need it

    graphs = list(_graphs(folder, told, name))
    if origin:
        graphs = [mapped(graph, origin) for graph in graphs]
    first = f"{BASE}catalog" if name == "catalog" else f"{BASE}versions/{told[0][0]}"
    return sorted_graph(graphs, media_type, first, _PREFIXES)


def _graphs(folder: Path, told: Told, name: str) -> Iterator[bytes]:
    """Yield what a document is joined of, in N-Triples."""
    versions, more = told
    described = [_read(folder, version, name) for version in versions]
    known = frozenset(operation.path.removeprefix("/") for operation in operations())
    yield without_services(described[0], known)
    if name == "catalog":
        yield from earlier(versions, described, more)


def _read(folder: Path, version: str, name: str) -> bytes:
    return (Versions(folder).path(version) / DESCRIPTION / f"{name}.nt").read_bytes()
