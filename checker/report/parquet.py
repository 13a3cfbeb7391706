"""The report as parquet: the flat table of lines with typed columns; the head is in the file's metadata."""

from typing import TYPE_CHECKING, Any, BinaryIO

import orjson
import pyarrow as pa
from pyarrow import parquet

from checker.messages import Language
from checker.report.content import Report
from checker.report.items import OBJECT_COLUMNS
from checker.report.safety import number_distinct

if TYPE_CHECKING:
    import pandas as pd

HEAD_KEY = b"checker.report"
DAYS = ("date", "certificate_valid_until")
KEPT_EMPTY = ("path", "sheet")


def write(report: Report, stream: BinaryIO, language: Language) -> None:  # noqa: ARG001 - both languages are in it
    """Write every line as one row: texts (null where unknown), ``row`` int64, days date32, categories a list of text."""
    table = build_table(report.lines).replace_schema_metadata({HEAD_KEY: orjson.dumps(report.head)})
    parquet.write_table(table, stream, compression="zstd")


def build_table(lines: "pd.DataFrame") -> pa.Table:
    """Return lines (``ITEM_COLUMNS``) as the table that is written."""
    columns = {str(name): type_column(str(name), lines[name]) for name in lines if name not in OBJECT_COLUMNS}
    for name in OBJECT_COLUMNS:
        for language in ("zh", "en"):
            columns[f"{name}_{language}"] = word_column(lines[name], f"text_{language}")
    return pa.table(columns)


def word_column(column: "pd.Series[Any]", key: str) -> pa.Array:
    """Return the texts of reasons or problems, each distinct text once; of none, null."""
    codes, lists = number_distinct(column)
    texts = ["\n".join(entry[key] for entry in entries) or None for entries in lists]
    encoded = pa.array(texts, pa.large_string()).dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices.take(pa.array(codes)), encoded.dictionary)


def type_column(name: str, column: "pd.Series[Any]") -> pa.Array:
    """Return a column with its type; empty text is null."""
    import pyarrow.compute as pc  # noqa: PLC0415 - beside its use

    array = pa.array(column, from_pandas=True)
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if not (pa.types.is_string(array.type) or pa.types.is_large_string(array.type)):
        return array
    if name == "categories":
        words = pc.split_pattern(pc.cast(array, pa.string()), " ")
        return pc.if_else(pc.equal(array, ""), pa.scalar([], words.type), words)
    if name in KEPT_EMPTY:
        return array
    known = pc.if_else(pc.equal(array, ""), None, array)
    return pc.cast(known, pa.date32()) if name in DAYS else known.dictionary_encode()
