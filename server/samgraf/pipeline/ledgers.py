"""The ledger of published IRIs: what is new since the last release, and its rows."""

import csv
import io
from datetime import date

from samgraf.describing.describe import describe
from samgraf.describing.meta import published
from samgraf.model import Records


def unlisted(records: Records) -> list[str]:
    """Return the addresses, without the base, of things that no release has published yet."""
    listed = {row.iri for row in records.ledger if row.action == "minted"}
    return [iri for iri in published(describe(records)) if iri not in listed]


def gone(records: Records) -> list[str]:
    """Return the addresses that were published, are in the data no longer, and not retired."""
    there = set(published(describe(records)))
    retired = {row.iri for row in records.ledger if row.action != "minted"}
    minted = {row.iri for row in records.ledger if row.action == "minted"}
    return sorted(minted - there - retired)


def made_by_the_build(iri: str) -> bool:
    """Tell whether a lost IRI may be retired without a word: a claim goes with its row's source.

    Anything else that is gone was lost or replaced, and a person must say which.
    """
    return iri.startswith("id/claim/")


def rows(minted: list[str], retired: list[str], release: str, day: date) -> str:
    """Write one CSV row per IRI that a release mints or retires."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    for action, iris in (("minted", minted), ("retired", retired)):
        writer.writerows([day.isoformat(), release, iri, action, "", ""] for iri in iris)
    return text.getvalue()
