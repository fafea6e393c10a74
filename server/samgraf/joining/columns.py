"""Which column is meant, and how ours are called beside those of the table."""

import difflib
from collections.abc import Sequence

from samgraf.errors import Misuse

OURS = ("iri", "name", "code", "score", "reason")
"""What is written behind each row."""

PREFIX = "samgraf_"
"""What the names of our columns begin with, unless it is told otherwise."""

_MOST_TOLD = 12


def place(columns: Sequence[str], wanted: str, option: str) -> int:
    """Return the place of a column, from 0, that is named as in the header or by its number.

    Names differ neither by case nor by blanks at their ends. Raise ``Misuse`` where none is meant,
    or several are.
    """
    names = [_plain(column) for column in columns]
    places = [number for number, name in enumerate(names) if name == _plain(wanted)]
    if len(places) == 1:
        return places[0]
    if places:
        numbers = " and ".join(str(number + 1) for number in places)
        raise Misuse(f"{option} {wanted}: columns {numbers} are called so; tell one by its number")
    if wanted.strip().isdecimal() and 1 <= int(wanted) <= len(columns):
        return int(wanted) - 1
    raise Misuse(f"{option} {wanted}: no such column; {_nearest(columns, wanted)}")


def ours(columns: Sequence[str], prefix: str) -> tuple[str, ...]:
    """Return the names of our columns; raise ``Misuse`` where the table has one of them."""
    names = tuple(prefix + name for name in OURS)
    held = {_plain(column) for column in columns}
    for name in names:
        if _plain(name) in held:
            raise Misuse(f"the table has a column {name}; call ours otherwise: --prefix second_")
    if prefix[:1] in tuple("=+-@") or not prefix.isprintable():
        raise Misuse(f"--prefix {prefix}: begin with a letter")
    return names


def _nearest(columns: Sequence[str], wanted: str) -> str:
    close = difflib.get_close_matches(_plain(wanted), [_plain(c) for c in columns], 3, 0.5)
    near = [column for column in columns if _plain(column) in close]
    if near:
        return f"did you mean {' or '.join(near)}?"
    more = f" and {len(columns) - _MOST_TOLD} more" if len(columns) > _MOST_TOLD else ""
    return f"there are {', '.join(columns[:_MOST_TOLD])}{more}"


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())
