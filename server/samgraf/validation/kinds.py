"""Kinds of values in words: datatypes, addresses, unnamed nodes."""

from collections.abc import Mapping

from samgraf.store.asking import Blank, Iri, Literal, Term

from .sentences import Five, five
from .terms import RDF, SH, XSD

_KINDS: Mapping[str, Five] = {
    XSD + "string": five("a text", "en tekst", "en tekst", "en text", "teksti"),
    RDF + "langString": five(
        "a text with its language",
        "en tekst med sprog",
        "en tekst med språk",
        "en text med språk",
        "teksti, jossa on kielitieto",
    ),
    XSD + "integer": five(
        "a whole number", "et helt tal", "et helt tall", "ett heltal", "kokonaisluku"
    ),
    XSD + "decimal": five(
        "a number such as 12.5",
        "et tal som 12.5",
        "et tall som 12.5",
        "ett tal som 12.5",
        "luku kuten 12.5",
    ),
    XSD + "date": five(
        "a day such as 2019-12-31",
        "en dag som 2019-12-31",
        "en dag som 2019-12-31",
        "en dag som 2019-12-31",
        "päivä kuten 2019-12-31",
    ),
    XSD + "gYear": five(
        "a year such as 2019",
        "et år som 2019",
        "et år som 2019",
        "ett år som 2019",
        "vuosi kuten 2019",
    ),
    XSD + "gYearMonth": five(
        "a month such as 2019-12",
        "en måned som 2019-12",
        "en måned som 2019-12",
        "en månad som 2019-12",
        "kuukausi kuten 2019-12",
    ),
    XSD + "boolean": five(
        "true or false",
        "true eller false",
        "true eller false",
        "true eller false",
        "true tai false",
    ),
    SH + "IRI": five(
        "an address (IRI)",
        "en adresse (IRI)",
        "en adresse (IRI)",
        "en adress (IRI)",
        "osoite (IRI)",
    ),
    SH + "Literal": five(
        "a text or a number",
        "en tekst eller et tal",
        "en tekst eller et tall",
        "en text eller ett tal",
        "teksti tai luku",
    ),
    SH + "BlankNode": five(
        "a node without an address",
        "en knude uden adresse",
        "en node uten adresse",
        "en nod utan adress",
        "solmu, jolla ei ole osoitetta",
    ),
    SH + "BlankNodeOrIRI": five(
        "an address (IRI) or a node without one",
        "en adresse (IRI) eller en knude uden",
        "en adresse (IRI) eller en node uten",
        "en adress (IRI) eller en nod utan",
        "osoite (IRI) tai solmu ilman osoitetta",
    ),
    SH + "IRIOrLiteral": five(
        "an address (IRI), a text or a number",
        "en adresse (IRI), en tekst eller et tal",
        "en adresse (IRI), en tekst eller et tall",
        "en adress (IRI), en text eller ett tal",
        "osoite (IRI), teksti tai luku",
    ),
    SH + "BlankNodeOrLiteral": five(
        "a text, a number or a node without an address",
        "en tekst, et tal eller en knude uden adresse",
        "en tekst, et tall eller en node uten adresse",
        "en text, ett tal eller en nod utan adress",
        "teksti, luku tai solmu ilman osoitetta",
    ),
}


def kind_in_words(kind: Term, language: str) -> str:
    """Return a datatype or a node kind in words; the local name of one that is not known here."""
    if isinstance(kind, Iri):
        local = kind.value.replace("#", "/").rpartition("/")[2]
        return _KINDS[kind.value][language] if kind.value in _KINDS else local
    return str(kind)


def kind_of(value: Term) -> Iri:
    """Return what a value is: the datatype of a literal, the node kind of another node."""
    if isinstance(value, Literal):
        return value.datatype
    return Iri(SH + ("BlankNode" if isinstance(value, Blank) else "IRI"))


_MARKED = five("marked as", "mærket som", "merket som", "märkt som", "merkintänä")


def value_kind_in_words(value: Term, language: str) -> str:
    """Return what a value is, in words, with the language of a text that has one."""
    words = kind_in_words(kind_of(value), language)
    if not isinstance(value, Literal):
        return words
    if value.language:
        return f"{words}: {value.language}"
    # A type that is written beside a text is a claim about it, and may not be true.
    return words if value.datatype.value == XSD + "string" else f"{_MARKED[language]} {words}"
