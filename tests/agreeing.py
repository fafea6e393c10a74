"""Hold the page of a thing to its data: what one says of the thing, the other says too.

The page is read as a browser reads it (html5rdf follows the HTML standard). Sections that tell what
follows from data of other things are left out: ``DERIVED``.
"""

import re
import unicodedata
from collections.abc import Iterator, Set
from dataclasses import dataclass, field
from functools import cached_property
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

import html5rdf
from babel import Locale
from rdflib import Graph, URIRef
from rdflib.term import Node

from samgraf.terms import BASE, DCT, GEO, ID, PROV, RDFS, SG, SKOS
from samgraf.web.addresses import shown_iri
from samgraf.web.reused import REUSED

DERIVED = {
    *("incoming", "partners", "network", "work", "list", "countries", "cooperations"),
    *("recipients", "sums", "programmes", "given", "received", "relations", "events"),
}
"""Sections (by id) of what follows from other things: lists of them, sums, who meets whom.

Their links are held to the whole graph by a crawl.
"""

AROUND = {"nav", "header", "footer", "svg", "script", "form", "template"}
_NAMES = (SKOS.prefLabel, RDFS.label, DCT.title)
_NAMELESS = tuple(f"{ID}{kind}/" for kind in ("relation", "claim", "event"))
_MANY = 40
"""Of a property with more values a page may leave some out."""
_FIGURE = re.compile(r"(?<![\w.,-])\d[\d.,-]{1,}\d(?![\w-])")
"""A date, a year, a code or a number as a page writes it; from three characters."""

_NODES = {SG.during, SG.evidence, GEO.hasDefaultGeometry}
"""Properties whose objects are nodes of the thing itself, not shown by their IRI."""


def parsed(page: str) -> Element:
    """Read a page as a tree of elements."""
    found: Element = html5rdf.parse(page, treebuilder="etree", namespaceHTMLElements=False)
    return found


def plain(text: str) -> str:
    """Return text without marks that are not seen, spaces made one, grouped digits together."""
    seen = "".join(c for c in text if unicodedata.category(c) != "Cf")
    return re.sub(r"(?<=\d)[\u00a0\u202f](?=\d)", "", seen).strip()


def squeezed(text: str) -> str:
    """Return text on one line."""
    return plain(re.sub(r"[ \t\r\n\f]+", " ", text))


def meant(link: str) -> str:
    """Return the IRI that a link of the site stands for."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc:
        return link.partition("#:~:")[0]
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    path = unquote(parts.path).removeprefix("/page/")
    return unquote((ID + path if parts.path.startswith("/page/") else BASE + path[1:]) + fragment)


@dataclass
class Shown:
    """What a page shows: elements of the main part that are no way around the site."""

    root: Element
    elements: list[Element] = field(default_factory=list)

    @classmethod
    def of(cls, page: str) -> "Shown":
        """Read a page; sources that only derived sections lead to are left out with them."""
        main = parsed(page).find(".//main")
        assert main is not None, "a page without a main part"
        kept = list(_kept(main))
        own = {e.get("href") for e in kept if e.tag == "a"}
        of_derived = {e.get("href") for e in main.iter("a")} - own
        apart = [e for e in kept if e.tag == "li" and f"#{e.get('id')}" in of_derived]
        left = {id(part) for e in apart for part in e.iter()}
        return cls(main, [e for e in kept if id(e) not in left])

    def rows(self) -> Iterator[tuple[str, Element]]:
        """Yield each row of a table of statements: the IRI of its property, and its cell."""
        for row in (e for e in self.elements if e.tag == "tr"):
            head, cell = row.find("th"), row.find("td")
            if head is None or cell is None:
                continue
            property = head.get("title") or ""
            if property.startswith("http"):
                yield property, cell

    def links(self) -> list[str]:
        """Return where the links of the main part lead to, without those to places of the page."""
        found = (e.get("href", "") for e in self.elements if e.tag == "a")
        return [link for link in found if link and not link.startswith("#")]

    @cached_property
    def text(self) -> str:
        """All text of the main part on one line, what is drawn or folded too."""
        return squeezed(" ".join(self.root.itertext()))

    @cached_property
    def all_links(self) -> set[str]:
        """The IRIs that all links of the main part stand for."""
        return {meant(e.get("href", "")) for e in self.root.iter("a")}


def _kept(element: Element) -> Iterator[Element]:
    """Yield the elements below one, but for what leads around the site and what is derived."""
    for child in element:
        if child.tag in AROUND or child.get("id") in DERIVED or child.get("class") == "fmt":
            continue
        yield child
        yield from _kept(child)


def disagreements(page: str, graph: Graph, iri: str, beside: Set[str] = frozenset()) -> list[str]:
    """Tell where a page and the data of its thing differ, in words.

    ``beside`` has what a page may link to though the data do not name it: the sources in whose
    graphs statements of the thing stand, and where they are found.
    """
    shown = Shown.of(page)
    return [
        *_heading(shown, graph, URIRef(iri)),
        *_statements(shown, graph),
        *_relations(shown, graph),
        *_links(shown, graph, beside | {iri}),
        *_figures(shown, graph),
        *_missing(shown, graph, URIRef(iri)),
    ]


def _heading(shown: Shown, graph: Graph, thing: URIRef) -> Iterator[str]:
    """A thing is headed by one of its names; without any, by its address or by what it relates."""
    names = {squeezed(str(o)) for p in _NAMES for o in graph.objects(thing, p)}
    heading = next((e for e in shown.elements if e.tag == "h1"), None)
    text = "" if heading is None else squeezed("".join(heading.itertext()))
    if not names and not str(thing).startswith(_NAMELESS):
        names = {squeezed(shown_iri(str(thing)))}
    if not text or (names and not any(name in text for name in names)):
        yield f"the heading {text!r} is no name of it"


def _statements(shown: Shown, graph: Graph) -> Iterator[str]:
    """Each value in a row of a property is an object of that property."""
    for property, cell in shown.rows():
        objects = set(graph.objects(None, URIRef(property)))
        iris = {unquote(str(o)) for o in objects}
        words = _words(graph, objects)
        for link in cell.iter("a"):
            if meant(link.get("href", "")).partition("#:~:")[0] not in iris:
                yield f"{property}: a link to {link.get('href')} that the data do not have"
            elif squeezed("".join(link.itertext())) not in words:
                yield f"{property}: the words {squeezed(''.join(link.itertext()))!r}"
        for text in _texts(cell):
            if text not in words:
                yield f"{property}: the value {text[:80]!r} that the data do not have"


def _words(graph: Graph, objects: set[Node]) -> set[str]:
    """Return how values may be written: literals, names of things, addresses in short."""
    words = {squeezed(str(o)) for o in objects} | {squeezed(shown_iri(str(o))) for o in objects}
    words |= {REUSED.get(str(o), "") for o in objects}
    words |= {grouped(str(o)) for o in objects}
    words |= {Locale("en").languages.get(str(o), "") for o in objects}
    for value in objects:
        if isinstance(value, URIRef):
            words |= {squeezed(str(name)) for p in _NAMES for name in graph.objects(value, p)}
    return words


def grouped(text: str) -> str:
    """Return a number with its digits in groups, as English pages write it."""
    whole, point, rest = text.partition(".")
    return f"{int(whole):,}{point}{rest}" if re.fullmatch(r"[0-9]+([.][0-9]+)?", text) else text


def _texts(cell: Element) -> Iterator[str]:
    """Yield the values of a cell that are no links; of a date its machine-readable form."""
    for part in cell.iter():
        if part.tag in {"span", "bdi", "time"} and "lbl" not in part.get("class", "").split():
            text = part.get("datetime") or squeezed("".join(part.itertext()))
            if text and not len(part):
                yield text


def _relations(shown: Shown, graph: Graph) -> Iterator[str]:
    """What stands in one row with a relation is a party or a value of it."""
    for row in (e for e in shown.elements if e.tag == "tr"):
        links = {meant(a.get("href", "")) for a in row.iter("a")}
        for link in {link for link in links if link.startswith((ID + "relation/", ID + "event/"))}:
            near = {unquote(str(o)) for _, o in graph.predicate_objects(URIRef(link))}
            for other in {other for other in links if other.startswith(ID + "actor/")} - near:
                yield f"{link}: no party {other}"


def _links(shown: Shown, graph: Graph, beside: Set[str]) -> Iterator[str]:
    """Each link to a thing, or to elsewhere, leads to what the data name."""
    known = {unquote(str(o)) for o in graph.objects()} | {unquote(str(s)) for s in graph.subjects()}
    for link in shown.links():
        found = meant(link)
        of_things = found.startswith(ID) or not found.startswith(BASE)
        if of_things and not {found, found.partition("#")[0]} & (known | beside):
            yield f"a link to {link} that the data do not have"


def _figures(shown: Shown, graph: Graph) -> Iterator[str]:
    """Each date, code and number in a table stands in the data."""
    said = {found for o in {*graph.objects(), *graph.subjects()} for found in figures(str(o))}
    for row in (e for e in shown.elements if e.tag == "tr"):
        for cell in (e for e in row if e.tag in {"td", "th"} and e.get("scope") != "col"):
            for found in sorted(figures(squeezed(" ".join(_without_links(cell)))) - said):
                yield f"the figure {found} that the data do not have"


def figures(text: str) -> set[str]:
    """Return the figures of a text, their thousands together, and of dates the years and months."""
    found = set()
    for figure in _FIGURE.findall(re.sub(r"T\d\d:.*", "", text)):
        date = re.fullmatch(r"(\d{4})(-\d\d)?(-\d\d)?", figure)
        parts = [part or "" for part in date.groups()] if date else [figure]
        found |= {"".join(parts[: n + 1]) for n in range(len(parts))}
    return {re.sub(r"(?<=\d),(?=\d{3}\b)", "", figure) for figure in found}


def _without_links(cell: Element) -> Iterator[str]:
    """Yield the text of a cell, but for that of drawings and links."""
    if cell.tag in {"svg", "a"}:
        return
    if cell.tag == "time":
        yield cell.get("datetime", "")
        return
    yield cell.text or ""
    for child in cell:
        yield from _without_links(child)
        yield child.tail or ""


def _missing(shown: Shown, graph: Graph, thing: URIRef) -> Iterator[str]:
    """Each statement of the thing stands on the page."""
    for property in set(graph.predicates(thing)) - _NODES:
        objects = sorted(graph.objects(thing, property), key=str)
        missing = [o for o in objects if not _stands(shown, graph, o)]
        if missing and len(objects) - len(missing) < _MANY:
            yield f"{property}: {missing[0]} is not on the page ({len(missing)} values)"
    for node in {*graph.subjects(PROV.specializationOf, thing)}:
        for value in graph.objects(node, SG.officialCode):
            if not _stands(shown, graph, value):
                yield f"the code {value} is not on the page"


def _stands(shown: Shown, graph: Graph, value: Node) -> bool:
    """Say whether a value stands on a page: a literal as text, a thing as a link or its name."""
    text = squeezed(str(value))
    if isinstance(value, URIRef):
        if unquote(text) in shown.all_links or shown_iri(text) in shown.text:
            return True
        names = [squeezed(str(name)) for p in _NAMES for name in graph.objects(value, p)]
        names.append(REUSED.get(str(value), ""))
        return any(name and name in shown.text for name in names)
    if text in shown.text or grouped(text) in shown.text:
        return True
    if Locale("en").languages.get(text, text) in shown.text:
        return True
    return text in {e.get("datetime") for e in shown.root.iter("time")}
