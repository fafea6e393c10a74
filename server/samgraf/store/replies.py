"""Tables of other endpoints, checked before the engine takes them in."""

import pyoxigraph as ox

TABLES = {
    known.media_type.split(";")[0]: known
    for known in (ox.QueryResultsFormat.JSON, ox.QueryResultsFormat.XML)
}
"""The formats of a table that the engine takes from another endpoint, by media type."""


def flaw(body: bytes, media_type: str) -> str:
    """Return why a body is no whole table, '' if it is one.

    A cut body may come without any sign of HTTP that it was cut, so it is read to its end.
    """
    try:
        table = ox.parse_query_results(body, format=TABLES[media_type])
        if isinstance(table, ox.QueryBoolean):
            return "it is no table"
        for _ in table:
            continue
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        return str(error)
    return ""
