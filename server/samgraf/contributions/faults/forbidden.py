"""What may not be brought: the words in five languages."""

from collections.abc import Mapping

from samgraf.contributions.complaints import Words

PROBLEMS: Mapping[str, Words] = {
    "imports": (
        "{term} may not be brought",
        "{term} må ikke medbringes",
        "{term} kan ikke tas med",
        "{term} får inte tas med",
        "{term} ei ole sallittu",
    ),
    "classes": (
        "a statement about classes or properties changes the ontology",
        "et udsagn om klasser eller egenskaber ændrer ontologien",
        "et utsagn om klasser eller egenskaper endrer ontologien",
        "en utsaga om klasser eller egenskaper ändrar ontologin",
        "luokkia tai ominaisuuksia koskeva lause muuttaa ontologiaa",
    ),
    "ours": (
        "<{iri}> belongs to our ontology, shapes or code lists",
        "<{iri}> hører til vores ontologi, regler eller kodelister",
        "<{iri}> hører til vår ontologi, våre regler eller kodelister",
        "<{iri}> hör till vår ontologi, våra regler eller kodlistor",
        "<{iri}> kuuluu ontologiaamme, sääntöihimme tai koodiluetteloihimme",
    ),
    "shape": (
        "{term} belongs to shapes, not to facts",
        "{term} hører til regler, ikke til fakta",
        "{term} hører til regler, ikke til fakta",
        "{term} hör till regler, inte till fakta",
        "{term} kuuluu sääntöihin, ei tietoihin",
    ),
    "scheme": (
        "an IRI may not begin with {scheme}",
        "en IRI må ikke begynde med {scheme}",
        "en IRI kan ikke begynne med {scheme}",
        "en IRI får inte börja med {scheme}",
        "IRI ei saa alkaa merkeillä {scheme}",
    ),
    "unseen": (
        "the IRI holds the invisible character {sign}",
        "IRI'en har det usynlige tegn {sign}",
        "IRI-en har det usynlige tegnet {sign}",
        "IRI:n har det osynliga tecknet {sign}",
        "IRIssä on näkymätön merkki {sign}",
    ),
    "control": (
        "the text holds the control character {sign}",
        "teksten har styretegnet {sign}",
        "teksten har styretegnet {sign}",
        "texten har styrtecknet {sign}",
        "tekstissä on ohjausmerkki {sign}",
    ),
}
"""What is wrong, by the kind of fault."""

REMEDIES: Mapping[str, Words] = {
    "imports": (
        "remove the statement; nothing is fetched",
        "fjern udsagnet; intet hentes",
        "fjern utsagnet; ingenting hentes",
        "ta bort utsagan; inget hämtas",
        "poista lause; mitään ei haeta",
    ),
    "classes": (
        "remove it; the ontology changes by review only",
        "fjern det; ontologien ændres kun efter gennemgang",
        "fjern det; ontologien endres bare etter gjennomgang",
        "ta bort det; ontologin ändras bara efter granskning",
        "poista se; ontologia muuttuu vain tarkastuksen kautta",
    ),
    "ours": (
        "bring facts about other things; these lists change by review only",
        "medbring fakta om andre ting; disse lister ændres kun efter gennemgang",
        "ta med fakta om andre ting; disse listene endres bare etter gjennomgang",
        "ta med fakta om andra saker; dessa listor ändras bara efter granskning",
        "tuo tietoja muista kohteista; nämä luettelot muuttuvat vain tarkastuksen kautta",
    ),
    "shape": (
        "remove the statement; only our own shapes are applied",
        "fjern udsagnet; kun vores egne regler anvendes",
        "fjern utsagnet; bare våre egne regler brukes",
        "ta bort utsagan; bara våra egna regler används",
        "poista lause; vain omia sääntöjämme käytetään",
    ),
    "scheme": (
        "write an address with https:// at its beginning",
        "skriv en adresse med https:// i begyndelsen",
        "skriv en adresse med https:// i begynnelsen",
        "skriv en adress med https:// i början",
        "kirjoita osoite, jossa on https:// alussa",
    ),
    "unseen": (
        "type the IRI again without it",
        "skriv IRI'en igen uden det",
        "skriv IRI-en på nytt uten det",
        "skriv IRI:n på nytt utan det",
        "kirjoita IRI uudelleen ilman sitä",
    ),
    "control": (
        "remove it",
        "fjern det",
        "fjern det",
        "ta bort det",
        "poista se",
    ),
}
"""What would mend it."""
