"""Which network an address asks for: ``/networks/{on}.{format}?mode=…&country=…``."""

import difflib
import re
from dataclasses import dataclass
from datetime import date

from samgraf.errors import Misuse, QueryRefused
from samgraf.networks import days
from samgraf.networks.asked import FORMATS, MODES, WEIGHTS, Asked
from samgraf.networks.days import Day

from . import requests

PATH = "/networks/"
"""Behind it stand the files."""

SWITCHES = ("confirmed", "associations")
SEVERAL = {"country": "countries", "kind": "kinds", "topic": "topics"}
"""What may be asked for several times, and what that is in ``Asked``."""

_NAMES = ("mode", "weight", *SEVERAL, *SWITCHES, "part")
_PASSED_OVER = ("lang",)
_ENDINGS = ("graphml", "gexf", "csv")
_PARTS = ("edges", "nodes")
_YES = ("yes", "1", "true", "on")
_NO = ("", "no", "0", "false")
_PANEL = re.compile(r"(\d{4})-(\d{4})", re.ASCII)
_SHOWN = 40
_MOST_VALUES = 40


@dataclass(frozen=True, slots=True)
class Wanted:
    """A network and its format."""

    asked: Asked
    form: str

    @property
    def name(self) -> str:
        """What its file is called."""
        first, last = self.asked.days[0].name, self.asked.days[-1].name
        days = f"{first}-{last}" if self.asked.panel else first
        part, ending = (f"-{self.form}", "csv") if self.form in _PARTS else ("", self.form)
        return f"samgraf-{days}-{self.asked.mode}-mode{part}.{ending}"


def wanted(path: str, parameters: str, data_date: str) -> Wanted:
    """Read an address; raise ``QueryRefused`` where it asks for no network."""
    on, _, ending = path.removeprefix(PATH).rpartition(".")
    if ending not in _ENDINGS or not on:
        offered = ", ".join(f"{PATH}2015.{known}" for known in _ENDINGS)
        raise QueryRefused("not-found", f"networks are files such as {offered}")
    given = _given(parameters)
    form = _form(ending, given.get("part", []))
    try:
        day, panel = _days(on, date.fromisoformat(data_date))
        return Wanted(_asked(day, panel, given), form)
    except Misuse as error:
        raise QueryRefused("network", str(error)) from error


def _days(text: str, data: date) -> tuple[tuple[Day, ...], bool]:
    """Return the days, and whether they are the years of a panel."""
    years = _PANEL.fullmatch(text)
    if years is not None:
        return days.panel(years[1], years[2], data), True
    try:
        return days.on(text, data), False
    except days.NoDay as error:
        raise QueryRefused("date", f"{error}, or two years such as 2010-2015") from error
    except Misuse as error:
        raise QueryRefused("date", str(error)) from error


def _asked(day: tuple[Day, ...], panel: bool, given: dict[str, list[str]]) -> Asked:
    return Asked(
        day,
        panel,
        mode=_one(given, "mode", MODES[0]),
        weight=_one(given, "weight", WEIGHTS[0]),
        countries=_some(given, "country"),
        kinds=_some(given, "kind"),
        topics=_some(given, "topic"),
        confirmed=_switched(given, "confirmed"),
        associations=_switched(given, "associations"),
    )


def _given(parameters: str) -> dict[str, list[str]]:
    """Return the values of each parameter; refuse an unknown one, with what it may mean."""
    found: dict[str, list[str]] = {}
    for name, value in requests.pairs(parameters):
        if name not in _NAMES and name not in _PASSED_OVER:
            near = difflib.get_close_matches(name[:_SHOWN], _NAMES, 1)
            remedy = f"did you mean {near[0]}?" if near else f"known are {', '.join(_NAMES)}"
            raise QueryRefused("network", f"{name[:_SHOWN]}= is not known here; {remedy}")
        found.setdefault(name, []).append(value.strip())
    return found


def _one(given: dict[str, list[str]], name: str, usual: str) -> str:
    """Return the last value of a parameter, as the rest of the site does."""
    return next((value for value in reversed(given.get(name, [])) if value), usual)


def _some(given: dict[str, list[str]], name: str) -> tuple[str, ...]:
    values = [v for value in given.get(name, []) for v in value.split(",") if v]
    if len(values) > _MOST_VALUES:
        raise QueryRefused("network", f"{name}: {_MOST_VALUES} values at most")
    return tuple(sorted(set(values)))


def _switched(given: dict[str, list[str]], name: str) -> bool:
    value = _one(given, name, "")
    if value.lower() in _YES:
        return True
    if value.lower() in _NO:
        return False
    raise QueryRefused("network", f"{name}={value[:_SHOWN]}: write {name}=yes, or leave it out")


def _form(ending: str, parts: list[str]) -> str:
    part = next((value for value in reversed(parts) if value), "")
    if part and part not in _PARTS:
        told = f"part={part[:_SHOWN]}: write part={_PARTS[0]} or part={_PARTS[1]}"
        raise QueryRefused("network", told)
    if ending != "csv":
        if part:
            raise QueryRefused("network", f"part= is for csv; {ending} holds nodes and edges")
        return ending
    form = part or _PARTS[0]
    assert form in FORMATS
    return form
