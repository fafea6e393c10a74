"""What the address of a list for programs may say: a mistyped choice must not look like nothing."""

import difflib
from collections.abc import Collection, Iterable

from flask import request

from samgraf.errors import QueryRefused
from samgraf.linking.indexing import FACETS
from samgraf.linking.search import SORTS

from .asked import PARAMETERS, VIEWS
from .site import Site

_ALIKE = 0.6
_SHOWN = 60  # characters of a wrong value that are repeated
_FEW = 12


def check(here: Site) -> None:
    """Raise ``QueryRefused`` for a parameter that there is not, and a value that there is not."""
    for name in request.args:
        if name not in PARAMETERS:
            raise _refused(f"there is no parameter {name[:_SHOWN]!r}", name, PARAMETERS)
    labels = here.index().labels  # of every value that there is, even where nothing has it
    for facet in FACETS:
        if value := request.args.get(facet, ""):
            _known(facet, value, labels.get(facet, ()), "there is no such value")
    for name, values in (("sort", SORTS), ("view", VIEWS)):
        if value := request.args.get(name, ""):
            _known(name, value, values, "that is not possible")


def _known(name: str, value: str, values: Collection[str], why: str) -> None:
    if value not in values:
        raise _refused(f"{name}={value[:_SHOWN]}: {why}", value, values)


def _refused(words: str, wrong: str, right: Iterable[str]) -> QueryRefused:
    """Name the nearest that is right, and what else is where that is little."""
    known = sorted(right)
    spelled = {one.lower(): one for one in known}
    near = difflib.get_close_matches(wrong[:_SHOWN].lower(), [*spelled], 1, _ALIKE)
    listed = f"; known are {', '.join(known)}" if len(known) <= _FEW else ""
    more = {"didYouMean": spelled[near[0]]} if near else {}
    return QueryRefused("parameter", words + listed, more)
