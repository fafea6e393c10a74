"""One plain sentence for each result, in each language."""

import re
from collections.abc import Iterator

import pytest

from samgraf.findings import LANGUAGES
from samgraf.resources import files
from samgraf.store.asking import Blank, Iri, Literal, Term, read
from samgraf.terms import SG
from samgraf.validation.checks import Check, compiled
from samgraf.validation.paths import Back, Choice, Path, Repeat, Sequence, Step
from samgraf.validation.reused import REUSED
from samgraf.validation.sentences import SETS, VALUES
from samgraf.validation.shapes import Shapes
from samgraf.validation.terms import XSD, Index, sh
from samgraf.validation.wording import Case, Names, component_name, sentences

EX = "https://example.org/"
ROLE = Step(Iri(EX + "memberRole"))
TOWN = Iri(EX + "id/dk-town")
NAMES = Names(
    {
        TOWN.value: {"en": "Town", "da": "By"},
        ROLE.iri.value: {"en": "role", "fi": "rooli"},
        EX + "Actor": {"en": "actor", "sv": "aktör"},
    },
    (EX + "id/",),
)


def literal(text: str, datatype: str = XSD + "string", language: str | None = None) -> Literal:
    return Literal(text, language=language) if language else Literal(text, datatype=Iri(datatype))


def case(
    name: str, value: Term | None = None, *limits: Term, messages: tuple[Literal, ...] = ()
) -> Case:
    return Case(sh(f"{name}ConstraintComponent"), TOWN, ROLE, value, messages, limits)


def said(one: Case, language: str = "en") -> str:
    return sentences(one, NAMES)[language]


def _checks(of_facts: bool = False) -> Iterator[Check]:
    for file in files("shapes", ".ttl"):
        if of_facts and file.name == "dcat-ap.ttl":  # what breaks it is told to us alone
            continue
        triples = read(file.read_text(encoding="utf-8"))
        yield from compiled(Shapes(Index(triples)), lambda cls: [cls])


def _components() -> set[str]:
    return {component_name(check.component) for check in _checks()}


def test_every_component_of_our_shapes_has_a_sentence_of_its_own() -> None:
    assert len(_components()) > 10
    assert _components() <= SETS.keys() | VALUES.keys()


@pytest.mark.parametrize("name", [*SETS, *(name for name in VALUES if name != "SPARQL")])
def test_every_sentence_is_there_in_every_language(name: str) -> None:
    five = SETS.get(name) or VALUES[name]
    assert tuple(five) == LANGUAGES
    assert all(five.values())
    assert len({frozenset(re.findall(r"\{(\w+)\}", text)) for text in five.values()}) == 1


def test_every_shape_that_is_checked_has_a_message_in_every_language() -> None:
    lacking = [
        f"{check.shape.node} {language}"
        for check in _checks()
        for language in LANGUAGES
        if not any(m.language == language and m.value for m in check.messages)
    ]
    assert lacking == []


def _steps(path: Path | None) -> Iterator[str]:
    match path:
        case Step(iri) | Back(iri):
            yield iri.value
        case Repeat(inner, _):
            yield from _steps(inner)
        case Sequence(parts) | Choice(parts):
            for part in parts:
                yield from _steps(part)


def test_every_property_of_others_that_a_shape_speaks_of_has_words() -> None:
    used = {step for check in _checks(of_facts=True) for step in _steps(check.shape.path)}
    foreign = {step for step in used if not step.startswith(SG)}
    assert len(foreign) > 20
    assert foreign - REUSED.keys() == set()
    assert all(tuple(five) == LANGUAGES and all(five.values()) for five in REUSED.values())


def test_a_property_of_others_is_told_in_the_language_of_the_sentence() -> None:
    role = Step(Iri("http://www.w3.org/ns/org#role"))
    one = Case(sh("MinCountConstraintComponent"), TOWN, role, limits=(literal("1"),))
    assert "“rooli” puuttuu" in said(one, "fi")


def test_a_check_of_a_shape_without_a_message_would_be_noticed() -> None:
    text = (
        "@prefix sh: <http://www.w3.org/ns/shacl#> . @prefix : <https://example.org/> ."
        ":S a sh:PropertyShape ; sh:targetClass :C ; sh:path :p ; sh:minCount 1 ."
    )
    [check] = compiled(Shapes(Index(read(text))), lambda cls: [cls])
    assert check.messages == ()


def test_the_message_of_the_shape_comes_first_then_what_was_found() -> None:
    messages = (literal("One role.", language="en"), literal("Én rolle.", language="da"))
    one = case("MinCount", None, literal("1"), messages=messages)
    assert said(one) == ("One role. Town (dk-town) has no “role”.")
    assert said(one, "da") == "Én rolle. By (dk-town) mangler “role”."


def test_a_language_without_a_message_is_never_told_in_another() -> None:
    one = case("MinCount", None, literal("1"), messages=(literal("One role.", language="en"),))
    assert said(one, "fi") == "Town (dk-town): “rooli” puuttuu."


@pytest.mark.parametrize(
    ("one", "sentence"),
    [
        (
            case("MinCount", None, literal("2")),
            "Town (dk-town): “role” is there fewer than 2 times.",
        ),
        (
            case("MaxCount", None, literal("1")),
            "Town (dk-town): “role” is there more than once; one is allowed.",
        ),
        (
            case("MaxCount", None, literal("3")),
            "Town (dk-town): “role” is there more than 3 times.",
        ),
        (
            case("MaxCount", None, literal("0")),
            "Town (dk-town) has “role”, which may not stand there.",
        ),
        (
            case("Datatype", literal("12,5"), Iri(XSD + "decimal")),
            "Town (dk-town): “role” is “12,5” (a text); expected is a number such as 12.5.",
        ),
        (
            case("Datatype", literal("31.12.2019", XSD + "date"), Iri(XSD + "date")),
            "Town (dk-town): “role” is “31.12.2019”; "
            "that is not written as a day such as 2019-12-31.",
        ),
        (
            case("Class", Iri(EX + "id/nobody"), Iri(EX + "Actor")),
            "Town (dk-town): “role” is “nobody”, which is not in the graph as “actor”.",
        ),
        (
            case("NodeKind", literal("Town"), sh("IRI")),
            "Town (dk-town): “role” is “Town” (a text); expected is an address (IRI).",
        ),
        (
            case("Pattern", literal("x"), literal("^[A-Z]{3}$")),
            "Town (dk-town): “role” is “x”, which does not have the form ^[A-Z]{3}$.",
        ),
        (
            case("LanguageIn", literal("x", language="de"), literal("en"), literal("da")),
            "Town (dk-town): “role” is “x” (a text with its language: de); "
            "the language has to be one of: en, da.",
        ),
        (
            case("In", Iri(EX + "id/x"), TOWN, literal("y")),
            "Town (dk-town): “role” is “x”; allowed are: Town (dk-town), “y”.",
        ),
        (case("In", Iri(EX + "id/x")), "Town (dk-town): “role” is “x”; no value is allowed there."),
        (
            case("MinExclusive", literal("0", XSD + "decimal"), literal("0")),
            "Town (dk-town): “role” is “0”; more than 0 is expected.",
        ),
        (case("HasValue", None, TOWN), "Town (dk-town) lacks Town (dk-town) as “role”."),
        (case("Own"), "Town (dk-town) breaks the rule “Own”."),
        (case("Own", literal("x")), "Town (dk-town): “role” is “x”; this breaks the rule “Own”."),
        (Case(sh("OrConstraintComponent"), TOWN), "Town (dk-town) breaks the rule “Or”."),
    ],
    ids=lambda value: value if isinstance(value, str) else component_name(value.component),
)
def test_a_sentence_says_what_was_expected_and_found(one: Case, sentence: str) -> None:
    assert said(one) == sentence


def test_some_codes_of_the_list_are_named_where_one_is_not_in_it() -> None:
    component, wrong = sh("NodeConstraintComponent"), Iri(EX + "id/x")
    listed = (TOWN, Iri(EX + "id/y"))
    one = Case(component, TOWN, ROLE, wrong, listed=listed)
    assert said(one) == (
        "Town (dk-town): “role” is “x”, which is not in that list (Town (dk-town), “y”)."
    )
    assert said(Case(component, TOWN, ROLE, wrong)).endswith("“x”; that is not so here.")


def test_many_allowed_values_are_not_all_named() -> None:
    one = case("In", literal("x"), *(literal(f"v{number}") for number in range(20)))
    assert said(one).endswith("allowed are: “v0”, “v1”, “v2”, “v3”, “v4”, “v5”, “v6”, “v7”, ….")


def test_the_language_that_is_there_twice_is_named() -> None:
    one = Case(sh("UniqueLangConstraintComponent"), TOWN, ROLE, bindings={"lang": literal("da")})
    assert said(one) == "Town (dk-town): “role” is there more than once in one language (da)."


def asked(text: str, *others: str, **bindings: Term) -> str:
    messages = tuple(literal(one, language="en") for one in (text, *others))
    component = sh("SPARQLConstraintComponent")
    return said(Case(component, TOWN, None, literal("v"), messages, bindings=bindings))


def test_variables_in_a_message_are_filled_and_nothing_is_told_twice() -> None:
    assert asked("{?value} and {$this}, {?more}.", more=TOWN) == (
        "“v” and Town (dk-town), Town (dk-town)."
    )


def test_the_thing_is_told_after_a_message_that_does_not_name_it() -> None:
    assert asked("It ends {?end}.", end=literal("2018", XSD + "gYear")) == (
        "It ends 2018. Here: Town (dk-town)."
    )


def test_a_message_that_cannot_be_filled_gives_way_to_the_one_of_the_shape() -> None:
    assert asked("It ends {?end}.", "Always so.") == (
        "Always so. Here: Town (dk-town); found: “v”."
    )


def test_what_is_filled_into_a_message_is_never_read_as_one() -> None:
    assert asked("It is {?more}.", more=literal("{focus} {?value} {0}")) == (
        "It is “{focus} {?value} {0}”. Here: Town (dk-town)."
    )


@pytest.mark.parametrize(
    ("path", "words"),
    [
        (Step(Iri(EX + "validFrom")), "valid from"),
        (Back(ROLE.iri), "thing whose role this is"),
        (Sequence((ROLE, Step(Iri(EX + "end")))), "role → end"),
        (Choice((ROLE, Step(Iri(EX + "end")))), "role or end"),
        (Repeat(ROLE, "*"), "role …"),
    ],
)
def test_a_path_is_told_in_words(path: Step, words: str) -> None:
    one = Case(sh("MinCountConstraintComponent"), TOWN, path, limits=(literal("1"),))
    assert said(one) == f"Town (dk-town) has no “{words}”."


def test_a_path_of_steps_that_lacks_something_is_left_to_the_message() -> None:
    path, messages = Sequence((ROLE, ROLE)), (literal("Two are good.", language="en"),)
    one = Case(
        sh("MinCountConstraintComponent"), TOWN, path, None, messages, limits=(literal("2"),)
    )
    assert said(one) == "Two are good. Here: Town (dk-town)."


def test_a_node_without_an_address_is_called_so() -> None:
    one = Case(sh("MinCountConstraintComponent"), Blank("b0"), ROLE, limits=(literal("1"),))
    assert said(one, "sv").startswith("en nod utan adress saknar")


def test_a_hostile_value_is_cut_and_shown_openly() -> None:
    one = case("Pattern", literal("a\u202e{x}" + "b" * 400), literal("^c$"))
    assert "⟨U+202E⟩{x}" in said(one)
    assert "b" * 201 not in said(one)
