"""The page of a claim: what a source says, where, how it was read, and what rests on it."""

from collections.abc import Callable, Mapping

from samgraf.terms import DCT, OA, SG, SKOS

from .evidence import explained, place, ranked, said
from .items import Parts, all_of, called, items
from .site import Rows, site
from .texts import gettext
from .thing_facts import Line, Thing, lines, shown, thing_of, words
from .views import Value
from .words import words as in_words

_TOLD = dict.fromkeys((str(SG.supportedBy), str(SG.conflictsWith)))


def claim_page(iri: str, path: str) -> str:
    """Show a claim: what is said, by whom, where it stands, and what rests on it."""
    about = thing_of(iri, path)
    rows = site().rows("pages/claim", thing=about.term)
    every = items(rows, "whose")
    about.heading = called(iri, about.facts, every)
    passage = _with_passages(about.facts, rows)
    return shown(
        "claim.html",
        about,
        _TOLD,
        source=about.first(DCT.source),
        saying=_saying(about, _named(rows, "subject", every)),
        members=about.all_of(SG.listsMember),
        standing=_standing(about, passage),
        passage=_passage(passage),
        told=said(iri, passage),
        supports=_named(rows, "supports", every),
        conflicts=_named(rows, "conflict", every),
    )


def _with_passages(facts: Parts, rows: Rows) -> Parts:
    """Return the parts of a claim and of the passages that it rests on, as of one thing."""
    found = dict(facts)
    for parts in items([row for row in rows if row["how"].value == "passage"]).values():
        for name, values in parts.items():
            found[name] = [
                *found.get(name, []),
                *(v for v in values if v not in found.get(name, [])),
            ]
    return found


def _named(rows: Rows, how: str, every: Mapping[str, Parts]) -> list[Value]:
    found = sorted({row["item"].value for row in rows if row["how"].value == how})
    return [called(iri, every.get(iri, {}), every) for iri in found]


def _saying(about: Thing, subjects: list[Value]) -> list[Line]:
    stated = about.first(SG.claimProperty)
    return lines(
        (gettext("About what"), subjects),
        (gettext("Property"), words(in_words(stated.title or "")) if stated else []),
        (gettext("Value"), about.all_of(SG.claimValue)),
        (gettext("Number stated"), about.all_of(SG.statedCount)),
        (gettext("Completeness"), about.all_of(SG.completeness)),
        (gettext("Shown for"), words(said(about.iri, about.facts).attested)),
    )


def _standing(about: Thing, passage: Parts) -> list[Line]:
    """Return how a claim was read and whether it is believed, each with what that means."""
    reading, rank = about.first(SG.readingMode), about.first(SG.rank)
    return lines(
        (gettext("Source"), about.all_of(DCT.source)),
        (gettext("Reading"), _explained(reading, explained)),
        (gettext("Rank"), _explained(rank, ranked)),
        (gettext("Reason for the rank"), about.all_of(SG.rankReason)),
        (gettext("Evidence"), words(_level(passage))),
        (gettext("Note"), about.all_of(SKOS.editorialNote)),
    )


def _explained(value: Value | None, explain: Callable[[str], str]) -> list[Value]:
    return [value, *words(explain(value.title or ""))] if value else []


def _level(passage: Parts) -> str:
    """Say how exactly a claim can be followed back into its source."""
    if str(SG.passageSha256) in passage:
        return gettext("A passage of the captured text, held by its place and its digest.")
    return gettext("The source as a whole: no passage has been located.")


def _passage(passage: Parts) -> list[Line]:
    return lines(
        (gettext("In our words"), all_of(passage, SG.paraphrase)),
        (gettext("Place"), words(place(passage))),
        (gettext("Captured text"), all_of(passage, OA.hasSource)),
        (gettext("SHA-256 of the passage"), all_of(passage, SG.passageSha256)),
    )
