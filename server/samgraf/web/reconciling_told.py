"""Candidates as both versions of the reconciliation API write them, in the reader's words."""

from collections.abc import Iterable

from samgraf.linking.entries import Entry
from samgraf.matching.candidates import Candidate, Feature

from .found import label
from .languages import asked, reader
from .reconciling_things import ACTORS, TYPES, Things, told_type
from .site import site
from .texts import gettext

Json = dict[str, object]


class Telling:
    """Writes what was found; names of kinds, countries and features are looked up once."""

    def __init__(self, things: Things) -> None:
        """Use the language of the reader."""
        self._things, self._labels, self._language = things, site().index().labels, reader()
        self._types = {kind: told_type(kind) for kind in TYPES}
        self._features = features()
        self._countries: dict[str, str] = {}

    def candidates(self, found: Iterable[Candidate]) -> list[Json]:
        """Write candidates; features have names, which 1.0 wants and 0.2 allows."""
        return [self._candidate(one) for one in found]

    def description(self, entry: Entry, years: bool = True) -> str:
        """Tell a thing from its namesakes: its kind, its regions and countries, its years."""
        parts = [str(self._types[entry.kind]["name"])]
        if entry.kind == "Municipality":
            parts += [label(self._labels, "region", region, "") for region in entry.regions[:1]]
        parts += [self.country(country) for country in entry.countries]
        if years and (entry.since or entry.until):
            parts.append(f"{entry.since[:4]}\u2013{entry.until[:4]}")
        return ", ".join(parts)

    def country(self, code: str) -> str:
        """Name a country."""
        if code not in self._countries:
            self._countries[code] = label(self._labels, "country", code, self._language)
        return self._countries[code]

    def types(self, entry: Entry) -> list[Json]:
        """Return the types of a thing."""
        return [self._types[entry.kind]]

    def _candidate(self, found: Candidate) -> Json:
        entry = self._things.by_id.get(found.path)
        return {
            "id": found.path,
            "name": name_of(entry) if entry else found.name,
            "description": self.description(entry) if entry else "",
            "type": self.types(entry) if entry else [],
            "score": round(found.score, 2),
            "match": found.match,
            "features": [self._feature(one) for one in found.features],
        }

    def _feature(self, found: Feature) -> Json:
        words = self._features.get(found.key, found.key)
        named = f"{words}: {found.text}" if found.text else words
        return {"id": found.key, "name": named, "value": round(found.value, 2)}


def name_of(entry: Entry) -> str:
    """Name a thing: actors and territories as they call themselves, unless ``lang=`` is given."""
    own = entry.kind in (*ACTORS, "Region")
    return entry.shown(asked() if own else reader()).name


def features() -> dict[str, str]:
    """Return in words what each reason for a score says."""
    return {
        "iri": gettext("the address of it"),
        "code": gettext("official code"),
        "organisation_number": gettext("organisation number"),
        "name_exact": gettext("the very name"),
        "name_folded": gettext("the name, but for capitals, hyphens and Nordic letters"),
        "name_heard": gettext("sounds like the name"),
        "name_without_form": gettext("the name without words such as kommune"),
        "name_typo": gettext("the name with other letters here and there"),
        "name_words": gettext("words of the name"),
        "name_old": gettext("former name"),
        "form": gettext("kind that the text tells of"),
        "country": gettext("country"),
        "on": gettext("was there on the day"),
        "ended": gettext("is no more"),
        "region": gettext("region"),
        "kind": gettext("kind"),
    }
