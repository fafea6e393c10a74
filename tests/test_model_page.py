"""The queries of the model page run on the real graph and answer."""

import json
import re
from pathlib import Path

import pytest

from samgraf.limits import Limits
from samgraf.store.once import ask_once
from samgraf.store.versions import Versions
from samgraf.store.wire import Query

PAGE = (Path(__file__).parents[1] / "docs" / "model.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```sparql\n(.*?)```", PAGE, re.DOTALL)
PREFIXES, CERTAINTY = BLOCKS[0], BLOCKS[1]
MEMBERSHIP = """SELECT ?certainty (COUNT(*) AS ?n) WHERE {
  BIND("2012-06-30"^^xsd:date AS ?d)
  ?m a sg:Membership .
  OPTIONAL { ?m sg:beginsNotBefore ?beginsNotBefore }
  OPTIONAL { ?m sg:beginsNotAfter ?beginsNotAfter }
  OPTIONAL { ?m sg:endsNotBefore ?endsNotBefore }
  OPTIONAL { ?m sg:endsNotAfter ?endsNotAfter }
  %s
} GROUP BY ?certainty"""


def answer(build: Path, text: str) -> list[dict[str, dict[str, str]]]:
    versions = Versions(build)
    store = versions.path(versions.needed()) / "store"
    query = Query(PREFIXES + text, "application/sparql-results+json", None)
    body = b"".join(ask_once(store, query, Limits()).body)
    rows: list[dict[str, dict[str, str]]] = json.loads(body)["results"]["bindings"]
    return rows


@pytest.mark.parametrize("text", [b for b in BLOCKS if b.startswith("SELECT")])
def test_a_query_of_the_page_answers(real_build: Path, text: str) -> None:
    assert answer(real_build, text)


def test_the_pattern_for_certainty_tells_all_four_apart(real_build: Path) -> None:
    rows = answer(real_build, MEMBERSHIP % CERTAINTY)
    counts = {row["certainty"]["value"]: int(row["n"]["value"]) for row in rows}
    assert set(counts) == {"certain", "presumed", "possible", "no"}
