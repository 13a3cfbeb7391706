"""A report read back from its JSON, to be shown in another format without checking again."""

from collections.abc import Container, Iterable, Iterator
from pathlib import Path
from typing import Any, get_args

import orjson
import pandas as pd

from checker.decisions.decision import Kind, State
from checker.errors import UsageError
from checker.matcher.findings import SCOPES, VERDICTS
from checker.messages import messages
from checker.report.content import SCHEMA_VERSION, Report
from checker.report.items import ITEM_COLUMNS, OBJECT_COLUMNS
from checker.report.reasons import Told

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
    if unknown := sorted({*find_unknown(head, lines)}):
        raise ValueError(", ".join(unknown))
    return Report(head, lines)


def find_unknown(head: dict[str, Any], lines: pd.DataFrame) -> Iterator[str]:
    """Yield the codes of a report that this program has no words for, as those of a newer one may be."""
    changes = head["changes"] or {"basis": [], "lines": []}
    sides = [line[side] for line in changes["lines"] for side in ("old", "new") if line[side]]
    causes = [*changes["basis"], *(code for line in changes["lines"] for code in line["causes"])]
    kept: dict[str, tuple[Container[str], Iterable[str]]] = {
        "verdict": (VERDICTS, [*lines["verdict"].unique(), *(side["verdict"] for side in sides)]),
        "scope": (SCOPES, lines["scope"].unique()),
        "state": (get_args(State), [one["state"] for one in head["decisions"]]),
        "kind": (get_args(Kind), [one["kind"] for one in head["decisions"]]),
        "cause": (messages(), causes),
    }
    for name, (known, found) in kept.items():
        yield from (f"{name} {code}" for code in found if code not in known)


def read_told(entries: list[dict[str, Any]]) -> tuple[Told, ...]:
    """Return the reasons or problems of an item."""
    return tuple(Told(one["code"], one["text_zh"], one["text_en"], one["evidence"]) for one in entries)


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
            columns[name] = pd.Series([read_told(entries) for entries in values], dtype=object)
        elif name == "row":
            columns[name] = pd.Series(values, dtype="int64")
        elif name == "depends_on_reading":
            columns[name] = pd.Series(values, dtype=bool)
        else:
            columns[name] = pd.Series(["" if value is None else value for value in values], dtype="str")
    return pd.DataFrame(columns)
