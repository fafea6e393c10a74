"""The place of a syntax error that the engine tells too late.

Before it gives up, the engine has tried to read a keyword as long as ENCODE_FOR_URI wherever one
may stand, and tells the farthest place that it looked at: letters behind the error. Where the
tokens are farther apart than any keyword is long, it tells the place itself.
"""

import re

import pyoxigraph as ox

from .scan import tokens

_LONGEST = 1 << 16  # characters of a query that is read once more
_GAP = " " * 20
_PLACE = re.compile(r"error at (\d+):(\d+): ")


def exact(error: str, query: str) -> str:
    """Return the engine's words for an error in a query, with a better place if there is one."""
    if len(query) > _LONGEST or not _PLACE.search(error):
        return error
    apart, places = _apart(query)
    try:
        ox.Store().query(apart)
    except SyntaxError as again:
        better = str(again)
    except (ValueError, RuntimeError, OSError):
        return error
    else:
        return error
    match = _PLACE.search(better)
    if match is None:
        return error
    place = _original(_offset(apart, int(match[1]), int(match[2])), places)
    line = query.count("\n", 0, place) + 1
    column = place - query.rfind("\n", 0, place)
    return f"{better[: match.start()]}error at {line}:{column}: {better[match.end() :]}"


def _apart(query: str) -> tuple[str, list[tuple[int, int, int]]]:
    """Set tokens apart where there is a gap; return each one's old and new place and length."""
    written: list[str] = []
    places: list[tuple[int, int, int]] = []
    end, length = 0, 0
    for place, token, _ in tokens(query):
        if place > end:
            written.append(_GAP)
            length += len(_GAP)
        places.append((place, length, len(token)))
        written.append(token)
        length += len(token)
        end = place + len(token)
    written.append(_GAP)
    places.append((len(query), length + len(_GAP), 0))
    return "".join(written), places


def _original(place: int, places: list[tuple[int, int, int]]) -> int:
    """Return where a place of the new text was: in a token, or behind the one before a gap."""
    behind = 0
    for old, new, length in places:
        if place < new:
            break
        if place < new + length:
            return old + place - new
        behind = old + length
    return behind


def _offset(text: str, line: int, column: int) -> int:
    """Return the place of a line and column, both from 1."""
    before = text.split("\n")[: line - 1]
    return sum(map(len, before)) + len(before) + column - 1
