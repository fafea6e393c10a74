"""Why a look-up found nothing, in words: other days, codes that are near, what could be asked."""

import difflib
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from samgraf.errors import QueryRefused
from samgraf.terms import CODE

from .link_sets import link_sets
from .lookup_found import Found, told
from .lookup_spellings import LAU
from .site import site

_NEAREST = 3
_ALIKE = 0.5
_SHOWN = 100  # characters of what was asked for that are repeated


@dataclass(frozen=True, slots=True)
class Schemes:
    """What a code can be of: registers with their codes, code lists, and link sets."""

    registers: Mapping[str, tuple[str, ...]]
    lists: tuple[str, ...]
    sets: tuple[str, ...]

    def names(self) -> list[str]:
        """Return every name, sorted."""
        return sorted({LAU, *self.registers, *self.lists, *self.sets})


def schemes() -> Schemes:
    """Return the schemes of the served version."""
    return site().once("schemes to look up", _read)


def _read() -> Schemes:
    codes: dict[str, list[str]] = defaultdict(list)
    for row in site().rows("pages/codes-known"):
        code = row["code"]
        codes[(code.datatype or "").removeprefix(CODE)].append(code.value)
    lists = {row["scheme"].value.removeprefix(CODE) for row in site().rows("pages/schemes")}
    registers = {slug: tuple(found) for slug, found in codes.items()}
    sets = tuple(one.slug for one in link_sets())
    return Schemes(registers, tuple(sorted(lists - {*registers})), sets)


def no_scheme(scheme: str) -> QueryRefused:
    """Say which schemes there are."""
    known = schemes()
    named = ", ".join(sorted({LAU, *known.registers, *known.sets}))
    detail = f"{scheme[:_SHOWN]!r} is no scheme; there are {named}, and the code lists at /code"
    return QueryRefused("bad-request", detail, {"schemes": known.names()})


def no_code(scheme: str, code: str) -> QueryRefused:
    """Say that nobody ever had a code, and which codes are near."""
    known = schemes().registers.get(scheme, ())
    near = difflib.get_close_matches(code[:_SHOWN], known, _NEAREST, _ALIKE)
    detail = f"no thing of this graph ever had {scheme} {code[:_SHOWN]}"
    if near:
        detail += f"; the nearest codes are {', '.join(near)}"
    if scheme == LAU:
        detail += "; write the country and the national code, such as NO_4204"
    return QueryRefused("not-found", detail, {"nearest": near})


def no_holder(asked: str, every: tuple[Found, ...], day: str) -> QueryRefused:
    """Say in which other periods a code or an address stood for whom."""
    periods = [(one, period) for one in every for period in one.periods]
    uses = "; ".join(f"{one.named().text} {told(period)}" for one, period in periods)
    detail = f"{asked[:_SHOWN]} stood for nothing on {day}. It was in use for: {uses}"
    known = [{"iri": one.iri, "from": p[0] or None, "to": p[1] or None} for one, p in periods]
    return QueryRefused("not-found", detail, {"periods": known})


def no_address(text: str) -> QueryRefused:
    """Say that nothing is tied to an address, and to which data things are tied."""
    starts = sorted({one.start for one in link_sets()})
    shown = text[:_SHOWN]
    own = [start for start in starts if shown.startswith(start)]
    detail = f"nothing of this graph is tied to {shown}"
    if own:
        detail += ", although others of that data set are"
    else:
        detail += "; addresses that are begin with " + ", ".join(starts)
    return QueryRefused("not-found", detail, {"starts": starts})
