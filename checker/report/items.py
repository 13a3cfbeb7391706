"""The flat table of lines that every format shows, built column by column."""

from typing import Any

import numpy as np
import pandas as pd

from checker.messages import Remark
from checker.report.safety import convert_distinct
from checker.result import CheckResult

ITEM_COLUMNS = {
    "path": "the file", "sheet": "the sheet", "row": "1-based row in the file (int64)",
    "sku": "as in the cell", "product_name": "as in the cell", "manufacturer": "as in the cell", "model": "as in the cell",
    "version": "as in the cell", "seller": "as in the cell", "date": "day of sale, YYYY-MM-DD",
    "scope": "in, out or undetermined", "categories": "category ids with a space between them",
    "depends_on_reading": "whether the scope differs under the other threshold rule (bool)",
    "certificate_finding": "certified, lapsed, review or not_found", "certificate_number": "as printed in the list",
    "certificate_match": "match level", "certificate_valid_until": "YYYY-MM-DD",
    "verdict": "clear, certified, uncertified, lapsed, review or waived",
    "reasons": "list of dictionaries code, text_zh, text_en, evidence",
    "problems": "list of dictionaries code, text_zh, text_en, cell, evidence",
}  # fmt: skip
"""Columns of :attr:`checker.report.content.Report.lines`: text unless said otherwise, ``""`` where unknown."""

MOST_WORDED = 150_000
"""So many remarks are kept in words."""

OBJECT_COLUMNS = ("reasons", "problems")


class Wording:
    """Puts remarks into words; one that many lists share, also those of several tables, is worded once and its entry shared."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Remark, dict[str, Any]]] = {}

    def describe(self, remarks: tuple[Remark, ...]) -> list[dict[str, Any]]:
        """Return :func:`describe_reasons` of remarks."""
        known = self._known
        return [
            pair[1] if (pair := known.get(id(remark))) is not None else self._describe(remark) for remark in remarks
        ]

    def _describe(self, remark: Remark) -> dict[str, Any]:
        if len(self._known) >= MOST_WORDED:
            self._known.clear()
        (described,) = describe_reasons((remark,))
        self._known[id(remark)] = (remark, described)
        return described


def list_items(result: CheckResult, wording: Wording | None = None) -> pd.DataFrame:
    """Return the table of lines; equal tuples of reasons share one list.

    Args:
        result: The result.
        wording: What words its reasons, where it did so for other tables before.
    """
    lines, findings = result.lines, result.findings
    columns = {
        **{name: lines[name] for name in ("path", "sheet", "row", "sku", "product_name", "manufacturer", "model")},
        **{name: lines[name] for name in ("version", "seller")},
        "date": write_days(lines["date"]),
        "scope": findings["scope"].astype("str"),
        "categories": pd.Series(convert_distinct(findings["categories"], " ".join), lines.index, dtype="str"),
        "depends_on_reading": findings["scope"] != findings["scope_other"],
        **{
            name: findings[name].astype("str")
            for name in ("certificate_finding", "certificate_number", "certificate_match")
        },
        "certificate_valid_until": write_days(findings["certificate_valid_until"]),
        "verdict": findings["verdict"].astype("str"),
        "reasons": convert_distinct(findings["reasons"], (wording or Wording()).describe),
        "problems": convert_distinct(lines["problems"], describe_problems),
    }
    return pd.DataFrame(columns, index=lines.index)[list(ITEM_COLUMNS)]


def write_days(days: "pd.Series[Any]") -> "pd.Series[str]":
    """Return days as ``YYYY-MM-DD``, NaT as ``""``."""
    codes, distinct = pd.factorize(days.to_numpy().astype("datetime64[D]"))
    texts = np.array([*np.datetime_as_string(distinct), ""], dtype=object)
    return pd.Series(texts[codes], index=days.index, dtype="str")


def describe_reasons(remarks: tuple[Remark, ...]) -> list[dict[str, Any]]:
    """Return reasons as code, text in both languages, and evidence."""
    return [
        {"code": remark.code, "text_zh": remark.zh, "text_en": remark.en, "evidence": dict(remark.evidence)}
        for remark in remarks
    ]


def describe_problems(remarks: tuple[Remark, ...]) -> list[dict[str, Any]]:
    """Return problems like reasons, with the address of their cell (None where it has none)."""
    return [{**entry, "cell": entry["evidence"].get("cell")} for entry in describe_reasons(remarks)]
