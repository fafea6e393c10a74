"""In plain words why a text in RDF cannot be read, and what would mend it."""

import re
from collections.abc import Callable
from datetime import date

from samgraf.errors import Fault
from samgraf.namespaces import FAMILIAR, PREFIXES
from samgraf.store.reading import QUOTED, TOO_LONG, Broken

from .faults import Said, fault, mended
from .syntax import SHOWN

MOST_LOOKED_AT = 10_000
"""So many characters of a line are searched for a name that # cuts off."""
_WITH_NAMES = ("turtle", "trig")
_BEGINNINGS = {"bare-date": "day", "named-tag": "tag"}
"""Kinds of fault that the parser tells within a word, and what that word is called."""
_PREFIX_KINDS = ("known-prefix", "unknown-prefix", "xml-prefix")


def ends_reading(broken: Broken) -> bool:
    """Tell whether what follows a fault is read wrongly, so that it is better not told."""
    return _MISLEADS.match(broken.words) is not None


def is_undeclared(told: Fault) -> bool:
    """Tell whether a fault will be met again wherever the prefix is used."""
    return told.kind in _PREFIX_KINDS


def explained(name: str, broken: Broken, lines: list[str], syntax: str) -> Fault:
    """Say in plain words what the parser could not read, and what would mend it."""
    line, column = broken.line, broken.column
    if "LoadDocumentCallback" in broken.words:
        line, column = _remote_context(lines)
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    cut = _cut_names(lines, line) if syntax in _WITH_NAMES else None
    if cut:
        return fault(name, *cut)
    said = _said(broken, text, column, SHOWN[syntax])
    if _BEFORE.match(broken.words) and syntax != "json-ld":
        line, column = _end_before(lines, line, column)
    word = said.words.get(_BEGINNINGS.get(said.kind, ""))
    if word:
        column = text.rfind(word, 0, column + len(word)) + 1
    return fault(name, line, column, said)


def _cut_names(lines: list[str], line: int) -> tuple[int, int, Said] | None:
    """Find a # within a prefixed name, which begins a comment there, on the last lines read."""
    above = range(min(line - 1, len(lines)), 0, -1)
    before = next((number for number in above if _says_something(lines[number - 1])), 0)
    for at in (line, before):
        text = lines[at - 1] if 0 < at <= len(lines) else ""
        found = _CUT_NAME.search(_QUOTED_PARTS.sub(_blanked, text[:MOST_LOOKED_AT]))
        if found:
            form = f"{found[1]}\\{found[2]}"
            return at, found.start() + 1, mended("cut-name", form, word=found[0])
    return None


def _says_something(text: str) -> bool:
    return bool(text.partition(" #")[0].strip()) and not text.lstrip().startswith("#")


def _blanked(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _said(broken: Broken, text: str, column: int, shown: str) -> Said:
    tag = _TAG.search(text[:column])
    if tag:
        return _misspelt_tag(text, tag.start(1))
    for pattern, say in _SENTENCES:
        found = pattern.search(broken.words)
        if found:
            return say(found, text, column)
    return Said("other", {"shown": shown, "words": broken.words})


def _misspelt_tag(text: str, start: int) -> Said:
    """Name a language tag, and write it as BCP 47 has it if only the signs between are wrong."""
    found = _WHOLE_TAG.match(text, start)
    tag = found[0] if found else "@"
    meant = tag.replace("_", "-")
    return Said("named-tag", {"tag": tag}, meant if _RIGHT_TAG.fullmatch(meant) else "")


def _remote_context(lines: list[str]) -> tuple[int, int]:
    """Find the first context that is an address."""
    for number, line in enumerate(lines, 1):
        found = _CONTEXT.search(line)
        if found:
            return number, found.start() + 1
    return 0, 0


def _end_before(lines: list[str], line: int, column: int) -> tuple[int, int]:
    """Return where the last word before a place ends, comments apart."""
    before = [text.partition(" #")[0].rstrip() for text in lines[: line - 1]]
    before.append(lines[line - 1][: max(column - 1, 0)].rstrip() if line <= len(lines) else "")
    for number in range(len(before), 0, -1):
        if before[number - 1] and not before[number - 1].lstrip().startswith("#"):
            return number, len(before[number - 1])
    return line, column


_QUOTATION_MARKS = "\u201c\u201d\u201e\u00ab\u00bb\u2018\u2019"
Sentence = Callable[[re.Match[str], str, int], Said]
_DATE = re.compile(r"(?<![\d\"])(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})(?![\d\"])")
_NEARBY_LANGUAGES = ("da", "de", "en", "fi", "fo", "is", "kl", "nb", "nn", "no", "se", "sv")
_SCHEMES = ("http", "https")
_DATATYPES = ("boolean", "date", "dateTime", "decimal", "gYear", "gYearMonth", "integer", "string")
_XSD = f"@prefix xsd: <{PREFIXES['xsd']}> ."
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]{1,300}")
_WITH_BLANKS = re.compile(r"<(https?://[^<>\"{}|\\^`]{1,300})>")
_DECLARED = re.compile(
    r"@?prefix\s+([\w.-]{1,60}?):?\s*<?(https?://[^\s<>]{1,300})>?", re.IGNORECASE
)


def _undeclared(found: re.Match[str], text: str, column: int) -> Said:
    prefix = found[1]
    if prefix in _SCHEMES:
        address = _ADDRESS.match(text, max(column - 1, 0))
        suggested = f"<{address[0].rstrip('.,;')}>" if address else ""
        return Said("bare-address", {"scheme": prefix}, suggested)
    if prefix in FAMILIAR:
        line = f"@prefix {prefix}: <{FAMILIAR[prefix]}> ."
        return mended("known-prefix", line, prefix=prefix)
    return Said("unknown-prefix", {"prefix": prefix})


def _undeclared_in_xml(found: re.Match[str], _text: str, _column: int) -> Said:
    prefix = found[1]
    if prefix in FAMILIAR:
        return mended("xml-prefix", f'xmlns:{prefix}="{FAMILIAR[prefix]}"', prefix=prefix)
    return Said("xml-prefix", {"prefix": prefix, "form": f'xmlns:{prefix}="…"'})


def _prefix_form(_found: re.Match[str], text: str, _column: int) -> Said:
    """Write a declaration as it must be, if its prefix and address are there."""
    written = _DECLARED.search(text)
    if written:
        return mended("prefix-form", f"@prefix {written[1]}: <{written[2]}> .")
    return Said("prefix-form", {"form": "@prefix ex: <https://…> ."})


def _prefix_address(_found: re.Match[str], text: str, _column: int) -> Said:
    written = _DECLARED.search(text)
    return Said("prefix-address", suggested=f"<{written[2]}>" if written else "")


def _misplaced(found: re.Match[str], text: str, column: int) -> Said:
    """Explain a word that cannot stand where a value, a property or a subject is due."""
    word, due = found[1], found[2]
    dates = (d for d in _DATE.finditer(text) if d.start() < column <= d.end())
    day = next((d[1] for d in dates if _iso(d[1])), None)
    if day:
        return mended("bare-date", f'"{_iso(day)}"^^xsd:date', day=day, line=_XSD)
    if "subject" in due and text[column - 2 : column - 1] in ('"', "'"):
        return _after_a_text(word)
    if word in {".", ";", ",", "]", "}", ")"} and "object" in due:
        return Said("missing-value", {"word": word})
    if word == "{":
        return Said("graph")
    if word.lower() in {"true", "false"}:
        return mended("truth", word.lower(), word=word)
    kinds = {"object": "not-value", "predicate": "not-property"}
    kind = next((kind for part, kind in kinds.items() if part in due), "not-beginning")
    return Said(kind, {"word": word})


def _after_a_text(word: str) -> Said:
    """Explain what follows the quotation mark of a text at once."""
    if word in _NEARBY_LANGUAGES:
        return mended("bare-language", f"@{word}", word=word)
    return mended("mark-inside", '\\"')


def _unexpected(found: re.Match[str], text: str, column: int) -> Said:
    """Explain a sign at which no name begins."""
    sign = found[1]
    if sign in _QUOTATION_MARKS:
        return mended("curly-mark", '"', sign=sign)
    if text[column - 1 :].startswith(("//", "/*")):
        return Said("comment", suggested="#")
    return Said("cannot-stand", {"sign": sign})


def _iso(written: str) -> str | None:
    """Return a day in the form of ISO 8601, if it is one."""
    parts = written.split(".")
    try:
        day = date(*map(int, reversed(parts))) if len(parts) == 3 else date.fromisoformat(written)
    except ValueError:
        return None
    return day.isoformat()


def _unclosed(_found: re.Match[str], text: str, column: int) -> Said:
    sign = text[column - 1 : column]
    if sign == "<":
        return mended("open-iri", ">")
    if sign in ('"', "'"):
        return mended("open-text", sign)
    return Said("ends")


def _sign_in_iri(found: re.Match[str], text: str, column: int) -> Said:
    """Name a sign that no IRI holds; blanks can be written as their code."""
    iri = _WITH_BLANKS.match(text, max(column - 1, 0)) if found[1] == " " else None
    return Said("iri-sign", {"sign": found[1]}, f"<{iri[1].replace(' ', '%20')}>" if iri else "")


def _datatype(found: re.Match[str], _text: str, _column: int) -> Said:
    word = found[1]
    return Said(
        "datatype", {"word": word, "line": _XSD}, f"xsd:{word}" if word in _DATATYPES else ""
    )


def _part(found: re.Match[str], _text: str, _column: int) -> Said:
    return Said(f"part-{found[1]}")


def _missing_comma(found: re.Match[str], _text: str, _column: int) -> Said:
    return Said("no-comma", {"sign": {"squared bracket": "]"}.get(found[1], "}")})


def _plainly(kind: str, word: str = "", suggested: str = "") -> Sentence:
    """Return a sentence that needs nothing but what the parser named, which it calls ``word``."""

    def say(found: re.Match[str], _text: str, _column: int) -> Said:
        return Said(kind, {word: found[1]} if word else {}, suggested)

    return say


def _escape(found: re.Match[str], _text: str, _column: int) -> Said:
    return Said("escape", {"word": found[1]}, "\\" + found[1])


_CUT_NAME = re.compile(r"(?<![\w.:#-])([A-Za-z][\w.-]*+:[\w.%-]*[\w%-])(#[\w-]+)")
_QUOTED_PARTS = re.compile(
    r"""<[^<>\s]*+>|\"(?:[^\"\\]|\\.)*+\"|'(?:[^'\\]|\\.)*+'|(?<=\s)\#.*|^\#.*"""
)
_ENDS = re.compile("^Unexpected end$")
_BEFORE = re.compile("^A dot is expected|^Unexpected end$|^(?:Quads|Triples) must be followed")
_MISLEADS = re.compile("^Line jumps|^Unexpected end|^The PREFIX ")
_TAG = re.compile(r"[\"'](@[\w-]*)$")
_WHOLE_TAG = re.compile(r"@[\w-]{0,60}")
_RIGHT_TAG = re.compile(r"@[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_CONTEXT = re.compile(r'"@(?:context|import)"\s*:(?:\s*"|\s*\[.*")')
_SENTENCES: tuple[tuple[re.Pattern[str], Sentence], ...] = tuple(
    (re.compile(pattern), say)
    for pattern, say in (
        (r"^The prefix (\S*): has not been declared", _undeclared),
        (r"Unknown prefix ([^\s:]*):", _undeclared_in_xml),
        (
            "^A dot is expected|^(?:Quads|Triples) must be followed by a dot",
            _plainly("no-point", "", "."),
        ),
        (_ENDS.pattern, _plainly("ends")),
        ("^Unexpected end of file", _unclosed),
        ("^Line jumps are not allowed in string", _plainly("line-text", "", '"')),
        (r"(?s)^(.+) is not a valid (RDF object|predicate|subject.*)$", _misplaced),
        ("Invalid IRI code point '(.)'", _sign_in_iri),
        ("^No scheme found in an absolute IRI", _plainly("no-scheme")),
        ("^The PREFIX keyword should be followed", _prefix_form),
        (r"should end with a '\]'", _plainly("open-bracket", "", "]")),
        (r"(?s)^Unexpected escape character '(.*)'", _escape),
        ("^Expecting a datatype IRI after .., found (.*)$", _datatype),
        ("^A language code should", _plainly("tag")),
        ("^The PREFIX declaration should", _prefix_address),
        ("^(?:An integer|A decimal|A double).* should not be empty", _plainly("no-number")),
        ("^Trailing commas are not allowed", _plainly("trailing-comma")),
        ("must be followed by a comma to add a new value or a (.*) to end", _missing_comma),
        ("^Unexpected char: '(.)'", _plainly("json-sign", "sign")),
        ("^escapes in IRIs should be", _plainly("percent", "", "%25")),
        (
            "^The (subject|predicate|object) of a triple must be",
            _part,
        ),
        ("^'(.)' is not allowed at the beginning of a prefix", _unexpected),
        ("LoadDocumentCallback", _plainly("context")),
        (f"^{QUOTED}$", _plainly("quoted")),
        (f"^{TOO_LONG}$", _plainly("too-long")),
    )
)
