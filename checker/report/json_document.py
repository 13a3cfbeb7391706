"""The report JSON of the contract; its schema is ``schema/report.schema.json`` beside this module."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson
import pandas as pd

from checker.messages import Language
from checker.report.coded import Coded, encode, encode_lists, encode_numbers
from checker.report.content import Report
from checker.report.safety import escape_controls
from checker.report.weave import Weave, join

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
            for number, batch in enumerate(encode_items(report.lines))
        )
        stream.write(b"\n]")
    stream.write(b"\n}\n")


def encode_items(lines: pd.DataFrame) -> Iterator[list[bytes]]:
    """Return the lines as JSON objects, in batches; every distinct text and list of reasons is encoded once."""
    return Weave(list_pieces(lines)).split(BATCH)


def list_pieces(lines: pd.DataFrame) -> list[Coded]:
    """Return what the columns of lines (``ITEM_COLUMNS``) contribute to their objects, in the order of the contract."""
    return [
        *(_encode_texts(lines[name], before) for name, before in BEFORE_ROW.items()),
        encode_numbers(lines["row"]).turn(lambda rows: join(',"row":', rows)),
        *(_encode_texts(lines[name], before) for name, before in AFTER_ROW.items()),
        encode(lines["categories"]).word(lambda ids: ',"categories":' + _encode_value(ids.split())),
        encode(lines["depends_on_reading"].map({True: "true", False: "false"})).turn(
            lambda words: join(',"depends_on_reading":', words)
        ),
        *(_encode_texts(lines[name], before) for name, before in AFTER_CATEGORIES.items()),
        *encode_lists(lines["reasons"], lambda entries: ',"reasons":' + _encode_value(entries)),
        *encode_lists(lines["problems"], lambda entries: ',"problems":' + _encode_value(entries) + "}"),
    ]


def _encode_texts(column: "pd.Series[str]", before: str) -> Coded:
    """Return a column of texts as JSON behind its key; unknown is null."""

    def encode_known(texts: "pd.Series[str]") -> "pd.Series[str]":
        quoted = quote_texts(texts)
        return join(before, quoted if column.name in NEVER_NULL else quoted.where(texts != "", "null"))

    return encode(column).turn(encode_known)


def quote_texts(texts: "pd.Series[str]") -> "pd.Series[str]":
    """Return texts as JSON strings."""
    quoted = join('"', texts, '"')
    odd = texts.str.contains(_TO_ESCAPE)
    return quoted.where(~odd, texts[odd].map(_encode_value)) if odd.any() else quoted


def _encode_value(value: Any) -> str:  # noqa: ANN401 - any JSON value
    return escape_controls(orjson.dumps(value)).decode()
