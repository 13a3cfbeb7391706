"""The report JSON of the contract; its schema is ``schema/report.schema.json`` beside this module."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from checker.messages import Language
from checker.report.coded import Coded, encode_numbers, repeat, to_arrow
from checker.report.columns import Columns
from checker.report.content import Report
from checker.report.safety import escape_controls
from checker.report.weave import Weave, choose, join

if TYPE_CHECKING:
    import pandas as pd

BATCH = 20_000
"""Lines encoded at a time, so that memory stays flat."""

BEFORE_ROW = {"path": '"path":', "sheet": ',"sheet":'}
AFTER_ROW = {
    name: f',"{name}":'
    for name in ("sku", "product_name", "manufacturer", "model", "version", "seller", "date", "scope")
}
AFTER_CATEGORIES = {
    "certificate_finding": ',"certificate":{"finding":', "certificate_number": ',"number":', "certificate_match": ',"match":',
    "certificate_valid_until": ',"valid_until":', "verdict": '},"verdict":',
}  # fmt: skip
"""Columns of texts, with what stands before them in the object of a line."""

NEVER_NULL = ("path", "sheet", "scope", "certificate_finding", "verdict")
_TO_ESCAPE = r'["\\\x00-\x1f\x7f-\x9f]'
KEY_ORDER = ("schema_version", "basis", "inputs", "summary", "items", "article63")


def write(report: Report, stream: BinaryIO, language: Language) -> None:  # noqa: ARG001 - both languages are in it
    """Write the report as JSON: one key of the document, one line of the inventory per line of text."""
    keys = [*KEY_ORDER, *(key for key in report.head if key not in KEY_ORDER)]
    for place, key in enumerate(keys):
        stream.write(b"%s\n%s: " % (b"," if place else b"{", orjson.dumps(key)))
        if key != "items":
            stream.write(escape_controls(orjson.dumps(report.head[key])))
            continue
        stream.write(b"[")
        stream.writelines(Weave(list_pieces(report.columns, separate(len(report.columns)))).write(BATCH))
        stream.write(b"\n]")
    stream.write(b"\n}\n")


def separate(count: int) -> Coded:
    """Return what stands before each of so many objects: they follow each other line by line, with commas between."""
    return Coded(np.arange(count).clip(max=1), to_arrow(["\n{", ",\n{"]))


def encode_items(lines: "pd.DataFrame") -> Iterator[list[bytes]]:
    """Return lines (``ITEM_COLUMNS``) as JSON objects, in batches."""
    return Weave(list_pieces(Columns(lines), repeat("{", len(lines)))).split(BATCH)


def list_pieces(columns: Columns, begin: Coded, end: str = "}") -> list[Coded]:
    """Return what the columns of lines contribute to their objects, in the order of the contract.

    Every distinct text and reason is encoded once.

    Args:
        columns: The columns.
        begin: What every object begins with, before its first key.
        end: What every object ends with.
    """
    depends = columns.lines["depends_on_reading"].to_numpy().astype(np.int32)
    return [
        begin,
        *(_encode_texts(columns, name, before) for name, before in BEFORE_ROW.items()),
        encode_numbers(columns.lines["row"]).turn(lambda rows: join(',"row":', rows)),
        *(_encode_texts(columns, name, before) for name, before in AFTER_ROW.items()),
        columns["categories"].word(lambda ids: ',"categories":' + _encode_value(ids.split())),
        Coded(depends, join(',"depends_on_reading":', to_arrow(["false", "true"]))),
        *(_encode_texts(columns, name, before) for name, before in AFTER_CATEGORIES.items()),
        _encode_lists(columns, "reasons").turn(lambda lists: join(',"reasons":[', lists, "]")),
        _encode_lists(columns, "problems").turn(lambda lists: join(',"problems":[', lists, "]" + end)),
    ]


def _encode_lists(columns: Columns, name: str) -> Coded:
    """Return lists of reasons or problems as JSON without their brackets; a problem also has the address of its cell."""
    lists = columns.lists(name)
    zh, en = (quote_texts(columns.words(name, language)) for language in ("zh", "en"))
    codes, evidence = (
        lists.word(lambda one: _encode_value(one.code)),
        lists.word(lambda one: _encode_value(dict(one.evidence))),
    )
    entries = join('{"code":', codes, ',"text_zh":', zh, ',"text_en":', en, ',"evidence":', evidence)
    if name == "problems":
        entries = join(entries, ',"cell":', lists.word(lambda one: _encode_value(one.evidence.get("cell"))))
    return lists.join(join(entries, "}"), ",")


def _encode_texts(columns: Columns, name: str, before: str) -> Coded:
    """Return a column of texts as JSON behind its key; unknown is null."""

    def encode_known(texts: pa.Array) -> pa.Array:
        quoted = quote_texts(texts)
        return join(before, quoted if name in NEVER_NULL else choose(pc.equal(texts, ""), "null", quoted))

    return columns[name].turn(encode_known)


def quote_texts(texts: pa.Array) -> pa.Array:
    """Return texts as JSON strings."""
    quoted = join('"', texts, '"')
    odd = pc.match_substring_regex(texts, _TO_ESCAPE)
    if not pc.any(odd).as_py():
        return quoted
    return pc.replace_with_mask(quoted, odd, to_arrow([_encode_value(text) for text in texts.filter(odd).to_pylist()]))


def _encode_value(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return escape_controls(orjson.dumps(value)).decode()
