"""The page of a thing and its data say the same: 200 things of all classes, and planted faults."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from rdflib import Graph, Literal, URIRef

from samgraf.limits import Limits
from samgraf.terms import CODE, ID, ORG, PROV, SCHEMA, SG, SKOS
from samgraf.web.addresses import local

from .agreeing import disagreements, meant
from .asking import send
from .sampling import classes, sample, sources, store_of
from .serving import Server

SIZE = 200
AABY = ID["actor/dk-aaby"]
RELATION = ID["relation/m-dk-raadet--dk-aaby"]


def fetched(port: int, iri: str) -> tuple[str, Graph]:
    """Return the page of a thing and all of its data, part by part where there are several."""
    path = local(str(iri))
    assert path is not None
    page = send(port, "GET", path, None, Accept="text/html")
    assert page.status == 200, path
    graph = Graph()
    data: str | None = f"{path.replace('/page/', '/data/')}.ttl" if "/page/" in path else path
    for _ in range(100):
        if data is None:
            break
        reply = send(port, "GET", data, None, Accept="text/turtle")
        assert reply.status == 200, data
        graph.parse(data=reply.body, format="turtle")
        data = following(reply.headers.get("link", ""))
    return page.body.decode(), graph


def following(links: str) -> str | None:
    """Return the address of the next part from a Link header."""
    for link in links.split(","):
        address, _, rest = link.strip().partition(">")
        if 'rel="next"' in rest:
            parts = urlsplit(address.removeprefix("<"))
            return f"{parts.path}?{parts.query}"
    return None


@pytest.fixture(scope="module")
def served(real_build: Path) -> Iterator[tuple[int, Path]]:
    with Server(real_build, Limits()) as server:
        yield server.port, real_build


@pytest.mark.crawl
def test_200_things_of_all_classes_are_the_same_on_their_page_and_in_their_data(
    served: tuple[int, Path],
) -> None:
    port, build = served
    store = store_of(build)
    chosen = sample(classes(store), SIZE)
    assert len(chosen) == SIZE
    wrong = []
    for iri in chosen:
        page, graph = fetched(port, iri)
        found = disagreements(page, graph, iri, sources(store, iri))
        wrong += [f"{local(iri)}: {words}" for words in found]
    assert wrong == []


@pytest.mark.crawl
def test_the_sample_has_things_of_every_class(real_build: Path) -> None:
    groups = classes(store_of(real_build))
    chosen = set(sample(groups, SIZE))
    assert {name for name, things in groups.items() if not chosen & set(things)} == set()
    assert len(groups) >= 18


@pytest.mark.parametrize("iri", [AABY, RELATION, ID["source/a-page"], CODE["role/member"]])
def test_of_five_actors_page_and_data_say_the_same(server: Server, iri: str) -> None:
    store = store_of(server.build)
    assert disagreements(*fetched(server.port, iri), iri, sources(store, iri)) == []


SWAPPED = {
    "another name": (AABY, ">\u00c5by<", ">\u00c5dy<", "heading"),
    "another code": (AABY, "0101", "0102", "0101"),
    "another address of a body": (AABY, "/page/actor/dk-raadet", "/page/actor/no-nes", "no-nes"),
    "another link elsewhere": (AABY, "entity/Q1", "entity/Q2", "Q2"),
    "another source": (AABY, "/page/source/a-page", "/page/source/b-page", "b-page"),
    "another year": (AABY, "2007", "2008", "2008"),
    "another party": (RELATION, "/page/actor/dk-aaby", "/page/actor/no-nes", "no-nes"),
    "another role": (RELATION, "/code/role/member", "/code/role/chair", "chair"),
    "another class": (RELATION, ">membership<", ">funding<", "funding"),
}
"""What is done to a page, and a word of what is said of it."""


@pytest.mark.parametrize("name", SWAPPED)
def test_a_planted_fault_of_a_page_is_found(server: Server, name: str) -> None:
    iri, old, new, word = SWAPPED[name]
    page, graph = fetched(server.port, iri)
    assert old in page
    swapped = page.replace(old, new)
    said = disagreements(swapped, graph, iri, sources(store_of(server.build), iri))
    assert any(word in words for words in said), said


REMOVED = {
    "a name": (AABY, (AABY, SKOS.prefLabel, None)),
    "a code": (AABY, (None, SG.officialCode, None)),
    "a body": (RELATION, (RELATION, ORG.organization, None)),
    "a role": (RELATION, (RELATION, ORG.role, None)),
    "a year": (AABY, (None, SG.populationYear, None)),
}


@pytest.mark.parametrize("name", REMOVED)
def test_what_the_data_lack_is_found(server: Server, name: str) -> None:
    iri, pattern = REMOVED[name]
    page, graph = fetched(server.port, iri)
    assert list(graph.triples(pattern))
    graph.remove(pattern)
    graph.remove((None, SCHEMA.sameAs, None))  # an address that ends with the code
    assert disagreements(page, graph, iri, sources(store_of(server.build), iri)) != []


ADDED = {
    "a name": (AABY, SKOS.altLabel, Literal("\u00c5byen", "da")),
    "a link": (AABY, SKOS.exactMatch, URIRef("http://www.wikidata.org/entity/Q99")),
    "a body": (AABY, SG.memberOf, ID["actor/no-elsewhere"]),
    "a code": (URIRef(f"{AABY}#v-x"), SG.officialCode, Literal("9999")),
}


@pytest.mark.parametrize("name", ADDED)
def test_what_the_page_lacks_is_found(server: Server, name: str) -> None:
    page, graph = fetched(server.port, AABY)
    graph.add(ADDED[name])
    graph.add((URIRef(f"{AABY}#v-x"), PROV.specializationOf, AABY))
    said = disagreements(page, graph, AABY, sources(store_of(server.build), AABY))
    assert said


def test_a_link_stands_for_an_iri() -> None:
    assert meant("/page/actor/%C3%A5?on=2015#v") == f"{ID}actor/\u00e5#v"
    assert meant("/code/topic/culture") == f"{CODE}topic/culture"
    assert meant("https://example.org/a#:~:text=x") == "https://example.org/a"
