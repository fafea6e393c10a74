"""Forms that are known to be slow, and the faster form where one can be written safely.

What was measured is in the design of the endpoint (section 10) and ``bench/queries/fast/``. Whether
a rewrite gives the same on the data at hand is not said here: whoever offers it asks both.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from .estimating import apart
from .shape import Group, Part, Pattern, Shape, replaced

OPTIONAL, PATH_TYPE, CONTAINS = "optional", "path-type", "contains"
APART, EXISTS = "apart", "exists"
_TYPES = ("a", "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>")
_SEARCHING = ("CONTAINS", "REGEX")
_INSIDE = frozenset({"filter"})


@dataclass(frozen=True, slots=True)
class Hint:
    """A slow form: its kind, what shows it, and the query in a faster form ('' for none)."""

    kind: str
    shown: str
    rewrite: str = ""


def hints(shape: Shape) -> list[Hint]:
    """Return what is known to be slow in a query, most gainful first."""
    groups = [*groups_of(shape.group)]
    return [
        *_optional(shape, groups),
        *_path_type(shape, groups),
        *_contains(groups),
        *_apart(groups),
        *_exists(shape, groups),
    ]


def groups_of(group: Group) -> Iterator[Group]:
    """Yield a group and all within it."""
    yield group
    for part in group.parts:
        for inner in part.groups:
            yield from groups_of(inner)


def _optional(shape: Shape, groups: list[Group]) -> Iterator[Hint]:
    """OPTIONAL groups are evaluated as a whole; LATERAL looks each up for each row."""
    found = [p for group in groups for p in group.parts if p.kind == "optional" and _plain(p)]
    outer = [p for p in found if not any(o.start < p.start and p.end <= o.end for o in found)]
    if outer:
        changes = [(p.start, p.end, f"LATERAL {{ {shape.text[p.start : p.end]} }}") for p in outer]
        shown = shape.text[outer[0].start : outer[0].end]
        yield Hint(OPTIONAL, shown, replaced(shape.text, changes))


def _plain(part: Part) -> bool:
    """Say whether a group holds patterns and filters alone, which see the same from within."""
    return all(
        not group.binds and all(inner.kind in _INSIDE for inner in group.parts)
        for group in part.groups
    )


def _path_type(shape: Shape, groups: list[Group]) -> Iterator[Hint]:
    """A type beside a path of any length is joined as a whole; EXISTS looks it up for each."""
    for group in groups:
        ends = {name for p in group.patterns if p.repeats for name in (p.subject, p.object)}
        types = [p for p in group.patterns if _is_type(p) and p.subject in ends]
        for pattern in types:
            rewrite = _looked_up(shape, group, pattern)
            yield Hint(PATH_TYPE, pattern.text, rewrite)


def _is_type(pattern: Pattern) -> bool:
    return pattern.predicate in _TYPES and not pattern.object.startswith("?")


def _looked_up(shape: Shape, group: Group, pattern: Pattern) -> str:
    """Return the query with a type looked up, '' where it cannot be taken out of its sentence."""
    if pattern.cut is None:
        return ""
    test = f"FILTER EXISTS {{ {pattern.text} }}"
    # At the end of its group: a filter between two sentences would break a block in two.
    return replaced(shape.text, [(*pattern.cut, ""), (group.end - 1, group.end - 1, f" {test} ")])


def _contains(groups: list[Group]) -> Iterator[Hint]:
    """CONTAINS and REGEX look at every text; the index of names does not."""
    for group in groups:
        for part in group.parts:
            head = part.head.upper()
            anchored = '"^' in head or "'^" in head
            if part.kind == "filter" and not anchored and any(w in head for w in _SEARCHING):
                yield Hint(CONTAINS, part.head)


def _apart(groups: list[Group]) -> Iterator[Hint]:
    """Patterns without a common variable are combined each with each."""
    for group in groups:
        sets = apart(group.patterns)
        bound = any(part.kind != "filter" for part in group.parts) or group.binds
        if len(sets) > 1 and not bound:
            yield Hint(APART, " | ".join(members[0].text for members in sets))


def _exists(shape: Shape, groups: list[Group]) -> Iterator[Hint]:
    """NOT EXISTS over several patterns is asked for each row; MINUS is asked once."""
    for group in groups:
        for part in group.parts:
            if part.kind != "not exists" or len(part.groups[0].patterns) < 2:
                continue
            inner = part.groups[0]
            shown = shape.text[part.start : part.end]
            rewrite = f"MINUS {shape.text[inner.start : inner.end]}"
            safe = not inner.binds and not inner.parts and part is group.parts[-1]
            changed = replaced(shape.text, [(part.start, part.end, rewrite)]) if safe else ""
            yield Hint(EXISTS, shown, changed)
