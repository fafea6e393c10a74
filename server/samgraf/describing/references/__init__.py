"""Hold the tables to each other: every key that a row names must exist, and only once."""

from collections.abc import Iterator
from operator import attrgetter

from samgraf.describing.claims import own_key
from samgraf.describing.relations import keyed
from samgraf.model import Claim, Cooperation, Event, Funding, Membership, Records, Roster

from .known import Beside, Known, Schemes, fault

__all__ = ["Beside", "check", "check_beside"]


def check(records: Records, schemes: Schemes) -> None:
    """Raise ``SourceError`` at the first key that is unknown or defined twice.

    ``schemes`` holds the slugs of each code scheme, without those of ``region``, which are
    the keys of regions.csv.
    """
    check_beside(records, Beside(schemes))


def check_beside(records: Records, beside: Beside) -> None:
    """Tell every key that is unknown, defined twice or missing, as ``beside`` wants it told."""
    actors = beside.defined("actor", records.actors, "actors")
    _sources(records, beside.defined("source", records.sources, "sources"))
    _actors(records, actors, beside)
    _regions(records, beside.defined("region", records.regions, "regions"), beside)
    _relations(records, actors, beside)
    _plans(records, actors, beside)
    _claims(records, actors, beside)


def _sources(records: Records, sources: Known) -> None:
    r = records
    sources.of(r.actors, "source", lambda row: row.sources)
    sources.of(r.names, "source", lambda row: row.sources)
    sources.of(r.codes, "source", lambda row: row.sources)
    sources.of(r.situations, "source", lambda row: row.sources)
    sources.of(r.areas, "source", lambda row: row.sources)
    sources.of(r.links, "source", lambda row: row.sources)
    sources.of(r.regions, "source", lambda row: row.sources)
    sources.of(r.events, "source", lambda row: row.sources)
    sources.of(r.memberships, "source", lambda row: row.sources)
    sources.of(r.cooperations, "source", lambda row: row.sources)
    sources.of(r.fundings, "source", lambda row: row.sources)
    sources.of(r.claims, "source", lambda row: (row.source,))
    sources.of(r.rosters, "source", lambda row: (row.source,))
    sources.of(r.snapshots, "source", lambda row: (row.source,))
    sources.of(r.coverage, "document", lambda row: (row.document,))


def _actors(records: Records, actors: Known, beside: Beside) -> None:
    rows = records.actors
    actors.of(rows, "parent", lambda row: (row.parent,))
    beside.coded("body-kind").of(rows, "body_kind", lambda row: (row.body_kind,))
    beside.coded("form").of(rows, "form", lambda row: (row.form,))
    beside.coded("governance").of(rows, "governance", lambda row: (row.governance,))
    beside.coded("obligation").of(rows, "obligation", lambda row: (row.obligation,))
    beside.coded("legal-basis").of(rows, "legal_basis", lambda row: row.legal_basis)
    actors.of(records.names, "actor", lambda row: (row.actor,))
    actors.of(records.codes, "actor", lambda row: (row.actor,))
    actors.of(records.situations, "actor", lambda row: (row.actor,))
    actors.of(records.areas, "actor", lambda row: (row.actor,))
    actors.of(records.links, "actor", lambda row: (row.actor,))
    registers = beside.known(
        "register", beside.schemes.get("", ()), "use a register scheme of ontology/codes.ttl"
    )
    registers.of(records.codes, "scheme", lambda row: (row.scheme,))


def _regions(records: Records, regions: Known, beside: Beside) -> None:
    regions.of(records.regions, "parent", lambda row: (row.parent,))
    regions.of(records.situations, "region", lambda row: (row.region,))
    regions.of(records.areas, "region", lambda row: (row.region,))
    beside.coded("region-level").of(records.regions, "level", lambda row: (row.level,))


def _relations(records: Records, actors: Known, beside: Beside) -> None:
    members, joint, paid = records.memberships, records.cooperations, records.fundings
    keys: list[Membership | Cooperation | Funding] = [*keyed(members), *joint, *paid]
    beside.defined("relation", keys, "memberships")
    actors.of(members, "member", lambda row: (row.member,))
    actors.of(members, "organisation", lambda row: (row.organisation,))
    beside.coded("role").of(members, "role", lambda row: (row.role,))
    beside.coded("obligation").of(members, "obligation", lambda row: (row.obligation,))
    actors.of(joint, "body", lambda row: (row.body,))
    actors.of(joint, "participants", lambda row: row.participants)
    beside.coded("obligation").of(joint, "obligation", lambda row: (row.obligation,))
    beside.coded("legal-basis").of(joint, "legal_basis", lambda row: row.legal_basis)
    for column in ("applicant", "recipient", "beneficiaries", "collective"):
        actors.of(paid, column, attrgetter(column))
    actors.of(paid, "funder", lambda row: (row.funder,))
    beside.coded("funding-status").of(paid, "status", lambda row: (row.status,))
    topics = beside.coded("topic")
    topics.of(joint, "topics", lambda row: row.topics)
    topics.of(paid, "topics", lambda row: row.topics)
    related: list[Membership | Cooperation | Funding] = [*members, *joint, *paid]
    beside.coded("reading").of(related, "reading", lambda row: (row.reading,))
    for row in related:
        _supported(row, beside)


def _supported(row: Membership | Cooperation | Funding, beside: Beside) -> None:
    """Tell a relation that rests on nothing."""
    if not row.claims and not (row.sources and row.reading):
        column = "reading" if row.sources else "source"
        remedy = "name source and reading, or claims"
        beside.tell(fault(row, column, "the cell is empty", remedy, "unsupported"))


def _plans(records: Records, actors: Known, beside: Beside) -> None:
    rows, events = records.programmes, records.events
    known = {
        kind: beside.defined(kind.lower(), [row for row in rows if row.kind == kind], "programmes")
        for kind in ("Programme", "Call", "Project", "PolicyPlan")
    }
    for row in rows:
        known[row.kind].must_hold(row, "part_of", row.part_of)
    known["Programme"].of(rows, "programme", lambda row: (row.programme,))
    known["Programme"].of(records.fundings, "programme", lambda row: (row.programme,))
    known["Project"].of(records.fundings, "project", lambda row: (row.project,))
    known["PolicyPlan"].of(records.cooperations, "plan", lambda row: (row.plan,))
    actors.of(rows, "run_by", lambda row: row.run_by)
    beside.coded("topic").of(rows, "topics", lambda row: row.topics)
    beside.coded("legal-basis").of(rows, "legal_basis", lambda row: row.legal_basis)
    beside.defined("event", events, "events")
    actors.of(events, "from", lambda row: row.before)
    actors.of(events, "to", lambda row: row.after)
    beside.coded("change-kind").of(events, "change_kind", lambda row: (row.change_kind,))


def _claims(records: Records, actors: Known, beside: Beside) -> None:
    rows: list[Claim | Roster] = [*records.claims, *records.rosters]
    own = beside.defined("claim", rows, "claims")
    known = beside.known("claim", {*own.keys, *_made(records)}, "add it to data/claims.csv")
    beside.coded("reading").of(rows, "reading", lambda row: (row.reading,))
    beside.coded("rank").of(rows, "rank", lambda row: (row.rank,))
    known.of(rows, "conflicts_with", lambda row: row.conflicts_with)
    known.of(records.memberships, "claims", lambda row: row.claims)
    known.of(records.cooperations, "claims", lambda row: row.claims)
    known.of(records.fundings, "claims", lambda row: row.claims)
    known.of(records.programmes, "claims", lambda row: row.claims)
    known.of(records.events, "claims", lambda row: row.claims)
    known.of(records.evidence, "claim", lambda row: (row.claim,))
    digests = {row.sha256 for row in records.snapshots}
    snapshots = beside.known("snapshot", digests, "add it to data/snapshots.csv")
    snapshots.of(records.evidence, "snapshot", lambda row: (row.snapshot,))
    _passages(records, beside)
    actors.of(records.rosters, "members", lambda row: row.members)
    completeness = beside.coded("completeness")
    completeness.of(records.rosters, "completeness", lambda row: (row.completeness,))


def _passages(records: Records, beside: Beside) -> None:
    """Tell each passage that ends behind its text; a row at fault may lack its numbers."""
    lengths = {row.sha256: row.characters for row in records.snapshots}
    for row in records.evidence:
        most = lengths.get(row.snapshot) or row.end
        if row.end and row.end > most:
            lowest = str(min((row.start or 0) + 1, most))
            words = {"value": str(row.end), "lowest": lowest, "highest": str(most)}
            problem, remedy = f"the text has {most} characters", "write where the passage ends"
            beside.tell(fault(row, "end", problem, remedy, "number", **words))


def _made(records: Records) -> Iterator[str]:
    """Yield the keys of the claims that the build makes by itself."""
    rows: list[Membership | Cooperation | Funding | Event] = [
        *keyed(records.memberships),
        *records.cooperations,
        *records.fundings,
        *records.events,
    ]
    for row in rows:
        if not row.claims:
            yield from (own_key(source, row.key) for source in row.sources)
