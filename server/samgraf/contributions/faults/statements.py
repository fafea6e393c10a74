"""Statements that cannot be read: the words in five languages."""

from collections.abc import Mapping

from samgraf.contributions.complaints import Words

_MARKS: Words = (
    "write a text in quotation marks, an IRI between < and > or with a declared prefix",
    "skriv en tekst i anførselstegn, en IRI mellem < og > eller med et erklæret præfiks",
    "skriv en tekst i anførselstegn, en IRI mellom < og > eller med et erklært prefiks",
    "skriv en text inom citattecken, en IRI mellan < och > eller med ett deklarerat prefix",
    "kirjoita teksti lainausmerkkeihin, IRI merkkien < ja > väliin tai määritellyllä etuliitteellä",
)
_UNDECLARED: Words = (
    "the prefix {prefix}: is not declared",
    "præfikset {prefix}: er ikke erklæret",
    "prefikset {prefix}: er ikke erklært",
    "prefixet {prefix}: är inte deklarerat",
    "etuliitettä {prefix}: ei ole määritelty",
)
_WRITE: Words = (
    "write {form}",
    "skriv {form}",
    "skriv {form}",
    "skriv {form}",
    "kirjoita {form}",
)
_WHOLE: Words = (
    "write whole IRIs between < and >, texts in quotes; prefixes belong to Turtle (.ttl)",
    "skriv hele IRI'er mellem < og >, tekster i anførselstegn; præfikser hører til Turtle (.ttl)",
    "skriv hele IRI-er mellom < og >, tekster i anførselstegn; prefikser hører til Turtle (.ttl)",
    "skriv hela IRI:er mellan < och >, texter inom citattecken; prefix hör till Turtle (.ttl)",
    "kirjoita koko IRI merkkien < ja > väliin, teksti lainausmerkkeihin; etuliite on Turtlea",
)
_REST: Words = (
    "write the rest and a point",
    "skriv resten og et punktum",
    "skriv resten og et punktum",
    "skriv resten och en punkt",
    "kirjoita loppu ja piste",
)

PROBLEMS: Mapping[str, Words] = {
    "known-prefix": _UNDECLARED,
    "unknown-prefix": _UNDECLARED,
    "xml-prefix": _UNDECLARED,
    "prefix-form": (
        "this prefix is not declared as it must be",
        "dette præfiks er ikke erklæret, som det skal være",
        "dette prefikset er ikke erklært slik det skal",
        "detta prefix är inte deklarerat som det ska",
        "tätä etuliitettä ei ole määritelty oikein",
    ),
    "prefix-address": (
        "the address of a prefix is no IRI",
        "adressen for et præfiks er ikke en IRI",
        "adressen til et prefiks er ikke en IRI",
        "adressen för ett prefix är inte en IRI",
        "etuliitteen osoite ei ole IRI",
    ),
    "no-point": (
        "the statement has no point at its end",
        "udsagnet har intet punktum til sidst",
        "utsagnet har ikke noe punktum til slutt",
        "utsagan har ingen punkt i slutet",
        "lauseen lopussa ei ole pistettä",
    ),
    "ends": (
        "the file ends in the middle of a statement",
        "filen slutter midt i et udsagn",
        "filen slutter midt i et utsagn",
        "filen slutar mitt i en utsaga",
        "tiedosto päättyy kesken lauseen",
    ),
    "missing-value": (
        "a value is missing before {word}",
        "der mangler en værdi før {word}",
        "det mangler en verdi før {word}",
        "det saknas ett värde före {word}",
        "arvo puuttuu ennen merkkiä {word}",
    ),
    "graph": (
        "a named graph begins here, which Turtle has not",
        "her begynder en navngiven graf, som Turtle ikke har",
        "her begynner en navngitt graf, som Turtle ikke har",
        "här börjar en namngiven graf, som Turtle inte har",
        "tästä alkaa nimetty graafi, jollaista Turtlessa ei ole",
    ),
    "not-value": (
        "{word} is not a value",
        "{word} er ikke en værdi",
        "{word} er ikke en verdi",
        "{word} är inte ett värde",
        "{word} ei ole arvo",
    ),
    "not-property": (
        "{word} is not a property",
        "{word} er ikke en egenskab",
        "{word} er ikke en egenskap",
        "{word} är inte en egenskap",
        "{word} ei ole ominaisuus",
    ),
    "not-beginning": (
        "{word} cannot begin a statement",
        "{word} kan ikke begynde et udsagn",
        "{word} kan ikke begynne et utsagn",
        "{word} kan inte börja en utsaga",
        "{word} ei voi aloittaa lausetta",
    ),
    "open-bracket": (
        "a [ is not closed",
        "et [ er ikke lukket",
        "en [ er ikke lukket",
        "en [ är inte stängd",
        "merkkiä [ ei ole suljettu",
    ),
    "comment": (
        "this is no comment of Turtle",
        "dette er ikke en kommentar i Turtle",
        "dette er ikke en kommentar i Turtle",
        "detta är inte en kommentar i Turtle",
        "tämä ei ole Turtlen kommentti",
    ),
    "cut-name": (
        "the # in {word} begins a comment, so the name and all after it is cut off",
        "# i {word} begynder en kommentar, så navnet og alt efter det er skåret af",
        "# i {word} begynner en kommentar, så navnet og alt etter det er kuttet av",
        "# i {word} börjar en kommentar, så namnet och allt efter det är avklippt",
        "kohdassa {word} merkki # aloittaa kommentin, joten nimi ja loppurivi katkeavat",
    ),
    "cannot-stand": (
        "{sign} cannot stand here",
        "{sign} kan ikke stå her",
        "{sign} kan ikke stå her",
        "{sign} kan inte stå här",
        "{sign} ei voi olla tässä",
    ),
    "quoted": (
        "a triple stands as a term of another",
        "et tripel står som en del af et andet",
        "et trippel står som en del av et annet",
        "en trippel står som en del av en annan",
        "kolmikko on toisen kolmikon osana",
    ),
    "part-subject": (
        "the subject cannot be read",
        "subjektet kan ikke læses",
        "subjektet kan ikke leses",
        "subjektet kan inte läsas",
        "subjektia ei voi lukea",
    ),
    "part-predicate": (
        "the predicate cannot be read",
        "prædikatet kan ikke læses",
        "predikatet kan ikke leses",
        "predikatet kan inte läsas",
        "predikaattia ei voi lukea",
    ),
    "part-object": (
        "the object cannot be read",
        "objektet kan ikke læses",
        "objektet kan ikke leses",
        "objektet kan inte läsas",
        "objektia ei voi lukea",
    ),
    "other": (
        'this is not {shown}: "{words}"',
        'dette er ikke {shown}: "{words}"',
        'dette er ikke {shown}: "{words}"',
        'detta är inte {shown}: "{words}"',
        'tämä ei ole {shown}: "{words}"',
    ),
}
"""What is wrong, by the kind of fault."""

REMEDIES: Mapping[str, Words] = {
    "known-prefix": (
        "add the line {form}",
        "tilføj linjen {form}",
        "legg til linjen {form}",
        "lägg till raden {form}",
        "lisää rivi {form}",
    ),
    "unknown-prefix": (
        "declare it at the top of the file: @prefix {prefix}: <https://…> .",
        "erklær det øverst i filen: @prefix {prefix}: <https://…> .",
        "erklær det øverst i filen: @prefix {prefix}: <https://…> .",
        "deklarera det överst i filen: @prefix {prefix}: <https://…> .",
        "määrittele se tiedoston alussa: @prefix {prefix}: <https://…> .",
    ),
    "xml-prefix": (
        "declare it in the first element: {form}",
        "erklær det i det første element: {form}",
        "erklær det i det første elementet: {form}",
        "deklarera det i det första elementet: {form}",
        "määrittele se ensimmäisessä elementissä: {form}",
    ),
    "prefix-form": _WRITE,
    "prefix-address": (
        "write it between < and >",
        "skriv den mellem < og >",
        "skriv den mellom < og >",
        "skriv den mellan < och >",
        "kirjoita se merkkien < ja > väliin",
    ),
    "no-point": (
        "write a point after it, or ; if more about the same thing follows",
        "skriv et punktum efter det, eller ; hvis der følger mere om det samme",
        "skriv et punktum etter det, eller ; hvis det følger mer om det samme",
        "skriv en punkt efter den, eller ; om mer om samma sak följer",
        "kirjoita piste sen jälkeen, tai ; jos samasta kohteesta sanotaan lisää",
    ),
    "ends": _REST,
    "missing-value": (
        "write the value",
        "skriv værdien",
        "skriv verdien",
        "skriv värdet",
        "kirjoita arvo",
    ),
    "graph": (
        "name the file .trig",
        "giv filen endelsen .trig",
        "gi filen endelsen .trig",
        "ge filen ändelsen .trig",
        "anna tiedostolle pääte .trig",
    ),
    "not-value": _MARKS,
    "not-property": (
        "write subject, property, value and a point",
        "skriv subjekt, egenskab, værdi og et punktum",
        "skriv subjekt, egenskap, verdi og et punktum",
        "skriv subjekt, egenskap, värde och en punkt",
        "kirjoita subjekti, ominaisuus, arvo ja piste",
    ),
    "not-beginning": (
        "end a statement with a point; put a comma between values, ; between properties",
        "slut et udsagn med et punktum; sæt komma mellem værdier, ; mellem egenskaber",
        "avslutt et utsagn med et punktum; sett komma mellom verdier, ; mellom egenskaper",
        "avsluta en utsaga med en punkt; sätt komma mellan värden, ; mellan egenskaper",
        "päätä lause pisteeseen; pane pilkku arvojen väliin ja ; ominaisuuksien väliin",
    ),
    "open-bracket": (
        "write ] where the inner thing ends",
        "skriv ], hvor den indre ting slutter",
        "skriv ] der den indre tingen slutter",
        "skriv ] där den inre saken slutar",
        "kirjoita ] siihen, missä sisempi kohde päättyy",
    ),
    "comment": (
        "begin a comment with #",
        "begynd en kommentar med #",
        "begynn en kommentar med #",
        "börja en kommentar med #",
        "aloita kommentti merkillä #",
    ),
    "cut-name": (
        "write {form}, or the whole address between < and >",
        "skriv {form}, eller hele adressen mellem < og >",
        "skriv {form}, eller hele adressen mellom < og >",
        "skriv {form}, eller hela adressen mellan < och >",
        "kirjoita {form} tai koko osoite merkkien < ja > väliin",
    ),
    "cannot-stand": _MARKS,
    "quoted": (
        "say it with a claim (sg:Claim)",
        "sig det med en påstand (sg:Claim)",
        "si det med en påstand (sg:Claim)",
        "säg det med ett påstående (sg:Claim)",
        "sano se väitteellä (sg:Claim)",
    ),
    "part-subject": _WHOLE,
    "part-predicate": _WHOLE,
    "part-object": _WHOLE,
    "other": (
        "mend this line",
        "ret denne linje",
        "rett denne linjen",
        "rätta den här raden",
        "korjaa tämä rivi",
    ),
}
"""What would mend it."""
