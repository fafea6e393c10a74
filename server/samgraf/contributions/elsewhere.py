"""What rows of tables may refer to besides each other: the graph as it is."""

from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache

from samgraf.model import PartialDate, Period
from samgraf.namespaces import BASE, CODES, PREFIXES
from samgraf.store.asking import Facts, Iri, Literal, Term

_TYPE = Iri(PREFIXES["rdf"] + "type")
_IN_SCHEME = Iri(PREFIXES["skos"] + "inScheme")
_START, _END = (Iri(PREFIXES["dcat"] + name) for name in ("startDate", "endDate"))
_ACTORS = ("Actor", "Municipality", "RegionalAuthority", "StateBody", "CooperationBody")
_LABELS = tuple(
    Iri(PREFIXES[prefix] + name)
    for prefix, name in (("skos", "prefLabel"), ("skos", "altLabel"), ("dct", "title"))
)
_URL, _ANY_URI = Iri(PREFIXES["schema"] + "url"), Iri(PREFIXES["xsd"] + "anyURI")
_SHA256, _SOURCES = Iri(PREFIXES["sg"] + "sha256"), f"{BASE}id/source/"
_TAGS = ("da", "nb", "nn", "sv", "fi", "en", "is", "fo", "kl", "se", "no")
_CLASSES = {
    f"{BASE}id/actor/": tuple(PREFIXES["sg"] + name for name in _ACTORS),
    _SOURCES: (PREFIXES["sg"] + "Source",),
    f"{BASE}id/claim/": (PREFIXES["sg"] + "Claim",),
    f"{BASE}id/programme/": (PREFIXES["sg"] + "Programme",),
    f"{BASE}id/call/": (PREFIXES["sg"] + "Call",),
    f"{BASE}id/project/": (PREFIXES["sg"] + "Project",),
    f"{BASE}id/plan/": (PREFIXES["sg"] + "PolicyPlan",),
    CODES: (PREFIXES["rdfs"] + "Datatype",),
}
"""Of which classes the things are whose addresses begin so."""


def nobody(_namespace: str) -> Collection[str]:
    """List no key."""
    return ()


def nameless(_namespace: str, _text: str) -> str:
    """Know no name."""
    return ""


def always(_relation: str) -> Period:
    """Know of no beginning and no end."""
    return Period()


def unseen(_digest: str) -> str:
    """Know no captured text."""
    return ""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """What rows may refer to besides each other."""

    known: Callable[[str], bool]
    """Tells whether the graph has an IRI."""
    listed: Callable[[str], Collection[str]] = nobody
    """Lists the keys of a namespace, such as ``…/id/actor/``, for suggestions."""
    named: Callable[[str, str], str] = nameless
    """Returns the key of the one thing of a namespace with a name or web address, or ''."""
    period: Callable[[str], Period] = always
    """Returns the period of a relation of the graph."""
    captured: Callable[[str], str] = unseen
    """Returns the key of the source of which a text with this SHA-256 was captured, or ''."""


def graph(facts: Facts) -> Elsewhere:
    """Return what a graph knows; a list of keys is made when it is first asked for."""

    def known(iri: str) -> bool:
        return next(facts.matching(Iri(iri), None, None), None) is not None

    @cache
    def listed(namespace: str) -> frozenset[str]:
        named = (node.value for node in _things(facts, namespace) if isinstance(node, Iri))
        return frozenset(iri.removeprefix(namespace) for iri in named if iri.startswith(namespace))

    def named(namespace: str, text: str) -> str:
        keys = {iri.removeprefix(namespace) for iri in _bearers(facts, text, namespace)}
        shortest = min(keys, key=len, default="")
        return shortest if all(f"{key}-".startswith(f"{shortest}-") for key in keys) else ""

    def period(relation: str) -> Period:
        during = Iri(f"{relation}#during")
        return Period(_date(facts, during, _START), _date(facts, during, _END))

    def captured(digest: str) -> str:
        texts = (text for text, _, _ in facts.matching(None, _SHA256, Literal(digest)))
        named = (text.value.partition("#")[0] for text in texts if isinstance(text, Iri))
        keys = (iri.removeprefix(_SOURCES) for iri in named if iri.startswith(_SOURCES))
        return min(keys, default="")

    return Elsewhere(known, listed, named, period, captured)


def _date(facts: Facts, during: Iri, end: Iri) -> PartialDate | None:
    found = (day.value for _, _, day in facts.matching(during, end, None))
    return next(map(PartialDate, found), None)


def _bearers(facts: Facts, text: str, namespace: str) -> Iterator[str]:
    """Yield the things of a namespace, without their parts, that bear a name or an address."""
    names = [Literal(text), *(Literal(text, language=tag) for tag in _TAGS)]
    asked: list[tuple[Iri, Term]] = [(name, word) for name in _LABELS for word in names]
    if text.startswith(("http://", "https://")):
        asked = [(_URL, Literal(text, datatype=_ANY_URI))]
        with suppress(ValueError):  # an address that is none is nobody's
            asked.append((_URL, Iri(text)))
    for name, value in asked:
        for node, _, _ in facts.matching(None, name, value):
            key = node.value.removeprefix(namespace)
            if isinstance(node, Iri) and key != node.value and not {*key} & {*"/#"}:
                yield node.value


def _things(facts: Facts, namespace: str) -> Iterator[Term]:
    """Yield the things of a namespace by their classes, or the concepts of a scheme."""
    for kind in _CLASSES.get(namespace, ()):
        yield from (node for node, _, _ in facts.matching(None, _TYPE, Iri(kind)))
    if namespace not in _CLASSES:
        scheme = Iri(namespace.removesuffix("/"))
        yield from (node for node, _, _ in facts.matching(None, _IN_SCHEME, scheme))
