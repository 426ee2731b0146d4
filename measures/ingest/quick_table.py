"""The cells of a text in which no cell is quoted and every line is a row, several times as fast as by the csv module.

It reads nothing that `measures.ingest.table` would read in another way, and finds no faults: where there is anything
to tell a person, or anything that two readers could take differently, the answer is None and the csv module reads.
"""

import csv
from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from pyarrow import csv as arrow_csv

from measures.ingest.text_column import TextColumn

#: So many bytes are looked at together; a line that is longer is left to the csv module.
BLOCK = 1 << 22


def quick_cells(text: str, separator: str, content: bytes = b"") -> tuple[list[str], Sequence[TextColumn]] | None:
    """The cells of the first line and the columns below it; None where it cannot be done for certain.

    `content` is what the text was read from; where it is the same in UTF-8, no copy is made.
    Row `r` of the columns is on line `r` + 2 of the text: no line is blank, and each has as many cells as the first.
    """
    if '"' in text or "\x00" in text or text.count("\r") != text.count("\r\n") or text.startswith("\ufeff"):
        return None
    first, newline, _ = text.partition("\n")
    header = first.removesuffix("\r").split(separator)
    lines = text.count("\n") + (not text.endswith("\n"))
    if not newline or all(map(_is_blank, header)) or lines < 2 or _too_long(header):
        return None
    is_same = text.isascii() and len(content) == len(text)
    columns = _columns(content if is_same else text.encode(), separator, [str(number) for number in range(len(header))])
    if columns is None or len(columns[0]) != lines - 1:  # a line was empty
        return None
    return None if _has_blank_row(columns) or any(_too_long(column.words) for column in columns) else (header, columns)


def _columns(content: bytes, separator: str, names: list[str]) -> list[TextColumn] | None:
    try:
        table = arrow_csv.read_csv(
            pa.BufferReader(content),
            read_options=arrow_csv.ReadOptions(use_threads=False, block_size=BLOCK, skip_rows=1, column_names=names),
            parse_options=arrow_csv.ParseOptions(delimiter=separator, quote_char=False),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, pa.dictionary(pa.int32(), pa.string())), strings_can_be_null=False
            ),
            memory_pool=pa.system_memory_pool(),  # arrow's own keeps what it has used for itself
        )
    except pa.ArrowInvalid:  # a row of another length: the csv module says which
        return None
    return [_texts(column.combine_chunks()) for column in table.unify_dictionaries().columns]


def _texts(column: pa.DictionaryArray | pa.ChunkedArray) -> TextColumn:
    return TextColumn(column.indices.to_numpy(), column.dictionary.to_pylist())


def _is_blank(text: str) -> bool:
    return not text or text.isspace()


def _has_blank_row(columns: Sequence[TextColumn]) -> bool:
    rows = np.arange(len(columns[0]))
    for column in columns:
        blank = np.array([_is_blank(word) for word in column.words], np.bool_)
        rows = rows[blank[column.codes[rows]]]
        if not len(rows):
            return False
    return True


def _too_long(words: Sequence[str]) -> bool:
    return max(map(len, words)) > csv.field_size_limit()
