"""The data of a thing or a code, in parts where much takes part in it.

The first part holds its own statements; every part holds some of the relations, claims and other
things that name it. Where there are several, the document is a ``hydra:Collection``, each part a
``hydra:PartialCollectionView`` (Hydra core vocabulary, section 6), and the Link header leads on:
nothing that is a part looks whole.
"""

from dataclasses import dataclass

from flask import Response, abort, make_response, request

from samgraf.namespaces import PREFIXES

from . import profiles, subject
from .site import site
from .subject import DATA, Subject

PART = 25
"""Things that name a thing in one part of its data: 200 kB of N-Triples at most, in real data."""

_HYDRA = "http://www.w3.org/ns/hydra/core#"
_PREFIXES = {**PREFIXES, "hydra": _HYDRA}
_RDF_TYPE = PREFIXES["rdf"] + "type"
_NAMES = {"prev": "previous"}
"""What Hydra calls a relation of links otherwise."""
_LINES = "application/n-triples"
_DIGITS = 6


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a data document."""

    document: str
    """The address of the first part, absolute."""
    number: int
    count: int
    items: tuple[str, ...]
    """What is in it, by IRI."""
    total: int

    def address(self, number: int) -> str:
        """Return the address of a part."""
        return f"{self.document}?page={number}" if number > 1 else self.document

    def others(self) -> list[tuple[str, str]]:
        """Return relation and address of the first, last and neighbouring parts."""
        if self.count == 1:
            return []
        numbers = {"first": 1, "prev": self.number - 1, "next": self.number + 1, "last": self.count}
        return [(r, self.address(n)) for r, n in numbers.items() if 1 <= n <= self.count]


def data_of(iri: str, media_type: str) -> Response:
    """Give the data of a thing in a media type: the part that the request asks for."""
    from samgraf.store.sorting import sorted_graph  # not before: most processes never need it

    about = subject.of(iri)
    part = _part(about, media_type)
    body = sorted_graph(_graphs(about, part), media_type, iri, _PREFIXES)
    answer = make_response(body)
    answer.headers["Content-Type"] = media_type
    answer.headers["Vary"] = "Accept, Accept-Profile"
    answer.headers["Content-Profile"] = f"<{profiles.OWN.iri}>"
    answer.headers["Access-Control-Allow-Origin"] = "*"
    links = [f'<{address}>; rel="{relation}"' for relation, address in part.others()]
    answer.headers["Link"] = ", ".join([profiles.links(about, profiles.OWN), *links])
    return answer


def _part(about: Subject, media_type: str) -> Part:
    """Return the part that is asked for by ``page=``; one that is not there is not found."""
    items = _items(about.iri)
    ending = next(ending for ending, known in DATA.items() if known == media_type)
    count, number = max(1, -(-len(items) // PART)), _number()
    if number > count:
        abort(404)
    shown = tuple(items[PART * (number - 1) : PART * number])
    document = f"{site().origin()}{about.data}.{ending}"
    return Part(document, number, count, shown, len(items))


def _number() -> int:
    text = request.args.get("page", "1")
    if not (text.isascii() and text.isdigit() and len(text) <= _DIGITS and int(text)):
        abort(404)
    return int(text)


def _items(iri: str) -> list[str]:
    """Return the IRIs of all that names a thing, but for its own hash nodes, sorted."""
    rows = site().rows("pages/data-items", thing=f"<{iri}>")
    names = rows[0]["items"].value.split() if rows and "items" in rows[0] else []
    return sorted(name for name in names if name != iri and not name.startswith(iri + "#"))


def _graphs(about: Subject, part: Part) -> list[bytes]:
    """Return what a part is joined of, in N-Triples."""
    here, term = site(), f"<{about.iri}>"
    graphs = [_told(about, part)]
    if part.number == 1:
        graphs.append(here.graph("pages/data", _LINES, thing=term))
    if part.items:
        ends = {"from": f'"{part.items[0]}"', "to": f'"{part.items[-1]}"'}
        graphs.append(here.graph("pages/data-part", _LINES, thing=term, **ends))
    return graphs


def _told(about: Subject, part: Part) -> bytes:
    """Say of a part that it is one, and which others there are; nothing of the only one."""
    if part.count == 1:
        return b""
    whole, here = part.document, part.address(part.number)
    integer = PREFIXES["xsd"] + "integer"
    triples = [
        (whole, _RDF_TYPE, f"<{_HYDRA}Collection>"),
        (whole, PREFIXES["foaf"] + "primaryTopic", f"<{about.iri}>"),
        (whole, f"{_HYDRA}totalItems", f'"{part.total}"^^<{integer}>'),
        (whole, f"{_HYDRA}view", f"<{here}>"),
        (here, _RDF_TYPE, f"<{_HYDRA}PartialCollectionView>"),
        *((here, _HYDRA + _NAMES.get(rel, rel), f"<{to}>") for rel, to in part.others()),
    ]
    return "".join(f"<{s}> <{p}> {o} .\n" for s, p, o in triples).encode()
