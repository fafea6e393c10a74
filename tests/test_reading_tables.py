"""Tables that people bring: every wrong cell is told in five languages, good rows become facts."""

from random import Random

import pyoxigraph as ox
import pytest

from samgraf.contributions.cells import column_of
from samgraf.contributions.complaints import COMPLAINTS
from samgraf.contributions.elsewhere import Elsewhere, graph
from samgraf.contributions.months import with_month
from samgraf.contributions.nearby import slug
from samgraf.contributions.reading import Brought, read
from samgraf.errors import LimitExceeded
from samgraf.findings import LANGUAGES, Finding, Spot
from samgraf.limits import Caps
from samgraf.spellings import ADDRESS, LANGUAGE
from samgraf.store.asking import Facts, Iri, Literal
from samgraf.tables.catalogue import TABLES
from samgraf.terms import DCAT, ORG, RDF, SCHEMA, SG, SKOS, XSD, concept, scheme, thing

ACTORS = {"dk-vejle", "dk-kolding", "dk-trekantomraadet"}
SOURCES = {"a-register", "a-page"}
MEMBERS = ",".join(TABLES["memberships"].columns) + "\n"
UNREAD = " The rows below were not read."
DOCUMENTS = ",".join(TABLES["sources"].columns) + "\n"
NAMES = "actor,name,lang,kind,valid_from,valid_to,source\n"
PLACES = ",".join(TABLES["places"].columns) + "\n"


def is_known(iri: str) -> bool:
    kind, _, key = iri.removeprefix("https://w3id.org/samgraf/").rpartition("/")
    keys = {
        "id/actor": ACTORS,
        "id/source": SOURCES,
        "id/claim": {"a-claim"},
        "code/role": {"member"},
    }
    return key in keys.get(kind, {"enumerated", "complete", "normal", "dk-1083", "dk-kommunekode"})


def listed(namespace: str) -> set[str]:
    known = {"actor/": ACTORS, "ource/": SOURCES, "/role/": {"member"}}
    return known.get(namespace[-6:], set())


def named(namespace: str, text: str) -> str:
    names = {"Trekantområdet Danmark": "dk-trekantomraadet", "https://a.example/page": "a-page"}
    return names.get(text, "")


def brought(*texts: str, caps: Caps | None = None) -> Brought:
    files = [(f"{number}.csv", text.encode(), None) for number, text in enumerate(texts, 1)]
    return read(files, caps or Caps(), Elsewhere(is_known, listed, named))


def findings(*texts: str) -> tuple[Finding, ...]:
    return brought(*texts).findings


def member(start: str = "2007", end: str = "", note: str = "", who: str = "dk-vejle") -> str:
    return f",{who},dk-trekantomraadet,member,{start},{end},,,a-page,2019,enumerated,{note}\n"


def test_a_good_row_becomes_the_statements_of_the_build_with_row_and_cell() -> None:
    there = brought(MEMBERS + member("2007", "2019-12-31"))
    relation = thing("relation", "m-dk-trekantomraadet--dk-vejle")
    focus, during = Iri(str(relation)), Iri(f"{relation}#during")
    end = Literal("2019-12-31", datatype=Iri("http://www.w3.org/2001/XMLSchema#date"))
    vejle = Iri(str(thing("actor", "dk-vejle")))
    assert not there.findings
    assert there.spot_of(focus, Iri(str(ORG.member)), vejle) == Spot("1.csv", 2, 2, "member")
    assert there.spot_of(during, Iri(str(DCAT.endDate)), end) == Spot("1.csv", 2, 42, "end")
    assert there.spot_of(focus, Iri(str(SG.obligation)), None) == Spot("1.csv", 2, 1)


def test_a_small_number_is_written_without_an_exponent() -> None:
    header = "actor,region,population,population_year,lat,lon,area_km2,valid_from,valid_to,source"
    there = brought(f"{header}\ndk-aabenraa,,1200,2020,0.0000001,9.3,0.0000001,,,wof-dk\n")
    values = {str(o) for _, p, o in there.triples if p.value.endswith(("areaKm2", "asWKT"))}
    assert all("0.0000001" in value for value in values), values
    assert len(values) == 2


def test_a_header_longer_than_a_cell_may_be_is_told() -> None:
    [found] = brought("x" * 140_000).findings
    assert (found.spot.line, found.messages["en"]) == (1, "A cell of the row is too long.")


@pytest.mark.parametrize(
    "address",
    [
        "http://[",
        "https://x.dk/?q[a]=1",
        "https://x.dk/a%zz",
        "https://x.dk:a/",
        "https://x.dk/#a#b",
    ],
)
def test_an_address_that_no_engine_takes_is_told(address: str) -> None:
    assert not ADDRESS.fullmatch(address)
    with pytest.raises(ValueError, match="Invalid"):
        ox.NamedNode(address)


LETTERS = "az09-._~!$&'()*+,;=:@/?#[]%2f é\u00a0\ud7ff\uf900\ue000\ufffe😀\u200b<>\"{}|\\^`\x7f"


def test_an_engine_takes_every_address_and_language_that_a_table_may_have() -> None:
    rnd, taken = Random(7), 0
    for _ in range(20_000):
        address = "https://" + "".join(rnd.choices(LETTERS, k=rnd.randint(0, 9)))
        if ADDRESS.fullmatch(address):
            assert ox.NamedNode(address).value == address
            taken += 1
        parts = ["".join(rnd.choices("abZ09", k=rnd.randint(1, 9))) for _ in range(4)]
        language = "-".join(["da", *parts[: rnd.randint(0, 4)]])
        if LANGUAGE.fullmatch(language):
            assert ox.Literal("a", language=language).value == "a"
            taken += 1
    assert taken > 500


@pytest.mark.parametrize("language", ["da-12", "da-", "d", "dansk", "da-abcdefghi"])
def test_what_is_no_language_tag_is_told(language: str) -> None:
    assert not LANGUAGE.fullmatch(language)


CELLS = {
    "an address that is none": (
        DOCUMENTS + "a-page,A page,en,,https://a.dk/?x[y]=1,,2026-11-01,,,\n", 2, 19, "url", "",
        '"https://a.dk/?x[y]=1" in url is not a web address.', "Write https://….",
    ),
    "a day in the far future": (
        DOCUMENTS + "a-page,A page,en,,,,9997-01-01,,,\n", 2, 21, "retrieved", "",
        '"9997-01-01" in retrieved is not in the years 1900-2200.',
        "Write the day on which it was done.",
    ),
    "a language that is none": (
        DOCUMENTS + "a-page,A page,da-12,,,,2026-11-01,,,\n", 2, 15, "title_lang", "",
        '"da-12" in title_lang is not the code of a language.',
        "Write da, nb, sv, fi, en.",
    ),
    "a Nordic date": (
        MEMBERS + member("31.12.2019"), 2, 37, "start", "2019-12-31",
        '"31.12.2019" in start is not a date as it must be written.', "Write 2019-12-31.",
    ),
    "a date with slashes": (
        MEMBERS + member("1/2/2019"), 2, 37, "start", "2019-02-01",
        '"1/2/2019" in start is not a date as it must be written.', "Write 2019-02-01.",
    ),
    "a day that is none": (
        MEMBERS + member("2019-02-30"), 2, 37, "start", "",
        '"2019-02-30" in start is not a date as it must be written.',
        "Write a year, a month or a day in this form: YYYY, YYYY-MM or YYYY-MM-DD.",
    ),
    "a day that stands for no end": (
        MEMBERS + member("2007", "9999-12-31"), 2, 42, "end", "",
        '"9999-12-31" in end stands for no day.', "Leave the cell empty where no day is known.",
    ),
    "a day that stands for no beginning": (
        MEMBERS + member("0001-01-01"), 2, 37, "start", "",
        '"0001-01-01" in start stands for no day.', "Leave the cell empty where no day is known.",
    ),
    "dates in the wrong order": (
        MEMBERS + member("2019", "2007"), 2, 42, "end", "",
        'The end "2007" (end) lies before the start "2019" (start).', "Put the dates in order.",
    ),
    "a formula": (
        MEMBERS + member(note="=1+1"), 2, 68, "note", "1+1",
        '"=1+1" in note begins like the formula of a spreadsheet.', "Write 1+1.",
    ),
    "blanks at an end": (
        MEMBERS + member(note="so "), 2, 68, "note", "so",
        '"so " in note has blanks at an end, a line break or an invisible character.', "Write so.",
    ),
    "a name for a key": (
        MEMBERS + member(who="Vejle"), 2, 2, "member", "dk-vejle",
        '"Vejle" in member is not a key.', "Did you mean dk-vejle?",
    ),
    "a name of the graph for a key": (
        MEMBERS + member(who="Trekantområdet Danmark"), 2, 2, "member", "dk-trekantomraadet",
        '"Trekantområdet Danmark" in member is not a key.', "Did you mean dk-trekantomraadet?",
    ),
    "a name with the kind of place": (
        MEMBERS + member(who="Kolding Kommune"), 2, 2, "member", "dk-kolding",
        '"Kolding Kommune" in member is not a key.', "Did you mean dk-kolding?",
    ),
    "a name that nothing known is like": (
        MEMBERS + member(who="Hjem & Hus"), 2, 2, "member", "",
        '"Hjem & Hus" in member is not a key.',
        "Give the key of an actor, which looks like dk-vejle; if it is new, bring an actors table.",
    ),
    "the address of a known source": (
        NAMES + "dk-vejle,Vejle,da,pref,,,https://a.example/page\n", 2, 26, "source", "a-page",
        '"https://a.example/page" in source is not a key.', "Did you mean a-page?",
    ),
    "the address of a new source": (
        NAMES + "dk-vejle,Vejle,da,pref,,,https://a.example/x\n", 2, 26, "source", "",
        '"https://a.example/x" in source is not a key.',
        "Give the key of a source; if it is new, bring it in a sources table too.",
    ),
    "a code with a capital": (
        MEMBERS + member().replace(",member,", ",Member,"), 2, 30, "role", "member",
        '"Member" in role is not a key.', "Did you mean member?",
    ),
    "a code that is a sentence": (
        MEMBERS + member().replace(",member,", ",Takes part at times,"), 2, 30, "role", "",
        '"Takes part at times" in role is not a key.',
        "Give a key that is known: small letters a to z and digits, with hyphens between.",
    ),
    "a key that nothing has": (
        MEMBERS + member(who="dk-veile"), 2, 2, "member", "dk-vejle",
        'Nothing has the key "dk-veile" (member).', "Did you mean dk-vejle?",
    ),
    "an unknown source": (
        NAMES + "dk-vejle,Vejle,da,pref,,,an-unknown-thing\n", 2, 26, "source", "",
        'Nothing has the key "an-unknown-thing" (source).',
        "Use a key that is there, or bring the row that defines it too.",
    ),
    "a second source that is unknown": (
        NAMES + "dk-vejle,Vejle,da,pref,,,a-page|a-registry\n", 2, 33, "source", "a-register",
        'Nothing has the key "a-registry" (source).', "Did you mean a-register?",
    ),
    "a decimal comma": (
        PLACES + 'dk-vejle,dk-1083,,,"54,98",,,,,a-page\n', 2, 21, "lat", "54.98",
        '"54,98" in lat is not a number from -90 to 90.', "Write 54.98.",
    ),
    "a number with points": (
        PLACES + 'dk-vejle,dk-1083,"117.815,0",2020,,,,,,a-page\n', 2, 19, "population", "117815.0",
        '"117.815,0" in population is not a number from 0 to 50000000.', "Write 117815.0.",
    ),
    "an empty cell": (
        NAMES + "dk-vejle,,da,pref,,,a-page\n", 2, 10, "name", "",
        "The cell name is empty.", "Fill in the cell.",
    ),
    "a capital language": (
        NAMES + "dk-vejle,Vejle,DA,pref,,,a-page\n", 2, 16, "lang", "da",
        '"DA" in lang is not the code of a language.', "Write da.",
    ),
    "a word that is none of a few": (
        NAMES + "dk-vejle,Vejle,da,preferred,,,a-page\n", 2, 19, "kind", "pref",
        '"preferred" is not one of the words that kind may hold.', "Did you mean pref?",
    ),
    "a value named twice": (
        NAMES + "dk-vejle,Vejle,da,pref,,,a-page|a-page\n", 2, 26, "source", "",
        '"a-page|a-page" in source names a value twice.', "Name it once.",
    ),
    "a row that is too short": (
        NAMES + "dk-vejle,Vejle,da,pref,,a-page\n", 2, 0, "", "",
        "The row has 6 cells, but the table has 7 columns.",
        "Put a cell that holds a comma in quotation marks, and count the commas.",
    ),
    "a row that is too long": (
        NAMES + "dk-vejle,Vejle, Danmark,da,pref,,,a-page\n", 2, 35, "", "",
        'The row has 8 cells, but the table has 7 columns: "a-page" is too much.',
        "Put a cell that holds a comma in quotation marks, and count the commas.",
    ),
    "a quotation mark that is not closed": (
        NAMES + 'dk-vejle,"Vejle,da,pref,,,a-page\n', 2, 0, "", "",
        "The row cannot be read: a quotation mark is missing or stands in the wrong place.",
        'Write quotation marks in pairs, and a mark inside a cell twice ("").',
    ),
    "a country by two letters": (
        "key,class,country,body_kind,form,governance,obligation,legal_basis,parent,homepage,"
        "wikidata,exact_match,close_match,source,note\n"
        "dk-x,Actor,DK,,,,,,,,,,,a-page,\n", 2, 12, "country", "DNK",
        '"DK" in country is not the code of a country.', "Write DNK.",
    ),
    "an address without its beginning": (
        DOCUMENTS + "x,X,,,www.x.example/a,,2026-11-21,,,\n", 2, 7, "url", "https://www.x.example/a",
        '"www.x.example/a" in url is not a web address.', "Write https://www.x.example/a.",
    ),
    "an address with a blank": (
        DOCUMENTS + "x,X,,,https://x.example/a new,,2026-11-21,,,\n", 2, 7, "url",
        "https://x.example/a%20new", '"https://x.example/a new" in url is not a web address.',
        "Write %20 for each blank: https://x.example/a%20new",
    ),
    "a relation that rests on nothing": (
        MEMBERS + ",dk-vejle,dk-trekantomraadet,member,2007,,,,,,,\n", 2, 45, "source", "",
        "The row names no claim, and not both a source and how it was read.",
        "Fill in source and reading, or claims.",
    ),
    "a semicolon for a comma": (
        NAMES.replace(",", ";") + "dk-vejle;Vejle;da;pref;;;a-page\n", 1, 0, "", "",
        "The cells are separated by ;, not by commas." + UNREAD,
        "Save the file with commas: Excel takes the sign from the country set on the computer, "
        "so set the list separator to a comma there, or save as CSV in LibreOffice, which asks.",
    ),
    "a row for Excel": (
        "sep=,\n" + NAMES, 1, 0, "", "",
        'The first row is "sep=,", which only Excel understands.' + UNREAD, "Remove this row.",
    ),
    "a column spelled otherwise": (
        NAMES.replace("lang", "language"), 1, 12, "lang", "lang",
        "This looks like the table names, but lacks lang; not known: language." + UNREAD,
        "Rename language → lang; the whole header is "
        "actor,name,lang,kind,valid_from,valid_to,source.",
    ),
    "two columns spelled otherwise": (
        NAMES.replace("lang", "language").replace("actor", "Aktor"), 1, 1, "actor", "",
        "This looks like the table names, but lacks actor, lang; not known: Aktor, language."
        + UNREAD,
        "Rename Aktor → actor, language → lang; the whole header is "
        "actor,name,lang,kind,valid_from,valid_to,source.",
    ),
    "a column that is like none": (
        NAMES.replace("lang", "remark"), 1, 0, "lang", "",
        "This looks like the table names, but lacks lang; not known: remark." + UNREAD,
        "Write actor,name,lang,kind,valid_from,valid_to,source.",
    ),
    "columns left out": (
        "actor,name,lang\n", 1, 0, "kind", "",
        "This looks like the table names, but lacks kind, valid_from, valid_to, source." + UNREAD,
        "Write actor,name,lang,kind,valid_from,valid_to,source.",
    ),
    "a header of nothing we have": (
        "navn,kommune\n", 1, 0, "", "",
        "The first row is the header of none of our tables." + UNREAD,
        "Begin with the header of one of these tables: actors, areas, claims, codes, events, "
        "evidence, funding, links, memberships, names, places, programmes, regions, rosters, "
        "snapshots, sources, topics.",
    ),
    "a column with a capital": (
        NAMES.replace("kind", "Kind"), 1, 17, "kind", "kind",
        "This looks like the table names, but lacks kind; not known: Kind." + UNREAD,
        "Rename Kind → kind; the whole header is actor,name,lang,kind,valid_from,valid_to,source.",
    ),
    "a column too many": (
        NAMES.replace("source", "source,remark"), 1, 49, "remark", "",
        "This looks like the table names, which has no column remark." + UNREAD,
        "Write actor,name,lang,kind,valid_from,valid_to,source.",
    ),
    "columns in another order": (
        NAMES.replace("actor,name", "name,actor"), 1, 1, "name", "",
        "The columns of the table names are not in their order." + UNREAD,
        "Write actor,name,lang,kind,valid_from,valid_to,source.",
    ),
    "a table of the maintainers": (
        "date,release,iri,action,replaced_by,note\n", 1, 0, "", "",
        "The table ledger is kept by the maintainers." + UNREAD, "Leave the file out.",
    ),
}  # fmt: skip


@pytest.mark.parametrize(
    ("text", "line", "column", "field", "suggested", "sentence", "remedy"),
    CELLS.values(),
    ids=CELLS,
)
def test_a_wrong_cell_is_told_with_its_place_and_what_would_mend_it(
    text: str, line: int, column: int, field: str, suggested: str, sentence: str, remedy: str
) -> None:
    [found] = findings(text)
    assert (found.messages["en"], found.suggestions["en"]) == (sentence, remedy)
    assert found.spot == Spot("1.csv", line, column, field)
    assert (found.suggested, found.severity, found.rule) == (suggested, "Violation", "table")


@pytest.mark.parametrize("text", [case[0] for case in CELLS.values()], ids=CELLS)
def test_a_wrong_cell_is_told_in_every_language(text: str) -> None:
    [found] = findings(text)
    assert tuple(found.messages) == LANGUAGES
    assert tuple(found.suggestions) == LANGUAGES
    assert len(set(found.messages.values())) >= 3
    assert not any("{" in words for words in (*found.messages.values(),))


def test_the_same_is_said_in_danish_norwegian_swedish_and_finnish() -> None:
    [found] = findings(MEMBERS + member("31.12.2019"))
    assert found.messages["da"] == '"31.12.2019" i start er ikke en dato, som den skal skrives.'
    assert found.messages["nb"] == '"31.12.2019" i start er ikke en dato slik den skal skrives.'
    assert found.messages["sv"] == '"31.12.2019" i start är inte ett datum så som det ska skrivas.'
    assert found.suggestions["fi"] == "Kirjoita 2019-12-31."


def test_a_wrong_header_says_in_each_language_that_no_row_was_read() -> None:
    [found] = findings(NAMES.replace("kind", "Kind") + "dk-vejle,Vejle,da,x,,,a-page\n")
    assert [text.rpartition(". ")[2] for text in found.messages.values()] == [
        UNREAD.strip(),
        "Rækkerne nedenfor er ikke læst.",
        "Radene nedenfor er ikke lest.",
        "Raderna nedanför har inte lästs.",
        "Alla olevia rivejä ei luettu.",
    ]


def test_no_two_kinds_of_fault_are_told_alike() -> None:
    for number, _ in enumerate(LANGUAGES):
        assert len({words[number] for words in COMPLAINTS.values()}) == len(COMPLAINTS)


def test_a_byte_order_mark_is_only_noted_and_the_rows_are_read() -> None:
    there = brought("\ufeff" + MEMBERS + member())
    [found] = there.findings
    assert (found.severity, found.spot) == ("Info", Spot("1.csv", 1))
    assert found.messages["en"] == "The file begins with a byte order mark."
    assert found.suggestions["en"].startswith("That does no harm here")
    assert {spot.line for spot in there.spots.values()} == {2}


@pytest.mark.parametrize("blank", ["\n", "  \r\n", ",,\n", "," * 11 + "\n", "," * 14 + "\n"])
def test_a_row_that_holds_nothing_is_passed_over(blank: str) -> None:
    there = brought(MEMBERS + blank + member() + blank)
    assert there.findings == ()
    assert {spot.line for spot in there.spots.values()} == {3}


def test_a_row_with_a_wrong_cell_tells_at_once_that_it_rests_on_nothing() -> None:
    row = ",dk-vejle,dk-trekantomraadet,member,31.12.2019,,,,,,,\n"
    found = findings(MEMBERS + row)
    assert [one.spot.field for one in found] == ["start", "source"]
    wrong_source = row.replace(",,,,\n", ",A page,,,\n")
    assert [one.spot.field for one in findings(MEMBERS + wrong_source)] == ["start", "source"]


def test_every_wrong_cell_of_a_file_is_told_and_the_good_rows_are_kept() -> None:
    there = brought(
        MEMBERS + member("31.12.2019", note="=A1", who="dk-veile") + member() + member("x", "y")
    )
    assert [(found.spot.line, found.spot.field) for found in there.findings] == [
        (2, "member"), (2, "start"), (2, "note"), (4, "start"), (4, "end"),
    ]  # fmt: skip
    assert {spot.line for spot in there.spots.values()} == {3}


def test_tables_that_come_together_define_what_the_others_name() -> None:
    source = "key,title,title_lang,publisher,url,issued,retrieved,language,licence,note\n"
    there = brought(
        MEMBERS + member(who="dk-new").replace("a-page", "a-new"),
        ",".join(TABLES["actors"].columns) + "\ndk-new,Municipality,DNK" + "," * 11 + "a-new,\n",
        source + "a-new,A page,,,https://new.example/,,2026-11-21,,,\n",
    )
    assert not there.findings
    assert {spot.file for spot in there.spots.values()} == {"1.csv", "2.csv", "3.csv"}


def test_a_row_that_cannot_be_read_still_defines_its_key() -> None:
    actor = ",".join(TABLES["actors"].columns) + "\ndk-new,Town,DNK" + "," * 11 + "a-page,\n"
    found = findings(MEMBERS + member(who="dk-new"), actor)
    assert [(one.spot.file, one.spot.field) for one in found] == [("2.csv", "class")]


def test_a_key_given_twice_names_the_other_row() -> None:
    row = "x,X,,,,,2026-11-21,,,\n"
    header = ",".join(TABLES["sources"].columns) + "\n"
    [found] = findings(header + row, header + row)
    assert found.spot == Spot("2.csv", 2, 1, "key")
    assert found.messages["en"] == 'The key "x" is given in 1.csv:2 already.'


def test_a_membership_key_given_twice_is_told_once_beside_other_faults() -> None:
    row = "m-x" + member(who="dk-veile")
    found = findings(MEMBERS + row + "m-x" + member("2019"))
    assert [(one.spot.line, one.spot.field) for one in found] == [(2, "member"), (3, "key")]
    assert found[1].messages["en"] == 'The key "m-x" is given in 1.csv:2 already.'


def test_names_of_an_actor_of_the_graph_are_described_without_its_row() -> None:
    there = brought(NAMES + "dk-vejle,Vejle,da,pref,2007-01-01,,a-page\n")
    label = Literal("Vejle", language="da")
    vejle = Iri(str(thing("actor", "dk-vejle")))
    version = Iri(f"{vejle.value}#v-2007-01-01")
    for subject in (vejle, version):
        spot = there.spot_of(subject, Iri(str(SKOS.prefLabel)), label)
        assert spot == Spot("1.csv", 2, 10, "name")
    assert all(spot.line == 2 for spot in there.spots.values())


def test_rows_that_contradict_each_other_are_told_and_the_others_described() -> None:
    codes = "actor,scheme,code,valid_from,valid_to,source\n"
    rows = "dk-vejle,dk-kommunekode,{},2007-01-01,,a-page\n"
    there = brought(codes + rows.format("0630") + rows.format("0631"))
    [found] = there.findings
    assert (found.spot.line, found.spot.field) == (3, "valid_from")
    assert found.messages["en"].startswith("The row contradicts another one or cannot be read")
    assert {spot.line for spot in there.spots.values()} == {2}


def test_a_roster_may_list_members_of_the_graph() -> None:
    header = ",".join(TABLES["rosters"].columns) + "\n"
    there = brought(
        header + "a-page--three,actor/dk-trekantomraadet,2017,complete,,"
        "dk-vejle|dk-kolding,enumerated,normal,,,a-page,\n"
    )
    assert not there.findings
    assert there.spot_of(
        Iri(str(thing("claim", "a-page--three"))),
        Iri(str(SG.listsMember)),
        Iri(str(thing("actor", "dk-kolding"))),
    ) == Spot("1.csv", 2, 64, "members")


def test_a_subject_that_makes_no_address_is_told() -> None:
    header = ",".join(TABLES["claims"].columns) + "\n"
    found = findings(header + "a-page--x,actor/dk vejle,,,,,enumerated,normal,,,a-page,\n")
    assert found[0].spot == Spot("1.csv", 2, 11, "subject")
    assert found[0].messages["en"] == '"actor/dk vejle" in subject makes no address of a thing.'


def test_a_value_that_is_not_of_its_type_is_left_to_the_shapes(
    caplog: pytest.LogCaptureFixture,
) -> None:
    header = ",".join(TABLES["claims"].columns) + "\n"
    row = "a-page--x,actor/dk-vejle,dcat:startDate,8(0,xsd:decimal,,enumerated,normal,,,a-page,\n"
    there = brought(header + row)
    assert not there.findings
    assert "8(0" in {triple[2].value for triple in there.triples}
    assert not caplog.records


def test_passages_need_the_row_of_their_text() -> None:
    header = ",".join(TABLES["evidence"].columns) + "\n"
    [found] = findings(header + f"a-claim,{'a' * 64},0,5,{'b' * 64},,It says so.\n")
    assert (found.spot.line, found.spot.field) == (2, "snapshot")


def test_without_a_graph_any_key_is_taken_as_known() -> None:
    there = read([("m.csv", (MEMBERS + member(who="dk-veile")).encode(), None)], Caps())
    assert not there.findings
    assert there.triples


def test_a_region_is_a_fact_although_it_has_the_address_of_a_code() -> None:
    header = ",".join(TABLES["areas"].columns) + "\n"
    there = brought(header + "dk-vejle,dk-1083,2007-01-01,,a-page\n")
    values = {triple[2] for triple in there.triples}
    assert Iri(str(concept("region", "dk-1083"))) in values


def test_beyond_the_findings_that_are_told_they_are_counted() -> None:
    there = brought(MEMBERS + member("x") * 3_000)
    assert (len(there.findings), there.untold) == (1000, 2000)


def test_rows_count_as_triples() -> None:
    with pytest.raises(LimitExceeded, match=r"^1\.csv:2: the limit is 10 triples"):
        brought(MEMBERS + member(), caps=Caps(triples=10))


@pytest.mark.parametrize(
    ("line", "index", "value", "column"),
    [("a,b,c", 1, "b", 3), ('"a, b",c', 1, "c", 8), ('a,"b ""c"""', 1, "b", 4), ("a,,c", 1, "", 3)],
)
def test_the_column_of_a_cell_counts_characters(
    line: str, index: int, value: str, column: int
) -> None:
    assert column_of(line, index, value) == column


def test_a_name_is_written_as_our_keys_are() -> None:
    assert slug(" Ærø Kommune, Åland ") == "aeroe-kommune-aaland"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("maj 2020", "2020-05"),
        ("mai 2020", "2020-05"),
        ("May 2020", "2020-05"),
        ("toukokuu 2020", "2020-05"),
        ("den 1. Maj 2020", "2020-05-01"),
        ("5. toukokuuta 2020", "2020-05-05"),
        ("toukokuussa 2020", "2020-05"),
        ("May 5th 2020", "2020-05-05"),
        ("3 okt. 2020", "2020-10-03"),
        ("31 desember 2020", "2020-12-31"),
        ("31 juni 2020", ""),
        ("mandag 2020", ""),
        ("maj 20", ""),
    ],
)
def test_a_month_by_its_name_is_written_in_digits(text: str, written: str) -> None:
    assert with_month(text) == written
    [found] = findings(MEMBERS + member(text))
    assert found.suggested == written


def test_a_graph_finds_a_key_by_a_name_or_a_web_address() -> None:
    kolding, old = thing("actor", "dk-kolding"), thing("actor", "dk-kolding-1970")
    page = thing("source", "a-page")
    there = graph(
        Facts(
            f'<{kolding}> <{SKOS.prefLabel}> "Kolding"@da .\n'
            f'<{kolding}/2007> <{SKOS.prefLabel}> "Kolding By"@da .\n'
            f'<{old}> <{SKOS.prefLabel}> "Kolding"@da .\n'
            f'<{kolding}> <{SKOS.altLabel}> "Kolding Kommune"@da .\n'
            f'<{thing("actor", "se-a")}> <{SKOS.prefLabel}> "Twins"@sv .\n'
            f'<{thing("actor", "se-b")}> <{SKOS.prefLabel}> "Twins"@sv .\n'
            f'<{page}> <{SCHEMA.url}> "https://a.example/"^^<{XSD.anyURI}> .\n'
        )
    )
    actors, sources = str(thing("actor", "")), str(thing("source", ""))
    assert there.named(actors, "Kolding Kommune") == "dk-kolding"
    assert there.named(actors, "Kolding") == "dk-kolding"
    assert there.named(sources, "https://a.example/") == "a-page"
    assert [there.named(actors, text) for text in ("Twins", "Kolding By", "Vejle")] == ["", "", ""]
    assert there.named(sources, "Kolding") == ""


def test_a_graph_knows_its_things_and_lists_their_keys() -> None:
    vejle, role = thing("actor", "dk-vejle"), concept("role", "member")
    there = graph(
        Facts(
            f"<{vejle}> <{RDF.type}> <{SG.Municipality}> .\n"
            f"<{role}> <{SKOS.inScheme}> <{scheme('role')}> .\n"
        )
    )
    assert there.known(str(vejle))
    assert not there.known(str(thing("actor", "dk-veile")))
    assert set(there.listed(str(thing("actor", "")))) == {"dk-vejle"}
    assert set(there.listed(f"{scheme('role')}/")) == {"member"}


def test_a_second_period_of_a_membership_of_the_graph_is_a_membership_of_its_own() -> None:
    first = thing("relation", "m-dk-trekantomraadet--dk-vejle")
    beside = graph(
        Facts(
            f"<{first}> <{RDF.type}> <{SG.Membership}> .\n"
            f'<{first}#during> <{DCAT.startDate}> "2007" .\n'
            f'<{first}#during> <{DCAT.endDate}> "2010" .\n'
        )
    )
    text = MEMBERS + member("2012") + member("2007") + member("2019")
    there = read([("m.csv", text.encode(), None)], Caps(), beside)
    lines = {
        triple[0].value.rpartition("/")[2]: there.spots[triple].line
        for triple in there.triples
        if triple[2] == Iri(str(SG.Membership))
    }
    stem = "m-dk-trekantomraadet--dk-vejle"
    assert lines == {stem: 3, f"{stem}-2": 2, f"{stem}-3": 4}
