"""The flat table of lines that every format shows, built column by column."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa

from checker.numbering import group_objects
from checker.report.coded import to_arrow
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
    "reasons": "tuple of checker.report.reasons.Reason", "problems": "the same of problems",
}  # fmt: skip
"""Columns of :attr:`checker.report.content.Report.lines`: text unless said otherwise, ``""`` where unknown."""

OBJECT_COLUMNS = ("reasons", "problems")

OF_LINES = ("path", "sheet", "row", "sku", "product_name", "manufacturer", "model", "version", "seller", "problems")
OF_FINDINGS = ("scope", "certificate_finding", "certificate_number", "certificate_match", "verdict")


def list_items(result: CheckResult) -> pd.DataFrame:
    """Return the table of lines of a result."""
    lines, findings = result.lines, result.findings
    columns = {
        **{name: lines[name] for name in OF_LINES},
        **{name: findings[name].astype("str") for name in OF_FINDINGS},
        "reasons": findings["reasons"],
        "date": write_days(lines["date"]),
        "categories": write_categories(findings["categories"]),
        "depends_on_reading": findings["scope"] != findings["scope_other"],
        "certificate_valid_until": write_days(findings["certificate_valid_until"]),
    }
    return pd.DataFrame({name: columns[name] for name in ITEM_COLUMNS}, index=lines.index, copy=False)


def write_days(days: "pd.Series[Any]") -> "pd.Series[str]":
    """Return days as ``YYYY-MM-DD``, NaT as ``""``."""
    codes, distinct = pd.factorize(days.to_numpy().astype("datetime64[D]"))
    texts = to_arrow(["", *np.datetime_as_string(distinct).tolist()])
    return _show(texts.take(pa.array(codes + 1)), days.index)


def write_categories(categories: "pd.Series[Any]") -> "pd.Series[str]":
    """Return tuples of category ids as texts."""
    groups, distinct = group_objects(categories)
    texts = to_arrow([" ".join(ids) for ids in distinct])
    return _show(texts.take(pa.array(groups.numbers)), categories.index)


def _show(texts: pa.Array, index: pd.Index) -> "pd.Series[str]":
    return pd.Series(pd.array(texts, dtype="str"), index=index)
