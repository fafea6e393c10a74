"""One reference to our data, written as a sentence, BibTeX, RIS and CSL-JSON."""

import json
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from .latex import latex

NAME = "Samgraf"
AUTHOR = "The Samgraf project"
LICENCE = "CC BY 4.0"
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
"""The macros of BibTeX for months."""


@dataclass(frozen=True, slots=True)
class Reference:
    """What a reference to a thing, a code or the whole data set consists of."""

    key: str
    title: str
    """In English, as the files of programs have it."""
    told: str
    """The title as a sentence has it, in the reader's language."""
    version: str
    data_date: date
    iri: str
    """The canonical IRI: it stays, so programs have it as the address."""
    address: str
    """Where the page was seen, with the version that it was seen in."""
    whole: bool
    """Whether it is the data set itself."""


def sentence(of: Reference) -> str:
    """Write it as a sentence in the reader's language, with a line end."""
    title = of.told if of.whole else _("%(title)s. In: %(name)s", title=of.told, name=NAME)
    told = _(
        "version %(version)s, data of %(day)s", version=of.version, day=of.data_date.isoformat()
    )
    year = of.data_date.year
    return f"{AUTHOR} ({year}): {title}, {told}. {of.iri} ({of.address}). {LICENCE}\n"


def bibtex(of: Reference) -> str:
    """Write it as an entry of BibTeX that older programs read too."""
    fields = {
        "author": f"{{{latex(AUTHOR)}}}",
        "title": f"{{{latex(of.title)}}}",
        "howpublished": latex("" if of.whole else NAME),
        "year": str(of.data_date.year),
        "month": _MONTHS[of.data_date.month - 1],
        "version": latex(of.version),
        "url": _braceless(of.iri),
        "note": f"{latex(_note(of))}. Seen at \\url{{{_braceless(of.address)}}}",
    }
    lines = [f"  {name} = {_value(name, text)}," for name, text in fields.items() if text]
    return "\n".join((f"@misc{{{of.key},", *lines, "}", ""))


def ris(of: Reference) -> str:
    """Write it as RIS: one field a line, each line ended as RIS wants it."""
    fields = [
        ("TY", "DATA"),
        ("AU", AUTHOR),
        ("TI", of.title),
        ("T2", "" if of.whole else NAME),
        ("PY", str(of.data_date.year)),
        ("DA", of.data_date.strftime("%Y/%m/%d")),
        ("ET", of.version),
        ("PB", NAME),
        ("UR", of.iri),
        ("UR", of.address),
        ("N1", _note(of)),
        ("C1", LICENCE),
        ("ID", of.key),
        ("ER", ""),
    ]
    kept = [(tag, " ".join(text.split())) for tag, text in fields if text or tag == "ER"]
    return "".join(f"{tag}  - {text}\r\n" for tag, text in kept)


def csl(of: Reference) -> str:
    """Write it as CSL-JSON: a list of one item."""
    day = of.data_date
    item: dict[str, object] = {
        "id": of.key,
        "type": "dataset",
        "title": of.title,
        "author": [{"literal": AUTHOR}],
        "publisher": NAME,
        "issued": {"date-parts": [[day.year, day.month, day.day]]},
        "version": of.version,
        "URL": of.iri,
        "note": f"{_note(of)}. Seen at {of.address}",
    }
    if not of.whole:
        item["container-title"] = NAME
    return json.dumps([item], ensure_ascii=False, indent=1) + "\n"


def _note(of: Reference) -> str:
    return f"Data of {of.data_date.isoformat()}, {LICENCE}"


def _value(name: str, text: str) -> str:
    return text if name == "month" else f"{{{text}}}"


def _braceless(address: str) -> str:
    """Return an address that may stand in braces."""
    return address.replace("{", "%7B").replace("}", "%7D").replace("\\", "%5C")
