"""The map of what was found: its municipalities as named links, its networks as stars."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from .marks import dots, star, step_of
from .north import VIEW, captions, inset
from .plane import Place, Point, middle

_RADII = (5, 6, 8, 10, 13, 17)
_HIT = 18  # about 24 pixels wide where the map is as wide as its column
_MOST_HITS = 60  # beyond it the discs around dots would cover other dots
_HUB = 9


@dataclass(frozen=True, slots=True)
class Network:
    """One network of a result: its name, its address and the keys of its members."""

    name: str
    href: str
    members: Sequence[str]


@dataclass(frozen=True, slots=True)
class Ground:
    """What every such map stands on, made once: the land, all places and where they lie."""

    land: str
    places: Mapping[str, Place]
    spots: Mapping[str, Point]


def found_map(
    ground: Ground, linked: Sequence[tuple[Place, str]], others: Iterable[str],
    networks: Sequence[Network], title: str,
) -> str:  # fmt: skip
    """Draw the map; ``linked`` are places with addresses, ``others`` were found too."""
    stars = [(network, _together(ground, network.members)) for network in networks]
    stars = [(network, keys) for network, keys in stars if keys]
    lit = {key for _, keys in stars for key in keys} | set(others)
    lit -= {place.key for place, _ in linked}
    plain = ground.places.keys() - lit - {place.key for place, _ in linked}
    body = [
        ground.land,
        *_dots(ground, plain, ""),
        _rays([[ground.spots[key] for key in keys] for _, keys in stars]),
        *_dots(ground, lit, "lit"),
        *(_hub(network, [ground.spots[key] for key in keys]) for network, keys in stars),
        *(_link(ground, place, href, len(linked)) for place, href in linked),
        captions(),
    ]
    label = f'role="group" aria-label="{escape(title)}"'
    return f'<svg class="map foundmap" viewBox="{VIEW}" {label}>{"".join(body)}</svg>'


def _together(ground: Ground, members: Sequence[str]) -> list[str]:
    """Return the members that lie in one frame, the one that has most: rays cross no rim."""
    frames: dict[str, list[str]] = defaultdict(list)
    for key in sorted(members):
        if key in ground.places:
            frames[inset(ground.places[key])].append(key)
    return max(frames.values(), key=len, default=[])


def _dots(ground: Ground, keys: Iterable[str], kind: str) -> Iterable[str]:
    sizes: dict[int, list[Point]] = defaultdict(list)
    for key in keys:
        sizes[step_of(ground.places[key].population)].append(ground.spots[key])
    return (dots(sizes[step], f"s{step} {kind}".rstrip()) for step in sorted(sizes))


def _rays(networks: Sequence[Sequence[Point]]) -> str:
    paths = "".join(dict.fromkeys(star(points) for points in networks))
    return f'<path class="rays" d="{paths}"/>' if paths else ""


def _hub(network: Network, points: Sequence[Point]) -> str:
    x, y = middle(points)
    return _anchor(network.name, network.href, f'<circle class="hub" {_at(x, y)} r="{_HUB}"/>')


def _link(ground: Ground, place: Place, href: str, count: int) -> str:
    at = _at(*ground.spots[place.key])
    hit = f'<circle class="hit" {at} r="{_HIT}"/>' if count <= _MOST_HITS else ""
    dot = f'<circle class="on" {at} r="{_RADII[step_of(place.population) - 1]}"/>'
    return _anchor(place.name, href, hit + dot)


def _at(x: float, y: float) -> str:
    return f'cx="{x * 2:.0f}" cy="{y * 2:.0f}"'


def _anchor(name: str, href: str, marks: str) -> str:
    told = escape(name)
    return f'<a href="{escape(href)}" aria-label="{told}"><title>{told}</title>{marks}</a>'
