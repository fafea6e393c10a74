"""What is wrong with a table and what would mend it, in five languages."""

from collections.abc import Mapping

from samgraf.findings import LANGUAGES

from .complaints import COMPLAINTS, Words

_WRITE: Words = (
    "Write {form}.",
    "Skriv {form}.",
    "Skriv {form}.",
    "Skriv {form}.",
    "Kirjoita {form}.",
)
_MEANT: Words = (
    "Did you mean {form}?",
    "Mente du {form}?",
    "Mente du {form}?",
    "Menade du {form}?",
    "Tarkoititko {form}?",
)
_RENAME: Words = (
    "Rename {pairs}; the whole header is {header}.",
    "Omdøb {pairs}; hele hovedet er {header}.",
    "Gi nytt navn: {pairs}; hele hodet er {header}.",
    "Byt namn: {pairs}; hela huvudet är {header}.",
    "Nimeä uudelleen: {pairs}; koko otsikkorivi on {header}.",
)
_UNREAD: Words = (
    "{said} The rows below were not read.",
    "{said} Rækkerne nedenfor er ikke læst.",
    "{said} Radene nedenfor er ikke lest.",
    "{said} Raderna nedanför har inte lästs.",
    "{said} Alla olevia rivejä ei luettu.",
)
_COMMAS: Words = (
    "Put a cell that holds a comma in quotation marks, and count the commas.",
    "Sæt en celle med komma i anførselstegn, og tæl kommaerne.",
    "Sett en celle med komma i anførselstegn, og tell kommaene.",
    "Sätt en cell med komma inom citattecken och räkna kommana.",
    "Pane pilkun sisältävä solu lainausmerkkeihin ja laske pilkut.",
)
_OF_HEADERS = (
    "missing-column", "lacking-column", "unknown-column", "column-order", "no-table", "own-table",
    "separator", "sep-line",
)  # fmt: skip
"""Faults of the first row, after which no other row can be read."""
_FORMS = {
    "date": "2019 / 2019-12 / 2019-12-31",
    "day": "2019-12-31",
    "span": "2019-12-31 / 2019-01-01|2019-12-31",
    "number": "1500000 / 1500000.50",
    "whole": "1500000",
    "key": "dk-vejle",
    "term": "actor/dk-vejle",
    "choice": "{choices}",
    "digest": "64 x 0-9, a-f",
    "currency": "DKK, EUR, ISK, NOK, SEK",
    "language": "da, nb, sv, fi, en",
    "country": "DNK, NOR, SWE, FIN, ISL, FRO, GRL, ALA",
    "wikidata": "Q28150",
    "tagged": "Åbo@sv",
    "address": "https://…",
    "column-order": "{columns}",
    "missing-column": "{header}",
    "lacking-column": "{header}",
    "unknown-column": "{header}",
}
_REMEDIES: Mapping[str, Words] = {
    "separator": (
        "Save the file with commas between the cells.",
        "Gem filen med komma mellem cellerne.",
        "Lagre filen med komma mellom cellene.",
        "Spara filen med komma mellan cellerna.",
        "Tallenna tiedosto niin, että solujen välissä on pilkku.",
    ),
    "no-table": (
        "Begin with the header of one of these tables: {tables}.",
        "Begynd med hovedet på en af disse tabeller: {tables}.",
        "Begynn med hodet på en av disse tabellene: {tables}.",
        "Börja med huvudet på en av dessa tabeller: {tables}.",
        "Aloita jonkin näistä taulukoista otsikkorivillä: {tables}.",
    ),
    "own-table": (
        "Leave the file out.",
        "Udelad filen.",
        "Utelat filen.",
        "Utelämna filen.",
        "Jätä tiedosto pois.",
    ),
    "empty": (
        "Fill in the cell.",
        "Udfyld cellen.",
        "Fyll ut cellen.",
        "Fyll i cellen.",
        "Täytä solu.",
    ),
    "twice": (
        "Name it once.",
        "Nævn den én gang.",
        "Nevn den én gang.",
        "Nämn det en gång.",
        "Mainitse se kerran.",
    ),
    "long": (
        "Write at most 4000 characters.",
        "Skriv højst 4000 tegn.",
        "Skriv høyst 4000 tegn.",
        "Skriv högst 4000 tecken.",
        "Kirjoita enintään 4000 merkkiä.",
    ),
    "long-cell": (
        "Write at most 4000 characters in a cell, and close every quotation mark.",
        "Skriv højst 4000 tegn i en celle, og luk hvert anførselstegn.",
        "Skriv høyst 4000 tegn i en celle, og lukk hvert anførselstegn.",
        "Skriv högst 4000 tecken i en cell och stäng varje citattecken.",
        "Kirjoita soluun enintään 4000 merkkiä ja sulje jokainen lainausmerkki.",
    ),
    "unknown-key": (
        "Use a key that is there, or bring the row that defines it too.",
        "Brug en nøgle, der findes, eller medbring også den række, der giver den.",
        "Bruk en nøkkel som finnes, eller ta også med raden som gir den.",
        "Använd en nyckel som finns, eller ta också med raden som ger den.",
        "Käytä olemassa olevaa avainta tai tuo myös rivi, joka antaa sen.",
    ),
    "no-end": (
        "Leave the cell empty where no end is known.",
        "Lad cellen være tom, hvor ingen slutning kendes.",
        "La cellen være tom der ingen slutt er kjent.",
        "Lämna cellen tom där inget slut är känt.",
        "Jätä solu tyhjäksi, jos loppua ei tunneta.",
    ),
    "order": (
        "Put the dates in order.",
        "Sæt datoerne i rækkefølge.",
        "Sett datoene i rekkefølge.",
        "Sätt datumen i ordning.",
        "Korjaa päivämäärien järjestys.",
    ),
    "mark": (
        "That does no harm here; only the project's own folder data/ wants none.",
        "Det skader ikke her; kun projektets egen mappe data/ skal være uden.",
        "Det skader ikke her; bare prosjektets egen mappe data/ skal være uten.",
        "Det skadar inte här; bara projektets egen mapp data/ ska vara utan.",
        "Siitä ei ole tässä haittaa; vain projektin oma kansio data/ on ilman sitä.",
    ),
    "sep-line": (
        "Remove this row.",
        "Fjern denne række.",
        "Fjern denne raden.",
        "Ta bort den här raden.",
        "Poista tämä rivi.",
    ),
    "width": _COMMAS,
    "surplus": _COMMAS,
    "csv": (
        'Write quotation marks in pairs, and a mark inside a cell twice ("").',
        'Skriv anførselstegn parvis, og et tegn inde i en celle to gange ("").',
        'Skriv anførselstegn parvis, og et tegn inne i en celle to ganger ("").',
        'Skriv citattecken parvis, och ett tecken inne i en cell två gånger ("").',
        'Kirjoita lainausmerkit pareittain ja solun sisällä kahdesti ("").',
    ),
    "unsupported": (
        "Fill in source and reading, or claims.",
        "Udfyld source og reading, eller claims.",
        "Fyll ut source og reading, eller claims.",
        "Fyll i source och reading, eller claims.",
        "Täytä source ja reading tai claims.",
    ),
    "defined-twice": (
        "Give each row its own key, or merge the rows.",
        "Giv hver række sin egen nøgle, eller slå rækkerne sammen.",
        "Gi hver rad sin egen nøkkel, eller slå radene sammen.",
        "Ge varje rad sin egen nyckel, eller slå ihop raderna.",
        "Anna kullekin riville oma avain tai yhdistä rivit.",
    ),
}


def sentences(kind: str, words: Mapping[str, str]) -> dict[str, str]:
    """Say what is wrong, in each language."""
    said = _in_each(COMPLAINTS.get(kind, COMPLAINTS[""]), words)
    if kind not in _OF_HEADERS:
        return said
    return {
        language: text.format_map({"said": said[language]})
        for language, text in zip(LANGUAGES, _UNREAD, strict=True)
    }


def remedies(kind: str, words: Mapping[str, str], suggested: str) -> dict[str, str]:
    """Say what would mend it, in each language; nothing where there is nothing to say."""
    if words.get("pairs", "-") != "-":
        return _in_each(_RENAME, words)
    if suggested:
        asked = kind in {"unknown-key", "choice"} or bool(words.get("near"))
        return _in_each(_MEANT if asked else _WRITE, {"form": suggested})
    if kind in _REMEDIES:
        return _in_each(_REMEDIES[kind], words)
    if kind in _FORMS:
        return _in_each(_WRITE, {"form": _FORMS[kind].format_map(words)})
    return {}


def _in_each(texts: Words, words: Mapping[str, str]) -> dict[str, str]:
    return {
        language: text.format_map(words) for language, text in zip(LANGUAGES, texts, strict=True)
    }
