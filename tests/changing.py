"""Graphs made from a seed, and changes of them: the same seed gives the same graph and changes."""

from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from random import Random

from samgraf import resources
from samgraf.store.asking import Blank, Facts, Iri, Literal, Term, Triple, read
from samgraf.validation import data_shapes
from samgraf.validation.impact import Change
from samgraf.validation.paths import HERE, inverse
from samgraf.validation.paths import Path as Way
from samgraf.validation.terms import RDF_TYPE, RDFS, SUBCLASS_OF, XSD, Index
from samgraf.validation.walking import walk

NAMED = ", every node named"
HERE_ARE = Path(__file__).parent / "changes"
NS, ID, LAND = "https://x.example/ns#", "https://x.example/id/", "https://x.example/land/"
ORG, PROV = "http://www.w3.org/ns/org#", "http://www.w3.org/ns/prov#"
SKOS, SAME = "http://www.w3.org/2004/02/skos/core#", Iri("http://www.w3.org/2002/07/owl#sameAs")
LABEL, SOURCE = Iri(SKOS + "prefLabel"), Iri(PROV + "wasDerivedFrom")
KINDS = ("Municipality", "Municipality", "Municipality", "Region", "Agency", "Network")
BELOW: list[Triple] = [
    (Iri(NS + kind), SUBCLASS_OF, Iri(above))
    for above, kinds in ((ORG + "Organization", {*KINDS}), (NS + "Actor", {*KINDS} - {"Network"}))
    for kind in sorted(kinds)
]


def shapes_of(name: str) -> str:
    if name == "shipped":
        files = data_shapes()
        return "\n".join(file.read_text(encoding="utf-8") for file in files)
    name = name.removesuffix(NAMED)
    return (HERE_ARE / f"{name}.ttl").read_text(encoding="utf-8")


def index_of(text: str) -> Index:
    return Index(read(text))


def date(year: int) -> Literal:
    return Literal(f"{year}-01-01", datatype=Iri(XSD + "date"))


def one_of(kind: str, number: int) -> Iri:
    return Iri(f"{ID}{kind}/{number}")


def organisations(rnd: Random, size: int) -> list[Triple]:
    """Make organisations, roles, sources and memberships; about one value in twelve is wrong."""
    made: list[Triple] = [*BELOW]
    for number in range(2):
        role, source = one_of("role", number), one_of("source", number)
        made += [(role, RDF_TYPE, Iri(ORG + "Role")), (role, LABEL, Literal("r", language="en"))]
        made += [(source, RDF_TYPE, Iri(PROV + "Entity"))]
        made += [(source, Iri(RDFS + "label"), Literal("s", language="en"))]
    number = 0
    while len(made) < size:
        kind = KINDS[number % len(KINDS)]
        made += _organisation(rnd, kind, one_of(kind, number // len(KINDS) * 3 + number % 3))
        if number >= len(KINDS):
            made += _membership(rnd, one_of("membership", number), number // len(KINDS) * 3)
        number += 1
    return list(dict.fromkeys(made))[:size]


def _or(rnd: Random, right: Term, *wrong: Term) -> Term:
    return rnd.choice(wrong) if rnd.random() < 1 / 12 else right


def _organisation(rnd: Random, kind: str, node: Iri) -> Iterator[Triple]:
    code, year = rnd.randrange(9), rnd.randrange(1900, 1990)
    text = Literal(f"{kind} {code}")
    yield node, RDF_TYPE, _or(rnd, Iri(NS + kind), Iri(NS + "Other"))
    yield node, LABEL, _or(rnd, Literal(text.value, language="en"), text)
    yield node, LABEL, _or(rnd, Literal(text.value, language="da"), Literal("n", language="en"))
    yield node, Iri(NS + "code"), _or(rnd, Literal(f"DK-{code}"), Literal("4711"))
    yield node, Iri(NS + "land"), _or(rnd, Iri(LAND + "DK"), Iri(LAND + "XX"))
    yield node, Iri(NS + "start"), _or(rnd, date(year), Literal(str(year)))
    if rnd.random() < 0.3:
        yield node, Iri(NS + "end"), _or(rnd, date(2000), date(1850))
    yield node, SOURCE, _or(rnd, one_of("source", code % 2), one_of("role", 0))
    if kind == "Municipality":
        yield node, Iri(NS + "partOf"), _or(rnd, one_of("Region", code % 3), node)
        yield node, Iri(NS + "population"), _or(rnd, Literal(code), Literal(-code))
    elif rnd.random() < 0.2:
        yield node, SAME, _or(rnd, node, text)


def _membership(rnd: Random, node: Iri, most: int) -> Iterator[Triple]:
    member = one_of(rnd.choice(KINDS[:5]), rnd.choice((0, 0, rnd.randrange(most + 1))))
    year = rnd.randrange(1980, 2010)
    yield node, RDF_TYPE, Iri(ORG + "Membership")
    yield node, Iri(ORG + "member"), _or(rnd, member, one_of("role", 1), one_of("Network", 2))
    yield node, Iri(ORG + "organization"), _or(rnd, one_of("Network", 2), member)
    yield node, Iri(ORG + "role"), _or(rnd, one_of("role", year % 2), member)
    yield node, Iri(NS + "start"), _or(rnd, date(year), date(1890), Literal("soon"))
    if rnd.random() < 0.5:
        yield node, Iri(NS + "end"), _or(rnd, date(year + 5), date(year - 9))
    yield node, SOURCE, one_of("source", year % 2)


NODES: list[Iri | Blank] = [*(Iri(f"urn:n{i}") for i in range(6)), Blank("b6")]


def small(rnd: Random, nodes: int = len(NODES)) -> list[Triple]:
    """Make a small graph for the shapes that nest everything; the last node is blank."""
    typed = [(n, RDF_TYPE, Iri("urn:C")) for n in NODES[:nodes] if rnd.random() < 0.5]
    others = (_small(rnd, NODES[:nodes]) for _ in range(rnd.randint(3, 22)))
    return list(dict.fromkeys([*typed, *others]))


def nested_pool(nodes: int = len(NODES)) -> list[Triple]:
    """Return triples for changes of a small graph."""
    rnd = Random(0)
    beyond = (NODES[0], Iri("urn:s"), NODES[1])
    return [beyond, *(_small(rnd, NODES[:nodes]) for _ in range(80))]


def _small(rnd: Random, nodes: list[Iri | Blank]) -> Triple:
    name = rnd.choice("pqr")
    values: list[Term] = [*nodes] if name == "p" else [*nodes, *map(Literal, range(4))]
    return rnd.choice(nodes), Iri(f"urn:{name}"), rnd.choice(values)


@cache
def fixtures() -> list[list[Triple]]:
    """Return the small graphs that our shapes are tested with, each as the store spells it."""
    files = sorted((Path(__file__).parent / "shapes").glob("*/*.ttl"))
    return [_spelled(read(file.read_bytes())) for file in files]


def _spelled(triples: list[Triple]) -> list[Triple]:
    facts = Facts("")
    facts.add(triples)
    return sorted(facts.matching(None, None, None), key=str)


@cache
def classes() -> list[Triple]:
    """Return the order of our classes."""
    return [triple for triple in vocabulary() if triple[1] == SUBCLASS_OF]


@cache
def vocabulary() -> list[Triple]:
    """Return what is said of our own terms and codes."""
    texts = [file.read_bytes() for file in resources.files("ontology", ".ttl")]
    return _spelled([triple for text in texts for triple in read(text)])


@cache
def fixtures_of(shapes: frozenset[str]) -> list[list[Triple]]:
    """Return the fixtures of some shapes, or else all."""
    files = sorted((Path(__file__).parent / "shapes").glob("*/*.ttl"))
    heads = [file.read_text(encoding="utf-8").partition("\n")[0] for file in files]
    names = [
        {file.parent.name, head.rpartition(" ")[2]} for file, head in zip(files, heads, strict=True)
    ]
    found = [g for g, name in zip(fixtures(), names, strict=True) if not shapes.isdisjoint(name)]
    return found or fixtures()


@cache
def fixtures_with(predicate: Iri | None, way: Way) -> list[list[Triple]]:
    """Return the fixtures in which a way is gone, with a statement at its end if there are any."""
    found = [(triples, _ends(triples, way)) for triples in fixtures()]
    there = [g for g, ends in found if any(s in ends and p == predicate for s, p, _ in g)]
    return there or [triples for triples, ends in found if ends] or fixtures()


def _ends(triples: list[Triple], way: Way) -> set[Term]:
    facts = Facts("")
    facts.add(triples)
    return walk(facts, way, {s for s, _, _ in triples})


def published(rnd: Random, size: int) -> list[Triple]:
    """Make a graph of our own model: versions, memberships, claims, rosters, codes."""
    made = dict.fromkeys(classes())
    chosen = rnd.sample(fixtures(), 40)
    for number, triples in enumerate(chosen):
        if len(made) + len(triples) > size:
            break
        made.update(dict.fromkeys(_copied(triples, number % 3)))
    return list(made)


def published_of(rnd: Random, some: list[list[Triple]]) -> list[Triple]:
    """Make a small graph of our own model from some fixtures."""
    chosen = rnd.sample(some, min(3, len(some)))
    made = [t for number, triples in enumerate(chosen) for t in _copied(triples, number)]
    return list(dict.fromkeys([*classes(), *made, *_copied(chosen[0], 3)]))


def _copied(triples: list[Triple], number: int) -> Iterator[Triple]:
    """Copy what has dates, so that there are others of the same member and body."""
    kinds = ("Membership", "ActorVersion", "PeriodOfTime")
    kept = {s for s, p, o in triples if p == RDF_TYPE and o.value.endswith(kinds)}

    def copy(node: Iri | Blank) -> Iri | Blank:
        return Iri(f"{node.value}-copy{number}") if node in kept and number else node

    return ((copy(s), p, o if isinstance(o, Literal) else copy(o)) for s, p, o in triples)


class Editor:
    """Makes changes of a graph, all of them with what is somewhere in a pool of triples."""

    def __init__(self, pool: Iterable[Triple], blanks: bool = True) -> None:
        self._blanks = blanks
        self._by_predicate: dict[Iri, list[Triple]] = {}
        for triple in dict.fromkeys(pool):
            if triple[1] != SUBCLASS_OF:
                self._by_predicate.setdefault(triple[1], []).append(triple)
        self._predicates = sorted(self._by_predicate, key=str)
        everyone = {s for some in self._by_predicate.values() for s, _, _ in some}
        self._subjects = sorted(everyone, key=str)

    def any(self, rnd: Random, facts: Facts, most: int = 12) -> Change:
        """Change some triples: take away, put in, put in the place of another, on a new node."""
        added: list[Triple] = []
        removed: list[Triple] = []
        for _ in range(rnd.randint(1, most)):
            predicate = rnd.choice(self._predicates)
            known = self._by_predicate[predicate]
            subject, _, _ = old = rnd.choice(known)
            value = rnd.choice(known)[2]
            kind = rnd.randrange(5)
            if kind in (0, 2):
                removed.append(old)
            if kind in (1, 2):
                added.append((subject, predicate, value))
            if kind > 2:
                added.append((self._someone(rnd), predicate, value))
        return Change(tuple(added), tuple(removed)).narrowed(facts)

    def _someone(self, rnd: Random) -> Iri | Blank:
        if rnd.random() < 0.7:
            return rnd.choice(self._subjects)
        number = rnd.randrange(3)
        return (
            Blank(f"new{number}") if self._blanks and rnd.random() < 0.3 else one_of("new", number)
        )

    def aimed(
        self, rnd: Random, facts: Facts, predicate: Iri | None, way: Way, near: list[Term]
    ) -> Change:
        """Change one triple with a predicate, of a node that a way leads to from another.

        Half of the time from a node with results: there most rows matter.
        """
        nodes = sorted({x for s, _, o in facts.matching(None, None, None) for x in (s, o)}, key=str)
        ends = [node for node in nodes if not isinstance(node, Literal)]
        for _ in range(200):
            end, wanted = rnd.choice(ends), {*near} if rnd.random() < 0.5 else {*nodes}
            starts = walk(facts, inverse(way), {end}) - (set() if way == HERE else {end})
            if not starts.isdisjoint(wanted):
                chosen = predicate or rnd.choice(self._predicates)
                change = self._there(rnd, facts, chosen, end).narrowed(facts)
                if change.triples:
                    return change
        return Change()

    def _there(self, rnd: Random, facts: Facts, predicate: Iri, node: Iri | Blank) -> Change:
        old = sorted(facts.matching(node, predicate, None), key=str)
        known = self._by_predicate.get(predicate) or [(node, predicate, node)]
        fresh = (node, predicate, rnd.choice(known)[2])
        kind = rnd.randrange(4)
        if kind == 3 and old:
            fresh = (rnd.choice(self._subjects), predicate, rnd.choice(old)[2])
        gone = (rnd.choice(old),) if old and kind in (0, 1) else ()
        return Change(() if kind == 0 else (fresh,), gone)
