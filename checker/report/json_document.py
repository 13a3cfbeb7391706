"""The report JSON of the contract; its schema is ``schema/report.schema.json`` beside this module."""

from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson
import pandas as pd

from checker.messages import Language
from checker.report.content import Report
from checker.report.safety import convert_distinct, escape_controls

BATCH = 20_000
"""Lines encoded at a time, so that memory stays flat."""

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
            (b",\n" if number else b"\n") + escape_controls(b",\n".join(batch))
            for number, batch in enumerate(encode_items(report.lines))
        )
        stream.write(b"\n]")
    stream.write(b"\n}\n")


def encode_items(lines: pd.DataFrame) -> Iterator[list[bytes]]:
    """Yield the lines as JSON objects, in batches; every distinct list of reasons is encoded once."""
    lists = {name: convert_distinct(lines[name], _encode_list) for name in ("reasons", "problems")}
    for start in range(0, len(lines), BATCH):
        part = {name: column[start : start + BATCH] for name, column in lists.items()}
        yield [orjson.dumps(item) for item in _build_items(lines.iloc[start : start + BATCH], part)]


def _encode_list(entries: list[dict[str, Any]]) -> orjson.Fragment:
    return orjson.Fragment(orjson.dumps(entries))


def _build_items(lines: pd.DataFrame, lists: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the lines as dictionaries with the keys of the contract; unknown is None."""
    texts = (_unknown_to_none(lines[name]) for name in ("sku", "product_name", "manufacturer", "model", "version"))
    categories = convert_distinct(lines["categories"].astype("category").astype(object), str.split)
    certificates = zip(
        lines["certificate_finding"].tolist(),
        *(_unknown_to_none(lines[f"certificate_{name}"]) for name in ("number", "match", "valid_until")),
        strict=True,
    )
    for (
        path, sheet, row, sku, product_name, manufacturer, model, version, seller, day,
        scope, ids, depends, (finding, number, match, until), verdict, reasons, problems,
    ) in zip(
        lines["path"].tolist(), lines["sheet"].tolist(), lines["row"].tolist(), *texts,
        _unknown_to_none(lines["seller"]), _unknown_to_none(lines["date"]), lines["scope"].tolist(), categories,
        lines["depends_on_reading"].tolist(), certificates, lines["verdict"].tolist(), lists["reasons"], lists["problems"],
        strict=True,
    ):  # fmt: skip
        yield {
            "path": path,
            "sheet": sheet,
            "row": row,
            "sku": sku,
            "product_name": product_name,
            "manufacturer": manufacturer,
            "model": model,
            "version": version,
            "seller": seller,
            "date": day,
            "scope": scope,
            "categories": ids,
            "depends_on_reading": depends,
            "certificate": {"finding": finding, "number": number, "match": match, "valid_until": until},
            "verdict": verdict,
            "reasons": reasons,
            "problems": problems,
        }


def _unknown_to_none(texts: "pd.Series[str]") -> list[str | None]:
    return [text or None for text in texts.tolist()]
