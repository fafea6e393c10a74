"""What the things of an answer are called: from the index of names, the ontology, or one by one."""

import re
from collections.abc import Iterable, Mapping

from samgraf.store.rows import Term
from samgraf.terms import BASE, COUNTRY, ID

from .addresses import local, shown_iri
from .found import label
from .items import called, items
from .languages import reader
from .reused import reused
from .seen import shortened
from .site import Site, site
from .views import NAME, Value, best
from .words import labels

MOST = 200
"""Names that are looked up one by one for one page or request; further things keep their IRIs."""

_SAFE = re.compile(r"[^\s<>\"{}|\\^`\x00-\x20]{1,2000}")


def names(iris: Iterable[str]) -> dict[str, Value]:
    """Return the names of the things that have one, in the reader's language or their own."""
    here, found = site(), dict[str, Value]()
    left = MOST
    for iri in dict.fromkeys(iris):
        if (known := _known(here, iri)) is not None:
            found[iri] = known
        elif iri.startswith(ID) and left and _SAFE.fullmatch(iri):
            left -= 1
            found |= _alone(here, iri)
        elif (told := reused(iri)) != shown_iri(iri):
            found[iri] = _value(told, iri, None)
    return found


def _known(here: Site, iri: str) -> Value | None:
    """Return the name of what an index has: things, terms, countries."""
    if iri.startswith(COUNTRY):
        code = iri.removeprefix(COUNTRY)
        name = label(here.index().labels, "country", code, reader())
        return _value(name, iri, None) if name != code else None
    chosen = best(_titles(here).get(iri, ()) or labels().get(iri, ()), iri)
    return _value(chosen.value, iri, chosen.language) if chosen else None


def _value(text: str, iri: str, language: str | None) -> Value:
    return Value(shortened(text, NAME), local(iri), language, iri)


def _alone(here: Site, iri: str) -> dict[str, Value]:
    """Ask what one thing is called that no index has: a relation, a claim, a source, a change."""
    owner = iri.partition("#")[0]
    if owner != iri:
        return {}
    every = items(here.rows("pages/name", thing=f"<{iri}>"), "whose")
    name = called(iri, every.get(iri, {}), every) if every else None
    return {iri: _value(name.text, iri, name.language)} if name else {}


def _titles(here: Site) -> Mapping[str, list[Term]]:
    """Return the names in use of everything that can be found, read once for each version."""
    return here.once("titles", lambda: _read(here))


def _read(here: Site) -> dict[str, list[Term]]:
    try:
        return {
            BASE + entry.path: [
                Term(title.name, "literal", title.language)
                for title in entry.titles
                if title.role == "preferred"
            ]
            for entry in here.every_entry()
        }
    except FileNotFoundError:  # a store in memory alone has no index
        return {}
