"""JSON-LD that cannot be read: the words in five languages."""

from collections.abc import Mapping

from samgraf.contributions.complaints import Words

_WRITE_IT: Words = (
    "write it",
    "skriv det",
    "skriv det",
    "skriv det",
    "kirjoita se",
)

PROBLEMS: Mapping[str, Words] = {
    "nothing": (
        "nothing is stated: no key is tied to an IRI, or an @id is no whole IRI",
        "intet siges: ingen nøgle er knyttet til en IRI, eller et @id er ikke en hel IRI",
        "ingenting sies: ingen nøkkel er knyttet til en IRI, eller en @id er ikke en hel IRI",
        "inget sägs: ingen nyckel är knuten till en IRI, eller ett @id är inte en hel IRI",
        "tiedosto ei sano mitään: mikään avain ei liity IRIin, tai jokin @id ei ole kokonainen IRI",
    ),
    "trailing-comma": (
        "a comma stands after the last entry",
        "et komma står efter det sidste element",
        "et komma står etter det siste elementet",
        "ett komma står efter det sista elementet",
        "viimeisen kohdan jälkeen on pilkku",
    ),
    "no-comma": (
        "a comma or a {sign} is missing before this",
        "et komma eller et {sign} mangler før dette",
        "et komma eller en {sign} mangler før dette",
        "ett komma eller en {sign} saknas före detta",
        "pilkku tai {sign} puuttuu ennen tätä",
    ),
    "json-sign": (
        "{sign} cannot stand here",
        "{sign} kan ikke stå her",
        "{sign} kan ikke stå her",
        "{sign} kan inte stå här",
        "{sign} ei voi olla tässä",
    ),
    "context": (
        "the @context lies elsewhere, and nothing is fetched",
        "@context ligger et andet sted, og intet hentes",
        "@context ligger et annet sted, og ingenting hentes",
        "@context ligger någon annanstans, och inget hämtas",
        "@context on muualla, eikä mitään haeta",
    ),
}
"""What is wrong, by the kind of fault."""

REMEDIES: Mapping[str, Words] = {
    "nothing": (
        'write "@context" and "@id"',
        'skriv "@context" og "@id"',
        'skriv "@context" og "@id"',
        'skriv "@context" och "@id"',
        'kirjoita "@context" ja "@id"',
    ),
    "trailing-comma": (
        "remove it",
        "fjern det",
        "fjern det",
        "ta bort det",
        "poista se",
    ),
    "no-comma": _WRITE_IT,
    "json-sign": (
        'write names and texts of JSON in straight marks "',
        'skriv navne og tekster i JSON mellem lige tegn "',
        'skriv navn og tekster i JSON mellom rette tegn "',
        'skriv namn och texter i JSON mellan raka tecken "',
        'kirjoita JSONin nimet ja tekstit suorien merkkien " väliin',
    ),
    "context": (
        "write the context into the file itself",
        "skriv konteksten i selve filen",
        "skriv konteksten i selve filen",
        "skriv kontexten i själva filen",
        "kirjoita konteksti itse tiedostoon",
    ),
}
"""What would mend it."""
