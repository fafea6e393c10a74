"""What a client of the reconciliation service sent, read part by part; faults name their place.

The place is a JSON pointer (RFC 6901) into what was sent.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from samgraf.errors import QueryRefused

_SHOWN = 60  # characters of a wrong value that are repeated
_MOST_NAMED = 12  # names that a remedy lists


@dataclass(frozen=True, slots=True)
class At:
    """A part of what was sent, and its place."""

    value: object
    place: str = ""
    whole: str = "the request"
    """What the place is in: a parameter, or the body."""

    def wrong(self, words: str) -> QueryRefused:
        """Say what is wrong here and what to do."""
        where = f"{self.whole}, at {self.place}" if self.place else self.whole
        return QueryRefused("reconciliation", f"{where}: {words}", {"pointer": self.place})

    def has(self, name: str) -> bool:
        """Say whether an object has a member that is not null."""
        return isinstance(self.value, dict) and self.value.get(name) is not None

    def member(self, name: str) -> "At":
        """Return a member of an object; null where it is missing."""
        value = self.value.get(name) if isinstance(self.value, dict) else None
        return At(value, f"{self.place}/{_escaped(name)}", self.whole)

    def members(self) -> "Iterator[tuple[str, At]]":
        """Yield the members of an object."""
        for name in self.an_object():
            yield name, self.member(name)

    def an_object(self, *known: str) -> Mapping[str, object]:
        """Return an object, whose members are among the known ones where some are named."""
        if not isinstance(self.value, dict):
            raise self.wrong(f"{self.kind()} stands where an object {{…}} is needed")
        for name in self.value:
            if known and name not in known:
                shown = name[:_SHOWN]
                raise self.member(name).wrong(f"{shown!r} means nothing; known: {', '.join(known)}")
        return self.value

    def items(self) -> "list[At]":
        """Return the items of an array."""
        if not isinstance(self.value, list):
            raise self.wrong(f"{self.kind()} stands where an array […] is needed")
        return [At(v, f"{self.place}/{n}", self.whole) for n, v in enumerate(self.value)]

    def one_or_many(self) -> "list[At]":
        """Return the items of an array, or the one value that stands in its place."""
        return self.items() if isinstance(self.value, list) else [self]

    def text(self) -> str:
        """Return a text."""
        if not isinstance(self.value, str):
            raise self.wrong(f"{self.kind()} stands where a text is needed")
        return self.value

    def choice(self, *known: str) -> str:
        """Return one of some texts."""
        text = self.text()
        if text not in known:
            raise self.wrong(f"{text[:_SHOWN]!r} is none of: {', '.join(known)}")
        return text

    def flag(self) -> bool:
        """Return true or false."""
        if not isinstance(self.value, bool):
            raise self.wrong(f"{self.kind()} stands where true or false is needed")
        return self.value

    def count(self, most: int, least: int = 1) -> int:
        """Return a whole number within bounds."""
        value = self.value
        whole = isinstance(value, int | float) and not isinstance(value, bool) and value % 1 == 0
        if not whole or not least <= value <= most:  # type: ignore[operator]
            raise self.wrong(f"a whole number from {least} to {most} is needed here")
        return int(value)  # type: ignore[call-overload, no-any-return]

    def kind(self) -> str:
        """Name the kind of a value."""
        if self.value is None:
            return "nothing"
        kinds = {bool: "true or false", str: "a text", list: "an array", dict: "an object"}
        return kinds.get(type(self.value), "a number")


def parse(text: str, whole: str) -> At:
    """Read JSON; ``whole`` is what it came as: a parameter, or the body."""
    here = At(None, "", whole)
    try:
        return At(json.loads(text, parse_constant=_refuse), "", whole)
    except RecursionError as error:
        raise here.wrong("arrays or objects are nested too deep") from error
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise here.wrong(f"this is not JSON ({error.msg}, {where})") from error
    except ValueError as error:
        raise here.wrong(f"this is not JSON ({error})") from error


def plain(at: At, text: str, most: int) -> str:
    """Return a text of bounded length without what is no character; blanks around it go."""
    if len(text) > most:
        raise at.wrong(f"{len(text)} characters, and {most} are read; leave out what is no name")
    if any("\ud800" <= letter <= "\udfff" for letter in text):
        raise at.wrong("half of a surrogate pair is no character; send UTF-8")
    return text.replace("\0", " ").strip()


def listed(names: Mapping[str, object] | tuple[str, ...]) -> str:
    """Name what is known, not more than a line holds."""
    shown = ", ".join(islice(names, _MOST_NAMED))
    return f"{shown} …" if len(names) > _MOST_NAMED else shown


def _refuse(word: str) -> object:
    raise ValueError(f"{word} is no number of JSON")


def _escaped(name: str) -> str:
    return name[:_SHOWN].replace("~", "~0").replace("/", "~1")
