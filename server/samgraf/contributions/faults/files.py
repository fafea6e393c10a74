"""Files that are no text of their syntax: the words in five languages."""

from collections.abc import Mapping

from samgraf.contributions.complaints import Words
from samgraf.contributions.mending import REMEDIES as REMEDIES_OF_TABLES

_SAVE_AS: Words = (
    "save it as {shown}",
    "gem den som {shown}",
    "lagre den som {shown}",
    "spara den som {shown}",
    "tallenna se muodossa {shown}",
)
_SAVE_OR_NAME: Words = (
    "save it as {shown}, or name the file after what it is",
    "gem den som {shown}, eller giv filen navn efter, hvad den er",
    "lagre den som {shown}, eller gi filen navn etter det den er",
    "spara den som {shown}, eller ge filen namn efter vad den är",
    "tallenna se muodossa {shown} tai nimeä tiedosto sen mukaan, mikä se on",
)
_SAVE_UTF_8: Words = (
    "save the file with the encoding UTF-8",
    "gem filen med tegnkodningen UTF-8",
    "lagre filen med tegnkodingen UTF-8",
    "spara filen med teckenkodningen UTF-8",
    "tallenna tiedosto merkistökoodauksella UTF-8",
)
_CSV_UTF_8: Words = (
    "in Excel choose Save As and the type CSV UTF-8",
    "vælg i Excel Gem som og typen CSV UTF-8",
    "velg i Excel Lagre som og typen CSV UTF-8",
    "välj i Excel Spara som och typen CSV UTF-8",
    "valitse Excelissä Tallenna nimellä ja tyyppi CSV UTF-8",
)

PROBLEMS: Mapping[str, Words] = {
    "zip": (
        "the file is a zip archive or a spreadsheet, not {shown}",
        "filen er et zip-arkiv eller et regneark, ikke {shown}",
        "filen er et zip-arkiv eller et regneark, ikke {shown}",
        "filen är ett zip-arkiv eller ett kalkylark, inte {shown}",
        "tiedosto on zip-paketti tai laskentataulukko, ei {shown}",
    ),
    "spreadsheet": (
        "the file is a spreadsheet, not {shown}",
        "filen er et regneark, ikke {shown}",
        "filen er et regneark, ikke {shown}",
        "filen är ett kalkylark, inte {shown}",
        "tiedosto on laskentataulukko, ei {shown}",
    ),
    "word-document": (
        "the file is a document of a word processor, not {shown}",
        "filen er et dokument fra et tekstbehandlingsprogram, ikke {shown}",
        "filen er et dokument fra et tekstbehandlingsprogram, ikke {shown}",
        "filen är ett dokument från ett ordbehandlingsprogram, inte {shown}",
        "tiedosto on tekstinkäsittelyohjelman asiakirja, ei {shown}",
    ),
    "packed": (
        "the file is packed with {packer}, not {shown}",
        "filen er pakket med {packer}, ikke {shown}",
        "filen er pakket med {packer}, ikke {shown}",
        "filen är packad med {packer}, inte {shown}",
        "tiedosto on pakattu ohjelmalla {packer}, ei {shown}",
    ),
    "old-document": (
        "the file is an old spreadsheet or document, not {shown}",
        "filen er et gammelt regneark eller dokument, ikke {shown}",
        "filen er et gammelt regneark eller dokument, ikke {shown}",
        "filen är ett gammalt kalkylark eller dokument, inte {shown}",
        "tiedosto on vanha laskentataulukko tai asiakirja, ei {shown}",
    ),
    "pdf": (
        "the file is a PDF document, not {shown}",
        "filen er et PDF-dokument, ikke {shown}",
        "filen er et PDF-dokument, ikke {shown}",
        "filen är ett PDF-dokument, inte {shown}",
        "tiedosto on PDF-asiakirja, ei {shown}",
    ),
    "utf-16": (
        "the file is in UTF-16, not in UTF-8",
        "filen er i UTF-16, ikke i UTF-8",
        "filen er i UTF-16, ikke i UTF-8",
        "filen är i UTF-16, inte i UTF-8",
        "tiedoston merkistökoodaus on UTF-16, ei UTF-8",
    ),
    "nul": (
        "there is a NUL byte, which no text holds",
        "her er en NUL-byte, som ingen tekst har",
        "her er en NUL-byte, som ingen tekst har",
        "här är en NUL-byte, som ingen text har",
        "tässä on NUL-tavu, jota missään tekstissä ei ole",
    ),
    "not-utf-8": (
        "the byte {byte} is not UTF-8",
        "byten {byte} er ikke UTF-8",
        "byten {byte} er ikke UTF-8",
        "byten {byte} är inte UTF-8",
        "tavu {byte} ei ole UTF-8-muotoa",
    ),
    "csv-letter": (
        "the {letter} (byte {byte}) is not written in UTF-8",
        "bogstavet {letter} (byte {byte}) er ikke skrevet i UTF-8",
        "bokstaven {letter} (byte {byte}) er ikke skrevet i UTF-8",
        "bokstaven {letter} (byte {byte}) är inte skriven i UTF-8",
        "kirjainta {letter} (tavu {byte}) ei ole kirjoitettu UTF-8-muodossa",
    ),
    "csv-encoding": (
        "the byte {byte} of this table is not UTF-8",
        "byten {byte} i denne tabel er ikke UTF-8",
        "byten {byte} i denne tabellen er ikke UTF-8",
        "byten {byte} i denna tabell är inte UTF-8",
        "tämän taulukon tavu {byte} ei ole UTF-8-muotoa",
    ),
    "csv-separator": (
        "the cells are separated by {sign}, not by commas",
        "cellerne er adskilt med {sign}, ikke med komma",
        "cellene er skilt med {sign}, ikke med komma",
        "cellerna är skilda med {sign}, inte med komma",
        "solut on erotettu merkillä {sign}, ei pilkulla",
    ),
    "looks-like": (
        "this looks like {other}, not {shown}",
        "dette ligner {other}, ikke {shown}",
        "dette ligner {other}, ikke {shown}",
        "detta liknar {other}, inte {shown}",
        "tämä muistuttaa muotoa {other}, ei {shown}",
    ),
    "web-page": (
        "this is a web page, not {shown}",
        "dette er en webside, ikke {shown}",
        "dette er en nettside, ikke {shown}",
        "detta är en webbsida, inte {shown}",
        "tämä on verkkosivu, ei {shown}",
    ),
    "other-syntax": (
        "this is {other}, not {shown}",
        "dette er {other}, ikke {shown}",
        "dette er {other}, ikke {shown}",
        "detta är {other}, inte {shown}",
        "tämä on {other}, ei {shown}",
    ),
    "doctype": (
        "<!{word} is not allowed in RDF/XML here",
        "<!{word} er ikke tilladt i RDF/XML her",
        "<!{word} er ikke tillatt i RDF/XML her",
        "<!{word} är inte tillåtet i RDF/XML här",
        "merkintää <!{word} ei sallita täällä RDF/XML-tiedostossa",
    ),
    "encoding": (
        "the encoding {encoding} cannot be read",
        "tegnkodningen {encoding} kan ikke læses",
        "tegnkodingen {encoding} kan ikke leses",
        "teckenkodningen {encoding} kan inte läsas",
        "merkistökoodausta {encoding} ei voi lukea",
    ),
    "more": (
        "more may be wrong",
        "mere kan være galt",
        "mer kan være galt",
        "mer kan vara fel",
        "muutakin voi olla vialla",
    ),
}
"""What is wrong, by the kind of fault."""

REMEDIES: Mapping[str, Words] = {
    "zip": _SAVE_AS,
    "spreadsheet": _CSV_UTF_8,
    "word-document": (
        "bring its facts as CSV or Turtle",
        "medbring dets oplysninger som CSV eller Turtle",
        "ta med opplysningene i det som CSV eller Turtle",
        "ta med dess uppgifter som CSV eller Turtle",
        "tuo sen tiedot CSV- tai Turtle-muodossa",
    ),
    "packed": _SAVE_AS,
    "old-document": _SAVE_AS,
    "pdf": _SAVE_AS,
    "utf-16": _SAVE_UTF_8,
    "nul": (
        "remove it, and save the file as UTF-8",
        "fjern den, og gem filen som UTF-8",
        "fjern den, og lagre filen som UTF-8",
        "ta bort den och spara filen som UTF-8",
        "poista se ja tallenna tiedosto muodossa UTF-8",
    ),
    "not-utf-8": _SAVE_UTF_8,
    "csv-letter": _CSV_UTF_8,
    "csv-encoding": _CSV_UTF_8,
    "csv-separator": REMEDIES_OF_TABLES["separator"],
    "looks-like": (
        "choose {other} as the syntax, or let the file name end with {ending}",
        "vælg {other} som syntaks, eller lad filnavnet ende på {ending}",
        "velg {other} som syntaks, eller la filnavnet ende på {ending}",
        "välj {other} som syntax, eller låt filnamnet sluta på {ending}",
        "valitse syntaksiksi {other} tai anna tiedostonimelle pääte {ending}",
    ),
    "web-page": _SAVE_OR_NAME,
    "other-syntax": _SAVE_OR_NAME,
    "doctype": (
        "remove it, and write out what it stands for",
        "fjern det, og skriv det ud, som det står for",
        "fjern det, og skriv ut det som det står for",
        "ta bort det och skriv ut det som det står för",
        "poista se ja kirjoita auki, mitä se tarkoittaa",
    ),
    "encoding": (
        "save the file as UTF-8 and declare that",
        "gem filen som UTF-8, og angiv det i den",
        "lagre filen som UTF-8, og oppgi det i den",
        "spara filen som UTF-8 och ange det i den",
        "tallenna tiedosto muodossa UTF-8 ja ilmoita se siinä",
    ),
    "more": (
        "mend these first",
        "ret dette først",
        "rett dette først",
        "rätta detta först",
        "korjaa ensin nämä",
    ),
}
"""What would mend it."""
