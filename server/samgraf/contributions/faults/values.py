"""IRIs, texts, numbers and dates that cannot be read: the words in five languages."""

from collections.abc import Mapping

from samgraf.contributions.complaints import Words

_WRITE: Words = (
    "write {form}",
    "skriv {form}",
    "skriv {form}",
    "skriv {form}",
    "kirjoita {form}",
)
_TAG: Words = (
    "write it like @da or @en-GB",
    "skriv det som @da eller @en-GB",
    "skriv den som @da eller @en-GB",
    "skriv den som @da eller @en-GB",
    "kirjoita se kuten @da tai @en-GB",
)
_CLOSE: Words = (
    "write {form} at its end",
    "skriv {form} ved dens slutning",
    "skriv {form} ved slutten av den",
    "skriv {form} i slutet av den",
    "kirjoita {form} sen loppuun",
)

PROBLEMS: Mapping[str, Words] = {
    "bare-address": (
        "an address stands without < and >",
        "en adresse står uden < og >",
        "en adresse står uten < og >",
        "en adress står utan < och >",
        "osoite on ilman merkkejä < ja >",
    ),
    "open-iri": (
        "an IRI begins here and is not closed",
        "en IRI begynder her og er ikke lukket",
        "en IRI begynner her og er ikke lukket",
        "en IRI börjar här och är inte stängd",
        "tästä alkaa IRI, jota ei ole suljettu",
    ),
    "open-text": (
        "a text begins here and is not closed",
        "en tekst begynder her og er ikke lukket",
        "en tekst begynner her og er ikke lukket",
        "en text börjar här och är inte stängd",
        "tästä alkaa teksti, jota ei ole suljettu",
    ),
    "iri-sign": (
        "an IRI may not hold '{sign}'",
        "en IRI må ikke indeholde '{sign}'",
        "en IRI kan ikke inneholde '{sign}'",
        "en IRI får inte innehålla '{sign}'",
        "IRIssä ei saa olla merkkiä '{sign}'",
    ),
    "no-scheme": (
        "this IRI is not whole",
        "denne IRI er ikke hel",
        "denne IRI-en er ikke hel",
        "denna IRI är inte hel",
        "tämä IRI ei ole kokonainen",
    ),
    "percent": (
        "% stands in an IRI without its code",
        "% står i en IRI uden sin kode",
        "% står i en IRI uten koden sin",
        "% står i en IRI utan sin kod",
        "% on IRIssä ilman koodia",
    ),
    "datatype": (
        "the datatype {word} is no IRI",
        "datatypen {word} er ikke en IRI",
        "datatypen {word} er ikke en IRI",
        "datatypen {word} är inte en IRI",
        "tietotyyppi {word} ei ole IRI",
    ),
    "bare-date": (
        "the date {day} stands without quotation marks",
        "datoen {day} står uden anførselstegn",
        "datoen {day} står uten anførselstegn",
        "datumet {day} står utan citattecken",
        "päivämäärä {day} on ilman lainausmerkkejä",
    ),
    "truth": (
        "{word} is not a value as it is written",
        "{word} er ikke en værdi, som det er skrevet",
        "{word} er ikke en verdi slik det er skrevet",
        "{word} är inte ett värde så som det är skrivet",
        "{word} ei ole näin kirjoitettuna arvo",
    ),
    "no-number": (
        "a sign stands without its number",
        "et fortegn står uden sit tal",
        "et fortegn står uten tallet sitt",
        "ett förtecken står utan sitt tal",
        "etumerkki on ilman lukua",
    ),
    "line-text": (
        "a text is not closed on its line",
        "en tekst er ikke lukket på sin linje",
        "en tekst er ikke lukket på linjen sin",
        "en text är inte stängd på sin rad",
        "tekstiä ei ole suljettu rivillään",
    ),
    "mark-inside": (
        "a quotation mark stands within a text",
        "et anførselstegn står inde i en tekst",
        "et anførselstegn står inne i en tekst",
        "ett citattecken står inne i en text",
        "lainausmerkki on tekstin sisällä",
    ),
    "curly-mark": (
        "{sign} is no quotation mark of Turtle",
        "{sign} er ikke et anførselstegn i Turtle",
        "{sign} er ikke et anførselstegn i Turtle",
        "{sign} är inte ett citattecken i Turtle",
        "{sign} ei ole Turtlen lainausmerkki",
    ),
    "escape": (
        "{word} means nothing in a text",
        "{word} betyder intet i en tekst",
        "{word} betyr ingenting i en tekst",
        "{word} betyder inget i en text",
        "{word} ei tarkoita tekstissä mitään",
    ),
    "bare-language": (
        "the language {word} stands without @",
        "sproget {word} står uden @",
        "språket {word} står uten @",
        "språket {word} står utan @",
        "kieli {word} on ilman merkkiä @",
    ),
    "named-tag": (
        "the language tag {tag} is not written right",
        "sprogkoden {tag} er ikke skrevet rigtigt",
        "språkkoden {tag} er ikke skrevet riktig",
        "språkkoden {tag} är inte rätt skriven",
        "kielikoodia {tag} ei ole kirjoitettu oikein",
    ),
    "tag": (
        "the language tag is not written right",
        "sprogkoden er ikke skrevet rigtigt",
        "språkkoden er ikke skrevet riktig",
        "språkkoden är inte rätt skriven",
        "kielikoodia ei ole kirjoitettu oikein",
    ),
    "too-long": (
        "a text or IRI is longer than 16 MiB",
        "en tekst eller IRI er længere end 16 MiB",
        "en tekst eller IRI er lengre enn 16 MiB",
        "en text eller IRI är längre än 16 MiB",
        "teksti tai IRI on pidempi kuin 16 MiB",
    ),
}
"""What is wrong, by the kind of fault."""

REMEDIES: Mapping[str, Words] = {
    "bare-address": (
        "write it like <{scheme}://…>",
        "skriv den som <{scheme}://…>",
        "skriv den som <{scheme}://…>",
        "skriv den som <{scheme}://…>",
        "kirjoita se kuten <{scheme}://…>",
    ),
    "open-iri": _CLOSE,
    "open-text": _CLOSE,
    "iri-sign": (
        "remove it, or write it as % and its code (blank: %20)",
        "fjern det, eller skriv det som % og dets kode (mellemrum: %20)",
        "fjern det, eller skriv det som % og koden for det (mellomrom: %20)",
        "ta bort det, eller skriv det som % och dess kod (blanksteg: %20)",
        "poista se tai kirjoita se merkillä % ja koodilla (välilyönti: %20)",
    ),
    "no-scheme": (
        "begin it with https://, or declare @base",
        "begynd den med https://, eller erklær @base",
        "begynn den med https://, eller erklær @base",
        "börja den med https://, eller deklarera @base",
        "aloita se merkeillä https:// tai määrittele @base",
    ),
    "percent": (
        "write %25 for the sign itself",
        "skriv %25 for selve tegnet",
        "skriv %25 for selve tegnet",
        "skriv %25 för själva tecknet",
        "kirjoita itse merkki muodossa %25",
    ),
    "datatype": (
        "write it like xsd:date (with {line})",
        "skriv den som xsd:date (med {line})",
        "skriv den som xsd:date (med {line})",
        "skriv den som xsd:date (med {line})",
        "kirjoita se kuten xsd:date (ja {line})",
    ),
    "bare-date": (
        "write {form} (with {line})",
        "skriv {form} (med {line})",
        "skriv {form} (med {line})",
        "skriv {form} (med {line})",
        "kirjoita {form} (ja {line})",
    ),
    "truth": _WRITE,
    "no-number": (
        "write the number, or a text in quotes",
        "skriv tallet, eller en tekst i anførselstegn",
        "skriv tallet, eller en tekst i anførselstegn",
        "skriv talet, eller en text inom citattecken",
        "kirjoita luku tai teksti lainausmerkkeihin",
    ),
    "line-text": (
        'close it with ", or begin and end it with """',
        'luk den med ", eller begynd og slut den med """',
        'lukk den med ", eller begynn og avslutt den med """',
        'stäng den med ", eller börja och avsluta den med """',
        'sulje se merkillä " tai aloita ja päätä se merkeillä """',
    ),
    "mark-inside": (
        "write {form} for a mark that belongs to the text",
        "skriv {form} for et tegn, der hører til teksten",
        "skriv {form} for et tegn som hører til teksten",
        "skriv {form} för ett tecken som hör till texten",
        "kirjoita {form}, kun merkki kuuluu tekstiin",
    ),
    "curly-mark": (
        "write the straight mark {form}",
        "skriv det lige tegn {form}",
        "skriv det rette tegnet {form}",
        "skriv det raka tecknet {form}",
        "kirjoita suora merkki {form}",
    ),
    "escape": (
        "write \\\\ for a backslash",
        "skriv \\\\ for en omvendt skråstreg",
        "skriv \\\\ for en omvendt skråstrek",
        "skriv \\\\ för ett omvänt snedstreck",
        "kirjoita kenoviiva muodossa \\\\",
    ),
    "bare-language": (
        "write {form} right after the text",
        "skriv {form} lige efter teksten",
        "skriv {form} rett etter teksten",
        "skriv {form} direkt efter texten",
        "kirjoita {form} heti tekstin jälkeen",
    ),
    "named-tag": _TAG,
    "tag": _TAG,
    "too-long": (
        "write a shorter one",
        "skriv en kortere",
        "skriv en kortere",
        "skriv en kortare",
        "kirjoita lyhyempi",
    ),
}
"""What would mend it."""
