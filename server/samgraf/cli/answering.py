"""``samgraf query``: find the query, ask it, hand on the answer."""

import sys
from pathlib import Path

from samgraf import queries
from samgraf.config import Settings
from samgraf.errors import LimitExceeded, Misuse, OwnFault, QueryRefused, SamgrafError
from samgraf.queries import NamedQuery
from samgraf.store.once import ask_once
from samgraf.store.remote.place import place_of
from samgraf.store.versions import Versions
from samgraf.store.wire import Query
from samgraf.web import problems

from .choices import GRAPHS, TABLES

_LIMITS = {"time-limit", "memory-limit", "reply-too-large", "too-long"}


def answer(settings: Settings, file: str, form: str, given: tuple[str, ...]) -> None:
    """Write the answer of a query to stdout; raise an error with its exit status otherwise."""
    query, library = _query(file)
    versions = Versions(settings.build.dir)
    asked = Query(
        query.text,
        TABLES.get(form),
        GRAPHS.get(form),
        substitutions=query.substitutions(_pairs(given)),
    )
    try:
        store = versions.path(versions.needed()) / "store"
        reply = ask_once(store, asked, settings.limits, place_of(settings))
        out = sys.stdout.buffer
        for part in reply.body:
            out.write(part)
        out.flush()
    except QueryRefused as error:
        raise _meant(error, query, library, form, settings) from error


def _meant(
    error: QueryRefused, query: NamedQuery, library: bool, form: str, settings: Settings
) -> SamgrafError:
    """Choose the exit status of a refused query."""
    if error.kind in _LIMITS:
        return of_ours(error, query.name)
    if error.kind == "not-acceptable":
        other = GRAPHS if form in TABLES else TABLES
        return Misuse(f"{query.name}: not in {form}; choose --format {', '.join(other)}")
    if library:
        return of_ours(error, query.name)
    # The same words as over HTTP: the token at fault, not the engine's whole grammar.
    problem = problems.build(error.kind, error.detail, settings.limits, query.text).document
    meant = problem.get("didYouMean")
    remedy = f"did you mean {meant}" if meant else problems.ADVICE.get(error.kind, "")
    return SamgrafError(f"{query.name}: {error.kind}: {problem['detail']}; {remedy}")


def of_ours(error: QueryRefused, name: str) -> SamgrafError:
    """Return what it means that a query of ours was refused: a limit was met, or it is at fault."""
    kind = LimitExceeded if error.kind in _LIMITS else OwnFault
    return kind(f"{name}: {error.kind}: {error.detail}")


def _query(file: str) -> tuple[NamedQuery, bool]:
    """Read a query from stdin, a file or the library; tell whether it is ours."""
    if file == "-":
        return queries.parse("-", sys.stdin.read()), False
    if Path(file).is_file():
        try:
            return queries.parse(file, Path(file).read_text(encoding="utf-8")), False
        except UnicodeDecodeError as error:
            raise Misuse(f"{file}: this is not UTF-8; save it as UTF-8") from error
    found = queries.find(file)
    if found is None:
        raise Misuse(f"{file}: no such file and no library query; {_at_hand(file)}")
    return found, True


def _at_hand(file: str) -> str:
    """Name the question that may be meant, else all that there are."""
    if near := queries.nearest(file):
        return f"did you mean {near}?"
    return f"the library has: {', '.join(queries.questions())}"


def _pairs(given: tuple[str, ...]) -> dict[str, str]:
    """Read ``name=value`` options."""
    for text in given:
        if "=" not in text:
            raise Misuse(f"--set {text}: write --set name=value")
    return dict(text.split("=", 1) for text in given)
