"""Every public address in words, each with an example that this graph can answer."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from flask_babel import gettext

from samgraf import queries
from samgraf.linking.entries import Entry
from samgraf.linking.search import Asked
from samgraf.store.versions import DUMPS, Versions
from samgraf.terms import VOCAB

from . import dumps
from .library_service import address
from .site import Site

_CITING = "citing.cite"


@dataclass(frozen=True, slots=True)
class Told:
    """One address: how it is written, what it answers, and one to run ('' for none)."""

    pattern: str
    answers: str
    example: str = ""


def told(site: Site, known: Collection[str]) -> list[tuple[str, list[Told]]]:
    """Return the addresses in groups; ``known`` names what this application answers."""
    entry = _example(site)
    groups = [
        (gettext("Things"), [*_things(entry), *(_cited(entry) if _CITING in known else ())]),
        (gettext("Code lists and the ontology"), [*_codes(entry)]),
        (gettext("Search"), [*_search(entry)]),
        (gettext("Matching tables"), [*_reconciling(entry)]),
        (gettext("Queries and graphs"), [*_queries()]),
        (gettext("Networks"), [*_networks()]),
        (gettext("Questions of the library"), [*_library()]),
        (gettext("Checking facts"), [*_checks()]),
        (gettext("Versions"), [*_versions()]),
        (gettext("Files and the service"), [*_service(site)]),
    ]
    return groups


def _example(site: Site) -> Entry | None:
    """Return a municipality to show examples of: one that people know, or the first."""
    for text in ("Haderslev", ""):
        asked = Asked(text, {"kind": "Municipality", "status": "current"}, limit=1)
        hits = site.index().find(asked, counted=False).hits
        if hits:
            return hits[0].entry
    return None


def _things(entry: Entry | None) -> Iterator[Told]:
    path = quote(entry.path.removeprefix("id/")) if entry else ""
    page, data = (f"/page/{path}", f"/data/{path}.ttl") if path else ("", "")
    here = f"/id/{path}" if path else ""
    yield Told("/lookup?iri=", gettext("our thing for an address of others"), "/lookup")
    yield Told(
        "/lookup?scheme=&code=&on=",
        gettext("our thing for an official code, on a day"),
        "/lookup",
    )
    yield Told(
        "/id/{kind}/{key}",
        gettext("the identifier of a thing: leads to its page or its data, as Accept says"),
        here,
    )
    yield Told("/page/{kind}/{key}", gettext("the page of a thing"), page)
    yield Told(
        "/data/{kind}/{key}.{ttl|jsonld|nt|rdf}", gettext("the data of a thing as a file"), data
    )
    yield Told(
        "/data/actor/{key}.{ttl|jsonld|nt|rdf|json}?profile={cpov|schema|popolo|all}",
        gettext("an actor in the terms of another model, also by Accept-Profile"),
        data and f"{data}?profile=cpov",
    )


def _cited(entry: Entry | None) -> Iterator[Told]:
    path = quote(entry.path.removeprefix("id/")) if entry else "dataset"
    words = gettext("how to cite a thing or, as dataset, the whole")
    yield Told("/cite/{kind}/{key}.{bib|ris|json|txt}", words, f"/cite/{path}.bib")


def _codes(entry: Entry | None) -> Iterator[Told]:
    marks = [mark for mark in entry.marks if mark.scheme != "wikidata"] if entry else []
    mark = min(marks, key=lambda mark: len(mark.code), default=None)  # not that of a company
    held = f"/code/{mark.scheme}/{quote(mark.code)}" if mark else ""
    yield Told("/code", gettext("all code lists"), "/code")
    yield Told("/code/{scheme}/{slug}", gettext("a concept of a code list"), "/code/role/member")
    yield Told(
        "/code/{register}/{code}?on={day}",
        gettext("leads to who held an official code on a day; without a day, on the data date"),
        held,
    )
    yield Told("/ontology", gettext("the ontology, as a page or as data"), "/ontology")
    yield Told("/ontology.{ttl|jsonld}", gettext("the ontology as a file"), "/ontology.ttl")


def _search(entry: Entry | None) -> Iterator[Told]:
    name = quote(entry.shown().name) if entry else "a"
    chosen = "kind=CooperationBody&sort=members"
    yield Told("/search?q={text}", gettext("what has such a name or code"), f"/search?q={name}")
    yield Told(
        "/search?kind=&country=&region=&form=&topic=&status=&funded=&on={day}&sort=&view=map&page=",
        gettext("a list by what is chosen, or a map of it"),
        f"/search?{chosen}",
    )
    yield Told(
        "/search.{csv|json|ttl}?…&limit=&page=",
        gettext("the same list as data, up to 1000 things at once; Link leads to the next part"),
        f"/search.csv?{chosen}",
    )
    yield Told(
        "/suggest?q={text}&limit=&lang=",
        gettext("suggestions while typing, as JSON"),
        f"/suggest?q={name[:3] if name.isascii() else name}",
    )


def _reconciling(entry: Entry | None) -> Iterator[Told]:
    name = entry.shown().name if entry else "a"
    path = quote(entry.path) if entry else ""
    asked = urlencode({"queries": json.dumps({"q0": {"query": name}}, ensure_ascii=False)})
    yield Told(
        "/reconcile",
        gettext("the service that matches a table, for OpenRefine; a page to a browser"),
        "/reconcile",
    )
    yield Told(
        "/reconcile?queries={JSON}",
        gettext("what names mean (Reconciliation API 0.2), also by POST; 1.0-draft at /match"),
        f"/reconcile?{asked}",
    )
    yield Told(
        "/reconcile/suggest/{entity|type|property}?prefix=&type=",
        gettext("things, kinds and properties while typing"),
        "/reconcile/suggest/property",
    )
    yield Told("/reconcile/extend", gettext("values of things for a table, by POST"))
    yield Told(
        "/reconcile/extend/propose?type=",
        gettext("which values there are for things of a kind"),
        "/reconcile/extend/propose?type=Municipality",
    )
    yield Told(
        "/reconcile/preview?id=",
        gettext("a thing in few words, for a frame"),
        f"/reconcile/preview?id={path}" if path else "",
    )


def _queries() -> Iterator[Told]:
    text = queries.text("examples/municipalities-per-country")
    asked = urlencode({"query": text, "format": "csv"})
    yield Told(
        "/sparql?query={text}&format=",
        gettext("the SPARQL 1.1 endpoint, by GET, POST or QUERY; a browser gets pages"),
        f"/sparql?{asked}",
    )
    words = gettext("keeps a query, its view and the version of the data, by POST; its link stays")
    yield Told("/q", words)
    yield Told("/q/{id}", gettext("a kept query with its answer; /embed for a frame elsewhere"))
    yield Told(
        "/sparql/snippets?query={text}",
        gettext("a query as code in several languages, as JSON"),
        f"/sparql/snippets?{urlencode({'query': text})}",
    )
    yield Told(
        "/sparql/plan?query={text}",
        gettext("what a query costs, pattern by pattern"),
        f"/sparql/plan?{urlencode({'query': text})}",
    )
    drawn = urlencode({"query": text, "view": "bar"})
    yield Told(
        "/sparql/picture?query={text}&view={map|timeline|bar|line|network}",
        gettext("the picture of an answer, as SVG"),
        f"/sparql/picture?{drawn}",
    )
    yield Told(
        "/sparql?query={text}&edit=1",
        gettext("the query editor with a query in it"),
        "/sparql?" + urlencode({"query": "ASK {}", "edit": 1}),
    )
    yield Told("/sparql/schema", gettext("what there is to ask for"), "/sparql/schema")
    yield Told(
        "/store?graph={IRI}",
        gettext("a named graph as data (SPARQL 1.1 Graph Store Protocol)"),
        f"/store?graph={quote(str(VOCAB), safe='')}",
    )
    yield Told("/store?default", gettext("the default graph as data"))


def _networks() -> Iterator[Told]:
    chosen = "mode=one&country=NOR"
    yield Told(
        "/networks?on=&mode=&weight=&country=&kind=&topic=&confirmed=&associations=",
        gettext("what networks there are, and the files of a choice"),
        f"/networks?on=2015&{chosen}",
    )
    yield Told(
        "/networks/{day, month, year or years}.{graphml|gexf|csv}?…&part={edges|nodes}",
        gettext("who shares bodies with whom, or who is in which body, as a file"),
        f"/networks/2015.csv?{chosen}",
    )


def _library() -> Iterator[Told]:
    query = queries.named("cq/cq02-bodies-in-year")
    usual = {p.name: p.default for p in query.parameters if p.default is not None}
    yield Told("/queries", gettext("the questions of the library"), "/queries")
    yield Told(
        "/queries/{name}?{value}=",
        gettext("a question: its form, its answer, its text; by Accept the answer as data"),
        address(query, usual),
    )
    yield Told(
        "/queries/{name}.{csv|tsv|json|xml}?{value}=",
        gettext("the answer as a file; that of a graph is ttl, nt or jsonld"),
        address(query, usual, "csv"),
    )
    yield Told(
        "/.well-known/sparql-examples",
        gettext("the questions as RDF, in the vocabulary of collections of SPARQL examples"),
        "/.well-known/sparql-examples",
    )


def _versions() -> Iterator[Told]:
    yield Told("/versions", gettext("the versions at hand, and what each changed"), "/versions")
    yield Told(
        "/changes.{json|csv|ttl}?since={version or day}",
        gettext("the things that changed since then; without since, in the served version"),
    )
    yield Told(
        "/changes/{old}..{new}.{patch|added.nq|removed.nq|json|csv|ttl}",
        gettext("what changed between two versions, as statements or as things"),
    )
    yield Told("/changes.atom", gettext("the changes as an Atom feed"), "/changes.atom")


def _checks() -> Iterator[Told]:
    words = gettext("facts in, a report out: a form for people, an address for programs")
    yield Told("/validate", words, "/validate")
    yield Told("/shapes", gettext("every rule that facts are held to"), "/shapes")
    yield Told("/shapes.ttl", gettext("the rules as SHACL shapes"), "/shapes.ttl")


def _service(site: Site) -> Iterator[Told]:
    found = dumps.of(Versions(site.settings.build.dir), site.manifest()["version"])
    file = next((dump.address for dump in found if dump.name == DUMPS[1]), "")
    yield Told("/download", gettext("the files of the served version"), "/download")
    yield Told("/dumps/{version}/{file}", gettext("a dump of a version at hand"), file)
    yield Told(
        "/dumps/{version}/",
        gettext("the files of a version, as a page or as JSON"),
        file.rpartition("/")[0] + "/" if file else "",
    )
    yield Told(
        "/catalog.{ttl|jsonld|nt|rdf}",
        gettext("catalogue of data sets and services"),
        "/catalog.ttl",
    )
    yield Told(
        "/void.{ttl|jsonld|nt|rdf}",
        gettext("what there is, counted"),
        "/void.ttl",
    )
    yield Told(
        "/void-sources.{ttl|jsonld|nt|rdf}",
        gettext("what there is of each source, counted"),
        "/void-sources.ttl",
    )
    yield Told(
        "/catalog",
        gettext("catalogue of data sets and services"),
        "/catalog",
    )
    yield Told("/.well-known/void", gettext("what there is, counted"), "/.well-known/void")
    yield Told(
        "/provenance.{ttl|jsonld|nt|rdf}",
        gettext("what this version was made from"),
        "/provenance.ttl",
    )
    yield Told(
        "/quality.{ttl|jsonld|nt|rdf}",
        gettext("measures of quality"),
        "/quality.ttl",
    )
    yield Told("/about/quality", gettext("How good the facts are"), "/about/quality")
    yield Told("/sitemap.xml", gettext("every page, for search engines"), "/sitemap.xml")
    yield Told("/robots.txt", gettext("what search engines may read"), "/robots.txt")
    yield Told("/status", gettext("version, counts and gaps"), "/status")
    yield Told("/healthz", gettext("whether queries are answered, as JSON"), "/healthz")
    yield Told("/metrics", gettext("numbers for whoever runs this server, from its network alone"))
    yield Told(
        "/openapi.json", gettext("every address for programs, as OpenAPI 3.1"), "/openapi.json"
    )
    yield Told("/about", gettext("how the graph is made"), "/about")
    yield Told("/about/limits", gettext("every declared limit"), "/about/limits")
    yield Told(
        "/problem/{kind}",
        gettext("what a kind of problem means; errors name theirs"),
        "/problem/time-limit",
    )
