"""A question with its values in it, as a text that gives the same answer anywhere.

Where a query is asked, values are bound as terms and its text stays as it is. The text that a
person takes away has them in ``VALUES``: in each group that names the parameter, since what is
bound outside of a subquery or of ``MINUS`` is not known inside.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from samgraf.store.scan import tokens

_STEP = 2  # spaces of indentation
_NEAR = 16  # tokens before braces that tell what they are


@dataclass(slots=True)
class _Group:
    """Braces of a query: where they open, what stands before them, and the variables within."""

    start: int
    before: tuple[str, ...] = ()
    variables: set[str] = field(default_factory=set)
    words: list[str] = field(default_factory=list)
    lateral: bool = False
    """Whether all that is bound before these braces is known within, and may not be bound again."""
    whole: "_Group | None" = None
    """The group of patterns, of braces that hold a subquery."""

    @property
    def subquery(self) -> bool:
        """Whether the braces hold a query of their own."""
        return bool(self.words) and self.words[0] == "SELECT"

    @property
    def template(self) -> bool:
        """Whether the braces hold what is to be made."""
        return "CONSTRUCT" in self.before[-1:]

    @property
    def patterns(self) -> bool:
        """Whether the braces hold patterns: no template, and no table of values."""
        return not self.template and "VALUES" not in self.before


def with_values(text: str, terms: Mapping[str, str]) -> str:
    """Return a query in which each variable has its term of N-Triples."""
    if not terms:
        return text
    parts, done = [], 0
    for group in sorted(_groups(text), key=lambda group: group.start):
        names = [name for name in terms if name in group.variables]
        parts.append(text[done : group.start])
        parts += [_values(text, group.start, name, terms[name]) for name in names]
        done = group.start
    return "".join([*parts, text[done:]])


def _values(text: str, place: int, name: str, term: str) -> str:
    """Write a table of one value, on a line of its own where the group has lines."""
    line = text[text.rfind("\n", 0, place) + 1 : place]
    indent = " " * (len(line) - len(line.lstrip()) + _STEP)
    before = f"\n{indent}" if text[place : place + 1] == "\n" else " "
    return f"{before}VALUES ?{name} {{ {term} }}"


def _groups(text: str) -> Iterator[_Group]:
    """Yield each group of patterns with the variables that stand right in it.

    Those of a query itself, before and behind its patterns, belong to the group of its patterns.
    """
    outermost = _Group(0, words=["SELECT"])
    open_groups: list[_Group] = [outermost]
    recent: list[str] = []
    for place, token, word in tokens(text):
        here = open_groups[-1]
        if token == "{":
            lateral = here.lateral or recent[-1:] == ["LATERAL"]
            group = _Group(place + 1, tuple(recent[-_NEAR:]), lateral=lateral)
            if here.subquery and group.patterns:
                here.whole = here.whole or group
            open_groups.append(group)
        elif token == "}" and len(open_groups) > 1:
            yield from _left(open_groups.pop(), open_groups[-1])
        elif token[0] in "?$":
            here.variables.add(token[1:])
        elif word:
            here.words.append(word)
        recent = [] if token in "{}" else [*recent, word or token][-_NEAR:]
    yield from _closed(outermost)


def _left(group: _Group, around: _Group) -> Iterator[_Group]:
    """Yield a finished group that takes values, or leave its variables to those around it."""
    if group.template or group.lateral:
        around.variables |= group.variables
    if not group.lateral:
        yield from _closed(group)


def _closed(group: _Group) -> Iterator[_Group]:
    """Yield a finished group that takes values."""
    if group.subquery:
        if group.whole is not None:
            yield _Group(group.whole.start, variables=group.variables - group.whole.variables)
    elif group.patterns:
        yield group


def rules(text: str) -> str:
    """Return the comments of a query below its head: by what rules it counts, in English."""
    _head, _, body = text.partition("\nPREFIX")
    return " ".join(line.lstrip("# ") for line in body.splitlines() if line.startswith("#"))
