"""What no shape can find: things without a class, words that nobody uses, files that say nothing.

A shape looks at the things of its class. What has none, or a misspelt one, would pass unseen.
"""

from collections.abc import Iterable, Iterator, Mapping

from samgraf.findings import SEVERITIES, Finding, Spot
from samgraf.namespaces import BASE, ONTOLOGY, PREFIXES
from samgraf.store.asking import Blank, Facts, Iri, Term
from samgraf.validation.near import Index, slug
from samgraf.validation.program import Program
from samgraf.validation.sentences import Five, five
from samgraf.validation.terms import RDF_TYPE

from .reading import Brought

_VIOLATION, _WARNING, _INFO = SEVERITIES
_MEANT = five(
    "Did you mean {x}?", "Mente du {x}?", "Mente du {x}?", "Menade du {x}?", "Tarkoititko {x}?"
)
_EMPTY = five(
    "This file states nothing, so nothing was checked.",
    "Denne fil siger ingenting, så intet er kontrolleret.",
    "Denne filen sier ingenting, så ingenting er kontrollert.",
    "Den här filen säger ingenting, så inget har kontrollerats.",
    "Tämä tiedosto ei sisällä tietoja, joten mitään ei tarkistettu.",
)
_NO_CLASS = five(
    "{x} does not say what it is, so no rule was applied to it. Write its class, such as "
    "sg:Membership for a membership.",
    "{x} siger ikke, hvad den er, så ingen regel er brugt på den. Skriv dens klasse, for eksempel "
    "sg:Membership for et medlemskab.",
    "{x} sier ikke hva den er, så ingen regel er brukt på den. Skriv klassen, for eksempel "
    "sg:Membership for et medlemskap.",
    "{x} säger inte vad den är, så ingen regel har prövats på den. Skriv dess klass, till exempel "
    "sg:Membership för ett medlemskap.",
    "{x} ei kerro, mikä se on, joten siihen ei sovellettu sääntöjä. Kirjoita luokka, esimerkiksi "
    "sg:Membership jäsenyydelle.",
)
_OTHER_CLASS = five(
    "{x} is said to be {k}, which is no class of this graph, so no rule was applied to it.",
    "{x} siges at være {k}, som ikke er en klasse i denne graf, så ingen regel er brugt på den.",
    "{x} sies å være {k}, som ikke er en klasse i denne grafen, så ingen regel er brukt på den.",
    "{x} sägs vara {k}, som inte är en klass i den här grafen, så ingen regel har prövats på den.",
    "{x} on merkitty luokkaan {k}, jota tässä tietoverkossa ei ole, joten sääntöjä ei sovellettu.",
)
_FOREIGN = five(
    "No rule speaks of {x}: what is said of it was not checked.",
    "Ingen regel handler om {x}: det, der siges om den, er ikke kontrolleret.",
    "Ingen regel handler om {x}: det som sies om den, er ikke kontrollert.",
    "Ingen regel handlar om {x}: det som sägs om den har inte kontrollerats.",
    "Mikään sääntö ei koske kohdetta {x}: siitä kerrottua ei tarkistettu.",
)
_UNUSED = five(
    "The property {x} is used nowhere in this graph, and no rule knows it.",
    "Egenskaben {x} bruges ingen steder i denne graf, og ingen regel kender den.",
    "Egenskapen {x} brukes ingen steder i denne grafen, og ingen regel kjenner den.",
    "Egenskapen {x} används ingenstans i den här grafen, och ingen regel känner till den.",
    "Ominaisuutta {x} ei käytetä tässä tietoverkossa, eikä mikään sääntö tunne sitä.",
)


def empty(brought: Brought) -> Iterator[Finding]:
    """Yield each file that states nothing and has nothing wrong."""
    heard = {spot.file for spot in brought.spots.values()}
    heard |= {found.spot.file for found in brought.findings}
    for file in brought.files:
        if file not in heard:
            yield _finding(Spot(file), _VIOLATION, "empty", _EMPTY)


def without_class(brought: Brought, facts: Facts, program: Program) -> Iterator[Finding]:
    """Yield each subject that is of no class that a shape is about, in the order of the files."""
    known = {cls for check in program.checks for cls in check.targets.classes}
    classes = Index((slug(cls), cls) for cls in known)
    for node, spot in brought.subjects.items():
        kinds = facts.kinds(node) if isinstance(node, Iri | Blank) else set()
        if kinds & known or not isinstance(node, Iri):
            continue
        if "#" in node.value and any(_has_others(facts, kind, brought) for kind in kinds):
            continue  # a part, such as a point on the map, that no rule is about anywhere
        words = {"x": shown(node)}
        if not node.value.startswith(f"{BASE}id/"):
            yield _finding(spot, _INFO, "not-checked", _FOREIGN, node, words)
        elif not kinds:
            yield _finding(spot, _VIOLATION, "no-class", _NO_CLASS, node, words)
        else:
            kind = min(kinds, key=str)
            if kind.value.startswith(f"{ONTOLOGY}#"):
                continue  # told as an unknown term already, or of an abstract kind
            at = brought.spot_of(node, RDF_TYPE, kind)
            near = classes.nearest(slug(kind)) if isinstance(kind, Iri) else ()
            words["k"] = shown(kind)
            yield _finding(at, _VIOLATION, "no-class", _OTHER_CLASS, node, words, near)


def _has_others(facts: Facts, kind: Term, brought: Brought) -> bool:
    """Tell whether the graph has things of a class beside those that were brought."""
    return any(node not in brought.subjects for node, _, _ in facts.matching(None, RDF_TYPE, kind))


def unused(brought: Brought, facts: Facts, program: Program) -> Iterator[Finding]:
    """Yield each property of a vocabulary of ours that nothing else in the graph has."""
    read = {predicate for predicate in program.table if predicate is not None}
    names = Index((slug(p), p) for p in read)
    own: dict[Iri, int] = {}
    for _, predicate, _ in brought.triples:
        own[predicate] = own.get(predicate, 0) + 1
    spaces = tuple(space for space in PREFIXES.values() if not space.startswith(BASE))
    odd = [p for p in own if p not in read and p.value.startswith(spaces)]
    odd = [p for p in odd if not _more(facts, p, own[p])]
    for triple in brought.triples:
        if triple[1] in odd:
            odd.remove(triple[1])
            near = names.nearest(slug(triple[1]))
            spot = brought.spot_of(*triple)
            words = {"x": shown(triple[1])}
            yield _finding(spot, _WARNING, "unused-property", _UNUSED, triple[0], words, near)


def _more(facts: Facts, predicate: Iri, number: int) -> bool:
    """Tell whether a property stands in more statements than so many."""
    return any(n >= number for n, _ in enumerate(facts.matching(None, predicate, None)))


def _finding(
    spot: Spot,
    severity: str,
    name: str,
    sentences: Five,
    node: Term | None = None,
    words: Mapping[str, str] | None = None,
    near: Iterable[Term] = (),
) -> Finding:
    meant = [term for term in near if isinstance(term, Iri)][:1]
    return Finding(
        spot,
        severity,
        "" if node is None else str(node),
        "",
        "",
        "",
        name,
        {language: text.format(**(words or {})) for language, text in sentences.items()},
        {code: text.format(x=shown(meant[0])) for code, text in _MEANT.items()} if meant else {},
        str(meant[0]) if meant else "",
    )


def shown(term: Term) -> str:
    """Return an IRI with a prefix that everyone knows, or without our base."""
    value = term.value
    for prefix, space in PREFIXES.items():
        if value.startswith(space) and value != space:
            return f"{prefix}:{value.removeprefix(space)}"
    return value.removeprefix(f"{BASE}id/")
