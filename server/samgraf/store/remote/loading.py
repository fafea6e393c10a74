"""Loads a version into a remote store: the graphs that changed, in parts, checked by counts.

The store keeps a book, a graph of its own (``asking.BOOK``): the digest of each graph and how many
of its triples were sent, and last of all the version. So a load that was interrupted goes on where
it was, from whatever machine, and nobody is answered from a store that is half one version.

While it is loaded the book names the load. One that finds another's name there does not begin while
the other goes on, and ends where the other has begun meanwhile: two machines keep apart.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from time import sleep

from samgraf.errors import QueryRefused, StoreError
from samgraf.terms import DCT

from . import writing
from .asking import FRESH, Remote
from .content import UNNAMED, Content, Sum
from .place import Place
from .scope import BOOK, OF_VERSION, UNNAMED_IN_BOOK

_DIGEST = "http://spdx.org/rdf/terms#checksumValue"
_SENT = "http://rdfs.org/ns/void#triples"
_VERSION = "http://www.w3.org/2002/07/owl#versionInfo"
_INTEGER = "http://www.w3.org/2001/XMLSchema#integer"
_LOADER = str(DCT.identifier)

REST = 10.0
"""Seconds for which nothing may be noted in the book until a load counts as given up."""

Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Sent:
    """How much of a graph a store was sent."""

    digest: str
    """Of the content that was being sent; '' where nothing of it was yet."""
    triples: int


@dataclass(slots=True)
class Load:
    """A load under way."""

    place: Place
    remote: Remote
    writer: writing.Writer
    book: dict[str, Sent] = field(default_factory=dict)
    name_of_load: str = field(default_factory=lambda: secrets.token_hex(8))
    _unnoted: int = 0
    """Triples that were sent since the book was written."""

    def note(self, graph: str, sent: Sent, triples: int) -> None:
        """Note what was sent; the store is told now and then."""
        self.book[graph] = sent
        self._unnoted += triples
        if self._unnoted >= self.writer.most:
            self.write_book()

    def read_book(self) -> str:
        """Read the book of the store; return the version that it holds, '' if it is not whole."""
        for row in self.remote.rows("store/book", book=BOOK):
            graph = UNNAMED if row["graph"] == UNNAMED_IN_BOOK else row["graph"]
            self.book[graph] = Sent(row["digest"], int(row["sent"]))
        held = self.remote.rows("store/loaded", book=BOOK)
        return held[0]["version"] if held else ""

    def loader(self) -> str:
        """Return the name of the load that the store is in, '' for none."""
        rows = self.remote.rows("store/loader", book=BOOK)
        return rows[0]["loader"] if rows else ""

    def check_alone(self) -> None:
        """Raise ``StoreError`` where another load has begun meanwhile."""
        if self.loader() != self.name_of_load:
            raise self.refused("another load of this store began meanwhile, and goes on alone")

    def refused(self, why: str) -> StoreError:
        """Make the error of a load that another one is in the way of."""
        return StoreError(
            f"{self.place.endpoint}: {why}: wait until it is done, then run 'samgraf build' again"
        )

    def write_book(self, version: str = "") -> None:
        """Write the book, with the name of the load, or the version where all of it is there."""
        lines, self._unnoted = [], 0
        for graph, sent in sorted(self.book.items()):
            subject = UNNAMED_IN_BOOK if graph == UNNAMED else graph
            lines.append(f'<{subject}> <{_DIGEST}> "{sent.digest}" .\n')
            lines.append(f"<{subject}> <{OF_VERSION}> <{BOOK}> .\n")
            lines.append(f'<{subject}> <{_SENT}> "{sent.triples}"^^<{_INTEGER}> .\n')
        told = (_VERSION, version) if version else (_LOADER, self.name_of_load)
        lines.append(f'<{BOOK}> <{told[0]}> "{told[1]}" .\n')
        self.writer.put(BOOK, [line.encode() for line in lines])

    def counts(self) -> dict[str, int]:
        """Count every graph of the store."""
        rows = self.remote.rows("store/counts")
        found = {row["graph"]: int(row["triples"]) for row in rows}
        if self.place.default_graph:
            found[UNNAMED] = found.get(self.place.default_graph, 0)
        else:
            [row] = self.remote.rows("store/size")
            found[UNNAMED] = int(row["triples"])
        return found

    def name(self, graph: str) -> str:
        """Return where a graph goes."""
        return self.place.default_graph if graph == UNNAMED else graph


def to_load(place: Place, version: str, serving: str | None, say: Say) -> Place:
    """Choose the store that a version goes to: of two, one that the served version is not in.

    One that holds the version already is not loaded again. A store that does not answer is left
    alone where the other one does.
    """
    stores = place.each()
    if len(stores) == 1:
        return stores[0]
    held = {}
    for store in stores:
        try:
            held[store] = version_of(store)
        except QueryRefused as refusal:
            say(f"{store.endpoint}: {refusal.detail}; it is left alone")
    with_it = [store for store in held if held[store] == version]
    idle = [store for store in held if held[store] != serving]
    return next(iter([*with_it, *idle, *reversed(held), stores[0]]))


def version_of(store: Place) -> str:
    """Ask a store which version it holds, '' for none; raise ``QueryRefused`` if it cannot say."""
    with closing(Remote(store, "", patience=writing.PATIENCE)) as remote:
        held = remote.rows("store/loaded", book=BOOK)
    return held[0]["version"] if held else ""


def load(place: Place, version_dir: Path, say: Say) -> None:
    """Bring a remote store to a version; raise ``StoreError`` where it cannot be done.

    A load that fails leaves a store without a version, and its next load goes on with it.
    """
    writer = writing.writer(place)
    try:
        with closing(Remote(place, "", patience=writing.PATIENCE)) as remote:
            _load(Load(place, remote, writer), version_dir, say)
    except QueryRefused as refusal:
        raise StoreError(
            f"{place.endpoint}: {refusal.detail}; see to it that it runs, or mend [store] endpoint"
        ) from refusal


def _load(under_way: Load, version_dir: Path, say: Say) -> None:
    content = Content(version_dir)
    version, wanted = version_dir.name, content.sums()
    held, counts = under_way.read_book(), under_way.counts()
    changed = [g for g, known in wanted.items() if not _same(under_way.book, counts, g, known)]
    stale = [graph for graph in under_way.book if graph not in wanted]
    if held == version and not changed and not stale:
        say(f"{under_way.place.endpoint} holds {version} already")
        return
    _wait_for_another(under_way, say)
    _forget(under_way, changed, wanted)
    if held:
        sleep(FRESH * 2)  # until no worker believes in the former version any more
    under_way.check_alone()
    for graph in stale:
        under_way.writer.drop(under_way.name(graph))
        del under_way.book[graph]
    for graph in changed:
        _send(under_way, graph, content, wanted[graph], counts.get(graph, 0))
    say(f"{len(changed)} of {len(wanted)} graphs were sent")
    _check(under_way.counts(), wanted)
    under_way.check_alone()
    under_way.write_book(version)


def _wait_for_another(under_way: Load, say: Say) -> None:
    """Raise ``StoreError`` while another load goes on; one that was given up is taken over."""
    other = under_way.loader()
    if not other:
        return
    say(f"{under_way.place.endpoint} was not loaded to the end; does another machine load it?")
    before = dict(under_way.book)
    sleep(REST)
    under_way.read_book()
    if under_way.loader() != other or under_way.book != before:
        raise under_way.refused("another machine is loading this store")


def _forget(under_way: Load, changed: Iterable[str], wanted: Mapping[str, Sum]) -> None:
    """Tell the store that graphs are no longer what its book says, before they are written over.

    Else who goes back to the former version after a load that failed would take them for its own.
    """
    book = under_way.book
    for graph in changed:
        if graph not in book or book[graph].digest != wanted[graph].digest:
            book[graph] = Sent("", 0)
    under_way.write_book()


def _same(book: Mapping[str, Sent], counts: Mapping[str, int], graph: str, known: Sum) -> bool:
    """Say whether a store holds a graph as it is wanted, by its book and by counting."""
    whole = Sent(known.digest, known.triples)
    return book.get(graph) == whole and counts.get(graph, 0) == known.triples


def _send(under_way: Load, graph: str, content: Content, known: Sum, there: int) -> None:
    """Send a graph from where it was interrupted, or from its beginning."""
    sent, name = under_way.book.get(graph), under_way.name(graph)
    most = known.triples if known.blank else under_way.writer.most
    again = sent is not None and sent.digest == known.digest and sent.triples == there
    done = there if again and there < known.triples else 0
    for part in content.parts(graph, done, most):
        under_way.check_alone()
        write = under_way.writer.add if done else under_way.writer.put
        write(name, part)
        done += len(part)
        under_way.note(graph, Sent(known.digest, done), len(part))


def _check(counts: Mapping[str, int], wanted: Mapping[str, Sum]) -> None:
    """Raise ``StoreError`` unless every graph has as many triples as it should."""
    for graph, known in wanted.items():
        if counts.get(graph, 0) != known.triples:
            raise StoreError(
                f"the remote store holds {counts.get(graph, 0)} triples of "
                f"{graph or 'the unnamed graph'}, and {known.triples} were sent: "
                "run 'samgraf build' again"
            )
