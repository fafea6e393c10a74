"""A plan in words that people understand, in the reader's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from samgraf.plans import hints
from samgraf.plans.estimating import Counted, Step

from .kinds import STATUS
from .languages import told
from .planning import DIFFERENT, EQUAL, MOST_PATTERNS, UNKNOWN, Offered, Plan, Told
from .shown import spaced
from .spreads import MOST_ROWS
from .texts import gettext as _
from .texts import ngettext
from .words import words

_SHOWN = 200  # characters of a part of a query
_LOCAL_TYPE = "a"


@dataclass(frozen=True, slots=True)
class Line:
    """One pattern of a plan, as a row of its table."""

    pattern: str
    rows: str
    words: str
    estimate: str


@dataclass(frozen=True, slots=True)
class Block:
    """One group of a plan."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Advice:
    """One hint: what is slow, why and what to do; the faster form, and what is known of it."""

    kind: str
    shown: str
    words: str
    rewrite: str
    proof: str
    link: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A whole plan in words."""

    version: str
    whole: str
    blocks: tuple[Block, ...]
    advice: tuple[Advice, ...]
    notes: tuple[str, ...]


def written(plan: Plan) -> Written:
    """Put a plan into words."""
    prefixes = plan.prefixes or {}
    blocks = (Block(_title(group), _lines(group, prefixes)) for group in plan.groups)
    advice = tuple(_advice(offered) for offered in plan.hints)
    return Written(plan.version, _whole(plan), tuple(blocks), advice, tuple(_notes(plan)))


def _whole(plan: Plan) -> str:
    run = plan.whole
    time = _milliseconds(run.milliseconds)
    if run.why:
        why = told(STATUS[run.why][1])
        return _(
            "The whole was not answered within the time of a plan: %(why)s (%(time)s).",
            why=why,
            time=time,
        )
    if run.body in (b"true", b"false"):
        answer = _("yes") if run.body == b"true" else _("no")
        return _("The whole: %(answer)s, in %(time)s.", answer=answer, time=time)
    if not run.whole:
        return _(
            "The whole: more than %(rows)s rows, in %(time)s.", rows=spaced(run.rows), time=time
        )
    return ngettext(
        "The whole: %(rows)s row, in %(time)s.",
        "The whole: %(rows)s rows, in %(time)s.",
        run.rows,
        rows=spaced(run.rows),
        time=time,
    )


def _title(group: Told) -> str:
    titles = {
        "": _("What must hold"),
        "optional": _("OPTIONAL: what may be there"),
        "lateral": _("LATERAL: looked up for each row"),
        "union": _("UNION: one of the alternatives"),
        "minus": _("MINUS: what is taken away"),
        "exists": _("EXISTS: what must be there"),
        "not exists": _("NOT EXISTS: what must not be there"),
        "graph": _("GRAPH: in a named graph"),
        "select": _("A query within the query"),
    }
    return titles.get(group.kind, _("A group"))


def _lines(group: Told, prefixes: Mapping[str, str]) -> tuple[Line, ...]:
    return tuple(
        Line(
            step.counted.pattern.text[:_SHOWN],
            _rows(step.counted),
            _step(step, number == 0, prefixes),
            "" if step.estimate is None else "≈ " + spaced(round(step.estimate)),
        )
        for number, step in enumerate(group.steps)
    )


def _rows(counted: Counted) -> str:
    if counted.rows is None:
        return _("not counted: %(why)s", why=told(STATUS[counted.why][1])) if counted.why else ""
    if not counted.exact:
        return _("more than %(rows)s", rows=spaced(MOST_ROWS))
    return spaced(counted.rows)


def _step(step: Step, first: bool, prefixes: Mapping[str, str]) -> str:
    """Say what a pattern does to the rows before it."""
    counted, name = step.counted, _label(step.counted, prefixes)
    if counted.rows is None:
        return ""
    if first:
        return _("%(rows)s \u00d7 %(name)s", rows=_rows(counted), name=name)
    if not step.shared:
        return _(
            "\u00d7 %(rows)s %(name)s: nothing ties it to what stands above",
            rows=_rows(counted),
            name=name,
        )
    spread = counted.spreads.get(step.shared)
    if spread is None or not spread.different:
        return _("\u00d7 %(name)s", name=name)
    if spread.most == 1:
        return _(
            "\u00d7 %(name)s: one for each of %(different)s %(variable)s",
            name=name,
            different=spaced(spread.different),
            variable=step.shared,
        )
    return _(
        "\u00d7 %(name)s: up to %(most)s for each of %(different)s %(variable)s",
        name=name,
        most=spaced(spread.most),
        different=spaced(spread.different),
        variable=step.shared,
    )


def _label(counted: Counted, prefixes: Mapping[str, str]) -> str:
    """Name what a pattern is about: its class, else its property."""
    pattern = counted.pattern
    if not pattern.predicate:
        return "VALUES"
    is_type = pattern.predicate == _LOCAL_TYPE and not pattern.object.startswith("?")
    term = pattern.object if is_type else pattern.predicate
    if term.startswith("?"):
        return _("any property")
    iri = _iri(term, prefixes)
    return f"“{words(iri)}”" if iri else _("a path")


def _iri(term: str, prefixes: Mapping[str, str]) -> str:
    if term.startswith("<") and term.endswith(">"):
        return term[1:-1]
    prefix, colon, local = term.partition(":")
    known = colon and prefix in prefixes and not set(local) & set("/|^*+?()")
    return prefixes[prefix] + local if known else ""


def _advice(offered: Offered) -> Advice:
    hint = offered.hint
    texts = {
        hints.OPTIONAL: _(
            "OPTIONAL finds all that its group has anywhere, then joins it. LATERAL looks it "
            "up for each row instead: much faster where few rows are left. LATERAL is no part"
            " of SPARQL 1.1; this engine has it, others may not."
        ),
        hints.PATH_TYPE: _(
            "A path of any length beside a type finds everything of that type first. FILTER "
            "EXISTS asks for the type of what the path has found."
        ),
        hints.CONTAINS: _(
            "CONTAINS and REGEX look at every text. STRSTARTS, or a whole name, is faster; "
            "the search finds names by any of their words, with letters of all spellings."
        ),
        hints.APART: _(
            "These parts share no variable: every row of one is combined with every row of "
            "the other. Most often a variable is misspelt, or a pattern that ties them is "
            "missing."
        ),
        hints.EXISTS: _(
            "NOT EXISTS with several patterns is asked anew for each row. MINUS is asked once."
        ),
    }
    link = "/search" if hint.kind == hints.CONTAINS else ""
    return Advice(
        hint.kind, hint.shown[:_SHOWN], texts[hint.kind], hint.rewrite, _proof(offered), link
    )


def _proof(offered: Offered) -> str:
    times = {
        "before": _milliseconds(offered.before),
        "after": _milliseconds(offered.after),
    }
    if offered.proof == EQUAL and offered.faster:
        return _(
            "Proven on the data at hand: both forms, without LIMIT, give the same rows. "
            "%(before)s before, %(after)s after.",
            **times,
        )
    if offered.proof == EQUAL:
        return _(
            "The usual faster form gives the same rows here, and is not faster: it is not "
            "offered. %(before)s before, %(after)s after.",
            **times,
        )
    if offered.alone:
        return _(
            "Not proven: the query itself was not answered in the time of a plan, so there is "
            "nothing to compare with. This form was answered in %(after)s.",
            after=times["after"],
        )
    if offered.proof == UNKNOWN:
        return _(
            "Not proven: a limit was met before both forms were compared, or the query gives "
            "other rows each time. Compare the rows yourself."
        )
    if offered.proof == DIFFERENT:
        return _("The usual faster form gives other rows here, so it is not offered.")
    return ""


def _notes(plan: Plan) -> list[str]:
    notes = []
    if plan.unreadable:
        notes.append(
            _(
                "The query was not taken apart: it holds something that the plan does not read. "
                "The whole was asked all the same."
            )
        )
    if plan.left_out:
        notes.append(
            _(
                "%(number)s more patterns were not counted: a plan counts %(most)s.",
                number=plan.left_out,
                most=MOST_PATTERNS,
            )
        )
    if plan.groups:
        notes.append(
            _(
                "The engine tells nobody its own plan. Each pattern was counted by itself, up to "
                "%(most)s rows; “≈” is an estimate from these counts, in an order that keeps rows"
                " few. Filters are not part of it.",
                most=spaced(MOST_ROWS),
            )
        )
    return notes


def _milliseconds(value: float) -> str:
    return f"{spaced(round(value))} ms" if value >= 10 else f"{value:.1f} ms"


def editor_link(query: str) -> str:
    """Return the address of the editor with a query in it."""
    return "/sparql?" + urlencode({"query": query})
