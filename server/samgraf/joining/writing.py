"""The table as it came, with our cells behind each row."""

import re
from collections.abc import Sequence
from typing import IO

from .reading import Record, Table

_END = re.compile(r"(?:\r\n|\r|\n)?\Z")
_FORMULA = tuple("=+-@")


class Writer:
    """Writes in the encoding, with the delimiter and with the ends of lines of a table."""

    def __init__(self, table: Table, file: IO[bytes]) -> None:
        """Write what stands before the first row."""
        self._codec, self._delimiter, self._file = table.encoding.codec, table.delimiter, file
        self.lost = 0
        """Cells of ours in which a letter is missing in the encoding of the table."""
        self._file.write(table.encoding.mark + table.before.encode(self._codec))

    def row(self, record: Record, cells: Sequence[str]) -> None:
        """Write a row with cells of ours; an empty line stays an empty line."""
        end = _END.search(record.text)
        assert end is not None  # it fits the end of every text
        text, ours = record.text[: end.start()], ""
        if record.cells:
            ours = self._delimiter + self._delimiter.join(map(self._cell, cells))
        self._file.write((text + ours + end.group()).encode(self._codec))

    def _cell(self, cell: str) -> str:
        """Return a cell that can be written: no formula, quoted where it has to be."""
        try:
            cell.encode(self._codec)
        except UnicodeEncodeError:
            self.lost += 1
            cell = cell.encode(self._codec, "replace").decode(self._codec)
        if cell.startswith(_FORMULA):
            cell = f"'{cell}"
        if any(sign in cell for sign in (self._delimiter, '"', "\r", "\n")):
            return '"' + cell.replace('"', '""') + '"'
        return cell
