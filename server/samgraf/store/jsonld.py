"""JSON-LD with its context inside: prefixes for properties and types, whole IRIs for things."""

import json
from collections.abc import Iterable, Mapping

import pyoxigraph as ox

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_STRING = "http://www.w3.org/2001/XMLSchema#string"
Node = dict[str, object]


def jsonld(triples: Iterable[ox.Triple], prefixes: Mapping[str, str]) -> bytes:
    """Write triples in their order, one node for each subject and on a line of its own."""
    nodes: dict[str, dict[str, list[object]]] = {}
    for triple in triples:
        node = nodes.setdefault(_name(triple.subject), {})
        if triple.predicate.value == _TYPE and isinstance(triple.object, ox.NamedNode):
            node.setdefault("@type", []).append(_short(triple.object.value, prefixes))
        else:
            short = _short(triple.predicate.value, prefixes)
            node.setdefault(short, []).append(_value(triple.object, prefixes))
    context = json.dumps(dict(sorted(prefixes.items())))
    lines = (_line({"@id": name, **_single(node)}) for name, node in nodes.items())
    graph = ",\n".join(lines)
    return f'{{"@context": {context},\n"@graph": [\n{graph}\n]}}\n'.encode()


def _line(node: Node) -> str:
    return json.dumps(node, ensure_ascii=False)


def _single(node: dict[str, list[object]]) -> Node:
    """Write one value as itself, several as a list."""
    return {name: values[0] if len(values) == 1 else values for name, values in node.items()}


def _name(term: object) -> str:
    return str(term) if isinstance(term, ox.BlankNode) else str(getattr(term, "value", term))


def _value(term: object, prefixes: Mapping[str, str]) -> object:
    if not isinstance(term, ox.Literal):
        return {"@id": _name(term)}
    if term.language:
        side = {"@direction": term.direction.value} if term.direction else {}
        return {"@value": term.value, "@language": term.language} | side
    if term.datatype.value == _STRING:
        return term.value
    return {"@value": term.value, "@type": _short(term.datatype.value, prefixes)}


def _short(iri: str, prefixes: Mapping[str, str]) -> str:
    """Return an IRI with a prefix of the context, else as it is."""
    for prefix, namespace in prefixes.items():
        if iri.startswith(namespace) and not iri.startswith(namespace + "//"):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
