"""Where each statement of the source documents stands, as a page of data/README.md."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from samgraf.model import Covered, Records

NOT_CARRIED = "not-carried"


def page(records: Records) -> str:
    """Write the coverage of every document as Markdown."""
    titles = {source.key: source.title for source in records.sources}
    documents: dict[str, list[Covered]] = defaultdict(list)
    for row in records.coverage:
        documents[row.document].append(row)
    carried = sum(row.kind != NOT_CARRIED for row in records.coverage)
    lines = [f"{carried} of {len(records.coverage)} statements stand in the graph.", ""]
    for key in sorted(documents):
        lines += _document(titles.get(key, key), key, documents[key])
    return "\n".join(lines).rstrip() + "\n"


def _document(title: str, key: str, rows: Sequence[Covered]) -> Iterator[str]:
    yield f"### {title} (`{key}`)"
    yield ""
    yield "| Statement | Kind | IRI | Answered by | Note |"
    yield "|---|---|---|---|---|"
    for row in sorted(rows, key=lambda row: row.statement):
        iri = f"`{row.iri}`" if row.iri else "none"
        query = f"`{row.query}`" if row.query else "none"
        yield f"| {row.statement} | {row.kind} | {iri} | {query} | {row.note or ''} |"
    yield ""
