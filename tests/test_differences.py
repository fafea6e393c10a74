"""Each known difference of another engine is still there, and explains itself."""

import pytest
from pyshacl.errors import ReportableRuntimeError

from samgraf.validation.program import run

from . import oracles
from .changing import index_of
from .differences import FOLDER, KNOWN, facts_of, text_of
from .trials import text_of as ntriples_of


@pytest.mark.parametrize("name", sorted(KNOWN))
def test_a_known_difference_is_still_there(name: str) -> None:
    engine, text = name.partition(".")[0], text_of(name)
    facts = facts_of(text)
    ours = oracles.ours(run(facts, index_of(text)), whole=engine != "pyshifty")
    theirs = oracles.ENGINES[engine](text, ntriples_of(facts))
    differing = (ours - theirs) + (theirs - ours)
    assert differing
    assert [row for row in differing if not KNOWN[name](row, facts)] == []


def test_pyshacl_compares_no_blank_node() -> None:
    text = text_of("pyshacl.iris-in-order").replace(":n3", "_:n3")
    with pytest.raises(ReportableRuntimeError, match="BlankNode"):
        oracles.by_pyshacl(text, ntriples_of(facts_of(text)))


def test_every_graph_of_a_difference_has_its_reason() -> None:
    assert {file.stem for file in FOLDER.glob("*.ttl")} == KNOWN.keys()
