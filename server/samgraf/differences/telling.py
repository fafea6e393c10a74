"""A summary in plain words, as the command line and feeds have it: in English.

Pages say the same in the reader's language, from the same summary.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from samgraf.terms import BASE, ID, ORG, SG

from .seen import CHANGED, GONE, LABELS, NEW, RETIRED

_NATIVE = ("da", "nb", "nn", "sv", "fi", "is", "fo", "kl", "")
_DURING = ("startDate", "endDate")
_NOTED = {NEW: "new", GONE: "no longer there", RETIRED: "retired", CHANGED: ""}
_KINDS = ("actor", "relation", "event", "programme", "call", "project", "plan")
_MOST_VALUES = 3
_LONGEST = 120

Names = Mapping[str, Mapping[str, str]]
Thing = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Line:
    """One changed thing in words."""

    iri: str
    name: str
    told: tuple[str, ...]
    """What happened to it, a sentence or the beginning of one each."""

    def __str__(self) -> str:
        """Write name and news in one line."""
        return f"{self.name}: {'; '.join(self.told)}"


def lines(summary: Mapping[str, Any]) -> Iterator[Line]:
    """Yield the changed things of a summary: actors, what they take part in, then the rest."""
    names: Names = summary["names"]
    found = [Line(t["iri"], named(t, names), tuple(_news(t, names))) for t in summary["list"]]
    yield from sorted(found, key=lambda line: (rank(line.iri), line.name, line.iri))


def rank(iri: str) -> int:
    """Return the place of a thing's kind among those that people ask for first."""
    kind = iri.removeprefix(ID).partition("/")[0] if iri.startswith(ID) else ""
    return _KINDS.index(kind) if kind in _KINDS else len(_KINDS)


def named(thing: Thing, names: Names) -> str:
    """Return what a thing is called: a relation by its parties."""
    parties: Mapping[str, list[str]] = thing["parties"]
    if own := name(thing["iri"], names, ""):
        return own

    def party(prop: str) -> str:
        return ", ".join(name(iri, names) for iri in parties.get(prop, ()))

    if str(ORG.member) in parties:
        role = party(str(ORG.role))
        told = "membership" if role in ("", "member") else role
        return f"{party(str(ORG.member))}: {told} in {party(str(ORG.organization))}"
    if str(SG.funder) in parties:
        whom = party(str(SG.recipient)) or party(str(SG.collectiveParticipant))
        return f"{whom or party(str(SG.applicant))}: funding by {party(str(SG.funder))}"
    if str(SG.claimSubject) in parties:
        about = [name(iri, names) for iri in thing["concerns"]]
        return f"claim about {', '.join(about) or party(str(SG.claimSubject))}"
    others = [name(iri, names) for iri in thing["concerns"]]
    return ", ".join(others) + f" ({short(thing['iri'])})" if others else short(thing["iri"])


def name(iri: str, names: Names, otherwise: str | None = None) -> str:
    """Return the name of a thing: of an actor its own, of others the English one."""
    found = names.get(iri, {})
    order = (*_NATIVE, "en") if iri.startswith(f"{ID}actor/") else ("en", *_NATIVE)
    known = next((found[language] for language in order if language in found), None)
    known = known or next(iter(found.values()), None)
    return known or (short(iri) if otherwise is None else otherwise)


def short(iri: str) -> str:
    """Return an address without what all of ours begin with."""
    return iri.removeprefix(BASE).removeprefix("id/")


def _news(thing: Thing, names: Names) -> Iterator[str]:
    """Yield what happened to a thing."""
    if noted := _NOTED[thing["what"]]:
        yield noted
    found = (_told(change, names, thing["what"] != CHANGED) for change in thing["changes"])
    yield from dict.fromkeys(told for told in found if told)  # a name is one of a version too


def _told(change: Mapping[str, Any], names: Names, whole: bool) -> str:
    prop = change["property"]
    before, after = (_values(change[side], names) for side in ("before", "after"))
    for ending, verb in zip(_DURING, ("began", "ended"), strict=True):
        if prop.endswith(ending):
            return _time(verb, before, after)
    if whole:
        return ""
    if prop in LABELS and before and after:
        return f"renamed from {before} to {after}"
    word = words(prop)
    if not before or not after:
        return f"{word} {'added' if after else 'removed'}: {after or before}"
    return f"{word}: {before} → {after}"


def _time(verb: str, before: str, after: str) -> str:
    if not after:
        return f"no longer said to have {verb} {before}"
    return f"{verb} {after}" + (f", before: {before}" if before else "")


def words(prop: str) -> str:
    """Return a property in words, made of its name."""
    last = re.split("[/#]", prop)[-1]
    return re.sub("(?<=[a-z])(?=[A-Z])", " ", last).lower()


def _values(values: list[Mapping[str, str]], names: Names) -> str:
    """Write values in one line; how many there are besides, where they are many."""
    shown = [_value(value, names) for value in values[:_MOST_VALUES]]
    more = len(values) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")


def _value(value: Mapping[str, str], names: Names) -> str:
    if value["type"] == "uri":
        return name(value["value"], names)
    text = value["value"] if len(value["value"]) <= _LONGEST else value["value"][:_LONGEST] + "…"
    if "datatype" in value:  # a day, a number, a code
        return text
    return f"“{text}”" + (f" ({value['xml:lang']})" if "xml:lang" in value else "")


def numbers(summary: Mapping[str, Any]) -> Iterator[str]:
    """Yield lines that tell how much changed, and what is not told one by one."""
    said, things = summary["statements"], summary["things"]
    yield f"{said['added']} statements added, {said['removed']} removed"
    rest = (("derived", "made by rules"), ("ledger", "of the ledger of addresses"))
    for key, told in (*rest, ("without_address", "of things without an address")):
        if count := said[key]["added"] + said[key]["removed"]:
            yield f"{count} of these are {told}"
    if "unlisted_statements" in things:
        yield f"{things['unlisted_statements']} are too many to be told by things; take the patch"
        return
    kinds = (f"{things[what]} {what}" for what in (NEW, GONE, RETIRED, CHANGED) if things[what])
    yield f"{things['things']} things: {', '.join(kinds) or 'none'}"
    if (left := things["things"] - len(summary["list"])) > 0:
        yield f"{left} of them are counted and not listed"
