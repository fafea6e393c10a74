"""``make bench-scale``: the real graph many times over; ``scale.py [STEP ...] [COPIES ...]``.

42 copies are 10^7 triples. Builds each size of a file and validates it in full (the step
``alone``), then serves all side by side and asks (``side``). Figures are kept in
build/bench/scale, so that steps can be taken one by one; ``report`` is taken always, and alone
where only it is named: it writes a section of RESULTS.md, and the tables and drawings of
docs/scale.md. Exit status 1 where a goal is missed.
"""

import json
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import scale_report
import scale_side
import sections
from scale_side import Side
from scale_sizes import WORK, Size, built

COPIES = (1, 4, 42)
PAGE = Path(__file__).parents[1] / "docs" / "scale.md"


def alone(sizes: Sequence[Size]) -> None:
    """Build from the tables, then build and validate each size; keep figures at once."""
    tables = built(WORK / "tables")
    _keep("tables", tables)
    _say(f"from the tables: {tables}")
    for size in sizes:
        _say(f"{size.name}: {size.measure(WORK / 'tables')}")


def side(sizes: Sequence[Size]) -> None:
    """Serve the sizes that are built, and ask them."""
    _keep("side", asdict(scale_side.measure(sizes)))


def _keep(name: str, figures: object) -> None:
    WORK.mkdir(parents=True, exist_ok=True)
    (WORK / f"{name}.json").write_text(json.dumps(figures, indent=1) + "\n", encoding="utf-8")


def _kept(name: str) -> Any:
    return json.loads((WORK / f"{name}.json").read_text(encoding="utf-8"))


def _say(line: str) -> None:
    sys.stderr.write(f"{line}\n")


def report(sizes: Sequence[Size]) -> bool:
    """Write sections and drawings; tell whether every goal is reached."""
    known = [size.known() for size in sizes]
    tables = _kept("tables")
    asked = Side(**_kept("side")) if (WORK / "side.json").is_file() else None
    found = scale_report.section(known, asked, tables) if asked else None
    sections.put("scale", found or scale_report.first_part(known, tables))
    sections.put("measured", scale_report.alone(known), PAGE)
    if asked:
        sections.put("asked", scale_report.asked(known, asked), PAGE)
    sections.put("extrapolated", scale_report.far(known), PAGE)
    scale_report.draw(known, asked)
    return asked is not None and all(reached for *_, reached in scale_report.goals(known, asked))


def main(words: Sequence[str]) -> int:
    """Take the steps that are named, or all, for the sizes that are named, or the usual ones."""
    given = [int(word) for word in words if word.isdigit()]
    sizes = [Size(copies) for copies in sorted(given or COPIES)]
    named = [word for word in words if not word.isdigit()]
    for word, step in STEPS.items():
        if word in (named or STEPS):
            step(sizes)
    return 0 if report(sizes) else 1


STEPS: Mapping[str, Callable[[Sequence[Size]], None]] = {"alone": alone, "side": side}


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
