"""The contributor's own line, which is shown under what is told of it."""

from collections.abc import Iterable, Mapping, Sequence

from samgraf.findings import Spot

from .visible import visible

Lines = Mapping[str, Sequence[str]]
"""The lines of each file that is brought, by its name; empty where nobody has them."""

MOST_OF_A_LINE = 160
"""So many characters of a line are shown; of a longer one those around the value at fault."""


def lines_of(contents: Iterable[tuple[str, bytes]]) -> Lines:
    """Return the lines of files; of two files of one name neither is told from the other."""
    known: dict[str, Sequence[str]] = {}
    for name, content in contents:
        text = content.decode("utf-8", "replace").removeprefix("\ufeff")
        lines = [line.removesuffix("\r") for line in text.split("\n")]
        known[name] = () if name in known else lines
    return known


def line_at(lines: Lines, spot: Spot) -> str:
    """Return the line of a place as it may be shown; '' where it is not known or is empty."""
    of_file = lines.get(spot.file, ())
    if not 0 < spot.line <= len(of_file):
        return ""
    line = of_file[spot.line - 1]
    if len(line) > MOST_OF_A_LINE:
        start = max(0, min(spot.column - 1 - MOST_OF_A_LINE // 2, len(line) - MOST_OF_A_LINE))
        line = ("…" if start else "") + line[start : start + MOST_OF_A_LINE + 1]
    return visible(line.strip().replace("\t", " "), MOST_OF_A_LINE + 1)
