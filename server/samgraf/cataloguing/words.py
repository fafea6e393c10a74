"""What a description says in words: titles, texts, keywords, and the names of what it points to."""

from rdflib import URIRef

from samgraf.terms import AUTHORITY

TITLE = {
    "en": "Samgraf: who works with whom in the Nordic public sector",
    "da": "Samgraf: hvem samarbejder med hvem i Nordens offentlige sektor",
    "nb": "Samgraf: hvem samarbeider med hvem i Nordens offentlige sektor",
    "sv": "Samgraf: vem samarbetar med vem i Nordens offentliga sektor",
    "fi": "Samgraf: kuka tekee yhteistyötä kenen kanssa Pohjoismaiden julkisella sektorilla",
}
DESCRIPTION = {
    "en": "An open knowledge graph of municipalities, regions, agencies and networks in the Nordic "
    "countries: who works with whom, on what, since when, paid by whom, and who says so. Every "
    "fact has a source and a date.",
    "da": "En åben vidensgraf over kommuner, regioner, myndigheder og netværk i Norden: hvem "
    "samarbejder med hvem, om hvad, siden hvornår, betalt af hvem, og hvem siger det. Hvert faktum "
    "har en kilde og en dato.",
    "nb": "En åpen kunnskapsgraf over kommuner, regioner, myndigheter og nettverk i Norden: hvem "
    "samarbeider med hvem, om hva, siden når, betalt av hvem, og hvem sier det. Hvert faktum har "
    "en kilde og en dato.",
    "sv": "En öppen kunskapsgraf över kommuner, regioner, myndigheter och nätverk i Norden: vem "
    "samarbetar med vem, om vad, sedan när, betalt av vem, och vem som säger det. Varje faktum har "
    "en källa och ett datum.",
    "fi": "Avoin tietograafi Pohjoismaiden kunnista, alueista, viranomaisista ja verkostoista: "
    "kuka tekee yhteistyötä kenen kanssa, mistä, mistä lähtien, kenen rahoilla ja kuka niin sanoo. "
    "Jokaisella tiedolla on lähde ja päivämäärä.",
}
KEYWORDS = {
    "en": ("public administration", "inter-municipal cooperation", "municipalities", "networks"),
    "da": ("offentlig forvaltning", "tværkommunalt samarbejde", "kommuner", "netværk"),
    "nb": ("offentlig forvaltning", "interkommunalt samarbeid", "kommuner", "nettverk"),
    "sv": ("offentlig förvaltning", "mellankommunalt samarbete", "kommuner", "nätverk"),
    "fi": ("julkishallinto", "kuntien yhteistyö", "kunnat", "verkostot"),
}
PUBLISHER = "The Samgraf project"
"""Who publishes, as CITATION.cff has it."""

LICENCE: URIRef = AUTHORITY["licence/CC_BY_4_0"]
CREATIVE_COMMONS = URIRef("https://creativecommons.org/licenses/by/4.0/")

LANGUAGES = {"en": "ENG", "da": "DAN", "nb": "NOB", "sv": "SWE", "fi": "FIN"}
"""The languages of these words, and how the list of the European Union names each."""

TARGETS = {
    "http://www.wikidata.org/": "Wikidata",
    "https://sws.geonames.org/": "GeoNames",
    "http://data.europa.eu/": "NUTS, of the European Union",
    "http://eurovoc.europa.eu/": "EuroVoc",
    "http://publications.europa.eu/": "Authority lists of the European Union",
    "https://psi.norge.no/": "Los, of Norway",
    "http://www.kle-online.dk/": "KLE, of Denmark",
    "http://www.form-online.dk/": "FORM, of Denmark",
    "https://data.geonorge.no/": "Geonorge: administrative units of Norway",
    "https://data.brreg.no/": "Register of legal entities of Norway",
    "https://organization-catalog.fellesdatakatalog.digdir.no/": "Felles datakatalog, of Norway",
    "https://api.dataforsyningen.dk/": "Dataforsyningen, of Denmark",
    "http://dataportal.se/": "Sveriges dataportal",
    "http://uri.suomi.fi/": "Code lists of Finland",
    "http://paikkatiedot.fi/": "Administrative units of Finland",
    "http://www.yso.fi/": "General Finnish ontology YSO",
}
"""The data sets that things of ours are tied to, by scheme and host."""

_GRAPHS = {
    "core": "The editors' reading: actors, relations, events, programmes",
    "vocab": "The ontology and the code lists",
    "meta": "When each address was published or replaced",
    "derived/bounds": "The four bounds of each relation in time",
    "derived/current": "Who is a member of what, and works with whom, on the data date",
    "derived/confirmed": "The part of it that was seen lately",
}


def of_graph(short: str) -> str:
    """Name a named graph of ours, known by the end of its IRI."""
    kind, _, year = short.partition("/")
    if kind == "asof":
        return f"Who was a member of what, and worked with whom, at the end of {year}"
    return _GRAPHS.get(short, short)
