"""What a reader hands on: plain, frozen records that know nothing of RDF.

Each record is one row of a table in data/ (design: ontology, section 11). Empty cells are None or
an empty tuple; keys are without the IRI prefix; ``place`` says where the row stands.
"""

import calendar
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

YEARS = range(1900, 2201)
"""In which documents are retrieved and the data speak; each year has a graph of its own."""


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where a row stands: the file as messages name it, and the line, from 1."""

    file: str
    line: int


@dataclass(frozen=True, slots=True)
class PartialDate:
    """A date as precise as its source: ``YYYY``, ``YYYY-MM`` or ``YYYY-MM-DD``."""

    text: str

    @property
    def first_day(self) -> date:
        """The first day that it can mean."""
        return date.fromisoformat(self.text + "-01-01"[len(self.text) - 4 :])

    @property
    def last_day(self) -> date:
        """The last day that it can mean."""
        if len(self.text) == 10:
            return date.fromisoformat(self.text)
        year, month = int(self.text[:4]), int(self.text[5:7] or 12)
        return date(year, month, calendar.monthrange(year, month)[1])


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of time, both ends inclusive; a missing end is unknown or open, never "always"."""

    start: PartialDate | None = None
    end: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """A published document, page or register."""

    place: Place
    key: str
    title: str
    title_lang: str | None
    publisher: str | None
    url: str | None
    issued: PartialDate | None
    retrieved: date
    language: str | None
    licence: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Actor:
    """One identity: a municipality, authority, state body, cooperation body or other party."""

    place: Place
    key: str
    kind: str
    country: str
    body_kind: str | None
    form: str | None
    governance: str | None
    obligation: str | None
    legal_basis: tuple[str, ...]
    parent: str | None
    homepage: str | None
    wikidata: str | None
    exact_match: tuple[str, ...]
    close_match: tuple[str, ...]
    sources: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Name:
    """One name of an actor in one language and period; ``preferred`` or alternative."""

    place: Place
    actor: str
    name: str
    lang: str
    preferred: bool
    period: Period
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Code:
    """One official code of an actor in one period."""

    place: Place
    actor: str
    scheme: str
    code: str
    period: Period
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Situation:
    """Region, size and point of a municipality in one period (a row of places.csv).

    ``latitude`` and ``longitude`` are WGS 84 degrees, ``area`` is in square kilometres.
    """

    place: Place
    actor: str
    region: str | None
    population: int | None
    population_year: int | None
    latitude: Decimal | None
    longitude: Decimal | None
    area: Decimal | None
    period: Period
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """A territory: region, county or statistical area; never an actor."""

    place: Place
    key: str
    country: str
    level: str
    code: str | None
    name: str
    lang: str
    parent: str | None
    nuts: str | None
    exact_match: tuple[str, ...]
    close_match: tuple[str, ...]
    period: Period
    sources: tuple[str, ...]
    note: str | None
    other_names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Event:
    """A change event: which identities were before and which after."""

    place: Place
    key: str
    change_kind: str
    date: PartialDate
    before: tuple[str, ...]
    after: tuple[str, ...]
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Membership:
    """One member of one body in one role and one unbroken period."""

    place: Place
    key: str
    member: str
    organisation: str
    role: str
    period: Period
    obligation: str | None
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    attested: tuple[PartialDate, ...]
    reading: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Claim:
    """What one source states, where it is more than the claim the build makes by itself."""

    place: Place
    key: str
    subject: str
    property: str | None
    value: str | None
    value_type: str | None
    attested: tuple[PartialDate, ...]
    reading: str
    rank: str
    rank_reason: str | None
    conflicts_with: tuple[str, ...]
    source: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Area:
    """A statistical, state or electoral area that a municipality lay in during one period."""

    place: Place
    actor: str
    region: str
    period: Period
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """What an actor is tied to in other data sets; ``exact`` or nearly the same."""

    place: Place
    actor: str
    exact: bool
    targets: tuple[str, ...]
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cooperation:
    """Actors, or one body for its members, working together on topics (a row of topics.csv)."""

    place: Place
    key: str
    body: str | None
    participants: tuple[str, ...]
    topics: tuple[str, ...]
    plan: str | None
    period: Period
    obligation: str | None
    legal_basis: tuple[str, ...]
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    attested: tuple[PartialDate, ...]
    reading: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Funding:
    """One grant; amounts are in ``currency`` (ISO 4217), an unknown one is None."""

    place: Place
    key: str
    funder: str
    applicant: tuple[str, ...]
    recipient: tuple[str, ...]
    beneficiaries: tuple[str, ...]
    collective: tuple[str, ...]
    programme: str | None
    project: str | None
    topics: tuple[str, ...]
    status: str
    granted: Decimal | None
    paid: Decimal | None
    currency: str | None
    period: Period
    claims: tuple[str, ...]
    sources: tuple[str, ...]
    attested: tuple[PartialDate, ...]
    reading: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Programme:
    """A programme, call, project or joint plan; ``kind`` says which."""

    place: Place
    kind: str
    key: str
    label: str
    lang: str
    part_of: str | None
    run_by: tuple[str, ...]
    programme: str | None
    ceiling: Decimal | None
    currency: str | None
    topics: tuple[str, ...]
    legal_basis: tuple[str, ...]
    issued: PartialDate | None
    period: Period
    claims: tuple[str, ...]
    note: str | None


@dataclass(frozen=True, slots=True)
class Roster:
    """A claim that lists, or only counts, the members of one body at one date."""

    place: Place
    key: str
    subject: str
    attested: tuple[PartialDate, ...]
    completeness: str
    stated_count: int | None
    members: tuple[str, ...]
    reading: str
    rank: str
    rank_reason: str | None
    conflicts_with: tuple[str, ...]
    source: str
    note: str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """A passage of a snapshot, by position in code points (end exclusive) and digest."""

    place: Place
    claim: str
    snapshot: str
    start: int
    end: int
    passage_sha256: str
    fragment: str | None
    paraphrase: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """The text of a source as captured once, known by its SHA-256; the text is not kept."""

    place: Place
    source: str
    sha256: str
    captured: PartialDate | None
    characters: int


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One thing that happened to one published IRI."""

    place: Place
    date: date
    release: str
    iri: str
    action: str
    replaced_by: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Covered:
    """Where one statement of the source documents stands in the graph, and what answers it."""

    place: Place
    statement: str
    document: str
    kind: str
    iri: str | None
    query: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class Records:
    """Everything that data/ says, table by table, in the order of the files."""

    sources: tuple[Source, ...] = field(default=())
    actors: tuple[Actor, ...] = field(default=())
    names: tuple[Name, ...] = field(default=())
    codes: tuple[Code, ...] = field(default=())
    situations: tuple[Situation, ...] = field(default=())
    regions: tuple[Region, ...] = field(default=())
    events: tuple[Event, ...] = field(default=())
    memberships: tuple[Membership, ...] = field(default=())
    claims: tuple[Claim, ...] = field(default=())
    areas: tuple[Area, ...] = field(default=())
    links: tuple[Link, ...] = field(default=())
    cooperations: tuple[Cooperation, ...] = field(default=())
    fundings: tuple[Funding, ...] = field(default=())
    programmes: tuple[Programme, ...] = field(default=())
    rosters: tuple[Roster, ...] = field(default=())
    evidence: tuple[Evidence, ...] = field(default=())
    snapshots: tuple[Snapshot, ...] = field(default=())
    ledger: tuple[LedgerEntry, ...] = field(default=())
    coverage: tuple[Covered, ...] = field(default=())
