"""The download page: the files of the served version, its graphs, licence and citation."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import Blueprint, render_template, request
from flask_babel import gettext

from samgraf.store.versions import DUMPS, Versions
from samgraf.terms import BOUNDS, CONFIRMED, CORE, CURRENT, META, VOCAB

from . import dumps
from .dates import number
from .dumps import Dump
from .site import site

blueprint = Blueprint("downloads", __name__)

_STEP = 1000


@dataclass(frozen=True, slots=True)
class File:
    """One dump as the page shows it."""

    dump: Dump
    holds: str
    format: str
    size: str


@blueprint.get("/download")
def download() -> str:
    """Show what can be downloaded, and how to use and cite it."""
    here = site()
    manifest = here.manifest()
    found = list(dumps.of(Versions(here.settings.build.dir), manifest["version"]))
    found.sort(key=lambda dump: (dump.name != DUMPS[0], dump.name))
    return render_template(
        "download.html",
        manifest=manifest,
        files=[File(d, _holds(d.name), _format(d.name), in_bytes(d.size)) for d in found],
        graphs=[(iri, words, f"/store?graph={quote(iri, safe='')}") for iri, words in _graphs()],
        origin=here.settings.site.public_url or request.host_url.rstrip("/"),
    )


def in_bytes(size: int) -> str:
    """Write a number of bytes as the reader does."""
    amount, unit = float(size), "B"
    for larger in ("kB", "MB", "GB"):
        if amount < _STEP:
            break
        amount, unit = amount / _STEP, larger
    told = number(size) if unit == "B" else number(f"{amount:.1f}")
    return f"{told}\N{NO-BREAK SPACE}{unit}"


def _holds(name: str) -> str:
    known: dict[str, str] = {
        DUMPS[0]: gettext("everything: each graph by its name, one for each source"),
        DUMPS[1]: gettext(
            "the default graph of the endpoint: all statements merged, without graphs"
        ),
    }
    return known.get(name, "")


def _format(name: str) -> str:
    plain = name.removesuffix(".gz")
    words = {"nq": "N-Quads", "nt": "N-Triples", "trig": "TriG", "ttl": "Turtle"}
    packed = ", gzip" if name.endswith(".gz") else ""
    return words.get(plain.rpartition(".")[2], plain) + packed


def _graphs() -> list[tuple[str, str]]:
    return [
        (str(CORE), gettext("the editors' reading: actors, relations, events, programmes")),
        (str(VOCAB), gettext("the ontology and the code lists")),
        (
            str(CURRENT),
            gettext("derived: who is a member of what, and works with whom, on the data date"),
        ),
        (str(CONFIRMED), gettext("derived: the part of it that was seen lately")),
        (str(BOUNDS), gettext("derived: the four bounds of each relation in time")),
        (str(META), gettext("when each address was published or replaced")),
    ]
