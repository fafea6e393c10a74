"""Data extension of both versions: what is asked for, and the values as they write them."""

import re
from collections.abc import Mapping, Sequence

from samgraf.limits import Limits

from . import extending
from .extending import Value, Wanted
from .reconciling_asked import too_large
from .reconciling_properties import Property
from .reconciling_read import At, listed
from .reconciling_things import told_type
from .reconciling_told import Json, name_of
from .reconciling_values import Values
from .texts import gettext

SETTINGS = ("on", "limit")
_MOST_PROPERTIES = 50
_DIGITS = re.compile(r"[0-9]{1,9}")
_MOST_VALUES = 10_000  # of one property of one thing that a client may ask for


class Extension:
    """One request for values, and its answer in either version."""

    def __init__(self, sent: At, values: Values, limits: Limits) -> None:
        """Read ``{"ids": […], "properties": […]}`` and find the values."""
        sent.an_object("ids", "properties")
        self._ids = _ids(sent.member("ids"), limits)
        self._wanted = _wanted(sent.member("properties"), values)
        found = {given: values.things.find(given) for given in self._ids}
        self._entries = {given: entry for given, entry in found.items() if entry is not None}
        self._rows = extending.values(values.things, self._entries.values(), self._wanted)

    def old(self) -> Json:
        """Write the answer of version 0.2: rows by identifier, values by property."""
        rows = {
            given: {w.property.id: cells for w, cells in zip(self._wanted, row, strict=True)}
            for given, row in self._cells()
        }
        return {"meta": self._meta(), "rows": rows}

    def new(self) -> Json:
        """Write the answer of version 1.0: rows and properties in the order asked for."""
        rows = [
            {
                "id": given,
                "properties": [
                    {"id": w.property.id, "values": cells}
                    for w, cells in zip(self._wanted, row, strict=True)
                ],
            }
            for given, row in self._cells()
        ]
        return {"meta": self._meta(), "rows": rows}

    def _cells(self) -> Sequence[tuple[str, list[list[Json]]]]:
        """Return the values of each thing; one that is not known has none."""
        empty: list[list[Value]] = [[] for _ in self._wanted]
        found = []
        for given in self._ids:
            entry = self._entries.get(given)
            row = self._rows[entry.path] if entry else empty
            found.append((given, [[self._cell(v) for v in values] for values in row]))
        return found

    def _cell(self, value: Value) -> Json:
        if value.entry is not None:
            return {"id": value.entry.path, "name": name_of(value.entry)}
        return {"str": value.text} if value.number is None else {"int": value.number}

    def _meta(self) -> list[Json]:
        return [_told(one.property) for one in self._wanted]


def settings() -> list[tuple[str, str, str, object, str]]:
    """Return identifier, name, type, default and help of each setting of a property."""
    return [
        ("on", gettext("day"), "text", "",
         gettext("the day on which values held, such as 2015-01-31; empty for today")),
        ("limit", gettext("most values"), "number", 0,
         gettext("how many values of each row, 0 for all")),
    ]  # fmt: skip


def proposed(known: Mapping[str, Property], name: str) -> list[Property]:
    """Return the properties that things of a type have, the likeliest first; '' for any type."""
    usable = [one for one in known.values() if one.extends]
    return [one for one in usable if not name or not one.types or name in one.types]


def _told(one: Property) -> Json:
    told: Json = {"id": one.id, "name": one.name}
    return {**told, "type": told_type(one.value_type)} if one.value_type else told


def _ids(at: At, limits: Limits) -> list[str]:
    items = at.items()
    if len(items) > limits.reconcile_batch:
        words = f"{len(items)} things are named, and {limits.reconcile_batch} are told of at once"
        raise too_large(limits, "reconcile_batch", words)
    return [*dict.fromkeys(one.text()[: limits.reconcile_text] for one in items)]


def _wanted(at: At, values: Values) -> list[Wanted]:
    items = at.items()
    if len(items) > _MOST_PROPERTIES:
        raise at.wrong(f"{_MOST_PROPERTIES} properties at most; ask for the others afterwards")
    found: dict[str, Wanted] = {}
    for one in items:
        wanted = _one(one, values)
        if wanted.property.id in found:
            raise one.member("id").wrong("this property is asked for twice; leave one out")
        found[wanted.property.id] = wanted
    return [*found.values()]


def _one(at: At, values: Values) -> Wanted:
    at.an_object()
    name = at.member("id").text()
    found = values.known.get(name)
    if found is None or not found.extends:
        usable = {one.id: one for one in values.known.values() if one.extends}
        words = f"there are no values of {name[:60]!r}"
        raise at.member("id").wrong(
            f"{words}; known are {listed(usable)} (/reconcile/extend/propose)"
        )
    given = at.member("settings")
    if not at.has("settings"):
        return Wanted(found)
    given.an_object(*SETTINGS)
    day = values.value("on", given.member("on"))[1] if given.has("on") else ""
    return Wanted(found, day, _limit(given.member("limit")) if given.has("limit") else 0)


def _limit(at: At) -> int:
    """Return a number, which forms may send as text; '' counts as 0."""
    text = at.value
    if isinstance(text, str) and (not text or _DIGITS.fullmatch(text)):
        return At(int(text or 0), at.place, at.whole).count(_MOST_VALUES, 0)
    return at.count(_MOST_VALUES, 0)
