"""The report as parquet: the flat table of lines with typed columns; the head is in the file's metadata."""

from typing import TYPE_CHECKING, Any, BinaryIO

import orjson
import pyarrow as pa
from pyarrow import parquet

from checker.messages import Language
from checker.report.coded import Coded, encode, encode_reasons
from checker.report.content import Report
from checker.report.items import OBJECT_COLUMNS
from checker.report.weave import to_arrow

if TYPE_CHECKING:
    import pandas as pd

HEAD_KEY = b"checker.report"
DAYS = ("date", "certificate_valid_until")
KEPT_EMPTY = ("path", "sheet")
PLAIN = (*KEPT_EMPTY, "sku")
"""Texts that are not stored as a dictionary: those that are the same in all rows, and those that differ in all."""


def write(report: Report, stream: BinaryIO, language: Language) -> None:  # noqa: ARG001 - both languages are in it
    """Write every line as one row: texts (null where unknown), ``row`` int64, days date32, categories a list of text."""
    table = build_table(report.lines).replace_schema_metadata({HEAD_KEY: orjson.dumps(report.head)})
    repeating = [name for name in table.column_names if name not in ("row", *PLAIN)]
    parquet.write_table(
        table, stream, compression="zstd", use_dictionary=repeating, column_encoding={"row": "DELTA_BINARY_PACKED"}
    )


def build_table(lines: "pd.DataFrame") -> pa.Table:
    """Return lines (``ITEM_COLUMNS``) as the table that is written."""
    columns = {str(name): type_column(str(name), lines[name]) for name in lines if name not in OBJECT_COLUMNS}
    for name in OBJECT_COLUMNS:
        for language, column in zip(("zh", "en"), encode_reasons(lines[name], "zh", "en"), strict=True):
            columns[f"{name}_{language}"] = build_dictionary(column)
    return pa.table(columns)


def build_dictionary(column: Coded) -> pa.DictionaryArray:
    """Return a column as a dictionary array; empty text is null."""
    encoded = _know(to_arrow(column.texts)).dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices.take(pa.array(column.codes)), encoded.dictionary)


def type_column(name: str, column: "pd.Series[Any]") -> pa.Array:
    """Return a column with its type; empty text is null."""
    if column.dtype != "str":
        return pa.array(column)
    if name in KEPT_EMPTY:
        return to_arrow(column)
    if name in PLAIN:
        return _know(to_arrow(column))
    coded = encode(column)
    if name == "categories":
        words = pa.array([text.split() for text in coded.texts], pa.list_(pa.string()))
        return words.take(pa.array(coded.codes))
    if name in DAYS:
        return _know(to_arrow(coded.texts)).cast(pa.date32()).take(pa.array(coded.codes))
    return build_dictionary(coded)


def _know(texts: pa.Array) -> pa.Array:
    """Return texts with null for the empty one."""
    import pyarrow.compute as pc  # noqa: PLC0415 - beside its use

    return pc.if_else(pc.equal(texts, ""), None, texts)
