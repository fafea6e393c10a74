"""The languages of the interface, and links that keep everything else of an address."""

from urllib.parse import urlencode

from flask import request

LANGUAGES = (
    ("en", "English"),
    ("da", "Dansk"),
    ("nb", "Norsk bokmål"),
    ("sv", "Svenska"),
    ("fi", "Suomi"),
)


def in_language(code: str) -> str:
    """Return the address of this page in a language; its other parameters stay."""
    kept = [(k, v) for k, v in request.args.items(multi=True) if k != "lang"]
    return f"?{urlencode([*kept, ('lang', code)])}"
