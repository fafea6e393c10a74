"""What was found as pages and programs show it: address, name, kind and why, in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from samgraf.linking.entries import LANGUAGES, Entry, Labels, Mark
from samgraf.linking.reasons import Reason
from samgraf.linking.search import Hit
from samgraf.terms import BASE

from .addresses import local

_WORDS: Mapping[str, tuple[str, ...]] = {
    "former": ("formerly {}", "tidligere {}", "tidligere {}", "tidigare {}", "aiemmin {}"),
    "until": (
        "formerly {}, until {}",
        "tidligere {}, til {}",
        "tidligere {}, til {}",
        "tidigare {}, till {}",
        "aiemmin {}, {} asti",
    ),
    "also": ("also {}", "også {}", "også {}", "även {}", "myös {}"),
}


@dataclass(frozen=True, slots=True)
class Found:
    """One hit in the words of a language."""

    id: str
    iri: str
    page: str
    name: str
    language: str
    kind: str
    kind_label: str
    country: str
    status: str
    status_label: str
    members: int
    note: str
    since: str
    until: str
    flag: str
    """The code of the country whose flag stands for it, '' where there are several or none."""

    def brief(self) -> dict[str, Any]:
        """Return what a search box shows; ``years`` tells apart what is over from its successor."""
        return {
            "id": self.id,
            "iri": self.iri,
            "page": self.page,
            "name": self.name,
            "lang": self.language,
            "kind": self.kind,
            "kindLabel": self.kind_label,
            "country": self.country,
            "status": self.status,
            "years": f"{self.since[:4]}\u2013{self.until[:4]}" if self.until else "",
            "note": self.note,
        }


def found(hit: Hit, labels: Labels, language: str, words: str = "") -> Found:
    """Put a hit into the words of a language; ``words`` is that of all but its own name."""
    entry, language = hit.entry, words or language
    return Found(
        id=entry.path.removeprefix("id/"),
        iri=BASE + entry.path,
        page=local(BASE + entry.path) or "",
        name=hit.reason.shown.name,
        language=hit.reason.shown.language,
        kind=entry.kind,
        kind_label=label(labels, "kind", entry.kind, language),
        country=", ".join(label(labels, "country", c, language) for c in entry.countries),
        status=entry.status(),
        status_label=label(labels, "status", entry.status(), language),
        members=entry.members,
        note=_note(entry, hit.reason, language),
        since=entry.since,
        until=entry.until,
        flag=entry.countries[0] if len(entry.countries) == 1 else "",
    )


def label(labels: Labels, facet: str, value: str, language: str) -> str:
    """Return the name of a value of a facet: in the language, English, any, or as it is."""
    names = labels.get(facet, {}).get(value, {})
    any_name = next(iter(names.values()), value)
    return names.get(language) or names.get("en") or any_name


def _note(entry: Entry, reason: Reason, language: str) -> str:
    """Tell why a thing was found where its name does not show it."""
    place = LANGUAGES.index(language) if language in LANGUAGES else 0
    if reason.mark is not None:
        return _code(reason.mark)
    if reason.name is None:
        return ""
    if reason.name.role != "former":
        return _WORDS["also"][place].format(reason.name.name)
    if not reason.name.until:
        return _WORDS["former"][place].format(reason.name.name)
    return _WORDS["until"][place].format(reason.name.name, reason.name.until[:4])


def _code(mark: Mark) -> str:
    period = f" ({mark.since[:4]}\u2013{mark.until[:4]})" if mark.until else ""
    return f"{mark.scheme} {mark.code}{period}"
