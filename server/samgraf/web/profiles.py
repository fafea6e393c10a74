"""The data of an actor in the terms of other models, chosen by profile.

By ``?profile=`` (or ``_profile=``) with a token or an IRI, or by the header Accept-Profile, as in
Content Negotiation by Profile (W3C Working Draft), sections 7.1 and 7.2; ``profile=all`` lists all.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Response, jsonify, make_response, request

from samgraf.errors import QueryRefused
from samgraf.namespaces import PREFIXES
from samgraf.terms import ADMS, CPOV, ID, ONTOLOGY, POPOLO, PROFILES, SCHEMA, TIME

from . import negotiation, popolo
from .site import site
from .subject import DATA, Subject, ascii_of

ALL = "all"
_LINES = "application/n-triples"
_PREFIXES = {**PREFIXES, "adms": str(ADMS), "cv": str(CPOV), "time": str(TIME)}
_MOST = 16  # profiles that one header may name
_SHOWN = 80
_PLAIN = {"json": "application/json", "jsonld": "application/ld+json"}


@dataclass(frozen=True, slots=True)
class Profile:
    """One model that an actor can be told in."""

    token: str
    iri: str
    name: str
    types: Mapping[str, str]
    """The media types by the endings of files."""


OWN = Profile("samgraf", str(ONTOLOGY), "Samgraf", DATA)
VIEWS = (
    Profile("cpov", str(CPOV), "CPOV, ORG", DATA),
    Profile("schema", str(SCHEMA), "schema.org", DATA),
    Profile("popolo", str(POPOLO), "Popolo", _PLAIN),
)
"""Those that are other models; each is a query in queries/views/."""

ENDINGS = {**DATA, "json": _PLAIN["json"]}
"""The endings of the data of an actor; JSON is Popolo's alone."""


def offered(kind: str) -> tuple[Profile, ...]:
    """Return the profiles of a kind of things."""
    return (OWN, *VIEWS) if kind == "actor" else (OWN,)


def asked(kind: str, ending: str = "") -> Profile | None:
    """Return the profile that the request asks for; None where it asks for the list.

    Raise ``QueryRefused`` for one that this kind of things, or this ending, does not have.
    """
    given = request.args.get("profile", request.args.get("_profile", "")).strip()
    if given == ALL:
        return None
    usual = VIEWS[-1] if ending == "json" else OWN
    chosen = _named(given, kind) if given else _accepted(kind, usual)
    if ending and ending not in chosen.types:
        raise QueryRefused(
            "not-acceptable", f"{chosen.token} comes as {', '.join(chosen.types)}; {_told(kind)}"
        )
    return chosen


def _named(given: str, kind: str) -> Profile:
    bare = given.removeprefix("<").removesuffix(">")
    for profile in offered(kind):
        if bare in (profile.token, profile.iri):
            return profile
    raise QueryRefused("not-acceptable", f"no profile {bare[:_SHOWN]!r} here; {_told(kind)}")


def _accepted(kind: str, usual: Profile) -> Profile:
    """Return what Accept-Profile likes best; the usual one without the header."""
    header = request.headers.get("Accept-Profile", "")
    if not header:
        return usual
    wishes: dict[str, float] = {}
    for item in header.split(",")[:_MOST]:
        name, *parameters = (part.strip() for part in item.split(";"))
        wishes[name.strip("<>")] = negotiation.quality(parameters)

    def quality(profile: Profile) -> float:
        return wishes.get(profile.iri, wishes.get(profile.token, wishes.get("*", 0.0)))

    best = max((usual, *offered(kind)), key=quality)
    if quality(best) <= 0:
        raise QueryRefused("not-acceptable", f"none of these profiles is here; {_told(kind)}")
    return best


def _told(kind: str) -> str:
    return "offered: " + ", ".join(f"{one.token} <{one.iri}>" for one in offered(kind))


def listed(about: Subject, kind: str) -> Response:
    """List the profiles of a thing as JSON."""
    found = [
        {"token": one.token, "uri": one.iri, "media_types": [*one.types.values()]}
        for one in offered(kind)
    ]
    answer = jsonify({"resource": about.iri, "profiles": found})
    answer.headers["Link"] = links(about, OWN)
    return _open(answer)


def view(about: Subject, profile: Profile, ending: str) -> Response:
    """Give an actor in the terms of another model."""
    from samgraf.store.sorting import sorted_graph  # not before: most processes never need it

    media_type = profile.types[ending]
    made = site().graph(f"views/{profile.token}", _LINES, thing=f"<{about.iri}>")
    if profile.types is _PLAIN:
        plain = sorted_graph([made], _PLAIN["jsonld"], about.iri, _PREFIXES)
        body = popolo.written(plain, about.iri, ending == "jsonld")
    else:
        body = sorted_graph([made], media_type, about.iri, _PREFIXES)
    answer = make_response(body)
    answer.headers["Content-Type"] = media_type
    answer.headers["Content-Profile"] = f"<{profile.iri}>"
    answer.headers["Link"] = links(about, profile)
    return _open(answer)


def links(about: Subject, shown: Profile | None = None) -> str:
    """Write the Link header of a thing: its forms, and for an actor its profiles and their tokens.

    ``shown`` is the profile of the answer itself.
    """
    found = [about.link()]
    if shown is not None:
        found.append(f'<{shown.iri}>; rel="profile"')
    if about.iri.startswith(f"{ID}actor/"):
        for one in VIEWS:
            found += [
                f'<{address}>; rel="alternate"; type="{media_type}"; profile="{one.iri}"'
                for media_type, address in addresses(about, one)
            ]
        found += [
            f'<{PROFILES.Profile}>; rel="type"; token="{one.token}"; anchor="{one.iri}"'
            for one in (OWN, *VIEWS)
        ]
    return ", ".join(found)


def addresses(about: Subject, profile: Profile) -> list[tuple[str, str]]:
    """Return media type and address of a profile's two main forms."""
    names = ("ttl", "jsonld") if "ttl" in profile.types else ("json", "jsonld")
    return [
        (profile.types[ending], f"{ascii_of(about.data)}.{ending}?profile={profile.token}")
        for ending in names
    ]


def query(kind: str) -> str:
    """Return what the data's address needs for the profile that was asked for, '' for none."""
    chosen = asked(kind)
    return f"?profile={chosen.token if chosen else ALL}" if chosen is not OWN else ""


def _open(answer: Response) -> Response:
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Vary"] = "Accept, Accept-Profile"
    return answer
