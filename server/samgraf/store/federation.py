"""SERVICE in a query: which endpoints it names, and what became of asking them.

The specification is https://www.w3.org/TR/sparql11-federated-query/. A query that names listed
endpoints alone goes to a worker behind a fence, in which there is no network but one address: that
of the broker. The worker puts addresses of the broker in the place of those of the endpoints, and
asks it afterwards who answered.
"""

import http.client
import json
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from samgraf.errors import QueryRefused

from . import wire
from .scan import bare_words, tokens

FOLDER = "federation"
"""The folder in a run directory with the sockets of the workers behind the fence."""

OFF = "off"
"""The file in it that says why nobody is asked, where the operator has listed endpoints."""

PLACE = ("127.0.0.1", 8080)
"""Where the broker listens behind the fence; nothing else is there."""

_PATIENCE = 5.0  # seconds for what the broker knows already
_HINT = "write the address itself: SERVICE <https://…> { … }"


@dataclass(frozen=True, slots=True)
class Call:
    """One SERVICE of a query; ``start`` and ``end`` are the place of the address, with brackets."""

    endpoint: str
    silent: bool
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Source:
    """An endpoint that an answer is made with; ``failed`` says why it gave nothing, '' if it did.

    Only an endpoint behind SILENT can have failed in an answer: without it there is no answer.
    """

    endpoint: str
    failed: str = ""


def calls(text: str, listed: Sequence[str]) -> tuple[Call, ...]:
    """Return each SERVICE of a query; raise ``QueryRefused`` for one that may not be asked."""
    found: list[Call] = []
    seen, depth, outside = [*tokens(text)], 0, -1
    for at, (_, token, word) in enumerate(seen):
        if word == "SERVICE":
            if outside >= 0:
                raise _refused("a SERVICE within a SERVICE is not passed on", "ask one by one")
            found.append(_call(seen[at + 1 : at + 3], listed))
            outside = depth
        elif token == "{":
            depth += 1
        elif token == "}":
            depth -= 1
            outside = -1 if depth <= outside else outside
    others = _blanked(text, [start for start, _, word in seen if word == "SERVICE"])
    if "SERVICE" in bare_words(others):  # the engine takes SERVICE:x and trueSERVICE for it, too
        raise _refused("SERVICE stands together with more", "write blanks around it")
    return tuple(found)


def _blanked(text: str, starts: Sequence[int]) -> str:
    """Return a text with blanks in place of the word SERVICE at some places."""
    pieces, end = [], 0
    for start in starts:
        pieces.append(text[end:start])
        end = start + len("SERVICE")
    return " ".join([*pieces, text[end:]])


def _call(behind: Sequence[tuple[int, str, str]], listed: Sequence[str]) -> Call:
    """Read what stands behind the word SERVICE."""
    silent = bool(behind) and behind[0][2] == "SILENT"
    start, token, _ = (*behind, (0, "", ""), (0, "", ""))[1 if silent else 0]
    if token[:1] in ("?", "$"):
        raise _refused(f"SERVICE {token}: a variable cannot say whom to ask", _HINT)
    if not (token.startswith("<") and token.endswith(">")):
        raise _refused(f"SERVICE {token}: a name with a prefix cannot say whom to ask", _HINT)
    endpoint = token[1:-1]
    if endpoint not in listed:
        raise _refused(
            f"<{endpoint}> is not listed here", f"listed, and as they are written: {shown(listed)}"
        )
    return Call(endpoint, silent, start, start + len(token))


def shown(endpoints: Sequence[str]) -> str:
    """Write endpoints as a list, as headers and details have it."""
    return ", ".join(f"<{endpoint}>" for endpoint in endpoints)


def _refused(problem: str, remedy: str) -> QueryRefused:
    return QueryRefused("service-refused", f"{problem}; {remedy}")


class Asking:
    """One query in a worker behind the fence: its text for the engine, and how it goes."""

    def __init__(self, text: str, listed: Sequence[str]) -> None:
        """Put addresses of the broker into the query; raise ``QueryRefused`` as ``calls`` does."""
        self._calls, self._name = calls(text, listed), secrets.token_hex(8)
        self._told: tuple[Source, ...] = ()
        self.text = "".join(self._written(text, listed))

    def _written(self, text: str, listed: Sequence[str]) -> Iterator[str]:
        end = 0
        for number, call in enumerate(self._calls):
            place = f"{PLACE[0]}:{PLACE[1]}/{self._name}/{number}/{listed.index(call.endpoint)}"
            yield f"{text[end : call.start]}<http://{place}>"
            end = call.end
        yield text[end:]

    def head(self) -> bytes:
        """Return the frame that tells the sources; raise ``QueryRefused`` if one must not fail."""
        if not self._calls:
            return b""
        self._told = self.sources()
        told = [[source.endpoint, source.failed] for source in self._told]
        return wire.frame(wire.SOURCES, json.dumps(told).encode())

    def end(self) -> None:
        """Raise ``QueryRefused`` if a source failed of which the head could not tell."""
        known = {source.endpoint for source in self._told if source.failed}
        for source in self.sources() if self._calls else ():
            if source.failed and source.endpoint not in known:
                raise _failed(source)

    def sources(self) -> tuple[Source, ...]:
        """Return the endpoints of the query; raise ``QueryRefused`` if one must not have failed.

        The engine cannot be trusted with this: within EXISTS it takes a failure for a yes.
        """
        failures, found = self._failures(), dict.fromkeys((c.endpoint for c in self._calls), "")
        for number, call in enumerate(self._calls):
            if why := failures.get(str(number), ""):
                found[call.endpoint] = why
                if not call.silent:
                    raise _failed(Source(call.endpoint, why))
        return tuple(Source(endpoint, why) for endpoint, why in found.items())

    def _failures(self) -> dict[str, str]:
        """Ask the broker why calls failed, by their number."""
        connection = http.client.HTTPConnection(*PLACE, timeout=_PATIENCE)
        try:
            connection.request("GET", f"/{self._name}")
            failures: dict[str, str] = json.loads(connection.getresponse().read())
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise QueryRefused("unavailable", "the broker is starting or restarting") from error
        finally:
            connection.close()
        return failures


def _failed(source: Source) -> QueryRefused:
    return QueryRefused("source-failed", f"<{source.endpoint}>: {source.failed}")


def off(run_dir: Path) -> str:
    """Return why nobody is asked, '' where somebody is or may be soon."""
    try:
        return (run_dir / FOLDER / OFF).read_text(encoding="utf-8")
    except OSError:
        return ""
