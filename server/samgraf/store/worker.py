"""A query worker: a process that answers queries one at a time and may be killed at any moment.

Nothing in the engine can be interrupted from Python, so the kernel enforces every limit: timers
whose default action ends the process, an address space in which an allocation fails, and no new
file descriptors, so that SERVICE cannot open a socket. Whoever made the worker reports its signal.
"""

import gc
import io
import resource
import signal
import socket
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pyoxigraph as ox

from samgraf.errors import QueryRefused
from samgraf.limits import Limits
from samgraf.terms import PREFIXES

from . import changing, mistakes, places, wellformed, wire
from .federation import Asking
from .priorities import priority
from .remote.asking import Remote
from .values import term

# Without parameters: the engine's media types of CSV and TSV carry a charset.
BINDINGS = {
    known.media_type.split(";")[0]: known
    for known in (
        ox.QueryResultsFormat.JSON,
        ox.QueryResultsFormat.XML,
        ox.QueryResultsFormat.CSV,
        ox.QueryResultsFormat.TSV,
    )
}
"""The formats of a table or a boolean, by media type."""

GRAPHS = changing.SYNTAXES
"""The formats of a graph, by media type."""


Result = ox.QuerySolutions | ox.QueryBoolean | ox.QueryTriples | Iterator[ox.Quad]

_MIB = 1 << 20
_DETAIL = 2000
_CONNECTIONS = 32
"""Descriptors of a worker that asks a remote store: its connection, and files that name hosts."""
_SOCKETS = 16  # that the engine may have to the broker at once

_PREFIXES = {prefix: str(namespace) for prefix, namespace in PREFIXES.items()}


class ReplyWriter(io.RawIOBase):
    """The file that the engine serialises into; it holds the head of the reply back.

    The first frame carries the head. After it the transfer limit counts instead of the time
    limit: a slow reader must not be punished for it, yet no query may become immortal.
    """

    def __init__(
        self,
        connection: socket.socket,
        media_type: str,
        limits: Limits,
        asking: Asking | None = None,
    ) -> None:
        """Write an answer of one media type; ``asking`` knows which others it is made with."""
        self._asking = asking
        self._connection, self._limits = connection, limits
        self._media_type, self._begun = media_type.encode(), False
        self._parts: list[bytes] = []
        self._held, self.total = 0, 0

    def writable(self) -> bool:
        """Say yes."""
        return True

    def write(self, data: "bytes | bytearray | memoryview") -> int:  # type: ignore[override]
        """Keep or send a part of the body."""
        self._parts.append(bytes(data))
        self._held += len(data)
        self.total += len(data)
        if self.total > self._limits.reply_mib * _MIB:
            limit = f"a reply may be {self._limits.reply_mib} MiB long"
            raise QueryRefused("reply-too-large", f"{limit}; ask for less, with LIMIT for instance")
        if self._held >= self._limits.head_kib << 10:
            self._send(b"")
        return len(data)

    def finish(self, last: bool) -> None:
        """Send the rest and the end; ``last`` tells that this worker leaves now."""
        if self._begun and self._asking is not None:
            self._asking.end()
        self._send(wire.frame(wire.LAST if last else wire.END))

    def _send(self, suffix: bytes) -> None:
        """Send what is held, the first time behind the answer's frame, then ``suffix``."""
        prefix = b""
        if not self._begun:
            sources = self._asking.head() if self._asking is not None else b""
            prefix = sources + wire.frame(wire.WHOLE if suffix else wire.ANSWER, self._media_type)
            if not suffix:
                signal.setitimer(signal.ITIMER_REAL, self._limits.transfer_seconds)
        body = wire.frame(wire.DATA, b"".join(self._parts)) if self._parts else b""
        self._connection.sendall(prefix + body + suffix)
        self._begun, self._parts, self._held = True, [], 0


@dataclass(frozen=True, slots=True)
class Held:
    """The store that a worker answers from, the name of its state, and whether it may be changed.

    ``union`` tells that the unnamed graph is the union of others, which nobody writes into;
    ``federation`` names the endpoints that may be asked, behind the fence alone.
    """

    store: ox.Store
    version: str
    writable: bool = False
    union: bool = False
    remote: Remote | None = None
    """What is asked instead of the store, which then is empty."""
    federation: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a worker begins with: touched memory, all its memory and its niceness."""

    touched: float
    """MiB."""
    resident: float
    """MiB at most so far."""
    niceness: int

    @classmethod
    def now(cls) -> "Inherited":
        """Look at this process."""
        return cls(*_memory(), priority())

    def used_up(self, limits: Limits) -> bool:
        """Say whether this worker has touched too much, or was made to step back.

        A worker may touch all of a large store, which is planned for where it is in memory: to
        begin anew after each scan would be to copy it again for each.
        """
        if priority() > self.niceness:
            return True
        touched, resident = _memory()
        grown = touched - self.touched + resident - self.resident
        return grown > max(limits.worker_touched_mib, self.resident)


def serve(connection: socket.socket, held: Held, limits: Limits) -> None:
    """Answer queries until the other side leaves or this worker is due for replacement."""
    gc.freeze()
    gc.disable()
    _harden(limits, _files(held))
    connection.sendall(wire.json_frame(wire.HELLO, version=held.version))
    reader, inherited = wire.FrameReader(connection), Inherited.now()
    for served in range(1, limits.worker_queries + 1):
        try:
            kind, payload = reader.read()
            # A worker that has tried a write has another store than all others.
            used_up = served == limits.worker_queries or kind != wire.QUERY
            if _answer(held, kind, payload, connection, limits, inherited, used_up):
                return
        except (wire.Closed, ConnectionError):
            return


def _files(held: Held) -> int:
    """Return how many descriptors a worker may have open."""
    if held.remote is not None:
        return _CONNECTIONS
    return _highest_file() + 1 + _SOCKETS if held.federation else 0


def _harden(limits: Limits, files: int) -> None:
    """Give up everything that a query does not need; ``files`` is how many may be open."""
    cap = _address_space() + limits.memory_mib * _MIB
    resource.setrlimit(resource.RLIMIT_AS, (cap, cap))
    for none in (resource.RLIMIT_CORE, resource.RLIMIT_FSIZE):
        resource.setrlimit(none, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, files))
    for number in (signal.SIGALRM, signal.SIGPROF, signal.SIGCHLD, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _highest_file() -> int:
    """Return the highest descriptor that is open."""
    return max(int(place.name) for place in Path("/proc/self/fd").iterdir())


def _address_space() -> int:
    """Return the bytes of address space in use."""
    statm = Path("/proc/self/statm").read_text(encoding="ascii")
    return int(statm.split()[0]) * resource.getpagesize()


def _memory() -> tuple[float, float]:
    """Return what bounds the growth of private memory from above, in MiB, at little cost.

    Every first write to a shared page is one minor fault, which copies a page; what is new makes
    the process larger, be it in small pages or in huge ones.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_minflt * resource.getpagesize() / _MIB, used.ru_maxrss / 1024


def _answer(
    held: Held,
    kind: bytes,
    payload: bytes,
    connection: socket.socket,
    limits: Limits,
    inherited: Inherited,
    used_up: bool,
) -> bool:
    """Answer one query or write under its timers; return whether this worker leaves now."""
    signal.setitimer(signal.ITIMER_REAL, limits.query_seconds)
    signal.setitimer(signal.ITIMER_PROF, limits.cpu_seconds)
    last = used_up
    try:
        if kind == wire.QUERY:
            query = wire.Query.decode(payload)
            answered = _federated if held.federation else _evaluate
            writer = answered(held, query, connection, limits)
        else:
            writer = _change(held, kind, payload, connection, limits)
        last = used_up or inherited.used_up(limits)
        writer.finish(last)
    except ConnectionError:
        raise  # the web process gave up
    except Exception as error:  # noqa: BLE001 - a refused query gets an answer whatever it did
        problem, detail = _refusal(error)
        connection.sendall(wire.json_frame(wire.ERROR, type=problem, detail=detail, last=last))
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.setitimer(signal.ITIMER_PROF, 0)
    return last


def _federated(
    held: Held, query: wire.Query, connection: socket.socket, limits: Limits
) -> ReplyWriter:
    """Evaluate a query that asks others; say which of them failed where that ends it."""
    asking = Asking(query.text, held.federation)
    try:
        return _evaluate(held, replace(query, text=asking.text), connection, limits, asking)
    except ConnectionError:
        raise
    except QueryRefused as refusal:
        if refusal.kind == "syntax":  # at the place that it has in the text as it was sent
            return _evaluate(held, query, connection, limits)
        raise
    except Exception:
        asking.sources()
        raise


def _evaluate(
    held: Held,
    query: wire.Query,
    connection: socket.socket,
    limits: Limits,
    asking: Asking | None = None,
) -> ReplyWriter:
    """Evaluate a query and serialise its result in the format of its form."""
    if held.remote is None:
        return _serialised(_asked(held.store, query), query, connection, limits, asking)
    found = held.remote.ask(query)
    with held.remote.reading():
        writer = _serialised(found, query, connection, limits)
    held.remote.still()
    return writer


def _asked(store: ox.Store, query: wire.Query) -> Result:
    """Ask the store."""
    if query.needs is not None and not store.contains_named_graph(ox.NamedNode(query.needs)):
        raise QueryRefused("not-found", f"there is no graph {query.needs} with triples in it")
    chosen = bool(query.default_graphs or query.named_graphs)
    values = {ox.Variable(name): term(text) for name, text in query.substitutions.items()}
    try:
        return store.query(
            query.text,
            base_iri=query.base,
            substitutions=values or None,
            default_graph=[*_nodes(query.default_graphs)] if chosen else None,
            named_graphs=[*_nodes(query.named_graphs)] if chosen else None,
        )
    except SyntaxError as error:
        raise QueryRefused("syntax", places.exact(str(error), query.text)) from error


def _serialised(
    result: Result,
    query: wire.Query,
    connection: socket.socket,
    limits: Limits,
    asking: Asking | None = None,
) -> ReplyWriter:
    """Write a result in the format of its form."""
    if not isinstance(result, ox.QuerySolutions | ox.QueryBoolean):
        media_type = _chosen(query.graph, "graph", GRAPHS)
        writer = ReplyWriter(connection, media_type, limits, asking)
        with wellformed.sink(writer, media_type, GRAPHS) as sink:
            ox.serialize(result, sink, format=GRAPHS[media_type], prefixes=_PREFIXES)
    else:
        media_type = _chosen(query.bindings, "table or a boolean", BINDINGS)
        writer = ReplyWriter(connection, media_type, limits, asking)
        with wellformed.sink(writer, media_type, BINDINGS) as sink:
            result.serialize(sink, format=BINDINGS[media_type])
    return writer


def _change(
    held: Held, kind: bytes, payload: bytes, connection: socket.socket, limits: Limits
) -> ReplyWriter:
    """Try a write on this worker's copy of the store; answer with what it changes."""
    if not held.writable:
        raise QueryRefused("read-only", "data cannot be changed here")
    if kind == wire.UPDATE:
        patch = changing.updated(held.store, wire.Update.decode(payload))
    else:
        patch = changing.deposited(held.store, wire.Deposit.decode(payload))
    if held.union:
        changing.refuse_union(patch)
    writer = ReplyWriter(connection, wire.PATCH, limits)
    writer.write(patch.encode())
    return writer


def _nodes(iris: Sequence[str]) -> list[ox.NamedNode]:
    """Make nodes of the IRIs of graphs."""
    return [ox.NamedNode(iri) for iri in iris]


def _chosen(media_type: str | None, form: str, offered: Mapping[str, object]) -> str:
    """Return the media type that the client accepts for this form of result."""
    if media_type is None:
        raise QueryRefused(
            "not-acceptable", f"this query returns a {form}; ask for one of {', '.join(offered)}"
        )
    return media_type


def _refusal(error: Exception) -> tuple[str, str]:
    """Name the problem type and detail of an exception; the engine has several."""
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (SyntaxError, "syntax"),
        (ValueError, "bad-request"),
        (MemoryError, "memory-limit"),
        (OSError, "network-refused"),
    )
    if isinstance(error, QueryRefused):
        return error.kind, error.detail[:_DETAIL]
    if isinstance(error, RuntimeError) and (mistake := mistakes.mistake(str(error))) is not None:
        return mistake[0], mistake[1][:_DETAIL]
    for known, kind in kinds:
        if isinstance(error, known):
            return kind, str(error)[:_DETAIL]
    return "engine-failure", f"{type(error).__name__}: {error}"[:_DETAIL]
