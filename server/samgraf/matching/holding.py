"""Everything that can be found in a version, in memory; made once, then only read."""

from collections.abc import Sequence
from dataclasses import dataclass

from samgraf.linking.entries import Entry, Labels
from samgraf.linking.wanted import as_code
from samgraf.namespaces import BASE

from . import periods
from .codes import Codes
from .names import Names
from .places import Places
from .typos import Typos
from .words import Words

_SYNTAXES = (".ttl", ".jsonld", ".nt", ".rdf")


@dataclass(frozen=True, slots=True)
class Holding:
    """The entries, and the ways to find them; the others name them by their places here."""

    entries: Sequence[Entry]
    places: Places
    codes: Codes
    names: Names
    typos: Typos
    words: Words
    at: dict[str, int]
    """The place of each entry by its path."""

    @classmethod
    def of(cls, entries: Sequence[Entry], labels: Labels) -> "Holding":
        """Make it of entries and of the names of the values of facets."""
        names = Names(entries)
        return cls(
            entries,
            Places(entries, labels),
            Codes(entries),
            names,
            Typos(names.spellings()),
            Words(names.all),
            {entry.path: number for number, entry in enumerate(entries)},
        )

    def own(self, text: str) -> int:
        """Return the entry whose IRI, address, path or key a text is; -1 for none."""
        path = text.removeprefix(BASE)
        for syntax in _SYNTAXES:
            path = path.removesuffix(syntax)
        for address in ("page/", "data/"):
            if path.startswith(address):
                path = "id/" + path.removeprefix(address)
        return self.at.get(path, self.at.get(f"id/actor/{path}", -1))

    def of_another(self, number: int, code: str, on: str, scheme: str = "") -> str:
        """Return the register in which another thing of the country bears a code on a day.

        '' for none, also where the entry bears no code of that register itself: a municipality is
        no less meant where the code beside it is that of a region. '' as a day is any time. Zeros
        may be left out and not added: 00140 is a post code of Helsinki, not Iisalmi's 140.
        """
        entry = self.entries[number]
        own = {scheme} if scheme else {mark.scheme for mark in entry.marks}
        for held, _ in self.codes.holders(code):
            mark, other = held.mark, self.entries[held.entry]
            there = mark.scheme in own and periods.held(mark.since, mark.until, on)
            near = not {*entry.countries}.isdisjoint(other.countries)
            if there and near and held.entry != number and len(code) <= len(as_code(mark.code)):
                return mark.scheme
        return ""
