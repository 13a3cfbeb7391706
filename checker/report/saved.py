"""A report read back from its JSON, to be shown in another format without checking again."""

from pathlib import Path
from typing import Any

import orjson
import pandas as pd

from checker.errors import UsageError
from checker.report.content import SCHEMA_VERSION, Report
from checker.report.items import ITEM_COLUMNS, OBJECT_COLUMNS

HEAD_KEYS = ("schema_version", "basis", "inputs", "summary", "article63", "case_details", "readings", "crossings",
             "products_at_risk", "notes", "shipments", "levers", "influence", "law_readings", "orders", "mitigation",
             "decisions", "changes")  # fmt: skip

LATER_KEYS: dict[str, list[Any] | None] = {
    "levers": [], "influence": [], "law_readings": [], "orders": [], "mitigation": [], "decisions": [], "changes": None,
}  # fmt: skip
"""Keys that reports did not always have, with what their absence means."""


def read_saved(path: Path) -> Report:
    """Return the report that a JSON report holds; the reader's own grid is not in it.

    Raises:
        UsageError: The file cannot be read, or is no report of this version.
    """
    try:
        return build_saved(orjson.loads(path.read_bytes()))
    except OSError as error:
        raise UsageError("report_not_saved", path=str(path), detail=error.strerror or str(error)) from error
    except (KeyError, TypeError, ValueError) as error:
        raise UsageError("report_not_saved", path=str(path), detail=str(error)) from error


def build_saved(document: dict[str, Any]) -> Report:
    """Return the report of a JSON document.

    Raises:
        KeyError, TypeError, ValueError: The document is no report of this version, or its lines do not add up.
    """
    if document["schema_version"] != SCHEMA_VERSION:
        raise ValueError(f"schema_version {document['schema_version']}")
    complete = LATER_KEYS | document
    head: dict[str, Any] = {key: complete[key] for key in HEAD_KEYS}
    lines = build_lines(document["items"])
    if len(lines) != head["summary"]["lines"]:
        raise ValueError(f"{len(lines)} / {head['summary']['lines']}")
    return Report(head, lines)


def build_lines(items: list[dict[str, Any]]) -> pd.DataFrame:
    """Return the items of a report as its table of lines (``ITEM_COLUMNS``)."""
    flat = [
        {
            **item,
            "categories": " ".join(item["categories"]),
            **{f"certificate_{key}": item["certificate"][key] for key in ("finding", "number", "match", "valid_until")},
        }
        for item in items
    ]
    columns: dict[str, pd.Series[Any]] = {}
    for name in ITEM_COLUMNS:
        values = [item[name] for item in flat]
        if name in OBJECT_COLUMNS:
            columns[name] = pd.Series(values, dtype=object)
        elif name == "row":
            columns[name] = pd.Series(values, dtype="int64")
        elif name == "depends_on_reading":
            columns[name] = pd.Series(values, dtype=bool)
        else:
            columns[name] = pd.Series(["" if value is None else value for value in values], dtype="str")
    return pd.DataFrame(columns)
