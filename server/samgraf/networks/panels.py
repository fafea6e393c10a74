"""The networks of several years as one: every node once, every edge once for each year."""

from collections.abc import Sequence

from .projecting import Attributes, Edge, Network


def nodes(networks: Sequence[Network]) -> dict[str, Attributes]:
    """Return each node with its attributes in the last year that has it."""
    found: dict[str, Attributes] = {}
    for network in networks:
        found |= network.nodes
    return dict(sorted(found.items()))


def edges(networks: Sequence[Network], panel: bool) -> list[Edge]:
    """Return all edges; those of a panel with their year, one year behind the other."""
    if not panel:
        return [edge for network in networks for edge in network.edges]
    return [
        Edge(edge.source, edge.target, {"year": int(network.day.name), **edge.values})
        for network in networks
        for edge in network.edges
    ]


def spells(years: Sequence[int]) -> list[tuple[int, int]]:
    """Return the first and last year of each stretch of years without a gap, from sorted years."""
    found: list[tuple[int, int]] = []
    for year in years:
        if found and found[-1][1] == year - 1:
            found[-1] = (found[-1][0], year)
        else:
            found.append((year, year))
    return found
