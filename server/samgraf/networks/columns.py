"""The attributes of nodes and edges: declared once, for every format, the page and the guide."""

from dataclasses import dataclass

from .asked import Asked

Value = str | int | float


@dataclass(frozen=True, slots=True)
class Column:
    """One attribute; ``kind`` is text, whole or number."""

    name: str
    kind: str
    meaning: str


_NODES = (
    Column("label", "text", "name on the day, in the language of the place"),
    Column("iri", "text", "address of the actor: what every other data set can link to"),
    Column("kind", "text", "class: Municipality, RegionalAuthority, StateBody, CooperationBody"),
    Column("country", "text", "country, as ISO 3166-1 alpha-3"),
    Column("region", "text", "county or region on the day, as a code of the list region"),
    Column("region_name", "text", "its name"),
    Column(
        "population",
        "whole",
        "inhabitants, by the count that the data have for that time, else the last one before",
    ),
    Column("population_year", "whole", "year of that count"),
    Column("latitude", "number", "where it lies, in degrees (WGS 84)"),
    Column("longitude", "number", "where it lies, in degrees (WGS 84)"),
    Column("code", "text", "official code on the day; text, since leading zeros count"),
    Column("code_scheme", "text", "register that the code is of"),
    Column("org_number", "text", "organisation number"),
    Column("body_kind", "text", "kind of a body, as a code of the list body-kind"),
    Column("form", "text", "legal form of a body, as a code of the list form"),
    Column("founded", "text", "first day, month or year, as far as known"),
    Column("dissolved", "text", "last day, month or year, as far as known"),
)
_SIDE = Column("bipartite", "whole", "0 for a member, 1 for a body")
_YEAR = Column("year", "whole", "year at whose end the tie holds")
_CERTAINTY = "certain if a source shows it on the day or later, else presumed to go on"
_TWO = (
    Column("roles", "text", "roles of the actor in the body on the day, joined by |"),
    Column("certainty", "text", _CERTAINTY),
    Column("begins_not_before", "text", "first day on which it may have begun; none: not known"),
    Column("begins_not_after", "text", "day by which it had begun"),
    Column("ends_not_before", "text", "day on which a source shows it last"),
    Column("ends_not_after", "text", "last day on which it may have held; none: no end known"),
    Column("topics", "text", "topics that the body cooperated on that day, joined by |"),
    Column(
        "relations", "text", "addresses of the memberships, which name the sources, joined by |"
    ),
)
_ONE = (
    Column("weight", "number", "number of shared bodies, or Newman's weight"),
    Column("shared", "whole", "number of shared bodies"),
    Column("shared_certain", "whole", "of these, bodies that both are certainly in"),
    Column("certainty", "text", "certain if at least one shared body is, else presumed"),
    Column("bodies", "text", "keys of the shared bodies, joined by |"),
)
_ENDS = (
    Column("source_label", "text", "name of the first actor"),
    Column("target_label", "text", "name of the second actor, or of the body"),
)
"""What a table of edges has besides, where no table of nodes is at hand."""


def node_columns(asked: Asked) -> tuple[Column, ...]:
    """Return the attributes of nodes."""
    return (*_NODES, _SIDE) if asked.mode == "two" else _NODES


def edge_columns(asked: Asked) -> tuple[Column, ...]:
    """Return the attributes of edges; those of a panel begin with the year."""
    columns = _TWO if asked.mode == "two" else _ONE
    return (_YEAR, *columns) if asked.panel else columns


def table_columns(asked: Asked) -> tuple[Column, ...]:
    """Return the attributes of edges in a table."""
    return (*_ENDS, *edge_columns(asked))


def columns_of(part: str) -> tuple[Column, ...]:
    """Return the attributes of nodes, or of the edges of a mode, for whoever explains them."""
    return {"nodes": (*_NODES, _SIDE), "one": (_YEAR, *_ONE), "two": (_YEAR, *_TWO)}[part]
