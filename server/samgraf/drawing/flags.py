"""Flags of the countries and territories, drawn simply; decoration beside their names."""


def _svg(ground: str, inside: str) -> str:
    field = f'<path fill="{ground}" d="M0 0h36v26H0z"/>'
    return f'<svg class="flag" viewBox="0 0 36 26" aria-hidden="true">{field}{inside}</svg>'


def _cross(ground: str, cross: str, inner: str = "") -> str:
    wide = f'<path stroke="{cross}" stroke-width="{6 if inner else 5}" d="M13 0v26M0 13h36"/>'
    thin = f'<path stroke="{inner}" stroke-width="2.6" d="M13 0v26M0 13h36"/>' if inner else ""
    return _svg(ground, wide + thin)


_FLAGS = {
    "DNK": _cross("#c8102e", "#fff"),
    "FIN": _cross("#fff", "#003580"),
    "FRO": _cross("#fff", "#0065bd", "#ed2939"),
    "GRL": _svg(
        "#fff",
        '<path fill="#d00c33" d="M0 13h36v13H0z"/><path fill="#d00c33" d="M6 13a8 8 0 0 1 16 0z"/>'
        '<path fill="#fff" d="M6 13a8 8 0 0 0 16 0z"/>',
    ),
    "ISL": _cross("#02529c", "#fff", "#dc1e35"),
    "NOR": _cross("#ba0c2f", "#fff", "#00205b"),
    "SWE": _cross("#006aa7", "#fecc02"),
    "ALA": _cross("#0053a5", "#ffce00", "#d21034"),
}


def flag(country: str) -> str:
    """Return the flag of a country (ISO 3166-1 alpha-3), '' where none is drawn."""
    return _FLAGS.get(country, "")
