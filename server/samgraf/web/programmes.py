"""The pages of programmes, calls, projects and plans: who pays, who receives, and how much."""

from dataclasses import dataclass, field

from markupsafe import Markup

from samgraf.store.rows import Term
from samgraf.terms import DCT, PROV, SG, SKOS

from . import maps
from .addresses import local, shown_iri
from .dates import day
from .evidence import numbered, testimony
from .items import Parts, called, first, items
from .periods import BOUNDS, begins, bounds_of, ends
from .relations import money, written
from .shelves import Shelf, window
from .site import Rows, site
from .texts import gettext
from .thing_facts import Line, Thing, lines, shown, thing_of, words
from .views import Value, best, span, text

MOST = 10_000
"""So many things under a programme are read; a page says so where there are more."""
_PARTIES = ("programme-recipients", "programme-funders")
_SUMMED = (*_PARTIES, "programme-money")
_TOLD = dict.fromkeys(map(str, (SG.underProgramme, SG.fundedProject, SG.jointPlan, DCT.isPartOf)))
"""What points to a programme and stands on its page anyway."""


@dataclass(slots=True)
class Sum:
    """Fundings of one status and currency."""

    status: Value
    currency: str
    count: int
    granted: str
    granted_unknown: int
    paid: str
    paid_unknown: int


@dataclass(slots=True)
class Party:
    """Who pays or receives, how often, and how much was granted."""

    name: Value
    count: int = 0
    granted: list[str] = field(default_factory=list)
    most: float = 0.0


@dataclass(frozen=True, slots=True)
class Project:
    """One project of a list."""

    name: Value
    period: str


def programme_page(iri: str, path: str) -> str:
    """Show a programme, call, project or plan."""
    _ahead(f"<{iri}>")
    about, here = thing_of(iri, path), site()
    told = testimony(about.term)
    sources = numbered(told.all)
    parts = here.rows("pages/programme-parts", thing=about.term)
    recipients, funders = (_parties(_summed(name, about)) for name in _PARTIES)
    shelf, projects = _projects(about)
    return shown(
        "programme.html",
        about,
        _TOLD,
        way=about.all_of(SG.underProgramme, DCT.isPartOf)[:1],
        facts_of=_facts(about, told.notes),
        sums=_sums(_summed("programme-money", about)),
        ceiling=money(about.text(SG.ceiling), about.text(SG.currency)),
        funders=funders,
        recipients=recipients,
        map=_map(about, recipients),
        phases=_part(parts, "phase"),
        calls=_calls(parts),
        cooperations=_part(parts, "cooperation"),
        fundings=_part(parts, "funding"),
        shelf=shelf,
        most_fundings=MOST,
        projects=projects,
        told=told,
        sources=sources,
    )


def _ahead(term: str) -> None:
    """Begin what the page will ask; each of the sums goes over thousands of fundings."""
    for name in _SUMMED:
        site().ahead_once(f"{name} of {term}", f"pages/{name}", thing=term)
    site().ahead_once(f"projects of {term}", "pages/programme-projects", thing=term)
    site().ahead("pages/programme-parts", thing=term)


def _summed(name: str, about: Thing) -> Rows:
    """Return what is summed over all fundings of a programme, once for each version."""
    here, term = site(), about.term
    return here.once(f"{name} of {term}", lambda: here.rows(f"pages/{name}", thing=term))


def _facts(about: Thing, notes: list[int]) -> list[Line]:
    bounds = bounds_of(about.terms)
    known = {name: bounds[name] for name in BOUNDS if name in bounds}
    found = lines(
        (gettext("Run by"), about.all_of(PROV.wasAttributedTo)),
        (gettext("Part of"), about.all_of(DCT.isPartOf, SG.underProgramme)),
        (gettext("Issued"), words(day(about.text(DCT.issued)))),
        (gettext("As the sources write it"), words(written(about))),
        (gettext("Begins"), words(begins(known)) if known else []),
        (gettext("Ends"), words(ends(known)) if known else []),
        (gettext("Topics"), about.all_of(SG.topic)),
        (gettext("Legal basis"), about.all_of(SG.legalBasis)),
        (gettext("Note"), about.all_of(SKOS.editorialNote)),
    )
    for line in found:
        line.notes = notes if line.name != gettext("Note") else []
    return found


def _sums(rows: Rows) -> list[Sum]:
    return [_sum(row) for row in rows if "status" in row and text(row, "count") != "0"]


def _sum(row: dict[str, Term]) -> Sum:
    status, currency = row["status"].value, text(row, "currency")
    count = int(text(row, "count", "0"))
    grants, payments = int(text(row, "grants", "0")), int(text(row, "payments", "0"))
    return Sum(
        Value(status_in_words(status), local(status)),
        currency,
        count,
        money(text(row, "grantedSum"), currency) if grants else "",
        count - grants,
        money(text(row, "paidSum"), currency) if payments else "",
        count - payments,
    )


def status_in_words(status: str) -> str:
    """Return how far a funding has come, in words."""
    known = {
        "announced": gettext("announced"),
        "applied": gettext("applied for"),
        "granted": gettext("granted"),
        "paid": gettext("paid"),
        "refused": gettext("refused"),
        "withdrawn": gettext("withdrawn"),
    }
    return known.get(status.rpartition("/")[2], shown_iri(status))


def _parties(rows: Rows) -> list[Party]:
    """Return who pays or receives, the one with most first."""
    found: dict[str, Party] = {}
    names: dict[str, list[Term]] = {}
    seen = set()
    for row in rows:
        iri = row["item"].value
        names.setdefault(iri, []).extend([row["label"]] if "label" in row else [])
        party = found.setdefault(iri, Party(Value(iri)))
        key = (iri, text(row, "currency"))
        if key not in seen:
            seen.add(key)
            _add(party, row)
    for iri, party in found.items():
        label = best(names[iri], iri)
        party.name = Value(
            label.value if label else shown_iri(iri),
            local(iri),
            label.language if label else None,
            iri,
        )
    return sorted(found.values(), key=lambda p: (-p.most, -p.count, p.name.text.casefold()))


def _add(party: Party, row: dict[str, Term]) -> None:
    party.count += int(text(row, "count", "0"))
    amount = text(row, "granted")
    if amount and "currency" in row:
        party.granted.append(money(amount, row["currency"].value))
        party.most = max(party.most, float(amount))


def _map(about: Thing, recipients: list[Party]) -> Markup:
    members = [party.name.title or "" for party in recipients]
    title = gettext("Map of %(name)s: who received; the table names them", name=about.heading.text)
    return maps.network(site(), members, title)


def _part(rows: Rows, how: str) -> list[Value]:
    every = items([row for row in rows if row["how"].value == how])
    return sorted(
        (called(iri, parts) for iri, parts in every.items()), key=lambda v: v.text.casefold()
    )


def _calls(rows: Rows) -> list[tuple[Value, str, str]]:
    """Return the calls with their dates and ceilings."""
    every = items([row for row in rows if row["how"].value == "call"])
    return sorted((_call(iri, parts) for iri, parts in every.items()), key=lambda c: c[0].text)


def _call(iri: str, parts: Parts) -> tuple[Value, str, str]:
    issued, ceiling = first(parts, DCT.issued), first(parts, SG.ceiling)
    currency = first(parts, SG.currency)
    amount = money(ceiling.written, currency.text if currency else "") if ceiling else ""
    return called(iri, parts), day(issued.written) if issued else "", amount


def _projects(about: Thing) -> tuple[Shelf, list[Project]]:
    here = site()
    found = here.once(f"projects of {about.term}", lambda: _things(about.term))
    shelf = Shelf.of(found)
    if not found:
        return shelf, []
    rows = here.rows("pages/programme-projects-window", thing=about.term, **window(shelf.shown))
    return shelf, [
        _project(iri, [r for r in rows if r["item"].value == iri]) for iri in shelf.shown
    ]


def _project(iri: str, rows: Rows) -> Project:
    label = best([row["label"] for row in rows if "label" in row], iri)
    name = Value(
        label.value if label else shown_iri(iri), local(iri), label.language if label else None
    )
    return Project(name, span(text(rows[0], "start"), text(rows[0], "end")) if rows else "")


def _things(term: str) -> list[str]:
    return sorted(
        {row["item"].value for row in site().rows("pages/programme-projects", thing=term)}
    )
