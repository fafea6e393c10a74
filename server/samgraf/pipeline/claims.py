"""The claims that the build makes by itself: one for each source of a row."""

from collections.abc import Sequence

from rdflib import URIRef

from samgraf.model import PartialDate, Place
from samgraf.terms import SG

from .statements import Statements


def describe_own_claims(
    said: Statements,
    key: str,
    subject: URIRef,
    sources: Sequence[str],
    reading: str,
    attested: Sequence[PartialDate],
    place: Place,
) -> list[URIRef]:
    """Support a relation or event by one claim per source, of rank normal; return their IRIs.

    What is attested belongs to the first source alone (design: ontology, section 11).
    """
    claims = [
        said.claim(
            f"{source}--{key}",
            source,
            subject,
            reading=reading,
            attested=attested if number == 0 else (),
            place=place,
        )
        for number, source in enumerate(sources)
    ]
    said.core(subject, SG.supportedBy, *claims)
    return claims
