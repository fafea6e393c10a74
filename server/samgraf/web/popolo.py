"""An organisation as Popolo's JSON, with a JSON-LD context of its own; no persons.

Popolo, sections 4.2 and 4.4: classes Organization and Membership, http://www.popoloproject.com/specs/.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlsplit

from samgraf.differences import telling
from samgraf.namespaces import PREFIXES
from samgraf.terms import OPENGOV

Node = Mapping[str, Any]
Json = dict[str, Any]

CONTEXT: Json = {
    "id": "@id",
    "name": f"{PREFIXES['skos']}prefLabel",
    "label": f"{PREFIXES['rdfs']}label",
    "other_names": {"@id": f"{OPENGOV}otherName", "@container": "@list"},
    "identifiers": f"{PREFIXES['org']}identifier",
    "identifier": f"{PREFIXES['skos']}notation",
    "scheme": f"{PREFIXES['skos']}inScheme",
    "classification": f"{PREFIXES['org']}classification",
    "parent_id": {"@id": f"{PREFIXES['org']}subOrganizationOf", "@type": "@id"},
    "founding_date": f"{PREFIXES['schema']}foundingDate",
    "dissolution_date": f"{PREFIXES['schema']}dissolutionDate",
    "links": f"{PREFIXES['rdfs']}seeAlso",
    "sources": f"{PREFIXES['dct']}source",
    "url": {"@id": f"{PREFIXES['schema']}url", "@type": "@id"},
    "note": f"{PREFIXES['skos']}note",
    "memberships": f"{PREFIXES['org']}hasMembership",
    "member": {"@id": f"{PREFIXES['org']}member", "@type": "@id"},
    "organization": {"@id": f"{PREFIXES['org']}organization", "@type": "@id"},
    "role": f"{PREFIXES['org']}role",
    "start_date": f"{PREFIXES['schema']}validFrom",
    "end_date": f"{PREFIXES['schema']}validUntil",
}
"""What the keys mean as RDF; others (``organization_id``) repeat what these say."""

_START, _END = "dcat:startDate", "dcat:endDate"


def written(graph: bytes, iri: str, linked: bool) -> bytes:
    """Write an organisation from its graph in JSON-LD; ``linked`` puts the context before it."""
    nodes = {node["@id"]: node for node in json.loads(graph)["@graph"]}
    found = organisation(nodes, iri)
    told = {"@context": CONTEXT, **found} if linked else found
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def organisation(nodes: Mapping[str, Node], iri: str) -> Json:
    """Return an Organization; keys without a value are left out."""
    node = nodes[iri]
    versions = [one for one in nodes.values() if iri in _ids(one, "prov:specializationOf")]
    versions.sort(key=lambda one: (_text(one, _START), one["@id"]))
    memberships = [one for one in nodes.values() if "org:Membership" in _all(one, "@type")]
    name = _name(nodes, iri)
    found: Json = {
        "id": iri,
        "name": name,
        "other_names": [*_other_names(node, versions, name)],
        "identifiers": [*_identifiers(versions)],
        "classification": _classification(node),
        "parent_id": next(_ids(node, "org:subOrganizationOf"), None),
        "founding_date": _text(node, "schema:foundingDate"),
        "dissolution_date": _text(node, "schema:dissolutionDate"),
        "links": [*_links(node)],
        "memberships": [_membership(one, nodes) for one in memberships],
        "sources": [{"url": source} for source in _ids(node, "dct:source")],
    }
    return _filled(found)


def _membership(node: Node, nodes: Mapping[str, Node]) -> Json:
    member, whole = (next(_ids(node, f"org:{end}"), "") for end in ("member", "organization"))
    found: Json = {
        "id": node["@id"],
        "label": f"{_name(nodes, member)} in {_name(nodes, whole)}",
        "role": _text(node, "org:role"),
        "member": {"id": member, "name": _name(nodes, member)},
        "organization_id": whole,
        "organization": {"id": whole, "name": _name(nodes, whole)},
        "start_date": _text(node, _START),
        "end_date": _text(node, _END),
        "sources": [{"url": source} for source in _ids(node, "dct:source")],
    }
    return _filled(found)


def _other_names(node: Node, versions: list[Node], name: str) -> Iterator[Json]:
    """Yield the other names of today, and those of former times with their dates."""
    seen = {name}
    for key in ("skos:prefLabel", "skos:altLabel"):
        for text, language in _labels(node, key):
            if text not in seen:
                seen.add(text)
                yield _filled({"name": text, "note": language and f"in {language}"})
    for version in versions:
        for text, _ in _labels(version, "skos:prefLabel"):
            if text not in seen:
                seen.add(text)
                dates = {"start_date": _text(version, _START), "end_date": _text(version, _END)}
                yield _filled({"name": text, **dates, "note": "former name"})


def _identifiers(versions: list[Node]) -> Iterator[Json]:
    """Yield the codes that hold, or the last ones; those of former times have no place here."""
    current = [one for one in versions if not _text(one, _END)] or versions[-1:]
    found: dict[tuple[str, str], None] = {}
    for version in current:
        for code in _all(version, "sg:officialCode"):
            scheme = str(code.get("@type", "")) if isinstance(code, dict) else ""
            found[_value(code), scheme.rpartition("/")[2]] = None
    yield from (_filled({"identifier": code, "scheme": scheme}) for code, scheme in found)


def _links(node: Node) -> Iterator[Json]:
    notes = {"foaf:homepage": "homepage", "skos:exactMatch": "", "skos:closeMatch": ""}
    for key, note in notes.items():
        for address in _ids(node, key):
            yield {"url": address, "note": note or f"entry at {urlsplit(address).hostname}"}


def _classification(node: Node) -> str:
    kind = _text(node, "sg:bodyKind")
    return kind or next((telling.words(iri) for iri in _ids(node, "org:classification")), "")


def _name(nodes: Mapping[str, Node], iri: str) -> str:
    labels = {language: text for text, language in _labels(nodes.get(iri, {}), "skos:prefLabel")}
    return telling.name(iri, {iri: labels})


def _labels(node: Node, key: str) -> Iterator[tuple[str, str]]:
    for value in _all(node, key):
        yield _value(value), str(value.get("@language", "")) if isinstance(value, dict) else ""


def _all(node: Node, key: str) -> list[Any]:
    found = node.get(key, [])
    return found if isinstance(found, list) else [found]


def _ids(node: Node, key: str) -> Iterator[str]:
    return (str(value["@id"]) for value in _all(node, key) if "@id" in value)


def _text(node: Node, key: str) -> str:
    return next((_value(value) for value in _all(node, key)), "")


def _value(value: Any) -> str:
    return str(value["@value"]) if isinstance(value, dict) and "@value" in value else str(value)


def _filled(found: Json) -> Json:
    return {key: value for key, value in found.items() if value not in (None, "", [])}
