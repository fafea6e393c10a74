"""Dumps of versions as files: whole or one range of bytes, kept by whoever fetches them for good.

Only names that a version's files.json has below ``dumps/`` are files here; its digests are the
validators. (RFC 9110, section 14, of ranges.)
"""

import asyncio
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from samgraf.dumps import listing
from samgraf.dumps.listing import COMPRESSIONS, File
from samgraf.errors import QueryRefused
from samgraf.store.versions import DUMPS, Versions

from . import caching
from .exchange import Exchange, Headers
from .refusals import Refusals

PATH = "/dumps/"
_KEPT = "public, max-age=31536000, immutable"
_PART = 1 << 18
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})", re.ASCII)
_ENDINGS = {".nq": "application/n-quads", ".nt": "application/n-triples"}
_UNTOLD = dict(zip(DUMPS, ("named-graphs", "merged"), strict=True))
_METHODS = "GET, HEAD"
_EXPOSED = "Accept-Ranges, Content-Disposition, Content-Range, ETag, Link"
_METADATA = '<csv-metadata.json>; rel="describedby"; type="application/csvm+json"'
"""Where the description of a table is (Model for Tabular Data, section 5.2)."""


@dataclass(frozen=True, slots=True)
class Dump:
    """One file of a version; ``told`` is what the version's list says of it."""

    version: str
    name: str
    path: Path
    sha256: str
    size: int
    told: File

    @property
    def address(self) -> str:
        """Where it is fetched."""
        return f"{PATH}{self.version}/{self.name}"

    @property
    def compression(self) -> str:
        """The media type of its compression, '' for none."""
        return self.told.compression or ""

    @property
    def media_type(self) -> str:
        """What it is as a file: a compressed one is that, whatever is in it."""
        found = self.compression or self.told.media_type
        return f"{found}; charset=utf-8" if found.startswith("text/") else found


def of(versions: Versions, version: str) -> tuple[Dump, ...]:
    """Return the dumps of a version that is at hand; none of any other."""
    return (*named(versions, version).values(),)


def named(versions: Versions, version: str) -> Mapping[str, Dump]:
    """Return the same by their names, sorted."""
    if version not in versions.all():
        return {}
    folder = versions.path(version)
    return _listed(folder, (folder / "files.json").stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _listed(folder: Path, _: int) -> Mapping[str, Dump]:
    """Read the list of a version, as long as it is of the same time."""
    digests = json.loads((folder / "files.json").read_text(encoding="utf-8"))["files"]
    told = {file.name: file for file in listing.read(folder)}
    found = {}
    for name, digest in sorted(digests.items()):
        place, _, file = name.partition("/")
        path = folder / name
        if place == "dumps" and "/" not in file and path.is_file():
            content = told.get(file) or _untold(file)
            size = path.stat().st_size
            found[file] = Dump(folder.name, file, path, digest, size, content)
    return found


def _untold(name: str) -> File:
    """Say what is known of a file of a version without a list, made of a file as it stands."""
    stem, kind = Path(name).stem, Path(name).suffix
    media_type = _ENDINGS.get(Path(stem).suffix, "application/octet-stream")
    packed = COMPRESSIONS.get(kind)
    return File(stem, "graph", _UNTOLD.get(name, ""), media_type, name=name, compression=packed)


def is_file(path: str) -> bool:
    """Tell whether an address is that of a file; a version's own, with a slash, is its list."""
    version, slash, name = path.removeprefix(PATH).partition("/")
    return path.startswith(PATH) and not (version and slash and not name)


class Dumps:
    """Answers requests for dumps."""

    def __init__(self, versions: Versions, refusals: Refusals) -> None:
        """Serve the versions below a build folder."""
        self._versions, self._refusals = versions, refusals

    async def __call__(self, exchange: Exchange) -> None:
        """Answer one request."""
        try:
            if exchange.method not in ("GET", "HEAD"):
                raise QueryRefused("method", f"{exchange.method} is not possible here")
            asked = exchange.path.removeprefix(PATH)
            if asked in await asyncio.to_thread(self._versions.all):
                await exchange.answer(308, [("Location", f"{PATH}{asked}/")])
                return
            dump = await asyncio.to_thread(self._find, asked)
            await self._answer(exchange, dump)
        except QueryRefused as refusal:
            await self._refusals.answer(exchange, refusal, methods=_METHODS)

    def _find(self, asked: str) -> Dump:
        version, _, name = asked.partition("/")
        dump = named(self._versions, version).get(name)
        if dump is None:
            raise QueryRefused("not-found", "no version at hand has this file; see /download")
        return dump

    async def _answer(self, exchange: Exchange, dump: Dump) -> None:
        tag = f'"{dump.sha256}"'
        headers: Headers = [("ETag", tag), ("Cache-Control", _KEPT), ("Accept-Ranges", "bytes")]
        headers += [("Access-Control-Allow-Origin", "*")]
        headers += [("Access-Control-Expose-Headers", _EXPOSED)]
        if caching.is_known(tag, exchange.header(b"if-none-match")):
            await exchange.answer(304, headers)
            return
        first, last = _wanted(exchange, tag, dump.size)
        if first > last:
            told = [*headers, ("Content-Range", f"bytes */{dump.size}"), ("Content-Length", "0")]
            await exchange.answer(416, told)
            return
        whole = (first, last) == (0, dump.size - 1)
        if not whole:
            headers.append(("Content-Range", f"bytes {first}-{last}/{dump.size}"))
        headers += [("Content-Type", dump.media_type), ("Content-Length", str(last - first + 1))]
        headers.append(("Content-Disposition", f'attachment; filename="{dump.name}"'))
        if dump.name.endswith(".csv"):
            headers.append(("Link", _METADATA))
        await exchange.begin(200 if whole else 206, headers)
        await _send(exchange, dump.path, first, last)


def _wanted(exchange: Exchange, tag: str, size: int) -> tuple[int, int]:
    """Return the first and the last byte that are asked for; 1 and 0 where there are none such.

    Several ranges, or one of another state of the file, are answered with the whole; so is HEAD,
    for which ranges mean nothing.
    """
    if exchange.method == "HEAD":
        return 0, size - 1
    match = _RANGE.fullmatch(exchange.header(b"range").replace(" ", ""))
    condition = exchange.header(b"if-range")
    if match is None or (condition and condition != tag) or not (match[1] or match[2]):
        return 0, size - 1
    if not match[1]:  # so many from the end
        return (max(0, size - int(match[2])), size - 1) if int(match[2]) else (1, 0)
    first, last = int(match[1]), min(int(match[2] or size - 1), size - 1)
    if match[2] and int(match[2]) < first:
        return 0, size - 1
    return (first, last) if first < size else (1, 0)


async def _send(exchange: Exchange, path: Path, first: int, last: int) -> None:
    """Send a part of a file; nothing of it to HEAD."""
    left = 0 if exchange.method == "HEAD" else last - first + 1
    with path.open("rb") as file:
        file.seek(first)
        while left > 0:
            part = await asyncio.to_thread(file.read, min(_PART, left))
            if not part:
                break
            left -= len(part)
            await exchange.part(part)
    await exchange.end()
