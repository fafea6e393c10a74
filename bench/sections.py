"""Sections of RESULTS.md that scripts write, each its own, and leave the others as they are."""

from collections.abc import Iterable
from pathlib import Path

RESULTS = Path(__file__).with_name("RESULTS.md")


def put(name: str, lines: Iterable[str], file: Path = RESULTS) -> None:
    """Write a section in the place of the one of that name, or behind all others."""
    begin, end = _marks(name)
    section = "\n".join([begin, "", *lines]).rstrip() + f"\n\n{end}\n"
    text = file.read_text(encoding="utf-8")
    if begin in text:
        before, _, rest = text.partition(begin)
        text = before + section + rest.partition(f"{end}\n")[2]
    else:
        text = f"{text.rstrip()}\n\n{section}"
    file.write_text(text, encoding="utf-8")


def kept(file: Path = RESULTS) -> str:
    """Return all sections that others wrote, to be put behind what is written anew."""
    if not file.is_file():
        return ""
    text = file.read_text(encoding="utf-8")
    begin = text.find("<!-- section ")
    return f"\n{text[begin:]}" if begin >= 0 else ""


def _marks(name: str) -> tuple[str, str]:
    return f"<!-- section {name} -->", f"<!-- end of {name} -->"
