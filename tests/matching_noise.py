"""What other people's tables do to names and codes; each kind of noise as a function.

A function returns the text, with what else the row then tells, or None where it does not apply.
"""

import random
import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from .matching_world import COUNTRIES, GENITIVES, NAMED, Spell, World

_LETTERS = "abcdefghijklmnoprstuvyæøåäö"
_SHORTEST_WITH_TYPO = 5
_SHORTEST_WITH_TWO = 10
_MARKS = str.maketrans({"å": "aa", "ä": "ae", "æ": "ae", "ö": "oe", "ø": "oe", "Å": "Aa",
                        "Ä": "Ae", "Æ": "Ae", "Ö": "Oe", "Ø": "Oe", "ð": "d", "þ": "th",
                        "Þ": "Th"})  # fmt: skip
_NEIGHBOURS = str.maketrans({"å": "aa", "ä": "æ", "æ": "ä", "ö": "ø", "ø": "ö", "Å": "Aa",
                             "Ä": "Æ", "Æ": "Ä", "Ö": "Ø", "Ø": "Ö"})  # fmt: skip
_BARE = str.maketrans({"æ": "ae", "ø": "o", "ð": "d", "þ": "th", "Æ": "Ae", "Ø": "O", "Þ": "Th",
                       "đ": "d", "ŧ": "t", "ŋ": "n", "Đ": "D"})  # fmt: skip
_NORWEGIAN = {"no-kommunenummer"}
_LENGTHS = {"no-kommunenummer", "dk-kommunekode", "se-kommunkod", "fi-kuntanumero"}


@dataclass(frozen=True, slots=True)
class Told:
    """The text of a row, and what the noise tells beside it."""

    text: str
    more: Mapping[str, object] = field(default_factory=dict)


Noise = Callable[[random.Random, World, Spell], Told | None]


def as_written(_: random.Random, world: World, spell: Spell) -> Told | None:
    return Told(spell.text)


def other_language(_: random.Random, world: World, spell: Spell) -> Told | None:
    """A name that is not in the main language of the country."""
    main = {"NOR": {"nb"}, "DNK": {"da"}, "SWE": {"sv"}, "FIN": {"fi"}, "ISL": {"is"}}
    own = main.get(world.country[spell.actor], {"fo", "kl"})
    return Told(spell.text) if spell.language and spell.language not in own else None


def without_marks(_: random.Random, world: World, spell: Spell) -> Told | None:
    letters = unicodedata.normalize("NFKD", spell.text.translate(_BARE))
    text = "".join(c for c in letters if not unicodedata.combining(c))
    return Told(text) if text != spell.text else None


def spelt_out(chance: random.Random, world: World, spell: Spell) -> Told | None:
    """Aa for å, oe for ø; or the letters of the neighbours."""
    text = spell.text.translate(chance.choice((_MARKS, _NEIGHBOURS)))
    return Told(text) if text != spell.text else None


def typo(chance: random.Random, world: World, spell: Spell) -> Told | None:
    if len(spell.text) < _SHORTEST_WITH_TYPO or "(" in spell.text:
        return None
    return Told(_mistyped(chance, spell.text))


def two_typos(chance: random.Random, world: World, spell: Spell) -> Told | None:
    if len(spell.text) < _SHORTEST_WITH_TWO or "(" in spell.text:
        return None
    return Told(_mistyped(chance, _mistyped(chance, spell.text)))


def _mistyped(chance: random.Random, text: str) -> str:
    """Type a letter too many, too few, wrong, or two in each other's place."""
    places = [n for n in range(len(text) - 1) if text[n].isalpha() and text[n + 1].isalpha()]
    place = chance.choice(places or [1])
    letter, rest = chance.choice(_LETTERS), text[place + 1 :]
    swapped = text[:place] + rest[:1] + text[place] + rest[1:]
    found = chance.choice(
        (text[:place] + letter + text[place:], text[:place] + rest, text[:place] + letter + rest,
         swapped)
    )  # fmt: skip
    return found if found != text else swapped if swapped != text else text[:place] + rest


def with_form(chance: random.Random, world: World, spell: Spell) -> Told | None:
    """The word for a municipality that people put before or behind its name."""
    name, country = spell.text, world.country[spell.actor]
    if world.kind[spell.actor] != "Municipality" or re.search(r"[(]|omm?un|icipal|stad$", name):
        return None
    genitive = name if name[-1] in "sxz" else name + "s"
    forms = {
        "NOR": (f"{name} kommune", f"{name} kommune".upper(), f"{name} Municipality"),
        "DNK": (f"{name} Kommune", f"{name.upper()} KOMMUNE", f"Municipality of {name}"),
        "SWE": (f"{name} kommun", f"{genitive} kommun", f"{genitive} stad", f"City of {name}"),
        "FIN": _finnish(name, spell.language),
        "ISL": (f"{name} municipality", name.upper()),
    }
    return Told(chance.choice(forms.get(country, (name.upper(),))))


def _finnish(name: str, language: str) -> tuple[str, ...]:
    if language == "sv":
        return (f"{name} stad", f"{name} kommun")
    if name in GENITIVES:
        return (f"{GENITIVES[name]} kaupunki", f"{GENITIVES[name]} kunta")
    return (f"City of {name}", f"{name} municipality", f"{name} (kunta)")


def several(chance: random.Random, world: World, spell: Spell) -> Told | None:
    """A word for the kind, no marks and capitals at once."""
    formed = with_form(chance, world, spell)
    bare = without_marks(chance, world, spell)
    if formed is None or bare is None:
        return None
    both = without_marks(chance, world, Spell(spell.actor, formed.text, None, None))
    return Told((both or formed).text.upper())


def code(chance: random.Random, world: World, spell: Spell) -> Told | None:
    """A code as tables have it: whole, without zeros, as a column of its own, as Eurostat's."""
    if spell.scheme not in _LENGTHS:
        return None
    short = spell.text.lstrip("0")
    country = COUNTRIES[world.country[spell.actor]]
    lau = f"{country}_{short if country == 'DK' else spell.text}"
    as_column: Mapping[str, object] = {"codes": ((chance.choice((spell.scheme, "")), spell.text),)}
    ways = [Told(spell.text), Told(short), Told(lau), Told("", as_column)]
    if spell.scheme in _NORWEGIAN:
        ways.append(Told(f"K-{spell.text}"))
    return chance.choice(ways)


def organisation_number(chance: random.Random, world: World, spell: Spell) -> Told | None:
    plain = re.sub(r"\D", "", spell.text)
    ways = {
        "no-orgnr": (plain, f"{plain[:3]} {plain[3:6]} {plain[6:]}", f"NO{plain}MVA"),
        "se-orgnr": (spell.text, plain, f"16{plain}", f"SE{plain}01"),
        "dk-cvr": (plain, f"DK-{plain}", f"DK{plain}"),
        "fi-ytunnus": (spell.text, plain, f"FI{plain}"),
    }
    return Told(chance.choice(ways[spell.scheme])) if spell.scheme in ways else None


def code_and_name(chance: random.Random, world: World, spell: Spell) -> Told | None:
    """A code with the name of its holder, in one cell or in two."""
    if spell.scheme not in _LENGTHS:
        return None
    called = [
        n for n in world.names if n.actor == spell.actor and n.language in ("nb", "da", "sv", "fi")
    ]
    if not called:
        return None
    name = chance.choice(called).text
    mistyped = typo(chance, world, Spell(spell.actor, name, None, None))
    noisy = (mistyped or Told(name)).text
    ways = [Told(f"{spell.text} {name}"), Told(noisy, {"codes": ((spell.scheme, spell.text),)})]
    if spell.scheme in _NORWEGIAN:
        ways.append(Told(f"K-{spell.text} {name}"))
    return chance.choice(ways)


def qualified(chance: random.Random, world: World, spell: Spell) -> Told | None:
    """The country, the region or the last year behind a name."""
    if re.search(r"[(,]", spell.text):
        return Told(spell.text)
    ways = [
        f"{spell.text}, {NAMED[c]}"
        for c in [COUNTRIES.get(world.country[spell.actor], "")]
        if c in NAMED
    ]
    regions = sorted(world.regions[spell.actor] & world.region_names.keys())
    if regions:
        ways.append(f"{spell.text} ({world.region_names[chance.choice(regions)]})")
    if spell.end == world.life[spell.actor][1] and spell.end is not None:
        ways.append(f"{spell.text} (-{spell.end.year})" if spell.end.month == 12 else spell.text)
    return Told(chance.choice(ways)) if ways else None
