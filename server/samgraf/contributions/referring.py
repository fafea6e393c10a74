"""What the cells of tables refer to, and how the addresses of that begin."""

from samgraf.describing.plans import KINDS
from samgraf.namespaces import BASE, CODES

_BASES = {
    "actor": f"{BASE}id/actor/",
    "source": f"{BASE}id/source/",
    "claim": f"{BASE}id/claim/",
    "region": f"{CODES}region/",
    "register": CODES,
    **{kind.lower(): f"{BASE}id/{path}/" for kind, path in KINDS.items()},
}
"""Where the things of each kind have their addresses."""
_ACTORS = (
    "actor", "member", "organisation", "parent", "body", "participants", "from", "to", "members",
    "funder", "applicant", "recipient", "beneficiaries", "collective", "run_by",
)  # fmt: skip
_CODES = ("role", "obligation", "reading", "form", "governance", "topic")
REFERS = {
    **dict.fromkeys(_ACTORS, "actor"),
    **{name: f"concept of the scheme '{name}'" for name in _CODES},
    "topics": "concept of the scheme 'topic'",
    **{name: name for name in ("source", "region", "programme", "project")},
    "plan": "policyplan",
}
"""Columns that hold keys of other things, for which a known key is looked for."""


def base_of(kind: str) -> str:
    """Return how the addresses of a kind of thing begin, or of the concepts of a scheme."""
    scheme = kind.partition("'")[2].rstrip("'")
    return f"{CODES}{scheme}/" if scheme else _BASES.get(kind, "")
