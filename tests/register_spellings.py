"""Writes tests/matching_register.csv from the registers: python -m tests.register_spellings FOLDER.

The folder has municipalities.csv and no_municipality_code_history.csv as they were collected.
"""

import csv
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

from .matching_world import REGISTER

HEAD = ("scheme", "code", "last_day", "name", "language")
_LANGUAGES = {"no": "nb"}
Spelling = tuple[str, ...]


def history(folder: Path) -> Iterator[Spelling]:
    for row in _rows(folder / "no_municipality_code_history.csv"):
        for name in {row["name"], *row["names_in_period"].split("|")}:
            yield "no-kommunenummer", row["code"], _before(row["valid_to"]), name.strip(), "nb"


def municipalities(folder: Path) -> Iterator[Spelling]:
    for row in _rows(folder / "municipalities.csv"):
        names = [(row["name"], row["name_lang"])]
        for told in row["alt_names"].split("|"):
            name, _, language = told.partition("@")
            names.append((name, language))
        for name, language in names:
            language = _LANGUAGES.get(language, language)
            yield row["code_scheme"], row["code"], _before(row["valid_to"]), name.strip(), language


def _rows(file: Path) -> Iterator[dict[str, str]]:
    with file.open(encoding="utf-8") as lines:
        yield from csv.DictReader(lines)


def _before(day: str) -> str:
    """Return the day before the one that the registers write: the first of the next spell."""
    return (date.fromisoformat(day) - timedelta(days=1)).isoformat() if day else ""


def main(folder: Path) -> None:
    found = {s for s in (*history(folder), *municipalities(folder)) if s[1] and s[3]}
    with REGISTER.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(HEAD)
        writer.writerows(sorted(found))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
