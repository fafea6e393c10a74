"""How to cite the answer to a question: what it asks, of what, and the version that answered."""

import re
from collections.abc import Sequence
from datetime import date

from samgraf.queries import NamedQuery

from .languages import told
from .library_form import Field
from .references import Reference
from .site import site

_NO_KEY = re.compile(r"[^A-Za-z0-9.:_-]+")


def reference(query: NamedQuery, asked: Sequence[Field], here: str, at_version: str) -> Reference:
    """Return the reference to an answer at an address of this site, and at that with its version.

    ``asked`` are the values of the question, of which things are called by their names.
    """
    values = [field.value for field in asked if field.value]
    names = ", ".join(field.called or field.value for field in asked if field.value)
    told_of = f": {names}" if names else ""
    key = "/".join(_NO_KEY.sub("-", part) for part in (query.slug, *values))
    return Reference(
        key=f"samgraf:queries/{key}",
        title=f"{query.title}{told_of}",
        told=f"{told(query.title)}{told_of}",
        version=site().version(),
        data_date=date.fromisoformat(site().manifest()["data_date"]),
        iri=f"{site().origin()}{here}",
        address=f"{site().origin()}{at_version}",
        whole=False,
    )
