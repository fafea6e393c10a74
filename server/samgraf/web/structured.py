"""What search engines read in a page: JSON-LD in the terms of schema.org.

It stands in a block of data, which no browser runs, so the policy of scripts does not touch it.
"""

import json
from collections.abc import Iterator, Mapping

from flask import request
from flask_babel import gettext as _
from markupsafe import Markup

from samgraf.terms import CODE, FOAF, RDF, SCHEMA, SG, SKOS, thing

from . import dataset, subject
from .site import Rows, site
from .subject import Subject

_TYPES: Mapping[str, str] = {
    str(SG.Municipality): "GovernmentOrganization",
    str(SG.RegionalAuthority): "GovernmentOrganization",
    str(SG.StateBody): "GovernmentOrganization",
    str(SG.CooperationBody): "Organization",
    str(SG.Membership): "OrganizationRole",
    str(SG.Funding): "MonetaryGrant",
    str(SG.ChangeEvent): "Event",
    str(SG.Claim): "Claim",
    str(SG.Roster): "Claim",
    str(SG.Source): "CreativeWork",
    str(SG.Programme): "FundingScheme",
    str(SG.Call): "FundingScheme",
    str(SG.Project): "Project",
    str(SG.PolicyPlan): "CreativeWork",
    str(SKOS.ConceptScheme): "DefinedTermSet",
    str(SKOS.Concept): "DefinedTerm",
}
"""The type of schema.org that is nearest to each of our classes; the first that fits counts."""

_UNSAFE = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}
Node = dict[str, object]


def structured() -> Markup:
    """Return the data of what this request's page is about: a thing, or the data set."""
    about = subject.current()
    if about is None:
        return _block(dataset.whole(request.path)) if request.path in dataset.PAGES else Markup()
    return _block(_described(about), _way(about))


def _block(*nodes: Node) -> Markup:
    """Write nodes so that no label can end the block that they stand in."""
    text = json.dumps({"@context": "https://schema.org", "@graph": nodes}, ensure_ascii=False)
    return Markup(f'<script type="application/ld+json">{text.translate(_UNSAFE)}</script>')


def _described(about: Subject) -> Node:
    rows = about.statements()
    found: Node = {
        "@type": _type(about, rows),
        "@id": about.iri,
        "name": about.heading().text,
        "alternateName": _others(about, rows),
        "sameAs": sorted({*_links(rows, str(SKOS.exactMatch)), *_links(rows, str(SCHEMA.sameAs))}),
        "url": next(_links(rows, str(FOAF.homepage)), None),
        "description": next(_texts(rows, str(SKOS.definition)), None),
        "mainEntityOfPage": site().origin() + about.page,
    }
    if found["@type"] == "DefinedTerm":
        scheme = next(_links(rows, str(SKOS.inScheme)), None)
        found |= {"inDefinedTermSet": scheme, "termCode": about.iri.rpartition("/")[2]}
    return {name: value for name, value in found.items() if value}


def _type(about: Subject, rows: Rows) -> str:
    classes = {row["value"].value for row in rows if row["property"].value == str(RDF.type)}
    default = "Organization" if about.iri.startswith(thing("actor", "")) else "Thing"
    return next((name for iri, name in _TYPES.items() if iri in classes), default)


def _others(about: Subject, rows: Rows) -> list[str]:
    """Return the other names of a thing, each once, in an order of their own."""
    names = (*_texts(rows, str(SKOS.prefLabel)), *_texts(rows, str(SKOS.altLabel)))
    return sorted({*names} - {about.heading().text})


def _texts(rows: Rows, prop: str) -> Iterator[str]:
    return (row["value"].value for row in rows if row["property"].value == prop)


def _links(rows: Rows, prop: str) -> Iterator[str]:
    """Yield the values of a property that are addresses of the web, each once."""
    texts = dict.fromkeys(_texts(rows, prop))
    return (text for text in texts if text.startswith(("http://", "https://")))


def _way(about: Subject) -> Node:
    """Return the way to a page: from the start, over the code lists for a code."""
    here = site().origin()
    steps = [(_("Start"), "/")]
    if about.iri.startswith(CODE):
        scheme = about.iri.removeprefix(CODE).partition("/")[0]
        steps += [(_("Codes"), "/code")]
        steps += [(scheme, f"/code/{scheme}")] if f"/code/{scheme}" != about.page else []
    steps.append((about.heading().text, about.page))
    items = [
        {"@type": "ListItem", "position": n, "name": name, "item": here + path}
        for n, (name, path) in enumerate(steps, 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}
