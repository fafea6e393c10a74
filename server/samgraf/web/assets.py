"""Style sheet, script, fonts and icon: their addresses, and their answers from memory.

Their names carry a digest of their content, so a browser keeps them for good; packed forms were
made when the package was built.
"""

import json
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from samgraf.errors import OwnFault
from samgraf.resources import BUNDLE

from . import caching, compression
from .exchange import Exchange

PATH = "/static/"
_KEPT = "public, max-age=31536000, immutable"
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".woff2": "font/woff2",
}
_CODINGS = {"br": ".br", "gzip": ".gz"}


@lru_cache(maxsize=1)
def names() -> dict[str, str]:
    """Return which file each name of ours became in the bundle."""
    try:
        read = json.loads((BUNDLE / "manifest.json").read_text(encoding="utf-8"))
    except OSError as error:
        raise OwnFault("the front end is not built: run 'pip install -e .' once") from error
    return dict(read["files"])


def asset(name: str) -> str:
    """Return the address of a file of the bundle."""
    return PATH + names()[name]


@dataclass(frozen=True, slots=True)
class _File:
    media_type: str
    forms: dict[str, bytes]
    """By content coding; '' is the file as it is."""
    digest: str


class Assets:
    """Answers requests for files of the bundle."""

    def __init__(self) -> None:
        """Read the bundle; files that browsers are not meant to have are not in it."""
        self._files = {PATH + name: _read(BUNDLE / name) for name in names().values()}

    def has(self, path: str) -> bool:
        """Say whether there is such a file."""
        return path in self._files

    async def __call__(self, exchange: Exchange) -> None:
        """Answer a request for a file that is there."""
        if exchange.method not in ("GET", "HEAD"):
            await exchange.answer(405, [("Allow", "GET, HEAD"), ("Content-Length", "0")])
            return
        file = self._files[exchange.path]
        coding = compression.chosen(exchange) or ""
        body = file.forms.get(coding)
        if body is None:
            coding, body = "", file.forms[""]
        tag = f'"{file.digest}{coding}"'
        headers = [("ETag", tag), ("Cache-Control", _KEPT)]
        if len(file.forms) > 1:
            headers.append(("Vary", "Accept-Encoding"))
        if caching.is_known(tag, exchange.header(b"if-none-match")):
            await exchange.answer(304, headers)
            return
        headers += [("Content-Type", file.media_type), ("Content-Length", str(len(body)))]
        if coding:
            headers.append(("Content-Encoding", coding))
        await exchange.answer(200, headers, body)


def _read(file: Path) -> _File:
    forms = {"": file.read_bytes()}
    for coding, ending in _CODINGS.items():
        packed = Path(f"{file}{ending}")
        if packed.is_file():
            forms[coding] = packed.read_bytes()
    digest = caching.strong(file.name).strip('"')
    return _File(_TYPES[file.suffix], forms, digest)
