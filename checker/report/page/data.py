"""The lines as data in the page, escaped so that nothing in a cell can leave its script element."""

from typing import Any

import numpy as np
import orjson
import pandas as pd

from checker.report.attention import URGENCY, rank_attention
from checker.report.coded import combine
from checker.report.content import Report
from checker.report.items import OBJECT_COLUMNS
from checker.report.reasons import Reason, encode_lists
from checker.report.safety import clean_line
from checker.report.weave import join

MOST_LINES = 100_000
"""Lines in the table of a page; the rest is in its counts and in the other formats, and the page says so."""

SHOWN = ("path", "sheet", "sku", "product_name", "manufacturer", "model", "version", "seller", "date", "categories",
         "certificate_number", "certificate_match", "certificate_valid_until")  # fmt: skip


def choose_lines(report: Report) -> pd.DataFrame:
    """Return the lines for the table: those that need attention first, then the others in their order."""
    attention = rank_attention(report.columns)
    rest = np.setdiff1d(np.arange(len(report.lines)), attention)
    return report.lines.iloc[np.concatenate([attention, rest])[:MOST_LINES]]


def embed_lines(lines: pd.DataFrame) -> str:
    """Return the lines column by column as JSON; equal texts and reasons are stored once and pointed to."""
    reasons, problems = (
        lists.join(lists.word(_shorten), ",") for lists in (encode_lists(lines[name]) for name in OBJECT_COLUMNS)
    )
    both = combine(reasons, problems)
    told = (column.take(both.first).decode() for column in (reasons, problems))
    distinct = join("[[", next(told), "],[", next(told), "]]").to_pylist()
    columns: dict[str, Any] = {name: _encode(lines[name]) for name in SHOWN}
    columns["row"] = lines["row"].tolist()
    columns["verdict"] = lines["verdict"].map({verdict: place for place, verdict in enumerate(URGENCY)}).tolist()
    columns["reasons"] = both.numbers.tolist()
    columns["texts"] = [orjson.Fragment(one) for one in distinct]
    return escape_script(orjson.dumps(columns))


def _shorten(entry: Reason) -> str:
    """Return a reason as JSON: [Chinese, English, evidence as pairs]."""
    evidence = [[key, clean_line(text)] for key, text in entry.evidence.items() if text]
    return orjson.dumps([clean_line(entry.zh), clean_line(entry.en), evidence]).decode()


def _encode(texts: "pd.Series[str]") -> dict[str, Any]:
    codes, distinct = pd.factorize(texts.to_numpy(dtype=object))
    return {"texts": [clean_line(text) for text in distinct], "codes": np.asarray(codes).tolist()}


def escape_script(document: bytes) -> str:
    r"""Return JSON in which ``<``, ``>``, ``&`` and the line separators are ``\u`` escapes, to stand in a script element."""
    text = document.decode()
    for mark in "<>&\u2028\u2029":
        text = text.replace(mark, f"\\u{ord(mark):04x}")
    return text
