"""What fuzzing found stays mended, and the kept inputs and a few mutations break nothing.

Each case is an input as its target takes it (``tests/fuzz``); ``docs/fuzzing.md`` lists them.
"""

import pytest
from tests.fuzz.shaking import inputs, shaken
from tests.fuzz.target import MODULES, target

from samgraf.store import scan

EXAMPLE = "PREFIX ex: <http://e.example/> PREFIX : <http://f.example/>\n"
SERVICE = "SERVICE <http://x.example/> {}"

UNSEEN = {
    "behind an escaped quotation mark in a name": f"SELECT * {{ ?s ex:a\\' ?o . {SERVICE} #'\n}}",
    "behind an escaped hash in a name": f"SELECT * {{ ?s ex:a\\# ?o . {SERVICE} }}",
    "behind a comment that a CR ends": f"SELECT * {{ # hello\r{SERVICE}\n}}",
    "behind a number": f"SELECT * {{ ?s ?p 1{SERVICE} }}",
    "behind a truth value": f"SELECT * {{ ?s ?p true{SERVICE} }}",
    "before a name without a prefix": "SELECT * { SERVICE:x {} }",
    "before a name with a prefix": "SELECT * { SERVICEex:x {} }",
    "before SILENT": "SELECT * { SERVICESILENT:x {} }",
    "behind a name without a local part": f"SELECT * {{ ?s ?p :.{SERVICE} }}",
    "behind an IRI with an escape": f"SELECT * {{ <http://a/\\u0041'> ?p ?o . {SERVICE} #'\n}}",
    "behind an IRI with a wide blank": f"SELECT * {{ <http://a/\u00a0'> ?p ?o . {SERVICE} #'\n}}",
    "behind a long string that is not closed": f'SELECT * {{ VALUES ?x {{"""a" 1}} {SERVICE} }}',
}
VOLATILE = {
    "behind FILTER": "SELECT * { ?s ?p ?o FILTERNOW() }",
    "behind BY": "SELECT * { ?s ?p ?o } ORDER BYRAND()",
    "between two comparisons": "SELECT * { ?s ?p ?c FILTER(1<NOW()&&?c>1) }",
    "behind a name and a minus": "SELECT (1=:-NOW() AS ?x) {}",
}
NAMES = {
    "a letter beyond words": "SELECT * { ?a\u203fservice ?p ?o }",
    "an escaped hyphen": "SELECT * { ?s ex:a\\-service ?o }",
    "a prefix": "PREFIX service: <http://s.example/> SELECT * { GRAPH service:x {} }",
}
OTHERS = {
    "a closed shape with a path that turns back twice": (
        "shapes",
        bytes.fromhex(
            "00d3d3d3d3d3d3d3d3d3d3d3d3d3ffffffffffffffd3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3d3"
            "d3d3d3d3d3a8d3d3d3d32d2c2c2c2c2c2c33d3d3d3d3d3d3d3d3d3d3d3d3d3de1fc1b0883e4f3296"
            "213e1e69ca69b0ea6beba6a07d1decb087"
        ),
    ),
    "an old name of a coding": ("negotiation", b"x-gzip"),
    "a comma within a quoted parameter": ("negotiation", b'text/csv;x=";q="'),
    "a row of blanks that another program puts into quotation marks": (
        "tables",
        b"\x00actor,scheme,code,valid_from,valid_to,source\n"
        b"dk-aaby,dk-kommunekode,0101,,,a-register\n   \n",
    ),
    "a number of 4,400 digits as text": (
        "reconciliation",
        b'\x01{"ids":[],"properties":[{"id":"country","settings":{"limit":"%s"}}]}' % (b"9" * 4400),
    ),
    "a count of a superscript digit": (
        "shapes",
        b"\xff:S sh:targetNode :a ; sh:property [ sh:path :p ; sh:minCount '\xc2\xb2' ] .",
    ),
    "a count with two signs": (
        "shapes",
        b"\xff:S sh:targetNode :a ; sh:property [ sh:path :p ; sh:minCount '+-1' ] .",
    ),
}


@pytest.mark.parametrize("name", UNSEEN)
def test_the_scan_sees_service(name: str) -> None:
    assert "SERVICE" in scan.bare_words(EXAMPLE + UNSEEN[name])


@pytest.mark.parametrize("name", VOLATILE)
def test_the_scan_sees_a_volatile_function(name: str) -> None:
    assert scan.bare_words(EXAMPLE + VOLATILE[name]) & scan.VOLATILE


@pytest.mark.parametrize("name", NAMES)
def test_the_scan_takes_no_name_for_service(name: str) -> None:
    assert "SERVICE" not in scan.bare_words(EXAMPLE + NAMES[name])


@pytest.mark.parametrize("text", [*UNSEEN.values(), *VOLATILE.values(), *NAMES.values()])
def test_the_engine_takes_these_texts_as_the_scan_does(text: str) -> None:
    target("scanner").run(text.encode())


@pytest.mark.parametrize("name", OTHERS)
def test_what_was_found_stays_mended(name: str) -> None:
    where, data = OTHERS[name]
    target(where).run(data)


@pytest.mark.parametrize("name", MODULES)
def test_kept_inputs_and_a_few_mutations_of_them_break_nothing(name: str) -> None:
    chosen = target(name)
    for data in [*inputs(chosen), *shaken(chosen, seed=1)]:
        chosen.run(data)
