"""The page of networks: what they are, how large in each year, and the files of a choice."""

import shlex
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from flask import Blueprint, render_template, request

from samgraf.errors import Misuse, QueryRefused
from samgraf.networks.asked import MODES, WEIGHTS
from samgraf.networks.choices import Choices
from samgraf.networks.columns import columns_of
from samgraf.networks.rows import Cell
from samgraf.terms import CODE

from .about import country_name
from .languages import alphabetical
from .networks_asked import PATH, SEVERAL, SWITCHES, Wanted, wanted
from .site import Site, site
from .words import words

blueprint = Blueprint("networks", __name__)

FILES = (
    ("GraphML", "graphml", ""),
    ("GEXF", "gexf", ""),
    ("CSV: edges", "csv", "edges"),
    ("CSV: nodes", "csv", "nodes"),
)
"""The formats: name, ending and part."""

_SCHEMES = {"kind": "body-kind", "topic": "topic"}
_LONGEST = 60  # characters of a choice


@dataclass(frozen=True, slots=True)
class Year:
    """What the network of the end of a year holds."""

    year: str
    actors: int
    bodies: int
    ties: int
    pairs: int


@dataclass(frozen=True, slots=True)
class Picked:
    """What the form was sent with; what is usual stays away from addresses."""

    on: str
    values: Mapping[str, str]

    def link(self, ending: str, part: str) -> str:
        """Return the address of a file of this choice."""
        given = {**self.values, "part": part}
        query = urlencode([(name, value) for name, value in given.items() if value])
        return f"{PATH}{quote(self.on)}.{ending}" + (f"?{query}" if query else "")

    def command(self) -> str:
        """Return what makes the same on one's own machine."""
        first, dash, last = self.on.partition("-")
        panel = dash and len(last) == len("2015")
        days = f"--from {first} --to {last}" if panel else f"--on {self.on}"
        options = [
            f"--{name}" if name in SWITCHES else f"--{name} {shlex.quote(value)}"
            for name, value in self.values.items()
        ]
        return " ".join(["samgraf export graphml", days, *options, "--output network.graphml"])


@blueprint.get("/networks")
def networks() -> str:
    """Tell what networks there are, and lead to the files of what was chosen."""
    here = site()
    manifest = here.manifest()
    picked = _picked(manifest["data_date"])
    choices = here.once("networks/choices", lambda: _choices(here))
    asked, problem = _checked(picked, manifest["data_date"], choices)
    return render_template(
        "networks.html",
        manifest=manifest,
        picked=picked,
        problem=problem,
        panel=asked is not None and asked.asked.panel,
        files=[(name, picked.link(ending, part)) for name, ending, part in FILES],
        years=_years(manifest["statistics"]),
        offered=_offered(here, choices),
        modes=MODES,
        weights=WEIGHTS,
        columns=[(name, columns_of(name)) for name in ("nodes", "one", "two")],
        origin=here.origin(),
    )


def _picked(data_date: str) -> Picked:
    """Return what the form was sent with, each value once."""
    names = ("mode", "weight", *SEVERAL, *SWITCHES)
    given = {name: request.args.get(name, "").strip()[:_LONGEST] for name in names}
    usual = {"mode": MODES[0], "weight": WEIGHTS[0]}
    if given["mode"] == "two":
        given["weight"] = ""  # the form sends it along, and it says nothing there
    kept = {name: value for name, value in given.items() if value and usual.get(name) != value}
    return Picked(request.args.get("on", "").strip()[:_LONGEST] or data_date, kept)


def _checked(picked: Picked, data_date: str, choices: Choices) -> tuple[Wanted | None, str]:
    """Return what is wanted, or else what is wrong with it."""
    path = f"{PATH}{picked.on}.graphml"
    try:
        asked = wanted(path, urlencode(picked.values), data_date)
        choices.checked(asked.asked)
    except QueryRefused as error:
        return None, error.detail
    except Misuse as error:
        return None, str(error)
    return asked, ""


def _choices(here: Site) -> Choices:
    """Read what a network can be narrowed down by."""
    return Choices.of(
        {name: Cell(term.value, term.language or "") for name, term in row.items()}
        for row in here.rows("networks/choices")
    )


def _years(statistics: Mapping[str, Any]) -> list[Year]:
    """Return the counts of each year, the latest first."""
    pairs = {year: int(number) for year, number in statistics.get("network-pairs", ())}
    return [
        Year(year, int(actors), int(bodies), int(ties), pairs.get(year, 0))
        for year, actors, bodies, ties in reversed(statistics.get("networks", ()))
    ]


def _offered(here: Site, choices: Choices) -> dict[str, list[tuple[str, str]]]:
    """Return what a network can be narrowed down by: code and name, by name."""
    named = {w: [(value, _name(here, w, value)) for value in choices.by[w]] for w in SEVERAL}
    return {w: sorted(pairs, key=lambda pair: alphabetical(pair[1])) for w, pairs in named.items()}


def _name(here: Site, what: str, value: str) -> str:
    if what in _SCHEMES:
        return words(str(CODE[f"{_SCHEMES[what]}/{value}"]))
    return country_name(here, value)
