"""An actor in the terms of other models: CPOV and ORG, schema.org, Popolo."""

import json
from typing import Any

import jsonschema
import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Namespace, URIRef

from samgraf.terms import ADMS, BASE, CPOV, ORG, POPOLO, SCHEMA, SKOS, TIME

from .asking import Reply, send
from .serving import Server

pytestmark = pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated")

AABY, BODY = f"{BASE}id/actor/dk-aaby", f"{BASE}id/actor/dk-raadet"
MEMBERSHIP = URIRef(f"{BASE}id/relation/m-dk-raadet--dk-aaby")
PROF = Namespace("http://www.w3.org/ns/dx/prof/")
DATE = {"type": "string", "pattern": r"^[0-9]{4}(-[0-9]{2}){0,2}$"}
TEXT = {"type": "string", "minLength": 1}
LINKS = {"type": "array", "items": {"type": "object", "required": ["url"], "properties": {"url": {"type": "string", "format": "uri"}, "note": TEXT}, "additionalProperties": False}}  # fmt: skip  # noqa: E501
MEMBER = {"type": "object", "required": ["id"], "properties": {"id": TEXT, "name": TEXT}}
MEMBERSHIP_SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "label": TEXT,
        "role": TEXT,
        "member": MEMBER,
        "organization_id": TEXT,
        "organization": MEMBER,
        "start_date": DATE,
        "end_date": DATE,
        "sources": LINKS,
    },
    "required": ["id", "member", "organization_id"],
    "additionalProperties": False,
}
ORGANIZATION: dict[str, Any] = {
    "type": "object",
    "properties": {
        "id": TEXT,
        "name": TEXT,
        "other_names": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"name": TEXT, "start_date": DATE, "end_date": DATE, "note": TEXT},
                "required": ["name"],
                "additionalProperties": False,
            },
        },
        "identifiers": {
            "type": "array",
            "items": {
                "type": "object",
                "properties": {"identifier": TEXT, "scheme": TEXT},
                "required": ["identifier"],
                "additionalProperties": False,
            },
        },
        "classification": TEXT,
        "parent_id": TEXT,
        "founding_date": DATE,
        "dissolution_date": DATE,
        "links": LINKS,
        "memberships": {"type": "array", "items": MEMBERSHIP_SCHEMA},
        "sources": LINKS,
    },
    "required": ["id", "name"],
    "additionalProperties": False,
}
"""Written from the classes Organization and Membership of the specification, without persons."""

SHAPES = """
@prefix adms: <http://www.w3.org/ns/adms#> .
@prefix cv: <http://data.europa.eu/m8g/> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix org: <http://www.w3.org/ns/org#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix time: <http://www.w3.org/2006/time#> .
[] a sh:NodeShape ; sh:targetClass cv:PublicOrganisation ;
  sh:property [ sh:path skos:prefLabel ; sh:minCount 1 ; sh:datatype rdf:langString ; sh:uniqueLang true ] ,
    [ sh:path dct:spatial ; sh:minCount 1 ; sh:nodeKind sh:IRI ; sh:class dct:Location ] ,
    [ sh:path skos:altLabel ; sh:datatype rdf:langString ] ,
    [ sh:path adms:identifier ; sh:class adms:Identifier ] ,
    [ sh:path org:memberOf ; sh:class cv:PublicOrganisation ] ,
    [ sh:path org:hasMember ; sh:class cv:PublicOrganisation ] ,
    [ sh:path org:classification ; sh:class skos:Concept ] ,
    [ sh:path org:resultedFrom ; sh:class org:ChangeEvent ] ,
    [ sh:path org:changedBy ; sh:class org:ChangeEvent ] ,
    [ sh:path foaf:homepage ; sh:class foaf:Document ] .
[] a sh:NodeShape ; sh:targetClass adms:Identifier ;
  sh:property [ sh:path skos:notation ; sh:minCount 1 ; sh:maxCount 1 ] .
[] a sh:NodeShape ; sh:targetClass org:Membership ;
  sh:property [ sh:path org:member ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path org:organization ; sh:minCount 1 ; sh:maxCount 1 ] ,
    [ sh:path org:role ; sh:minCount 1 ] ,
    [ sh:path org:memberDuring ; sh:maxCount 1 ; sh:class time:Interval ] .
"""  # noqa: E501
"""The properties that CPOV 2.1 wants, and ranges, written from the specification."""


def ask(server: Server, path: str, **headers: str) -> Reply:
    return send(server.port, "GET", path, None, "127.0.0.1", **headers)


def graph(reply: Reply, syntax: str = "turtle") -> Graph:
    assert reply.status == 200, reply.body
    return Graph().parse(data=reply.body, format=syntax)


@pytest.mark.parametrize("key", ["dk-aaby", "dk-raadet", "no-nes", "no-oey-until-2019"])
def test_the_view_of_cpov_has_what_it_must_have(server: Server, key: str) -> None:
    found = graph(ask(server, f"/data/actor/{key}.ttl?profile=cpov"))
    conforms, _, told = validate(found, shacl_graph=Graph().parse(data=SHAPES, format="turtle"))
    assert conforms, told
    assert (URIRef(f"{BASE}id/actor/{key}"), RDF.type, ORG.Organization) in found


def test_a_municipality_is_a_public_organisation_with_its_membership(server: Server) -> None:
    found = graph(ask(server, "/data/actor/dk-aaby.ttl?profile=cpov"))
    assert (URIRef(AABY), RDF.type, CPOV.PublicOrganisation) in found
    assert (URIRef(BODY), RDF.type, CPOV.PublicOrganisation) not in found  # no legal person
    assert (URIRef(AABY), ORG.hasMembership, MEMBERSHIP) in found
    period = found.value(MEMBERSHIP, ORG.memberDuring)
    begin = found.value(period, TIME.hasBeginning)
    assert str(found.value(begin, TIME.inXSDgYear)) == "2007"
    codes = {found.value(node, SKOS.notation) for node in found.objects(None, ADMS.identifier)}
    assert codes
    assert all(str(code.datatype).startswith(f"{BASE}code/") for code in codes)  # type: ignore[union-attr]


def test_the_view_of_schema_org_has_roles_with_dates(server: Server) -> None:
    found = graph(ask(server, "/data/actor/dk-aaby.ttl?profile=schema"))
    assert (URIRef(AABY), RDF.type, SCHEMA.GovernmentOrganization) in found
    assert (URIRef(AABY), SCHEMA.memberOf, MEMBERSHIP) in found
    assert (MEMBERSHIP, SCHEMA.memberOf, URIRef(BODY)) in found
    assert str(found.value(MEMBERSHIP, SCHEMA.startDate)) == "2007"
    same = graph(ask(server, "/data/actor/dk-aaby.jsonld?profile=schema"), "json-ld")
    assert set(same) == set(found)


@pytest.mark.parametrize("key", ["dk-aaby", "dk-raadet", "no-nes", "no-nes-until-2019"])
def test_popolo_is_what_its_schema_says(server: Server, key: str) -> None:
    reply = ask(server, f"/data/actor/{key}.json?profile=popolo")
    assert reply.headers["content-type"] == "application/json"
    told = json.loads(reply.body)
    jsonschema.validate(told, ORGANIZATION)
    assert told["id"] == f"{BASE}id/actor/{key}"
    assert "person" not in reply.body.decode()


def test_popolo_tells_memberships_from_both_ends_and_is_json_ld_too(server: Server) -> None:
    told = json.loads(ask(server, "/data/actor/dk-raadet.json?profile=popolo").body)
    [aaby] = [one for one in told["memberships"] if one["member"]["id"] == AABY]
    assert (aaby["organization_id"], aaby["start_date"]) == (BODY, "2007")
    assert aaby["label"] == "Åby in Rådet <b>&</b> venner"
    linked = ask(server, "/data/actor/dk-raadet.jsonld?profile=popolo")
    assert linked.headers["content-type"] == "application/ld+json"
    found = graph(linked, "json-ld")
    assert (URIRef(BODY), ORG.hasMembership, MEMBERSHIP) in found
    assert (MEMBERSHIP, ORG.organization, URIRef(BODY)) in found


def test_a_profile_is_chosen_by_header_too(server: Server) -> None:
    path = "/data/actor/dk-aaby.ttl"
    plain, wanted = ask(server, path), f"<{SCHEMA}>;q=0.5, <{CPOV}>"
    asked = ask(server, path, Accept_Profile=wanted)
    assert asked.headers["content-profile"] == f"<{CPOV}>"
    assert asked.body == ask(server, f"{path}?_profile=cpov").body
    assert asked.headers["etag"] != plain.headers["etag"]
    known = plain.headers["etag"]
    assert ask(server, path, Accept_Profile=wanted, If_None_Match=known).status == 200
    assert ask(server, path, If_None_Match=known).status == 304
    vary = {name.strip() for name in asked.headers["vary"].split(",")}
    assert {"Accept", "Accept-Profile"} <= vary
    sent = ask(server, "/id/actor/dk-aaby", Accept="text/turtle", Accept_Profile=wanted)
    assert (sent.status, sent.headers["location"]) == (303, f"{path}?profile=cpov")
    by_iri = ask(server, f"{path}?profile=%3C{CPOV}%3E")
    assert by_iri.body == asked.body


def test_what_there_is_not_is_refused_with_the_list(server: Server) -> None:
    for path, header in (
        ("/data/actor/dk-aaby.ttl?profile=foaf", ""),
        ("/data/actor/dk-aaby.ttl", "<urn:other>"),
        ("/data/actor/dk-aaby.ttl?profile=popolo", ""),
    ):
        headers = {"Accept_Profile": header} if header else {}
        refused = ask(server, path, Accept="application/json", **headers)
        assert refused.status == 406, path
        assert f"popolo <{POPOLO}>" in json.loads(refused.body)["detail"]
    relation = "/data/relation/m-dk-raadet--dk-aaby.ttl"
    assert ask(server, f"{relation}?profile=cpov", Accept="application/json").status == 406
    assert ask(server, f"{relation}?profile=samgraf").status == 200
    assert ask(server, "/data/relation/m-dk-raadet--dk-aaby.json").status == 404


def test_profiles_are_announced_by_links_and_as_a_list(server: Server) -> None:
    links = ask(server, "/data/actor/dk-aaby.ttl").headers["link"]
    for token in ("samgraf", "cpov", "schema", "popolo"):
        assert f'<{PROF.Profile}>; rel="type"; token="{token}"' in links
    assert (
        f'</data/actor/dk-aaby.ttl?profile=cpov>; rel="alternate"; type="text/turtle"; '
        f'profile="{CPOV}"' in links
    )
    told = json.loads(ask(server, "/data/actor/dk-aaby.ttl?profile=all").body)
    assert [one["token"] for one in told["profiles"]] == ["samgraf", "cpov", "schema", "popolo"]
    page = ask(server, "/page/actor/dk-aaby", Accept="text/html").body.decode()
    assert "/data/actor/dk-aaby.json?profile=popolo" in page
    assert "token=" not in ask(server, "/data/relation/m-dk-raadet--dk-aaby.ttl").headers["link"]
