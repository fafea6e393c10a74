"""A synthetic graph of Nordic public actors as N-Triples: ``graphs.py SCALE OUT.nt``.

The same scale always gives the same file: 85,182 triples at 1, 778,672 at 10, 7,742,730 at 100.
All is invented: names are put together from syllables, memberships drawn evenly. It has the shape
of a real graph (labels in several languages, codes, hierarchy, dated memberships with sources),
not its content, and a namespace of terms of its own.
"""

import math
import random
import sys
from collections.abc import Iterator
from pathlib import Path

BASE = "https://w3id.org/samgraf/"
SG, ACTOR, SOURCE = BASE + "ont#", BASE + "id/actor/", BASE + "id/source/"
RELATION, ROLE, KIND = BASE + "id/relation/", BASE + "code/role/", BASE + "code/network-kind/"
TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ORG = "http://www.w3.org/ns/org#"
XSD = "http://www.w3.org/2001/XMLSchema#"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
SKOS = "http://www.w3.org/2004/02/skos/core#"
SAME = "http://www.w3.org/2002/07/owl#sameAs"
PRIMARY = "http://www.w3.org/ns/prov#hadPrimarySource"

TRIPLES = {1: 85_182, 10: 778_672, 100: 7_742_730}
"""Different triples by scale; the file has a few twice."""

WEIGHTS = {"DK": 98, "SE": 290, "NO": 357, "FI": 309, "IS": 64, "FO": 29, "GL": 5, "AX": 16}
LANGUAGE = {
    "DK": "da", "SE": "sv", "NO": "nb", "FI": "fi", "IS": "is", "FO": "fo", "GL": "kl", "AX": "sv",
}  # fmt: skip
CENTRE = {
    "DK": (56, 10), "SE": (61, 15), "NO": (62, 9), "FI": (63, 26),
    "IS": (65, -18), "FO": (62, -7), "GL": (68, -50), "AX": (60.2, 20),
}  # fmt: skip
KINDS = ["townTwinning", "crossBorder", "climate", "healthyCities", "ports", "culture"]
ROLES = ["member", "observer", "host", "chair"]
SYLLABLES = Path(__file__).parent / "syllables.txt"
"""How names begin, go on and end: a line each."""


class Graph:
    """Draws one graph, in an order that never changes."""

    def __init__(self, scale: int) -> None:
        """Begin a graph of so many times 1,200 municipalities and 150 networks."""
        self.scale, self.random = scale, random.Random(42)
        first, middle, last = SYLLABLES.read_text(encoding="utf-8").splitlines()
        self._first, self._last = first.split(), last.split()
        self._middle = ["", *middle.split()]
        self._regions: list[tuple[str, str]] = []
        self._subregions: list[tuple[str, str, str]] = []
        self._municipalities: list[str] = []
        self._memberships = 0

    def lines(self) -> Iterator[str]:
        """Yield the lines of the file; once only."""
        for code in WEIGHTS:
            yield from _country(f"{ACTOR}country-{code}", code)
        for number in range(int(70 * math.sqrt(self.scale))):
            yield from self._region(number)
        for number in range(len(self._regions) * 4):
            yield from self._subregion(number)
        for number in range(1200 * self.scale):
            yield from self._municipality(number)
        for number in range(150 * self.scale):
            yield from self._network(number)

    def _name(self) -> str:
        choice = self.random.choice
        name = choice(self._first) + choice(self._middle) + choice(self._last)
        if self.random.random() < 0.12:
            name = choice(self._first) + "-" + name
        return name

    def _source(self) -> str:
        return _iri(f"{SOURCE}{self.random.randrange(40)}")

    def _region(self, number: int) -> Iterator[str]:
        code = self.random.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
        actor, country = f"{ACTOR}region-{number}", _iri(f"{ACTOR}country-{code}")
        name = self._name()
        self._regions.append((actor, code))
        yield _line(actor, TYPE, _iri(SG + "Region"))
        for language in (LANGUAGE[code], "en", "fi"):
            yield _line(actor, LABEL, _text("Region " + name, language))
        yield _line(actor, ORG + "subOrganizationOf", country)
        yield _line(actor, SG + "country", country)
        yield _line(actor, SKOS + "notation", f'"{code}-R{number}"')

    def _subregion(self, number: int) -> Iterator[str]:
        region, code = self._regions[number % len(self._regions)]
        actor = f"{ACTOR}subregion-{number}"
        self._subregions.append((actor, code, region))
        yield _line(actor, TYPE, _iri(SG + "SubRegion"))
        yield _line(actor, LABEL, _text(self._name(), LANGUAGE[code]))
        yield _line(actor, ORG + "subOrganizationOf", _iri(region))
        yield _line(actor, SKOS + "notation", f'"{code}-S{number}"')

    def _municipality(self, number: int) -> Iterator[str]:
        """Yield one municipality; the first of them are in one subregion each."""
        known, random = self._subregions, self.random
        subregion, code, region = known[number] if number < len(known) else random.choice(known)
        actor, name = f"{ACTOR}municipality-{number}", self._name()
        self._municipalities.append(actor)
        yield _line(actor, TYPE, _iri(SG + "Municipality"))
        yield _line(actor, TYPE, _iri(ORG + "FormalOrganization"))
        yield _line(actor, LABEL, _text(name, LANGUAGE[code]))
        yield _line(actor, LABEL, _text(name + " Municipality", "en"))
        other = ("kommun", "sv") if code == "FI" else ("kunta", "fi")
        yield _line(actor, LABEL, _text(f"{name} {other[0]}", other[1]))
        if random.random() < 0.3:
            yield _line(actor, SKOS + "altLabel", _text(self._name(), LANGUAGE[code]))
        yield _line(actor, SKOS + "notation", f'"{code}{number:06d}"')
        yield _line(actor, ORG + "subOrganizationOf", _iri(subregion))
        yield _line(actor, SG + "country", _iri(f"{ACTOR}country-{code}"))
        yield _line(actor, SG + "region", _iri(region))
        yield from self._details(actor, number, code)

    def _details(self, actor: str, number: int, code: str) -> Iterator[str]:
        """Yield place, population and addresses of a municipality."""
        random, (latitude, longitude) = self.random, CENTRE[code]
        yield _line(actor, GEO + "lat", _typed(f"{latitude + random.gauss(0, 2):.5f}", "decimal"))
        yield _line(actor, GEO + "long", _typed(f"{longitude + random.gauss(0, 3):.5f}", "decimal"))
        population = int(random.lognormvariate(9.3, 1.1))
        yield _line(actor, SG + "population", _typed(str(population), "integer"))
        yield _line(actor, SAME, _iri(f"http://www.wikidata.org/entity/Q{500000 + number}"))
        if random.random() < 0.6:
            yield _line(actor, SAME, _iri(f"https://sws.geonames.org/{2600000 + number}/"))
        if random.random() < 0.5:
            yield _line(actor, SG + "website", _iri(f"https://www.kommune{number}.example/"))
        yield _line(actor, PRIMARY, self._source())
        if random.random() < 0.04:
            dissolved = f"{random.randint(1990, 2024)}-01-01"
            yield _line(actor, SG + "dissolved", _typed(dissolved, "date"))

    def _network(self, number: int) -> Iterator[str]:
        random, kind = self.random, KINDS[number % len(KINDS)]
        actor, name = f"{ACTOR}network-{number}", self._name()
        yield _line(actor, TYPE, _iri(SG + "Network"))
        for language in ("en", "da", "sv"):
            yield _line(actor, LABEL, _text(f"{name} {kind} network", language))
        yield _line(actor, SG + "kind", _iri(KIND + kind))
        year = random.randint(1950, 2015)
        founded = f"{year}-{random.randint(1, 12):02d}-01"
        yield _line(actor, SG + "founded", _typed(founded, "date"))
        yield _line(actor, PRIMARY, self._source())
        if random.random() < 0.5:
            yield _line(actor, SG + "website", _iri(f"https://net{number}.example/"))
        if random.random() < 0.3 and number:
            linked = f"{ACTOR}network-{random.randrange(number)}"
            yield _line(actor, ORG + "linkedTo", _iri(linked))
        for member in self._members(number):
            yield from self._membership(actor, member, year)

    def _members(self, number: int) -> list[str]:
        """Draw the members of a network; the queries ask for two that are in the first six."""
        size = 80 if number < 10 else max(3, min(400, int(self.random.lognormvariate(3.75, 0.85))))
        known = self._municipalities
        drawn = [known[i] for i in self.random.sample(range(len(known)), size)]
        return list(dict.fromkeys((known[:2] if number < 6 else []) + drawn))

    def _membership(self, network: str, member: str, year: int) -> Iterator[str]:
        random, relation = self.random, f"{RELATION}membership-{self._memberships}"
        self._memberships += 1
        yield _line(relation, TYPE, _iri(ORG + "Membership"))
        yield _line(relation, ORG + "organization", _iri(network))
        yield _line(relation, ORG + "member", _iri(member))
        start = random.randint(year, 2020)
        yield _line(relation, SG + "startDate", _typed(self._day(start), "date"))
        if random.random() < 0.35:
            end = self._day(random.randint(start + 1, 2026))
            yield _line(relation, SG + "endDate", _typed(end, "date"))
        yield _line(relation, ORG + "role", _iri(ROLE + random.choice(ROLES)))
        yield _line(relation, PRIMARY, self._source())

    def _day(self, year: int) -> str:
        return f"{year}-{self.random.randint(1, 12):02d}-{self.random.randint(1, 28):02d}"


def write(scale: int, file: Path) -> None:
    """Write the graph of a scale to a file, which is there whole or not at all."""
    made = file.with_suffix(".new")
    with made.open("w", encoding="utf-8", buffering=1 << 20) as out:
        out.writelines(Graph(scale).lines())
    made.rename(file)


def _country(actor: str, code: str) -> Iterator[str]:
    yield _line(actor, TYPE, _iri(SG + "Country"))
    yield _line(actor, SKOS + "notation", f'"{code}"')
    for language in ("en", "da", "sv"):
        yield _line(actor, LABEL, _text(code + " land", language))


def _line(subject: str, predicate: str, value: str) -> str:
    return f"<{subject}> <{predicate}> {value} .\n"


def _iri(value: str) -> str:
    return f"<{value}>"


def _text(value: str, language: str) -> str:
    return f'"{value}"@{language}'


def _typed(value: str, datatype: str) -> str:
    return f'"{value}"^^<{XSD}{datatype}>'


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
