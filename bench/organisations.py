"""Organisations in networks, as N-Triples: the same size, rate of faults and seed give the same."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random

ID, NS, LAND = "https://x.example/id/", "https://x.example/ns#", "https://x.example/land/"
RDF, RDFS = "http://www.w3.org/1999/02/22-rdf-syntax-ns#", "http://www.w3.org/2000/01/rdf-schema#"
ORG, SKOS = "http://www.w3.org/ns/org#", "http://www.w3.org/2004/02/skos/core#"
OWL, PROV = "http://www.w3.org/2002/07/owl#", "http://www.w3.org/ns/prov#"
XSD = "http://www.w3.org/2001/XMLSchema#"
WIKIDATA = "http://www.wikidata.org/entity/"
ROLES = ("member", "chair", "observer", "secretariat", "associate")
LANGUAGES = {
    "NO": "nb",
    "SE": "sv",
    "DK": "da",
    "FI": "fi",
    "IS": "is",
    "FO": "fo",
    "GL": "kl",
    "AX": "sv",
}
CLASSES = {"Municipality": True, "Region": True, "Agency": True, "Network": False}
"""Kinds of organisation, and whether they are actors."""


def iri(text: str) -> str:
    """Write an IRI."""
    return f"<{text}>"


def word(text: str, language: str = "", datatype: str = "") -> str:
    """Write a literal."""
    mark = f"@{language}" if language else f"^^<{XSD}{datatype}>" if datatype else ""
    return f'"{text}"{mark}'


def day(year: int) -> str:
    """Write the first day of a year."""
    return word(f"{year:04}-01-01", datatype="date")


@dataclass(frozen=True, slots=True)
class Organisation:
    """An organisation with the years between which it exists."""

    iri: str
    start: int
    end: int | None


@dataclass(slots=True)
class Land:
    """Makes organisations, their memberships in networks, and faults among them."""

    rate: float
    random: Random = field(default_factory=lambda: Random(7))
    lines: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    sources: int = 0
    regions: int = 0
    memberships: int = 0

    def say(self, subject: str, predicate: str, value: str) -> None:
        """State one triple."""
        self.lines.append(f"<{subject}> <{predicate}> {value} .\n")

    def fault(self, kinds: int) -> int | None:
        """Draw one of several kinds of fault, or none."""
        return self.random.randrange(kinds) if self.random.random() < self.rate else None

    def source(self) -> str:
        """Draw a source."""
        return iri(f"{ID}source/{self.random.randrange(self.sources)}")

    def vocabulary(self) -> None:
        """State the classes and the roles."""
        for name, actor in CLASSES.items():
            self.say(NS + name, RDFS + "subClassOf", iri(ORG + "Organization"))
            if actor:
                self.say(NS + name, RDFS + "subClassOf", iri(NS + "Actor"))
        for role in ROLES:
            self.say(f"{ID}role/{role}", RDF + "type", iri(ORG + "Role"))
            self.say(f"{ID}role/{role}", SKOS + "prefLabel", word(role, "en"))

    def all_sources(self) -> None:
        """State the sources."""
        for number in range(self.sources):
            source = f"{ID}source/{number}"
            self.say(source, RDF + "type", iri(PROV + "Entity"))
            self.say(source, RDFS + "label", word(f"Source {number}", "en"))
            self.say(source, NS + "retrieved", word("2026-10-01T00:00:00Z", datatype="dateTime"))

    def organisation(self, kind: str, number: int) -> Organisation:
        """State one organisation, perhaps with a fault."""
        subject, country = f"{ID}{kind.lower()}/{number}", self.random.choice(list(LANGUAGES))
        start = self.random.randint(1838, 1990)
        end = self.random.randint(2000, 2020) if self.random.random() < 0.15 else None
        self.say(subject, RDF + "type", iri(NS + kind))
        fault = self.fault(9)
        self._names(subject, kind, number, LANGUAGES[country], fault)
        self._code(subject, kind, number, country, fault)
        self.say(subject, NS + "country", iri(LAND + ("XX" if fault == 4 else country)))
        self.say(subject, NS + "start", word(str(start)) if fault == 5 else day(start))
        if end:
            self.say(subject, NS + "end", day(start - 5 if fault == 6 else end))
        same = word(f"Q{number}") if fault == 7 else iri(f"{WIKIDATA}Q{100000 + number}")
        self.say(subject, OWL + "sameAs", same)
        self.say(subject, PROV + "wasDerivedFrom", self.source())
        if kind == "Municipality":
            self._place(subject, fault)
        return Organisation(subject, start, end)

    def _names(
        self, subject: str, kind: str, number: int, language: str, fault: int | None
    ) -> None:
        if fault != 0:
            self.say(subject, SKOS + "prefLabel", word(f"{kind} {number}", "en"))
        own = "en" if fault == 1 else language
        self.say(subject, SKOS + "prefLabel", word(f"{kind}navn {number}", own))
        if self.random.random() < 0.4:
            self.say(subject, SKOS + "altLabel", word(f"Alt {number}", language))

    def _code(self, subject: str, kind: str, number: int, country: str, fault: int | None) -> None:
        code = f"{country}-{number:06}"
        if fault == 2:
            code = f"{country}_{number}"
        if fault == 3:
            code = self.codes.get(kind, code)
        self.say(subject, NS + "code", word(code))
        self.codes[kind] = code

    def _place(self, subject: str, fault: int | None) -> None:
        people = "-5" if fault == 8 else str(self.random.randint(100, 900_000))
        self.say(subject, NS + "population", word(people, datatype="integer"))
        self.say(subject, NS + "partOf", iri(f"{ID}region/{self.random.randrange(self.regions)}"))
        self.say(subject, NS + "geo", iri(subject + "/geo"))

    def membership(self, member: Organisation, body: Organisation, other: Organisation) -> None:
        """State a membership while both exist, perhaps with a fault; none if they never do."""
        first = max(member.start, body.start)
        last = min(member.end or 2026, body.end or 2026)
        if max(first, 1950) < last:
            first = max(first, 1950)
        if first >= last:
            return
        begun = self.random.randint(first, last - 1)
        ends = self.random.random() < 0.5 or member.end or body.end
        ended = self.random.randint(begun, last) if ends else None
        fault = self.fault(8)
        subject = self._begin(f"{ID}role/chair" if fault == 0 else member.iri)
        self.say(subject, ORG + "organization", iri(member.iri if fault == 1 else body.iri))
        if fault != 2:
            self.say(subject, ORG + "role", iri(f"{ID}role/{self.random.choice(ROLES)}"))
        self._period(subject, member.start, begun, ended, fault)
        self.say(subject, PROV + "wasDerivedFrom", self.source())
        if fault == 5:
            self.say(subject, NS + "note", word("extra"))
        if fault == 6:
            self._overlap(subject, member, body, begun)
        if fault == 7:
            self.say(subject, ORG + "member", iri(other.iri))

    def _begin(self, member: str) -> str:
        subject = f"{ID}membership/{self.memberships}"
        self.memberships += 1
        self.say(subject, RDF + "type", iri(ORG + "Membership"))
        self.say(subject, ORG + "member", iri(member))
        return subject

    def _period(
        self, subject: str, alive: int, begun: int, ended: int | None, fault: int | None
    ) -> None:
        if fault == 3:
            begun, ended = begun + 3, begun
        if fault == 4:
            begun, ended = alive - 20, None
        self.say(subject, NS + "start", day(begun))
        if ended:
            self.say(subject, NS + "end", day(ended))

    def _overlap(self, subject: str, member: Organisation, body: Organisation, begun: int) -> None:
        second = self._begin(member.iri)
        self.say(second, ORG + "organization", iri(body.iri))
        for one in (second, subject):
            self.say(one, ORG + "role", iri(f"{ID}role/member"))
        self.say(second, NS + "start", day(begun))
        self.say(second, PROV + "wasDerivedFrom", iri(f"{ID}source/0"))


def lines(organisations: int, rate: float) -> Iterator[str]:
    """Yield the lines of a graph of so many organisations, with a share of faults."""
    land = Land(rate)
    land.sources, land.regions = max(5, organisations // 200), max(8, organisations // 50)
    networks, agencies = max(10, organisations // 20), organisations // 10
    numbers = {
        "Region": land.regions,
        "Municipality": organisations - land.regions - networks - agencies,
        "Agency": agencies,
    }
    land.vocabulary()
    land.all_sources()
    members = [land.organisation(kind, i) for kind, n in numbers.items() for i in range(n)]
    bodies = [land.organisation("Network", i) for i in range(networks)]
    for member in members:
        number = min(len(bodies), land.random.choice([1, 2, 2, 3]))
        for body in land.random.sample(bodies, number):
            land.membership(member, body, members[0])
        yield from land.lines
        land.lines.clear()
