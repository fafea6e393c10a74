"""How to cite a kept query: its link, the version that it was made with and what it asks."""

from datetime import date
from urllib.parse import urlencode

from samgraf.errors import StoreError
from samgraf.queries import NamedQuery
from samgraf.store.names import version_of
from samgraf.store.versions import Versions

from .kept import Kept
from .languages import told
from .references import Reference
from .site import site
from .texts import gettext as _

_DAY = len("2026-11-21")


def reference(name: str, kept: Kept, known: NamedQuery | None) -> Reference:
    """Return the reference to a kept query; it names the version whose rows were seen."""
    address = f"{site().origin()}/q/{name}"
    return Reference(
        key=f"samgraf:q/{name}",
        title=known.title if known else f"Query {name}",
        told=told(known.title) if known else _("Query %(name)s", name=name),
        version=kept.version,
        data_date=_day_of(kept.version),
        iri=address,
        address=f"{address}?{urlencode({'version': kept.version})}",
        whole=False,
    )


def _day_of(version: str) -> date:
    """Return the day of a version's data, which its name begins with."""
    try:
        return date.fromisoformat(version[:_DAY])
    except ValueError:
        pass
    try:
        manifest = Versions(site().settings.build.dir).manifest(version_of(version))
    except StoreError:
        manifest = site().manifest()
    return date.fromisoformat(manifest["data_date"])
