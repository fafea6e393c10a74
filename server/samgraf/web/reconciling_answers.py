"""Answers to what version 1.0 of the reconciliation API sends, and samples of both for the page."""

import json
import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from . import reconciling_matched as matching
from .languages import reader
from .reconciling_asked import Reading
from .reconciling_extension import Extension
from .reconciling_properties import properties
from .reconciling_read import At, parse
from .reconciling_things import things
from .reconciling_told import Json, Telling
from .reconciling_values import Values, countries_of
from .site import site

HEADER = "Content-Type: application/json"
_WIDTH = 80  # characters of a line in a sample


@dataclass(frozen=True, slots=True)
class Sample:
    """A request as a command for the shell, and its answer as it is given just now, as JSON."""

    command: str
    answer: str


def values() -> Values:
    """Return what the values of queries are read with."""
    here, found = site(), things()
    countries = here.once("countries", lambda: countries_of(here.index().labels))
    return Values(
        found,
        properties(found),
        here.settings.limits.reconcile_text,
        date.fromisoformat(here.manifest()["data_date"]),
        countries,
    )


def matched(body: At) -> Json:
    """Answer queries of version 1.0; raise ``QueryRefused`` where they are wrong."""
    known = values()
    found = matching.matched(Reading(known, site().settings.limits).new(body))
    telling = Telling(known.things)
    return {"results": [{"candidates": telling.candidates(some)} for some in found]}


def extension(body: At) -> Extension:
    """Read a request for values of things, of either version, and find them."""
    return Extension(body, values(), site().settings.limits)


def match_sample(address: str, name: str, day: str) -> Sample:
    """Ask for the best candidate for a name on a day."""
    conditions = [
        {"matchType": "name", "propertyValue": name},
        {"matchType": "property", "propertyId": "on", "propertyValue": day},
    ]
    sent = _lines({"queries": [{"conditions": conditions, "limit": 1}]})
    return _sample(f"{address}/match", sent, matched(parse(sent, "the sample")))


def extend_sample(address: str, identifier: str, day: str) -> Sample:
    """Ask for a thing's code and region, and for two of its networks on a day."""
    names: list[Mapping[str, object]] = [{"id": "code"}, {"id": "region"}]
    names += [{"id": "network", "settings": {"on": day, "limit": 2}}]
    sent = _lines({"ids": [identifier], "properties": names})
    return _sample(f"{address}/extend", sent, extension(parse(sent, "the sample")).new())


def _sample(address: str, sent: str, answer: Json) -> Sample:
    if reader() != "en":
        address += f"?lang={reader()}"  # without, a command is answered in English
    command = " ".join(map(shlex.quote, ["curl", address, "-H", HEADER, "--data", sent]))
    return Sample(command, _lines(answer))


def _lines(value: object, depth: int = 0) -> str:
    """Write JSON for people: what fits stands on one line, anything else by its parts."""
    whole = json.dumps(value, ensure_ascii=False)
    if depth + len(whole) <= _WIDTH or not isinstance(value, dict | list):
        return whole
    if isinstance(value, dict):
        parts = [f"{json.dumps(key)}: {_lines(one, depth + 1)}" for key, one in value.items()]
    else:
        parts = [_lines(one, depth + 1) for one in value]
    space = "\n" + " " * depth
    start, end = "{}" if isinstance(value, dict) else "[]"
    return f"{start}{space} {f',{space} '.join(parts)}{space}{end}"
