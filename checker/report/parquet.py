"""The report as parquet: the flat table of lines with typed columns; the head is in the file's metadata."""

from typing import TYPE_CHECKING, BinaryIO

import orjson
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import parquet

from checker.messages import Language
from checker.report.coded import Coded, to_arrow
from checker.report.columns import Columns
from checker.report.content import Report
from checker.report.items import OBJECT_COLUMNS
from checker.report.weave import choose

if TYPE_CHECKING:
    import pandas as pd

HEAD_KEY = b"checker.report"
DAYS = ("date", "certificate_valid_until")
KEPT_EMPTY = ("path", "sheet")
PLAIN = (*KEPT_EMPTY, "sku")
"""Texts that are not stored as a dictionary: those that are the same in all rows, and those that differ in all."""


def write(report: Report, stream: BinaryIO, language: Language) -> None:  # noqa: ARG001 - both languages are in it
    """Write every line as one row: texts (null where unknown), ``row`` int64, days date32, categories a list of text."""
    table = lay_out(report.columns).replace_schema_metadata({HEAD_KEY: orjson.dumps(report.head)})
    repeating = [name for name in table.column_names if name not in ("row", *PLAIN)]
    parquet.write_table(
        table, stream, compression="zstd", use_dictionary=repeating, column_encoding={"row": "DELTA_BINARY_PACKED"}
    )


def build_table(lines: "pd.DataFrame") -> pa.Table:
    """Return lines (``ITEM_COLUMNS``) as the table that is written."""
    return lay_out(Columns(lines))


def lay_out(columns: Columns) -> pa.Table:
    """Return the columns of lines as the table that is written."""
    table = {str(name): type_column(str(name), columns) for name in columns.lines if name not in OBJECT_COLUMNS}
    for name in OBJECT_COLUMNS:
        table[f"{name}_zh"] = build_dictionary(columns.join(name, "zh"))
        table[f"{name}_en"] = build_dictionary(columns.join(name, "en"))
    return pa.table(table)


def build_dictionary(column: Coded) -> pa.DictionaryArray:
    """Return a column, whose texts must be distinct, as a dictionary array; empty text is null."""
    if pc.index(column.texts, "").as_py() < 0:
        return pa.DictionaryArray.from_arrays(pa.array(column.codes), column.texts)
    encoded = _know(column.texts).dictionary_encode()
    return pa.DictionaryArray.from_arrays(encoded.indices.take(pa.array(column.codes)), encoded.dictionary)


def type_column(name: str, columns: Columns) -> pa.Array:
    """Return a column with its type; empty text is null."""
    if columns.lines[name].dtype != "str":
        return pa.array(columns.lines[name])
    if name in PLAIN:
        texts = to_arrow(columns.lines[name])
        return texts if name in KEPT_EMPTY else _know(texts)
    coded = columns[name]
    if name == "categories":
        words = pa.array([text.split() for text in coded.texts.to_pylist()], pa.list_(pa.string()))
        return words.take(pa.array(coded.codes))
    if name in DAYS:
        return _know(coded.texts).cast(pa.date32()).take(pa.array(coded.codes))
    return build_dictionary(coded)


def _know(texts: pa.Array) -> pa.Array:
    """Return texts with null for the empty one."""
    return choose(pc.equal(texts, ""), None, texts)
