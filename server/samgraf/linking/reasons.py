"""Why a thing was found: the name or the code that fits what was looked for."""

from dataclasses import dataclass

from .entries import Entry, Mark, Title
from .names import forms, sounds
from .wanted import Wanted, as_code, without_zeros


@dataclass(frozen=True, slots=True)
class Reason:
    """The name shown, and what fits where that is another name or a code."""

    shown: Title
    name: Title | None = None
    mark: Mark | None = None


def reason(entry: Entry, text: Wanted, language: str) -> Reason:
    """Tell by which name or code an entry was found."""
    shown = entry.shown(language)
    if not text:
        return Reason(shown)
    mark = _mark(entry, text)
    if mark is not None:
        return Reason(shown, None, mark)
    best = min(entry.titles, key=lambda title: (_fit(title, text), title is not shown))
    return Reason(shown, best if best.name != shown.name else None)


def _mark(entry: Entry, text: Wanted) -> Mark | None:
    """Return the code that is one of the words, as it is written or without zeros."""
    held = [(as_code(mark.code), mark) for mark in entry.marks]
    codes = {text.code, *(word for pair in text.words for word in pair)}
    loose = {without_zeros(code) for code in codes}
    exact = [mark for code, mark in held if code in codes]
    return next(iter(exact or [m for code, m in held if without_zeros(code) in loose]), None)


def _fit(title: Title, text: Wanted) -> tuple[int, int]:
    """Tell how well a name fits, the lowest best: whole, beginning, words, sound."""
    found = forms(title.name)
    if found & (text.whole | text.core):
        return (0, 0)
    if any(form.startswith(whole) for form in found for whole in text.whole):
        return (1, len(title.name))
    words = {word for form in found for word in form.split()}
    missing = sum(not any(w.startswith(tuple(pair)) for w in words) for pair in text.words)
    if not missing:
        return (2, 0)
    heard = sounds(title.name)
    if heard.startswith(text.heard):
        return (3, 0)
    return (4 + missing, -_same(heard, text.heard))


def _same(one: str, other: str) -> int:
    """Count the letters that two words have in common from both ends."""
    count = 0
    for pairs in (zip(one, other, strict=False), zip(one[::-1], other[::-1], strict=False)):
        for a, b in pairs:
            if a != b:
                break
            count += 1
    return count
