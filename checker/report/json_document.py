"""The report JSON of the contract; its schema is ``schema/report.schema.json`` beside this module."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

import numpy as np
import orjson
import pyarrow as pa
import pyarrow.compute as pc

from checker.messages import Language
from checker.report.coded import Coded, encode_numbers, to_arrow
from checker.report.columns import Columns
from checker.report.content import Report
from checker.report.reasons import CodedLists, Reason, describe_problem, describe_reason
from checker.report.safety import escape_controls
from checker.report.weave import Weave, choose, join

if TYPE_CHECKING:
    import pandas as pd

BATCH = 20_000
"""Lines encoded at a time, so that memory stays flat."""

BEFORE_ROW = {"path": '{"path":', "sheet": ',"sheet":'}
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
        stream.writelines(
            (b",\n" if number else b"\n") + b",\n".join(batch)
            for number, batch in enumerate(encode_lines(report.columns))
        )
        stream.write(b"\n]")
    stream.write(b"\n}\n")


def encode_items(lines: "pd.DataFrame") -> Iterator[list[bytes]]:
    """Return lines (``ITEM_COLUMNS``) as JSON objects, in batches."""
    return encode_lines(Columns(lines))


def encode_lines(columns: Columns) -> Iterator[list[bytes]]:
    """Return lines as JSON objects, in batches; every distinct text and reason is encoded once."""
    return Weave(list_pieces(columns)).split(BATCH)


def list_pieces(columns: Columns) -> list[Coded]:
    """Return what the columns of lines contribute to their objects, in the order of the contract."""
    depends = columns.lines["depends_on_reading"].to_numpy().astype(np.int32)
    return [
        *(_encode_texts(columns, name, before) for name, before in BEFORE_ROW.items()),
        encode_numbers(columns.lines["row"]).turn(lambda rows: join(',"row":', rows)),
        *(_encode_texts(columns, name, before) for name, before in AFTER_ROW.items()),
        columns["categories"].word(lambda ids: ',"categories":' + _encode_value(ids.split())),
        Coded(depends, join(',"depends_on_reading":', to_arrow(["false", "true"]))),
        *(_encode_texts(columns, name, before) for name, before in AFTER_CATEGORIES.items()),
        _encode_lists(columns.lists("reasons"), describe_reason).turn(lambda lists: join(',"reasons":[', lists, "]")),
        _encode_lists(columns.lists("problems"), describe_problem).turn(
            lambda lists: join(',"problems":[', lists, "]}")
        ),
    ]


def _encode_lists(lists: CodedLists, describe: Callable[[Reason], dict[str, Any]]) -> Coded:
    """Return lists as JSON without their brackets."""
    return lists.join(lambda entry: _encode_value(describe(entry)), ",")


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
