"""Words for the terms of others that our shapes speak of; our own have labels in the ontology."""

from collections.abc import Mapping

from .sentences import Five, five
from .terms import OWL, RDF, RDFS

_DCAT, _DCT = "http://www.w3.org/ns/dcat#", "http://purl.org/dc/terms/"
_OA, _ORG = "http://www.w3.org/ns/oa#", "http://www.w3.org/ns/org#"
_PROV, _SKOS = "http://www.w3.org/ns/prov#", "http://www.w3.org/2004/02/skos/core#"
_VANN = "http://purl.org/vocab/vann/"

REUSED: Mapping[str, Five] = {
    _DCAT + "endDate": five("end", "slut", "slutt", "slut", "loppu"),
    _DCAT + "startDate": five("start", "start", "start", "start", "alku"),
    _DCT + "PeriodOfTime": five("period", "periode", "periode", "period", "ajanjakso"),
    _DCT + "bibliographicCitation": five(
        "citation", "henvisning", "henvisning", "hänvisning", "viittaus"
    ),
    _DCT + "created": five("day made", "oprettet", "laget", "skapad", "laatimispäivä"),
    _DCT + "creator": five("maker", "ophav", "opphav", "upphov", "laatija"),
    _DCT + "date": five("date", "dato", "dato", "datum", "päiväys"),
    _DCT + "description": five(
        "description", "beskrivelse", "beskrivelse", "beskrivning", "kuvaus"
    ),
    _DCT + "isPartOf": five("part of", "del af", "del av", "del av", "osana"),
    _DCT + "issued": five("issued", "udgivet", "utgitt", "utgiven", "julkaistu"),
    _DCT + "license": five("licence", "licens", "lisens", "licens", "lisenssi"),
    _DCT + "modified": five("day changed", "ændret", "endret", "ändrad", "muutospäivä"),
    _DCT + "source": five("source", "kilde", "kilde", "källa", "lähde"),
    _DCT + "title": five("title", "titel", "tittel", "titel", "otsikko"),
    "http://schema.org/url": five("address", "adresse", "adresse", "adress", "osoite"),
    "http://xmlns.com/foaf/0.1/Organization": five(
        "organisation", "organisation", "organisasjon", "organisation", "organisaatio"
    ),
    "http://xmlns.com/foaf/0.1/homepage": five(
        "homepage", "hjemmeside", "hjemmeside", "webbplats", "kotisivu"
    ),
    "http://purl.org/pav/retrievedOn": five(
        "retrieved on", "hentet den", "hentet den", "hämtad den", "hakupäivä"
    ),
    _OA + "end": five("to character", "til tegn", "til tegn", "till tecken", "loppumerkki"),
    _OA + "exact": five("quoted text", "citeret tekst", "sitert tekst", "citerad text", "lainattu"),
    _OA + "hasSelector": five("passage", "sted", "sted", "ställe", "kohta"),
    _OA + "hasSource": five(
        "captured text", "gemt tekst", "lagret tekst", "sparad text", "tallennettu teksti"
    ),
    _OA + "start": five("from character", "fra tegn", "fra tegn", "från tecken", "alkumerkki"),
    _ORG + "member": five("member", "medlem", "medlem", "medlem", "jäsen"),
    _ORG + "organization": five("body", "organ", "organ", "organ", "elin"),
    _ORG + "originalOrganization": five(
        "before the change", "før ændringen", "før endringen", "före ändringen", "ennen muutosta"
    ),
    _ORG + "resultingOrganization": five(
        "after the change",
        "efter ændringen",
        "etter endringen",
        "efter ändringen",
        "muutoksen jälkeen",
    ),
    _ORG + "role": five("role", "rolle", "rolle", "roll", "rooli"),
    _ORG + "subOrganizationOf": five("part of", "del af", "del av", "del av", "osana"),
    OWL + "sameAs": five("same as", "samme som", "samme som", "samma som", "sama kuin"),
    OWL + "versionIRI": five("version", "version", "versjon", "version", "versio"),
    OWL + "versionInfo": five(
        "version number", "versionsnummer", "versjonsnummer", "versionsnummer", "versionumero"
    ),
    _PROV + "specializationOf": five(
        "thing it is a version of",
        "det, den er en version af",
        "det den er en versjon av",
        "det den är en version av",
        "versioitu kohde",
    ),
    _PROV + "wasAttributedTo": five("run by", "drevet af", "drevet av", "drivs av", "vastuutaho"),
    RDF + "type": five("class", "klasse", "klasse", "klass", "luokka"),
    RDFS + "isDefinedBy": five("ontology", "ontologi", "ontologi", "ontologi", "ontologia"),
    RDFS + "label": five("label", "betegnelse", "betegnelse", "beteckning", "nimitys"),
    "http://schema.org/sameAs": five(
        "described by", "beskrevet af", "beskrevet av", "beskrivs av", "kuvataan kohteessa"
    ),
    _SKOS + "closeMatch": five(
        "nearly the same as",
        "næsten samme som",
        "nesten samme som",
        "nästan samma som",
        "lähes sama",
    ),
    _SKOS + "definition": five(
        "definition", "definition", "definisjon", "definition", "määritelmä"
    ),
    _SKOS + "exactMatch": five("same as", "samme som", "samme som", "samma som", "sama kuin"),
    _SKOS + "inScheme": five("code list", "kodeliste", "kodeliste", "kodlista", "koodiluettelo"),
    _SKOS + "prefLabel": five("name", "navn", "navn", "namn", "nimi"),
    _VANN + "preferredNamespacePrefix": five("prefix", "præfiks", "prefiks", "prefix", "etuliite"),
    _VANN + "preferredNamespaceUri": five(
        "address of the terms",
        "termernes adresse",
        "termenes adresse",
        "termernas adress",
        "termien osoite",
    ),
}
"""Properties and classes of others by IRI; a test holds that every one in a shape is here."""
