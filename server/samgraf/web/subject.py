"""What a page is about: a thing or a code, by its IRI and all its addresses.

``things`` and ``codes`` set it for a request; the foot and the head of a page are made from it.
"""

from dataclasses import dataclass
from urllib.parse import quote

from flask import g

from samgraf.terms import BASE, ID

from .site import Rows, site
from .views import Value, heading

DATA = {
    "ttl": "text/turtle",
    "jsonld": "application/ld+json",
    "nt": "application/n-triples",
    "rdf": "application/rdf+xml",
}
"""The endings of data files and their media types."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing or a code: its canonical IRI, and where its page, its data and its citations are."""

    iri: str
    page: str
    data: str
    cite: str

    def link(self) -> str:
        """Write the Link header of its pages and data: the canonical IRI and every other form."""
        files = (f'<{self.data}.{e}>; rel="alternate"; type="{t}"' for e, t in DATA.items())
        page = f'<{self.page}>; rel="alternate"; type="text/html"'
        return ", ".join((f'<{ascii_of(self.iri)}>; rel="canonical"', page, *files))

    def statements(self) -> Rows:
        """Return what the default graph says of it."""
        return site().rows("pages/statements", thing=f"<{self.iri}>")

    def heading(self) -> Value:
        """Return its name, as the head of its page has it."""
        return heading(self.statements(), self.iri)


def of(iri: str) -> Subject:
    """Return the addresses of a thing or a code from its canonical IRI."""
    if iri.startswith(ID):
        path = ascii_of(iri.removeprefix(ID))
        return Subject(iri, f"/page/{path}", f"/data/{path}", f"/cite/{path}")
    path = ascii_of(iri.removeprefix(BASE))
    return Subject(iri, f"/{path}", f"/{path}", f"/cite/{path}")


def ascii_of(iri: str) -> str:
    """Write an IRI as the URI that headers and links of HTTP may hold (RFC 3987, section 3.1)."""
    return quote(iri, safe="%/:=&?~#+!$,;'@()*[]")


def show(iri: str) -> Subject:
    """Make a thing or a code what the page of this request is about."""
    subject = g.subject = of(iri)
    return subject


def current() -> Subject | None:
    """Return what the page of this request is about, None for a page that is about no thing."""
    found: Subject | None = g.get("subject")
    return found
