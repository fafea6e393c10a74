"""From canonical IRIs to addresses of this server: pages link locally, data keeps IRIs."""

import re
from functools import lru_cache
from urllib.parse import quote, unquote

from samgraf.terms import BASE, ID, PREFIXES

_UNSEEN = re.compile("[\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")
"""What an address may hold and nobody can see; RFC 3987, section 3.1 says how to write it."""


_PERIOD = ".during"  # of a version; it stands with the version itself


@lru_cache(maxsize=1 << 13)
def local(iri: str) -> str | None:
    """Return where a thing is shown: a local address for ours, else the IRI if it is a web one.

    Anything but http and https gives None: it must never become a link.
    """
    if iri.startswith(ID):
        thing, _, fragment = iri.removeprefix(ID).partition("#")
        fragment = fragment.removesuffix(_PERIOD)
        return f"/page/{quote(thing)}" + (f"#{quote(fragment)}" if fragment else "")
    if iri.startswith((BASE + "code/", BASE + "ontology", BASE + "shapes")):
        path, _, fragment = iri.removeprefix(BASE).partition("#")
        return f"/{quote(path)}" + (f"#{quote(fragment)}" if fragment else "")
    web = iri.startswith(("http://", "https://"))
    return _UNSEEN.sub(lambda mark: quote(mark[0]), iri) if web else None


def shown_iri(iri: str) -> str:
    """Return an IRI as people read it: with a known prefix, or without its scheme."""
    if iri.startswith(ID):
        return unquote(iri.removeprefix(ID))
    if iri.startswith(BASE + "code/"):
        return unquote(iri.removeprefix(BASE))
    for prefix, namespace in PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri.removeprefix("https://").removeprefix("http://")
