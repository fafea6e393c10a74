"""``make bench-scale``: the real graph 1, 4 and 42 times over; ``scale.py [report] [COPIES ...]``.

42 copies are 10^7 triples. Builds each size of a file, validates it in full, then serves all side
by side and asks. Figures are kept in build/bench/scale; ``report`` writes them without measuring
again. Writes a section of RESULTS.md, and the tables and drawings of docs/scale.md; ends with 1
where a goal is missed.
"""

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import scale_report
import scale_side
import sections
from scale_side import Side
from scale_sizes import WORK, Measured, Size, built

COPIES = (1, 4, 42)
PAGE = Path(__file__).parents[1] / "docs" / "scale.md"


def measure(sizes: Sequence[Size]) -> None:
    """Measure each size alone, then all of them; keep every figure as soon as it is there."""
    tables = built(WORK / "tables")
    _keep("tables", tables)
    _say(f"from the tables: {tables}")
    for size in sizes:
        found = size.measure(WORK / "tables")
        _say(f"{size.name}: {found}")
    _keep("side", asdict(scale_side.measure(sizes)))


def _keep(name: str, figures: object) -> None:
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _kept(name: str) -> Any:
    return json.loads((WORK / f"{name}.json").read_text(encoding="utf-8"))


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def report(sizes: Sequence[Size]) -> bool:
    """Write section and drawings; tell whether every goal is reached."""
    known: list[Measured] = [size.known() for size in sizes]
    side = Side(**_kept("side"))
    sections.put("scale", scale_report.section(known, side, _kept("tables")))
    sections.put("measured", scale_report.alone(known), PAGE)
    sections.put("extrapolated", scale_report.far(known), PAGE)
    scale_report.draw(known, side)
    return all(reached for *_, reached in scale_report.goals(known, side))


def main(words: Sequence[str]) -> int:
    """Measure and report the sizes that are named, or the usual ones."""
    given = [int(word) for word in words if word != "report"]
    sizes = [Size(copies) for copies in sorted(given or COPIES)]
    if "report" not in words:
        measure(sizes)
    return 0 if report(sizes) else 1


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
