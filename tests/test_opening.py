"""A store of many files is open as a whole before a worker may open none."""

import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from .serving import some_quads

_WITHOUT_FILES = """
import resource, sys
from pathlib import Path
from samgraf.store import sharing
store = sharing.open_finished(Path(sys.argv[1]))
resource.setrlimit(resource.RLIMIT_NOFILE, (0, 0))
counts = [sum(1 for _ in store), sum(1 for _ in store.query("SELECT * { ?s ?p ?o }"))]
print(*counts)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A store of more than 16 tables, the most that the engine opens by itself."""
    store = ox.Store(str(tmp_path / "store"))
    for part in range(3):
        text = some_quads(300).replace("example.org", f"example{part}.org")
        store.bulk_load(text.encode(), format=ox.RdfFormat.N_QUADS)
    store.flush()
    del store
    assert len([*(tmp_path / "store").glob("*.sst")]) > 16
    return tmp_path / "store"


def test_all_is_answered_by_a_process_that_may_open_no_file(folder: Path) -> None:
    command = [sys.executable, "-c", _WITHOUT_FILES, str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.stdout.split() == ["3600", "2700"], done.stderr
