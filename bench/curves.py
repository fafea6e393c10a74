"""Figures over sizes as a drawing: both axes logarithmic, one line each, names at their ends."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from math import ceil, floor, log10

from samgraf.drawing import ink

Points = Sequence[tuple[float, float]]
_WIDTH, _HEIGHT = 640, 380
_LEFT, _RIGHT, _TOP, _BOTTOM = 70, 170, 58, 46
_COLOURS = (ink.FJORD, ink.BERRY, ink.MOSS, ink.SUN, ink.EDGE)
_POWERS = str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹")
_APART = 15


def drawing(title: str, unit: str, series: Mapping[str, Points]) -> str:
    """Draw lines through points (triples, value in ``unit``) as an SVG file of its own."""
    xs, ys = (_decades(series, axis) for axis in (0, 1))
    parts = [ink.write(title, 12, 20, 'font-weight="600"'), ink.write(unit, 12, 38)]
    parts += _grid(xs, ys)
    parts.append(ink.write("triples", _WIDTH - _RIGHT - 44, _HEIGHT - 10))
    ends: list[float] = []
    for number, name in enumerate(sorted(series, key=lambda one: series[one][-1][1])):
        parts += _line(name, series[name], xs, ys, _COLOURS[number % len(_COLOURS)], ends)
    said = "; ".join(f"{name}: {_words(points)}" for name, points in series.items())
    return ink.alone(ink.picture(_WIDTH, _HEIGHT, title, said, "".join(parts)), "") + "\n"


def _words(points: Points) -> str:
    return ", ".join(f"{y:.3g} at {x:,.0f}" for x, y in points)


def _decades(series: Mapping[str, Points], axis: int) -> tuple[int, int]:
    """Return the powers of ten around all values of an axis."""
    values = [point[axis] for points in series.values() for point in points]
    low, high = floor(log10(min(values))), ceil(log10(max(values)))
    return low, max(high, low + 1)


def _x(value: float, xs: tuple[int, int]) -> float:
    part = (log10(value) - xs[0]) / (xs[1] - xs[0])
    return _LEFT + part * (_WIDTH - _LEFT - _RIGHT)


def _y(value: float, ys: tuple[int, int]) -> float:
    part = (log10(value) - ys[0]) / (ys[1] - ys[0])
    return _HEIGHT - _BOTTOM - part * (_HEIGHT - _TOP - _BOTTOM)


def _grid(xs: tuple[int, int], ys: tuple[int, int]) -> Iterator[str]:
    top, bottom = _y(10.0 ** ys[1], ys), _y(10.0 ** ys[0], ys)
    left, right = _x(10.0 ** xs[0], xs), _x(10.0 ** xs[1], xs)
    for power in range(xs[0], xs[1] + 1):
        x = _x(10.0**power, xs)
        yield f'<path stroke="{ink.LINE}" fill="none" d="M{x:.0f} {top:.0f}V{bottom:.0f}"/>'
        yield ink.write(_power(power), x - 8, bottom + 18)
    for power in range(ys[0], ys[1] + 1):
        y = _y(10.0**power, ys)
        yield f'<path stroke="{ink.LINE}" fill="none" d="M{left:.0f} {y:.0f}H{right:.0f}"/>'
        yield ink.write(_power(power), left - 34, y + 4)


def _power(power: int) -> str:
    return f"10{str(power).translate(_POWERS)}" if power not in (0, 1) else str(10**power)


def _line(
    name: str, points: Points, xs: tuple[int, int], ys: tuple[int, int], colour: str,
    ends: list[float],
) -> Iterator[str]:  # fmt: skip
    """Draw one line with its dots, and its name where no other name is; lowest first."""
    places = [(_x(x, xs), _y(y, ys)) for x, y in points]
    for (x0, y0), (x1, y1) in pairwise(places):
        path = f"M{x0:.1f} {y0:.1f}L{x1:.1f} {y1:.1f}"
        yield f'<path stroke="{colour}" stroke-width="2" fill="none" d="{path}"/>'
    for x, y in places:
        yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{colour}"/>'
    last = places[-1][1] + 4
    at = min([last, *(end - _APART for end in ends)])
    ends.append(at)
    yield ink.write(name, places[-1][0] + 10, at, f'fill="{colour}"')
