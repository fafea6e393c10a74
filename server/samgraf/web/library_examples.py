"""``/.well-known/sparql-examples``: the library as data, in the vocabulary of SIB's collections.

https://github.com/sib-swiss/sparql-examples: each question is a ``sh:SPARQLExecutable`` with its
text, what it asks, its keywords, the endpoint that it is for and the prefixes that it uses. The
text is that of the file with the usual values in ``VALUES``, so that it runs as it stands.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from flask import Blueprint, Response, make_response, redirect, request

from samgraf.errors import QueryRefused
from samgraf.queries import NamedQuery
from samgraf.store.mentions import mentions
from samgraf.terms import DCT, EXAMPLES_SCHEMA, OWL, RDF, RDFS, SH, SPEX, XSD

from . import negotiation
from .library import library
from .library_service import PATH
from .library_text import with_values
from .listing import iri, literal
from .site import site

blueprint = Blueprint("library_examples", __name__)

ADDRESS = "/.well-known/sparql-examples"
_OFFERS = ("text/turtle", "application/ld+json", "application/n-triples", "text/html")
_FORMS = {
    "select": ("SPARQLSelectExecutable", str(SH.select)),
    "ask": ("SPARQLAskExecutable", str(SH.ask)),
    "construct": ("SPARQLConstructExecutable", str(SH.construct)),
    "describe": ("SPARQLDescribeExecutable", str(SPEX.describe)),
}
_PREFIXES = {
    "dct": str(DCT),
    "owl": str(OWL),
    "rdf": str(RDF),
    "rdfs": str(RDFS),
    "schema": str(EXAMPLES_SCHEMA),
    "sh": str(SH),
    "spex": str(SPEX),
    "xsd": str(XSD),
}


@dataclass(frozen=True, slots=True)
class Term:
    """One value: an address, or a text with a language or a datatype."""

    value: str
    language: str = ""
    datatype: str = ""
    link: bool = False

    def n3(self) -> str:
        """Write it as a term of N-Triples."""
        if self.link:
            return iri(self.value)
        tail = f"^^{iri(self.datatype)}" if self.datatype else ""
        return literal(self.value, self.language) + tail

    def json(self) -> str | Mapping[str, str]:
        """Write it as a value of JSON-LD, expanded."""
        if self.link:
            return {"@id": self.value}
        more = {"@language": self.language} if self.language else {}
        more |= {"@type": self.datatype} if self.datatype else {}
        return {"@value": self.value, **more}


Node = tuple[str, Sequence[tuple[str, Term]]]
"""An address, and what is said of it."""


@blueprint.get(ADDRESS)
def examples() -> Response:
    """Give every question as data; a browser gets the gallery."""
    chosen = negotiation.best(request.headers.get("Accept", ""), _OFFERS)
    if chosen is None:
        raise QueryRefused("not-acceptable", "offered: " + ", ".join(_OFFERS))
    if chosen == "text/html":
        answer = make_response(redirect("/queries", 303))
    else:
        nodes = [*_nodes(site().origin(), library())]
        answer = make_response(_WRITERS[chosen](nodes))
        answer.headers["Content-Type"] = (
            f"{chosen}; charset=utf-8" if chosen.startswith("text/") else chosen
        )
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Vary"] = "Accept"
    return answer


def _nodes(origin: str, every: Sequence[NamedQuery]) -> Iterator[Node]:
    """Yield the prefixes, and each question by the address of its page."""
    prefixes: dict[str, str] = {}
    for query in every:
        prefixes |= mentions(query.text).prefixes
    ours = f"{origin}{ADDRESS}#prefixes"
    declared = [(p, f"{origin}{ADDRESS}#prefix-{p}") for p in sorted(prefixes)]
    said = [(str(RDF.type), Term(str(OWL.Ontology), link=True))]
    yield ours, [*said, *((str(SH.declare), Term(node, link=True)) for _, node in declared)]
    for prefix, node in declared:
        namespace = Term(prefixes[prefix], datatype=str(XSD.anyURI))
        yield node, [(str(SH.prefix), Term(prefix)), (str(SH.namespace), namespace)]
    for query in sorted(every, key=lambda query: query.slug):
        yield f"{origin}{PATH}{query.slug}", [*_said(query, origin, ours)]


def _said(query: NamedQuery, origin: str, prefixes: str) -> Iterator[tuple[str, Term]]:
    kind, text = _FORMS[query.form]
    yield str(RDF.type), Term(str(SH.SPARQLExecutable), link=True)
    yield str(RDF.type), Term(str(SH[kind]), link=True)
    yield str(RDFS.label), Term(query.title, "en")
    yield str(RDFS.comment), Term(query.summary or query.title, "en")
    yield str(SH.prefixes), Term(prefixes, link=True)
    yield text, Term(published(query))
    for tag in query.tags:
        yield str(EXAMPLES_SCHEMA.keywords), Term(tag)
    yield str(EXAMPLES_SCHEMA.target), Term(f"{origin}/sparql", link=True)
    yield str(DCT.identifier), Term(query.slug)


def published(query: NamedQuery) -> str:
    """Return the text of a question with its usual values, which runs as it stands."""
    return with_values(query.text, query.substitutions({}))


def _ntriples(nodes: Sequence[Node]) -> str:
    return "".join(
        f"{iri(node)} {iri(prop)} {term.n3()} .\n" for node, said in nodes for prop, term in said
    )


def _turtle(nodes: Sequence[Node]) -> str:
    """Write each node as one block; texts of several lines keep them."""
    heads = "".join(f"@prefix {name}: <{space}> .\n" for name, space in _PREFIXES.items())
    blocks = (
        f"{iri(node)}\n    " + " ;\n    ".join(f"{_short(p)} {_shown(t)}" for p, t in said) + " .\n"
        for node, said in nodes
    )
    return "\n".join([heads, *blocks])


def _shown(term: Term) -> str:
    if term.link:
        return _short(term.value)
    if "\n" not in term.value:
        return term.n3()
    text = term.value.replace("\\", "\\\\").replace('"', '\\"')
    return f'"""{text}"""'


def _short(address: str) -> str:
    """Write an address with a prefix, where what is left of it is a plain name."""
    for name, space in _PREFIXES.items():
        local = address.removeprefix(space)
        if local != address and local.isalnum():
            return f"{name}:{local}"
    return iri(address)


def _jsonld(nodes: Sequence[Node]) -> str:
    found = []
    for node, said in nodes:
        told: dict[str, object] = {"@id": node}
        for prop in dict.fromkeys(prop for prop, _ in said):
            values = [term for name, term in said if name == prop]
            if prop == str(RDF.type):
                told["@type"] = [term.value for term in values]
            else:
                told[prop] = [term.json() for term in values]
        found.append(told)
    return json.dumps(found, ensure_ascii=False, indent=1) + "\n"


_WRITERS = {
    "text/turtle": _turtle,
    "application/ld+json": _jsonld,
    "application/n-triples": _ntriples,
}
