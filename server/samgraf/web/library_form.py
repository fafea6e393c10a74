"""The form of a question: a field for each parameter, with what it may be chosen from."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask_babel import gettext

from samgraf.queries import NamedQuery, Parameter
from samgraf.terms import ID

from . import library_choices, views
from .languages import told
from .library_choices import Choice
from .library_values import Bound, Fault
from .site import site

NAMES = {
    "about": "Thing",
    "actor": "Actor",
    "after": "After the day",
    "body": "Cooperation body",
    "country": "Country",
    "form": "Form",
    "from": "From the day",
    "funder": "Funder",
    "governance": "Governance",
    "kind": "Kind",
    "least": "At least",
    "member": "Member",
    "most": "At most",
    "network": "Network",
    "on": "On the day",
    "programme": "Programme",
    "region": "Region",
    "relation": "Relation",
    "since": "Since the day",
    "text": "Text",
    "to": "To the day",
    "topic": "Topic",
    "until": "Until the day",
    "word": "Word",
    "year": "Year",
    "years": "Years",
}
"""What parameters of these names are called; others are called by their names."""


_LONGEST = 60  # characters of a wrong value that a message repeats


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form."""

    parameter: Parameter
    name: str
    type: str
    """date, number, select, list or text."""
    value: str
    choices: Sequence[Choice]
    fault: str
    nearest: tuple[Choice, ...]
    """What could stand in place of a wrong value."""
    called: str = ""
    """The name of the thing that is chosen, where its value does not tell it."""
    others: tuple[Choice, ...] = ()
    """Other things of the very name by which this one was chosen."""


def fields(query: NamedQuery, bound: Bound) -> Iterator[Field]:
    """Yield the fields of a question's form, filled in as they were sent."""
    for parameter in query.parameters:
        choices = library_choices.of(parameter)
        value = bound.given.get(parameter.name, parameter.default or "")
        fault = bound.fault(parameter.name)
        offered = library_choices.in_order(choices.list) if parameter.name != "year" else None
        yield Field(
            parameter,
            told(NAMES[parameter.name]) if parameter.name in NAMES else parameter.name,
            _type(parameter, choices, value),
            value,
            choices.list if offered is None else offered,
            _words(parameter, fault) if fault else "",
            fault.nearest if fault else (),
            "" if fault else _called(parameter, choices, value),
            bound.others.get(parameter.name, ()),
        )


def _called(parameter: Parameter, choices: library_choices.Choices, value: str) -> str:
    """Return what a value is called: as it is offered or, of any other thing, by the graph."""
    offered = next((choice.label for choice in choices.list if choice.value == value), "")
    if offered or parameter.kind != "thing" or not value:
        return offered
    rows = site().rows("pages/statements", thing=f"<{ID}{value}>")
    return views.heading(rows, ID + value).text if rows else ""


def _type(parameter: Parameter, choices: library_choices.Choices, value: str) -> str:
    """Return the kind of a field; a list that does not have its value would lose it."""
    if choices.list and not choices.open:
        known = any(choice.value == value for choice in choices.list)
        return "select" if known else "list"
    if parameter.kind in ("date", "integer"):
        return {"date": "date", "integer": "number"}[parameter.kind]
    return "list" if choices.list else "text"


def _words(parameter: Parameter, fault: Fault) -> str:
    """Say in the reader's language why a value cannot be used."""
    said: dict[str, str] = {
        "day": gettext(
            "“%(value)s” is no day from %(least)s to %(most)s.", **_of(parameter, fault)
        ),
        "number": gettext(
            "“%(value)s” is no whole number from %(least)s to %(most)s.", **_of(parameter, fault)
        ),
        "thing": gettext("The graph has no such thing as “%(value)s” here.", value=_shown(fault)),
        "long": gettext("This is longer than a value may be."),
        "twice": gettext("This was given twice."),
        "needed": gettext("A value is needed."),
    }
    other = gettext(
        "“%(value)s” is none of the values that the data use here.", value=_shown(fault)
    )
    return str(said.get(fault.kind, other))


def _of(parameter: Parameter, fault: Fault) -> dict[str, str]:
    least, most = parameter.range
    return {"value": _shown(fault), "least": least, "most": most}


def _shown(fault: Fault) -> str:
    return fault.value[:_LONGEST]
