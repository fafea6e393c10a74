"""What can go wrong, in words that a reader of the command line or of a page understands.

* SamgrafError            findings, or an error with its place and remedy      exit 1
  x SourceError           a cell, row or file of data/ cannot be read
  x ShapesViolated        the data breaks a shape
  x QueryRefused          a query or request that gets a problem document
  x StoreError            a version is missing, broken or taken
  x ServeError            the server cannot start or stopped
  x Misuse                an option, setting or input that is refused         exit 2
    x InputRefused        what someone brings cannot be read, or may not be brought
  x OwnFault              our ontology, shapes or queries are at fault         exit 3
  x LimitExceeded         a declared limit was exceeded                        exit 4

The exit statuses are those of the design's command line table; ``cli`` has the one handler.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


class SamgrafError(Exception):
    """Base of every error that this package raises on purpose."""

    exit_status = 1


class SourceError(SamgrafError):
    """A source cannot be read: ``file:line: column: what is wrong; how to mend it``."""

    def __init__(
        self,
        file: str,
        line: int,
        column: str,
        problem: str,
        remedy: str,
        kind: str = "",
        **words: str,
    ) -> None:
        """Put the place first, then the problem, then the remedy.

        ``kind`` and ``words`` let a reader be told the same in another language.
        """
        self.file, self.line, self.column = file, line, column
        self.problem, self.remedy = problem, remedy
        self.kind, self.words = kind, words
        place = f"{file}:{line}: {column}: " if column else f"{file}:{line}: "
        super().__init__(f"{place}{problem}; {remedy}")


class ShapesViolated(SamgrafError):
    """Data broke a shape; bears one line for each violation."""


class StoreError(SamgrafError):
    """A version of the store is missing, broken or in the way."""


class ServeError(SamgrafError):
    """The server cannot start, or a part of it stopped."""


class QueryRefused(SamgrafError):
    """A query that gets no answer; ``kind`` names a problem type of the endpoint."""

    def __init__(
        self,
        kind: str,
        detail: str,
        more: Mapping[str, object] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        """Keep the kind for the problem document (RFC 9457), and further members of it.

        ``headers`` are those that tell a client what it may send instead.
        """
        super().__init__(detail)
        self.kind, self.detail = kind, detail
        self.more: Mapping[str, object] = more or {}
        self.headers: Mapping[str, str] = headers or {}


class Misuse(SamgrafError):
    """An option, a setting or an input that is refused or cannot be read."""

    exit_status = 2


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """Why something that is brought is refused; line and column from 1, 0 if not known."""

    file: str
    line: int
    column: int
    problem: str
    remedy: str
    kind: str
    """With ``words`` it lets a reader be told the same in another language."""
    words: Mapping[str, str] = field(compare=False)
    suggested: str = ""
    """What a machine could put in; '' if no one text would mend it."""

    def __str__(self) -> str:
        """Put the place first, then the problem, then the remedy."""
        place = ":".join(str(part) for part in (self.file, self.line, self.column) if part)
        return f"{place}: {self.problem}; {self.remedy}"


class InputRefused(Misuse):
    """What someone brings cannot be read, or may not be brought; bears one line for each fault."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        """Keep the faults, in their order, for machines."""
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))

    def __reduce__(self) -> tuple[type["InputRefused"], tuple[tuple[Fault, ...]]]:
        """Let it pass from one process to another with its faults."""
        return InputRefused, (self.faults,)


class OwnFault(SamgrafError):
    """Our own ontology, shapes or queries are at fault."""

    exit_status = 3


class LimitExceeded(SamgrafError):
    """A declared limit was exceeded."""

    exit_status = 4
