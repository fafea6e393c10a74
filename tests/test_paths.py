"""A path leads to the same nodes whether SPARQL or the walk follows it, and back again."""

from random import Random

from samgraf.store.asking import Facts, Iri, Term
from samgraf.validation.frames import CHECK
from samgraf.validation.paths import Back, Choice, Path, Repeat, Step, inverse, sparql, then
from samgraf.validation.walking import walk

from .changing import small

STEPS = [Step(Iri(f"urn:{name}")) for name in "pqr"]


def made(rnd: Random, depth: int = 3) -> Path:
    kind = rnd.randrange(6) if depth else rnd.randrange(2)
    step = rnd.choice(STEPS)
    if kind < 2:
        return step if kind else Back(step.iri)
    if kind == 2:
        return Choice(tuple(made(rnd, depth - 1) for _ in range(rnd.randint(1, 3))))
    if kind == 3:
        return Repeat(made(rnd, depth - 1), rnd.choice("*+?"))
    return then(*(made(rnd, depth - 1) for _ in range(rnd.randint(2, 3))))


def by_query(facts: Facts, path: Path, start: Term) -> set[Term]:
    query = CHECK.format(names="?value", head=f"{start} {sparql(path)} ?value", body="")
    return {row["value"] for row in facts.rows("path", query)}


def test_a_query_and_the_walk_reach_the_same_nodes() -> None:
    reached = 0
    for seed in range(300):
        rnd = Random(seed)
        facts, path, triples = Facts(""), made(rnd), small(rnd, 6)
        facts.add(triples)
        # Oxigraph has no path of no step from a node that is in no statement at all.
        start = rnd.choice(triples)[0]
        nodes = walk(facts, path, {start})
        assert nodes == by_query(facts, path, start), sparql(path)
        assert all(start in walk(facts, inverse(path), {node}) for node in nodes), sparql(path)
        reached += len(nodes)
    assert reached > 200


def test_the_inverse_of_the_inverse_is_the_path() -> None:
    paths = [made(Random(seed)) for seed in range(500)]
    assert [inverse(inverse(path)) for path in paths] == paths
    assert len(set(paths)) > 200
