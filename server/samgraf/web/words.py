"""Terms in words: our own and the coded values by their labels, those of others by a short list."""

import re
from collections.abc import Mapping

from samgraf.store.rows import Term
from samgraf.terms import SG

from .reused import reused
from .site import site
from .views import best


def words(iri: str) -> str:
    """Return a term as people read it; the IRI itself goes into a title beside it."""
    label = best(labels().get(iri, ()), iri)
    if label is not None:
        return label.value
    if iri.startswith(SG):
        return re.sub("(?<=[a-z])(?=[A-Z])", " ", iri.removeprefix(SG)).lower()
    return reused(iri)


def labels() -> Mapping[str, list[Term]]:
    """Return the labels of the ontology's terms and of coded values, read once for each version."""
    return site().once("words", _labels)


def _labels() -> Mapping[str, list[Term]]:
    found: dict[str, list[Term]] = {}
    for row in site().rows("pages/words"):
        found.setdefault(row["term"].value, []).append(row["label"])
    return found
