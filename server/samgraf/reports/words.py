"""The words of the reports themselves, in every language; sentences of findings come with them."""

from collections.abc import Mapping

from samgraf.findings import LANGUAGES, Finding, Report

from .visible import MOST_SAID, visible


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
SEVERAL = {
    "Violation": _five(
        "Violations: to be mended",
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
    "violations: {Violation}, warnings: {Warning}, notes: {Info}",
    "fejl: {Violation}, advarsler: {Warning}, bemærkninger: {Info}",
    "feil: {Violation}, advarsler: {Warning}, merknader: {Info}",
    "fel: {Violation}, varningar: {Warning}, anmärkningar: {Info}",
    "virheitä: {Violation}, varoituksia: {Warning}, huomautuksia: {Info}",
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
ALONE = {
    True: _five(
        "By itself: right; it breaks no rule that needs nothing outside it.",
        "I sig selv: i orden; det bryder ingen regel, som ikke kræver andet.",
        "I seg selv: i orden; det bryter ingen regel som ikke krever annet.",
        "I sig självt: i sin ordning; det bryter inte mot någon regel som inte kräver annat.",
        "Yksinään: kunnossa; se ei riko sääntöjä, jotka eivät vaadi muuta.",
    ),
    False: _five(
        "By itself: wrong; it breaks a rule that needs nothing outside it.",
        "I sig selv: forkert; det bryder en regel, som ikke kræver andet.",
        "I seg selv: galt; det bryter en regel som ikke krever annet.",
        "I sig självt: fel; det bryter mot en regel som inte kräver annat.",
        "Yksinään: väärin; se rikkoo sääntöä, joka ei vaadi muuta.",
    ),
}
"""The verdict on what is brought, nothing beside it."""
BESIDE = {
    True: _five(
        "With the graph of version {version}: right; no violations.",
        "Med grafen i version {version}: i orden; ingen fejl.",
        "Med grafen i versjon {version}: i orden; ingen feil.",
        "Med grafen i version {version}: i sin ordning; inga fel.",
        "Tietoverkon version {version} kanssa: kunnossa; ei virheitä.",
    ),
    False: _five(
        "With the graph of version {version}: wrong; there are violations.",
        "Med grafen i version {version}: forkert; der er fejl.",
        "Med grafen i versjon {version}: galt; det er feil.",
        "Med grafen i version {version}: fel; det finns fel att rätta.",
        "Tietoverkon version {version} kanssa: väärin; virheitä on.",
    ),
}
"""The verdict on what is brought with the whole graph beside it."""
NO_GRAPH = _five(
    "With the graph: not checked, because no version is built here.",
    "Med grafen: ikke kontrolleret, fordi ingen version er bygget her.",
    "Med grafen: ikke kontrollert, fordi ingen versjon er bygd her.",
    "Med grafen: inte kontrollerat, eftersom ingen version är byggd här.",
    "Tietoverkon kanssa: ei tarkistettu, koska mitään versiota ei ole koottu täällä.",
)
ONLY_BESIDE = _five(
    "seen only with the graph beside it",
    "ses kun med grafen ved siden af",
    "ses bare med grafen ved siden av",
    "syns bara med grafen bredvid",
    "näkyy vain tietoverkon rinnalla",
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
    sentence = _in(finding.messages, language) or finding.rule
    return visible(f"{sentence} {_in(finding.suggestions, language)}".strip(), MOST_SAID)


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
    """Return what the report comes to: by itself, with the graph, and the counts."""
    counts = {severity: report.count(severity) for severity in ONE}
    right = not counts["Violation"] and not report.untold
    beside = NO_GRAPH if report.version is None else BESIDE[right]
    brought = {"files": len(report.files), "triples": report.triples}
    said = [UNTOLD[language].format(n=report.untold)] if report.untold else []
    if report.conforms:
        said.append(NOTHING[language])
    if report.refused:
        return [REFUSED[language], f"{COUNTED[language].format(**counts)}"]
    return [
        *said,
        ALONE[report.alone][language],
        beside[language].format(version=report.version),
        f"{COUNTED[language].format(**counts)} ({BROUGHT[language].format(**brought)})",
    ]
