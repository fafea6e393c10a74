"""Which sign stands between the cells of a table."""

import csv
from collections import Counter
from collections.abc import Sequence

NAMES = {",": "comma", ";": "semicolon", "\t": "tab", "|": "vertical bar"}
"""The signs that are looked for, and how they are called."""

_MOST = 200  # rows that are looked at


def told(text: str) -> str:
    """Return the sign that is told: itself, or its name; '' where it is neither."""
    names = {name: sign for sign, name in NAMES.items()} | {"\\t": "\t", "bar": "|"}
    sign = names.get(text.casefold(), text)
    return sign if len(sign) == 1 and not sign.isalnum() and sign not in '"\r\n' else ""


def found(lines: Sequence[str]) -> str:
    """Return the sign by which most rows have as many cells as the first, and more than one.

    Among equally good ones the one with more cells; a comma where no sign makes a second cell.
    """
    return max(NAMES, key=lambda sign: _fit(lines, sign))


def _fit(lines: Sequence[str], sign: str) -> tuple[float, int]:
    widths = _widths(lines, sign)
    if not widths or widths[0] < 2:
        return (0.0, 0)
    return (round(Counter(widths)[widths[0]] / len(widths), 2), widths[0])


def _widths(lines: Sequence[str], sign: str) -> list[int]:
    """Count the cells of the first rows, as far as they can be read."""
    found: list[int] = []
    try:
        for cells in csv.reader(lines, delimiter=sign, strict=True):
            if cells:
                found.append(len(cells))
            if len(found) == _MOST:
                break
    except csv.Error:  # a quoted cell that goes on behind what was read of the file
        pass
    return found
