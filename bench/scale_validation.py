"""Full validation in a process of its own, as a build does it: ``scale_validation.py FOLDER OUT``.

FOLDER holds the files of ``copies.py``. First what is said is held to the shapes of data, then
what the rules made beside it to those of derived statements. OUT gets seconds, peak and results.
"""

import json
import sys
import time
from collections import Counter
from datetime import date
from pathlib import Path

from copies import AUTHORED, DERIVED
from engines import peak_mib
from samgraf import validation
from samgraf.store.asking import Facts, Iri, Literal
from samgraf.terms import PAV, VOCAB, XSD

_RETRIEVED = Iri(PAV.retrievedOn)


def measure(folder: Path) -> dict[str, object]:
    """Return seconds of each step, the results by severity, and the peak of memory in MiB."""
    took, counts, started = dict[str, float](), Counter[str](), time.perf_counter()
    facts = Facts.bulk(folder / AUTHORED)
    took["load"] = time.perf_counter() - started
    counts += _counted(facts, "data", took)
    began = time.perf_counter()
    _with_derived(facts, folder / DERIVED)
    took["load derived"] = time.perf_counter() - began
    counts += _counted(facts, "derived", took)
    seconds = time.perf_counter() - started
    cpu = time.process_time()
    return {"steps": took, "seconds": seconds, "cpu": cpu, "results": counts, "mib": peak_mib()}


def _with_derived(facts: Facts, derived: Path) -> None:
    """Add what rules made, and the data date in the place of all days of retrieval."""
    days = list(facts.matching(None, _RETRIEVED, None))
    latest = max(day.value for _, _, day in days)
    facts.remove(days)
    day = Literal(date.fromisoformat(latest).isoformat(), datatype=Iri(XSD.date))
    facts.add([(Iri(VOCAB), _RETRIEVED, day)])
    facts.load_file(derived)


def _counted(facts: Facts, kind: str, took: dict[str, float]) -> Counter[str]:
    """Run the shapes of a kind; note the seconds, return the results by severity."""
    shapes = {"data": validation.data_shapes, "derived": validation.derived_shapes}[kind]()
    began = time.perf_counter()
    found = validation.broken(facts, shapes)
    took[f"{kind} shapes"] = time.perf_counter() - began
    return Counter(one.check.shape.severity.value.rpartition("#")[2] for one in found)


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(measure(Path(sys.argv[1]))), encoding="utf-8")
