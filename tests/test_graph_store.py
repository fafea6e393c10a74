"""The SPARQL 1.1 Graph Store HTTP Protocol, as a client meets it.

The claims are those of https://www.w3.org/TR/sparql11-http-rdf-update/ (sections 4 and 5) and of
our own design.
"""

from concurrent.futures import ThreadPoolExecutor
from urllib.parse import quote, urljoin

import pytest
from rdflib import Graph
from rdflib.compare import isomorphic

from .asking import JSON, Reply
from .writable import DONE, TURTLE, UPDATE, Service, graph, media_type

PREFIXES = "@prefix ex: <https://example.org/> .\n"
AABY = PREFIXES + "ex:aaby ex:name 'Åby'@da ; ex:seat [ ex:street 'Rådhuspladsen 1' ] ."
NES = PREFIXES + "ex:nes ex:name 'Nes'@nb ."
LUND = PREFIXES + "ex:lund ex:name 'Lund'@sv ."
FAULTY = PREFIXES + "ex:nes ex:name 'Nes'@nb . ex:lund ex:name"
NAMED = "https://example.org/graph/kommuner"
LETTERS = "https://example.org/graf/å?ø=æ&x#%C3%86"
BOUNDARY = "a-line-that-no-part-has"
MULTIPART = f"multipart/form-data; boundary={BOUNDARY}"

SYNTAXES = {
    "text/turtle": "turtle",
    "application/n-triples": "nt",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
}


@pytest.fixture(params=["indirect", "direct", "default"])
def place(service: Service, request: pytest.FixtureRequest) -> str:
    """The address of a graph of an empty store, in each of the ways to name one."""
    service.wipe()
    ways = {
        "indirect": service.named(NAMED),
        "direct": f"{service.store}/kommuner/1",
        "default": service.default,
    }
    return ways[request.param]


@pytest.fixture(params=["indirect", "direct"])
def named_place(service: Service, request: pytest.FixtureRequest) -> str:
    """The address of a graph that an empty store does not have yet."""
    service.wipe()
    ways = {"indirect": service.named(NAMED), "direct": f"{service.store}/kommuner/1"}
    return ways[request.param]


@pytest.fixture
def empty(service: Service) -> Service:
    """A store without anything."""
    service.wipe()
    return service


def put(service: Service, place: str, data: str, media_type: str = TURTLE) -> Reply:
    return service.send("PUT", place, data, Content_Type=media_type)


def post(service: Service, place: str, data: str, media_type: str = TURTLE) -> Reply:
    return service.send("POST", place, data, Content_Type=media_type)


def has(service: Service, place: str, *documents: str) -> bool:
    """Say whether a graph is the merge of some Turtle documents, each with its own blank nodes."""
    expected = Graph()
    for document in documents:
        expected += Graph().parse(data=document, format="turtle").skolemize()
    found = graph(service.send("GET", place, Accept=TURTLE))
    return isomorphic(found, expected.de_skolemize())


def form(*parts: tuple[str, str, str]) -> str:
    """Write files as a browser's form sends them: name, media type, content."""
    lines = []
    for name, kind, content in parts:
        disposition = f'Content-Disposition: form-data; name="file"; filename="{name}"'
        lines += [f"--{BOUNDARY}", disposition, *([f"Content-Type: {kind}"] if kind else [])]
        lines += ["", content]
    return "\r\n".join([*lines, f"--{BOUNDARY}--", ""])


def test_put_makes_a_graph(service: Service, named_place: str) -> None:
    assert put(service, named_place, AABY).status == 201
    assert has(service, named_place, AABY)


def test_put_fills_the_default_graph(empty: Service) -> None:
    assert put(empty, empty.default, AABY).status in (200, 201, 204)
    assert has(empty, empty.default, AABY)


def test_put_replaces_a_graph(service: Service, place: str) -> None:
    put(service, place, AABY)
    assert put(service, place, NES).status in DONE
    assert has(service, place, NES)


def test_put_of_an_empty_document_leaves_nothing(service: Service, place: str) -> None:
    put(service, place, AABY)
    assert put(service, place, "# nothing\n").status in DONE
    assert service.count() == 0


def test_put_leaves_the_other_graphs_alone(empty: Service) -> None:
    others = (empty.default, empty.named(f"{NAMED}/2"), f"{empty.store}/kommuner")
    for other in others:
        put(empty, other, AABY)
    put(empty, empty.named(NAMED), NES)
    assert [has(empty, other, AABY) for other in others] == [True] * 3


@pytest.mark.parametrize("kind", [*SYNTAXES, "application/n-triples; charset=utf-8"])
def test_put_reads_every_syntax(service: Service, place: str, kind: str) -> None:
    syntax = SYNTAXES[kind.partition(";")[0]]
    text = Graph().parse(data=AABY, format="turtle").serialize(format=syntax)
    assert put(service, place, text, kind).status in (200, 201, 204)
    assert has(service, place, AABY)


@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize(
    ("kind", "data"),
    [(TURTLE, FAULTY), ("application/rdf+xml", NES), ("application/ld+json", NES), (TURTLE, "Å")],
)
def test_a_document_that_is_not_what_it_says_changes_nothing(
    service: Service, place: str, method: str, kind: str, data: str
) -> None:
    put(service, place, AABY)
    assert service.send(method, place, data, Content_Type=kind).status == 400
    assert has(service, place, AABY)


@pytest.mark.parametrize("method", ["PUT", "POST"])
def test_a_document_that_is_not_utf_8_changes_nothing(
    service: Service, place: str, method: str
) -> None:
    data = NES.replace("Nes", "Nørre").encode("latin-1")
    assert service.send(method, place, data, Content_Type=TURTLE).status == 400
    assert service.count() == 0


@pytest.mark.parametrize("method", ["PUT", "POST"])
@pytest.mark.parametrize("kind", ["text/csv", "application/pdf", "text/html", UPDATE, "nonsense"])
def test_a_syntax_that_is_not_rdf_is_refused(
    service: Service, place: str, method: str, kind: str
) -> None:
    assert service.send(method, place, NES, Content_Type=kind).status == 415
    assert service.count() == 0


def test_post_adds_to_a_graph(service: Service, place: str) -> None:
    put(service, place, AABY)
    assert post(service, place, NES).status in DONE
    assert has(service, place, AABY, NES)


def test_post_makes_a_graph_where_there_is_none(service: Service, place: str) -> None:
    assert post(service, place, AABY).status in (200, 201, 204)
    assert has(service, place, AABY)


def test_post_keeps_the_blank_nodes_of_two_documents_apart(service: Service, place: str) -> None:
    first = PREFIXES + "_:x ex:name 'a' . ex:aaby ex:seat _:x ."
    second = PREFIXES + "_:x ex:name 'b' . ex:nes ex:seat _:x ."
    put(service, place, first)
    post(service, place, second)
    assert has(service, place, first, second)


def test_post_of_nothing_changes_nothing(service: Service, place: str) -> None:
    put(service, place, AABY)
    assert post(service, place, "").status in DONE
    assert has(service, place, AABY)


def test_post_reads_every_file_of_a_form(service: Service, place: str) -> None:
    put(service, place, AABY)
    triples = "<https://example.org/lund> <https://example.org/name> 'Lund'@sv .".replace("'", '"')
    files = form(("nes.ttl", TURTLE, NES), ("lund.nt", "application/n-triples", triples))
    assert post(service, place, files, MULTIPART).status in DONE
    assert has(service, place, AABY, NES, LUND)


def test_the_files_of_a_form_have_their_own_blank_nodes(service: Service, place: str) -> None:
    one, two = (PREFIXES + f"_:x ex:name '{name}' ." for name in "ab")
    typed = f"{TURTLE}; charset=utf-8"
    files = form(("one.ttl", typed, one), ("two.ttl", typed, two))
    assert post(service, place, files, MULTIPART).status in (200, 201, 204)
    assert has(service, place, one, two)


@pytest.mark.parametrize(
    "last",
    [("lund.ttl", TURTLE, FAULTY), ("lund.pdf", "application/pdf", "%PDF"), ("lund", "", LUND)],
    ids=["faulty", "no-rdf", "no-type"],
)
def test_one_bad_file_of_a_form_spoils_all(
    service: Service, place: str, last: tuple[str, str, str]
) -> None:
    put(service, place, AABY)
    reply = post(service, place, form(("nes.ttl", TURTLE, NES), last), MULTIPART)
    assert reply.status in (400, 415)
    assert has(service, place, AABY)


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", form(("nes.ttl", TURTLE, NES))),
        (MULTIPART, form(("nes.ttl", TURTLE, NES)).removesuffix(f"\r\n--{BOUNDARY}--\r\n")),
        (MULTIPART, NES),
    ],
    ids=["no-boundary", "no-end", "no-form"],
)
def test_a_broken_form_changes_nothing(service: Service, place: str, kind: str, body: str) -> None:
    assert 400 <= post(service, place, body, kind).status < 500
    assert service.count() == 0


def test_post_to_the_store_makes_a_graph_and_says_where(empty: Service) -> None:
    reply = post(empty, empty.store, AABY)
    assert reply.status == 201
    address = urljoin(empty.site + empty.store, reply.headers["location"])
    assert address.startswith(empty.site)
    assert address != empty.site + empty.store
    assert has(empty, address.removeprefix(empty.site), AABY)
    assert has(empty, empty.named(address), AABY)


def test_post_to_the_store_adds_to_the_graph_that_it_made(empty: Service) -> None:
    made = post(empty, empty.store, AABY).headers["location"]
    place = urljoin(empty.site, made).removeprefix(empty.site)
    assert post(empty, place, "").status in DONE
    assert post(empty, place, NES).status in DONE
    assert has(empty, place, AABY, NES)


def test_every_post_to_the_store_makes_another_graph(empty: Service) -> None:
    made = {post(empty, empty.store, NES).headers["location"] for _ in range(5)}
    assert len(made) == 5
    assert empty.count() == 5


def test_post_of_a_form_to_the_store_makes_one_graph(empty: Service) -> None:
    files = form(("nes.ttl", TURTLE, NES), ("lund.ttl", TURTLE, LUND))
    reply = post(empty, empty.store, files, MULTIPART)
    assert reply.status == 201
    assert has(empty, urljoin(empty.site, reply.headers["location"])[len(empty.site) :], NES, LUND)


def test_delete_forgets_a_graph(service: Service, named_place: str) -> None:
    put(service, named_place, AABY)
    assert service.send("DELETE", named_place).status in DONE
    assert service.send("GET", named_place).status == 404
    assert service.send("DELETE", named_place).status == 404


def test_delete_empties_the_default_graph_alone(empty: Service) -> None:
    put(empty, empty.default, AABY)
    put(empty, empty.named(NAMED), NES)
    assert empty.send("DELETE", empty.default).status in DONE
    assert has(empty, empty.default)
    assert has(empty, empty.named(NAMED), NES)


def test_delete_of_a_graph_that_is_not_there_changes_nothing(
    service: Service, named_place: str
) -> None:
    put(service, service.default, AABY)
    assert service.send("DELETE", named_place).status == 404
    assert has(service, service.default, AABY)


@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_a_graph_that_is_not_there_is_not_found(
    service: Service, named_place: str, method: str
) -> None:
    assert service.send(method, named_place).status == 404


def test_the_default_graph_is_always_there(empty: Service) -> None:
    assert has(empty, empty.default)
    assert empty.send("HEAD", empty.default).status == 200


def test_head_has_the_headers_of_get_and_no_body(service: Service, place: str) -> None:
    put(service, place, AABY)
    read, head = (service.send(method, place, Accept=TURTLE) for method in ("GET", "HEAD"))
    assert (head.status, head.body) == (200, b"")
    assert media_type(head) == media_type(read) == TURTLE


@pytest.mark.parametrize(
    "accept", [*SYNTAXES, "application/rdf+xml;q=0.1, application/n-triples, text/csv"]
)
def test_get_gives_the_wanted_syntax(service: Service, place: str, accept: str) -> None:
    put(service, place, AABY)
    reply = service.send("GET", place, Accept=accept)
    assert media_type(reply) == (accept if accept in SYNTAXES else "application/n-triples")
    assert isomorphic(graph(reply), Graph().parse(data=AABY, format="turtle"))


def test_get_without_a_wish_gives_rdf(service: Service, place: str) -> None:
    put(service, place, AABY)
    for headers in ({}, {"Accept": "*/*"}):
        assert len(list(Graph().parse(data=service.send("GET", place, **headers).body))) == 3


@pytest.mark.parametrize("accept", ["image/png", "text/csv", "text/turtle;q=0"])
def test_a_syntax_that_no_graph_has_is_not_acceptable(
    service: Service, place: str, accept: str
) -> None:
    put(service, place, AABY)
    assert service.send("GET", place, Accept=accept).status == 406


def test_a_graph_has_one_name_for_both_protocols(empty: Service) -> None:
    put(empty, f"{empty.store}/kommuner/1", NES)
    address = f"{empty.site}{empty.store}/kommuner/1"
    assert empty.holds(f"GRAPH <{address}> {{ ?town <https://example.org/name> 'Nes'@nb }}")
    assert has(empty, empty.named(address), NES)
    empty.fill(f"GRAPH <{address}> {{ <https://example.org/lund> <https://example.org/name> 1 }}")
    assert has(empty, f"{empty.store}/kommuner/1", NES, PREFIXES + "ex:lund ex:name 1 .")


def test_the_name_of_a_graph_may_have_any_letter(empty: Service) -> None:
    assert put(empty, empty.named(LETTERS), NES).status == 201
    assert has(empty, empty.named(LETTERS), NES)
    assert empty.holds(f"GRAPH <{LETTERS}> {{ ?town ?name 'Nes'@nb }}")


def test_an_address_within_the_document_is_read_against_the_graph(empty: Service) -> None:
    put(empty, f"{empty.store}/kommuner/1", "<#it> <https://example.org/in> <2> .")
    kommuner = f"{empty.site}{empty.store}/kommuner"
    assert empty.holds(f"GRAPH ?g {{ <{kommuner}/1#it> ?in <{kommuner}/2> }}")


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE"])
@pytest.mark.parametrize(
    "parameters",
    [
        "graph=relative",
        "graph=/store/kommuner/1",
        "graph=//example.org/graph",
        "graph=",
        "graph",
        "graph=" + quote("https://example.org/<no iri>"),
        "graph=https://example.org/%E5",
        f"default&graph={NAMED}",
        f"graph={NAMED}&default",
        f"graph={NAMED}&graph={NAMED}/2",
        f"graph={NAMED}&graph={NAMED}",
    ],
)
def test_a_faulty_name_of_a_graph_is_refused(empty: Service, method: str, parameters: str) -> None:
    put(empty, empty.default, AABY)
    body = {"PUT": NES, "POST": NES}.get(method)
    reply = empty.send(method, f"{empty.store}?{parameters}", body, Content_Type=TURTLE)
    assert reply.status == 400
    assert empty.count() == 3


@pytest.mark.parametrize(
    ("method", "body"),
    [("PUT", NES), ("DELETE", None), ("PATCH", "")],
    ids=["PUT", "DELETE", "PATCH"],
)
def test_the_store_itself_is_neither_replaced_nor_deleted(
    empty: Service, method: str, body: str | None
) -> None:
    put(empty, empty.default, AABY)
    put(empty, empty.named(NAMED), NES)
    assert 400 <= empty.send(method, empty.store, body, Content_Type=TURTLE).status < 500
    assert empty.count() == 4


def test_a_patch_is_carried_out_whole_or_refused(service: Service, named_place: str) -> None:
    put(service, named_place, NES)
    address = NAMED if "?" in named_place else service.site + named_place
    update = f"WITH <{address}> DELETE {{ ?s ?p ?o }} INSERT {{ ?s ?p 'Nes' }} WHERE {{ ?s ?p ?o }}"
    reply = service.send("PATCH", named_place, update, Content_Type=UPDATE)
    changed = has(service, named_place, NES.replace("@nb", ""))
    assert (reply.status, changed) in [(200, True), (204, True), (405, False), (501, False)]


def test_a_patch_of_one_graph_never_touches_another(service: Service, named_place: str) -> None:
    put(service, named_place, NES)
    put(service, service.default, AABY)
    reply = service.send("PATCH", named_place, "DROP DEFAULT", Content_Type=UPDATE)
    assert reply.status >= 400
    assert has(service, service.default, AABY)


# What follows is ours: the specification leaves it open.


@pytest.mark.parametrize("method", ["PUT", "POST", "PATCH", "DELETE"])
@pytest.mark.parametrize("authorization", ["", "Bearer wrong", "Basic YTpi"])
def test_a_graph_is_not_changed_without_the_token(
    service: Service, place: str, method: str, authorization: str
) -> None:
    put(service, place, AABY)
    given = {"Authorization": authorization, "Content_Type": TURTLE, "Accept": JSON}
    reply = service.without_token().send(method, place, NES, **given)
    assert (reply.status, reply.kind) == (401, "unauthorised")
    assert reply.headers["www-authenticate"].startswith("Bearer")
    assert has(service, place, AABY)


def test_no_graph_is_made_without_the_token(empty: Service) -> None:
    stranger = empty.without_token()
    assert post(stranger, stranger.store, NES).status == 401
    assert empty.count() == 0


def test_a_graph_is_read_without_the_token(service: Service, place: str) -> None:
    put(service, place, AABY)
    assert has(service.without_token(), place, AABY)


def test_a_faulty_document_is_told_its_place(service: Service, place: str) -> None:
    reply = service.send("PUT", place, FAULTY, Content_Type=TURTLE, Accept=JSON)
    assert reply.status == 400
    assert reply.headers["content-type"] == "application/problem+json"
    assert "line 2" in reply.body.decode()


@pytest.mark.parametrize(
    "context", ['"http://127.0.0.1:9/c"', '"c"', '{"@import": "http://127.0.0.1:9/c"}']
)
def test_a_context_elsewhere_is_told_not_to_be_fetched(
    service: Service, place: str, context: str
) -> None:
    data = f'{{"@context": {context}, "@id": "a:a", "a:b": 1}}'
    reply = service.send("PUT", place, data, Content_Type="application/ld+json", Accept=JSON)
    assert (reply.status, reply.kind) == (400, "invalid-data")
    assert "not fetched" in reply.body.decode()


@pytest.mark.parametrize(
    ("method", "status", "kind", "headers"),
    [
        ("GET", 404, "not-found", {}),
        ("DELETE", 404, "not-found", {}),
        ("PUT", 415, "media-type", {"Content_Type": "text/csv"}),
        ("POST", 415, "media-type", {"Content_Type": "text/csv"}),
    ],
)
def test_a_refusal_is_a_problem_document(
    service: Service,
    named_place: str,
    method: str,
    status: int,
    kind: str,
    headers: dict[str, str],
) -> None:
    reply = service.send(method, named_place, "" if headers else None, **headers, Accept=JSON)
    assert (reply.status, reply.kind) == (status, kind)


def test_a_graph_that_was_read_before_is_read_anew_after_a_change(
    service: Service, place: str
) -> None:
    put(service, place, NES)
    read = service.send("GET", place, Accept=TURTLE)
    known = {"If_None_Match": read.headers["etag"]} if "etag" in read.headers else {}
    put(service, place, LUND)
    assert b"Lund" in service.send("GET", place, Accept=TURTLE, **known).body


def test_the_store_with_a_slash_behind_it_is_the_store(empty: Service) -> None:
    assert put(empty, f"{empty.store}/?graph={quote(NAMED)}", NES).status == 201
    assert has(empty, empty.named(NAMED), NES)
    assert has(empty, f"{empty.store}/?graph={quote(NAMED)}", NES)
    assert empty.send("PUT", f"{empty.store}/", NES, Content_Type=TURTLE).status == 400
    assert empty.count() == 1


@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE"])
@pytest.mark.parametrize("parameter", [f"graph={NAMED}", "default"])
def test_a_graph_is_not_named_by_address_and_parameter_both(
    empty: Service, method: str, parameter: str
) -> None:
    put(empty, f"{empty.store}/kommuner", NES)
    body = {"PUT": LUND, "POST": LUND}.get(method)
    reply = empty.send(method, f"{empty.store}/kommuner?{parameter}", body, Content_Type=TURTLE)
    assert reply.status == 400
    assert empty.count() == 1


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("address", ["?grph=a:b", f"?graph={NAMED}&grph=a:b", "/kommuner?x=y"])
def test_a_write_with_a_parameter_that_there_is_not_changes_nothing(
    empty: Service, method: str, address: str
) -> None:
    put(empty, empty.named(NAMED), NES)
    body = {"PUT": LUND, "POST": LUND}.get(method)
    target = empty.store + address
    reply = empty.send(method, target, body, Content_Type=TURTLE, Accept=JSON)
    assert (reply.status, reply.kind) == (400, "bad-request")
    assert "'grph'" in reply.body.decode() or "'x'" in reply.body.decode()
    assert empty.count() == 1


@pytest.mark.parametrize(
    "charset", ["UTF-8", '"utf8"', "utf-16", "iso-8859-1", "iso-8859-15", "windows-1252"]
)
def test_a_document_may_be_in_a_charset_that_is_known(empty: Service, charset: str) -> None:
    body = AABY.encode(charset.strip('"'))
    reply = empty.send("PUT", empty.default, body, Content_Type=f"{TURTLE};charset={charset}")
    assert reply.status in DONE
    assert has(empty, empty.default, AABY)


@pytest.mark.parametrize(
    ("charset", "document"),
    [
        ("undefined", NES),
        ("utf-7", "<a:a> <a:b> '+2AA-' ."),
        ("unicode_escape", "<a:a> <a:b> '\\ud800' ."),
        ("punycode", NES),
        ("base64", NES),
        ("no-such-charset", NES),
        ("x" * 200, NES),
    ],
)
def test_a_charset_that_is_not_known_is_refused(
    empty: Service, charset: str, document: str
) -> None:
    reply = empty.send(
        "PUT", empty.default, document, Content_Type=f"{TURTLE}; charset={charset}", Accept=JSON
    )
    assert (reply.status, reply.kind) == (415, "media-type")
    assert empty.count() == 0


def test_a_byte_order_mark_is_no_part_of_a_document(service: Service, place: str) -> None:
    marked = AABY.encode("utf-8-sig")
    assert service.send("PUT", place, marked, Content_Type=TURTLE).status in (200, 201, 204)
    assert has(service, place, AABY)


def test_an_address_within_the_default_graph_is_read_against_its_own(empty: Service) -> None:
    put(empty, empty.default, "<#it> <https://example.org/in> <2> .")
    site = f"{empty.site}{empty.store}"
    assert empty.holds(f"<{site}?default#it> ?in <{empty.site}/2>")


@pytest.mark.parametrize("kind", ["", "application/octet-stream"])
@pytest.mark.parametrize(
    ("name", "syntax"), [("nes.ttl", "turtle"), ("NES.NT", "nt"), ("nes.rdf", "xml")]
)
def test_a_file_of_a_form_without_a_type_is_what_its_name_says(
    empty: Service, kind: str, name: str, syntax: str
) -> None:
    text = Graph().parse(data=NES, format="turtle").serialize(format=syntax)
    assert post(empty, empty.default, form((name, kind, text)), MULTIPART).status in DONE
    assert has(empty, empty.default, NES)


def test_a_preflight_names_every_header_that_counts(service: Service) -> None:
    for address in (service.store, service.query):
        allowed = service.send("OPTIONS", address).headers["access-control-allow-headers"]
        assert {"If-Match", "If-None-Match", "Authorization"} <= set(allowed.split(", "))


def test_a_graph_that_was_made_is_told_without_a_body(empty: Service) -> None:
    for reply in (post(empty, empty.store, NES), put(empty, empty.named(NAMED), NES)):
        assert (reply.status, reply.headers["content-length"]) == (201, "0")
        assert "transfer-encoding" not in reply.headers


def test_a_media_type_that_is_not_read_is_told_those_that_are(empty: Service) -> None:
    refused = empty.send("PUT", empty.default, NES, Content_Type="text/csv")
    assert set(SYNTAXES) <= set(refused.headers["accept"].split(", "))
    packed = empty.send("PUT", empty.default, NES, Content_Type=TURTLE, Content_Encoding="gzip")
    assert (packed.status, packed.headers["accept-encoding"]) == (415, "identity")


def test_a_wrong_token_is_told_from_a_missing_one(empty: Service) -> None:
    wrong = put(empty.without_token(), empty.default, NES)
    assert "error" not in wrong.headers["www-authenticate"]
    wrong = empty.send("DELETE", empty.default, Authorization="Bearer wrong")
    assert wrong.headers["www-authenticate"] == 'Bearer realm="samgraf", error="invalid_token"'


# Preconditions (RFC 9110, sections 13.1.1 and 13.1.2).


def refused_for_its_state(reply: Reply) -> bool:
    return (reply.status, reply.kind) == (412, "precondition")


@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
@pytest.mark.parametrize("condition", ['"x"', 'W/"x", "y"', "stale", "x", '"a,b"'])
def test_a_write_to_another_state_than_was_read_is_not_carried_out(
    service: Service, place: str, method: str, condition: str
) -> None:
    put(service, place, LUND)
    stale = service.send("GET", place, Accept=TURTLE).headers["etag"]
    put(service, place, AABY)
    known = {"If_Match": stale if condition == "stale" else condition}
    body = None if method == "DELETE" else NES
    reply = service.send(method, place, body, Content_Type=TURTLE, Accept=JSON, **known)
    assert refused_for_its_state(reply)
    assert has(service, place, AABY)


@pytest.mark.parametrize("syntax", [*SYNTAXES, "application/trig"])
def test_a_write_to_the_state_that_was_read_is_carried_out(
    service: Service, place: str, syntax: str
) -> None:
    put(service, place, AABY)
    tag = service.send("GET", place, Accept=syntax).headers["etag"]
    known = {"If_Match": f'"other", {tag}', "Content_Type": TURTLE}
    assert service.send("PUT", place, NES, **known).status in DONE
    assert has(service, place, NES)
    assert service.send("PUT", place, LUND, **known).status == 412
    assert has(service, place, NES)


def test_the_version_that_a_write_tells_is_a_state_too(service: Service, place: str) -> None:
    version = put(service, place, AABY).headers["samgraf-version"]
    known = {"If_Match": f'"{version}"', "Content_Type": TURTLE, "Accept": JSON}
    assert service.send("POST", place, NES, **known).status in DONE
    refused = service.send("POST", place, LUND, **known)
    assert refused_for_its_state(refused)
    assert refused.headers["samgraf-version"] != version
    assert has(service, place, AABY, NES)


def test_a_graph_is_made_only_where_there_is_none(service: Service, named_place: str) -> None:
    new = {"If_None_Match": "*", "Content_Type": TURTLE, "Accept": JSON}
    assert service.send("PUT", named_place, AABY, **new).status == 201
    assert refused_for_its_state(service.send("PUT", named_place, NES, **new))
    assert refused_for_its_state(service.send("PUT", named_place, AABY, **new))
    assert refused_for_its_state(service.send("DELETE", named_place, **new))
    assert has(service, named_place, AABY)


def test_a_graph_is_changed_only_where_there_is_one(service: Service, named_place: str) -> None:
    old = {"If_Match": "*", "Content_Type": TURTLE, "Accept": JSON}
    assert refused_for_its_state(service.send("PUT", named_place, AABY, **old))
    assert service.send("GET", named_place).status == 404
    put(service, named_place, AABY)
    assert service.send("PUT", named_place, NES, **old).status in DONE
    assert service.send("DELETE", named_place, **old).status in DONE
    assert service.send("DELETE", named_place, **old).status == 404


def test_the_default_graph_is_always_there_for_a_condition(empty: Service) -> None:
    new = {"If_None_Match": "*", "Content_Type": TURTLE, "Accept": JSON}
    assert refused_for_its_state(empty.send("PUT", empty.default, AABY, **new))
    old = {"If_Match": "*", "Content_Type": TURTLE}
    assert empty.send("PUT", empty.default, AABY, **old).status in DONE


def test_a_state_that_is_known_may_be_ruled_out(service: Service, place: str) -> None:
    put(service, place, AABY)
    tag = service.send("GET", place, Accept=TURTLE).headers["etag"]
    known = {"If_None_Match": tag, "Content_Type": TURTLE, "Accept": JSON}
    assert refused_for_its_state(service.send("PUT", place, NES, **known))
    put(service, place, LUND)
    assert service.send("PUT", place, NES, **known).status in DONE


def test_no_change_is_lost_among_clients_that_name_the_state_they_read(empty: Service) -> None:
    place, each, clients = empty.named(NAMED), 4, 5
    put(empty, place, PREFIXES + "ex:count ex:is 0 .")

    def count_up() -> None:
        done = 0
        while done < each:
            read = empty.send("GET", place, Accept=TURTLE)
            number = int(str(next(graph(read).objects())))
            text = PREFIXES + f"ex:count ex:is {number + 1} ."
            known = {"If_Match": read.headers["etag"], "Content_Type": TURTLE}
            done += empty.send("PUT", place, text, **known).status in DONE

    with ThreadPoolExecutor(clients) as pool:
        for running in [pool.submit(count_up) for _ in range(clients)]:
            running.result()
    assert has(empty, place, PREFIXES + f"ex:count ex:is {each * clients} .")
