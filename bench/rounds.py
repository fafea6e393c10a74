"""Ratios that were formed round by round, while all that is compared was running."""

from dataclasses import dataclass
from math import exp, log
from statistics import median


@dataclass(frozen=True, slots=True)
class Ratios:
    """One ratio for each round."""

    each: tuple[float, ...]

    def middle(self) -> float:
        """Return the median."""
        return median(self.each)

    def __str__(self) -> str:
        """Write median and range."""
        low, middle, high = (figure(x) for x in (min(self.each), self.middle(), max(self.each)))
        return f"{middle} ({low}\N{EN DASH}{high})"


def geometric(ratios: list[Ratios]) -> Ratios:
    """Return the geometric mean over several queries, round by round."""
    rounds = zip(*(one.each for one in ratios), strict=True)
    return Ratios(tuple(exp(sum(log(x) for x in each) / len(each)) for each in rounds))


def figure(number: float) -> str:
    """Write a number with three figures or so."""
    if number >= 100:
        return f"{number:,.0f}"
    if number < 0.1:
        return f"{number:.2g}"
    return f"{number:.1f}" if number >= 10 else f"{number:.2f}"
