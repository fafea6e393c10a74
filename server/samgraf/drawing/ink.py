"""What pictures of answers are drawn with: colours that follow a page, and stand without one.

Each colour is a property of the page's style with its value for paper behind it, so that one
drawing serves a light page, a dark one and, by ``alone``, a file of its own.
"""

import re
from html import escape

from .labels import shortened

INK = "var(--ink,#13202b)"
MUTED = "var(--muted,#4b5b68)"
PAPER = "var(--paper,#ffffff)"
SEA = "light-dark(#e6efef,#0f1c24)"
LAND = "light-dark(#ffffff,#22313c)"
SHORE = "light-dark(#b9c9c7,#3f525e)"
AWAY = "light-dark(#f0f4f3,#182129)"
LINE = "var(--line,#d5dedd)"
EDGE = "var(--ctl,#6f7f88)"
FJORD = "var(--fjord,#0b5563)"
SUN = "var(--sun,#8a5200)"
BERRY = "var(--berry,#96264f)"
MOSS = "var(--moss,#2f6b3c)"

_FONT = "Inter,system-ui,sans-serif"
_COLOUR = re.compile(r"(?:var\(--\w+|light-dark\((#[0-9a-f]{6})),(#[0-9a-f]{6})\)")
_OPENED = re.compile(r'^(<svg [^>]*?)width="100%" (viewBox="0 0 (\d+) (\d+)")([^>]*>)')
_LINK = re.compile(r'(<a href=")/')


def picture(width: int, height: int, title: str, text: str, body: str, kind: str = " long") -> str:
    """Return a drawing that is as wide as its place; ``text`` says in words what it shows.

    A long one has small letters, and scrolls where there is less room.
    """
    return (
        f'<svg class="picture{kind}" xmlns="http://www.w3.org/2000/svg" width="100%" '
        f'viewBox="0 0 {width} {height}" role="group" aria-label="{escape(title)}" '
        f'font-family="{_FONT}" font-size="13" fill="{INK}">'
        f"<desc>{escape(text)}</desc>{body}</svg>"
    )


def alone(svg: str, origin: str) -> str:
    """Return a drawing as a file: colours for paper, a size, a ground, and whole addresses."""
    made = _COLOUR.sub(lambda found: found[1] or found[2], svg)
    ground = r'\1width="\3" height="\4" \2\5<rect width="100%" height="100%" fill="#ffffff"/>'
    return _LINK.sub(rf"\1{escape(origin)}/", _OPENED.sub(ground, made, count=1))


def link(href: str, name: str, marks: str) -> str:
    """Return marks as a named link, or as a named group where they lead nowhere."""
    told = f"<title>{escape(name)}</title>"
    if not href:
        return f"<g>{told}{marks}</g>"
    return f'<a href="{escape(href)}" aria-label="{escape(name)}">{told}{marks}</a>'


def write(text: str, x: float, y: float, more: str = "") -> str:
    """Return one text; ``more`` are further attributes."""
    space = " " if more else ""
    return f'<text x="{x:.0f}" y="{y:.0f}"{space}{more}>{escape(text)}</text>'


def named(name: str, x: float, y: float, more: str) -> str:
    """Return the name of a link's marks, cut behind a word where it is too long.

    A half word is not in the link's label, and who speaks to the machine says what they see
    (WCAG 2.2, 2.5.3).
    """
    shown = shortened(name)
    if shown != name and " " in shown:
        shown = shown.rpartition(" ")[0].rstrip(" ·,") + "…"
    return write(shown, x, y, more)


HALO = f'paint-order="stroke" stroke="{PAPER}" stroke-width="4" stroke-linejoin="round"'
"""Attributes of a text that must be read over lines."""
