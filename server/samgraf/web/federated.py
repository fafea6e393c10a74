"""Queries that ask other endpoints: which may, whom, and how an answer names its sources."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from samgraf.config import Settings
from samgraf.errors import QueryRefused
from samgraf.store import federation
from samgraf.store.federation import Source
from samgraf.store.service import Service

from .exchange import Headers

SOURCES, FAILED = "Samgraf-Sources", "Samgraf-Sources-Failed"
"""The headers that name the endpoints an answer is made with, and those that gave nothing."""

_OTHERWISE = (
    "ask the other one yourself and put its values into VALUES, or ask us from there by SERVICE"
)
_NONE = "this endpoint does not ask other endpoints"
NOBODY = f"{_NONE}; {_OTHERWISE}"


class Federated:
    """Says who may be asked, and asks through workers and places of their own."""

    def __init__(self, settings: Settings, run_dir: Path) -> None:
        """Use the sockets of a run directory, where the supervisor has made them."""
        limits = settings.limits
        own = replace(limits, slots=limits.federation_slots)
        self._run_dir, self._listed = run_dir, settings.federation.allow
        self.service = Service(run_dir / federation.FOLDER, own)

    def endpoints(self) -> tuple[str, ...]:
        """Return the endpoints that may be asked now."""
        return () if federation.off(self._run_dir) else self._listed

    def why_not(self) -> str:
        """Return why no endpoint is asked although some are listed, '' where there is no reason."""
        return federation.off(self._run_dir)

    def check(self, text: str) -> None:
        """Raise ``QueryRefused`` if a query asks whom it may not."""
        if not self._listed:
            raise QueryRefused("service-refused", NOBODY)
        if why := self.why_not():
            raise QueryRefused("service-refused", f"{_NONE}: {why}; {_OTHERWISE}")
        federation.calls(text, self._listed)


def named(sources: Sequence[Source]) -> Headers:
    """Return the headers that name the sources of an answer."""
    if not sources:
        return []
    headers = [(SOURCES, federation.shown([source.endpoint for source in sources]))]
    headers += [("Link", f'<{source.endpoint}>; rel="via"') for source in sources]
    failed = [f'<{s.endpoint}>; reason="{_quoted(s.failed)}"' for s in sources if s.failed]
    return [*headers, (FAILED, ", ".join(failed))] if failed else headers


def _quoted(reason: str) -> str:
    """Write a reason within the quotes of a header."""
    plain = "".join(sign if " " <= sign <= "~" else "?" for sign in reason)
    return plain.replace("\\", "/").replace('"', "'")[:300]
