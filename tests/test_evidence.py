"""Passages agree with the captured texts, and no sentence of a text is repeated."""

import hashlib
from dataclasses import replace
from pathlib import Path

import pytest
from rdflib import Literal

from samgraf import resources, tables
from samgraf.describing import describe
from samgraf.model import Evidence, Place, Snapshot
from samgraf.pipeline import evidence
from samgraf.terms import DCT, SG

TEXTS = Path(__file__).parents[2] / "shared" / "seeds"
TEXT = "Rådet består af  seks\u00a0kommuner, som er nævnt her i teksten."
SHA = hashlib.sha256(TEXT.encode()).hexdigest()
PASSAGE = "Rådet består af seks kommuner,"
ROW = Evidence(
    Place("data/evidence.csv", 2),
    claim="x",
    snapshot=SHA,
    start=0,
    end=31,
    passage_sha256=hashlib.sha256(PASSAGE.encode()).hexdigest(),
    fragment=":~:text=R%C3%A5det,kommuner%2C",
    paraphrase="It has six members.",
)
SNAPSHOT = Snapshot(Place("data/snapshots.csv", 2), "s", SHA, None, len(TEXT))
at_hand = pytest.mark.skipif(not TEXTS.is_dir(), reason="the captured texts are not at hand")


def problems(row: Evidence) -> str:
    return "; ".join(evidence.check([row], [SNAPSHOT], {SHA: TEXT}).problems)


def test_a_passage_agrees_whatever_its_white_space() -> None:
    assert evidence.check([ROW], [SNAPSHOT], {SHA: TEXT}) == evidence.Checked(1, 0, ())


def test_a_text_that_is_not_at_hand_is_told_as_not_checked() -> None:
    assert evidence.check([ROW], [SNAPSHOT], {}) == evidence.Checked(0, 1, ())


def test_a_moved_passage_differs_in_digest_and_fragment() -> None:
    found = problems(replace(ROW, start=1))
    assert "data/evidence.csv:2: passage_sha256: the passage has" in found


def test_a_passage_behind_the_end_is_told() -> None:
    assert "the passage ends at 999" in problems(replace(ROW, end=999))


def test_a_wrong_number_of_characters_is_told() -> None:
    wrong = replace(SNAPSHOT, characters=1)
    found = evidence.check([], [wrong], {SHA: TEXT}).problems
    assert found == (f"data/snapshots.csv:2: characters: the text has {len(TEXT)}, not 1",)


def test_eight_words_of_a_text_in_a_row_are_a_copy() -> None:
    long = "one two three four five six seven eight nine"
    assert evidence.copied([long], [("a", "Two three four five six seven eight nine.")])
    assert not evidence.copied([long], [("a", "two three four five six seven nine eight")])


@at_hand
def test_every_passage_of_the_data_agrees_with_its_text() -> None:
    records = tables.read_all(resources.ROOT / "data")
    checked = evidence.check(records.evidence, records.snapshots, evidence.texts_in(TEXTS))
    assert checked.problems == ()
    assert checked.absent == 0
    assert checked.agree == len(records.evidence)


@at_hand
def test_no_literal_of_the_data_repeats_a_sentence_of_a_text() -> None:
    said = describe.describe(tables.read_all(resources.ROOT / "data"))
    literals = [
        (str(s), str(o))
        for s, p, o, _ in said.quads
        if isinstance(o, Literal) and p not in (DCT.title, SG.textFragment)
    ]
    assert evidence.copied(evidence.texts_in(TEXTS).values(), literals) == []
