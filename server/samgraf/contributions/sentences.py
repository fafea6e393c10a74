"""In plain words why a text in RDF cannot be read, and what would mend it."""

import re
from collections.abc import Callable
from datetime import date

from samgraf.errors import Fault
from samgraf.namespaces import PREFIXES
from samgraf.store.reading import QUOTED, TOO_LONG, Broken

from .syntax import SHOWN


def ends_reading(broken: Broken) -> bool:
    """Tell whether what follows a fault is read wrongly, so that it is better not told."""
    return _MISLEADS.match(broken.words) is not None


def is_undeclared(fault: Fault) -> bool:
    """Tell whether a fault will be met again wherever the prefix is used."""
    return fault.problem.startswith("the prefix ")


def explained(name: str, broken: Broken, lines: list[str], syntax: str) -> Fault:
    """Say in plain words what the parser could not read, and what would mend it."""
    line, column = broken.line, broken.column
    if "LoadDocumentCallback" in broken.words:
        line, column = _remote_context(lines)
    text = lines[line - 1] if 0 < line <= len(lines) else ""
    problem, remedy = _said(broken, text, column, SHOWN[syntax])
    if _BEFORE.match(broken.words) and syntax != "json-ld":
        line, column = _end_before(lines, line, column)
    return Fault(name, line, column, problem, remedy)


def _said(broken: Broken, text: str, column: int, shown: str) -> tuple[str, str]:
    tag = _TAG.search(text[:column])
    if tag:
        return f"the language tag {tag[1]} is not written right", "write it like @da or @en-GB"
    for pattern, say in _SENTENCES:
        found = pattern.search(broken.words)
        if found:
            return say(found, text, column)
    return f"this is not {shown}: {broken.words}", "mend this line"


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
Sentence = Callable[[re.Match[str], str, int], tuple[str, str]]
_DATE = re.compile(r"(?<![\d\"])(\d{4}-\d{2}-\d{2}|\d{1,2}\.\d{1,2}\.\d{4})(?![\d\"])")
_NEARBY_LANGUAGES = ("da", "de", "en", "fi", "fo", "is", "kl", "nb", "nn", "no", "se", "sv")
_SCHEMES = ("http", "https")
_BARE = "write a text in quotation marks, an IRI between < and > or with a declared prefix"


def _undeclared(found: re.Match[str], _text: str, _column: int) -> tuple[str, str]:
    prefix = found[1]
    if prefix in _SCHEMES:
        return "an address stands without < and >", f"write it like <{prefix}://…>"
    known = PREFIXES.get(prefix)
    address = known or "https://…"
    what = "add the line" if known else "declare it at the top of the file:"
    return f"the prefix {prefix}: is not declared", f"{what} @prefix {prefix}: <{address}> ."


def _misplaced(found: re.Match[str], text: str, column: int) -> tuple[str, str]:
    """Explain a word that cannot stand where a value, a property or a subject is due."""
    word, due = found[1], found[2]
    dates = (d for d in _DATE.finditer(text) if d.start() < column <= d.end())
    day = next((d[1] for d in dates if _iso(d[1])), None)
    if day:
        remedy = f'write "{_iso(day)}"^^xsd:date (with @prefix xsd: <{PREFIXES["xsd"]}> .)'
        return f"the date {day} stands without quotation marks", remedy
    if "subject" in due and text[column - 2 : column - 1] in ('"', "'"):
        return _after_a_text(word)
    if word in {".", ";", ",", "]", "}", ")"} and "object" in due:
        return f"a value is missing before {word}", "write the value"
    if word == "{":
        return "a named graph begins here, which Turtle has not", "name the file .trig"
    if word.lower() in {"true", "false"}:
        return f"{word} is not a value as it is written", f"write {word.lower()}"
    if "object" in due:
        return f"{word} is not a value", _BARE
    if "predicate" in due:
        return f"{word} is not a property", "write subject, property, value and a point"
    remedy = "end a statement with a point; put a comma between values, ; between properties"
    return f"{word} cannot begin a statement", remedy


def _after_a_text(word: str) -> tuple[str, str]:
    """Explain what follows the quotation mark of a text at once."""
    if word in _NEARBY_LANGUAGES:
        return f"the language {word} stands without @", f"write @{word} right after the text"
    return "a quotation mark stands within a text", 'write \\" for a mark that belongs to the text'


def _unexpected(found: re.Match[str], text: str, column: int) -> tuple[str, str]:
    """Explain a sign at which no name begins."""
    sign = found[1]
    if sign in _QUOTATION_MARKS:
        return f"{sign} is no quotation mark of Turtle", 'write the straight mark "'
    if text[column - 1 :].startswith(("//", "/*")):
        return "this is no comment of Turtle", "begin a comment with #"
    return f"{sign} cannot stand here", _BARE


def _iso(written: str) -> str | None:
    """Return a day in the form of ISO 8601, if it is one."""
    parts = written.split(".")
    try:
        day = date(*map(int, reversed(parts))) if len(parts) == 3 else date.fromisoformat(written)
    except ValueError:
        return None
    return day.isoformat()


def _unclosed(_found: re.Match[str], text: str, column: int) -> tuple[str, str]:
    sign = text[column - 1 : column]
    if sign == "<":
        return "an IRI begins here and is not closed", "write > at its end"
    if sign in ('"', "'"):
        return "a text begins here and is not closed", f"write {sign} at its end"
    return "the file ends in the middle of a statement", "write the rest and a point"


def _plainly(problem: str, remedy: str) -> Sentence:
    """Return a sentence that needs nothing but what the parser named."""

    def say(found: re.Match[str], _text: str, _column: int) -> tuple[str, str]:
        named = found[1] if found.re.groups else ""
        return problem.replace("{}", named), remedy.replace("{}", named)

    return say


_POINT = re.compile("^A dot is expected|^Quads must be followed by a dot")
_ENDS = re.compile("^Unexpected end$")
_BEFORE = re.compile("^A dot is expected|^Unexpected end$|^Quads must be followed")
_MISLEADS = re.compile("^Line jumps|^Unexpected end|^The PREFIX ")
_TAG = re.compile(r"[\"'](@[\w-]*)$")
_CONTEXT = re.compile(r'"@(?:context|import)"\s*:(?:\s*"|\s*\[.*")')
_SENTENCES: tuple[tuple[re.Pattern[str], Sentence], ...] = (
    (re.compile(r"^The prefix (\S*): has not been declared"), _undeclared),
    (
        re.compile(r"Unknown prefix ([^\s:]*):"),
        _plainly("the prefix {}: is not declared", 'declare it in the first element: xmlns:{}="…"'),
    ),
    (
        _POINT,
        _plainly(
            "the statement has no point at its end",
            "write a point after it, or ; if more about the same thing follows",
        ),
    ),
    (_ENDS, _plainly("the file ends in the middle of a statement", "write the rest and a point")),
    (re.compile("^Unexpected end of file"), _unclosed),
    (
        re.compile("^Line jumps are not allowed in string"),
        _plainly(
            "a text is not closed on its line", 'close it with ", or begin and end it with """'
        ),
    ),
    (re.compile(r"(?s)^(.+) is not a valid (RDF object|predicate|subject.*)$"), _misplaced),
    (
        re.compile("Invalid IRI code point '(.)'"),
        _plainly(
            "an IRI may not hold '{}'", "remove it, or write it as % and its code (blank: %20)"
        ),
    ),
    (
        re.compile("^No scheme found in an absolute IRI"),
        _plainly("this IRI is not whole", "begin it with https://, or declare @base"),
    ),
    (
        re.compile("^The PREFIX keyword should be followed"),
        _plainly("this prefix is not declared as it must be", "write @prefix ex: <https://…> ."),
    ),
    (
        re.compile(r"should end with a '\]'"),
        _plainly("a [ is not closed", "write ] where the inner thing ends"),
    ),
    (
        re.compile(r"(?s)^Unexpected escape character '(.*)'"),
        _plainly("{} means nothing in a text", "write \\\\ for a backslash"),
    ),
    (
        re.compile("^Expecting a datatype IRI after .., found (.*)$"),
        _plainly(
            "the datatype {} is no IRI",
            f"write it like xsd:date (with @prefix xsd: <{PREFIXES['xsd']}> .)",
        ),
    ),
    (
        re.compile("^A language code should"),
        _plainly("the language tag is not written right", "write it like @da or @en-GB"),
    ),
    (
        re.compile("^The PREFIX declaration should"),
        _plainly("the address of a prefix is no IRI", "write it between < and >"),
    ),
    (
        re.compile("^(?:An integer|A decimal|A double).* should not be empty"),
        _plainly("a sign stands without its number", "write the number, or a text in quotes"),
    ),
    (
        re.compile("^Trailing commas are not allowed"),
        _plainly("a comma stands after the last entry", "remove it"),
    ),
    (
        re.compile("must be followed by a comma to add a new value or a (.*) to end"),
        _plainly("a comma or a {} is missing before this", "write it"),
    ),
    (
        re.compile("^Unexpected char: '(.)'"),
        _plainly("{} cannot stand here", 'write names and texts of JSON in straight marks "'),
    ),
    (
        re.compile("^escapes in IRIs should be"),
        _plainly("% stands in an IRI without its code", "write %25 for the sign itself"),
    ),
    (
        re.compile("^The (subject|predicate|object|graph name) of a (?:triple|quad) must be"),
        _plainly(
            "the {} cannot be read",
            "write whole IRIs between < and >, texts in quotes; prefixes belong to Turtle (.ttl)",
        ),
    ),
    (re.compile("^'(.)' is not allowed at the beginning of a prefix"), _unexpected),
    (
        re.compile("LoadDocumentCallback"),
        _plainly(
            "the @context lies elsewhere, and nothing is fetched",
            "write the context into the file itself",
        ),
    ),
    (
        re.compile(f"^{QUOTED}$"),
        _plainly("a triple stands as a term of another", "say it with a claim (sg:Claim)"),
    ),
    (
        re.compile(f"^{TOO_LONG}$"),
        _plainly("a text or IRI is longer than 16 MiB", "write a shorter one"),
    ),
)
