"""How a table is declared: its columns in words, how they are written, and what they refer to."""

from dataclasses import dataclass

from samgraf.terms import CODE, ID, SG

MANY = "|"
"""Between several values in one cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column.

    ``form`` says how it is written: text, iri, key (an IRI without ``begin``), list (keys, sorted),
    part (a date as precise as its source), day, year, whole or number. ``property`` is the IRI of
    what it tells of the row's thing, or of the hash node ``of`` below that; none is told otherwise.
    ``refers`` names a table whose key it is. What is ``made`` does not come from the query: the
    name of the actor in another column, or how a relation stands on the data date.
    """

    name: str
    meaning: str
    form: str = "text"
    property: str = ""
    begin: str = ""
    of: str = ""
    refers: str = ""
    needed: bool = False
    language: str = ""
    made: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One table: its rows are those of the query ``dumps/table-NAME``.

    ``key`` names the columns that tell rows apart. ``about`` is the IRI of the row's thing with the
    name of a column in braces (RFC 6570), '' where a row is no thing.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    about: str = ""
    nodes: str = "#"
    """Before the name of a hash node below a thing; a hash node's own have a point there."""

    @property
    def query(self) -> str:
        """The name of its query."""
        return f"dumps/table-{self.name}"

    @property
    def queried(self) -> tuple[Column, ...]:
        """The columns that the query answers, in their order."""
        return tuple(column for column in self.columns if not column.made)

    @property
    def file(self) -> str:
        """The name of its file."""
        return f"{self.name}.csv"


ACTOR, RELATION, EVENT = f"{ID}actor/", f"{ID}relation/", f"{ID}event/"
CLAIM, SOURCE, REGION = f"{ID}claim/", f"{ID}source/", f"{CODE}region/"

IRI = Column("iri", "its permanent address", "iri", needed=True)


def key(begin: str) -> Column:
    """Declare the first column of a table of things."""
    return Column("key", "its short key: the end of its address", "key", begin=begin, needed=True)


def actor(name: str, meaning: str, of: str = "", needed: bool = False) -> Column:
    """Declare a column with the key of an actor."""
    return Column(
        name, f"{meaning}; key in actors", "key", of, ACTOR, refers="actors", needed=needed
    )


def called(name: str, of: str) -> Column:
    """Declare a column with the name of the actor in another one."""
    return Column(name, f"name of the actor in {of}, for reading", made=of)


def code(name: str, meaning: str, scheme: str, of: str = "", needed: bool = False) -> Column:
    """Declare a column with a code of one of our lists."""
    meaning = f"{meaning}; code of the list {scheme} in concepts"
    return Column(name, meaning, "key", of, f"{CODE}{scheme}/", needed=needed)


def term(name: str, meaning: str, of: str, needed: bool = False) -> Column:
    """Declare a column with a name of our ontology."""
    return Column(name, meaning, "key", of, str(SG), needed=needed)


def other(name: str, meaning: str, table: str, begin: str, of: str = "") -> Column:
    """Declare a column with a key of another table, needed."""
    return Column(name, f"{meaning}; key in {table}", "key", of, begin, refers=table, needed=True)
