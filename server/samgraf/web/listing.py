"""A list that was chosen as a question in SPARQL, and as Turtle."""

import re
from collections.abc import Iterator, Mapping, Sequence
from urllib.parse import quote

from samgraf import queries
from samgraf.linking.entries import Entry
from samgraf.linking.search import Asked
from samgraf.terms import BASE, CODE, COUNTRY, PREFIXES, SG

_BLOCK = re.compile(r" *#\[ (\w+)\n(.*?) *#\]\n", re.DOTALL)
_PLACE = re.compile(r'"UNDEF"|\bUNDEF\b')
_PREFIX = re.compile(r"PREFIX ([\w-]+:) <[^>]*>\n")
_SCHEMES = {"Region": "region", "Topic": "topic"}
_BLOCKS = {"Code": "code", "Term": "term"}
_VALUES = {"country": str(COUNTRY)} | {
    scheme: str(CODE[f"{scheme}/"]) for scheme in ("region", "form", "topic")
}
_FORBIDDEN = re.compile(r"[\x00-\x20<>\"{}|^`\\\[\]]")  # RFC 3987, ipchar
_LANGUAGE = re.compile(r"[A-Za-z]+(-[A-Za-z0-9]+)*")
_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}
_CONCEPTS = ("Region", "Topic", "Code")


def sparql(asked: Asked, today: str) -> str:
    """Write the question that gives the list; of a text it finds what holds it as it stands."""
    body = queries.text("pages/list")
    text = with_blocks(body[body.index("PREFIX") :], dict(_choices(asked, today)))
    rest = _PREFIX.sub("", text)
    return _PREFIX.sub(lambda p: p[0] if re.search(rf"(?<![\w-]){p[1]}", rest) else "", text)


def with_blocks(text: str, kept: Mapping[str, str]) -> str:
    """Keep the named blocks of a query, each with terms of N-Triples in place of UNDEF."""

    def block(found: re.Match[str]) -> str:
        terms = kept.get(found[1])
        return "" if terms is None else _PLACE.sub(lambda _: terms, found[2])

    return _BLOCK.sub(block, text)


def _choices(asked: Asked, today: str) -> Iterator[tuple[str, str]]:
    """Yield the block of each choice with the term of its value."""
    yield _kind(asked.chosen.get("kind", ""))
    for facet, value in asked.chosen.items():
        if facet in _VALUES:
            yield facet, iri(_VALUES[facet] + quote(value, "", errors="replace"))
        elif facet == "status":
            yield facet, literal(today)
            yield ("current" if value == "current" else "ended"), ""
        elif facet == "funded":
            yield facet, ""
    yield from ((name, literal(t)) for name, t in (("on", asked.on), ("text", asked.text)) if t)


def _kind(kind: str) -> tuple[str, str]:
    if kind in _SCHEMES:
        return "scheme", iri(str(CODE[_SCHEMES[kind]]))
    if kind in _BLOCKS:
        return _BLOCKS[kind], ""
    return ("kind", iri(SG + quote(kind, "", errors="replace"))) if kind else ("anything", "")


def iri(text: str) -> str:
    """Write an IRI as a term of N-Triples; what may not stand in one is percent-encoded."""
    return f"<{_FORBIDDEN.sub(lambda found: f'%{ord(found[0]):02X}', _whole(text))}>"


def literal(text: str, language: str = "") -> str:
    """Write a text as a term of N-Triples; half of a surrogate pair is no character."""
    escaped = "".join(_ESCAPES.get(c, c if c >= " " else f"\\u{ord(c):04X}") for c in _whole(text))
    tagged = f"@{language}" if _LANGUAGE.fullmatch(language) else ""
    return f'"{escaped}"{tagged}'


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode()


def turtle(entries: Sequence[Entry]) -> str:
    """Write what a list holds as Turtle: class, names and country of each thing."""
    heads = [f"@prefix {prefix}: <{PREFIXES[prefix]}> ." for prefix in ("rdfs", "sg", "skos")]
    return "\n".join([*heads, "", *(_described(entry) for entry in entries)])


def _described(entry: Entry) -> str:
    said = [*_said(entry)]
    return f"{iri(BASE + entry.path)} " + " ;\n    ".join(said) + " .\n"


def _said(entry: Entry) -> Iterator[str]:
    term = entry.kind == "Term"
    if not term:
        yield f"a {'skos:Concept' if entry.kind in _CONCEPTS else 'sg:' + entry.kind}"
    for title in entry.titles:
        if title.role == "preferred":
            yield f"{'rdfs' if term else 'skos'}:{'label' if term else 'prefLabel'} " + literal(
                title.name, title.language
            )
    for country in entry.countries:
        yield f"sg:country {iri(COUNTRY + country)}"
