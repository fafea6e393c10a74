"""Settings: defaults < ``samgraf.toml`` < environment ``SAMGRAF_SECTION_KEY`` < option.

They are read once, in ``cli``, and handed down; child processes get them as JSON from their parent.
"""

import dataclasses
import difflib
import ipaddress
import json
import re
import tomllib
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit

from .errors import Misuse
from .limits import CAPS_HELP, Caps, Limits
from .limits import HELP as LIMITS_HELP
from .model import YEARS


@dataclass(frozen=True, slots=True)
class Build:
    """Where versions are made, and on which day the data speak."""

    dir: Path = Path("build")
    data_date: date | None = None


@dataclass(frozen=True, slots=True)
class Site:
    """How the site is known to the world."""

    public_url: str | None = None


@dataclass(frozen=True, slots=True)
class Serve:
    """Where and with how many processes the server listens."""

    host: str = "127.0.0.1"
    port: int = 8000
    processes: int = 2
    threads: int = 16
    token_file: Path | None = None
    trusted_proxies: tuple[str, ...] = ()
    metrics_allow: tuple[str, ...] = ("127.0.0.0/8", "::1")
    access_log: str = ""
    links: bool = True
    warm: bool = True


@dataclass(frozen=True, slots=True)
class Store:
    """The SPARQL 1.1 endpoint that answers in place of our own engine, if there is one."""

    endpoint: str = ""
    graph_store: str = ""
    update: str = ""
    default_graph: str = ""
    user: str = ""
    password_file: Path | None = None
    standby_endpoint: str = ""
    standby_graph_store: str = ""
    standby_update: str = ""
    load_user: str = ""
    load_password_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Federation:
    """Which other endpoints a query may ask."""

    allow: tuple[str, ...] = ()
    private: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that a run can choose, by section."""

    build: Build = field(default_factory=Build)
    site: Site = field(default_factory=Site)
    serve: Serve = field(default_factory=Serve)
    store: Store = field(default_factory=Store)
    limits: Limits = field(default_factory=Limits)
    validate: Caps = field(default_factory=Caps)
    federation: Federation = field(default_factory=Federation)


HELP: Mapping[str, Mapping[str, str]] = {
    "build": {
        "dir": "folder that holds versions/, current, run/ and links/",
        "data_date": 'day that counts as today in the data; by default the latest "retrieved" in '
        "data/sources.csv",
    },
    "site": {"public_url": "address under which the site is reached; by default the request's own"},
    "serve": {
        "host": "address to listen on",
        "port": "port to listen on",
        "processes": "web processes",
        "threads": "threads of each web process that make pages",
        "token_file": "file with the token that writes need; it goes with --writable",
        "trusted_proxies": "addresses or networks whose X-Forwarded-For and X-Forwarded-Proto are "
        "believed",
        "metrics_allow": "addresses or networks that may read /metrics; for others it is not there",
        "access_log": "file that a line of JSON is appended to for each request, `-` for stderr; "
        "by default none",
        "links": "whether visitors may keep queries under links of their own; what is kept stays",
        "warm": "whether what all pages share is made before the first reader of a version comes",
    },
    "store": {
        "endpoint": "address of a SPARQL 1.1 endpoint that answers instead of our own engine "
        "(docs/remote.md)",
        "graph_store": "its address for whole graphs, by which `samgraf build` loads it",
        "update": "its address for updates, where it has none for graphs",
        "default_graph": "graph that holds there what has no name here; by default it has none "
        "there either",
        "user": "who asks it, and loads it too where there is no load_user",
        "password_file": "file with the password of that user",
        "standby_endpoint": "a second such endpoint: a build loads the one of the two that is not "
        "served from, so that no query waits",
        "standby_graph_store": "its address for whole graphs",
        "standby_update": "its address for updates",
        "load_user": "who loads it, so that queries have a user who may only read, or none",
        "load_password_file": "file with the password of that user",
    },
    "limits": LIMITS_HELP,
    "validate": CAPS_HELP,
    "federation": {
        "allow": "addresses of endpoints that a query may ask by SERVICE, each as queries write it",
        "private": "networks within which such an endpoint may lie, although they are private",
    },
}
"""What each setting means; a test holds it to the README."""


def read(
    file: Path | None, environment: Mapping[str, str], warn: Callable[[str], None]
) -> Settings:
    """Read the settings; raise ``Misuse`` for an unknown key or a value that cannot be.

    ``file`` is the one named by ``--config``; without it ``samgraf.toml`` of the current folder
    counts where there is one. ``warn`` is told of unknown ``SAMGRAF_…`` variables.
    """
    values = _from_file(file)
    for place, section, key, text in _from_environment(environment, warn):
        values.setdefault(section, {})[key] = (place, text)
    return _settings(values)


def change(settings: Settings, section: str, **options: object) -> Settings:
    """Return the settings with those options of one section that are not None."""
    given = {key: value for key, value in options.items() if value is not None}
    changed = dataclasses.replace(getattr(settings, section), **given)
    _check(changed, section)
    return dataclasses.replace(settings, **{section: changed})


def to_json(settings: Settings) -> str:
    """Write settings for a child process."""
    return json.dumps(dataclasses.asdict(settings), default=str)


def from_json(text: str) -> Settings:
    """Read what ``to_json`` wrote."""
    values = {
        section: {key: ("parent", value) for key, value in keys.items() if value is not None}
        for section, keys in json.loads(text).items()
    }
    return _settings(values)


def sections() -> Iterator[tuple[str, str, object]]:
    """Yield section, key and default of every setting, in the order of the table."""
    defaults = Settings()
    for section in HELP:
        for key in HELP[section]:
            yield section, key, getattr(getattr(defaults, section), key)


Values = dict[str, dict[str, tuple[str, object]]]


def _from_file(file: Path | None) -> Values:
    """Read the TOML file; keys and sections that are not known stop the command."""
    chosen = file or Path("samgraf.toml")
    if not chosen.is_file():
        if file is not None:
            raise Misuse(f"{file}: no such file; name an existing one with --config")
        return {}
    table = _toml(chosen)
    values: Values = {}
    for section, keys in table.items():
        if section not in HELP or not isinstance(keys, dict):
            raise Misuse(f"{chosen}: unknown section [{section}]{_near(section, HELP)}")
        for key, value in keys.items():
            if key not in HELP[section]:
                raise Misuse(
                    f"{chosen}: unknown key {key} in [{section}]{_near(key, HELP[section])}"
                )
            values.setdefault(section, {})[key] = (f"{chosen}: [{section}] {key}", value)
    return values


def _toml(file: Path) -> dict[str, typing.Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (ValueError, RecursionError) as error:  # not TOML, not UTF-8, numbers without an end
        raise Misuse(f"{file}: this is not TOML: {error}") from error
    except OSError as error:
        raise Misuse(f"{file}: it cannot be read: {error.strerror}") from error


def _from_environment(
    environment: Mapping[str, str], warn: Callable[[str], None]
) -> Iterator[tuple[str, str, str, str]]:
    """Yield place, section, key and text of each known variable; warn of the others."""
    known = {f"SAMGRAF_{s}_{k}".upper(): (s, k) for s in HELP for k in HELP[s]}
    for name in sorted(environment):
        if name in known:
            yield (name, *known[name], environment[name])
        elif name.startswith("SAMGRAF_"):
            warn(f"{name} is no setting and counts for nothing{_near(name, known)}")


def _near(word: str, known: Mapping[str, object]) -> str:
    """Say which known word is nearest, if one is near."""
    found = difflib.get_close_matches(word, known, 1, 0.5)
    return f": did you mean {found[0]}?" if found else f"; known are {', '.join(known)}"


def _settings(values: Values) -> Settings:
    """Make the record from values that are still text, numbers or dates."""
    made: dict[str, object] = {}
    for section, kind in typing.get_type_hints(Settings).items():
        types_of = typing.get_type_hints(kind)
        given = {
            key: _convert(place, value, types_of[key])
            for key, (place, value) in values.get(section, {}).items()
        }
        if section == "limits" and "query_seconds" in given:
            given.setdefault("cpu_seconds", given["query_seconds"])
        made[section] = kind(**given)
        _check(made[section], section)
    return Settings(**made)  # type: ignore[arg-type]


_WORDS = {
    int: "whole number",
    float: "number",
    bool: "word of true and false",
    date: "day such as 2026-11-21",
}
_TRUTH = {"true": True, "false": False}


def _convert(place: str, value: object, kind: object) -> object:
    """Turn a text or TOML value into the type of its setting."""
    if typing.get_origin(kind) is tuple:
        return _list(place, value)
    wanted = [k for k in typing.get_args(kind) if k is not types.NoneType] or [kind]
    target = wanted[0]
    try:
        if target is date:
            return date.fromisoformat(str(value))
        if target is bool:
            return _TRUTH[str(value).lower()]
        if isinstance(value, bool) or (target is int and isinstance(value, float)):
            raise ValueError
        return typing.cast("type[int]", target)(typing.cast("str", value))
    except (TypeError, ValueError, KeyError) as error:
        name = _WORDS.get(target, "text")
        raise Misuse(f"{place}: {value!r} is not a {name}; write a {name}") from error


def _list(place: str, value: object) -> tuple[str, ...]:
    """Turn a TOML list, or a text with commas, into the texts that it holds."""
    items = value.split(",") if isinstance(value, str) else value
    if not isinstance(items, list | tuple) or not all(isinstance(item, str) for item in items):
        raise Misuse(f"{place}: {value!r} is not a list of texts; write a list of texts")
    return tuple(item.strip() for item in items if item.strip())


def _check_number(place: str, value: float) -> None:
    if value != value or value <= 0:
        raise Misuse(f"{place} must be greater than 0, not {value}")
    if value > _MOST:
        raise Misuse(f"{place} must be {_MOST:,} at most, not {value}")


_MOST = 1_000_000_000
"""Of any number; no timer and no memory counts further."""


def _check(record: object, section: str) -> None:
    """Refuse numbers that cannot be."""
    for key in HELP[section]:
        value = getattr(record, key)
        if key == "port" and not 0 < value < 65536:
            raise Misuse(f"[{section}] port must lie between 1 and 65535, not {value}")
        if isinstance(value, int | float) and not isinstance(value, bool):
            _check_number(f"[{section}] {key}", value)
        if key == "data_date" and value and value.year not in YEARS:
            span = f"{YEARS.start} to {YEARS.stop - 1}"
            raise Misuse(f"[{section}] {key} must lie in the years {span}, not {value}")
        if key in _NETWORKS:
            _check_networks(f"[{section}] {key}", value)
        if key in _ADDRESSES and value:
            _check_address(f"[{section}] {key}", value)
        if key == "allow":
            _check_endpoints(f"[{section}] {key}", value)


_NETWORKS = ("trusted_proxies", "metrics_allow", "private")
_ENDPOINT = re.compile(
    r"https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[\w.~!$&'()*+,;=:@%/?-]*)?", re.ASCII
)


def _check_endpoints(place: str, written: tuple[str, ...]) -> None:
    """Refuse what is no address of an endpoint (a host of IPv6 has no name to be shown by)."""
    for one in written:
        if not _ENDPOINT.fullmatch(one):
            raise Misuse(
                f"{place}: {one!r} is no address of an endpoint; write such as "
                "https://query.example.org/sparql, without user, fragment or letters but ASCII"
            )


_OF_STORE = ("endpoint", "graph_store", "update")
_ADDRESSES = (*_OF_STORE, *(f"standby_{name}" for name in _OF_STORE))


def _check_address(place: str, written: str) -> None:
    """Refuse what no store can be asked at, and a password where everybody reads it."""
    try:
        parts = urlsplit(written)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        good = False
    if not good or not written.isascii() or any(c.isspace() for c in written) or "#" in written:
        raise Misuse(
            f"{place}: {written!r} is no address of a store; write such as http://host:port/path"
        )
    if "@" in parts.netloc:
        raise Misuse(f"{place}: leave the user out of the address; set user and password_file")


def _check_networks(place: str, written: tuple[str, ...]) -> None:
    """Refuse what is no address and no network."""
    for one in written:
        try:
            ipaddress.ip_network(one)
        except ValueError as error:
            why = "it has bits set behind its length" if "host bits" in str(error) else "unreadable"
            raise Misuse(
                f"{place}: {one!r} is no address or network ({why}); "
                "write such as 192.0.2.7, 10.0.0.0/8 or fd00::/8"
            ) from error
