"""Which store answers behind the servers of the tests: memory, disk, or a Virtuoso for each.

``SAMGRAF_TEST_STORE`` names it; ``make test-engines`` runs the same tests over each of them.
"""

import os
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from samgraf import config
from samgraf.store.remote import loading
from samgraf.store.remote.place import Place
from samgraf.store.versions import Versions
from samgraf.terms import GRAPH

from . import virtuoso

STORES = ("memory", "disk", "virtuoso")
STORE = os.environ.get("SAMGRAF_TEST_STORE") or STORES[0]
"""Read once: each test begins without the variables of whoever runs it."""

if STORE not in STORES:
    raise ValueError(f"SAMGRAF_TEST_STORE is {STORE!r}; it may be one of {', '.join(STORES)}")

_PATH = "its compiler gives up (unknown table for a column dfe)"
UNANSWERED = {
    "ConceptCycle": _PATH,
    "OneCode": "SUBSTR of nothing is an error that ends the query",
    "PartOfCycle": _PATH,
    "ProgrammeCycle": _PATH,
    "RankReason": "its compiler gives up (Stack Overflow in cost model)",
}
"""Shapes that `samgraf check` cannot hold Virtuoso to, and why."""

UNANSWERED_REAL = {
    "MembershipLife": "in two of four runs it took a minute, the time limit of the store there",
    "OneHolder": "SUBSTR of nothing is an error that ends the query",
}
"""Beside these over the real graph."""

SELDOM = frozenset({"MembershipLife"})
"""Those of them that it answers at times."""

_LIBRARY = "tests/test_library.py::test_the_"
_BOUND = f"{_LIBRARY}text_with_its_values_gives_what_the_bound_question_gives"
_KEPT = f"{_LIBRARY}build_counts_and_keeps_each_answer"
_REAL = "tests/test_library.py::test_on_the_real_graph_the_text_with_its_values_gives_the_same"
_NETWORKS = "tests/test_networks_served.py::test_"
_RESULTS = "tests/test_results_pages.py::test_"
_DURATIONS = "it has no durations, and the question subtracts one from a date"
_POINTS = "it makes numbers of its own of geo:wktLiteral, with a datatype of its own"
REFUSED = {
    "cq06-after-merger": _DURATIONS,
    "cq27-outlived": _DURATIONS,
    "bodies-hit-by-mergers": _DURATIONS,
}
"""Questions of the library that Virtuoso refuses, by slug, and why."""

_EXAMPLE = "tests/test_examples.py::test_an_example_gives_its_kept_answer[examples/"
_DIGITS = "coordinates are numbers of its own, with more digits"
_CONSTANT = "a constant of a SELECT in OPTIONAL is there where that finds nothing, or never"
DIFFERS_REAL = {
    "bodies-across-borders": _DIGITS,
    "cq13-bridges-and-borders": "where a thing has no kind, it takes that of another row",
    "cq20-by-act": "false is 0",
    "cq24-applicant-recipient-beneficiary": _CONSTANT,
    "cq26-reach-of-the-state": "it counts fewer different things than there are",
    "funding-on-map": _DIGITS,
    "in-no-body": _DIGITS,
    "members-on-map": _DIGITS,
    "partners-on-map": _DIGITS,
    "topic-on-map": _DIGITS,
}
"""Questions that it answers otherwise over the real graph, and how."""

EXCEPTED = {
    **{f"{test}[{slug}]": why for test in (_BOUND, _KEPT, _REAL) for slug, why in REFUSED.items()},
    **{
        f"{_EXAMPLE}{slug}]": "it puts names with a language into no order of letters"
        for slug in ("trekantomraadet-2009", "trekantomraadet-today", "vestegnssamarbejdet-2009")
    },
    f"{_NETWORKS}a_network_is_a_file_with_a_name_and_a_version": _DIGITS,
    f"{_NETWORKS}the_command_of_the_page_makes_the_same_file": _DIGITS,
    "tests/test_reconciling.py::test_coordinates_are_added_as_they_are_written": _POINTS,
    f"{_RESULTS}the_view_is_that_of_the_data_or_of_a_comment[query0-map]": _POINTS,
    f"{_RESULTS}a_picture_is_a_file_of_its_own_and_the_same_each_time[query0]": _POINTS,
    f"{_RESULTS}what_is_hostile_is_text_in_pages_and_pictures[7]": (
        "it knows variables of ASCII letters alone, and refuses the query with 400"
    ),
    **{
        f"{_RESULTS}a_text_has_its_language_and_its_direction[{form}]": (
            "it has no STRLANGDIR, which is SPARQL 1.2, and refuses the query with 400"
        )
        for form in ("table", "graph")
    },
}
"""Tests that cannot pass over Virtuoso, by node id, and why; docs/remote.md has them as a table."""


def patience(seconds: float) -> float:
    """Return how long a long answer may take: five times as long where it comes from elsewhere."""
    return seconds * 5 if STORE == "virtuoso" else seconds


def unanswered(path: str) -> bool:
    """Tell whether a path is a file of an answer that the store refuses."""
    name = path.removeprefix("/queries/").partition(".")
    return STORE == "virtuoso" and name[0] in REFUSED and bool(name[2])


def real_table() -> str:
    """Write what differs over the real graph as a table of Markdown."""
    rows = [f"| `{slug}` | refused: {REFUSED[slug]} |" for slug in sorted(REFUSED)]
    rows += [f"| `{slug}` | {DIFFERS_REAL[slug]} |" for slug in sorted(DIFFERS_REAL)]
    return "\n".join(["| question | over Virtuoso |", "|---|---|", *rows])


def shapes_table() -> str:
    """Write which shapes have no answer as a table of Markdown."""
    every = UNANSWERED | UNANSWERED_REAL
    rows = [f"| `{shape}` | {every[shape]} |" for shape in sorted(every)]
    return "\n".join(["| shape | why Virtuoso does not answer |", "|---|---|", *rows])


def table() -> str:
    """Write what is excepted as a table of Markdown."""
    rows = [f"| `{test.removeprefix('tests/')}` | {why} |" for test, why in EXCEPTED.items()]
    return "\n".join(["| test | why Virtuoso cannot pass it |", "|---|---|", *rows])


@dataclass(slots=True)
class Stores:
    """The Virtuosos of one process of tests: as many as its servers need at once."""

    _kept: ExitStack = field(default_factory=ExitStack)
    _free: list[config.Store] = field(default_factory=list)
    _folder: Path | None = None
    _started: int = 0

    def lend(self, build: Path) -> config.Store:
        """Load the current version of a build into a store that no other server has just now."""
        store = self._free.pop() if self._free else self._start()
        versions = Versions(build)
        if (version := versions.current()) is not None:
            place = Place(
                store.endpoint, store.graph_store, "", store.default_graph, store.user, "dba"
            )
            loading.load(place, versions.path(version), lambda _: None)
        return store

    def give_back(self, store: config.Store) -> None:
        """Let another server have a store."""
        self._free.append(store)

    def end(self) -> None:
        """End every Virtuoso."""
        self._free.clear()
        self._kept.close()

    def _start(self) -> config.Store:
        if self._folder is None:
            self._folder = Path(self._kept.enter_context(TemporaryDirectory(prefix="stores-")))
            (self._folder / "password").write_text("dba", "utf-8")
        self._started += 1
        running = self._kept.enter_context(virtuoso.loaded(self._folder / str(self._started)))
        base = f"http://127.0.0.1:{running.http}"
        return config.Store(
            f"{base}/sparql",
            f"{base}/sparql-graph-crud-auth",
            default_graph=str(GRAPH["union"]),
            user="dba",
            password_file=self._folder / "password",
        )


stores = Stores()
