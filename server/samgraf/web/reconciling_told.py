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
        words = self._features.get(found.key, (found.key, ""))[0]
        named = f"{words}: {found.text}" if found.text else words
        return {"id": found.key, "name": named, "value": round(found.value, 2)}


def name_of(entry: Entry) -> str:
    """Name a thing: actors and territories as they call themselves, unless ``lang=`` is given."""
    own = entry.kind in (*ACTORS, "Region")
    return entry.shown(asked() if own else reader()).name


def features() -> dict[str, tuple[str, str]]:
    """Return what each reason for a score is called, and what it says."""
    return {
        "iri": (gettext("address"), gettext("the text is its address or identifier")),
        "code": (gettext("official code"), gettext("a code is the one that was sent")),
        "organisation_number": (
            gettext("organisation number"),
            gettext("its number in a register of companies and bodies"),
        ),
        "name_exact": (gettext("name"), gettext("the text is a name of it, letter by letter")),
        "name_folded": (
            gettext("name with other letters"),
            gettext("the same but for capitals, hyphens or Nordic letters"),
        ),
        "name_heard": (gettext("name as it sounds"), gettext("a name of it sounds so")),
        "name_without_form": (
            gettext("name without its kind"),
            gettext("the same without words such as kommune, or their endings"),
        ),
        "name_typo": (gettext("name with a typo"), gettext("some letters are others")),
        "name_words": (gettext("words of the name"), gettext("some words are the same")),
        "name_old": (gettext("former name"), gettext("when it was called so")),
        "form": (gettext("kind in the text"), gettext("the text tells of another kind")),
        "country": (gettext("country"), gettext("it lies in the country that was sent")),
        "on": (gettext("day"), gettext("it was there on the day that was sent")),
        "ended": (gettext("ended"), gettext("it is no more, and no day was sent")),
        "region": (gettext("region"), gettext("it lies in the region that was sent")),
        "kind": (gettext("kind"), gettext("such things are meant rarely")),
    }
