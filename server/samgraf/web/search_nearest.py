"""What is shown of a text that no thing has all words of: what has the words that name things.

``Haderslev Municipality cooperation 2010`` is about Haderslev: a word that is somebody's very name
outweighs words of kinds, and these outweigh years. Further words narrow down as long as that leaves
something.
"""

from dataclasses import replace

from samgraf.linking.names import forms
from samgraf.linking.search import Asked, Hit, Index
from samgraf.linking.wanted import wanted

MOST = 8
"""Things that are shown."""

_WORDS = 8
_LOOKED = 5  # hits of a word among which one of this very name is looked for
_SHORTEST = 3  # letters of a word that may be somebody's name


def nearest(index: Index, asked: Asked) -> tuple[Hit, ...]:
    """Return what comes near a text that nothing fits, the things that it names first."""
    near = index.nearest(asked.text, asked.language, MOST)
    found = {hit.entry.path: hit for hit in (*_named(index, asked), *near)}
    return tuple(found.values())[:MOST]


def _named(index: Index, asked: Asked) -> tuple[Hit, ...]:
    """Return what the words of a text name, that it does not narrow down to nothing."""
    words = asked.text.split()[:_WORDS]
    plain = replace(asked, limit=MOST, offset=0, sort="relevance")
    names = [word for word in words if len(words) > 1 and _is_name(index, plain, word)]
    text = ""
    hits: tuple[Hit, ...] = ()
    for word in [*names, *(word for word in words if word not in names)]:
        longer = f"{text} {word}".strip()
        found = index.find(replace(plain, text=longer), counted=False)
        if found.hits and not found.tolerant and (text or word in names):
            text, hits = longer, found.hits
    return hits


def _is_name(index: Index, asked: Asked, word: str) -> bool:
    """Say whether something is called just so, but for words of its kind."""
    if len(word) < _SHORTEST or word.isdigit():
        return False
    looked_for = wanted(word)
    hits = index.find(replace(asked, text=word, limit=_LOOKED), counted=False).hits
    called = (title.name for hit in hits for title in hit.entry.titles if hit.entry.kind != "Code")
    return any(not looked_for.whole.isdisjoint(forms(name)) for name in called)
