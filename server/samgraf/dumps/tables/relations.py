"""Tables of who works with whom, on what and paid by whom, and of the claims that say so."""

from samgraf.terms import CODE, DCAT, DCT, ID, ORG, PAV, RDF, SCHEMA, SG, SKOS

from .declared import (
    CLAIM,
    IRI,
    MANY,
    RELATION,
    SOURCE,
    Column,
    Table,
    actor,
    called,
    code,
    key,
    other,
    term,
)

_TOPIC = f"{CODE}topic/"
_SOURCES = Column("sources", f"keys in sources, with {MANY} between", "list", begin=SOURCE)
_PERIOD = (
    Column(
        "valid_from",
        "start as the source writes it; empty: not written",
        "part",
        str(DCAT.startDate),
        of="during",
    ),
    Column(
        "valid_to",
        "end as the source writes it; empty: not written",
        "part",
        str(DCAT.endDate),
        of="during",
    ),
    Column("begins_not_before", "it cannot have begun before", "day", str(SG.beginsNotBefore)),
    Column("begins_not_after", "by then it had begun", "day", str(SG.beginsNotAfter)),
    Column("ends_not_before", "a source shows it last then", "day", str(SG.endsNotBefore)),
    Column("ends_not_after", "it was over after that; empty: open", "day", str(SG.endsNotAfter)),
    Column(
        "on_data_date",
        "how it stands on the data date: certain, presumed (begun and not known to have ended), "
        "possible, or no",
        made="standing",
    ),
)
_OBLIGATION = code("obligation", "voluntary, mandatory …", "obligation", str(SG.obligation))


def _programme(name: str, meaning: str, of: str) -> Column:
    meaning = f"{meaning}; kind and key, as in programmes"
    return Column(name, meaning, "key", of, str(ID), refers="programmes")


_MEMBERSHIPS = Table(
    "memberships",
    "Memberships: who was in which body, in which role, from when to when, and who says so",
    (
        key(RELATION),
        IRI,
        actor("member", "who", str(ORG.member), needed=True),
        called("member_name", "member"),
        actor("body", "in what", str(ORG.organization), needed=True),
        called("body_name", "body"),
        code("role", "as what", "role", str(ORG.role), needed=True),
        *_PERIOD,
        _OBLIGATION,
        _SOURCES,
    ),
    ("key",),
    RELATION + "{+key}",
)

_COOPERATIONS = Table(
    "cooperations",
    "Cooperations: working together, of a body for its members or of actors by name",
    (
        key(RELATION),
        IRI,
        actor("body", "body whose members cooperate", str(SG.collectiveParticipant)),
        called("body_name", "body"),
        _programme("plan", "joint plan", str(SG.jointPlan)),
        *_PERIOD,
        _OBLIGATION,
        _SOURCES,
    ),
    ("key",),
    RELATION + "{+key}",
)

_PARTICIPANTS = Table(
    "cooperation-participants",
    "Who takes part in a cooperation by name",
    (
        other("cooperation", "the cooperation", "cooperations", RELATION),
        actor("actor", "who", str(SG.participant), needed=True),
        called("actor_name", "actor"),
    ),
    ("cooperation", "actor"),
    RELATION + "{+cooperation}",
)

_COOPERATION_TOPICS = Table(
    "cooperation-topics",
    "What a cooperation is on",
    (
        other("cooperation", "the cooperation", "cooperations", RELATION),
        code("topic", "on what", "topic", str(SG.topic), needed=True),
    ),
    ("cooperation", "topic"),
    RELATION + "{+cooperation}",
)

_FUNDINGS = Table(
    "fundings",
    "Fundings: who paid, under which programme, how much, and who says so",
    (
        key(RELATION),
        IRI,
        actor("funder", "who pays", str(SG.funder), needed=True),
        called("funder_name", "funder"),
        code("status", "how far it has come", "funding-status", str(SG.fundingStatus), needed=True),
        _programme("programme", "under which programme", str(SG.underProgramme)),
        _programme("project", "for which project", str(SG.fundedProject)),
        Column(
            "amount_granted", "amount granted; empty: not known", "number", str(SG.amountGranted)
        ),
        Column("amount_paid", "amount paid; empty: not known", "number", str(SG.amountPaid)),
        Column("currency", "currency of the amounts (ISO 4217)", property=str(SG.currency)),
        *_PERIOD,
        _SOURCES,
    ),
    ("key",),
    RELATION + "{+key}",
)

_PARTIES = Table(
    "funding-parties",
    "Who applied for money, received it or was to benefit",
    (
        other("funding", "the funding", "fundings", RELATION),
        Column("part", "applicant, recipient, beneficiary or body (for its members)", needed=True),
        actor("actor", "who", needed=True),
        called("actor_name", "actor"),
    ),
    ("funding", "part", "actor"),
)

_FUNDING_TOPICS = Table(
    "funding-topics",
    "What money was given for",
    (
        other("funding", "the funding", "fundings", RELATION),
        code("topic", "for what", "topic", str(SG.topic), needed=True),
    ),
    ("funding", "topic"),
    RELATION + "{+funding}",
)

_PROGRAMMES = Table(
    "programmes",
    "Programmes, calls, projects and joint plans",
    (
        Column("key", "kind and key: the end of its address", "key", begin=str(ID), needed=True),
        IRI,
        term("class", "Programme, Call, Project or PolicyPlan", str(RDF.type), needed=True),
        Column("name", "its name", property=str(SKOS.prefLabel)),
        Column("language", "language of the name (BCP 47)"),
        _programme("part_of", "what it is a part of", str(DCT.isPartOf)),
        _programme("programme", "programme of a call or project", str(SG.underProgramme)),
        Column("ceiling", "largest total that a call announces", "number", str(SG.ceiling)),
        Column("currency", "currency of that (ISO 4217)", property=str(SG.currency)),
        Column("issued", "when it was published", "part", str(DCT.issued)),
        *_PERIOD[:2],
        Column(
            "run_by",
            f"keys in actors, with {MANY} between",
            "list",
            begin=f"{ID}actor/",
        ),
        Column("topics", f"codes of the list topic, with {MANY} between", "list", begin=_TOPIC),
    ),
    ("key",),
    str(ID) + "{+key}",
)

_SOURCES_TABLE = Table(
    "sources",
    "Sources: documents, pages and registers, with their licences",
    (
        key(SOURCE),
        IRI,
        Column("title", "title", property=str(DCT.title)),
        Column("publisher", "publisher", property=str(DCT.publisher)),
        Column("url", "its address", "iri", str(SCHEMA.url)),
        Column("issued", "when it was published", "part", str(DCT.issued)),
        Column("retrieved", "when it was read", "day", str(PAV.retrievedOn)),
        Column("language", "its language (BCP 47)", property=str(DCT.language)),
        Column("licence", "address of its licence", "iri", str(DCT.license)),
        Column("rights", "licence in words, where it has no address", property=str(DCT.rights)),
    ),
    ("key",),
    SOURCE + "{+key}",
)

_CLAIMS = Table(
    "claims",
    "Claims: what each source states, believed or not",
    (
        key(CLAIM),
        IRI,
        Column("subject", "what it is about", "iri", str(SG.claimSubject), needed=True),
        Column("property", "which property it gives a value for", "iri", str(SG.claimProperty)),
        Column("value", "the value", property=str(SG.claimValue)),
        Column("value_language", "language of a value in words (BCP 47)"),
        Column("attested_first", "first date at which the source shows it", "part"),
        Column("attested_last", "last date at which the source shows it", "part"),
        code("reading", "how it was read", "reading", str(SG.readingMode), needed=True),
        code("rank", "deprecated: not believed", "rank", str(SG.rank), needed=True),
        Column("rank_reason", "why it is or is not believed", property=str(SG.rankReason)),
        code("completeness", "of a list of members", "completeness", str(SG.completeness)),
        Column("stated_count", "number of members that is stated", "whole", str(SG.statedCount)),
        other("source", "who says so", "sources", SOURCE, str(DCT.source)),
    ),
    ("key",),
    CLAIM + "{+key}",
)

_CLAIM_MEMBERS = Table(
    "claim-members",
    "Members that a list of a source names",
    (
        other("claim", "the list", "claims", CLAIM),
        actor("actor", "who", str(SG.listsMember), needed=True),
    ),
    ("claim", "actor"),
    CLAIM + "{+claim}",
)

_SUPPORTS = Table(
    "supports",
    "Which claims a membership, cooperation, funding, change or programme rests on",
    (
        Column("thing", "what rests on it", "iri", needed=True),
        other("claim", "the claim", "claims", CLAIM, str(SG.supportedBy)),
    ),
    ("thing", "claim"),
    "{+thing}",
)

_EVIDENCE = Table(
    "evidence",
    "Passages of sources that claims rest on: places and digests, told in our own words",
    (
        IRI,
        other("claim", "what rests on it", "claims", CLAIM),
        Column("text_sha256", "digest of the captured text", needed=True),
        Column("start", "first character of the passage, from 0", "whole", needed=True),
        Column("end", "character behind the passage", "whole", needed=True),
        Column(
            "passage_sha256", "digest of the passage", property=str(SG.passageSha256), needed=True
        ),
        Column("fragment", "text fragment for a link", property=str(SG.textFragment)),
        Column("says", "what it says, in our words", property=str(SG.paraphrase), language="en"),
    ),
    ("iri",),
    "{+iri}",
)

TABLES = (
    _MEMBERSHIPS,
    _COOPERATIONS,
    _PARTICIPANTS,
    _COOPERATION_TOPICS,
    _FUNDINGS,
    _PARTIES,
    _FUNDING_TOPICS,
    _PROGRAMMES,
    _SOURCES_TABLE,
    _CLAIMS,
    _CLAIM_MEMBERS,
    _SUPPORTS,
    _EVIDENCE,
)
"""The tables of this part."""
