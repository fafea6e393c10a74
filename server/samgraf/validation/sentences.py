"""What each constraint component expects and what was found, in five languages.

``wording`` joins the parts; ``{limit}`` is the parameter of the constraint, in words.
"""

from collections.abc import Mapping

from samgraf.findings import LANGUAGES

Five = Mapping[str, str]


def five(en: str, da: str, nb: str, sv: str, fi: str) -> Five:
    """Return one text for each language."""
    return dict(zip(LANGUAGES, (en, da, nb, sv, fi), strict=True))


IS = five(
    "{focus}: “{path}” is {value}",
    "{focus}: “{path}” er {value}",
    "{focus}: “{path}” er {value}",
    "{focus}: “{path}” är {value}",
    "{focus}: “{path}” on {value}",
)
"""How a sentence on one value begins."""

HERE = five("Here: {focus}.", "Her: {focus}.", "Her: {focus}.", "Här: {focus}.", "Tässä: {focus}.")
"""What is added to the message of a shape that speaks of a whole thing."""

HERE_FOUND = five(
    "Here: {focus}; found: {value}.",
    "Her: {focus}; fundet: {value}.",
    "Her: {focus}; funnet: {value}.",
    "Här: {focus}; hittat: {value}.",
    "Tässä: {focus}; löytyi: {value}.",
)
"""The same, where the query tells a value of its own."""

BROKEN = five(
    "{focus} breaks the rule “{component}”.",
    "{focus} bryder reglen “{component}”.",
    "{focus} bryter regelen “{component}”.",
    "{focus} bryter mot regeln “{component}”.",
    "{focus} rikkoo sääntöä “{component}”.",
)
"""The general sentence on a thing, where the shape has no message."""

BROKEN_BY = five(
    "; this breaks the rule “{component}”",
    "; det bryder reglen “{component}”",
    "; det bryter regelen “{component}”",
    "; det bryter mot regeln “{component}”",
    "; tämä rikkoo sääntöä “{component}”",
)
"""The general end of a sentence on a value, where the shape has no message."""

SETS: Mapping[str, Five] = {
    "MinCountOne": five(
        "{focus} has no “{path}”.",
        "{focus} mangler “{path}”.",
        "{focus} mangler “{path}”.",
        "{focus} saknar “{path}”.",
        "{focus}: “{path}” puuttuu.",
    ),
    "MinCount": five(
        "{focus}: “{path}” is there fewer than {limit} times.",
        "{focus}: “{path}” står der færre end {limit} gange.",
        "{focus}: “{path}” står der færre enn {limit} ganger.",
        "{focus}: “{path}” finns färre än {limit} gånger.",
        "{focus}: “{path}” esiintyy harvemmin kuin {limit} kertaa.",
    ),
    "MaxCountNone": five(
        "{focus} has “{path}”, which may not stand there.",
        "{focus} har “{path}”, som ikke må stå der.",
        "{focus} har “{path}”, som ikke skal stå der.",
        "{focus} har “{path}”, som inte får stå där.",
        "{focus}: “{path}” ei saa olla tässä.",
    ),
    "MaxCount": five(
        "{focus}: “{path}” is there more than {limit} times.",
        "{focus}: “{path}” står der mere end {limit} gange.",
        "{focus}: “{path}” står der mer enn {limit} ganger.",
        "{focus}: “{path}” finns mer än {limit} gånger.",
        "{focus}: “{path}” esiintyy useammin kuin {limit} kertaa.",
    ),
    "MaxCountOne": five(
        "{focus}: “{path}” is there more than once; one is allowed.",
        "{focus}: “{path}” står der flere gange, men må kun stå én gang.",
        "{focus}: “{path}” står der flere ganger, men kan bare stå én gang.",
        "{focus}: “{path}” finns flera gånger men får bara finnas en gång.",
        "{focus}: “{path}” esiintyy useammin kuin kerran; vain yksi sallitaan.",
    ),
    "QualifiedMinCount": five(
        "{focus} has too few of “{path}” that are as asked for; at least {limit} are expected.",
        "{focus} har for få af “{path}”, der er som krævet; der forventes mindst {limit}.",
        "{focus} har for få av “{path}” som er slik det kreves; det forventes minst {limit}.",
        "{focus} har för få av “{path}” som är så som krävs; minst {limit} förväntas.",
        "{focus}: “{path}” täyttää ehdon liian harvoin; vähintään {limit} vaaditaan.",
    ),
    "QualifiedMaxCount": five(
        "{focus} has too many of “{path}” that are of one sort; at most {limit} is expected.",
        "{focus} har for mange af “{path}” af samme slags; der forventes højst {limit}.",
        "{focus} har for mange av “{path}” av samme slag; det forventes høyst {limit}.",
        "{focus} har för många av “{path}” av samma slag; högst {limit} förväntas.",
        "{focus}: “{path}” on samaa lajia liian monta kertaa; enintään {limit} sallitaan.",
    ),
    "UniqueLang": five(
        "{focus}: “{path}” is there more than once in one language ({lang}).",
        "{focus}: “{path}” står der flere gange på samme sprog ({lang}).",
        "{focus}: “{path}” står der flere ganger på samme språk ({lang}).",
        "{focus}: “{path}” finns flera gånger på samma språk ({lang}).",
        "{focus}: “{path}” on annettu useammin kuin kerran samalla kielellä ({lang}).",
    ),
    "HasValue": five(
        "{focus} lacks {limit} as “{path}”.",
        "{focus} mangler {limit} som “{path}”.",
        "{focus} mangler {limit} som “{path}”.",
        "{focus} saknar {limit} som “{path}”.",
        "{focus}: “{path}” ei sisällä arvoa {limit}.",
    ),
    "Closed": five(
        "{focus} has “{path}” ({value}), which is not known for it.",
        "{focus} har “{path}” ({value}), som ikke er kendt for den.",
        "{focus} har “{path}” ({value}), som ikke er kjent for den.",
        "{focus} har “{path}” ({value}), som inte är känt för den.",
        "{focus}: “{path}” ({value}) ei ole sille tunnettu ominaisuus.",
    ),
}
"""Whole sentences on the set of values of a path."""

VALUES: Mapping[str, Five] = {
    "Class": five(
        ", which is not in the graph as “{limit}”",
        ", som ikke findes i grafen som “{limit}”",
        ", som ikke finnes i grafen som “{limit}”",
        ", som inte finns i grafen som “{limit}”",
        ", jota ei ole tietoverkossa luokassa “{limit}”",
    ),
    "Datatype": five(
        " ({kind}); expected is {limit}",
        " ({kind}); der forventes {limit}",
        " ({kind}); det forventes {limit}",
        " ({kind}); {limit} förväntas",
        " ({kind}); pitäisi olla {limit}",
    ),
    "DatatypeForm": five(
        "; that is not written as {limit}",
        "; det er ikke skrevet som {limit}",
        "; det er ikke skrevet som {limit}",
        "; det är inte skrivet som {limit}",
        "; sitä ei ole kirjoitettu muotoon {limit}",
    ),
    "Pattern": five(
        ", which has another form",
        ", som har en anden form",
        ", som har en annen form",
        ", som har en annan form",
        ", joka on toisessa muodossa",
    ),
    "PatternIs": five(
        ", which does not have the form {limit}",
        ", som ikke har formen {limit}",
        ", som ikke har formen {limit}",
        ", som inte har formen {limit}",
        ", joka ei ole muodossa {limit}",
    ),
    "MinExclusive": five(
        "; more than {limit} is expected",
        "; der forventes mere end {limit}",
        "; det forventes mer enn {limit}",
        "; mer än {limit} förväntas",
        "; pitäisi olla enemmän kuin {limit}",
    ),
    "MinInclusive": five(
        "; at least {limit} is expected",
        "; der forventes mindst {limit}",
        "; det forventes minst {limit}",
        "; minst {limit} förväntas",
        "; pitäisi olla vähintään {limit}",
    ),
    "MaxExclusive": five(
        "; less than {limit} is expected",
        "; der forventes mindre end {limit}",
        "; det forventes mindre enn {limit}",
        "; mindre än {limit} förväntas",
        "; pitäisi olla vähemmän kuin {limit}",
    ),
    "MaxInclusive": five(
        "; at most {limit} is expected",
        "; der forventes højst {limit}",
        "; det forventes høyst {limit}",
        "; högst {limit} förväntas",
        "; pitäisi olla enintään {limit}",
    ),
    "MinLength": five(
        "; the least number of characters is {limit}",
        "; det mindste antal tegn er {limit}",
        "; det minste antallet tegn er {limit}",
        "; det minsta antalet tecken är {limit}",
        "; merkkejä pitäisi olla vähintään {limit}",
    ),
    "MaxLength": five(
        "; the greatest number of characters is {limit}",
        "; det største antal tegn er {limit}",
        "; det største antallet tegn er {limit}",
        "; det största antalet tecken är {limit}",
        "; merkkejä saisi olla enintään {limit}",
    ),
    "LanguageIn": five(
        " ({kind}); the language has to be one of: {limit}",
        " ({kind}); sproget skal være et af: {limit}",
        " ({kind}); språket må være ett av: {limit}",
        " ({kind}); språket måste vara ett av: {limit}",
        " ({kind}); kielen pitää olla jokin näistä: {limit}",
    ),
    "In": five(
        "; allowed are: {limit}",
        "; tilladt er: {limit}",
        "; tillatt er: {limit}",
        "; tillåtna är: {limit}",
        "; sallittuja ovat: {limit}",
    ),
    "InNone": five(
        "; no value is allowed there",
        "; der må ikke stå noget",
        "; det skal ikke stå noe der",
        "; ingenting får stå där",
        "; mitään arvoa ei sallita",
    ),
    "Equals": five(
        ", which is not the same as “{limit}”",
        ", som ikke er det samme som “{limit}”",
        ", som ikke er det samme som “{limit}”",
        ", som inte är detsamma som “{limit}”",
        ", joka ei ole sama kuin “{limit}”",
    ),
    "Disjoint": five(
        ", and so is “{limit}”; they have to differ",
        ", og det er “{limit}” også; de skal være forskellige",
        ", og det er “{limit}” også; de må være forskjellige",
        ", och det är “{limit}” också; de måste skilja sig åt",
        ", ja niin on myös “{limit}”; niiden pitää olla eri",
    ),
    "LessThan": five(
        "; it has to be less than “{limit}”",
        "; det skal være mindre end “{limit}”",
        "; det må være mindre enn “{limit}”",
        "; det måste vara mindre än “{limit}”",
        "; sen pitää olla pienempi kuin “{limit}”",
    ),
    "LessThanOrEquals": five(
        "; it may not be more than “{limit}”",
        "; det må ikke være mere end “{limit}”",
        "; det kan ikke være mer enn “{limit}”",
        "; det får inte vara mer än “{limit}”",
        "; se ei saa olla suurempi kuin “{limit}”",
    ),
    "NodeKind": five(
        " ({kind}); expected is {limit}",
        " ({kind}); der forventes {limit}",
        " ({kind}); det forventes {limit}",
        " ({kind}); {limit} förväntas",
        " ({kind}); pitäisi olla {limit}",
    ),
    "Not": five(
        ", which may not stand there",
        ", som ikke må stå der",
        ", som ikke skal stå der",
        ", som inte får stå där",
        ", joka ei saa olla tässä",
    ),
    "And": five(
        "; that is not so here",
        "; det er ikke tilfældet her",
        "; det er ikke tilfellet her",
        "; så är det inte här",
        "; näin ei ole tässä",
    ),
    "Or": five(
        " ({kind}), which has none of the allowed forms",
        " ({kind}), som ikke har nogen af de tilladte former",
        " ({kind}), som ikke har noen av de tillatte formene",
        " ({kind}), som inte har någon av de tillåtna formerna",
        " ({kind}), joka ei ole missään sallitussa muodossa",
    ),
    "Xone": five(
        "; it has to be exactly one of what is allowed",
        "; det skal være netop ét af det tilladte",
        "; det må være nøyaktig ett av det tillatte",
        "; det måste vara exakt ett av det tillåtna",
        "; sen pitää olla täsmälleen yksi sallituista",
    ),
    "Node": five(
        "; that is not so here",
        "; det er ikke tilfældet her",
        "; det er ikke tilfellet her",
        "; så är det inte här",
        "; näin ei ole tässä",
    ),
    "NodeCode": five(
        ", which is not in that list ({limit})",
        ", som ikke står på den liste ({limit})",
        ", som ikke står på den listen ({limit})",
        ", som inte finns i den listan ({limit})",
        ", jota ei ole siinä luettelossa ({limit})",
    ),
    "SPARQL": five("", "", "", "", ""),
}
"""Ends of sentences on one value: what is expected instead."""
