"""The words of the reports themselves, in every language; sentences of findings come with them."""

import re
from collections.abc import Mapping

from samgraf.findings import LANGUAGES, Finding, Report

from .visible import MOST_SAID, visible

_FIRST = re.compile(r"(?:(?!(?<=[\w”)]{2})[.?!]\s).)*[.?!]?", re.DOTALL)


def _five(en: str, da: str, nb: str, sv: str, fi: str) -> Mapping[str, str]:
    return dict(zip(LANGUAGES, (en, da, nb, sv, fi), strict=True))


TITLE = _five(
    "Validation report",
    "Valideringsrapport",
    "Valideringsrapport",
    "Valideringsrapport",
    "Tarkistusraportti",
)
ONE = {
    "Violation": _five("violation", "fejl", "feil", "fel", "virhe"),
    "Warning": _five("warning", "advarsel", "advarsel", "varning", "varoitus"),
    "Info": _five("note", "bemærkning", "merknad", "anmärkning", "huomautus"),
}
"""A finding by its severity."""
BADGES = {**ONE, "Violation": {**ONE["Violation"], "en": "mistake"}}
"""The same where only people read it."""
SEVERAL = {
    "Violation": _five(
        "Mistakes: to be mended",
        "Fejl: skal rettes",
        "Feil: må rettes",
        "Fel: måste rättas",
        "Virheet: korjattava",
    ),
    "Warning": _five(
        "Warnings: would better be different",
        "Advarsler: bør overvejes",
        "Advarsler: bør vurderes",
        "Varningar: bör övervägas",
        "Varoitukset: syytä harkita",
    ),
    "Info": _five("Notes", "Bemærkninger", "Merknader", "Anmärkningar", "Huomautukset"),
}
"""The heading of all findings of a severity."""
COUNTED = _five(
    "Mistakes: {Violation}, warnings: {Warning}, notes: {Info}",
    "Fejl: {Violation}, advarsler: {Warning}, bemærkninger: {Info}",
    "Feil: {Violation}, advarsler: {Warning}, merknader: {Info}",
    "Fel: {Violation}, varningar: {Warning}, anmärkningar: {Info}",
    "Virheitä: {Violation}, varoituksia: {Warning}, huomautuksia: {Info}",
)
BROUGHT = _five(
    "files: {files}, statements: {triples}",
    "filer: {files}, udsagn: {triples}",
    "filer: {files}, utsagn: {triples}",
    "filer: {files}, påståenden: {triples}",
    "tiedostoja: {files}, väittämiä: {triples}",
)
MORE = _five(
    "… and {n} more like it",
    "… og {n} mere af samme slags",
    "… og {n} til av samme slag",
    "… och {n} till av samma slag",
    "… ja {n} muuta samanlaista",
)
LINES = _five("lines", "linje", "linje", "rad", "rivit")
UNTOLD = _five(
    "Further findings that are counted but not told: {n}. Mend those that are told first.",
    "Yderligere fund, der er talt med, men ikke vist: {n}. Ret først dem, der er vist.",
    "Flere funn som er talt med, men ikke vist: {n}. Rett først dem som er vist.",
    "Ytterligare fynd som räknats men inte visas: {n}. Rätta först dem som visas.",
    "Muita löydöksiä, jotka on laskettu mutta joita ei näytetä: {n}. Korjaa ensin näytetyt.",
)
FILES = {
    False: _five("The file", "Filen", "Filen", "filen", "Tiedosto"),
    True: _five("The files", "Filerne", "Filene", "filerna", "Tiedostot"),
}
"""What is brought, by whether it is several files."""
ALONE = {
    True: _five(
        "{files} alone: in order.",
        "{files} alene: i orden.",
        "{files} alene: i orden.",
        "Enbart {files}: i sin ordning.",
        "{files} yksinään: kunnossa.",
    ),
    False: _five(
        "{files} alone: mistakes to be mended.",
        "{files} alene: fejl, der skal rettes.",
        "{files} alene: feil som må rettes.",
        "Enbart {files}: fel som måste rättas.",
        "{files} yksinään: korjattavia virheitä.",
    ),
}
"""The verdict on what is brought, nothing beside it."""
BESIDE = {
    True: _five(
        "Beside the graph (version {version}): in order.",
        "Sammen med grafen (version {version}): i orden.",
        "Sammen med grafen (versjon {version}): i orden.",
        "Tillsammans med grafen (version {version}): i sin ordning.",
        "Tietoverkon (versio {version}) rinnalla: kunnossa.",
    ),
    False: _five(
        "Beside the graph (version {version}): mistakes to be mended.",
        "Sammen med grafen (version {version}): fejl, der skal rettes.",
        "Sammen med grafen (versjon {version}): feil som må rettes.",
        "Tillsammans med grafen (version {version}): fel som måste rättas.",
        "Tietoverkon (versio {version}) rinnalla: korjattavia virheitä.",
    ),
}
"""The verdict on what is brought with the whole graph beside it."""
NO_GRAPH = _five(
    "Beside the graph: not checked, because no version is built here.",
    "Sammen med grafen: ikke kontrolleret, fordi ingen version er bygget her.",
    "Sammen med grafen: ikke kontrollert, fordi ingen versjon er bygd her.",
    "Tillsammans med grafen: inte kontrollerat, eftersom ingen version är byggd här.",
    "Tietoverkon rinnalla: ei tarkistettu, koska mitään versiota ei ole koottu täällä.",
)
ONLY_BESIDE = _five(
    "found by comparing with the graph",
    "fundet ved sammenligning med grafen",
    "funnet ved sammenligning med grafen",
    "hittat genom jämförelse med grafen",
    "löytyi vertaamalla tietoverkkoon",
)
NOTHING = _five(
    "Nothing is wrong.",
    "Der er intet forkert.",
    "Ingenting er galt.",
    "Ingenting är fel.",
    "Mitään vikaa ei ole.",
)
RULE = _five("Rule", "Regel", "Regel", "Regel", "Sääntö")
FILE = _five("File", "Fil", "Fil", "Fil", "Tiedosto")
THING = _five("Thing", "Ting", "Ting", "Sak", "Kohde")
FOUND = _five("Found", "Fundet", "Funnet", "Hittat", "Löytyi")
TO_COPY = _five("To copy", "Til kopiering", "Til kopiering", "Att kopiera", "Kopioitavaksi")
IN_SHORT = _five("In short", "Kort fortalt", "Kort fortalt", "I korthet", "Lyhyesti")
CHECKS = {
    "table": _five(
        "Reading of tables",
        "Læsning af tabeller",
        "Lesing av tabeller",
        "Läsning av tabeller",
        "Taulukoiden lukeminen",
    ),
    "syntax": _five(
        "Reading of files",
        "Læsning af filer",
        "Lesing av filer",
        "Läsning av filer",
        "Tiedostojen lukeminen",
    ),
    "unknown-term": _five(
        "Unknown terms", "Ukendte termer", "Ukjente termer", "Okända termer", "Tuntemattomat termit"
    ),
}
"""The checks that are no shapes."""


def told(finding: Finding, language: str) -> str:
    """Return the sentence of a finding, and what would mend it, in one line."""
    return visible(f"{_said(finding, language)} {_mending(finding, language)}".strip(), MOST_SAID)


def sentence(finding: Finding, language: str) -> str:
    """Return what is wrong, without what would mend it."""
    return visible(_said(finding, language), MOST_SAID)


def first_sentence(finding: Finding, language: str) -> str:
    """Return the first sentence of what is wrong: the rule, in plain words."""
    return visible(_FIRST.match(_said(finding, language))[0], MOST_SAID)  # type: ignore[index]


def suggestion(finding: Finding, language: str) -> str:
    """Return what would mend it; '' where nothing is near."""
    return visible(_mending(finding, language), MOST_SAID)


def _said(finding: Finding, language: str) -> str:
    return _in(finding.messages, language) or finding.rule


def _mending(finding: Finding, language: str) -> str:
    return _in(finding.suggestions, language)


def _in(words: Mapping[str, str], language: str) -> str:
    """Return the words in a language, else in the first language that there is."""
    return words.get(language) or next((words[x] for x in LANGUAGES if words.get(x)), "")


REFUSED = _five(
    "Nothing was checked against the rules yet: mend this first.",
    "Intet er endnu holdt op mod reglerne: ret dette først.",
    "Ingenting er holdt opp mot reglene ennå: rett dette først.",
    "Inget har ännu prövats mot reglerna: rätta detta först.",
    "Mitään ei ole vielä verrattu sääntöihin: korjaa tämä ensin.",
)
"""The verdict on files of which one cannot be read."""


def verdicts(report: Report, language: str) -> list[str]:
    """Return what the report comes to: the counts, what is brought by itself, with the graph."""
    counted = COUNTED[language].format(**{name: report.count(name) for name in ONE})
    if report.refused:
        return [REFUSED[language], f"{counted}."]
    said = [NOTHING[language]] if report.conforms else []
    if report.untold:
        said.append(UNTOLD[language].format(n=report.untold))
    brought = BROUGHT[language].format(files=len(report.files), triples=report.triples)
    right = not report.count("Violation") and not report.untold
    beside = NO_GRAPH if report.version is None else BESIDE[right]
    files = FILES[len(report.files) > 1][language]
    return [
        *said,
        f"{counted} ({brought}).",
        ALONE[report.alone][language].format(files=files),
        beside[language].format(version=report.version),
    ]
