"""After a change, the checks that it concerns find what a full run finds; nothing else changes."""

import shutil
import subprocess
import sys
from pathlib import Path
from random import Random

import pytest

from samgraf.errors import OwnFault
from samgraf.store.asking import Facts, Iri, Literal, Term, Triple, read
from samgraf.validation import impact
from samgraf.validation.impact import Change
from samgraf.validation.program import Program, classes_of, compile_program
from samgraf.validation.saved import from_json, key_of, to_json
from samgraf.validation.terms import RDF_TYPE, SUBCLASS_OF

from .changing import BELOW, NS, Editor, index_of, one_of, organisations, shapes_of
from .trials import MAKERS, compiled, faults, graph_of

A, B = one_of("Municipality", 1), one_of("Municipality", 2)
LIVES: list[Triple] = [(node, RDF_TYPE, Iri(NS + "Municipality")) for node in (A, B)]
CODE = Iri(NS + "code")


def test_a_change_at_one_node_is_found_at_another() -> None:
    held = graph_of(compiled("organisations"), [*BELOW, *LIVES, (B, CODE, Literal("DK-1"))])
    outcome = impact.tried(held.program, held.facts, Change(((A, CODE, Literal("DK-1")),)))
    twice = [one for one in outcome.new if one.value == Literal("DK-1")]
    assert sorted((str(one.focus), str(one.others["other"])) for one in twice) == [
        (str(A), str(B)),
        (str(B), str(A)),
    ]
    assert {str(m) for one in twice for m in one.messages} == {
        f'"DK-1 is the code of {node.value} too."@en' for node in (A, B)
    }


def test_nothing_changed_asks_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    held = graph_of(compiled("organisations"), [*BELOW, *LIVES])
    monkeypatch.setattr(Facts, "rows", None)
    outcome = impact.tried(held.program, held.facts, Change((LIVES[0],), ((A, CODE, A),)))
    assert (outcome.nodes, outcome.after) == ({}, ())
    assert held.program.run_at(held.facts, []) == []


def test_a_query_that_cannot_be_analysed_is_asked_in_full() -> None:
    program = compile_program(index_of(UNLINKED), lambda cls: [cls])
    held = graph_of(program, [(A, Iri("urn:p"), B)])
    assert held.program.checks[0].reads is None
    assert held.change(Change(((B, Iri("urn:limit"), Literal(1)),))) == []
    assert [one.value for one in held.results] == [Literal(1)]


UNLINKED = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
<urn:S> sh:targetSubjectsOf <urn:p> ; sh:sparql [ sh:message "m" ;
  sh:select "SELECT $this ?value WHERE { $this <urn:p> ?q . ?other <urn:limit> ?value }" ] .
"""


def test_a_change_of_classes_compiles_again() -> None:
    program = compiled("organisations")
    held = graph_of(program, [*BELOW, (A, RDF_TYPE, Iri(NS + "Town"))])
    change = Change(((Iri(NS + "Town"), SUBCLASS_OF, Iri(NS + "Municipality")),))
    with pytest.raises(OwnFault, match="compile the shapes once more"):
        impact.tried(program, held.facts, change)

    def again() -> Program:
        return compile_program(index_of(shapes_of("organisations")), classes_of(held.facts))

    outcome = impact.tried(program, held.facts, change, again)
    everything = again().run(held.facts)
    assert [one.key for one in outcome.after] == [one.key for one in everything]
    assert len(outcome.new) == len(everything) > 0


def test_blank_and_literal_target_nodes_are_asked_for_alone() -> None:
    shapes = """
    @prefix sh: <http://www.w3.org/ns/shacl#> .
    <urn:S> sh:targetObjectsOf <urn:p> ; sh:property [ sh:path <urn:q> ; sh:minCount 1 ;
      sh:property [ sh:path <urn:q> ; sh:maxCount 0 ] ] ; sh:nodeKind sh:IRI .
    """
    triples = read("_:a <urn:p> _:b , _:c , 1 , 2 . _:b <urn:q> _:b . _:c <urn:q> _:b .")
    held = graph_of(compile_program(index_of(shapes), lambda cls: [cls]), triples)
    nodes = {one.target for one in held.results}
    assert len(nodes) == 4
    for node in nodes:
        alone = held.program.run_at(held.facts, [node])
        assert [one.key for one in alone] == [o.key for o in held.results if o.target == node]
        assert alone


def test_two_stores_are_compared_as_they_are(tmp_path: Path) -> None:
    rnd = Random(3)
    made = organisations(rnd, 200)
    old, new = tmp_path / "old", tmp_path / "new"
    kept = Facts.kept(old, writable=True)
    kept.add(made)
    change = Editor(made).any(rnd, kept, 12)
    del kept
    shutil.copytree(old, new)
    after = Facts.kept(new, writable=True)
    change.apply(after)
    outcome = impact.changed(compiled("organisations"), Facts.kept(old), after, change)
    held = graph_of(compiled("organisations"), made)
    before = held.results
    assert held.change(change) == []
    assert faults(compiled("organisations"), outcome, before, held.results) == []


def test_a_saved_program_is_the_same() -> None:
    for program in map(compiled, MAKERS):
        assert from_json(to_json(program)) == program
        assert to_json(from_json(to_json(program))) == to_json(program)


def test_the_key_of_a_program_tells_shapes_and_classes_apart() -> None:
    facts, shapes = Facts(""), shapes_of("nested").encode()
    keys = [key_of([shapes], facts), key_of([shapes, b""], facts)]
    facts.add(BELOW)
    assert len({*keys, key_of([shapes], facts)}) == 3


def test_a_program_runs_without_rdflib(tmp_path: Path) -> None:
    saved = tmp_path / "program.json"
    saved.write_text(to_json(compiled("organisations")), encoding="utf-8")
    code = f"""
import sys
from pathlib import Path
from samgraf.store.asking import Facts
from samgraf.validation import impact, program, report, saved
program = saved.from_json(Path({str(saved)!r}).read_text(encoding="utf-8"))
facts = Facts('<urn:a> <{CODE.value}> "x" .')
assert len(report.report(program.run(facts))) > 2
assert not [name for name in ("rdflib", "pyshacl") if name in sys.modules]
"""
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_local_check_reads_statements_of_its_target_node_alone() -> None:
    program = compiled("organisations")
    local = {(name(c.shape.node), name(c.component)): c.local for c in program.checks}
    assert local["start", "MinCountConstraintComponent"]
    assert local["Membership", "ClosedConstraintComponent"]
    assert local["Coded", "ClassConstraintComponent"]
    assert not local["source", "ClassConstraintComponent"]
    assert not local["Whole", "ClassConstraintComponent"]
    facts = Facts("")
    facts.add([*BELOW, *LIVES])
    alone = program.run_alone(facts)
    assert {one.check.local for one in alone} == {True}
    assert [o.key for o in alone] == [o.key for o in program.run(facts) if o.check.local]


def name(node: Term) -> str:
    return node.value.rpartition("#")[2]
