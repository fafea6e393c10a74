"""A store in memory holds what its dumps say, each statement once, whatever comes first."""

import gzip
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox

from samgraf.store.worker import Inherited

from .serving import TIGHT

CLASS = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
NAMED = f"""\
<http://e/a> {CLASS} <http://e/A> <http://e/g> .
<http://e/a> <http://e/name> "he said <http://e/x> {CLASS} <http://e/B> ." <http://e/g> .
_:b {CLASS} <http://e/A> <http://e/g> .
"""
UNNAMED = f"""\
<http://e/a> {CLASS} <http://e/A> .
<http://e/a> {CLASS} <http://e/B> .
<http://e/a> {CLASS} _:b .
<http://e/a> <http://e/knows> _:b .
<http://e/c> {CLASS} <http://e/A> ."""
_COUNTED = """
import sys
from pathlib import Path
import pyoxigraph as ox
from samgraf.store import sharing
store = sharing.load(Path(sys.argv[1]))
objects = {quad.object for quad in store}
print(len(store), sum(isinstance(one, ox.BlankNode) for one in objects))
"""


def test_each_statement_of_the_dumps_is_there_once(tmp_path: Path) -> None:
    (tmp_path / "store").mkdir()
    (tmp_path / "dumps").mkdir()
    (tmp_path / "dumps" / "samgraf.nq.gz").write_bytes(gzip.compress(NAMED.encode()))
    (tmp_path / "dumps" / "default-graph.nt.gz").write_bytes(gzip.compress(UNNAMED.encode()))
    command = [sys.executable, "-c", _COUNTED, str(tmp_path / "store")]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    statements = [
        *ox.parse(NAMED, ox.RdfFormat.N_QUADS),
        *ox.parse(UNNAMED, ox.RdfFormat.N_TRIPLES),
    ]
    assert done.stdout.split() == [str(len(statements)), "1"], done.stderr


def test_a_worker_may_touch_all_of_a_large_store() -> None:
    begun = Inherited.now()
    none = replace(TIGHT, worker_touched_mib=0)
    grown_by_ten = replace(begun, touched=begun.touched - 10)
    assert not grown_by_ten.used_up(none)
    assert replace(grown_by_ten, resident=9).used_up(none)
