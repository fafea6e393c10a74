"""For programs that walk the site: what they may fetch, and the address of every page.

Sitemaps as in https://www.sitemaps.org/protocol.html: an index, and parts of bounded size.
"""

from collections.abc import Iterable
from xml.sax.saxutils import escape

from flask import Blueprint, Response, abort, make_response

from . import subject
from .library import library
from .library_service import PATH
from .site import site

blueprint = Blueprint("crawling", __name__)

PART = 5000
"""Addresses in one part: under 1 MB; the protocol allows 50,000."""

_SERVICE = (
    "/",
    "/about/limits",
    "/about/quality",
    "/code",
    "/lookup",
    "/networks",
    "/ontology",
    "/queries",
    "/reconcile",
    "/search",
    "/shapes",
    "/sparql",
    "/validate",
)
_NOT_WALKED = (
    "/cite/", "/lookup?", "/networks/", "/networks?", "/q/", "/queries/*?", "/reconcile/",
    "/reconcile?queries=", "/search.csv", "/search.json", "/sparql?", "/sparql/picture",
    "/sparql/plan", "/store", "/suggest", "/*?*version=",
)  # fmt: skip
"""What has no end or says nothing that the pages do not say."""

_SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Say what programs need not fetch, and where the addresses are."""
    closed = "".join(f"Disallow: {path}\n" for path in _NOT_WALKED)
    text = f"User-agent: *\n{closed}Allow: /\n\nSitemap: {site().origin()}/sitemap.xml\n"
    answer = make_response(text)
    answer.headers["Content-Type"] = "text/plain; charset=utf-8"
    return answer


@blueprint.get("/sitemap.xml")
def index() -> Response:
    """Name every part of the list of addresses."""
    parts = range(1, -(-len(_paths()) // PART) + 1)
    return _written("sitemapindex", "sitemap", (f"/sitemap-{number}.xml" for number in parts))


@blueprint.get("/sitemap-<int:number>.xml")
def part(number: int) -> Response:
    """Give one part of the list of addresses."""
    paths = _paths()[PART * (number - 1) : PART * number] if number else []
    if not paths:
        abort(404)
    return _written("urlset", "url", paths)


def _paths() -> list[str]:
    """Return the path of every page, sorted; made once for each version."""
    return site().once("paths", _found)


def _found() -> list[str]:
    rows = site().rows("pages/addresses")
    iris = rows[0]["iris"].value.split() if rows and "iris" in rows[0] else []
    questions = (PATH + query.slug for query in library())
    return sorted({*_SERVICE, *questions, *(subject.of(iri).page for iri in iris)})


def _written(outer: str, inner: str, paths: Iterable[str]) -> Response:
    origin, day = site().origin(), site().manifest()["data_date"]
    lines = (
        f"<{inner}><loc>{escape(origin + path)}</loc><lastmod>{day}</lastmod></{inner}>\n"
        for path in paths
    )
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<{outer} xmlns="{_SPACE}">\n'
    answer = make_response(head + "".join(lines) + f"</{outer}>\n")
    answer.headers["Content-Type"] = "application/xml; charset=utf-8"
    return answer
