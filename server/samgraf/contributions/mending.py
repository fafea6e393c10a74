"""What would mend a table, in five languages."""

from collections.abc import Mapping

from .complaints import Words

_COMMAS: Words = (
    "Put a cell that holds a comma in quotation marks, and count the commas.",
    "Sæt en celle med komma i anførselstegn, og tæl kommaerne.",
    "Sett en celle med komma i anførselstegn, og tell kommaene.",
    "Sätt en cell med komma inom citattecken och räkna kommana.",
    "Pane pilkun sisältävä solu lainausmerkkeihin ja laske pilkut.",
)
REMEDIES: Mapping[str, Words] = {
    "separator": (
        "Save the file with commas: Excel takes the sign from the country set on the computer, "
        "so set the list separator to a comma there, or save as CSV in LibreOffice, which asks.",
        "Gem filen med komma: Excel tager tegnet fra landet i computerens indstillinger, "
        "så vælg komma som listeseparator dér, eller gem som CSV i LibreOffice, der spørger.",
        "Lagre filen med komma: Excel tar tegnet fra landet i datamaskinens innstillinger, "
        "så velg komma som listeskilletegn der, eller lagre som CSV i LibreOffice, som spør.",
        "Spara filen med komma: Excel tar tecknet från landet i datorns inställningar, "
        "så välj komma som listavgränsare där, eller spara som CSV i LibreOffice, som frågar.",
        "Tallenna tiedosto pilkuin: Excel ottaa merkin tietokoneen maa-asetuksista, joten "
        "valitse siellä luetteloerottimeksi pilkku tai tallenna CSV LibreOfficessa, joka kysyy.",
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
    "no-day": (
        "Leave the cell empty where no day is known.",
        "Lad cellen være tom, hvor ingen dag kendes.",
        "La cellen være tom der ingen dag er kjent.",
        "Lämna cellen tom där ingen dag är känd.",
        "Jätä solu tyhjäksi, jos päivää ei tunneta.",
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
    "date": (
        "Write a year, a month or a day in this form: YYYY, YYYY-MM or YYYY-MM-DD.",
        "Skriv et år, en måned eller en dag i denne form: ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD.",
        "Skriv et år, en måned eller en dag på denne formen: ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD.",
        "Skriv ett år, en månad eller en dag i denna form: ÅÅÅÅ, ÅÅÅÅ-MM eller ÅÅÅÅ-MM-DD.",
        "Kirjoita vuosi, kuukausi tai päivä muodossa VVVV, VVVV-KK tai VVVV-KK-PP.",
    ),
    "far-day": (
        "Write the day on which it was done.",
        "Skriv den dag, da det skete.",
        "Skriv dagen da det ble gjort.",
        "Skriv den dag då det gjordes.",
        "Kirjoita päivä, jona se tehtiin.",
    ),
    "day": (
        "Write year, month and day in this form: YYYY-MM-DD.",
        "Skriv år, måned og dag i denne form: ÅÅÅÅ-MM-DD.",
        "Skriv år, måned og dag på denne formen: ÅÅÅÅ-MM-DD.",
        "Skriv år, månad och dag i denna form: ÅÅÅÅ-MM-DD.",
        "Kirjoita vuosi, kuukausi ja päivä muodossa VVVV-KK-PP.",
    ),
    "span": (
        "Write one date, or the first and the last with | between: YYYY-MM-DD|YYYY-MM-DD.",
        "Skriv én dato, eller den første og den sidste med | imellem: ÅÅÅÅ-MM-DD|ÅÅÅÅ-MM-DD.",
        "Skriv én dato, eller den første og den siste med | mellom: ÅÅÅÅ-MM-DD|ÅÅÅÅ-MM-DD.",
        "Skriv ett datum, eller det första och det sista med | mellan: ÅÅÅÅ-MM-DD|ÅÅÅÅ-MM-DD.",
        "Kirjoita yksi päivä tai ensimmäinen ja viimeinen: VVVV-KK-PP|VVVV-KK-PP.",
    ),
}
"""By the kind of fault."""
REFERENCES: Mapping[str, Words] = {
    "source": (
        "Give the key of a source; if it is new, bring it in a sources table too.",
        "Angiv nøglen for en kilde; er den ny, så medbring den også i en tabel sources.",
        "Oppgi nøkkelen til en kilde; er den ny, ta den også med i en tabell sources.",
        "Ange nyckeln för en källa; är den ny, ta också med den i en tabell sources.",
        "Anna lähteen avain; jos lähde on uusi, tuo se myös taulukossa sources.",
    ),
    "actor": (
        "Give the key of an actor, which looks like dk-vejle; if it is new, bring an actors table.",
        "Angiv nøglen for en aktør; den ser ud som dk-vejle. Er den ny, medbring en tabel actors.",
        "Oppgi nøkkelen til en aktør; den ser ut som dk-vejle. Er den ny, ta med tabellen actors.",
        "Ange nyckeln för en aktör; den ser ut som dk-vejle. Är den ny, ta med en tabell actors.",
        "Anna toimijan avain; se on kuin dk-vejle. Jos toimija on uusi, tuo myös taulukko actors.",
    ),
    "": (
        "Give a key that is known: small letters a to z and digits, with hyphens between.",
        "Angiv en nøgle, der kendes: små bogstaver a til z og cifre med bindestreger imellem.",
        "Oppgi en nøkkel som er kjent: små bokstaver a til z og sifre med bindestreker mellom.",
        "Ange en nyckel som är känd: små bokstäver a till z och siffror med bindestreck mellan.",
        "Anna tunnettu avain: pieniä kirjaimia a-z ja numeroita, välissä yhdysmerkkejä.",
    ),
}
"""How to refer to a thing where no known one is near, by what is referred to."""
