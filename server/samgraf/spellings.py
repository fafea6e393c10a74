"""How web addresses and language tags are spelled, so that every tool that reads RDF takes them."""

import re

_PLANES = "".join(f"{chr(plane << 16)}-{chr(plane << 16 | 0xFFFD)}" for plane in range(1, 14))
_LETTER = rf"[A-Za-z0-9._~!$&'()*+,;=\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef{_PLANES}-]"
_SIGN = rf"(?:{_LETTER}|%[0-9A-Fa-f]{{2}})"

ADDRESS = re.compile(
    rf"https?://{_SIGN}+(?::[0-9]*)?(?:/(?:{_SIGN}|[:@/])*)?"
    rf"(?:\?(?:{_SIGN}|[:@/?])*)?(?:#(?:{_SIGN}|[:@/?])*)?"
)
"""An IRI of the web, without a user (RFC 3987, section 2.2)."""

LANGUAGE = re.compile(
    "[a-z]{2,3}(?:-[A-Za-z]{3}){0,3}(?:-[A-Za-z]{4})?(?:-(?:[A-Za-z]{2}|[0-9]{3}))?"
    "(?:-(?:[A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*"
)
"""A language tag without extensions (RFC 5646, section 2.1); its first part in lower case."""
