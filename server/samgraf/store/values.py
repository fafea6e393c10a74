"""Terms between our text form, which is that of N-Triples, and the engine."""

import pyoxigraph as ox

Value = ox.NamedNode | ox.BlankNode | ox.Literal | ox.Triple


def term(text: str) -> Value:
    """Read one term of N-Triples; raise ``ValueError`` for anything else."""
    line = f"<x:x> <x:x> {text} ."
    found: list[Value] = [quad.object for quad in ox.parse(line, format=ox.RdfFormat.N_TRIPLES)]
    if len(found) != 1:
        raise ValueError(f"{text} is not one term of N-Triples")
    return found[0]
